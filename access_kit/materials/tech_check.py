"""The check before the meeting: what is ready, and where help is wanted. It keeps nobody out.

The short one asks what is not known and would stop somebody, most of all first. The long one begins
with it, and goes on with everything else that can be looked at.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from access_kit.materials.blocks import heading, make_document, paragraph, run_on
from access_kit.materials.contacts import crisis_box, helpers_box
from access_kit.materials.context import PaperContext
from access_kit.materials.forms import (
    FORM_LETTERS,
    SaidLine,
    ask,
    do_it_together,
    number_lines,
    say_numbered,
    send_it_back,
    ways_to_return,
)
from access_kit.materials.items import choose_items, load_items
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import (
    Block,
    Document,
    FormLine,
    Inlines,
    LineBreak,
    Paragraph,
    Purpose,
    WriteLine,
)

ANSWERS = ("yes", "not-yet", "need-help")
ANSWERS_MORE = (*ANSWERS, "not-for-me")
"""What is printed in the long check. In the short one it is a line left out, and read if said."""

MOST, FEW, AGAIN = 8, 5, 2
"""Questions of the short check, of one in giant print or with pictures, and of one that is gone
through with somebody who has been there.
"""

ASK_ALWAYS, LAST = "ask", "last"
LETTER = FORM_LETTERS[Purpose.TECH_CHECK]


def short_checks(
    facts: Set[str], answered: Set[str] = frozenset(), most: int = MOST
) -> tuple[tuple[str, SaidLine], ...]:
    """What is asked of someone of whom ``facts`` hold, by rank, with its numbers.

    What was ``answered`` lately is left out, except what stays worth asking, and the last line.
    """
    items = choose_items(load_items("check_short.toml"), facts)
    asked = [one for one in items if one.kind == ASK_ALWAYS or one.id not in answered]
    last = [one for one in asked if one.kind == LAST]
    first = [one for one in asked if one.kind != LAST][: most - len(last)]
    return number_lines(LETTER, (*first, *last))


def more_checks(
    facts: Set[str],
    short: tuple[tuple[str, SaidLine], ...],
    answered: Set[str] = frozenset(),
) -> tuple[tuple[str, SaidLine], ...]:
    """What the long check asks beside the short one: nothing twice, and nothing answered lately.

    Whether a place is private and a way is safe may always be asked.
    """
    said = {line[0].id for _, line in short}
    first = choose_items(load_items("check_short.toml"), facts)
    covered = {key for one in first if one.id in said | answered for key in one.covers}
    known = answered | covered
    items = choose_items(load_items("tech_check.toml"), facts)
    new = (item for item in items if item.id not in said)
    rest = (item for item in new if item.kind == ASK_ALWAYS or item.id not in known)
    return number_lines(LETTER, rest, after=len(short))


def build_tech_check(context: PaperContext) -> Document:
    """The questions that concern this person, in this session, at this contents level."""
    words, facts, values = context.words, person_facts(context), session_values(context)
    past = context.past.answered if context.past and context.is_note else frozenset[str]()
    short = short_checks(facts, context.answered | past, _most(context, facts))
    lines = tuple(
        FormLine(number, line[0].id, line[0].kind, () if line[0].kind == LAST else ANSWERS_MORE)
        for number, line in short
    )
    together = do_it_together(words, facts, values)
    opening: Inlines = (
        together if context.is_giant else run_on([together, words.inlines("check.any-answer")])
    )
    blocks = (
        Paragraph(opening),
        *(_question(context, number, line) for number, line in short),
        *send_it_back(context, facts, values),
    )
    title = words.text("check.short-title", on=context.when.day())
    document = replace(make_document(words, title, Purpose.TECH_CHECK, blocks), form=lines)
    return _with_more(context, document, facts, short) if context.is_long else document


def _most(context: PaperContext, facts: Set[str]) -> int:
    if context.is_note:
        return AGAIN
    return FEW if context.is_large or "easy_read" in facts else MOST


def _question(context: PaperContext, number: str, line: SaidLine) -> Block:
    words, values = context.words, session_values(context)
    if line[0].kind != LAST:
        return ask(words, line, ANSWERS, values, number)
    said = say_numbered(words, line, values, number)
    text = "".join(" " if isinstance(part, LineBreak) else part.text for part in said)
    return WriteLine(line[0].id, text, words.lang_of(line[0].word))


def _with_more(
    context: PaperContext,
    document: Document,
    facts: Set[str],
    short: tuple[tuple[str, SaidLine], ...],
) -> Document:
    words, values = context.words, session_values(context)
    more = more_checks(facts, short, context.answered)
    blocks = (
        *document.blocks,
        heading(words, "first.more"),
        paragraph(words, "check.intro", **values),
        *(ask(words, line, ANSWERS_MORE, values, number) for number, line in more),
        *crisis_box(words, context.crisis, facts, context.caller),
        *ways_to_return(context, facts, values),
        *helpers_box(context, facts),
    )
    lines = tuple(FormLine(number, line[0].id, "more", ANSWERS_MORE) for number, line in more)
    return replace(document, blocks=blocks, form=(*document.form, *lines))
