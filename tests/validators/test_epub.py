"""EPUBCheck and Ace are asked in earnest: a small sound book passes, broken ones do not."""

import zipfile

import pytest

from tests.validators.epub import ace_failures, epubcheck_messages

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:5b2b5b2a-0000-4000-8000-000000000001</dc:identifier>
<dc:title>Paper</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-11-24T14:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text with headings.</meta>
</metadata>
<manifest>
<item id="t" href="t.xhtml" media-type="application/xhtml+xml" properties="nav"/>
</manifest>
<spine><itemref idref="t"/></spine></package>"""
TEXT = """<?xml version="1.0"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en"
 lang="en"><head><title>Paper</title></head><body>
<nav epub:type="toc" role="doc-toc" aria-labelledby="c"><h1 id="c">Contents</h1>
<ol><li><a href="t.xhtml#h">Before we meet</a></li></ol></nav>
<section epub:type="chapter" role="doc-chapter" aria-labelledby="h"><h1 id="h">Before we meet</h1>
<p>Bring water.</p></section>
</body></html>"""


@pytest.fixture
def book(tmp_path):
    def write(name, package=PACKAGE, text=TEXT):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
            archive.writestr("META-INF/container.xml", CONTAINER)
            archive.writestr("b.opf", package)
            archive.writestr("t.xhtml", text)
        return path

    return write


def test_epubcheck_passes_the_sound_book_only(book):
    assert epubcheck_messages(book("sound.epub")) == []
    broken = book("broken.epub", text=TEXT.replace("</p>", ""))
    assert any("RSC-016" in line for line in epubcheck_messages(broken))


def test_ace_passes_the_sound_book_only(book):
    assert ace_failures(book("sound.epub")) == []
    picture = TEXT.replace(
        "Bring water.", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="/>'
    )
    assert any(line.startswith("image-alt") for line in ace_failures(book("b.epub", text=picture)))
