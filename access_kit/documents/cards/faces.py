"""Which font draws which letters in a picture, at which size.

Pillow draws with one font at a time and leaves out what it lacks. So text is cut where another font
has to take over, in the order of ``fonts.font_stack``; joined scripts are shaped by raqm.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from access_kit.documents.direction import Direction
from access_kit.documents.font_file import SUFFIXES, covered_by_file
from access_kit.documents.fonts import (
    ARABIC,
    DEVANAGARI,
    FONT_FOLDER,
    body_factor,
    covered_points,
    font_stack,
)

FontFolders = tuple[Path, ...]


@cache
def _open_font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


@cache
def _own_file(family: str, bold: bool) -> Path:
    stem = family.replace(" ", "")
    heavy = FONT_FOLDER / f"{stem}-Bold.ttf"
    return heavy if bold and heavy.is_file() else FONT_FOLDER / f"{stem}-Regular.ttf"


@cache
def _files_of_user(folders: FontFolders) -> tuple[tuple[Path, frozenset[int]], ...]:
    paths = (path for folder in folders for path in sorted(folder.rglob("*")))
    return tuple(
        (path, frozenset(covered_by_file(path.read_bytes())))
        for path in paths
        if path.suffix.lower() in SUFFIXES and path.is_file()
    )


@cache
def _file_for(char: str, lang: str, bold: bool, folders: FontFolders) -> Path:
    """The first font that holds ``char``; the first of all when none does."""
    stack = font_stack(lang)
    for family in stack:
        if ord(char) in covered_points(family):
            return _own_file(family, bold)
    for path, points in _files_of_user(folders):
        if ord(char) in points:
            return path
    return _own_file(stack[0], bold)


def _follows(char: str) -> bool:
    """Marks and joiners are drawn by the font of the letter before them."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(maxsize=10_000)
def split_by_font(
    text: str, lang: str, bold: bool, folders: FontFolders
) -> tuple[tuple[str, Path], ...]:
    parts: list[tuple[str, Path]] = []
    for char in text:
        path = _file_for(char, lang, bold, folders)
        if parts and (parts[-1][1] == path or _follows(char)):
            parts[-1] = (parts[-1][0] + char, parts[-1][1])
        else:
            parts.append((char, path))
    return tuple(parts)


@cache
def _factor(path: Path) -> float:
    """How much larger this font is set, so that its letter body is at least that of Latin text."""
    for script, family in (("Arab", ARABIC), ("Deva", DEVANAGARI)):
        if path.parent == FONT_FOLDER and path.name.startswith(family.replace(" ", "")):
            return body_factor(script)
    return 1.0


def fonts_of(
    text: str, lang: str, size: int, bold: bool, folders: FontFolders
) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """``text`` cut into parts, each with the font that draws it."""
    return [
        (part, _open_font(path, round(size * _factor(path))))
        for part, path in split_by_font(text, lang, bold, folders)
    ]


@lru_cache(maxsize=10_000)
def text_width(
    text: str, lang: str, size: int, bold: bool, run: Direction, folders: FontFolders
) -> float:
    """Pixels from one end of ``text`` to the other, shaped."""
    return sum(
        font.getlength(part, direction=run, language=lang)
        for part, font in fonts_of(text, lang, size, bold, folders)
    )
