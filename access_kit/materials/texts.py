"""What goes by text message: an invitation of a few texts, each a whole thought that fits into one.

A form is no text: one word answers for the check, and the agreement is gone through by the person's
own way. A handout is its beginning and an offer.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Set

from access_kit.documents.linear import LineKind, lines_of
from access_kit.i18n import Words, list_texts
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import run_on
from access_kit.materials.contacts import danger_line, say_way
from access_kit.materials.context import PaperContext
from access_kit.materials.crisis_lines import is_near
from access_kit.materials.few_texts import Thought, as_texts_of, fits_one, in_few, thought
from access_kit.materials.hours import say_hours
from access_kit.materials.items import Item, choose_items
from access_kit.materials.letter_short import name_unmet
from access_kit.materials.note import has_new_way, reminders_end
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.series_words import say_changes, say_going_on, short_series
from access_kit.materials.values import session_values
from access_kit.model.document import Document, Inlines, Link, Paragraph, Purpose, Text

JOIN = (
    Item("call", "text.call-pin", needs=("calls_first", "pin")),
    Item("call", "text.call", needs=("calls_first",), unless=("pin",)),
    Item("open", "text.open", needs=("app", "link"), unless=("calls_first",)),
    Item("open", "text.no-link", needs=("app",), unless=("link", "calls_first")),
    Item("number", "text.no-number", needs=("awaits_number",)),
    Item("start", "text.start", needs=("sms", "texted")),
    Item("host", "text.host", needs=("by_text", "host_number"), unless=("sms",)),
    Item("host", "text.host", needs=("sms", "host_number"), unless=("texted",)),
    Item("place", "text.place", needs=("in_person",)),
)
SAME = (
    Item("call", "text.note-call-pin", needs=("calls_first", "pin")),
    Item("call", "text.note-call", needs=("calls_first",), unless=("pin",)),
    Item("open", "text.note-link", needs=("app", "link"), unless=("calls_first",)),
    *(one for one in JOIN if one.id in ("start", "host", "place")),
)
"""How to join, for who has been there and finds it as it was."""

FAILS = (Item("fails", "text.fails", needs=("host_number",), unless=("sms", "by_text")),)
TYPE = (
    Item("type", "text.type", needs=("video", "type_too"), unless=("calls_first",)),
    Item("type", "text.type", needs=("writing",)),
)
NOTE_TEXTS, NOTE_COSTLY = 2, 3
"""So many texts a note has at most; more where a letter is none of GSM 03.38."""
HANDOUT_CHARACTERS = 250
"""Of a handout as texts; whoever wants the rest asks for it."""


def build_texts(context: PaperContext) -> Document:
    """One paragraph is one text: when, how to join, what is not arranged, whom to call."""
    if context.is_note:
        return _note_texts(context)
    words, facts, values = context.words, person_facts(context), session_values(context)
    unmet = _unmet(words, facts, "text.unmet", "text.unmet-short")
    texts = (
        [_who(context, values, ("text.who", "text.who-short")), *_say(context, TYPE, can_go=True)],
        [*_join(context, JOIN), *_say(context, FAILS, can_go=True)],
        unmet,
        [
            *_whom_to_call(context, facts),
            _when_read(context),
            thought(words.inlines("text.reply")),
            thought(words.inlines("text.rates")),
        ],
    )
    packed = _with_series(context, in_few(words, texts), may_add=not unmet)
    return as_texts_of(words, words.text("letter.title", date=context.when.short_date()), packed)


def _note_texts(context: PaperContext) -> Document:
    """For who has been there: the next time with how to join, whom to call, and how to stop.

    What is not arranged this time stands in the second text where it fits, else in one of its own.
    """
    words, facts, values = context.words, person_facts(context), session_values(context)
    who = _who(context, values, ("text.note-when", "text.note-when-short"))
    unmet = _unmet(words, facts, "text.note-unmet", "text.unmet-short")
    anything = [] if unmet else [thought(words.inlines("text.note-different"), can_go=True)]
    texts = (
        [who, *_join(context, JOIN if has_new_way(context) else SAME)],
        [
            *unmet,
            *_whom_to_call(context, facts),
            *anything,
            _when_read(context),
            thought(words.inlines("script.stop")),
        ],
    )
    packed = in_few(words, texts, most=NOTE_TEXTS, most_costly=NOTE_COSTLY)
    for line in say_going_on(context):
        packed = (_with_line(words, packed[0], line), *packed[1:])
    title = words.text("letter.title", date=context.when.short_date())
    return as_texts_of(words, title, _with_quiet(context, packed))


def _say(
    context: PaperContext, items: tuple[Item, ...], *, can_go: bool = False
) -> Iterator[Thought]:
    """The sentences of ``items`` that hold for a reader, fuller and with a shorter name."""
    facts, values = person_facts(context), session_values(context)
    for item in choose_items(items, facts):
        yield thought(*_ways(context, item.word, values), can_go=can_go)


def _ways(context: PaperContext, key: str, values: Mapping[str, FilledIn]) -> tuple[Inlines, ...]:
    """A sentence with whole names, and with the first words of them."""
    words, host = context.words, str(values["host"])
    short = {"name": _first_word(context.profile.name), "host": _first_word(host)}
    named = ({"name": context.profile.name, "host": host}, {"name": context.profile.name} | short)
    said = (words.inlines(key, **{**values, **one}) for one in named)
    return tuple(dict.fromkeys(said))


def _first_word(name: str) -> str:
    return name.split()[0] if name.split() else name


def _who(context: PaperContext, values: Mapping[str, FilledIn], keys: tuple[str, str]) -> Thought:
    """Who writes and when it is; where that is too long, without the reader's own name."""
    return thought(*(way for key in keys for way in _ways(context, key, values)))


