"""Each fault of a page is told by its own code, and nothing else is."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.web_tree import parse_page
from access_kit.errors import BadInput
from access_kit.materials.check.ebook import Book, check_book
from access_kit.materials.check.web import check_page, passages_in
from access_kit.materials.plain.passages import PassageKind

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>Paper</title></head>'
    "<body><main><h1>Paper</h1>{}</main></body></html>"
)


def codes(inside: str = "<p>Words.</p>", page: str = GOOD) -> list[str]:
    return [problem.code for problem in check_page(parse_page(page.replace("{}", inside)))]


def test_a_sound_page_has_no_findings():
    assert codes() == []


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<img src="a.png">', "picture-without-alt"),
        ('<img src="a.png" alt="IMG_0042.jpg">', "alt-is-file-name"),
        ('<svg role="img"><path/></svg>', "picture-without-alt"),
        ('<a href="/a"></a>', "link-without-words"),
        ('<a href="/a">Click here</a>', "link-vague"),
        ('<a href="/a">https://long.example/a/b/c/d/e/f</a>', "link-address"),
        ("<table><tr><td>a</td></tr></table>", "table-without-header"),
        ('<input type="text">', "field-without-label"),
        ("<h3>Deep</h3>", "heading-skipped"),
        ("<h2></h2>", "heading-empty"),
        ('<p id="a">a</p><p id="a">b</p>', "id-twice"),
        ('<a href="/x" tabindex="3">To the list</a>', "tab-order"),
        ("<video></video>", "video-without-captions"),
        ("<audio autoplay></audio>", "plays-by-itself"),
        ("<marquee>a</marquee>", "moves-by-itself"),
        ('<p style="color: #999; background: #fff">a</p>', "low-contrast"),
        ('<p style="font-size: 8pt">a</p>', "small-text"),
        ('<p style="text-align: justify">a</p>', "justified"),
    ],
)
def test_one_fault_is_one_finding(inside, code):
    assert codes(inside) == [f"check.{code}"]


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="a.png" alt="">',
        '<img src="a.png" role="presentation">',
        '<svg role="img"><title>A door</title></svg>',
        '<a href="/a"><img src="a.png" alt="Home"></a>',
        '<table role="presentation"><tr><td>a</td></tr></table>',
        "<label>Name <input></label>",
        '<label for="n">Name</label><input id="n">',
        '<input type="hidden"><input type="submit">',
        '<video><track kind="captions" src="a.vtt"></video>',
        '<p style="color: #595959; background: white">a</p>',
        '<div aria-hidden="true"><a href="/a"></a></div>a'.replace('<a href="/a"></a>', ""),
    ],
)
def test_what_is_right_is_let_be(inside):
    assert codes(inside) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (' lang="en"', "", "no-language"),
        (' lang="en"', ' lang="english please"', "no-language"),
        ("<title>Paper</title>", "", "no-title"),
        ("main>", "div>", "no-main"),
        ("<h1>Paper</h1>", "", "no-headings"),
        ("</head>", '<meta name="viewport" content="user-scalable=no"></head>', "zoom-blocked"),
        ("</head>", '<meta name="viewport" content="maximum-scale=1.0"></head>', "zoom-blocked"),
        ("</head>", '<meta http-equiv="refresh" content="5"></head>', "moves-by-itself"),
        ("</head>", "<style>p { color: #777; background: #888 }</style></head>", "low-contrast"),
    ],
)
def test_a_fault_of_the_whole_is_one_finding(old, new, code):
    assert codes(page=GOOD.replace(old, new)) == [f"check.{code}"]


def test_passages_have_kinds_and_languages_and_no_word_twice():
    page = parse_page(
        GOOD.replace(
            "{}",
            '<p>One <b>two</b>.</p><ul><li>Three<ul><li lang="es">Cuatro</li></ul></li></ul>'
            "<div>Five</div><div>Six<p>Seven</p></div><script>no</script><p hidden>no</p>",
        )
    )
    found = [(one.text, one.kind, one.lang) for one in passages_in(page, "en")]
    assert ("One two.", PassageKind.PARAGRAPH, "en") in found
    assert ("Three", PassageKind.ITEM, "en") in found
    assert ("Cuatro", PassageKind.ITEM, "es") in found
    assert ("Five", PassageKind.PARAGRAPH, "en") in found
    texts = " ".join(text for text, _, _ in found).split()
    assert len(texts) == len(set(texts))
    assert "no" not in texts


@given(st.text(max_size=300))
def test_any_text_is_read_as_a_page(text):
    page = parse_page(text)
    list(check_page(page))
    list(passages_in(page, "en"))


@given(st.text(alphabet="<>/=\"' aphlitdrb123 -!", max_size=300))
def test_any_tangle_of_tags_is_read_as_a_page(text):
    page = parse_page(text)
    list(check_page(page))
    list(passages_in(page, "en"))


# -- e-books -------------------------------------------------------------------------------------

CONTAINER = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
PACKAGE = (
    "<package><metadata><dc:title>Book</dc:title><dc:language>en</dc:language>"
    '<meta property="schema:accessMode">textual</meta>'
    '<meta property="schema:accessibilityFeature">none</meta>'
    '<meta property="schema:accessibilityHazard">none</meta></metadata>'
    '<manifest><item id="n" href="n.xhtml" properties="nav"/><item id="a" href="a.xhtml"/>'
    "</manifest>"
    '<spine><itemref idref="a"/></spine></package>'
)


def book(package: str = PACKAGE, page: str = GOOD.replace("{}", "<p>Words.</p>")) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("p.opf", package)
        archive.writestr("a.xhtml", page)
    return stream.getvalue()


def book_codes(data: bytes) -> list[str]:
    return [problem.code for problem in check_book(Book(data))]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<dc:title>Book</dc:title>", "", "no-title"),
        ("<dc:language>en</dc:language>", "", "no-language"),
        (' properties="nav"', "", "no-navigation"),
        ("schema:accessMode", "other", "no-access-metadata"),
    ],
)
def test_one_fault_of_a_book_is_one_finding(old, new, code):
    assert book_codes(book()) == []
    assert book_codes(book(PACKAGE.replace(old, new))) == [f"check.{code}"]


def test_a_fault_of_a_page_in_a_book_names_the_page():
    (problem,) = check_book(Book(book(page=GOOD.replace("{}", '<img src="a.png">'))))
    assert (problem.code, problem.where) == ("check.picture-without-alt", "a.xhtml")


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", book()[:200]])
def test_what_is_no_book_is_refused(data):
    with pytest.raises(BadInput):
        Book(data)


def test_a_book_that_unfolds_without_end_is_refused():
    with pytest.raises(BadInput) as caught:
        list(check_book(Book(book(page="a" * 11_000_000))))
    assert caught.value.problems[0].code == "check.book-too-large"
