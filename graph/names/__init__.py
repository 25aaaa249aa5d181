"""The region's names: scripts, search keys, parts. Data beside the code, as YAML."""

from graph.names.agreement import LEVELS, Level, NameAgreement
from graph.names.bodies import compare_organizations, organization_keys
from graph.names.comparing import compare_persons
from graph.names.folding import fold, fold_words, sound_key
from graph.names.given import given_names
from graph.names.keys import name_keys
from graph.names.organizations import OrganizationName, read_organization
from graph.names.parts import NameParts, initials, name_key, name_words, split_name
from graph.names.persons import PersonName, read_person
from graph.names.placeholders import is_placeholder
from graph.names.scripts import Converted, Script, script_of, to_cyrillic, to_latin

__all__ = [
    "LEVELS",
    "Converted",
    "Level",
    "NameAgreement",
    "NameParts",
    "OrganizationName",
    "PersonName",
    "Script",
    "compare_organizations",
    "compare_persons",
    "fold",
    "given_names",
    "fold_words",
    "initials",
    "is_placeholder",
    "name_key",
    "name_keys",
    "name_words",
    "organization_keys",
    "read_organization",
    "read_person",
    "script_of",
    "sound_key",
    "split_name",
    "to_cyrillic",
    "to_latin",
]
