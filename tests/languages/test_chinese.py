"""A script that we ship no font for: from a folder that the user names, or from the computer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from access_kit.documents import more_fonts
from access_kit.documents.font_file import covered_by_file, family_names
from access_kit.documents.fonts import FONT_FOLDER
from access_kit.documents.more_fonts import choose_fonts, find_system_fonts, lay_out, order_families
from access_kit.documents.renderers import renderer_for
from access_kit.errors import MissingPart
from access_kit.model.document import (
    Contact,
    ContactBox,
    Document,
    Heading,
    Paragraph,
    Purpose,
    Table,
    TickList,
)
from tests.documents.handout import MOMENT, any_look, items, words
from tests.tools import node_file, require
from tests.validators.pdf import missing_strings

STRINGS = ("准备我们的小组会议", "我们要做什么", "您可以选择怎样参加，也可以改变主意。",
           "我的手机已充电", "我知道密码 4711", "星期一", "谁来帮助", "打电话给 Sam",
           "+1 603 555 0101")  # fmt: skip
LABELS = {"page": "第 {page} 页，共 {pages} 页", "skip_to_content": "跳到正文"}


@pytest.fixture
def no_system_fonts(monkeypatch):
    monkeypatch.setenv(more_fonts.SWITCH, "0")
    find_system_fonts.cache_clear()
    yield
    find_system_fonts.cache_clear()


@pytest.fixture(scope="session")
def chinese_folder(tmp_path_factory) -> Path:
    """A folder with a Chinese font: of this computer, or unpacked from the npm package."""
    system = find_system_fonts(frozenset("".join(STRINGS)) - set("4711 Sam+0356"))
    packed = node_file(
        "@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff"
    )
    require("a Chinese font (fonts-noto-cjk)", system or packed)
    folder = tmp_path_factory.mktemp("chinese")
    if system:
        (folder / system[0].name).symlink_to(system[0])
    else:
        with TTFont(packed) as font:
            font.flavor = None
            font.save(folder / "NotoSansSC-Regular.ttf")
    return folder


def handout() -> Document:
    title, head, text, tick, code, day, box, label, phone = STRINGS
    blocks = (
        Heading(1, words(head)),
        Paragraph(words(text * 3)),
        TickList(items([tick, code])),
        Table((words(day), words("时间")), ((words(day), words("9:00")),)),
        ContactBox(words(box), (Contact(label, phone, "tel:+16035550101"),)),
    )
    return Document(title, "zh-Hans", Purpose.HANDOUT, blocks, LABELS)


def set_pdf(fonts=()):
    return renderer_for("pdf")(handout(), any_look(), moment=MOMENT, fonts=fonts)


def test_without_a_font_each_character_is_named(no_system_fonts):
    with pytest.raises(MissingPart) as caught:
        set_pdf()
    assert caught.value.exit_code == 3
    assert {problem.facts["script"] for problem in caught.value.problems} == {"CJK"}


def test_folder_of_the_user_sets_chinese(chinese_folder, no_system_fonts, tmp_path):
    pdf = tmp_path / "zh.pdf"
    pdf.write_bytes(set_pdf((chinese_folder,)))
    assert missing_strings(pdf, STRINGS) == {"pdftotext": [], "pdfium": []}
    assert pdf.read_bytes() == set_pdf((chinese_folder,))


def test_font_of_the_computer_is_found(chinese_folder, monkeypatch, tmp_path):
    monkeypatch.setattr(more_fonts, "system_folders", lambda: (chinese_folder,))
    find_system_fonts.cache_clear()
    (found,) = choose_fonts(STRINGS, ())
    assert [covered_by_file(path.read_bytes()) >= {ord("会")} for path in found.iterdir()]
    find_system_fonts.cache_clear()


def test_a_font_of_a_family_that_we_ship_never_takes_our_fonts_place(tmp_path):
    (tmp_path / "other.ttf").symlink_to(next(FONT_FOLDER.glob("NotoNaskhArabic-Regular.ttf")))
    (tmp_path / "broken.otf").write_bytes(b"no font")
    laid = lay_out((tmp_path,))
    names = {
        name
        for path in (laid.iterdir() if laid else ())
        for name in family_names(path.read_bytes())
    }
    assert "Noto Naskh Arabic" not in names


def test_families_with_the_shapes_of_the_language_come_first():
    families = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans")
    assert order_families(families, "Hans")[0] == "Noto Sans CJK SC"
    assert order_families(families, "Hant")[0] == "Noto Sans CJK TC"
    assert "Noto Sans" not in order_families(families, "Hans")


def test_switch_keeps_fonts_of_the_computer_out(monkeypatch):
    monkeypatch.setitem(os.environ, more_fonts.SWITCH, "0")
    assert more_fonts.system_folders() == ()
