"""The README's first command, on the example kit: what it makes, and what must not show."""

import json
import re
import shutil

import pytest

from access_kit.delivery.envelopes import ENVELOPES, reveal_box, safe_box
from access_kit.model.document import Box
from access_kit.model.kit import EnvelopeName
from access_kit.model.look import PaperSize
from access_kit.profiles.neutral import find_unneutral
from tests.examples.test_example_kit import KIT
from tests.validators.pdf import ink_in, ink_outside, page_image, pdfium_text

SESSION = "evening-group-2026-12-03"
POSTED = ["K-07", "K-11", "K-19", "K-23"]
DISCREET = ["K-07", "K-15"]
PIXEL = 25.4 / 200


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(KIT, tmp_path / "kit", ignore=shutil.ignore_patterns("out"))


def visible_text(folder):
    """What a person who opens a packet can read, titles and file names with it."""
    texts = [path.name for path in folder.iterdir()]
    texts += [pdfium_text(path) for path in folder.glob("*.pdf")]
    pages = [path.read_text() for path in folder.glob("*.html")]
    texts += [re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL) for page in pages]
    return "\n".join(texts)


def test_example_is_prepared_without_a_warning(run_cli, copy):
    done = run_cli("prepare", copy / "session.toml", "--json")
    assert (done.code, [p for p in done.json["problems"] if p["severity"] != "note"]) == (0, [])
    out = copy / "out" / SESSION
    made = sorted(path.name for path in (out / "packets").iterdir())
    assert made == ["K-02", "K-07", "K-11", "K-15", "K-19", "K-23"]
    assert {"runsheet.pdf", "runsheet.html", "plan.json"} <= {path.name for path in out.iterdir()}
    mailing = json.loads((out / "plan.json").read_text())["mailing"]
    assert mailing["envelope"] == "flat"
    assert max(mailing["sheets"].values()) > 6


def test_discreet_packets_say_when_and_how_and_not_what(run_cli, copy):
    assert run_cli("prepare", copy / "session.toml").code == 0
    for person in DISCREET:
        folder = copy / "out" / SESSION / "packets" / person
        assert {path.name.split(".")[0] for path in folder.iterdir()} - {"texts"} == {
            "good-meetings",
            "letter",
            "letter-full",
            "manifest",
            "tech-check",
            "tech-check-full",
        }
        text = visible_text(folder)
        assert "6:00" in text
        assert find_unneutral(text) == []
        for told in ("Riverside Peer Network", "Thursday evening group", "988", "wellness"):
            assert told not in text


def test_thin_packets_go_in_windows_and_show_the_address_alone(run_cli, copy):
    kit = copy / "kit.toml"
    kit.write_text(kit.read_text().replace("large-print-us", "clear-print"))
    session = copy / "session.toml"
    session.write_text(re.sub(r"(?m)^handouts = .*$", "handouts = []", session.read_text()))
    for path in (copy / "profiles").iterdir():
        text = path.read_text().replace('"large_print"', '"print"')
        text = re.sub(r"(?m)^(print_size_pt|contents) = .*$", "", text)
        path.write_text(text.replace("[contact]", '[contact]\ncontents = "discreet"'))
    assert run_cli("prepare", session).code == 0
    out = copy / "out" / SESSION
    assert json.loads((out / "plan.json").read_text())["mailing"]["envelope"] == "us10"
    envelope = ENVELOPES[EnvelopeName.US10]
    safe, reveal = (box(envelope, PaperSize.LETTER) for box in (safe_box, reveal_box))
    around = Box(safe.left - PIXEL, safe.top - PIXEL, safe.right + PIXEL, safe.bottom + PIXEL)
    for person in POSTED:
        image = page_image(out / "packets" / person / "letter.pdf", dpi=200)
        assert ink_in(image, safe) > 100
        assert ink_outside(image, around, within_mm=reveal) == 0
