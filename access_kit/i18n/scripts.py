"""The script that a language is written in, as CLDR has it."""

from __future__ import annotations

from functools import cache

_UNSPACED = frozenset({"Hans", "Hant", "Jpan", "Laoo", "Khmr", "Mymr", "Thai"})
_DENSE = frozenset({"Hans", "Hant", "Jpan", "Kore"})


@cache
def find_script(tag: str) -> str:
    """ISO 15924 code for a BCP 47 tag: the one in the tag, else CLDR's; empty if it knows none."""
    from babel.core import get_global

    language, *rest = tag.replace("_", "-").split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return part.title()
    language = str(get_global("language_aliases").get(language.lower(), language.lower()))
    language = language.split("_")[0]
    likely = get_global("likely_subtags")
    regions = [f"{language}_{part.upper()}" for part in rest if len(part) == 2]
    found = next((likely[key] for key in (*regions, language) if key in likely), "")
    return next((part for part in found.split("_") if len(part) == 4 and part.isalpha()), "")


def script_of(tag: str) -> str:
    """The same; Latn where CLDR knows none."""
    return find_script(tag) or "Latn"


def is_unspaced(tag: str) -> bool:
    """Whether the script of a language puts no space between words."""
    return script_of(tag) in _UNSPACED


def is_dense(tag: str) -> bool:
    """Whether the script of a language says in one sign what others say in several."""
    return script_of(tag) in _DENSE
