"""The PDF as others read it: text, tags, sizes, colours, and what the typesetter is never told."""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from access_kit.documents.measure import count_pages
from access_kit.errors import BadInput, CannotWrite, MissingPart
from access_kit.model.document import (
    AddressCarrier,
    Box,
    Callout,
    Heading,
    Image,
    Link,
    Paragraph,
    Question,
    Table,
    Text,
    TickList,
    WriteLine,
)
from access_kit.model.look import Contrast, LookName, PaperSize
from tests.documents.handout import (
    LANGUAGES,
    any_look,
    items,
    make,
    short_document,
    source_strings,
    standard_handout,
    words,
)
from tests.tools import required_program
from tests.validators.pdf import extract_texts, ink_in, missing_strings, page_image, squeezed
from tests.validators.verapdf import failed_rules

HOSTILE = [
    '#set text(red) *not bold* $x$ #read("/etc/passwd")',
    "<script>alert(1)</script> & &amp; {{ 7 * 7 }} {% raw %}",
    "\\ ` _ ~ @label [link](x) // comment /* more */",
    "“quotes” 'single' \"double\" -- --- ... <label>",
    "/Direction/R2L /Type/Pages/Count 99 (parens) endobj",
]
CARRIER = AddressCarrier(
    ("Rosa M.", "12 Elm St Apt 4", "Exampletown NH 03755"),
    safe=Box(25.4, 66.7, 108.0, 85.7),
    reveal=Box(0, 60.3, 136.5, 92.1),
    folds=(101.6, 190.5),
    size_pt=11,
)


@pytest.fixture
def save(tmp_path: Path):
    numbers = itertools.count()

    def write(data: bytes) -> Path:
        path = tmp_path / f"{next(numbers)}.pdf"
        path.write_bytes(data)
        return path

    return write


