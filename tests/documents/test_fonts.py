from __future__ import annotations

from pathlib import Path
from unicodedata import is_normalized

import pytest
import typst
from fontTools.ttLib import TTFont

from access_kit.documents.font_file import covered_by_file
from access_kit.documents.fonts import (
    FONT_FOLDER,
    body_factor,
    find_missing_glyphs,
    font_stack,
    require_glyphs,
)
from access_kit.documents.text_width import text_width_em
from access_kit.errors import MissingPart
from tests.documents.handout import LANGUAGES, source_strings

SHIPPED = sorted(FONT_FOLDER.glob("*.ttf"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_reader_of_font_files_agrees_with_fonttools(path: Path):
    with TTFont(path) as font:
        assert covered_by_file(path.read_bytes()) == set(font.getBestCmap())


def test_index_holds_what_the_fonts_hold():
    held = set().union(*(covered_by_file(path.read_bytes()) for path in SHIPPED))
    stable = "".join(char for char in map(chr, sorted(held)) if is_normalized("NFC", char))
    assert find_missing_glyphs(stable) == ()


def test_each_family_in_a_stack_is_shipped_with_its_licence():
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )
    for lang in ("en", "vi", "ru", "el", "ar", "hi"):
        assert set(font_stack(lang)) == set(fonts.families())
    licences = [path.read_text(encoding="utf-8") for path in FONT_FOLDER.glob("*-OFL.txt")]
    assert len(licences) == len({path.stem.split("-")[0] for path in SHIPPED})
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text for text in licences)
    assert all(text.startswith("Copyright") for text in licences)


def test_fonts_stay_small():
    assert sum(path.stat().st_size for path in FONT_FOLDER.iterdir()) < 3_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_shipped_languages_have_all_glyphs(lang):
    assert find_missing_glyphs("".join(source_strings(lang))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Ánh",
        "Łukasz, Þóra, Ştefan",
        "Ольга Їжакевич",
        "Ελένη",
        "☐☑✂☎→©",
        "Rosa 🌹😀",
    ],
)
def test_names_of_many_people_have_all_glyphs(text):
    assert find_missing_glyphs(text) == ()


def test_invisible_characters_need_no_glyph():
    assert find_missing_glyphs("a\u2066b\u2069\u00ad\u200d\u200b\ufe0f \u00a0\u3000\n") == ()


def test_base_and_accent_count_as_one_letter():
    assert find_missing_glyphs("e\u0301") == ()


def test_missing_glyph_is_named_with_its_script():
    with pytest.raises(MissingPart) as caught:
        require_glyphs(["Rosa ", "中 ก"])
    facts = [dict(problem.facts) for problem in caught.value.problems]
    assert facts == [
        {"character": "ก", "code_point": "U+0E01", "script": "Thai"},
        {"character": "中", "code_point": "U+4E2D", "script": "CJK"},
    ]
    assert {problem.code for problem in caught.value.problems} == {"font.missing-glyph"}


def test_text_in_a_foreign_script_names_a_dozen_characters_at_most():
    with pytest.raises(MissingPart) as caught:
        require_glyphs(["".join(map(chr, range(0x4E00, 0x4F00)))])
    assert len(caught.value.problems) == 12


def test_folder_of_the_user_adds_its_characters(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    (tmp_path / "own.ttf").write_bytes(_font_with("ก"))
    assert find_missing_glyphs("ก") != ()
    assert find_missing_glyphs("ก", folders=(tmp_path,)) == ()


def test_other_scripts_are_at_least_as_large_by_letter_body():
    assert body_factor("Latn") == 1
    assert body_factor("Arab") > 1.1
    assert body_factor("Deva") >= 1


def test_width_of_text_grows_with_its_letters():
    assert 0 < text_width_em("iii") < text_width_em("mmm")
    assert text_width_em("mm") == pytest.approx(2 * text_width_em("m"))
    assert text_width_em("Rosa", bold=True) > text_width_em("Rosa")
    assert text_width_em("\u2066\u2069") == 0


def _font_with(char: str) -> bytes:
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "one"])
    builder.setupCharacterMap({ord(char): "one"})
    builder.setupGlyf({".notdef": Glyph(), "one": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "one": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    stream = BytesIO()
    builder.save(stream)
    return stream.getvalue()
