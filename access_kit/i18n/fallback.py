"""Where the words come from when a locale lacks them: its parents, as CLDR has them."""

from __future__ import annotations

from functools import cache

from access_kit.i18n.scripts import find_script

SOURCE_LOCALE = "en"
PSEUDO = ("XA", "XB")
"""Regions of made-up locales, which show what is not translated; no other part knows them."""


@cache
def fallback_chain(tag: str) -> tuple[str, ...]:
    """``es-MX`` → ``es-MX``, ``es-419``, ``es``. A parent is of the same language and script.

    CLDR names some parents of another language (French for Haitian Creole): good for dates at
    best, never for words.
    """
    from babel.core import get_global

    exceptions = get_global("parent_exceptions")
    tag = canonical(tag)
    language = tag.split("-")[0]
    script = find_script(tag)
    chain = [tag]
    while True:
        current = chain[-1].replace("-", "_")
        parent = exceptions.get(current, current.rpartition("_")[0])
        if parent in ("", "root") or parent.partition("_")[0] != language:
            break
        if find_script(parent.replace("_", "-")) == script:
            chain.append(parent.replace("_", "-"))
        else:
            # From a region with a script of its own (zh-TW) to that script, and no further.
            if script.lower() not in chain[-1].lower().split("-"):
                chain.append(f"{language}-{script}")
            break
    return tuple(dict.fromkeys(chain))


@cache
def canonical(tag: str) -> str:
    """``tag`` with the usual case of its parts: ``es_mx`` → ``es-MX``."""
    first, *rest = tag.replace("_", "-").split("-")
    parts = [first.lower()]
    for part in rest:
        if len(part) == 4 and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.upper() if len(part) == 2 else part)
    return "-".join(parts)


@cache
def usual_tag(tag: str) -> str:
    """``tag`` with the language by which CLDR knows it: ``iw`` is ``he``, ``prs`` is ``fa-AF``."""
    from babel.core import get_global

    language, *rest = canonical(tag).split("-")
    known, *region = str(get_global("language_aliases").get(language, language)).split("_")
    return "-".join((known, *(rest or region)))


def same_language(first: str, second: str) -> bool:
    """Whether a reader, or a voice, of one can go on in the other."""
    return first.split("-")[0].lower() == second.split("-")[0].lower()


def formats_locale(tag: str, country: str = "") -> str:
    """The locale for dates and numbers: that of the reader, but the source's for a made-up one.

    A tag that names no country is taken as it is used in ``country``: Spanish in the United States
    has another clock than Spanish at large.
    """
    own = SOURCE_LOCALE if tag.endswith(PSEUDO) else canonical(tag)
    first, *rest = own.split("-")
    named = any(len(part) == 2 and part.isalpha() for part in rest)
    if named or not country:
        return own
    kept = [part for part in rest if not part.isdecimal()]
    return "-".join((first, *kept, country.upper()))
