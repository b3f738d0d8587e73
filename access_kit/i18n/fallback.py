"""Where the words come from when a locale lacks them: its parents, as CLDR has them."""

from __future__ import annotations

from functools import cache

from access_kit.i18n.scripts import find_script

SOURCE_LOCALE = "en"
PSEUDO = ("XA", "XB")
"""Regions of made-up locales, which show what is not translated; no other part knows them."""


_ONE_WHEN_WRITTEN = {"nb": "no"}
"""Two tags that CLDR keeps apart, and a reader does not."""


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


@cache
def words_chain(tag: str) -> tuple[str, ...]:
    """Where words for a reader of ``tag`` are looked for: what it is called, and nearby.

    Upward as ``fallback_chain`` goes, then across, to the usual script and region of the language:
    ``zh-CN`` → ``zh-Hans``, ``pt-PT`` → ``pt-BR``; and by its other names: ``tl`` → ``fil``. Never
    to another script, nor to another language.
    """
    names = dict.fromkeys((canonical(tag), *_other_names(tag)))
    upward = [one for name in names for one in fallback_chain(name)]
    across = [one for name in names for one in _usual_variants(name)]
    return tuple(dict.fromkeys((*upward, *across)))


def _usual_variants(tag: str) -> tuple[str, ...]:
    """A language with the script and the region that it usually has, where ``tag`` fits them."""
    from babel.core import get_global

    language, script = tag.split("-")[0], find_script(tag)
    likely = str(get_global("likely_subtags").get(language, "")).split("_")
    if len(likely) != 3 or likely[1] != script:
        return (f"{language}-{script}",) if script else ()
    return (f"{language}-{script}", language, f"{language}-{likely[2]}")


def _other_names(tag: str) -> tuple[str, ...]:
    """The same tag as CLDR has it, and under other names of two letters: ``fil`` is ``tl`` too."""
    from babel.core import get_global

    usual = _written_as(tag)
    language, *rest = usual.split("-")
    aliases = (*get_global("language_aliases").items(), *_ONE_WHEN_WRITTEN.items())
    older = sorted(old for old, new in aliases if new == language != old and len(old) == 2)
    return (usual, *("-".join((old, *rest)) for old in older))


def _written_as(tag: str) -> str:
    language, *rest = usual_tag(tag).split("-")
    return "-".join((_ONE_WHEN_WRITTEN.get(language, language), *rest))


def same_language(first: str, second: str) -> bool:
    """Whether a reader, or a voice, of one can go on in the other; ``no`` is ``nb``."""
    return _written_as(first).split("-")[0] == _written_as(second).split("-")[0]


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
