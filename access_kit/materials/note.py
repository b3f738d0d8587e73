"""The note for somebody who has been there: the next time, what is new, the same way to join.

It is one side, and takes the letter's place. Nothing stands in it that the person has already: how
to join is said anew where it changed, a question only where it was never answered. Where it would
be longer than ``NOTE_WORDS``, the nearest alone is said of the dates ahead that differ, as the next
note says the next; then that papers come along, without their titles. An e-mail has more room.
What somebody hears cannot be skimmed: it is made for ``HEARD_SECONDS``, questions with it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Set

from access_kit.documents.linear import count_words
from access_kit.i18n import list_texts
from access_kit.materials.blocks import heading, make_document, one_paragraph, paragraph
from access_kit.materials.contacts import crisis_box
from access_kit.materials.context import PaperContext
from access_kit.materials.forms import FORM_LETTERS, ask
from access_kit.materials.items import Item, choose_items
from access_kit.materials.letter_short import COMFORT, ShortParts, name_unmet
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.series_words import MOST_CHANGES, has_new_time, meant_at, say_going_on
from access_kit.materials.tech_check import ANSWERS, ANSWERS_MORE, ASK_ALWAYS, LAST, short_checks
from access_kit.materials.values import session_values
from access_kit.model.document import (
    Blocks,
    Document,
    FormLine,
    Inlines,
    Purpose,
    Text,
)
from access_kit.model.past import MOST_ASKED, QUIET_NOTES, Past
from access_kit.model.series import Meeting
from access_kit.model.told import JOINING, changes, told_of

MOST_QUESTIONS = 2
"""Questions of a note, the most important first: more would not leave it one side."""

NOTE_WORDS = 90
"""So many words are read in half a minute. Questions, and how to join said anew, add to them."""

HEARD_SECONDS = 45
"""So many seconds a note aims at, by its words; what could not be arranged may take it over."""

WORD_SECONDS, QUESTION_SECONDS = 0.56, 12.5
"""What a word of a note takes at the normal speed, with pauses and numbers digit by digit, and what
a question does with its answers: measured with the voice that ships, in English.
"""

NEAREST_DATE, NO_TITLES, SAID_ONCE = 1, 2, 3
"""How brief a note is: with the nearest of the dates that differ, then without titles of papers;
for who hears it, at last without a greeting, with the day in one place alone, and of the papers
with an agreement alone, where one is to be signed: the others lie beside it.
"""

CALL = "call"
"""The way to join of who calls a number."""

SAME = (
    Item("place", "note.same-place", needs=("in_person",)),
    Item(CALL, "note.same-call-pin", needs=("calls_first", "pin")),
    Item(CALL, "note.same-call", needs=("calls_first",), unless=("pin",)),
    Item("open", "note.same-link", needs=("app", "link"), unless=("calls_first",)),
    Item("same", "note.same", unless=("no_live_way",)),
)
"""How to join, where it is as it was: the first that holds is said."""

DIFFERENT = (
    Item("tell", "note.tell-call", needs=("voice", "host_number"), unless=("no_phone",)),
    Item(
        "tell", "note.tell-text", needs=("host_number",), unless=("voice", "avoids_sms", "no_phone")
    ),
    Item("tell", "note.tell-write", needs=("host_email",), unless=("no_phone",)),
    Item("tell", "note.tell-write", needs=("host_email", "mailed")),
    Item("tell", "note.tell"),
)
"""Whom to tell what should be different, by the person's own way: the first that holds."""


def build_note(context: PaperContext) -> Document:
    """The note as a paper, with the questions that are open, if there are any."""
    made = _note(context, _brief(context), note_questions(context))
    form = tuple(
        FormLine(number, line[0].id, line[0].kind, ANSWERS_MORE)
        for number, line in _open(context, person_facts(context))
    )
    return dataclasses.replace(made, form=form)


def how_brief(make: Callable[[int], Document], most: int, last: int = NO_TITLES) -> int:
    """How much is left out so that what ``make`` gives has ``most`` words, if that is possible."""
    fits = (brief for brief in range(last) if count_words(make(brief)) <= most)
    return next(fits, last)


def _brief(context: PaperContext) -> int:
    def make(brief: int) -> Document:
        return _note(context, brief, ())

    if not context.hears_at:
        return how_brief(make, NOTE_WORDS)
    return how_brief(make, min(NOTE_WORDS, int(_heard_words(context))), SAID_ONCE)


def _heard_words(context: PaperContext) -> float:
    """How many words somebody hears in the time that a note has."""
    return HEARD_SECONDS * context.hears_at / WORD_SECONDS


def _note(context: PaperContext, brief: int, questions: Blocks) -> Document:
    words, facts = context.words, person_facts(context)
    signed = paragraph(words, "letter.signed-host", **session_values(context))
    blocks = (
        *note_blocks(context, brief),
        *(() if context.hears_at else (signed,)),
        *questions,
        *crisis_box(words, context.crisis, facts, context.caller),
    )
    title = words.text("letter.title", date=context.when.day())
    if brief == SAID_ONCE:
        title = words.text("calendar.summary")
    return make_document(words, title, Purpose.LETTER, blocks)


def note_blocks(context: PaperContext, brief: int) -> Blocks:
    """What the note says, in a letter and in an e-mail alike."""
    words, facts = context.words, person_facts(context)
    values = session_values(context)
    parts = ShortParts(context, facts, min(brief, len(COMFORT)))
    unmet = _unmet(context, facts)
    new_way = has_new_way(context)
    tell = choose_items(DIFFERENT, facts)[0].word
    joining = parts.joining() if new_way else one_paragraph(_same_way(context, facts))
    hello = paragraph(words, "letter.hello", name=context.profile.name)
    return (
        *(() if brief == SAID_ONCE else (hello,)),
        *one_paragraph([*_when(context), *_going_on(context, brief), *_welcome(context)]),
        *joining,
        *one_paragraph([*_not_arranged(context, unmet), *_news(context, brief)]),
        *one_paragraph([words.inlines(tell, **values), *_quiet(context)]),
    )


