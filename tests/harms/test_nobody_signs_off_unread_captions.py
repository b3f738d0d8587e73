"""Captions that nobody went through are not called checked: people rely on what they read."""

from __future__ import annotations

import pytest

from access_kit.captions.convert import read_source
from access_kit.captions.drafts import state_of
from tests.captions.reviews import make_draft, review, run

ALL_RIGHT = "\n" * 60


@pytest.fixture
def draft(tmp_path):
    make_draft(tmp_path, "talk.vtt", "talk.srt", "talk.txt", "talk.html")
    return tmp_path


def approve(folder, *more):
    return run(folder, "approve", "talk.vtt", "--by", "Ana Ruiz", *more)


def draft_left(folder):
    return [
        name
        for name in ("talk.vtt", "talk.srt", "talk.txt", "talk.html")
        if "DRAFT" in (folder / name).read_text()
    ]


def test_a_draft_that_nobody_opened_stays_one(draft):
    ran = approve(draft)
    assert (ran.code, "captions.not-reviewed" in ran.stderr) == (6, True)
    assert len(draft_left(draft)) == 4


def test_doubtful_words_that_nobody_saw_stand_in_the_way(draft):
    assert review(draft, "talk.vtt", stdin="the apostle\nstop\n").code == 0
    ran = approve(draft)
    assert (ran.code, "captions.doubtful-unseen" in ran.stderr) == (6, True)
    assert len(draft_left(draft)) == 4


def test_a_text_to_the_letter_as_the_engine_wrote_it_has_to_be_heard(draft):
    assert review(draft, "talk.vtt", stdin=ALL_RIGHT).code == 0
    ran = approve(draft)
    assert (ran.code, "captions.as-the-engine-wrote" in ran.stderr) == (6, True)


def test_a_file_that_was_changed_after_its_review_is_not_signed_off(draft):
    assert review(draft, "talk.vtt", stdin="the apostle\n" + ALL_RIGHT).code == 0
    text = (draft / "talk.vtt").read_text()
    (draft / "talk.vtt").write_text(text.replace("apostle", "parcel"))
    ran = approve(draft)
    assert (ran.code, "captions.changed-since-review" in ran.stderr) == (6, True)


def test_what_check_calls_an_error_stands_in_the_way(tmp_path):
    make_draft(tmp_path)
    (tmp_path / "talk.words.json").unlink()
    (tmp_path / "talk.vtt").write_text(
        "WEBVTT\n\n00:00:00.000 --> 00:00:00.500\n"
        "Far too many words to be read in the half second that they have here\n"
    )
    assert review(tmp_path, "talk.vtt").code == 0
    ran = approve(tmp_path)
    assert ran.code == 6
    assert "captions.line-too-long" in ran.stderr


def test_who_speaks_fast_can_be_signed_off(tmp_path):
    """Nothing may be dropped, so there is nothing that a person could mend."""
    make_draft(tmp_path)
    (tmp_path / "talk.words.json").unlink()
    (tmp_path / "talk.vtt").write_text(
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.200\nSomebody here is speaking very fast\n"
    )
    assert run(tmp_path, "check", "talk.vtt").code == 1
    assert review(tmp_path, "talk.vtt").code == 0
    assert approve(tmp_path).code == 0


def test_a_review_that_is_done_signs_off_all_that_was_made_once(draft):
    assert review(draft, "talk.vtt", stdin="the apostle\n" + ALL_RIGHT).code == 0
    ran = approve(draft, "--json")
    assert ran.code == 0, ran.stderr
    assert ran.json["sisters"] == ["talk.html", "talk.srt", "talk.txt", "talk.words.json"]
    assert not draft_left(draft)
    state = state_of(read_source(draft / "talk.vtt").captions)
    assert (state.state, state.by, state.unreviewed) == ("approved", "Ana Ruiz", False)
    again = approve(draft)
    assert (again.code, "captions.approved-already" in again.stderr) == (6, True)


def test_without_a_review_the_file_says_so_from_then_on(draft):
    ran = approve(draft, "--unreviewed", "--json")
    assert ran.code == 0, ran.stderr
    assert '"unreviewed": "yes"' in (draft / "talk.vtt").read_text()
    assert draft_left(draft) == ["talk.srt", "talk.txt", "talk.html"]
    assert run(draft, "convert", "talk.vtt", "--out", "copy.ttml").code == 0
    assert state_of(read_source(draft / "copy.ttml").captions).unreviewed


def test_a_format_that_cannot_say_it_is_not_signed_off_unreviewed(draft):
    ran = run(draft, "approve", "talk.srt", "--by", "Ana Ruiz", "--unreviewed")
    assert (ran.code, "captions.unreviewed-not-kept" in ran.stderr) == (2, True)


def test_a_file_of_somebodys_own_with_the_same_name_is_left(draft):
    (draft / "talk.txt").write_text("My notes for the talk.\n")
    (draft / "talk.json").write_text('{"cues": []}')
    assert review(draft, "talk.vtt", stdin="the apostle\n" + ALL_RIGHT).code == 0
    assert approve(draft).code == 0
    assert (draft / "talk.txt").read_text() == "My notes for the talk.\n"
    assert (draft / "talk.json").read_text() == '{"cues": []}'
