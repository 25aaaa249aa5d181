"""An organization's name read once, and how alike two of them are."""

from dataclasses import dataclass

from graph.names.agreement import NameAgreement
from graph.names.folding import fold_words


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """The words that name an organization; `rarity` is in bits."""

    words: tuple[str, ...] = ()
    form: str = ""
    rarity: float = 20.0


def read_organization(text: str) -> OrganizationName:
    """Return the words of an organization's name; none for what is no name."""
    return OrganizationName(fold_words(text))


def compare_organizations(
    left: OrganizationName, right: OrganizationName
) -> NameAgreement:
    """Return how far two names agree; the order of the two does not matter."""
    if not left.words or not right.words:
        return NameAgreement("none", 0.0, ("no usable name",))
    if left.words == right.words:
        return NameAgreement("same", 1.0, ("same name",))
    return NameAgreement("different", 0.0, ("different names",))


def organization_keys(name: OrganizationName) -> tuple[str, ...]:
    """Return at most eight keys; two variants of a name share at least one."""
    return (" ".join(sorted(name.words)),) if name.words else ()
