"""No budget is broken: a first packet in the languages that ship, in the sizes that people read."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.burden.counts import burden_of
from tests.conftest import command_environment
from tests.localization.shelf import approve_shipped
from tests.validators.pdf import pdfium_text
from tests.workflow.kits import copy_example

SHEETS = {18: 4, 24: 6, 36: 10, 48: 14}
SIZES = {lang: tuple(SHEETS) for lang in ("en", "es", "ar")}
PRINTED = [(lang, points) for lang in SIZES for points in SIZES[lang]]
AGENCY = Path(__file__).with_name("agency")
"""Pages of an agency in the languages of those it serves: their agreements are in them too."""

OWN_WORD = {"es": "condado", "ar": "المقاطعة"}
SET_AS = {"ar": {18: 24, 24: 36, 36: 48}}
"""Arabic letters are smaller: they are set a quarter larger, and counted as what they are."""

QUESTIONS, LINES, TEXTS, COSTLY_TEXTS, MAIL_WORDS = 8, 12, 4, 6, 350


def resized(text: str, who: str, lang: str, points: int | None = None) -> str:
    text = re.sub(r"(?m)^id = .*$", f'id = "{who}"', text)
    text = re.sub(r"(?m)^written = .*$", f'written = ["{lang}"]', text)
    if points:
        text = re.sub(r"(?m)^print_size_pt.*\n", "", text)
        text = text.replace("[reading]\n", f"[reading]\nprint_size_pt = {points}\n")
    return text


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Somebody with no special need in each size, and somebody who texts, in three languages."""
    session = copy_example(tmp_path_factory.mktemp("burden") / "kit", spoken=True)
    folder = session.parent / "profiles"
    printed, texted = (folder / "K-23.toml").read_text(), (folder / "K-15.toml").read_text()
    for path in folder.iterdir():
        if path.stem not in ("K-02", "K-07", "K-11", "K-19", "K-23", "K-15"):
            path.unlink()
    for lang, sizes in SIZES.items():
        (folder / f"{lang}.toml").write_text(resized(texted, f"{lang.upper()}-1", lang))
        for points in sizes:
            text = resized(printed, f"{lang.upper()}-{points}", lang, points)
            (folder / f"{lang}{points}.toml").write_text(text)
    for lang in ("es", "ar"):
        approve_shipped(session.parent, lang)
    command = [sys.executable, "-m", "access_kit", "prepare", "session.toml", "--quiet"]
    subprocess.run(command, cwd=session.parent, env=command_environment(), check=True)
    return list((session.parent / "out").glob("*/packets/*"))


@pytest.fixture(scope="module")
def packets(folders):
    return {path.name: burden_of(path) for path in folders}


def test_forms_are_short_for_everyone(packets):
    assert {who for who, one in packets.items() if one["tech_check"] > QUESTIONS} == set()
    assert {who for who, one in packets.items() if one["consent"] > LINES} == set()


def test_texts_are_few_and_an_e_mail_is_one_screen(packets):
    limit = {who: COSTLY_TEXTS if one["costly"] else TEXTS for who, one in packets.items()}
    assert {who for who, one in packets.items() if one["texts"] > limit[who]} == set()
    assert {who for who, one in packets.items() if one["mail"] > MAIL_WORDS} == set()


def test_sound_takes_a_minute_and_a_half_and_then_four_at_most(packets):
    assert 0 < packets["K-02"]["letter_s"] <= 100
    assert 0 < packets["K-02"]["forms_s"] <= 240


@pytest.mark.parametrize(("lang", "points"), PRINTED)
def test_a_packet_has_few_sheets_in_its_size(packets, lang, points):
    assert packets[f"{lang.upper()}-{points}"]["sheets"] <= SHEETS[points]


def test_no_short_paper_ends_with_a_page_of_three_lines(folders):
    pages = {
        (path.parent.name, path.name): pdfium_text(path).split("\f")
        for folder in folders
        for path in folder.glob("*.pdf")
        if not path.stem.endswith("-full")
    }
    assert len(pages) > 30
    few = {
        paper: texts[-1]
        for paper, texts in pages.items()
        if len(texts) > 1 and len(texts[-1].split("\n")) <= 1 + 3
    }
    assert few == {}


def test_the_example_fits_four_sheets(packets):
    for who in ("K-11", "K-19", "K-23"):
        assert packets[who]["sheets"] <= SHEETS[18], who


@pytest.mark.parametrize("lang", ["es", "ar"])
def test_an_agreement_in_its_readers_language_breaks_no_budget(tmp_path, lang, soak):
    """For three people of the example: the agency's own pages are in their language."""
    session = copy_example(tmp_path / "kit")
    folder = session.parent / "profiles"
    people = {who: (folder / f"{who}.toml").read_text() for who in ("K-11", "K-19", "K-23")}
    for path in folder.iterdir():
        path.unlink()
    for points in SHEETS if soak else (36, 48):
        for who, text in people.items():
            (folder / f"{who}{points}.toml").write_text(
                resized(text, f"{who}{points}", lang, points)
            )
    for path in (AGENCY / lang).iterdir():
        shutil.copy(path, session.parent)
    approve_shipped(session.parent, lang)
    command = [sys.executable, "-m", "access_kit", "prepare", "session.toml", "--quiet"]
    subprocess.run(command, cwd=session.parent, env=command_environment(), check=True)
    folders = list((session.parent / "out").glob("*/packets/*"))
    assert len(folders) == len(list(folder.iterdir()))
    assert all(OWN_WORD[lang] in pdfium_text(one / "agreement.pdf") for one in folders)
    sheets = {one.name: burden_of(one)["sheets"] for one in folders}
    most = {who: SHEETS[SET_AS.get(lang, {}).get(int(who[-2:]), int(who[-2:]))] for who in sheets}
    assert {who: count for who, count in sheets.items() if count > most[who]} == {}
