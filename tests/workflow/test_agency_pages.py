"""The agency's own pages in the agreement: what is marked, what is too long, what is empty."""

from __future__ import annotations

import re

import pytest

from tests.harms.lives import kit_with, packet_folder, person
from tests.harms.reading import read_packet

HEAD = "---\ntitle: Our pages\nlang: en\n---\n\n"


@pytest.fixture
def prepare(run_cli, tmp_path):
    """The command, on a kit with pages of the test's own."""

    def run(**pages):
        session = kit_with(tmp_path / "kit", [person(formats=["screen_reader_file"])])
        for name, text in pages.items():
            path = session.parent / f"{name.replace('_', '-')}.md"
            path.write_text(HEAD + text, encoding="utf-8")
        return run_cli("prepare", session), session

    return run


def test_lines_that_are_marked_stand_in_every_agreement_with_a_number(prepare):
    done, session = prepare(
        agreement_lines="- It is free. {required}\n- Ask to see our training.\n"
    )
    assert done.code == 0, done.stderr
    packet = read_packet(packet_folder(session))
    assert re.search(r"B\d+ ?\. It is free\.", packet["agreement.html"])
    assert "our training" not in packet["agreement.html"]
    assert "our training" in packet["agreement-full.html"]
    assert not any("{required}" in text for text in packet.values())


def test_a_mark_without_words_is_refused_so_that_nobody_signs_an_empty_line(prepare):
    done, _ = prepare(agreement_lines="- {required}\n- مريم {required}\n")
    assert done.code == 2
    assert "agreement-lines.md" in done.stderr
    assert "[document.list-item-empty]" in done.stderr


def test_of_the_reporting_page_the_marked_part_goes_first(prepare):
    page = "# For you {participants}\n\n- A child is being hurt.\n"
    page += "\n# For staff\n\n- Call the county.\n"
    done, session = prepare(reporting=page)
    assert done.code == 0, done.stderr
    packet = read_packet(packet_folder(session))
    assert "A child is being hurt." in packet["agreement.html"]
    assert "Call the county." not in packet["agreement.html"]
    assert "Call the county." in packet["agreement-full.html"]
    assert not any("{participants}" in text for text in packet.values())


def test_a_page_for_a_crisis_that_is_too_long_is_told(prepare):
    done, _ = prepare(crisis_short="\n".join(f"- line {at}" for at in range(40)))
    assert done.code == 0
    assert "40 lines" in done.stderr
    assert "[kit.crisis-short-long]" in done.stderr
