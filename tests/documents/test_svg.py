"""SVG is read as a stranger's file; our own line pictures pass the same gate."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.documents.pictures import load_picture
from access_kit.documents.svg import clean_svg, looks_like_svg
from access_kit.documents.symbols import list_symbols, load_symbol
from access_kit.errors import BadInput

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'


def refusal(inside: str, head: str = HEAD) -> str:
    with pytest.raises(BadInput) as caught:
        clean_svg(f"{head}{inside}</svg>".encode(), "x.svg")
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://outside.example/x.png"/>',
        '<use href="#a"/>',
        '<a href="https://outside.example"><rect/></a>',
        '<rect fill="url(https://outside.example/#a)"/>',
        '<rect style="fill: url(https://outside.example/#a)"/>',
        "<style>@import 'https://outside.example/a.css';</style>",
        "<foreignObject><p>words</p></foreignObject>",
        '<p xmlns="http://www.w3.org/1999/xhtml">words</p>',
        '<animate attributeName="x"/>',
        '<g xmlns:xlink="http://www.w3.org/1999/xlink"><rect xlink:href="#a"/></g>',
    ],
)
def test_what_is_more_than_shapes_is_refused(inside):
    assert refusal(inside) == "document.svg-unsafe"


def test_entities_never_unfold():
    doctype = '<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
    with pytest.raises(BadInput) as caught:
        clean_svg(f"{doctype}{HEAD}</svg>".encode(), "x.svg")
    assert caught.value.problems[0].code == "document.svg-unsafe"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<text>words</text>", "document.svg-words"),
        ("<g>" * 100 + "</g>" * 100, "document.svg-too-large"),
        ("<rect/>" * 6000, "document.svg-too-large"),
        ("<rect>", "document.image-broken"),
    ],
)
def test_words_giants_and_damage_are_refused(inside, code):
    assert refusal(inside) == code


def test_a_picture_without_size_is_refused():
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    assert refusal("", head) == "document.svg-without-size"


def test_shapes_stay_and_notes_of_a_drawing_program_go():
    inside = (
        '<title>t</title><metadata><x/></metadata><g id="a" style="fill:#123456;font-size:3px">'
        '<path d="M0 0h5"/><circle r="2" class="c" data-x="1"/></g>'
        '<note xmlns="http://drawing.example"><deep/></note>'
    )
    picture = clean_svg(f"{HEAD}{inside}</svg>".encode(), "x.svg")
    assert (picture.width_px, picture.height_px) == (20, 10)
    tags = [node.tag.rpartition("}")[2] for node in ElementTree.fromstring(picture.data).iter()]
    assert tags == ["svg", "rect", "g", "path", "circle"]
    assert b'fill="#123456"' in picture.data
    assert b"data-x" not in picture.data
    assert b"drawing.example" not in picture.data


def test_white_lies_behind_the_shapes():
    picture = clean_svg(f"{HEAD}<path d='M0 0h5'/></svg>".encode(), "x.svg")
    first = ElementTree.fromstring(picture.data)[0]
    assert (first.get("fill"), first.get("width")) == ("#ffffff", "20")


@given(st.text(alphabet="<>/=\"' abcdefgrsvx:#;&{}()0123456789-", max_size=120))
def test_any_inside_is_refused_or_comes_out_safe(inside):
    try:
        data = clean_svg(f"{HEAD}{inside}</svg>".encode(), "x.svg").data
    except BadInput:
        return
    assert clean_svg(data, "x.svg")
    for word in (b"script", b"href", b"onload", b"//outside"):
        assert word not in data


@pytest.mark.parametrize("name", list_symbols())
def test_every_line_picture_is_there_and_says_what_it_shows(name):
    picture = load_symbol(name)
    assert (picture.width_px, picture.height_px) == (96, 96)
    assert list_symbols()[name].endswith(".")


def test_every_line_picture_looks_like_no_other():
    assert len({load_symbol(name).data for name in list_symbols()}) == len(list_symbols()) >= 30


def test_a_misspelt_line_picture_is_told_with_a_guess(tmp_path):
    with pytest.raises(BadInput) as caught:
        load_picture("picture:caption", tmp_path)
    assert caught.value.problems[0].facts["guess"] == "captions"


def test_an_svg_file_beside_a_handout_is_taken(tmp_path):
    (tmp_path / "a.svg").write_text(f"{HEAD}<path d='M0 0h5'/></svg>")
    assert load_picture("a.svg", tmp_path).media_type == "image/svg+xml"
    assert looks_like_svg(b'<?xml version="1.0"?><!-- a --><svg/>')
    assert not looks_like_svg(b"\x89PNG<svg")
