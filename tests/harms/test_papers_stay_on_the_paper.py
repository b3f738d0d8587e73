"""What is printed stays on the sheet: in giant print, from right to left, and in two languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.tools import ROOT
from tests.validators.ink import faults, parted_numbers, read_sheets, text_area
from tests.validators.pdf import poppler_text

DATA = Path(__file__).parent / "data" / "papers"
NOW = "2026-11-24T14:00:00-05:00"
NUMBERS = ("(603) 555-0199", "(603) 555-0123")
PAPERS = ("letter", "tech-check", "agreement", "good-meetings")
READERS = {
    "arabic-16": ("K-24", 16, ()),
    "arabic-24": ("K-24", 24, ()),
    "arabic-48": ("K-24", 48, ()),
    "arabic-with-english-16": ("K-24", 16, ("ar", "en")),
    "arabic-with-english-48": ("K-24", 48, ("ar", "en")),
    "english-36": ("K-48", 36, ()),
    "english-48": ("K-48", 48, ()),
    "spanish-48": ("K-48", 48, ("es",)),
}
ALWAYS = ("english-48", "arabic-16", "arabic-24")


def prepare(run_cli, folder: Path, person: str, size: int, languages: tuple[str, ...]) -> Path:
    """The packet of one more reader of the example, made by the command."""
    kit = folder / "kit"
    shutil.copytree(ROOT / "examples" / "evening-group", kit)
    profile = (DATA / f"{person}.toml").read_text(encoding="utf-8")
    profile = re.sub(r"(print_size_pt\D*)\d+", rf"\g<1>{size}", profile)
    if languages:
        written = ", ".join(f'"{lang}"' for lang in languages)
        profile = re.sub(r"written = .*", f"written = [{written}]", profile)
    if len(languages) == 2:
        profile = profile.replace("[reading]", '[reading]\nbilingual = "stacked"')
    (kit / "profiles" / f"{person}.toml").write_text(profile, encoding="utf-8")
    made = run_cli("prepare", kit / "session.toml", "--only", person, "--out", folder, now=NOW)
    assert made.code in (0, 1), made.stderr
    return next(folder.glob(f"*/packets/{person}"))


@pytest.fixture
def packet(request, run_cli, tmp_path):
    return prepare(run_cli, tmp_path, *READERS[request.param])


def path_of(packet: Path, name: str) -> Path:
    """A paper in the reader's language: where that is a draft, the one that stays here."""
    return next(packet.glob(f"{name}-*-draft.pdf"), packet / f"{name}.pdf")


def is_mirrored(pdf: Path) -> bool:
    import pikepdf

    with pikepdf.open(pdf) as opened:
        return str(opened.Root.Lang).startswith("ar")


def in_soak(names):
    rest = [pytest.param(name, marks=pytest.mark.soak) for name in READERS if name not in names]
    return [*names, *rest]


@pytest.mark.parametrize("packet", in_soak(ALWAYS), indirect=True)
def test_nothing_is_cut_off_and_nothing_lies_over_anything_else(packet, request):
    size = READERS[request.node.callspec.params["packet"]][1]
    found = {}
    for name in PAPERS:
        pdf = path_of(packet, name)
        area = text_area(body_pt=size, rtl=is_mirrored(pdf))
        found[name] = faults(read_sheets(pdf), area)
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("packet", in_soak(("arabic-16", "arabic-24")), indirect=True)
def test_warning_on_a_draft_is_whole_on_each_page(packet, request):
    letter = path_of(packet, "letter")
    if not is_mirrored(letter):
        pytest.skip("this reader's letter is no draft")
    warning = "Draft, made by a machine. No one has checked this translation yet."
    sheets = read_sheets(letter)
    size = READERS[request.node.callspec.params["packet"]][1]
    area = text_area(body_pt=size, rtl=True)
    for sheet in sheets:
        text = " ".join(sheet.text.split())
        assert text.count(warning) == 1
        edges = [mark.box for mark in sheet.glyphs if mark.text.isascii() and mark.furniture]
        assert all(area.left - 2 < box[0] and box[2] < area.right + 2 for box in edges)
    assert len(sheets) > 1


@pytest.mark.parametrize("packet", ["english-48"], indirect=True)
def test_no_full_stop_falls_into_a_telephone_number(packet):
    seen = 0
    for name in PAPERS:
        text = poppler_text(packet / f"{name}.pdf")
        assert parted_numbers(text, NUMBERS) == []
        seen += len(re.findall(r"\(603\)\s*555-0199\.", text))
    assert seen > 0
