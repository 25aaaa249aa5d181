"""The phone's own files that say which phone it is: device, SIM cards, user, accounts.

What the files of one extraction say together is the phone that its databases belong to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extraction.importers.base import ImportOptions, Phone
from extraction.importers.chats.accounts import find_service, make_account
from extraction.importers.imei import read_imei
from extraction.importers.keys import derive_id
from extraction.importers.phones.dbsource import PhoneFile
from extraction.importers.phones.handset import (
    Handset,
    Sim,
    describe,
    write_handset,
)
from extraction.importers.phones.identityfiles import read_identity
from extraction.importers.phones.roots import root_of
from extraction.importers.phones.ufed import read_report_device
from extraction.importers.phones.ufedxml import is_report
from extraction.importers.phones.xry import read_device
from extraction.importers.phones.xryentries import find_type
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record


class PhoneIdentityImporter:
    """Property lists, settings and databases in which a phone says what it is."""

    name = "phone"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is such a file, by its content and, for plain text, its name."""
        return read_identity(leaf) is not None

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Yield the device, its SIM cards, its user and the user's accounts.

        Raises InvalidInput where the file says nothing of them.
        """
        handset = read_identity(leaf)
        if handset is None:
            raise InvalidInput("phone: it does not say which phone it is from")
        phone = options.phone or make_phone(
            [handset], root_of(leaf.path), options.country
        )
        if phone is None:
            raise InvalidInput("phone: it tells of two phones")
        home = phone.country or options.country
        yield from write_handset(handset, options.country, Place(), phone)
        source = PhoneFile(leaf.path, home, phone)
        for kind, given in handset.accounts:
            account = make_account(find_service(kind), given, "", home)
            source.own(account)
        yield from source.owned()


def learn_phone(leaf: Leaf) -> Handset | None:
    """Return what a file says of the phone that it lies beside, None for other files.

    A report of UFED or XRY tells, too. Raises InvalidInput where it cannot be read.
    """
    if is_report(leaf.content):
        return read_report_device(leaf.content)
    if find_type(leaf.content) is not None:
        return read_device(leaf.content)
    return None if leaf.is_large else read_identity(leaf)


def make_phone(
    handsets: Iterable[Handset], root: str, country: str | None = None
) -> Phone | None:
    """Return the phone that the files of one extraction tell of together.

    None where nothing is told, or where they tell of two: other serial numbers, or
    other IMEIs. A phone that tells nothing of its own goes by where its files lie.
    `country` is where numbers of cards are at home that do not say it.
    """
    merged = Handset()
    for handset in handsets:
        if _differ(merged, handset):
            return None
        merged = _merge(merged, handset)
    told = (merged.make, merged.model, merged.name, merged.system, *merged.accounts)
    if not merged.device_id and not any(told):
        return None
    own = merged.device_id.removeprefix("device-")
    key = own or derive_id([root], "device", "root") or ""
    homes = {sim.home for sim in merged.sims if sim.home}
    numbers = {found: sim for sim in merged.sims if (found := sim.full_number(country))}
    accounts = (_account_number(*one) for one in merged.accounts)
    known = tuple(numbers) or tuple(dict.fromkeys(n for n in accounts if n))
    lines = (
        (key, number)
        for number, sim in numbers.items()
        for key in (sim.key, sim.iccid)
        if key
    )
    about = describe(merged, f"device-{key}")
    return Phone(
        f"device-{key}",
        f"user-{key}",
        about,
        known,
        tuple(lines),
        homes.pop() if len(homes) == 1 else "",
        merged.model or merged.name,
    )


def _account_number(kind: str, given: str) -> str:
    return make_account(find_service(kind), given).number


def _differ(one: Handset, other: Handset) -> bool:
    """Whether two files cannot be of one phone."""
    if one.serial and other.serial and one.serial != other.serial:
        return True
    imeis = [{i for i in map(read_imei, h.imeis) if i} for h in (one, other)]
    return all(imeis) and imeis[0].isdisjoint(imeis[1])


def _merge(one: Handset, other: Handset) -> Handset:
    sims = [replace(sim) for sim in one.sims]
    for sim in other.sims:
        _join(sims, sim)
    return Handset(
        imeis=list(dict.fromkeys([*one.imeis, *other.imeis])),
        serial=one.serial or other.serial,
        make=one.make or other.make,
        model=one.model or other.model,
        name=one.name or other.name,
        owner=one.owner or other.owner,
        emails=list(dict.fromkeys([*one.emails, *other.emails])),
        system=one.system or other.system,
        sims=sims,
        radio=one.radio or other.radio,
        install=one.install or other.install,
        accounts=list(dict.fromkeys([*one.accounts, *other.accounts])),
    )


def _join(sims: list[Sim], sim: Sim) -> None:
    """Add a card, or what is new of one that is known by one of its numbers."""
    for known in sims:
        same = (
            known.iccid and known.iccid == sim.iccid,
            known.imsi and known.imsi == sim.imsi,
            known.number and known.number == sim.number,
        )
        if any(same):
            known.imsi = known.imsi or sim.imsi
            known.iccid = known.iccid or sim.iccid
            known.number = known.number or sim.number
            known.key = known.key or sim.key
            return
    sims.append(replace(sim))
