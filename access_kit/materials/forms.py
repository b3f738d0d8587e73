"""What forms share: statements with boxes, the first line, and the ways to give answers back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from access_kit.i18n import Words
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import bullets, heading, paragraph, section
from access_kit.materials.context import PaperContext
from access_kit.materials.items import Item, choose_items
from access_kit.model.document import Blocks, Inlines, Paragraph, Purpose, Question, Text

RETURNS = (
    Item("call", "form.return-call", needs=("voice", "host_number")),
    Item("text", "form.return-text", needs=("host_number",), unless=("avoids_sms",)),
    Item("email", "form.return-email", needs=("host_email",)),
    Item("paper", "form.return-paper"),
    Item("host", "form.return-host", needs=("in_person",)),
)


FORM_LETTERS = {Purpose.TECH_CHECK: "A", Purpose.CONSENT: "B", Purpose.QUESTIONNAIRE: "C"}
"""Each form numbers its statements behind a letter of its own, in every language.

So an answer such as "A7 yes" says which form it belongs to, on the telephone and in a reply.
"""


def say_numbered(words: Words, item: Item, values: Mapping[str, FilledIn], number: str) -> Inlines:
    """The statement of ``item`` behind its number, such as ``A7``."""
    count = words.inlines("form.number", number=number)
    return (*count, Text(" "), *words.inlines(item.word, **values))


def ask(
    words: Words, item: Item, answers: Iterable[str], values: Mapping[str, FilledIn], number: str
) -> Question:
    """The numbered statement of ``item`` with a box for each of ``answers``."""
    content = say_numbered(words, item, values, number)
    return Question(item.id, content, tuple(words.text(f"answer.{key}") for key in answers))


def first_line(words: Words, facts: Set[str]) -> Paragraph:
    """Nobody has to fill in a form."""
    key = "form.not-needed" if "voice" in facts else "form.not-needed-writing"
    return paragraph(words, key)


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
    known = "hours" in facts
    when = "form.read-when" if known else "form.read-when-unknown"
    if "discreet" in facts:
        when = "form.read-when-plain" if known else "form.read-when-unknown-plain"
    return paragraph(words, when, **values)
