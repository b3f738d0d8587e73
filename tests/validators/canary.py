"""Looks for words that must not be somewhere, in every way that a file can hold them.

Looked at: names of files and folders, raw bytes (UTF-8, UTF-16, base64 inside text), text with its
HTML, JSON, URL and mail encodings undone, PDFs (pages by two programs, document information, XMP,
every string and every unpacked stream), archives of any depth with their names and comments,
compressed files, and the metadata of pictures.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import email
import email.policy
import gzip
import hashlib
import html
import io
import json
import quopri
import re
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.validators.pdf import pdfium_text, poppler_text, squeezed

HEAD = 4
"""Letters that a canary must have at least, or chance finds it."""

DEEPEST = 5
"""Archives inside archives are opened this deep."""

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}[\r\n]{0,2}){4,}(?:[A-Za-z0-9+/]{2,3}={1,2})?")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")


@dataclass(frozen=True)
class Sighting:
    """``canary`` was seen in ``path``; ``place`` says where inside, such as ``raw`` or ``xmp``."""

    path: Path
    place: str
    canary: str


def find_canaries(root: Path, canaries: Iterable[str]) -> list[Sighting]:
    """Every canary seen in the file ``root``, or in any file, folder or name below it.

    Letters' case, white space and invisible characters do not matter. Canaries that begin with the
    same four letters are looked for together, so that thousands of them cost little more than one.
    """
    search = _Search(canaries)
    seen = set()
    for path in [root, *sorted(root.rglob("*"))] if root.is_dir() else [root]:
        for place, canary in search.in_path(path, root):
            seen.add(Sighting(path, place, canary))
    return sorted(seen, key=lambda s: (str(s.path), s.place, s.canary))


def canaries_in_text(text: str, canaries: Iterable[str]) -> list[str]:
    """The canaries that a text holds, as in messages, logs and standard output."""
    return list(_Search(canaries).in_text(text))


def _bare(text: str) -> str:
    return squeezed(text).casefold()


class _Search:
    """Looks for one set of canaries; what has been read once (a font, a picture) is not again."""

    def __init__(self, canaries: Iterable[str]) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        self._known: dict[bytes, frozenset[tuple[str, str]]] = {}
        for canary in canaries:
            bare = _bare(canary)
            if len(bare) < HEAD:
                raise ValueError(f"a canary must have at least {HEAD} characters")
            self._by_head.setdefault(bare[:HEAD], []).append((canary, bare))

    def in_path(self, path: Path, root: Path) -> Iterator[tuple[str, str]]:
        """Pairs of a place and a canary."""
        yield from (("name", c) for c in self.in_text(path.name if path != root else ""))
        if path.is_symlink():
            yield from (("link", c) for c in self.in_text(str(path.readlink())))
        elif path.is_file():
            yield from self._in_bytes(path.read_bytes())

    def in_text(self, text: str) -> Iterator[str]:
        bare = _bare(text)
        for head, group in self._by_head.items():
            if head in bare:
                yield from (canary for canary, wanted in group if wanted in bare)

    def _in_bytes(self, data: bytes, depth: int = 0) -> frozenset[tuple[str, str]]:
        digest = hashlib.sha256(data).digest()
        if digest not in self._known:
            self._known[digest] = frozenset(self._read(data, depth))
        return self._known[digest]

    def _read(self, data: bytes, depth: int) -> Iterator[tuple[str, str]]:
        read = set()
        for place, text in _readings(data):
            if text not in read:
                read.add(text)
                yield from ((place, canary) for canary in self.in_text(text))
        if depth < DEEPEST:
            for place, part in _parts(data):
                found = self._in_bytes(part, depth + 1)
                yield from ((f"{place}: {inner}", canary) for inner, canary in found)


def _readings(data: bytes) -> Iterator[tuple[str, str]]:
    text = data.decode("utf-8", "ignore")
    yield "raw", text
    yield "utf-16", data.decode("utf-16-le", "ignore")
    yield "utf-16", data.decode("utf-16-be", "ignore")
    yield "utf-16", data[1:].decode("utf-16-le", "ignore")
    if b"\0" in data[:1000]:
        return
    yield "html", html.unescape(text)
    yield "html", re.sub(r"<[^>]*>", "", html.unescape(text))
    yield "url", urllib.parse.unquote_plus(text)
    yield "quoted-printable", quopri.decodestring(data).decode("utf-8", "ignore")
    with contextlib.suppress(ValueError):
        yield "json", json.dumps(json.loads(text), ensure_ascii=False)
    if re.match(rb"[A-Za-z-]+: ", data) and b"\n\n" in data.replace(b"\r\n", b"\n"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            yield "mail header", "\n".join(f"{name}: {value}" for name, value in part.items())


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files and streams that ``data`` holds packed."""
    if data[:1024].find(b"%PDF-") >= 0:
        yield from _pdf_parts(data)
    elif data.startswith(b"\x1f\x8b"):
        yield "gzip", gzip.decompress(data)
    elif data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "comment", archive.comment
            for entry in archive.infolist():
                yield "name", entry.filename.encode()
                yield "comment", entry.comment + entry.extra
                yield entry.filename, archive.read(entry)
    elif data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        yield from _picture_parts(data)
    else:
        for match in _BASE64.finditer(data):
            try:
                yield "base64", base64.b64decode(b"".join(match.group().split()))
            except binascii.Error:
                continue


def _pdf_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    import pikepdf

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.pdf"
        copy.write_bytes(data)
        yield "pages", poppler_text(copy).encode()
        yield "pages", pdfium_text(copy).encode()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        words = (word for thing in pdf.objects for word in _pdf_strings(thing))
        yield "strings", "\n".join(words).encode()
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                place = "xmp" if thing.get("/Type") == "/Metadata" else "stream"
                yield place, _unpacked(thing)


def _unpacked(stream) -> bytes:
    """A stream without its filters, and its hexadecimal strings spelled out after it."""
    import pikepdf

    try:
        plain = stream.read_bytes()
    except pikepdf.PdfError:
        plain = stream.read_raw_bytes()
    digits = (b"".join(match.group(1).split()) for match in _HEX.finditer(plain))
    spelled = b"\n".join(bytes.fromhex(d.decode()) for d in digits if len(d) % 2 == 0)
    return plain + b"\n" + spelled


def _pdf_strings(thing, depth: int = 0) -> Iterator[str]:
    """Every string and name directly inside a PDF object."""
    import pikepdf

    if depth > 50:
        return
    if isinstance(thing, pikepdf.String | pikepdf.Name | str):
        yield str(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _pdf_strings(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _pdf_strings(value, depth + 1)


def _picture_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            facts = {**image.info, **getattr(image, "text", {}), **dict(image.getexif())}
    except (UnidentifiedImageError, OSError, zlib.error):
        return
    for name, value in facts.items():
        yield (
            "picture",
            f"{name}: ".encode() + (value if isinstance(value, bytes) else str(value).encode()),
        )
