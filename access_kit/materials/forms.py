"""What forms share: statements with boxes, the first line, and the ways to give answers back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby

from access_kit.i18n import Words
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import (
    bullets,
    heading,
    one_paragraph,
    paragraph,
    run_on,
    section,
)
from access_kit.materials.contacts import danger_line
from access_kit.materials.context import PaperContext
from access_kit.materials.items import Item, choose_items
from access_kit.model.document import Blocks, Inlines, Paragraph, Purpose, Question, Text

RETURNS = (
    Item("call", "form.return-call", needs=("voice", "host_number"), unless=("no_phone",)),
    Item(
        "text",
        "form.return-text",
        needs=("host_number",),
        unless=("avoids_sms", "device.missing", "no_phone"),
    ),
    Item("email", "form.return-email", needs=("host_email",), unless=("no_phone",)),
    Item("email", "form.return-email", needs=("host_email", "mailed")),
    Item("paper", "form.return-paper"),
    Item("host", "form.return-host", needs=("in_person",)),
)

SHORT_RETURNS = (
    Item(
        "call",
        "form.return-call",
        needs=("voice", "host_number", "avoids_sms"),
        unless=("no_phone",),
    ),
    Item(
        "call",
        "form.return-call",
        needs=("host_number", "called"),
        unless=("no_phone", "device.missing"),
    ),
    Item(
        "text",
        "back.text",
        needs=("host_number",),
        unless=("avoids_sms", "device.missing", "no_phone", "called"),
    ),
    Item("email", "back.email", needs=("host_email", "mailed")),
    Item("paper", "back.mail", needs=("gives_back",), unless=("mailed",)),
    Item("paper", "back.mail-only", unless=("mailed", "gives_back")),
    Item("host", "back.host", needs=("in_person",)),
)
"""One paragraph: who gets e-mail answers it, everyone else has paper in hand.

Who is called and gets no texts is not asked for one.
"""

OTHER_RETURNS = tuple(one for one in SHORT_RETURNS if one.id not in ("paper", "host"))
"""Those by which the paper itself does not go back."""

TOGETHER = (
    Item("call", "form.together-call", needs=("voice", "host_number"), unless=("no_phone",)),
    Item(
        "text",
        "form.together-text",
        needs=("host_number",),
        unless=("voice", "avoids_sms", "no_phone"),
    ),
    Item("write", "form.together-write", needs=("host_email",), unless=("no_phone",)),
    Item("write", "form.together-write", needs=("host_email", "mailed")),
    Item("host", "form.together-host"),
)
"""The person's own way first: the first that holds is said."""


FORM_LETTERS = {Purpose.TECH_CHECK: "A", Purpose.CONSENT: "B", Purpose.QUESTIONNAIRE: "C"}
"""Each form numbers its statements behind a letter of its own, in every language.

So an answer such as "A7 yes" says which form it belongs to, on the telephone and in a reply.
"""

SaidLine = tuple[Item, ...]
"""What is said behind one number: the sentences of one statement."""


def number_lines(
    letter: str, items: Iterable[Item], after: int = 0
) -> tuple[tuple[str, SaidLine], ...]:
    """Neighbours of one id as one line, each with its number."""
    lines = (tuple(same) for _, same in groupby(items, key=lambda item: item.id))
    return tuple((f"{letter}{at}", line) for at, line in enumerate(lines, start=after + 1))


def say_numbered(
    words: Words, line: SaidLine, values: Mapping[str, FilledIn], number: str
) -> Inlines:
    """The statement of ``line`` behind its number, such as ``A7``."""
    count = words.inlines("form.number", number=number)
    said = run_on([words.inlines(item.word, **values) for item in line])
    return (*count, Text(" "), *said)


def ask(
    words: Words,
    line: SaidLine,
    answers: Iterable[str],
    values: Mapping[str, FilledIn],
    number: str,
) -> Question:
    """The numbered statement of ``line`` with a box for each of ``answers``."""
    content = say_numbered(words, line, values, number)
    return Question(line[0].id, content, tuple(words.text(f"answer.{key}") for key in answers))


def do_it_together(words: Words, facts: Set[str], values: Mapping[str, FilledIn]) -> Inlines:
    """Nobody has to fill in a form, and who does it with them, by the person's own way."""
    chosen = choose_items(TOGETHER, facts)[0]
    return words.inlines(chosen.word, **values)


def ways_to_return(
    context: PaperContext, facts: Set[str], values: Mapping[str, FilledIn]
) -> Blocks:
    """All ways to give the answers back; no call for those who do not use voice."""
    words = context.words
    lines = (words.inlines(item.word, **values) for item in choose_items(RETURNS, facts))
    return (
        *section(heading(words, "form.return-heading"), bullets(lines)),
        when_read(words, facts, values),
    )


def when_read(words: Words, facts: Set[str], values: Mapping[str, FilledIn]) -> Paragraph:
    """When somebody reads what comes back, and that nobody in danger should wait for that."""
    return paragraph(words, _when_key(facts), **values)


def _when_key(facts: Set[str]) -> str:
    known = "hours" in facts
    if "discreet" in facts:
        return "form.read-when-plain" if known else "form.read-when-unknown-plain"
    return "form.read-when" if known else "form.read-when-unknown"


def send_it_back(context: PaperContext, facts: Set[str], values: Mapping[str, FilledIn]) -> Blocks:
    """The same in one paragraph, with when it is read."""
    words = context.words
    danger = tuple(danger_line(context, facts))
    others = {"gives_back"} if choose_items(OTHER_RETURNS, facts) else set()
    items: Sequence[Item] = choose_items(SHORT_RETURNS, facts | others)
    items = items[:1] if context.is_large else items
    lines = [words.inlines(item.word, **values) for item in items]
    if danger:
        hours = words.inlines("back.hours" if "hours" in facts else "back.hours-unknown", **values)
        lines += [*(() if context.is_giant else (hours,)), *danger]
    else:
        lines += [words.inlines(_when_key(facts), **values)]
    return section(heading(words, "back.heading"), one_paragraph(lines))
