"""A canary planted in each of the places that a file has is seen there, and nowhere else."""

import base64
import gzip
import io
import json
import quopri
import zipfile

import pikepdf
import pytest
import typst
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.validators.canary import canaries_in_text, find_canaries

CANARY = "Xyzzy Quuxbird-77"
OTHER = "Plover Frobnitz-12"


def clean_pdf(text="Nothing here", title="Paper"):
    source = f'#set document(title: "{title}")\n#set text(lang: "en")\n#title()\n{text}'
    return typst.compile(source.encode(), pdf_standards=["ua-1"])


def changed_pdf(change):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(clean_pdf())) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def in_docinfo(pdf):
    pdf.docinfo["/Keywords"] = CANARY


def in_xmp(pdf):
    with pdf.open_metadata() as meta:
        meta["dc:description"] = CANARY


def in_attachment(pdf):
    pdf.attachments["note.txt"] = CANARY.encode()


def in_alternative_text(pdf):
    pdf.Root.StructTreeRoot.Alt = pikepdf.String(CANARY + " é漢")


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def png_with_text():
    facts = PngInfo()
    facts.add_itxt("Comment", CANARY, zip=True)
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "PNG", pnginfo=facts)
    return out.getvalue()


HIDING_PLACES = {
    "raw": lambda: f"one\n{CANARY}\n".encode(),
    "broken across lines": lambda: CANARY.replace(" ", "\n  ").encode(),
    "other case": lambda: CANARY.upper().encode(),
    "UTF-16": lambda: CANARY.encode("utf-16"),
    "HTML entities": lambda: "".join(f"&#{ord(c)};" for c in CANARY).encode(),
    "HTML tags": lambda: f"<b>{CANARY[:3]}</b>{CANARY[3:]}".encode(),
    "JSON escapes": lambda: json.dumps({"a": ["".join(CANARY)]}).replace("X", "\\u0058").encode(),
    "URL": lambda: b"https://x.example/?n=" + CANARY.replace(" ", "+").encode(),
    "base64": lambda: b"data:text/plain;base64," + base64.b64encode(b"hello " + CANARY.encode()),
    "quoted-printable": lambda: quopri.encodestring(("é" * 20 + CANARY).encode()),
    "mail subject": lambda: (
        b"Subject: =?utf-8?b?" + base64.b64encode(CANARY.encode()) + b"?=\r\n\r\nHello"
    ),
    "gzip": lambda: gzip.compress(CANARY.encode()),
    "zip member": lambda: zipped("a.txt", CANARY),
    "zip name": lambda: zipped(f"{CANARY}.txt", "a"),
    "zip in zip": lambda: zipped("inner.zip", zipped("b.txt", CANARY)),
    "PDF in zip": lambda: zipped("b.pdf", clean_pdf(CANARY)),
    "PDF page": lambda: clean_pdf(CANARY),
    "PDF title": lambda: clean_pdf(title=CANARY),
    "PDF information": lambda: changed_pdf(in_docinfo),
    "PDF XMP": lambda: changed_pdf(in_xmp),
    "PDF attachment": lambda: changed_pdf(in_attachment),
    "PDF alternative text": lambda: changed_pdf(in_alternative_text),
    "PNG text": png_with_text,
}


@pytest.mark.parametrize("hide", HIDING_PLACES.values(), ids=HIDING_PLACES.keys())
def test_canary_is_seen_where_it_hides(hide, tmp_path):
    path = tmp_path / "packets" / "file"
    path.parent.mkdir()
    path.write_bytes(hide())
    sightings = find_canaries(tmp_path, [CANARY, OTHER])
    assert {(s.path, s.canary) for s in sightings} == {(path, CANARY)}


def test_canary_is_seen_in_names(tmp_path):
    folder = tmp_path / f"to {CANARY}"
    folder.mkdir()
    (folder / "empty").touch()
    assert [(s.path, s.place) for s in find_canaries(tmp_path, [CANARY])] == [(folder, "name")]


def test_clean_files_hold_no_canary(tmp_path):
    (tmp_path / "a.pdf").write_bytes(clean_pdf())
    (tmp_path / "b.zip").write_bytes(zipped("c.txt", "nothing"))
    assert find_canaries(tmp_path, [CANARY, OTHER]) == []


def test_canary_that_chance_would_find_is_refused(tmp_path):
    with pytest.raises(ValueError, match="at least 4"):
        find_canaries(tmp_path, ["ab"])


def test_text_is_searched_like_files():
    assert canaries_in_text(f"error: {CANARY.lower()}", [CANARY, OTHER]) == [CANARY]