@pytest.fixture(scope="module")
def handouts(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("handouts")
    for lang in LANGUAGES:
        (folder / f"{lang}.pdf").write_bytes(make(standard_handout(lang)))
    return {lang: folder / f"{lang}.pdf" for lang in LANGUAGES}


# ---- text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_source_string_is_found_again(handouts, lang):
    strings = source_strings(lang)
    assert len(strings) == 45
    assert missing_strings(handouts[lang], strings) == {"pdftotext": [], "pdfium": []}


def test_number_inside_an_arabic_sentence_is_not_turned_round(save):
    text = "اتصل بسام على الرقم +1 603 555 0101 الآن"
    pdf = save(make(short_document(Paragraph(words(text)), title="ورقة", lang="ar")))
    for extracted in extract_texts(pdf).values():
        assert "+1-603-555-0101" in squeezed(extracted)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_any_kind_is_printed_as_it_is(save, text):
    blocks = (
        Heading(1, words(text)),
        Paragraph((Text(text, strong=True), Link(text, "https://a.example"))),
        TickList(items([text])),
        Table((words(text),), ((words(text),),), caption=words(text)),
        Question("q", words(text), (text,), kind=text, note=words(text)),
        WriteLine("w", text),
        Callout(words(text), (Paragraph(words(text)),)),
    )
    pdf = save(make(short_document(*blocks, title=text)))
    for extracted in extract_texts(pdf).values():
        assert squeezed(extracted).count(squeezed(text)) == 15
    with pikepdf.open(pdf) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:title"] == text


def test_words_without_end_do_not_run_off_the_page(save):
    blocks = (
        Paragraph(words("W" * 4000)),
        Paragraph((Link("x" * 600, "https://a.example/" + "y" * 600),)),
        TickList(items(["m" * 300])),
        Table((words("W" * 80), words("b")), ((words("c" * 90), words("d")),)),
        Question("q", words("W" * 90), ("W" * 90, "No")),
        Heading(1, words("W" * 90)),
        WriteLine("w", "W" * 90),
    )
    for look in (any_look(), any_look(LookName.GIANT, PaperSize.A4, 48)):
        pdf = save(make(short_document(*blocks), look=look))
        beyond = Box(21.59 * 10 - look.margin_mm + 1, 0, 300, 400)
        for number in range(1, count_pages(pdf.read_bytes()) + 1):
            assert ink_in(page_image(pdf, number, dpi=40), beyond) == 0


# ---- structure -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_file_says_what_it_is(handouts, lang):
    with pikepdf.open(handouts[lang]) as pdf, pdf.open_metadata() as metadata:
        assert str(pdf.Root.Lang) == lang
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == source_strings(lang)[0]
        assert pdf.Root.Outlines.Count == 4


def test_every_block_has_its_tag(handouts):
    roles = structure_roles(handouts["en"])
    assert roles.count("H1") == 4
    assert roles.count("H2") == 2
    assert roles.count("H3") == 1
    assert roles.count("L") == 3
    assert roles.count("LI") == roles.count("LBody") == roles.count("Lbl") == 13
    assert (roles.count("Table"), roles.count("TH"), roles.count("TD")) == (1, 3, 9)
    assert roles.count("Figure") == 1
    assert roles.count("Link") == 4
    with pikepdf.open(handouts["en"]) as pdf:
        alts = [str(node.Alt) for node in structure_nodes(pdf) if "/Alt" in node]
    assert "A hand holds a phone with large buttons" in alts


def test_answers_follow_their_question_in_the_reading_order(save):
    said = words("Can you hear?")
    question = Question("q", said, ("Yes", "No"), kind="Check", note=words("Ask."))
    pdf = save(make(short_document(question)))
    command = [required_program("pdfinfo"), "-struct-text", pdf]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    read_aloud = "".join(re.findall(r'^ +"(.*)"$', read, re.MULTILINE))
    assert re.sub(r"\s+", " ", read_aloud) == "A short paperCheckCan you hear? ☐Yes ☐NoAsk."


def test_part_in_another_language_says_so(save):
    spanish = Paragraph(words("Usted elige."), lang="es-MX")
    arabic = Paragraph(words("اختيارك"), lang="ar")
    with pikepdf.open(save(make(short_document(spanish, arabic)))) as pdf:
        langs = {str(node.Lang) for node in structure_nodes(pdf) if "/Lang" in node}
    assert {"es-MX", "ar"} <= langs


def test_verapdf_finds_nothing_to_blame(handouts, save):
    banner = (Paragraph(words("Draft, not checked")), Paragraph(words("Borrador"), lang="es"))
    every_block = (
        *standard_handout().blocks,
        Question("q", words("Can you hear?"), ("Yes", "No"), kind="Check", note=words("Ask.")),
        WriteLine("w", "Your name"),
        Callout(words("Good to know"), (Paragraph(words("The door is open.")),)),
        Table((words("A"), words("B")), ((words("c"), words("d")),), caption=words("Caption")),
    )
    document = replace(standard_handout(), blocks=every_block, draft_banner=banner, address=CARRIER)
    papers = [
        save(make(document, look=any_look(name, paper, contrast=contrast)))
        for name, paper, contrast in zip(
            LookName, itertools.cycle(PaperSize), itertools.cycle(Contrast), strict=False
        )
    ]
    verdicts = failed_rules([*handouts.values(), *papers])
    assert {path: rules for path, rules in verdicts.items() if rules} == {}


# ---- looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("contrast", Contrast)
@pytest.mark.parametrize("paper", PaperSize)
@pytest.mark.parametrize("name", LookName)
def test_every_look_renders_on_its_own_paper(save, name, paper, contrast):
    look = any_look(name, paper, contrast=contrast)
    pdf = save(make(standard_handout(), look=look))
    with pikepdf.open(pdf) as opened:
        width = float(opened.pages[0].MediaBox[2])
    assert width == pytest.approx({PaperSize.LETTER: 612, PaperSize.A4: 595.3}[paper], abs=0.1)
    corner = page_image(pdf, dpi=20).getpixel((1, 1))
    assert "#" + "".join(f"{channel:02x}" for channel in corner) == look.colours.paper


@pytest.mark.parametrize("size", [12, 14, 18, 20, 23.5, 36, 48])
def test_body_size_is_exact(save, size):
    look = any_look(LookName.CLEAR_PRINT, size=size)
    pdf = save(make(short_document(Paragraph(words("Rosa"))), look=look))
    assert size in {round(found, 2) for found in font_sizes(pdf)}


def test_arabic_letters_are_larger_than_the_number_says(save):
    pdf = save(make(short_document(Paragraph(words("مرحبا")), title="ورقة", lang="ar")))
    assert min(font_sizes(pdf)) >= 18 * 1.2


def test_headings_in_giant_print_are_no_smaller_than_the_text(save):
    pdf = save(make(standard_handout(), look=any_look(size=48)))
    assert min(font_sizes(pdf)) >= 48


def test_wide_table_in_giant_print_is_told_row_by_row(save):
    table = Table(
        tuple(words(f"Heading{n}") for n in range(5)), (tuple(words(f"cell{n}") for n in range(5)),)
    )
    side_by_side = structure_roles(save(make(short_document(table), look=any_look(size=12))))
    stacked = save(make(short_document(table), look=any_look(size=40)))
    assert "Table" in side_by_side
    assert "Table" not in structure_roles(stacked)
    assert "Heading4: cell4" in extract_texts(stacked)["pdftotext"]


# ---- banner and address ----------------------------------------------------------------------


def test_draft_banner_stands_on_each_page_is_heard_once_and_covers_nothing(save):
    banner = (Paragraph(words("Not checked yet")), Paragraph(words("Sin revisar"), lang="es"))
    long_text = Paragraph(words("word " * 900))
    table = Table(
        (words("A"), words("B")), tuple((words(f"a{n}"), words(f"b{n}")) for n in range(60))
    )
    document = short_document(long_text, table, TickList(items([f"i{n}" for n in range(40)])))
    pdf = save(make(replace(document, draft_banner=banner)))
    text = extract_texts(pdf)["pdftotext"]
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 8
    for page in pages:
        assert page.split()[:5] == ["Not", "checked", "yet", "Sin", "revisar"]
        assert page.count("Not checked yet") == 1
    command = [required_program("pdfinfo"), "-struct-text", pdf]
    tagged = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    heard = re.findall(r'^ +"(.*)"$', tagged, re.MULTILINE)
    assert heard[:3] == ["Not checked yet", "Sin revisar", "A short paper"]
    assert heard.count("Not checked yet") == 1


@pytest.mark.parametrize("contrast", Contrast)
def test_window_shows_the_address_and_nothing_else(save, contrast):
    document = replace(standard_handout(), address=CARRIER)
    pdf = save(make(document, look=any_look(contrast=contrast)))
    page = page_image(pdf, 1, dpi=200)
    reveal, safe = CARRIER.reveal, CARRIER.safe
    around = Box(reveal.left - 3, reveal.top - 3, reveal.right + 3, reveal.bottom + 3)
    assert ink_in(page, safe) > 500
    assert ink_in(page, around) == ink_in(page, safe)
    for fold in CARRIER.folds:
        assert ink_in(page, Box(0, fold - 0.5, 216, fold + 0.5)) > 0
    first = extract_texts(pdf)["pdftotext"].split("\f")[0]
    assert first.split("\n")[:3] == list(CARRIER.lines)
    assert first.strip() == "\n".join(CARRIER.lines)
    assert "Page 1 of 3" in extract_texts(pdf)["pdftotext"]


def test_address_page_is_the_same_for_everyone(save):
    documents = [
        make(replace(standard_handout(lang), address=CARRIER), look=look)
        for lang, look in [
            ("en", any_look()),
            ("ar", any_look(LookName.GIANT, size=48)),
            ("hi", any_look(contrast=Contrast.LIGHT_ON_DARK)),
        ]
    ]
    pictures = {page_image(save(data), 1, dpi=100).tobytes() for data in documents}
    assert len(pictures) == 1


def test_address_that_does_not_fit_is_refused():
    wide = replace(CARRIER, lines=("W" * 60,))
    with pytest.raises(CannotWrite) as caught:
        make(replace(standard_handout(), address=wide))
    assert caught.value.problems[0].code == "document.address-too-large"


# ---- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (Heading(2, words("x")), "heading-skipped"),
        (Heading(1, words(" ")), "heading-empty"),
        (Callout((), ()), "heading-empty"),
        (Table((), ()), "table-without-header"),
        (Table((words("a"), words("")), ()), "table-without-header"),
        (Table((words("a"),), ((words("b"), words("c")),)), "table-uneven"),
        (Image(b"", "image/png", " "), "image-without-alt"),
        (Paragraph((Link("x", "javascript:alert(1)"),)), "link-scheme"),
        (Paragraph((Link(" ", "https://a.example"),)), "link-without-text"),
        (Question("q", words("x"), ()), "question-without-answers"),
        (WriteLine("w", ""), "line-without-label"),
        (Paragraph(words("x"), lang="not a language"), "no-language"),
    ],
)
@pytest.mark.parametrize("format_name", ["pdf", "html"])
def test_tree_that_would_shut_people_out_is_refused(block, code, format_name):
    with pytest.raises(BadInput) as caught:
        make(short_document(block), format_name)
    assert [problem.code for problem in caught.value.problems] == [f"document.{code}"]


