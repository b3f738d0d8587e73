"""Fonts beyond our own, for scripts that we do not ship: Chinese, Japanese, Korean, Thai …

A user names folders; failing that, the computer's own fonts are looked through once. Files are laid
into a folder of our own by links: a font of a family that we ship must not take the place of ours,
whose text is known to come out whole.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from access_kit.budgets import FONT_BYTES
from access_kit.documents.font_file import SUFFIXES, covered_by_file, family_names
from access_kit.documents.fonts import find_missing_glyphs, require_glyphs, shipped_families

SWITCH = "ACCESS_KIT_SYSTEM_FONTS"
"""``0`` in this variable: only our own fonts and the folders that the user named."""

_REGIONS = {
    "Hans": {"SC", "CN", "GB", "GB18030", "YaHei", "PingFang"},
    "Hant": {"TC", "HK", "TW", "JhengHei", "MingLiU"},
    "Jpan": {"JP", "Gothic", "Mincho", "Meiryo", "Hiragino"},
    "Kore": {"KR", "K", "Malgun", "Nanum"},
}
"""Words in family names that show whose shapes of the shared characters a font has."""


def choose_fonts(texts: Iterable[str], folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of fonts that ``texts`` need beside our own; the user's come first.

    Raises ``MissingPart`` (``font.missing-glyph``) when neither they nor this computer's fonts have
    a character.
    """
    texts = set(texts)
    laid = lay_out(folders) if folders else None
    found = (laid,) if laid else ()
    missing = find_missing_glyphs("".join(set().union(*texts)), folders=found)
    if not missing:
        return found
    by_script: dict[str, set[str]] = {}
    for glyph in missing:
        by_script.setdefault(glyph.script, set()).add(glyph.char)
    files = [file for chars in by_script.values() for file in find_system_fonts(frozenset(chars))]
    laid = lay_out(folders, tuple(files)) if files else laid
    found = (laid,) if laid else ()
    require_glyphs(texts, folders=found)
    return found


def order_families(families: Iterable[str], script: str) -> tuple[str, ...]:
    """Families beyond our own, those with the shapes of ``script`` first."""
    marks = _REGIONS.get(script, set())
    others = set(families) - shipped_families()
    return tuple(sorted(others, key=lambda name: (not marks & set(name.split()), name)))


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts."""
    home = Path.home()
    if os.environ.get(SWITCH) == "0":
        return ()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", str(home)))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return (windows / "Fonts", local / "Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (
        home / ".local/share/fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


@lru_cache(maxsize=32)
def find_system_fonts(chars: frozenset[str]) -> tuple[Path, ...]:
    """Font files of this computer that hold all of ``chars``: of one family, all its weights.

    Fonts named Noto come first: their regular shapes suit a page of ours.
    """
    points = {ord(char) for char in chars}
    files = sorted(_font_files(system_folders()), key=_rank)
    for file in files:
        data = _read(file)
        if data and points <= covered_by_file(data):
            names = family_names(data)
            return tuple(other for other in files if names & family_names(_read(other)))
    return ()


@lru_cache(maxsize=8)
def lay_out(folders: tuple[Path, ...], files: tuple[Path, ...] = ()) -> Path | None:
    """One folder with the fonts of ``folders`` and ``files``, without families that we ship.

    It lives as long as the process. None when there is nothing in it.
    """
    wanted = [
        file
        for file in (*_font_files(folders), *files)
        if not family_names(_read(file)) & set(shipped_families())
    ]
    if not wanted:
        return None
    folder = Path(tempfile.mkdtemp(dir=_own_folder()))
    for number, file in enumerate(wanted):
        _link(file, folder / f"{number:03}{file.suffix}")
    return folder


def _font_files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in SUFFIXES and path.is_file():
                yield path


def _rank(file: Path) -> tuple[bool, bool, str]:
    name = file.name.lower()
    return (not name.startswith("notosans"), "regular" not in name, name)


@lru_cache(maxsize=4)
def _read(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.stat().st_size <= FONT_BYTES else b""
    except OSError:
        return b""


@cache
def _own_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="access-kit-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source.resolve())
    except OSError:  # Windows gives links to administrators alone
        shutil.copyfile(source, target)
