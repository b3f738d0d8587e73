"""What bombs are made of: heads of files, and bytes that pack, nest or promise too much."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

HEAD = (
    "From: mei-ling@mail.example\nTo: hello@riverside.example\nSubject: Re: x\n"
    "Message-ID: <g1@mail.example>\n\n"
)
FRONT = "---\nlang: en\ntitle: T\n---\n\n# T\n\n"
PAGE = '<html lang="en"><title>T</title><body><h1>T</h1>'
CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
ASS = "[Events]\nDialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,"
WORD = '{"word":"a","start":1.0,"end":1.5}'
TT = '<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div>'
CONTAINER = '<container><rootfile full-path="p.opf"/></container>'

Bomb = Callable[[int], bytes]
"""Bytes that grow with a number; 1,000,000 is full size."""


def mail(text: Callable[[int], str]) -> Bomb:
    return lambda n: (HEAD + text(n)).encode()


def paper(text: Callable[[int], str]) -> Bomb:
    return lambda n: (FRONT + text(n)).encode()


def page(text: Callable[[int], str]) -> Bomb:
    return lambda n: (PAGE + text(n)).encode()


def of(text: Callable[[int], str]) -> Bomb:
    return lambda n: text(n).encode()


def packed(*entries: tuple[str, Callable[[int], bytes]], **how: int) -> Bomb:
    """A ZIP; ``entries`` are names and their unpacked bytes."""

    def make(n: int) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", how.get("method", zipfile.ZIP_DEFLATED)) as made:
            for name, data in entries:
                made.writestr(name, data(n))
        return out.getvalue()

    return make


def many_entries(n: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(n // 10):
            made.writestr(f"{number}", b"")
    return out.getvalue()


def picture(width: int, height: int, *, lies: bool = False) -> bytes:
    """A PNG of one grey, as small as it packs; with ``lies`` it has no more than one row."""
    row = b"\0" + b"\x80" * width
    data = zlib.compress(row * (1 if lies else height), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(inner)) + name + inner + struct.pack(">I", zlib.crc32(name + inner))
        for name, inner in chunks
    )


def text_chunks(n: int) -> bytes:
    """A PNG whose remarks unpack to a hundred times ``n`` bytes."""
    plain = picture(4, 4)
    inner = b"Comment\0\0" + zlib.compress(b"x" * n * 100, 9)
    chunk = struct.pack(">I", len(inner)) + b"zTXt" + inner
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + inner))
    return plain[:33] + chunk + plain[33:]


def entities(text: str) -> Bomb:
    """Entities that unfold into each other, in front of ``text``."""

    def make(n: int) -> bytes:
        rows = [f'<!ENTITY e0 "{"x" * (n // 1000)}">']
        rows += [f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12)]
        return f"<!DOCTYPE tt [{''.join(rows)}]>{text.replace('@', '&e11;')}".encode()

    return make


def words(text: Callable[[int], str]) -> Bomb:
    return lambda n: ('{"schema":"access-kit/words/1","words":' + text(n) + "}").encode()


def key(memory: int, passes: int) -> bytes:
    """A key file that asks for a try without end."""
    work = {"memory_kib": memory, "passes": passes, "lanes": 4}
    slot = {"salt": "AA==", "wrapped": "AA==", "work": work}
    return json.dumps({"format": "access-kit/vault-key/1", "passphrase": slot}).encode()


def pdf(content: bytes) -> bytes:
    """A PDF of one page with ``content``, which is packed."""
    return written([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(content), content),
    ])  # fmt: skip


def form(field: bytes, *, boxes: int = 1, above: int = 0) -> bytes:
    """A PDF with one field to fill in, on its page ``boxes`` times, with ``above`` fields above."""
    chain = [b"<</T(a)/Kids[%d 0 R]%b>>" % (at + 7 if at + 1 < above else 5, b"/Parent %d 0 R"
             % (at + 5) if at else b"") for at in range(above)]  # fmt: skip
    parent = b"/Parent %d 0 R" % (above + 5) if above else b""
    return written([
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%d 0 R]>>>>" % (6 if above else 5),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Annots 4 0 R>>",
        b"[" + b"5 0 R " * boxes + b"]",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]%b%b>>" % (field, parent),
        *chain,
    ])  # fmt: skip


def written(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, inner)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CALLS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
)
_TEXT = "urn:oasis:names:tc:opendocument:xmlns"
DOCX = f'<w:document xmlns:w="{_W}">'
END_OF_DOCX = "<w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>"
ODT = (
    f'<office:d xmlns:office="{_TEXT}:office:1.0" xmlns:text="{_TEXT}:text:1.0" '
    f'xmlns:table="{_TEXT}:table:1.0"><office:body><office:text>'
)
END_OF_ODT = "<text:p>a</text:p></office:text></office:body></office:d>"


def docx(text: Callable[[int], str]) -> Bomb:
    """A Word file whose one part says ``text``."""
    return packed(
        ("_rels/.rels", lambda n: _CALLS.encode()),
        ("word/document.xml", lambda n: text(n).encode()),
    )


def entities_in_docx(n: int) -> bytes:
    said = entities("@")(n).decode()
    return docx(lambda _: said)(n)
