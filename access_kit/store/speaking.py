"""Files that speak of a person and are not ours to change: found by what they say.

Looked for are the id as a word, and the address, the number and the street as they were written.
Looked into are text in any usual encoding, what Word, LibreOffice and e-books pack into archives,
and PDFs where PDFium is installed. Recordings and pictures are not heard and not looked at.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from access_kit.archives import ArchiveFault, open_archive
from access_kit.budgets import BOOK, BOOK_TEXT, PDF_PAGES
from access_kit.model.profile import Profile
from access_kit.store.custody import files_of, others_in
from access_kit.store.take_back import session_folders

SEARCHED_BYTES = 50_000_000
"""Larger files are not searched for a person: they are recordings."""

DRAFT_END = ".interview.json"
"""How the file of a half-finished interview ends; it is hidden, and holds what was answered."""

_PACKED_TEXT = {".xml", ".xhtml", ".html", ".htm", ".txt", ".md", ".csv", ".json", ".opf"}
_LOOKED_AT = 8192


def files_speaking_of(
    kit: Path, outs: Iterable[Path], person: str, profile: Profile | None
) -> tuple[Path, ...]:
    """Files of the kit, and files in its out folders that are not ours, that name a person."""
    outs = tuple(outs)
    words = words_for(person, profile)
    files = [path for path in _kit_files(kit, outs) if speaks(path, words)]
    for folder in session_folders(outs):
        files += [path for path in others_in(folder, files_of(folder)) if speaks(path, words)]
    return tuple(files)


def words_for(person: str, profile: Profile | None) -> tuple[re.Pattern[str], ...]:
    """What is looked for: the id, and what the profile says that points at nobody else."""
    said = (re.compile(re.escape(one), re.IGNORECASE) for one in _said_by(profile))
    return (word_of(person), *said)


def word_of(word: str) -> re.Pattern[str]:
    """The word by itself, in either case: "K-1" is not in "K-11"."""
    return re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)


def _said_by(profile: Profile | None) -> Iterator[str]:
    if profile is None:
        return
    contact = profile.contact
    yield from filter(None, (contact.email, contact.phone))
    if contact.post:
        yield from (line for line in contact.post.street if len(line) > 4)
    if profile.name and " " in profile.name:
        yield profile.name


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


def speaks(path: Path, words: Iterable[re.Pattern[str]], *, most: int = SEARCHED_BYTES) -> bool:
    """Whether a file of at most ``most`` bytes says one of the words."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > most:
            return False
        with path.open("rb") as stream:
            start = stream.read(_LOOKED_AT)
        text = "\n".join(_texts_of(path, start))
    except (OSError, ArchiveFault):
        return False
    return any(word.search(text) for word in words)


def _texts_of(path: Path, start: bytes) -> Iterator[str]:
    if start.startswith(b"PK\x03\x04"):
        yield from _packed_texts(path)
    elif b"%PDF-" in start[:1024]:
        yield from _pdf_texts(path)
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield path.read_bytes().decode("utf-16", "replace")
    elif b"\0" not in start:
        yield path.read_bytes().decode("utf-8", "replace")


def _packed_texts(path: Path) -> Iterator[str]:
    """The texts in an archive, as they stand and without their marks: a name may lie in two."""
    with open_archive(path, BOOK) as packed:
        for name in packed.names:
            yield name
            if PurePosixPath(name).suffix.lower() in _PACKED_TEXT:
                text = packed.read(name, limit=BOOK_TEXT).decode("utf-8", "replace")
                yield text
                yield re.sub(r"<[^<>]*>", "", text)


def _pdf_texts(path: Path) -> Iterator[str]:
    try:
        import pypdfium2
    except ImportError:
        return
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return
    try:
        for at in range(min(len(document), PDF_PAGES)):
            page = document[at].get_textpage()
            yield page.get_text_range()
            page.close()
    except pypdfium2.PdfiumError:
        return
    finally:
        document.close()