def _join(context: PaperContext, items: tuple[Item, ...]) -> Iterator[Thought]:
    """How to join; a link that fills a text alone stands in one, and the text before says so."""
    words, link = context.words, session_values(context).get("link")
    for item, said in zip(
        choose_items(items, person_facts(context)), _say(context, items), strict=True
    ):
        if item.id != "open" or not isinstance(link, Link):
            yield said
            continue
        ways = (*said.ways, words.inlines("text.open-short", link=link))
        if any(fits_one(words, way) for way in ways):
            yield thought(*ways)
        else:
            yield thought(words.inlines("text.open-next"))
            yield Thought(((link,),), is_alone=True)


def _unmet(words: Words, facts: Set[str], *keys: str) -> list[Thought]:
    """What is not arranged, in the longer sentence first; of much, that there is more."""
    what = name_unmet(words, facts)
    more = Text(words.text("text.unmet-more"))
    named = [what, *([*what[:most], more] for most in range(len(what) - 1, 0, -1))]
    ways = (
        words.inlines(key, what=list_texts(one, words.formats)) for key in keys for one in named
    )
    return [thought(*ways)] if what else []


def _with_quiet(context: PaperContext, texts: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
    """That reminders end, in the first text that has room for it, else in one of its own."""
    if not reminders_end(context):
        return texts
    line = context.words.inlines("text.note-quiet")
    for at, text in enumerate(texts):
        longer = _with_line(context.words, text, line)
        if longer != text:
            return (*texts[:at], longer, *texts[at + 1 :])
    return (*texts, line)


def _with_series(
    context: PaperContext, texts: tuple[Inlines, ...], *, may_add: bool
) -> tuple[Inlines, ...]:
    """The texts, and how the group goes on where one of the first two holds it.

    Where neither does, that is a text of its own if ``may_add``; of changes ahead, what there is
    room for.
    """
    words, first, others = context.words, texts[0], texts[1:]
    going_on = short_series(context)
    if not going_on:
        return texts
    for how in going_on:
        longer = _with_how(context, first, how)
        if longer is not None:
            return (_with_changes(context, longer), *others)
    said = [words.inlines("series.meet", how=how) for how in going_on]
    for sentence in said:
        longer = _with_line(words, others[0], sentence)
        if longer != others[0]:
            return (first, longer, *others[1:])
    return (first, _with_changes(context, said[0]), *others) if may_add else texts


def _with_how(context: PaperContext, text: Inlines, how: Inlines) -> Inlines | None:
    """The first text with ``how`` the group goes on in its first sentence, if that fits."""
    words, values = context.words, session_values(context)
    for said, with_how in zip(
        _ways(context, "text.who", values),
        _ways(context, "text.who-series", {**values, "how": how}),
        strict=True,
    ):
        if text[: len(said)] == said:
            longer = (*with_how, *text[len(said) :])
            return longer if fits_one(words, longer) else None
    return None


def _with_changes(context: PaperContext, text: Inlines) -> Inlines:
    for line in say_changes(context):
        text = _with_line(context.words, text, line)
    return text


def _with_line(words: Words, text: Inlines, line: Inlines) -> Inlines:
    """A text with a line more, where that is still one message."""
    longer = run_on([text, line])
    return longer if fits_one(words, longer) else text


def when_texts_are_read(context: PaperContext) -> Inlines:
    """When somebody reads what comes back, as short as a text has to be."""
    words, hours = context.words, context.session.facilitator.hours
    if not hours:
        return words.inlines("back.hours-unknown")
    return words.inlines("text.hours", hours=say_hours(words, hours, short=True))


def _when_read(context: PaperContext) -> Thought:
    """It is given up last, where nothing else makes it few texts."""
    return Thought((when_texts_are_read(context),), goes_last=True)


def _whom_to_call(context: PaperContext, facts: Set[str]) -> Iterator[Thought]:
    """The number for danger and, where contents are full, the first line for help."""
    danger = [*danger_line(context, facts), *danger_line(context, facts | {"discreet"})]
    if danger:
        yield thought(*dict.fromkeys(danger))
    near = [one for one in context.crisis if one.has_way and is_near(one, context.caller)]
    line = next((one for one in near if not one.emergency), None)
    if line and "discreet" not in facts:
        yield from map(thought, say_way(context, line, "text.help", facts))


def as_texts(document: Document, words: Words) -> Document:
    """A handout as its beginning, of whole sentences, and an offer of the rest."""
    said: list[str] = []
    left = HANDOUT_CHARACTERS
    for sentence in _sentences(document):
        if said and len(sentence) > left:
            break
        said.append(sentence)
        left -= len(sentence) + 1
    beginning = Paragraph((Text(" ".join(said)),))
    offer = Paragraph(words.inlines("text.offer"), _lang_of(words, document))
    blocks = (beginning, offer)
    return dataclasses.replace(document, blocks=blocks, purpose=Purpose.TEXTS)


def _sentences(document: Document) -> Iterator[str]:
    for line in lines_of(document, pictures=False):
        text = line.text.strip()
        if line.kind is LineKind.TITLE and text and text[-1] not in ".!?؟।":
            text += "."
        if text and line.kind is not LineKind.HEADING:
            yield from re.split(r"(?<=[.!?…؟।])\s+", text)


def _lang_of(words: Words, document: Document) -> str | None:
    return None if words.locale == document.lang else words.locale
