"""An interview: what is asked, what an answer means, and what silence does not mean."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.errors import BadInput
from access_kit.i18n import load_words
from access_kit.model.profile import Channel, ReadingFormat
from access_kit.model.stated import Wish
from access_kit.profiles import interview as steps
from access_kit.profiles.fields import get_path, profile_fields
from access_kit.profiles.interview_draft import load_draft, save_draft
from access_kit.profiles.neutral import find_unneutral
from access_kit.profiles.said import say_profile, say_value
from tests.profiles.people import odd_people
from tests.strategies import canary_profile

TODAY = datetime.date(2026, 11, 24)
NOT_ASKED = {
    "schema", "id", "review_by", "contact.asked_on",  # the program's own
    "talk.avoid",  # said with talk.modes
    "hearing.caption_layout",  # the kit's, unless somebody wishes otherwise
}  # fmt: skip


def walk(answers, state=None):
    """Answer by key; what is not named is passed over in silence."""
    state = state or steps.start(None, "K-08", today=TODAY)
    asked = []
    while question := steps.next_question(state):
        asked.append(question.key)
        text = answers.get(question.key)
        if text is None:
            state = steps.leave(state, question.key, steps.SKIP)
        elif text == "pass":
            state = steps.leave(state, question.key, steps.PASS)
        else:
            state = steps.answer(state, question, text, today=TODAY)
    return state, asked


def test_a_conversation_begins_with_the_name_and_whether_it_is_safe_to_reach_them():
    """Whom to call in danger comes last; in ten questions, with what belongs to one of them."""
    short = steps.short_keys("US")
    assert short[:2] == ("name", "contact.safe")
    assert short[-1].startswith("contact.emergency")
    asked = [one.key for one in steps.questions_of(short) if not one.when]
    assert len(asked) == 10, asked


def test_each_question_is_short_or_belongs_to_one_topic():
    keys = [key for one in steps.topics().values() for key in one]
    assert len(set(keys)) == len(keys)
    assert {*keys, *steps.short_keys("US")} == {one.key for one in steps.load_questions()}


def test_everything_a_profile_holds_is_asked():
    asked = {question.key for question in steps.load_questions()}
    assert asked | NOT_ASKED == {field.key for field in profile_fields()}


def test_nobody_is_asked_why_and_every_question_is_neutral():
    words = load_words("en")
    for question in steps.load_questions():
        text = words.text(f"interview.{question.key}")
        assert "why" not in text.lower()
        assert not find_unneutral(text)
        assert text.rstrip().endswith((".", "?"))


def test_silence_and_passing_are_two_things_and_neither_is_no():
    state, _ = walk({"hearing.lip_reads": "pass", "consent.store": "pass"})
    profile, problems = steps.finish(state, today=TODAY)
    assert not problems
    assert profile.hearing.lip_reads is None
    assert profile.sense.no_flashing is None
    assert state.ended(steps.PASS) == ["hearing.lip_reads", "consent.store"]
    assert "sense.no_flashing" in state.ended(steps.SKIP)
    assert [one.key for one in say_profile(profile, load_words("en"))][:2] == ["name", "stated_by"]


def test_a_file_that_says_no_by_default_is_not_an_answer():
    state = steps.start(canary_profile(7), "K-0007", today=TODAY)
    assert state.known("consent.group") is None
    assert state.known("consent.store") is True


def test_answers_carry_wishes_and_order():
    state, asked = walk({
        "contact.safe": "4, 1", "contact.phone": "+1 603 555 0142", "contact.post.name": "Rosa",
        "contact.post.street": "12 Elm St;Apt 4", "contact.post.city": "Town",
        "contact.post.country": "US", "name": "Rosa", "reading.formats": "6, 2 need",
        "reading.print_size_pt": "20 need", "talk.modes": "2,1 avoid",
        "language.written": "Spanish, en", "device.screen_in": "6.1", "hearing.lip_reads": "1",
        "device.has": "1", "pace.reminders": "2",
    })  # fmt: skip
    profile, problems = steps.finish(state, today=TODAY)
    assert not problems
    assert profile.contact.safe == (Channel.CALL, Channel.LETTER)
    assert profile.contact.asked_on == TODAY
    assert profile.contact.post.street == ("12 Elm St", "Apt 4")
    assert [(one.value, one.wish) for one in profile.reading.formats] == [
        (ReadingFormat.SCREEN_READER_FILE, Wish.PREFER), (ReadingFormat.LARGE_PRINT, Wish.NEED),
    ]  # fmt: skip
    assert profile.reading.print_size_pt.wish is Wish.NEED
    assert [one.value for one in profile.language.written] == ["es", "en"]
    assert profile.hearing.lip_reads.value is True
    assert [one.value for one in profile.pace.reminders] == [Channel.LETTER]
    assert "contact.email" not in asked


@pytest.mark.parametrize(
    ("key", "text"),
    [("contact.safe", "9"), ("contact.safe", "a pigeon"), ("contact.safe", "1,1"),
     ("contact.safe", "t"), ("contact.phone", "12x"), ("contact.phone", "1"),
     ("contact.phone", "12"), ("reading.print_size_pt", "500"), ("reading.level", "1 2"),
     ("language.written", "Klingonish"), ("hearing.lip_reads", "3"), ("contact.safe", "0")],
)  # fmt: skip
def test_what_is_no_answer_is_told(key, text):
    question = next(one for one in steps.load_questions() if one.key == key)
    state = steps.start(None, "K-08", today=TODAY)
    with pytest.raises(BadInput):
        steps.answer(state, question, text, today=TODAY)


@pytest.mark.parametrize(
    ("key", "text", "meant"),
    [
        ("contact.safe", "letter", ["letter"]),
        ("contact.safe", "Letter, phone call", ["letter", "call"]),
        ("contact.safe", "E-Mail; 3", ["email", "sms"]),
        ("contact.safe", "text", ["sms"]),
        ("hearing.lip_reads", "yes", [True]),
        ("hearing.lip_reads", "No need", [False]),
    ],
)
def test_an_answer_may_be_the_words_that_are_shown(key, text, meant):
    words = load_words("en")
    question = next(one for one in steps.load_questions() if one.key == key)
    state = steps.start(None, "K-08", today=TODAY)
    shown = [
        say_value(question.field, one == "true" if question.field.kind is bool else one, words)
        for one in steps.choices_of(question, state)
    ]
    after = steps.answer(state, question, text, today=TODAY, labels=shown)
    said = get_path(after.tree, question.field.path)
    values = said if isinstance(said, list) else [said]
    assert [one["value"] if isinstance(one, dict) else one for one in values] == meant


def test_back_leads_to_the_first_question_also_on_another_day():
    state, asked = walk({})
    keys = [one.key for one in steps.load_questions()]
    at = keys[-1]
    for _ in asked[:-1]:
        question = next(one for one in steps.load_questions() if one.key == at)
        at = steps.answered_before(question, state)
        state = steps.reopen(state, at)
    assert at == keys[0]


def test_a_channel_without_a_number_is_left_out_and_told():
    state, _ = walk({"contact.safe": "4,6", "contact.phone": "pass"})
    profile, problems = steps.finish(state, today=TODAY)
    assert profile.contact.safe == (Channel.IN_PERSON,)
    assert [problem.code for problem in problems] == ["interview.channel-left-out"]


@given(odd_people())
def test_an_interview_in_silence_keeps_what_was_known(person):
    state, _ = walk({}, steps.start(person, person.id, today=TODAY))
    again, _ = steps.finish(state, today=TODAY)
    assert again == person


@given(odd_people())
def test_a_draft_is_read_as_it_was_kept(person):
    state = steps.leave(steps.start(person, person.id, today=TODAY), "name", steps.SKIP)
    assert load_draft(save_draft(state)) == state


@given(st.binary(max_size=60) | st.sampled_from([b"[]", b"{}", b'{"schema": 1}']))
def test_no_draft_is_no_draft(data):
    assert load_draft(data) is None


TYPED = st.text(max_size=12) | st.sampled_from(["1", "2", "1,2 need", "need", "3 avoid", "6.1", ""])


@given(st.lists(TYPED, min_size=50, max_size=50))
def test_whatever_is_typed_ends_in_a_profile_that_can_be_kept(texts):
    state = steps.start(None, "K-08", today=TODAY)
    for text in texts:
        question = steps.next_question(state)
        if question is None:
            break
        try:
            state = steps.answer(state, question, text or "x", today=TODAY)
        except BadInput:
            state = steps.leave(state, question.key, steps.SKIP)
    profile, problems = steps.finish(state, today=TODAY)
    assert profile is not None, problems


# -- as a command -------------------------------------------------------------------------------

SHORT = "Rosa M.\nletter\n12 Elm St\nTown\n\n\nUS\n"
ENOUGH = "enough for today?"


def test_a_piped_interview_writes_a_file_and_reads_it_back(run_cli, tmp_path):
    answers = SHORT + "back\nGB\nstop\n"
    first = run_cli("profile", "interview", "K-08", stdin=answers)
    assert first.code == 0, first.stderr
    assert first.stdout == ""
    assert not (tmp_path / "K-08.toml").exists()
    draft = tmp_path / ".K-08.interview.json"
    assert draft.stat().st_mode & 0o077 == 0
    then = run_cli("profile", "interview", "K-08", stdin="\n" * 20)
    assert "Going on where you stopped." in then.stderr
    assert "Country: GB" in then.stderr
    assert not (tmp_path / "K-08.toml").exists()  # an empty line is no yes
    last = run_cli("profile", "interview", "K-08", stdin="1\n")
    assert (last.code, last.stdout) == (
        0,
        "Saved K-08.toml on 2026-11-24.\nNext: access-kit recommend K-08.toml\n",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["K-08.toml"]
    assert run_cli("profile", "check", "K-08.toml").code == 0
    kept = run_cli("profile", "show", "K-08.toml").stdout
    assert "Name on the envelope: Rosa M." in kept
    assert "Safe ways to reach you: letter" in kept


def test_an_interview_that_was_begun_is_listed_until_it_is_done(run_cli, tmp_path):
    assert run_cli("profile", "interview", "K-08", stdin=SHORT + "stop\n").code == 0
    listed = run_cli("profile", "list", "--from", ".")
    assert listed.code == 0, listed.stderr
    assert "K-08: an interview was begun. Go on: access-kit profile interview K-08" in listed.stdout
    assert run_cli("profile", "list", "--from", ".", "--json").json["begun"] == ["K-08"]
    assert run_cli("profile", "interview", "K-08", stdin="\n" * 20 + "1\n").code == 0
    assert "begun" not in run_cli("profile", "list", "--from", ".").stdout


def test_after_the_ten_questions_the_rest_goes_by_topic(run_cli, tmp_path):
    """``back`` leads from a topic into the ten, also after a pause; each group counts itself."""
    ten = SHORT + "\n" * 8
    typed = [ten, "3\n", "reding\n", "what is read\n", "plain words\n", "stop\n"]
    first = run_cli("profile", "interview", "K-08", stdin="".join(typed))
    assert ENOUGH in first.stderr
    assert 'Did you mean "what is read"?' in first.stderr
    said = first.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert "(1 of 4)" in said.rpartition("What next?")[2]

    typed = ["back\n" * 2, "Ana\n", "+1 603 555 0177\n", "\n" * 4, "3\n", "back\n", "1\n"]
    then = run_cli("profile", "interview", "K-08", stdin="".join(typed), env={})
    assert then.code == 0, then.stderr
    assert "what is read" not in then.stderr.rpartition("What next?")[2], "that topic is done"
    kept = run_cli("profile", "show", "K-08.toml").stdout
    assert "How plain the words are: plain words" in kept
    assert "Person to call in danger: Ana" in kept


def test_the_battery_may_end_after_any_answer(run_cli, tmp_path):
    """Whatever ends it: each answer is on the disk before the next question."""
    run_cli("profile", "interview", "K-08", stdin=SHORT)  # and then the input ends
    assert "12 Elm St" in (tmp_path / ".K-08.interview.json").read_text(encoding="utf-8")


def test_the_talk_has_no_signs_that_a_screen_reader_stumbles_over(run_cli):
    asked = run_cli("profile", "interview", "K-08", stdin=SHORT)
    assert "\x1b" not in asked.stderr
    assert "\r" not in asked.stderr
    assert all(len(line) < 200 for line in asked.stderr.splitlines())


def test_a_wrong_id_is_told_before_the_first_question(run_cli):
    ran = run_cli("profile", "interview", "Rosa", stdin=SHORT)
    assert ran.code == 2
    assert "[profile.bad-pattern]" in ran.stderr
    assert "safe" not in ran.stderr


def test_the_questions_are_in_order_of_their_file():
    text = (Path(steps.__file__).parent / "interview.toml").read_text()
    assert [text.index(f'"{one.key}"') for one in steps.load_questions()]
