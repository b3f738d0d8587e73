"""Languages as people name them, in the words of a locale, in English or in their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_OWN_NAMES = (
    "es zh vi ko tl fil ar fr ht ru pt hi bn ur pa gu fa pl de it ja km lo th so am ti sw ne my uk "
    "ro el he tr ka hy sq bs hr sr ku ps uz ta te ml mr kn id nl yo ig ha zu en"
)
"""Languages whose name in the language itself is known here too."""

_MORE_NAMES = {
    "mandarin": "zh", "farsi": "fa", "haitian": "ht", "hmong": "hmn", "asl": "ase",
    "american sign language": "ase", "castellano": "es",
}  # fmt: skip


def find_language_tag(text: str, locale: str = "en") -> str:
    """``es`` for ``Spanish`` or ``español``, ``zh-Hans`` for ``Chinese (Simplified)``.

    What is no name is given back, as a tag is written.
    """
    bare = " ".join(text.casefold().split())
    name, _, kind = bare.removesuffix(")").rpartition(" (")
    turned = f"{kind} {name}"
    for names in (_names_in(locale), _names_in("en"), _own_names()):
        if found := names.get(bare) or names.get(turned):
            return found
    return text.strip().replace("_", "-")


@lru_cache(maxsize=8)
def _names_in(locale: str) -> Mapping[str, str]:
    from babel import Locale

    names = Locale.parse(locale.replace("-", "_")).languages
    return {str(name).casefold(): code.replace("_", "-") for code, name in names.items()}


@lru_cache(maxsize=1)
def _own_names() -> Mapping[str, str]:
    from babel import Locale
    from babel.localedata import exists

    found = {
        str(Locale(code).languages.get(code, code)).casefold(): code
        for code in filter(exists, _OWN_NAMES.split())
    }
    return {**found, **_MORE_NAMES}
