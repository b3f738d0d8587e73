"""What goes by text message: an invitation of a few texts, each a whole thought that fits into one.

A form is no text: one word answers for the check, and the agreement is gone through by the person's
own way. A handout is its beginning and an offer.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence, Set

from access_kit.documents.linear import LineKind, lines_of
from access_kit.documents.text_messages import messages_of
from access_kit.i18n import Words, list_texts
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import make_document, run_on
from access_kit.materials.contacts import danger_line, say_way
from access_kit.materials.context import PaperContext
from access_kit.materials.crisis_lines import is_near
from access_kit.materials.items import Item, choose_items
from access_kit.materials.letter_short import name_unmet
from access_kit.materials.note import has_new_way, reminders_end
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.series_words import say_changes, say_going_on, short_series
from access_kit.materials.values import session_values
from access_kit.model.document import Document, Inlines, Paragraph, Purpose, Text

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
NEXT_TIME = Item("when", "text.note-when")
HANDOUT_CHARACTERS = 250
"""Of a handout as texts; whoever wants the rest asks for it."""


def build_texts(context: PaperContext) -> Document:
    """One paragraph is one text: when, how to join, what is not arranged, whom to call."""
    if context.is_note:
        return _note_texts(context)
    words, facts, values = context.words, person_facts(context), session_values(context)
    named = {**values, "name": context.profile.name}

    def said(items: tuple[Item, ...]) -> list[Inlines]:
        return [words.inlines(item.word, **named) for item in choose_items(items, facts)]

    unmet = _unmet(words, facts)
    first = (said(TYPE), [*said(JOIN), *said(FAILS)])
    texts = (
        *_with_series(context, named, first, may_add=not unmet),
        unmet,
        run_on([*_whom_to_call(context, facts), words.inlines("text.reply")]),
    )
    title = words.text("letter.title", date=context.when.short_date())
    return _as_document(words, title, texts)


def _note_texts(context: PaperContext) -> Document:
    """For who has been there: the next time with how to join, whom to call, and how to stop.

    What is not arranged this time stands in the second text where it fits, else in one of its own.
    """
    words, facts, values = context.words, person_facts(context), session_values(context)
    named = {**values, "name": context.profile.name}
    ways = choose_items(JOIN if has_new_way(context) else SAME, facts)
    first = run_on([words.inlines(item.word, **named) for item in (NEXT_TIME, *ways)])
    for line in say_going_on(context):
        first = _with_line(words, first, line)
    unmet = name_unmet(words, facts)
    what = list_texts(unmet, words.formats)
    told = [words.inlines("text.note-unmet", what=what)] if unmet else []
    anything = [] if unmet else [words.inlines("text.note-different")]
    last = [*_whom_to_call(context, facts), *anything, words.inlines("script.stop")]
    together = run_on([*told, *last])
    texts = (together,) if fits_one(words, together) else (run_on(told), run_on(last))
    title = words.text("letter.title", date=context.when.short_date())
    return _as_document(words, title, _with_quiet(context, (first, *texts)))


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
    context: PaperContext,
    named: Mapping[str, FilledIn],
    texts: tuple[list[Inlines], list[Inlines]],
    *,
    may_add: bool,
) -> tuple[Inlines, ...]:
    """Two texts, when and how to join, and how the group goes on where one of them holds it.

    Where neither does, that is a text of its own if ``may_add``; of changes ahead, what there is
    room for.
    """
    words, (when, join) = context.words, texts
    first = run_on([words.inlines("text.who", **named), *when])
    second = run_on(join)
    going_on = short_series(context)
    if not going_on:
        return (first, second)
    said = [words.inlines("series.meet", how=how) for how in going_on]
    for how in going_on:
        longer = run_on([words.inlines("text.who-series", **named, how=how), *when])
        if fits_one(words, longer):
            return (_with_changes(context, longer), second)
    for sentence in said:
        longer = run_on([*join, sentence])
        if fits_one(words, longer):
            return (first, longer)
    return (first, _with_changes(context, said[0]), second) if may_add else (first, second)


def _with_changes(context: PaperContext, text: Inlines) -> Inlines:
    for line in say_changes(context):
        text = _with_line(context.words, text, line)
    return text


def _with_line(words: Words, text: Inlines, line: Inlines) -> Inlines:
    """A text with a line more, where that is still one message."""
    longer = run_on([text, line])
    return longer if fits_one(words, longer) else text


def fits_one(words: Words, content: Inlines, mark: str = "") -> bool:
    """Whether a text is one message; ``mark`` is what a draft has to say before it."""
    marked = (Text(f"{mark} ".lstrip()), *content)
    return len(messages_of(_as_document(words, "-", (marked,)))) == 1


def _as_document(words: Words, title: str, texts: Sequence[Inlines]) -> Document:
    blocks = tuple(Paragraph(text) for text in texts if text)
    return make_document(words, title, Purpose.TEXTS, blocks)


def _unmet(words: Words, facts: Set[str]) -> Inlines:
    what = name_unmet(words, facts)
    return words.inlines("text.unmet", what=list_texts(what, words.formats)) if what else ()


def _whom_to_call(context: PaperContext, facts: Set[str]) -> Iterator[Inlines]:
    """The number for danger and, where contents are full, the first line for help."""
    yield from danger_line(context, facts)
    near = [one for one in context.crisis if one.has_way and is_near(one, context.caller)]
    line = next((one for one in near if not one.emergency), None)
    if line and "discreet" not in facts:
        yield from say_way(context, line, "text.help", facts)


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
