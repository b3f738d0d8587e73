"""Word files, read back by readers that are not the writer: plain XML, and LibreOffice."""

from __future__ import annotations

import io
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

from access_kit.documents.renderers import render_main
from access_kit.model.document import (
    BulletList,
    Document,
    Image,
    ListItem,
    Paragraph,
    Purpose,
    Question,
    Steps,
    Table,
    Text,
    WriteLine,
)
from access_kit.model.look import Contrast
from tests.documents.handout import (
    LABELS,
    MOMENT,
    any_look,
    make,
    picture,
    read_strings,
    short_document,
    standard_handout,
    words,
)
from tests.documents.test_round_trip import documents
from tests.documents.words import split_words, words_of
from tests.tools import required_program

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def body(data: bytes) -> ElementTree.Element:
    return part(data, "word/document.xml")


def said(element: ElementTree.Element) -> str:
    text = "".join(one.text or "" for one in element.iter(f"{W}t"))
    return text.translate({0x200E: None, 0x200F: None})


def style_names(data: bytes) -> dict[str, str]:
    found = part(data, "word/styles.xml").iter(f"{W}style")
    return {one.get(f"{W}styleId"): one.find(f"{W}name").get(f"{W}val") for one in found}


def styled(data: bytes) -> list[tuple[str, str]]:
    """Each paragraph of the body with the name of its style."""
    names = style_names(data)
    found = []
    for paragraph in body(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names[style.get(f"{W}val")] if style is not None else "Normal"
        found.append((name.lower(), said(paragraph)))
    return found


def test_headings_and_lists_are_word_s_own():
    s = read_strings("en")
    found = styled(make(standard_handout(), "docx"))
    assert found[0] == ("title", s["title"])
    headings = [text for name, text in found if name == "heading 1"]
    assert headings == [s["headings"][at] for at in (0, 1, 3, 4)]
    assert [text for name, text in found if name == "list bullet"] == s["bullets"]
    assert [text for name, text in found if name == "list number"] == s["steps"]
    assert [text.lstrip("☐") for name, text in found if name == "list paragraph"] == s["ticks"]


def test_each_numbered_list_counts_by_itself():
    one, two = Steps((ListItem(words("a")),)), Steps((ListItem(words("b")),), start=7)
    data = make(short_document(one, Paragraph(words("between")), two), "docx")
    numbers = [e.get(f"{W}val") for e in body(data).iter(f"{W}numId")]
    assert len(set(numbers)) == 2
    lists = part(data, "word/numbering.xml")
    starts = {
        one.get(f"{W}numId"): one.find(f".//{W}startOverride").get(f"{W}val")
        for one in lists.iter(f"{W}num")
        if one.find(f".//{W}startOverride") is not None
    }
    assert [starts[number] for number in numbers] == ["1", "7"]


def test_an_inner_list_stands_one_level_deeper():
    inner = BulletList((ListItem(words("b")),))
    data = make(short_document(BulletList((ListItem(words("a"), (inner,)),))), "docx")
    levels = [one.get(f"{W}val") for one in body(data).iter(f"{W}ilvl")]
    assert levels == ["1"]


def test_a_table_repeats_its_header_row():
    table = next(iter(body(make(standard_handout(), "docx")).iter(f"{W}tbl")))
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, *[False] * 3]
    cells = [[said(cell) for cell in row.findall(f"{W}tc")] for row in rows]
    assert cells == [list(row) for row in read_strings("en")["table"]]


def test_a_table_that_is_too_wide_comes_a_row_at_a_time():
    wide = Table(
        tuple(words(f"{name}head") for name in ("long" * 4, "more" * 4, "most" * 4)),
        (tuple(words(value) for value in ("one", "two", "three")),),
    )
    data = make(short_document(wide), "docx", any_look(size=36))
    assert not list(body(data).iter(f"{W}tbl"))
    lines = [text for _, text in styled(data)][1:]
    assert lines == [f"{'long' * 4}head: one", f"{'more' * 4}head: two", f"{'most' * 4}head: three"]


def test_a_picture_says_what_it_shows():
    plain = Image(picture(), "image/png", "A blue door", width_px=640, height_px=320)
    empty = Image(picture(), "image/png", "", decorative=True, width_px=640, height_px=320)
    found = list(body(make(short_document(plain, empty), "docx")).iter(f"{DRAWING}docPr"))
    assert [one.get("descr") for one in found] == ["A blue door", ""]
    marks = [[e.get("val") for e in one.iter() if e.tag.endswith("}decorative")] for one in found]
    assert marks == [[], ["1"]]


def test_a_form_is_filled_in_on_the_screen():
    form = short_document(
        Question("tc-hear", words("Can you hear?"), ("Yes", "No")), WriteLine("name", "Your name")
    )
    controls = list(body(make(form, "docx")).iter(f"{W}sdt"))
    tags = [one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for one in controls]
    assert tags == ["tc-hear", "tc-hear", "name"]
    boxes = [any(e.tag.endswith("}checkbox") for e in one.iter()) for one in controls]
    assert boxes == [True, True, False]
    ids = [one.find(f"{W}sdtPr/{W}id").get(f"{W}val") for one in controls]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("size", [12, 14, 18, 24, 48])