@pytest.mark.parametrize("format_name", ["pdf", "html"])
def test_document_without_title_or_language_is_refused(format_name):
    with pytest.raises(BadInput) as caught:
        make(replace(standard_handout(), title=" ", lang=""), format_name)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["document.no-title", "document.no-language"]


@pytest.mark.parametrize("format_name", ["pdf", "html"])
def test_words_that_the_renderer_adds_must_come_with_the_document(format_name):
    with pytest.raises(CannotWrite) as caught:
        make(replace(standard_handout(), labels={}), format_name)
    assert caught.value.problems[0].code == "document.label-missing"


def test_character_without_a_glyph_stops_the_work():
    with pytest.raises(MissingPart) as caught:
        make(short_document(Paragraph(words("Hello 中"))))
    assert caught.value.problems[0].facts["code_point"] == "U+4E2D"


# ---- sameness and threads --------------------------------------------------------------------


def test_same_input_gives_the_same_bytes(handouts):
    for lang in LANGUAGES:
        assert make(standard_handout(lang)) == handouts[lang].read_bytes()


def test_file_names_no_moment_but_the_given_one(handouts):
    data = handouts["en"].read_bytes()
    moments = set(re.findall(rb"D:\d{14}|\d{4}-\d\d-\d\dT[\d:]+", data))
    assert moments == {b"D:20261124140000", b"2026-11-24T14:00:00"}


