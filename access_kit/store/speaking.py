"""Files that speak of a person and are not ours to change: found by what they say or are called.

``person_words`` says what is looked for. Looked into are text in any usual encoding, what Word,
LibreOffice and e-books pack into archives, old Word and Excel files, and PDFs where PDFium is
installed; what of these cannot be read is told. Recordings and pictures are not heard and not
looked at, mail is not decoded.
"""

from __future__ import annotations

import codecs
import html
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from access_kit.archives import ArchiveFault, open_archive
from access_kit.budgets import BOOK, BOOK_TEXT, PDF_PAGES
from access_kit.store.custody import files_of, others_in
from access_kit.store.person_words import Certainty, Pointer, fold
from access_kit.store.take_back import session_folders

SEARCHED_BYTES = 50_000_000
"""Larger files are not searched for a person: they are recordings."""

DRAFT_END = ".interview.json"
"""How the file of a half-finished interview ends; it is hidden, and holds what was answered."""

_PACKED_TEXT = {".xml", ".xhtml", ".html", ".htm", ".txt", ".md", ".csv", ".json", ".opf"}
_LOOKED_AT = 8192
_CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp1256")
"""In place of UTF-8, in files that are not: names in other letters are seen in UTF-8 alone."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PIECE, _OVERLAP = 1_000_000, 500
"""Characters that are searched at once, and how many of them again with the next."""


@dataclass(frozen=True)
class SpeakingFile:
    """A file that speaks of a person, or may."""

    path: Path
    says: Certainty


def files_speaking_of(
    kit: Path, outs: Iterable[Path], pointers: Collection[Pointer]
) -> tuple[SpeakingFile, ...]:
    """Files of the kit, and files in its out folders that are not ours, that name a person."""
    outs = tuple(outs)
    paths = [(path, path.relative_to(kit)) for path in _kit_files(kit, outs)]
    for folder in session_folders(outs):
        others = others_in(folder, files_of(folder))
        paths += [(path, path.relative_to(folder)) for path in others]
    said = (
        (path, max(_in_text(str(name), pointers), speaks(path, pointers)))
        for path, name in paths
        if path.is_symlink() or not path.is_dir() or _is_closed(path)
    )
    return tuple(SpeakingFile(path, says) for path, says in said if says)


def _is_closed(folder: Path) -> bool:
    try:
        os.scandir(folder).close()
    except OSError:
        return True
    return False


def _kit_files(kit: Path, outs: Collection[Path]) -> Iterator[Path]:
    for path in sorted(kit.rglob("*")):
        inside = path.relative_to(kit).parts
        is_hidden = any(part.startswith(".") for part in inside) and not is_draft(path)
        if not is_hidden and not any(path.is_relative_to(out) for out in outs):
            yield path


def draft_beside(profile: Path) -> Path:
    """Where the half-finished interview about a profile in a file is kept."""
    return profile.with_name(f".{profile.stem}{DRAFT_END}")


def drafted(path: Path) -> str:
    """The id of the person whose half-finished interview a file is."""
    return path.name.removeprefix(".").removesuffix(DRAFT_END)


def is_draft(path: Path) -> bool:
    """Whether a file is a half-finished interview, by its name."""
    return path.name.startswith(".") and path.name.endswith(DRAFT_END)


def speaks(path: Path, pointers: Collection[Pointer], *, most: int = SEARCHED_BYTES) -> Certainty:
    """Whether what stands in a file of at most ``most`` bytes points at a person.

    A larger one is not read, be it a recording, which is not heard, or a text, which is told.
    """
    found = Certainty.NOT
    try:
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            return found
        with path.open("rb") as stream:
            start = stream.read(_LOOKED_AT)
        if path.stat().st_size > most:
            return Certainty.NOT if b"\0" in start else Certainty.UNREAD
        for text in _texts_of(path, start):
            found = max(found, _in_text(text, pointers))
            if found is Certainty.SURELY:
                return found
    except (OSError, ArchiveFault, _NotRead):
        return max(found, Certainty.UNREAD)
    return found


class _NotRead(Exception):
    """A file of a kind that is looked into, and that cannot be."""


def _in_text(text: str, pointers: Collection[Pointer]) -> Certainty:
    found = Certainty.NOT
    for at in range(0, len(text), _PIECE):
        piece = fold(_read_out(text[at : at + _PIECE + _OVERLAP]))
        here = (one.says for one in pointers if one.says > found and one.is_in(piece))
        found = max(found, next(here, Certainty.NOT))
        if found is Certainty.SURELY:
            break
    return found


_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def _read_out(text: str) -> str:
    """``text`` without the spellings that HTML, links and JSON have for single letters."""
    if "&" in text:
        text = html.unescape(text)
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("%40", "@").replace("%2B", "+")


def _texts_of(path: Path, start: bytes) -> Iterator[str]:
    if start.startswith(b"PK\x03\x04"):
        yield from _packed_texts(path)
    elif b"%PDF-" in start[:1024]:
        yield from _pdf_texts(path)
    elif start.startswith(_OLD_OFFICE):
        data = path.read_bytes()
        yield from (data.decode("cp1252", "replace"), data.decode("utf-16-le", "replace"))
        yield data[1:].decode("utf-16-le", "replace")
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield path.read_bytes().decode("utf-16", "replace")
    elif b"\0" not in start:
        yield from _plain_texts(path.read_bytes())


def _plain_texts(data: bytes) -> Iterator[str]:
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("utf-8", "replace")
        yield from (data.decode(page, "replace") for page in _CODE_PAGES)


_END_OF_BLOCK = re.compile(r"</(?:\w{1,8}:)?(?:p|h|h\d|td|th|tc|tr|li|si|div)>")


def _packed_texts(path: Path) -> Iterator[str]:
    """The texts in an archive, as they stand and without their marks: a name may lie in two."""
    with open_archive(path, BOOK) as packed:
        for name in packed.names:
            yield name
            if PurePosixPath(name).suffix.lower() in _PACKED_TEXT:
                text = packed.read(name, limit=BOOK_TEXT).decode("utf-8", "replace")
                yield text
                yield re.sub(r"<[^<>]*>", "", _END_OF_BLOCK.sub("\n", text))


def _pdf_texts(path: Path) -> Iterator[str]:
    try:
        import pypdfium2
    except ImportError:
        raise _NotRead from None
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise _NotRead from None
    try:
        for at in range(min(len(document), PDF_PAGES)):
            page = document[at].get_textpage()
            yield page.get_text_range()
            page.close()
    except pypdfium2.PdfiumError:
        raise _NotRead from None
    finally:
        document.close()