def test_letters_are_as_large_as_asked(size):
    styles = part(make(standard_handout(), "docx", any_look(size=size)), "word/styles.xml")
    base = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert base.find(f"{W}sz").get(f"{W}val") == str(size * 2)
    assert base.find(f"{W}szCs").get(f"{W}val") == str(size * 2)
    for style in styles.iter(f"{W}style"):
        found = style.find(f"{W}rPr/{W}sz")
        if style.find(f"{W}name").get(f"{W}val").startswith(("heading", "Title")):
            assert int(found.get(f"{W}val")) >= size * 2


def test_right_to_left_text_says_so():
    data = make(standard_handout("ar"), "docx")
    root = body(data)
    for paragraph in root.iter(f"{W}p"):
        assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    base = part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert base.get(f"{W}bidi") == "ar"
    for run in root.iter(f"{W}r"):
        letters = said(run)
        if any("\u0600" <= char <= "\u06ff" for char in letters):
            assert run.find(f"{W}rPr/{W}rtl") is not None, letters
        if "603" in letters:
            assert run.find(f"{W}rPr/{W}rtl") is None
            assert "\u2066" not in letters


def test_another_language_inside_is_marked():
    block = Paragraph((Text("Say "), Text("buenos días", lang="es"), Text(".")))
    data = make(short_document(block, Paragraph(words("مرحبا"), lang="ar")), "docx")
    langs = {
        said(run): run.find(f"{W}rPr/{W}lang").get(f"{W}val")
        for run in body(data).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}lang") is not None
    }
    assert langs == {"buenos días": "es", "مرحبا": "ar"}


def test_the_file_says_nothing_of_who_made_it_or_when():
    data = make(standard_handout(), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(name) for name in names)
    core = part(data, "docProps/core.xml")
    told = {one.tag.rpartition("}")[2]: one.text for one in core}
    assert told == {"title": read_strings("en")["title"], "language": "en"}
    assert not [name for name in names if "app.xml" in name or "thumbnail" in name]
    assert b"python-docx" not in everything


def test_a_draft_says_so_above_each_page():
    banner = (Paragraph(words("Nobody has checked this yet.")),)
    document = Document("A", "en", Purpose.HANDOUT, (), LABELS, draft_banner=banner)
    data = make(document, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        headers = [name for name in archive.namelist() if name.startswith("word/header")]
    assert [said(part(data, name)) for name in headers] == ["Nobody has checked this yet."]
    assert "Nobody has checked this yet." in [text for _, text in styled(data)]


def test_the_colours_of_the_look_are_the_file_s():
    data = make(standard_handout(), "docx", any_look(contrast=Contrast.LIGHT_ON_DARK))
    assert body(data).find(f"{W}background").get(f"{W}color") == "101418"
    base = part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}color")
    assert base.get(f"{W}val") == "ffffff"


def converted(data: bytes, suffix: str, filter_name: str, folder) -> bytes:
    """What LibreOffice makes of a Word file, without a window."""
    office = required_program("soffice", "libreoffice")
    path = folder / "paper.docx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", filter_name, "--outdir", folder, path]
    done = subprocess.run(command, capture_output=True, timeout=180, check=True)
    assert b"repair" not in done.stderr.lower()
    return (folder / f"paper.{suffix}").read_bytes()


def in_order(wanted: list[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(word in rest for word in wanted)


@pytest.mark.parametrize("name", ["en", "ar", "hi", "every block"])
def test_libreoffice_reads_every_word_in_order(name, tmp_path):
    document = documents()[name]
    data = render_main("docx", document, any_look(), moment=MOMENT)
    text = converted(data, "txt", "txt:Text (encoded):UTF8", tmp_path).decode()
    assert in_order(words_of(document), split_words(text))


def test_libreoffice_prints_every_word_in_order_and_as_large_as_asked(tmp_path):
    reader = required_program("pdftotext")
    document = documents()["every block"]
    data = render_main("docx", document, any_look(size=24), moment=MOMENT)
    (tmp_path / "made.pdf").write_bytes(converted(data, "pdf", "pdf", tmp_path))
    command = [reader, "-enc", "UTF-8", "-raw", tmp_path / "made.pdf", "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert in_order(words_of(document), split_words(text))
    command = [reader, "-bbox-layout", tmp_path / "made.pdf", "-"]
    boxes = subprocess.run(command, capture_output=True, check=True).stdout
    lines = [e for e in ElementTree.fromstring(boxes).iter() if e.tag.endswith("}word")]
    heights = [float(one.get("yMax")) - float(one.get("yMin")) for one in lines]
    assert min(heights) >= 24  # a line of a font is a little higher than its size
