"""Captions gone through by ear, in the terminal: the most doubtful first, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from access_kit.captions.convert import read_source
from access_kit.captions.drafts import find_state, state_of
from access_kit.captions.reviewing.review_json import parse_change, read_review, review_path
from access_kit.captions.reviewing.review_lines import read_line, take_back
from access_kit.captions.reviewing.words_reviewed import (
    ReviewedWord,
    ReviewState,
    Splice,
    change,
    join_stretches,
)
from access_kit.errors import BadInput
from access_kit.timed_text.words_json import format_words, parse_words, read_words
from tests.captions.reviews import make_draft, review, run

ALL_RIGHT = "\n" * 60


def text_of(path):
    source = read_source(path)
    words = source.words.words if source.words else source.captions.cues
    return " ".join(" ".join(one.text for one in words).split())


@pytest.fixture
def draft(tmp_path):
    make_draft(tmp_path, "talk.vtt", "talk.srt", "talk.txt")
    return tmp_path


def test_json_answers_every_word_most_doubtful_first(draft):
    ran = review(draft, "talk.vtt", "--json")
    assert ran.code == 0, ran.stderr
    queue = ran.json["queue"]
    doubts = [one["doubt"] for one in queue]
    assert doubts == sorted(doubts, reverse=True)
    assert len(queue) == len(read_words(draft / "talk.words.json").words)
    assert 0 < ran.json["doubtful"] < len(queue)
    assert "low-confidence" in queue[0]["why"]
    assert all(one["cue"] >= 1 and not one["seen"] for one in queue)


def test_lines_correct_the_file_and_all_that_was_made_with_it(draft):
    """The first place is "he a", which is said "the apostle"; all others are called right."""
    ran = review(draft, "talk.vtt", stdin="the apostle\n" + ALL_RIGHT)
    assert ran.code == 0, ran.stderr
    assert "Reviewed." in ran.stdout
    for name in ("talk.vtt", "talk.srt", "talk.words.json"):
        assert "the apostle" in text_of(draft / name), name
        assert "[?]" not in (draft / name).read_text(), name
    assert "the apostle" in " ".join((draft / "talk.txt").read_text().split())
    assert state_of(read_source(draft / "talk.vtt").captions).is_draft
    assert run(draft, "check", "talk.vtt").code == 0
    seen = read_words(draft / "talk.words.json").words
    assert all(word.confidence is None or word.confidence > 0.5 for word in seen)
    assert review(draft, "talk.vtt", "--json").json["queue"][0]["seen"]


def test_a_second_review_goes_on_where_the_first_ended(draft):
    assert review(draft, "talk.vtt", stdin="\nstop\n").code == 0
    before = [one for one in review(draft, "talk.vtt", "--json").json["queue"] if one["seen"]]
    assert before
    ran = review(draft, "talk.vtt", stdin=ALL_RIGHT)
    assert "Reviewed." in ran.stdout


def test_what_was_answered_is_on_the_disk_before_the_next_question(draft, monkeypatch):
    """A crash in the middle: the second answer is never given."""
    import access_kit.workflow.recordings.review_captions as module

    real, asked = module.CaptionReview.say, []

    def say(self, item, line):
        asked.append(line)
        if len(asked) == 2:
            raise KeyboardInterrupt
        real(self, item, line)

    monkeypatch.setattr(module.CaptionReview, "say", say)
    review(draft, "talk.vtt", stdin="the apostle\n\n")
    monkeypatch.undo()
    kept = read_review(review_path(draft / "talk.vtt"))
    assert [word.text for word in kept.words if word.changed] == ["the", "apostle"]
    assert "the apostle" not in text_of(draft / "talk.vtt")
    assert review(draft, "talk.vtt", stdin="stop\n").code == 0
    assert "the apostle" in text_of(draft / "talk.vtt")


def test_a_file_that_was_changed_meanwhile_is_not_written_over(draft):
    assert review(draft, "talk.vtt", stdin="\nstop\n").code == 0
    mended = (draft / "talk.vtt").read_text() + "\nNOTE mended by hand\n"
    (draft / "talk.vtt").write_text(mended)
    ran = review(draft, "talk.vtt", stdin=ALL_RIGHT)
    assert (ran.code, "review.file-changed" in ran.stderr) == (2, True)
    assert (draft / "talk.vtt").read_text() == mended


def test_another_recording_is_refused(draft):
    assert review(draft, "talk.vtt", stdin="stop\n").code == 0
    with (draft / "talk.flac").open("ab") as stream:
        stream.write(b"\0")
    ran = review(draft, "talk.vtt")
    assert (ran.code, "review.other-recording" in ran.stderr) == (2, True)


def test_cues_that_nobody_changed_stay_as_they_are(tmp_path):
    make_draft(tmp_path)
    made = """WEBVTT

intro
00:00:00.000 --> 00:00:02.000 line:10%
<i>Mr.</i> Coulter is

2
00:00:02.000 --> 00:00:04.000
he a parcel [?]

