"""The region's names: scripts, search keys, parts. Data beside the code, as YAML."""

from graph.names.folding import fold, fold_words, sound_key
from graph.names.parts import NameParts, initials, name_key, name_words, split_name
from graph.names.scripts import Converted, Script, script_of, to_cyrillic, to_latin

__all__ = [
    "Converted",
    "NameParts",
    "Script",
    "fold",
    "fold_words",
    "initials",
    "name_key",
    "name_words",
    "script_of",
    "sound_key",
    "split_name",
    "to_cyrillic",
    "to_latin",
]
