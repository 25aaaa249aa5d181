"""A photo → where and when it was taken and by what; beside the text in it.

The picture is a document like any other; what its camera wrote no sentence says.
"""

from collections.abc import Iterator
from hashlib import sha256

from extraction.importers.base import Phone
from extraction.importers.chats.accounts import AccountBook
from extraction.importers.chats.chats import plain
from extraction.importers.phones.handset import Handset
from extraction.importers.places.places import write_sighting
from extraction.model import Leaf
from extraction.reading.exif import Photo, read_photo
from graph.model import Place, Record, Value
from graph.names import fold

_PLACE = Place(page=1)


def read_photograph(leaf: Leaf, phone: Phone | None = None) -> list[Record]:
    """Return the photo, who was seen where, and its camera; empty without a place.

    A photo that the examined phone took shows where its user was; of any other only
    the photo itself is known to have been there.
    """
    photo = read_photo(leaf.data)
    return list(_say(leaf, photo, phone)) if photo is not None else []


def _say(leaf: Leaf, photo: Photo, phone: Phone | None) -> Iterator[Record]:
    image = f"photo-{sha256(leaf.data).hexdigest()[:40]}"
    camera = _camera(photo)
    said = [Value("fileName", plain(leaf.name)[:400] or "photo")]
    if photo.moment:
        said.append(Value("createdAt", photo.moment))
    if camera:
        said.append(Value("generator", plain(camera)))
    yield Record(image, "Image", tuple(said), _PLACE)
    yield from _device(image, photo)
    took_it = phone is not None and _is_of(photo, phone)
    subject = phone.user if phone is not None and took_it else image
    if phone is not None and took_it:
        about = (Value("summary", phone.about),)
        yield Record(phone.user, "Person", about, _PLACE)
    notes = "; ".join(part for part in ("photo", leaf.name, *_details(photo)) if part)
    book = AccountBook()
    yield from write_sighting(
        subject, photo.position, photo.moment, plain(notes)[:400], book, _PLACE
    )


def _device(image: str, photo: Photo) -> Iterator[Record]:
    """Yield the camera where its serial number tells it from others of its model."""
    if not photo.serial:
        return
    handset = Handset(serial=photo.serial, make=photo.make, model=photo.model)
    device = handset.device_id
    given = (
        ("serialNumber", photo.serial[:64]),
        ("make", photo.make),
        ("model", photo.model),
        ("name", _camera(photo)),
        ("type", "camera"),
    )
    values = tuple(Value(prop, plain(text)) for prop, text in given if plain(text))
    yield Record(device, "Device", values, _PLACE)
    taken = (
        Value("subject", image),
        Value("object", device),
        Value("role", "taken with"),
    )
    yield Record(f"taken-{image}", "UnknownLink", taken, _PLACE)


def _camera(photo: Photo) -> str:
    """Return make and model; many models say the make themselves."""
    if fold(photo.model).startswith(fold(photo.make)):
        return photo.model
    return f"{photo.make} {photo.model}".strip()


def _is_of(photo: Photo, phone: Phone) -> bool:
    known = fold(phone.model)
    return bool(known) and known in (fold(photo.model), fold(_camera(photo)))


def _details(photo: Photo) -> Iterator[str]:
    yield _camera(photo)
    if photo.altitude is not None:
        yield f"altitude {photo.altitude:.0f} m"
    if photo.bearing is not None:
        yield f"towards {photo.bearing:.0f}°"