def has_new_way(context: PaperContext) -> bool:
    """Whether how to join is not what the person was told last, or they join by another way."""
    past = _past(context)
    if past.told is None or (past.way and past.way != way_to_join(context)):
        return True
    return bool(JOINING & set(changes(past.told, told_of(context.session))))


def way_to_join(context: PaperContext) -> str:
    """By which way a person joins, as their papers tell it: ``call``, ``open``, ``place``.

    Empty where none of the ways to join is theirs.
    """
    return next((item.id for item in choose_items(SAME, person_facts(context))), "")


def _past(context: PaperContext) -> Past:
    assert context.past is not None
    return context.past


def _when(context: PaperContext) -> Iterator[Inlines]:
    words, session, values = context.words, context.session, session_values(context)
    if isinstance(session, Meeting) and session.occurrence.is_moved:
        rule = meant_at(context, session.series, session.day)
        same_day = rule.local.date() == context.when.local.date()
        key = "note.when-hour" if same_day else "note.when-moved"
        yield words.inlines(key, **values, usual=rule.time() if same_day else rule.day())
    else:
        yield words.inlines("note.when-new" if has_new_time(context) else "note.when", **values)


def _going_on(context: PaperContext, brief: int) -> tuple[Inlines, ...]:
    return say_going_on(context, 1 if brief >= NEAREST_DATE else MOST_CHANGES)


def _welcome(context: PaperContext) -> Iterator[Inlines]:
    if has_new_way(context):
        yield context.words.inlines("note.new-way")


def _same_way(context: PaperContext, facts: Set[str]) -> list[Inlines]:
    values = session_values(context)
    chosen = choose_items(SAME, facts)[:1]
    return [context.words.inlines(item.word, **values) for item in chosen]


def _unmet(context: PaperContext, facts: Set[str]) -> list[Text]:
    """What could not be arranged; that pictures lack is no news to who hears the note."""
    return name_unmet(context.words, facts, pictures=not context.hears_at)


def _not_arranged(context: PaperContext, unmet: list[Text]) -> Iterator[Inlines]:
    if unmet:
        words = context.words
        yield words.inlines("note.unmet", what=list_texts(unmet, words.formats))


def _news(context: PaperContext, brief: int) -> list[Inlines]:
    """The handouts that are new to the person, and an agreement whose words are new."""
    words = context.words
    said = []
    signs = context.signs and not context.is_discreet
    if context.enclosed and brief < NO_TITLES:
        titles = list_texts(context.enclosed, words.formats)
        said.append(words.inlines("note.new", titles=titles))
    elif context.enclosed and not (signs and brief == SAID_ONCE):
        said.append(words.inlines("note.new-brief"))
    if signs:
        said.append(words.inlines(_why_agreement(context)))
    return said


def _why_agreement(context: PaperContext) -> str:
    """Why an agreement comes along, as a sentence: its time is over, its words are new, or it is
    the first, as it may be in a new language.
    """
    if _past(context).agree_again:
        return "note.agreement"
    is_new = context.was_shown_in(context.words.locale)
    return "note.agreement-changed" if is_new else "note.agreement-first"


def _quiet(context: PaperContext) -> Iterator[Inlines]:
    if reminders_end(context):
        yield context.words.inlines("note.quiet")


def reminders_end(context: PaperContext) -> bool:
    """Whether reminders end now for somebody who asked for them and was not heard from.

    It is said once.
    """
    wanted = any(way.wanted for way in context.profile.pace.reminders)
    past = _past(context)
    return wanted and past.silent == QUIET_NOTES and not past.reminders_ended


# -- questions ------------------------------------------------------------------------------------


def note_questions(context: PaperContext) -> Blocks:
    """The questions that are open, in a letter and in an e-mail alike; whom to tell stands above.

    An answer to either is read against the form of the note.
    """
    words, values = context.words, session_values(context)
    asked = [
        ask(words, line, ANSWERS, values, number)
        for number, line in _open(context, person_facts(context))
    ]
    return (heading(words, "note.questions"), *asked) if asked else ()


def _open(context: PaperContext, facts: Set[str]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """What was never answered and was not asked often; all anew where the way to join is new."""
    past = _past(context)
    known = context.answered | past.answered
    if has_new_way(context):
        known, often = frozenset[str](), frozenset[str]()
    else:
        often = frozenset(key for key, times in past.asked.items() if times >= MOST_ASKED)
    lines = (line for _, line in short_checks(facts, known))
    open_ = [
        line
        for line in lines
        if line[0].kind not in (LAST, ASK_ALWAYS) and line[0].id not in known | often
    ]
    letter = FORM_LETTERS[Purpose.TECH_CHECK]
    room = _room_for_questions(context, facts)
    return tuple((f"{letter}{at}", line) for at, line in enumerate(open_[:room], 1))


def _room_for_questions(context: PaperContext, facts: Set[str]) -> int:
    """How many questions a note has room for beside its news, and time for where it is heard."""
    if context.is_large:
        return 0
    news = [_unmet(context, facts), context.enclosed, [*say_going_on(context)]]
    room = max(0, MOST_QUESTIONS - sum(map(bool, news)) - context.signs)
    if not context.hears_at:
        return room
    left = _heard_words(context) - count_words(_note(context, _brief(context), ()))
    return min(room, max(0, int(left * WORD_SECONDS / QUESTION_SECONDS)))
