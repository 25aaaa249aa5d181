"""Chats, calls, messages and mail of a Cellebrite report as records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extraction.importers.chats.accounts import (
    Account,
    AccountBook,
    Service,
    find_service,
    make_account,
    make_group,
)
from extraction.importers.chats.chats import ChatCall, ChatMessage, ChatWriter, plain
from extraction.importers.moments import read_duration
from extraction.importers.phones.phonecalls import CallWriter, End, PhoneCall, make_end
from extraction.importers.phones.ufedcontacts import ContactReader
from extraction.importers.phones.ufedfields import (
    RECEIVERS,
    SYSTEM,
    User,
    call_notes,
    files_of,
    is_owner,
    names_of,
    notes_of,
    party_account,
    place_of,
    read_stamp,
    split_parties,
    text_of,
    user_account,
)
from extraction.importers.phones.ufedmail import write_mail
from extraction.importers.phones.ufedxml import Model
from extraction.model import Rejection
from graph.model import Place, Record, Value
from graph.names import fold

Read = Callable[[Model, User], Iterator[Record | Rejection]]


@dataclass(slots=True)
class ModelReader:
    """Reads models one after another; remembers which accounts were said."""

    path: str
    country: str | None
    book: AccountBook
    native: frozenset[str]
    chats: ChatWriter = field(init=False)
    calls: CallWriter = field(init=False)
    contacts: ContactReader = field(init=False)
    _readers: dict[str, Read] = field(init=False)

    def __post_init__(self) -> None:
        self.chats = ChatWriter(self.book)
        self.calls = CallWriter(self.book)
        self.contacts = ContactReader(self.path, self.country, self.book, self.native)
        self._readers = self._list()

    def find(self, kind: str) -> Read | None:
        """Return what reads models of a type, None for types that are not taken."""
        return self._readers.get(kind)

    def _list(self) -> dict[str, Read]:
        return {
            "Chat": self.chat,
            "InstantMessage": lambda model, user: self.message(
                model, Model("Chat"), user
            ),
            "Call": self.call,
            "SMS": self.text,
            "MMS": self.text,
            "Email": self.mail,
            "Contact": self.contacts.contact,
            "UserAccount": self.contacts.account,
            "Location": self.contacts.location,
            "VisitedPage": self.contacts.visit,
        }

    # Chats

    def chat(self, chat: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield a chat's participants, and its group with them as members."""
        place = place_of(chat)
        service = find_service(chat.get("Source"))
        if self._is_native(service):
            return
        members = []
        for party in chat.parts("Participants"):
            account = self._party(party, service, chat)
            if account is not None:
                members.append(account)
                yield from self.book.introduce(account, place)
                yield from self._own(party, account, user, place)
        group = self._group(chat, service)
        if group is None:
            return
        yield from self.book.introduce(group, place)
        for account in members:
            value = Value("member", account.id)
            yield from self.book.link(group.id, "ChatGroup", value, place)

    def message(
        self, message: Model, chat: Model, user: User
    ) -> Iterator[Record | Rejection]:
        """Yield one message; those of the phone itself are text messages."""
        source = (
            message.get("Source")
            or message.get("SourceApplication")
            or chat.get("Source")
        )
        service = find_service(source)
        if self._is_native(service):
            yield from self.text(message, user, chat)
            return
        place = place_of(message)
        party = next(message.parts("From"), None)
        sender = self._party(party, service, chat) if party is not None else None
        if party is None or sender is None or fold(party.get("Identifier")) == SYSTEM:
            yield from self._system(message, chat, service, place)
            return
        yield from self.book.introduce(sender, place)
        yield from self._own(party, sender, user, place)
        yield from self._shared(message, service, place)
        said = ChatMessage(
            sender,
            self._recipients(message, chat, service, sender),
            read_stamp(message.get("TimeStamp")),
            text_of(message),
            message.get("Identifier"),
            chat.get("Name"),
            attachments=files_of(message),
            notes=notes_of(message),
        )
        yield from self.chats.message(said, place)

    def _system(
        self, message: Model, chat: Model, service: Service, place: Place
    ) -> Iterator[Record | Rejection]:
        """Yield what the service itself says in a group, as the group's note."""
        group, text = self._group(chat, service), text_of(message)
        if group is None or not text:
            reason = "ufed: no sender: a line of the service itself"
            yield Rejection(self.path, reason, place.record)
            return
        note = f"{read_stamp(message.get('TimeStamp'))} {text}".strip()
        yield from self.book.introduce(group, place)
        value = Value("notes", plain(note)[:4000])
        yield from self.book.link(group.id, "ChatGroup", value, place)

    def _recipients(
        self, message: Model, chat: Model, service: Service, sender: Account
    ) -> list[Account]:
        group = self._group(chat, service)
        if group is not None:
            return [group]
        parties = list(message.parts(*RECEIVERS)) or list(chat.parts("Participants"))
        found = [(party, self._party(party, service, chat)) for party in parties]
        others = [(p, a) for p, a in found if a is not None and a.id != sender.id]
        owners = [a for p, a in others if is_owner(p)]
        if owners and not message.models.get("To"):
            return owners
        return list(dict.fromkeys(a for _, a in others))

    def _group(self, chat: Model, service: Service) -> Account | None:
        given = chat.get("Id") or chat.get("ServiceIdentifier")
        account = (
            make_account(service, given, chat.get("Name"), self.country)
            if given
            else None
        )
        if account is not None and account.is_group:
            return account
        if len(chat.models.get("Participants", ())) <= 2:
            return None
        return make_group(service, given or chat.id, chat.get("Name"))

    def _party(self, party: Model, service: Service, chat: Model) -> Account | None:
        return party_account(party, service, chat, self.country)

    def _own(
        self, party: Model, account: Account, user: User, place: Place
    ) -> Iterator[Record]:
        """Yield that an account is the phone's owner's, where the report says so."""
        if not is_owner(party):
            return
        owner = user.id or f"user-{account.id}"
        if not user.id and self.book.is_new("user", owner):
            values = [Value("summary", "User of the examined device")]
            if account.number:
                values.insert(0, Value("phone", account.number))
            yield Record(owner, "Person", tuple(values), place)
        yield from self.book.link(
            account.id, "UserAccount", Value("owner", owner), place
        )

    def _shared(
        self, message: Model, service: Service, place: Place
    ) -> Iterator[Record]:
        for contact in message.parts("SharedContacts"):
            yield from self.contacts.write(contact, service, place)

    def _is_native(self, service: Service) -> bool:
        return service.key in self.native

    # Calls, SMS, MMS, mail

    def call(self, call: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield a call: between numbers, or between a service's accounts."""
        service, place = find_service(call.get("Source")), place_of(call)
        moment = read_stamp(call.get("TimeStamp"))
        duration = read_duration(call.get("Duration")) if call.get("Duration") else None
        notes = "; ".join(p for p in call_notes(call) if p)
        if self._is_native(service):
            notes = "; ".join(p for p in (notes, *names_of(call)) if p)
            caller, receivers = self._ends(call, call, user, place)
            if caller.party or any(end.party for end in receivers):
                said = PhoneCall(
                    caller, receivers, moment, duration_s=duration, notes=notes
                )
                yield from self.calls.write(said, place)
                return
        else:
            accounts = self._sides(call, service, user)
            if accounts is not None:
                made = ChatCall(*accounts, moment, duration, notes)
                yield from self.chats.call(made, place)
                for party in call.parts("Parties"):
                    account = self._party(party, service, call)
                    if account is not None:
                        yield from self._own(party, account, user, place)
                mine = user_account(user, service)
                if mine in (accounts[0], *accounts[1]):
                    owner = Value("owner", user.id)
                    yield from self.book.link(mine.id, "UserAccount", owner, place)
                return
        yield Rejection(self.path, "ufed: a call with nobody at one end", place.record)

    def _sides(
        self, call: Model, service: Service, user: User
    ) -> tuple[Account, list[Account]] | None:
        """Return who called whom; an end that is not listed is the phone's user."""
        ours, theirs = split_parties(call, call)
        sides = []
        for parties in (ours, theirs):
            found = [self._party(party, service, call) for party in parties]
            sides.append([account for account in found if account is not None])
        if not (sides[0] or sides[1]):
            return None
        mine = [user_account(user, service)] if user.id else []
        callers = sides[0] or ([] if ours else mine)
        called = sides[1] or ([] if theirs else mine)
        return (callers[0], called) if callers and called else None

    def text(
        self, message: Model, user: User, chat: Model | None = None
    ) -> Iterator[Record | Rejection]:
        """Yield an SMS or MMS."""
        place = place_of(message)
        caller, receivers = self._ends(message, chat or message, user, place)
        if not (caller.party or any(end.party for end in receivers)):
            yield Rejection(self.path, "ufed: a message without numbers", place.record)
            return
        moment = read_stamp(message.get("TimeStamp"))
        said = PhoneCall(
            caller,
            receivers,
            moment,
            is_text=True,
            body=text_of(message),
            attachments=files_of(message),
            notes=notes_of(message),
        )
        yield from self.calls.write(said, place)

    def _ends(
        self, event: Model, around: Model, user: User, place: Place
    ) -> tuple[End, list[End]]:
        """Return caller and called; an end that is not listed is the phone's user."""
        senders, receivers = split_parties(event, around)
        if not (senders or receivers):
            return End(), []
        ends = [
            [self._end(party, user, place) for party in parties]
            or [self._mine(user, place)]
            for parties in (senders, receivers)
        ]
        return ends[0][0], ends[1]

    def _end(self, party: Model, user: User, place: Place) -> End:
        given = party.get("Identifier") or party.get("Name")
        if not given and is_owner(party):
            return self._mine(user, place)
        return make_end(given, self.country, place)

    def _mine(self, user: User, place: Place) -> End:
        if user.number:
            found = make_end(user.number, self.country, place)
            if found.number:
                return found
        return End(entity=user.id)

    def mail(self, mail: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield a mail, the same as in its mailbox."""
        found = list(write_mail(mail))
        yield from found
        if not found:
            place = place_of(mail)
            yield Rejection(self.path, "ufed: a mail without addresses", place.record)
