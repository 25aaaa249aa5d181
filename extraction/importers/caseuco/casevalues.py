"""What CASE/UCO says of an object as values of a schema, made valid."""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.importers.caseuco.caseobjects import Objects, vocabulary
from extraction.importers.caseuco.jsonld import Node
from extraction.importers.clean import clean_text, type_name
from extraction.importers.moments import read_moment
from graph.model import Value

_EMAIL = ("emailAddress", "contactEmail", "contactEmailAddress", "addressValue")
_PHONE = ("phoneNumber", "MSISDN", "contactPhone", "contactPhoneNumber")
_MAX_TEXT = 1 << 20
_CELL = (
    "cellSiteCountryCode",
    "cellSiteNetworkCode",
    "cellSiteLocationAreaCode",
    "cellSiteIdentifier",
)
_ADDRESS_KINDS = {
    "BluetoothAddressFacet.addressValue": "Bluetooth",
    "WifiAddressFacet.addressValue": "Wi-Fi",
    "MACAddressFacet.addressValue": "MAC",
}


@dataclass(slots=True)
class Reading:
    """Reads values of one file's objects; `threads` names the thread of a message."""

    objects: Objects
    country: str | None
    threads: dict[str, str]

    def values(self, node: Node, schema: str) -> Iterator[Value | tuple[str, str]]:
        """Yield values, and (property, reason) for each that is lost."""
        spec = vocabulary()["schemata"][schema]["values"]
        for prop, names in spec.items():
            for text in dict.fromkeys(self._texts(node, names)):
                yield from self._value(schema, prop, text)

    def phones(self, node: Node) -> list[str]:
        """Return an object's numbers as they are given."""
        return self.objects.follow(node, _PHONE)

    def emails(self, node: Node) -> list[str]:
        """Return an object's e-mail addresses."""
        found = self.objects.follow(node, _EMAIL)
        if "EmailAccount" in self.objects.classes(node):
            found += self.objects.texts(node, ("accountIdentifier",))
        return [text for text in found if "@" in text]

    def number(self, text: str) -> str | None:
        """Return E.164, or None."""
        return clean_text("Call", "callerNumber", text, self.country)

    def _texts(self, node: Node, names: list[str]) -> Iterator[str]:
        for name in names:
            if name.startswith("@"):
                yield from self._special(node, name)
            elif name in _ADDRESS_KINDS:
                for text in self.objects.texts(node, (name,)):
                    yield f"{_ADDRESS_KINDS[name]} {text}"
            else:
                yield from self.objects.texts(node, (name,))

    def _special(self, node: Node, name: str) -> list[str]:
        objects = self.objects
        if name == "@email":
            return self.emails(node)
        if name == "@phone":
            return self.phones(node)
        if name == "@imsi":
            return objects.follow(node, ("IMSI",))
        if name == "@manufacturer":
            return objects.called(node, ("DeviceFacet.manufacturer", "manufacturer"))
        if name == "@service":
            return objects.called(node, ("accountIssuer", "application"))
        if name == "@thread":
            return [self.threads[node.id]] if node.id in self.threads else []
        if name == "@hash":
            return self._hashes(node)
        if name == "@cell":
            parts = [objects.texts(node, (part,))[:1] for part in _CELL]
            cell = "-".join(text for part in parts for text in part)
            return [f"cell {cell}"] if cell else []
        return self._full_address(node)

    def _hashes(self, node: Node) -> list[str]:
        found = []
        for ref in self.objects.refs(node, ("hash",)):
            item = self.objects.get(ref)
            if item is not None:
                method = "".join(self.objects.texts(item, ("hashMethod",))[:1])
                for text in self.objects.texts(item, ("hashValue",)):
                    found.append(f"{method} {text.lower()}".strip())
        return found

    def _full_address(self, node: Node) -> list[str]:
        parts = [
            " ".join(self.objects.texts(node, names))
            for names in (("street",), ("postalCode", "locality"), ("region",))
        ]
        parts += self.objects.texts(node, ("country",))
        full = ", ".join(part for part in parts if part)
        return [full] if full else []

    def _value(
        self, schema: str, prop: str, text: str
    ) -> Iterator[Value | tuple[str, str]]:
        if len(text) > _MAX_TEXT:
            yield prop, f"longer than {_MAX_TEXT} characters"
            return
        if prop == "contentHash":
            method, _, digest = text.rpartition(" ")
            if method.upper().replace("-", "") != "SHA1":
                yield Value("notes", text)
                return
            text = digest
        elif prop == "phone" and not self.number(text):
            if schema == "UserAccount":
                yield Value("username", text)
            else:
                yield Value("notes", f"telephone {text}")
            return
        kind = type_name(schema, prop)
        clean = read_moment(text) if kind == "date" else None
        if clean is not None and prop == "birthDate":
            clean = clean[:10]
        clean = clean or clean_text(schema, prop, text, self.country)
        if clean is None:
            yield prop, f"not a valid {kind}"
        else:
            yield Value(prop, clean, "", text if clean != text else "")