def test_two_threads_make_the_same_as_one(handouts):
    wanted = {lang: hashlib.sha256(path.read_bytes()).digest() for lang, path in handouts.items()}
    jobs = [lang for _, lang in zip(range(40), itertools.cycle(LANGUAGES), strict=False)]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda lang: make(standard_handout(lang)), jobs))
    assert [hashlib.sha256(data).digest() for data in made] == [wanted[lang] for lang in jobs]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_forked_worker_is_stopped_instead_of_hanging():
    make(standard_handout())
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    worker = context.Process(target=_make_in_worker, args=(queue,))
    worker.start()
    worker.join(30)
    assert worker.exitcode == 0
    assert "spawn" in queue.get()


def _make_in_worker(queue) -> None:
    try:
        make(standard_handout())
    except RuntimeError as error:
        queue.put(str(error))


@pytest.mark.parametrize("size", [14, 24, 48])
def test_pages_are_counted_as_other_programs_count_them(save, size):
    data = make(standard_handout(), look=any_look(size=size))
    with pikepdf.open(save(data)) as pdf:
        assert count_pages(data) == len(pdf.pages)


def test_file_of_another_make_is_not_guessed_at():
    with pytest.raises(ValueError, match="another make"):
        count_pages(b"%PDF-1.7\n/Type /Pages /Count 3")


# ---- helpers ---------------------------------------------------------------------------------


def structure_nodes(pdf: pikepdf.Pdf):
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            yield node
            if "/K" in node:
                waiting.append(node.K)


def structure_roles(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        return [str(node.S)[1:] for node in structure_nodes(pdf) if "/S" in node]


def font_sizes(path: Path) -> set[float]:
    """Sizes of all text on the page in points, as scaled by the matrices around it."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    sizes = set()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            words_on_page = page.get_textpage()
            for index in range(words_on_page.count_chars()):
                if pdfium.FPDFText_IsGenerated(words_on_page, index) == 0:
                    sizes.add(pdfium.FPDFText_GetFontSize(words_on_page, index))
            words_on_page.close()
            page.close()
    return sizes