3
00:00:04.000 --> 00:00:06.000 align:left
of the <b>middle</b> classes
"""
    (tmp_path / "talk.vtt").write_text(made)
    (tmp_path / "talk.words.json").unlink()
    ran = review(tmp_path, "talk.vtt", stdin="apostle\n")
    assert ran.code == 0, ran.stderr
    now = (tmp_path / "talk.vtt").read_text()
    assert "<i>Mr.</i> Coulter is" in now
    assert "of the <b>middle</b> classes" in now
    assert "line:10%" in now
    assert "align:left" in now
    assert "he a apostle" in " ".join(now.split())
    assert "[?]" not in now


def test_nothing_of_a_review_lies_in_temporary_files_or_logs(draft, tmp_path, monkeypatch):
    other = tmp_path / "elsewhere"
    other.mkdir()
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(other))
    assert review(draft, "talk.vtt", stdin=ALL_RIGHT).code == 0
    assert not [path for path in other.rglob("*") if path.is_file()]
    mode = review_path(draft / "talk.vtt").stat().st_mode
    assert mode & 0o077 == 0


# -- words and changes --------------------------------------------------------------------------

WORDS = tuple(
    ReviewedWord(text, at * 300, at * 300 + 250, at // 3, chance=0.4)
    for at, text in enumerate(["our", "diets,", "all", "diets", "are", "small"])
)
STATE = ReviewState("a", "b", "access", WORDS)


def said(item, line, words=WORDS):
    state = replace(STATE, words=words)
    return change(state, read_line(words, item, line), ()).words


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("", "our diets, all diets are small"),
        ("rights,", "our rights, all diets are small"),
        ("good night,", "our good night, all diets are small"),
        ("-", "our all diets are small"),
        ("all rights", "our rights all rights are small"),
        ("[door slams]", "our [door slams] all diets are small"),
    ],
)
def test_what_a_line_says(line, text):
    done = said(range(1, 2), line)
    assert " ".join(word.text for word in done) == text
    assert [word.seen for word in done if word.text in ("our", "small")] == [False, False]
    times = [(word.start_ms, word.end_ms) for word in done]
    assert times == sorted(times)


def test_a_name_with_a_colon_says_who_speaks_from_the_start_of_the_caption():
    done = said(range(1, 2), "Jo Lee:")
    assert {word.speaker for word in done} == {"Jo Lee"}
    done = said(range(4, 5), "Sam:", done)
    assert [word.speaker for word in done] == ["Jo Lee"] * 3 + ["Sam"] * 3
    assert not any(word.seen for word in done)


@pytest.mark.parametrize("line", ["", "x y z", "-", "all x", "Jo:"])
def test_every_answer_can_be_taken_back(line):
    splices = read_line(WORDS, range(1, 2), line)
    after = change(STATE, splices, ())
    assert change(after, take_back(WORDS, splices), ()).words == WORDS


def test_a_change_outside_of_the_words_is_refused():
    for splice in (Splice(7, 0, ()), Splice(5, 2, ())):
        with pytest.raises(ValueError, match="outside"):
            change(STATE, [splice], ())


def test_heard_whole_is_every_word_from_start_to_end():
    assert not STATE.is_heard_whole
    parts = [(0, 700), (690, 1400), (1500, 1800)]
    heard = replace(STATE, heard=join_stretches(parts))
    assert heard.heard == ((0, 1800),)
    assert heard.is_heard_whole
    assert not replace(STATE, heard=join_stretches(parts[:2])).is_heard_whole


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"schema": "access-kit/review-change/2"},
        {"version": -1},
        {"version": 0, "splices": [{"at": 0, "removed": 0, "words": [{"text": ""}]}]},
        {"version": 0, "splices": [{"at": "0", "removed": 0}]},
        {
            "version": 0,
            "splices": [
                {
                    "at": 0,
                    "removed": 0,
                    "words": [{"text": "a\u202eb", "start_ms": 0, "end_ms": 1, "cue": 0}],
                }
            ],
        },
        {"version": 0, "heard": [{"start_ms": 0}]},
    ],
)
def test_a_change_that_no_page_of_ours_sends_is_refused(value):
    with pytest.raises(BadInput):
        parse_change(value)


def test_guessed_times_are_kept_with_the_words_and_fall_where_words_change():
    words = replace(
        parse_words(
            json.dumps(
                {"words": [{"text": t, "start_ms": 0, "end_ms": 1} for t in ("a", "b")]}
            ).encode(),
            "a.words.json",
        ),
        interpolated=((1, 2),),
    )
    assert parse_words(format_words(words), "a.words.json") == words
    for wrong in ({"first": 1, "end": 3}, {"first": 1, "end": 1}, {"first": "x", "end": 1}):
        value = json.loads(format_words(words)) | {"interpolated": [wrong]}
        with pytest.raises(BadInput):
            parse_words(json.dumps(value).encode(), "a.words.json")


def test_a_changed_word_takes_an_approval_back(draft):
    assert review(draft, "talk.words.json", stdin="the apostle\n" + ALL_RIGHT).code == 0
    assert run(draft, "approve", "talk.words.json", "--by", "Jo").code == 0
    path = review_path(draft / "talk.words.json")
    path.unlink()
    assert review(draft, "talk.words.json", stdin=ALL_RIGHT).code == 0
    assert not find_state(read_words(draft / "talk.words.json").notes).is_draft
