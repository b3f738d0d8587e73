"""How a group goes on, as people read it: in each paper of a meeting, and in no other."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.documents.text_messages import messages_of
from access_kit.i18n import When, load_words
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.letter import build_letter
from access_kit.materials.mail_letter import build_message
from access_kit.materials.run_sheet import build_run_sheet
from access_kit.materials.series_words import say_series, short_series
from access_kit.materials.texts import build_texts
from access_kit.model.document import Paragraph
from access_kit.model.plan import NotMet
from access_kit.model.profile import Detail
from access_kit.model.series import Meeting, MeetingChange, Series
from access_kit.recurrence import occurrences
from tests.materials.samples import SESSION, STARTS, ZONE, paper_context, session_context

DAY = datetime.date
CHANGES = (
    MeetingChange(DAY(2026, 12, 24), cancelled=True),
    MeetingChange(DAY(2026, 12, 10), starts=datetime.datetime(2026, 12, 11, 17, 30)),
)
LANGUAGES = ("en", "es", "ar", "hi")
DAY_NAMES = ("every Thursday", "first Thursday", "cada jueves", "primer jueves", "يوم الخميس",
             "हर गुरुवार", "पहले गुरुवार")  # fmt: skip


def meeting(repeats: str, *changes: MeetingChange, day: DAY | None = None) -> Meeting:
    """One meeting of a group, the first unless ``day`` is another."""
    series = Series("thursday", repeats, STARTS, ZONE, 60, changes)
    found = next(one for one in occurrences(series) if day in (None, one.day))
    keys = {one.name: getattr(SESSION, one.name) for one in dataclasses.fields(SESSION)}
    once = frozenset(one for change in changes if change.date == found.day for one in change.guest)
    keys["starts"] = found.starts
    return Meeting(**keys, series=series, occurrence=found, once=once)


def at(session, lang: str = "en", build=paper_context, **changes):
    words = load_words(lang)
    when = When(session.begins, ZONE, words.formats, words)
    return build(session=session, words=words, when=when, **changes)


def said(session, lang: str = "en") -> str:
    return " ".join(plain_text(line) for line in say_series(at(session, lang)))


@pytest.mark.parametrize(
    ("repeats", "sentence"),
    [
        ("FREQ=WEEKLY;COUNT=12", "We meet every Thursday until February 18."),
        ("FREQ=WEEKLY;UNTIL=20270325T220000Z", "We meet every Thursday until March 25."),
        ("FREQ=WEEKLY;UNTIL=20270325T215959Z", "We meet every Thursday until March 18."),
        ("FREQ=WEEKLY;UNTIL=20280101T000000Z", "We meet every Thursday until December 30, 2027."),
        ("FREQ=WEEKLY;WKST=SU", "We meet every Thursday."),
        ("FREQ=WEEKLY;INTERVAL=2", "We meet every other Thursday."),
        ("FREQ=WEEKLY;BYDAY=TH,MO", "We meet every Monday and Thursday."),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,MO", "We meet every other week on Monday and Thursday."),
        ("FREQ=DAILY;BYDAY=MO,TH", "We meet every Monday and Thursday."),
        ("FREQ=DAILY", "We meet every day."),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "We meet every day."),
        ("FREQ=DAILY;INTERVAL=2", "We meet every other day."),
        ("FREQ=MONTHLY;BYDAY=1TH", "We meet the first Thursday of every month."),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1", "We meet the first Thursday of every month."),
        (
            "FREQ=MONTHLY;BYDAY=-1TH,+1TH",
            "We meet the first Thursday and the last Thursday of every month.",
        ),
        ("FREQ=MONTHLY", "We meet on day 3 of every month."),
        ("FREQ=MONTHLY;BYMONTHDAY=17,3", "We meet on days 3 and 17 of every month."),
        (
            "FREQ=WEEKLY;INTERVAL=3",
            "After that, we meet on December 24, January 14, February 4, and February 25.",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1TH,5TH",
            "After that, we meet on December 31, January 7, February 4, and March 4.",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=3,31",
            "After that, we meet on December 31, January 3, January 31, and February 3.",
        ),
        ("FREQ=WEEKLY;COUNT=1", "This is the last meeting."),
        ("", ""),
    ],
)
def test_a_rule_is_said_as_people_say_it_or_as_its_next_dates(repeats, sentence):
    assert said(meeting(repeats)) == sentence


def test_what_differs_on_dates_ahead_is_said():
    assert said(meeting("FREQ=WEEKLY;COUNT=12", *CHANGES)) == (
        "We meet every Thursday until February 18. No meeting on December 24. "
        "Instead of Thursday, December 10, we meet on Friday, December 11 at 5:30\u00a0p.m."
    )
    third = meeting("FREQ=WEEKLY;COUNT=12", *CHANGES, day=DAY(2026, 12, 17))
    assert said(third) == "We meet every Thursday until February 18. No meeting on December 24."
    fifth = meeting("FREQ=WEEKLY;COUNT=12", *CHANGES, day=DAY(2026, 12, 31))
    assert said(fifth) == "We meet every Thursday until February 18."


def test_another_hour_on_its_own_day_is_no_other_date():
    later = MeetingChange(DAY(2026, 12, 17), starts=datetime.datetime(2026, 12, 17, 19))
    assert said(meeting("FREQ=WEEKLY;COUNT=12", later)) == (
        "We meet every Thursday until February 18. "
        "On Thursday, December 17 we meet at 7:00\u00a0p.m., not at 6:00\u00a0p.m."
    )


def test_until_is_the_last_meeting_that_is_held():
    late = (
        MeetingChange(DAY(2026, 12, 24), cancelled=True),
        MeetingChange(DAY(2026, 12, 17), starts=datetime.datetime(2026, 12, 28, 18)),
    )
    assert said(meeting("FREQ=WEEKLY;COUNT=4", *late)).startswith(
        "We meet every Thursday until December 28."
    )
    assert said(meeting("FREQ=WEEKLY;COUNT=4", *late[:1], day=DAY(2026, 12, 17))) == (
        "No meeting on December 24. This is the last meeting."
    )


def test_dates_of_a_list_are_those_that_are_held():
    off = MeetingChange(DAY(2026, 12, 24), cancelled=True)
    moved = MeetingChange(DAY(2027, 1, 14), starts=datetime.datetime(2027, 1, 15, 18))
    assert said(meeting("FREQ=WEEKLY;INTERVAL=3;COUNT=4", off, moved)) == (
        "After that, we meet on January 15 and February 4. No meeting on December 24. "
        "Instead of Thursday, January 14, we meet on Friday, January 15 at 6:00\u00a0p.m."
    )


PAPERS = {
    "letter": lambda session, lang: build_letter(at(session, lang, detail=Detail.ESSENTIALS)),
    "full letter": lambda session, lang: build_letter(at(session, lang)),
    "e-mail": lambda session, lang: build_message(at(session, lang, detail=Detail.ESSENTIALS)),
    "notice": lambda session, lang: build_group_notice(at(session, lang, session_context)),
    "run sheet": lambda session, lang: build_run_sheet(at(session, lang, session_context), []),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_of_a_meeting_says_it_and_a_single_session_does_not(paper, lang):
    session = meeting("FREQ=WEEKLY;COUNT=12", *CHANGES)
    sentences = [plain_text(line) for line in say_series(at(session, lang))]
    assert len(sentences) == 3
    if paper == "run sheet":  # on page one in one line, which ends with it
        sentences[0] = plain_text(short_series(at(session, lang))[0])
    text = words_of(PAPERS[paper](session, lang))
    assert [one for one in sentences if one not in text] == []
    single = dataclasses.replace(SESSION, starts=session.starts)
    assert PAPERS[paper](single, lang) == PAPERS[paper](meeting(""), lang)


def words_of(document) -> str:
    blocks = walk_blocks(document.blocks)
    found = [plain_text(one.content) for one in blocks if isinstance(one, Paragraph)]
    listed = [one for one in walk_blocks(document.blocks) if hasattr(one, "items")]
    found += [plain_text(item.content) for one in listed for item in one.items]
    return "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("repeats", ["FREQ=WEEKLY;COUNT=12", "FREQ=MONTHLY;BYDAY=1TH;COUNT=6"])
def test_texts_say_it_where_there_is_room_and_the_first_stays_one(lang, repeats):
    session = meeting(repeats, *CHANGES) if "WEEKLY" in repeats else meeting(repeats)
    single = messages_of(build_texts(at(meeting(""), lang)))
    group = messages_of(build_texts(at(session, lang)))
    [day] = [one for one in DAY_NAMES if one in " ".join(group)]
    assert day in plain_text(say_series(at(session, lang))[0])
    assert len(group) <= len(single) + (0 if lang in ("en", "es") else 1)
    assert SESSION.join_url in group[1] + group[2]


def test_a_long_name_keeps_the_first_text_whole():
    session = meeting("FREQ=WEEKLY;COUNT=12")
    context = at(session)
    profile = dataclasses.replace(context.profile, name="Maximiliane-Theodora Wolkenstein-Aue")
    texts = messages_of(build_texts(dataclasses.replace(context, profile=profile)))
    assert "Thursday" in texts[0]
    assert len(texts) == len(messages_of(build_texts(at(meeting("")))))


def test_a_letter_that_is_full_says_the_rule_alone():
    """Where something could not be arranged, that takes the room; the long letter says it all."""
    lacking = (NotMet("captioner", "captions.live", "human", "", ()),)
    for detail, first, whole in ((Detail.ESSENTIALS, 1, 0), (Detail.FULL, 1, 1)):
        context = at(meeting("FREQ=WEEKLY;COUNT=12", *CHANGES), detail=detail)
        plan = dataclasses.replace(context.plan, not_met=lacking)
        text = words_of(build_letter(dataclasses.replace(context, plan=plan)))
        assert text.count("We meet every Thursday.") == first
        assert text.count("We meet every Thursday until February 18. No meeting on") == whole


def test_page_one_of_the_run_sheet_says_it_in_the_line_of_the_meeting():
    session = meeting("FREQ=WEEKLY;COUNT=12", *CHANGES)
    first = build_run_sheet(at(session, build=session_context), []).blocks[0]
    assert plain_text(first.content).endswith("Zoom; every Thursday until February 18")


def test_who_comes_once_is_not_told_how_the_group_goes_on():
    once = MeetingChange(DAY(2026, 12, 3), guest=("k-07",))
    session = meeting("FREQ=WEEKLY;COUNT=12", once)
    assert say_series(at(session)) == ()
    assert "Thursday until" not in messages_of(build_texts(at(session)))[0]
    assert say_series(at(session, build=session_context)) != ()
