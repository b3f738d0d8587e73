"""The agreement to take part: what it is, what each person chooses, and one signature.

- The short one is complete for signing: every duty that somebody has to know of before stands in
  it. The long one begins with it word for word, and goes on with what is good to know. One version
  stands on both: that of the words that are signed.
- A signature covers the lines as a whole. Every choice stands alone, and its first box is "No". A
  line left open is not answered.
- Numbers to call come from the kit's crisis entries; what must be told to others and what happens
  in an emergency are the agency's own words. A part that is missing is said, on the paper and to
  the operator.
- Joining has no condition of being sober. A disclosure consent for a drug or alcohol program is a
  different form, and not made here; this one says that it releases no health records.
- This is no legal advice: an agency has the agreement checked for its own place and law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from access_kit.errors import Problem, Severity
from access_kit.i18n.words import FilledIn
from access_kit.materials.agency_words import under
from access_kit.materials.blocks import bullets, heading, make_document, paragraph
from access_kit.materials.contacts import agency_contacts, crisis_box
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.form_version import PART, line_digests, mark_lines, print_version
from access_kit.materials.forms import (
    FORM_LETTERS,
    SaidLine,
    ask,
    number_lines,
    say_numbered,
)
from access_kit.materials.items import Item, choose_items, load_items
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.values import session_values
from access_kit.model.document import (
    Block,
    Blocks,
    Callout,
    ContactBox,
    Document,
    FormLine,
    Heading,
    Inlines,
    NewLineMark,
    Paragraph,
    Purpose,
    Question,
    Text,
    WriteLine,
)

TOLD, CHOICE, MORE, SIGN = "told", "choice", "more", "sign"
PARTS = ("understand", "agree", "confirm")
"""Parts of the long form below the short one."""

ANSWERS = ("no", "yes")
MOST = 12
"""Lines of ours in the short form."""

OWN = "own-"
"""What the key of a line of the agency's own begins with; its number follows."""

LETTER = FORM_LETTERS[Purpose.CONSENT]
SIGN_ITEM = "cs-sign"

INTRO = (
    Item("intro", "agree.intro-host", needs=("no_phone",), unless=("mailed",)),
    Item("intro", "agree.intro-call", needs=("voice",), unless=("no_phone",)),
    Item("intro", "agree.intro-write"),
)
"""Who goes over it with somebody, by their own way: the first that holds is said."""

SPOKEN = (
    Item("sign-voice", "answer.sign-voice", needs=("voice",)),
    Item("sign-phone", "answer.sign-phone", needs=("voice",), unless=("no_phone",)),
    Item("sign-writing", "answer.sign-writing", unless=("voice",)),
)
"""How somebody may sign beside a name and a mark."""


def build_consent(context: PaperContext) -> Document:
    """The agreement for one person, with its version below what is signed."""
    words, facts, values = context.words, person_facts(context), session_values(context)
    told, choices = short_lines(facts)
    told_lines = number_lines(LETTER, told)
    required = tuple(
        (f"{LETTER}{at}", content)
        for at, content in enumerate(context.required, start=len(told_lines) + 1)
    )
    choice_lines = number_lines(LETTER, choices, after=len(told_lines) + len(required))
    intro = choose_items(INTRO, facts)[0].word
    blocks = (
        paragraph(words, intro, **values),
        *(_not_ready(context) if missing_parts(context) else ()),
        *_told(context, told_lines, values),
        *(_required(context, number, content) for number, content in required),
        *_if_worried(context),
        *_choices(context, choice_lines, values),
        *_sign(context, facts),
    )
    form = (
        *(FormLine(number, line[0].id, TOLD, ("yes",)) for number, line in told_lines),
        *(
            FormLine(number, f"{OWN}{at}", TOLD, ("yes",), required=True)
            for at, (number, _) in enumerate(required, start=1)
        ),
        *(FormLine(number, line[0].id, CHOICE, ANSWERS) for number, line in choice_lines),
    )
    made = make_document(words, words.text("consent.title"), Purpose.CONSENT, blocks)
    document = print_version(made, words)
    box = crisis_box(words, context.crisis, facts, context.caller)
    document = replace(document, blocks=(*document.blocks, *box))
    if context.is_long:
        document, form = _with_more(context, document, facts, form)
    sign = FormLine(f"{LETTER}{len(form) + 1}", SIGN_ITEM, SIGN, ("yes",))
    return _with_marks(context, replace(document, form=(*form, sign)))


def _with_marks(context: PaperContext, document: Document) -> Document:
    """For somebody who has been shown an agreement before, what is new is marked, and that lines
    are gone is said.
    """
    before = context.past.lines if context.past else {}
    if not before or not context.was_shown_in(document.lang):
        return document
    now = line_digests(document)
    told = {line.key for line in document.form if line.kind in (TOLD, CHOICE)}
    old = {said for key, said in before.items() if key.startswith(OWN)}
    kept = told | ({key for key in now if key.startswith(PART)} if PART in before else set())
    new = {key for key, said in now.items() if key in kept and before.get(key) not in (said, "")}
    marked = mark_lines(document, {key for key in new if now[key] not in old}, context.words)
    if not _are_lines_gone(before, now):
        return marked
    gone = NewLineMark(context.words.inlines("agree.lines-gone"))
    return replace(marked, blocks=(gone, *marked.blocks))


def _are_lines_gone(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether lines that were shown before stand there no more, and none in their place."""
    ours = {item.id for item in load_items("consent_short.toml")}
    count = [sum(key.startswith(OWN) for key in one) for one in (before, now)]
    return bool(before.keys() & ours - now.keys()) or count[0] > count[1]


def short_lines(facts: Set[str]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The lines of ours in the short form: what is told, and the choices, the last of which give
    way where there are too many.
    """
    chosen = choose_items(load_items("consent_short.toml"), facts)
    told = tuple(item for item in chosen if item.kind == TOLD)
    room = MOST - len({item.id for item in told})
    return told, tuple(item for item in chosen if item.kind == CHOICE)[:room]


def missing_parts(context: SessionContext) -> tuple[str, ...]:
    """The kit's keys without which the agreement is incomplete."""
    parts = {
        "documents.reporting": context.reporting,
        "documents.crisis_plan": context.kit.documents.crisis_plan,
        "crisis": context.crisis,
    }
    return tuple(key for key, given in parts.items() if not given)


def check_consent(context: SessionContext) -> tuple[Problem, ...]:
    """What the operator has to know before the agreement is used."""
    missing = (
        Problem("consent.incomplete", Severity.WARNING, "kit.toml", where=key, facts={"part": key})
        for key in missing_parts(context)
    )
    unmarked = context.reporting and not context.reporting_short
    return (
        *missing,
        *((Problem("consent.reporting-unmarked", Severity.WARNING),) if unmarked else ()),
        Problem("consent.have-it-checked", Severity.NOTE),
    )


def consent_items() -> frozenset[str]:
    """Every item of an agreement, in either form."""
    both = (*load_items("consent_short.toml"), *load_items("consent.toml"))
    return frozenset(item.id for item in both)


def _not_ready(context: PaperContext) -> Blocks:
    words = context.words
    text = paragraph(words, "consent.not-ready-text")
    return (Callout(words.inlines("consent.not-ready"), (text,)),)


def _told(
    context: PaperContext, told: tuple[tuple[str, SaidLine], ...], values: Mapping[str, FilledIn]
) -> Iterator[Block]:
    for number, line in told:
        yield Paragraph(say_numbered(context.words, line, values, number))
        if line[0].id == "cs-limits":
            yield from _without_headings(context.reporting_short)


def _required(context: PaperContext, number: str, content: Inlines) -> Paragraph:
    count = context.words.inlines("form.number", number=number)
    return Paragraph((*count, Text(" "), *content))


def _choices(
    context: PaperContext, lines: tuple[tuple[str, SaidLine], ...], values: Mapping[str, FilledIn]
) -> Iterator[Block]:
    words = context.words
    if lines:
        yield heading(words, "agree.choices")
        yield paragraph(words, "agree.choices-how")
    for number, line in lines:
        yield ask(words, line, ANSWERS, values, number)


def _if_worried(context: PaperContext) -> Blocks:
    if not context.crisis_short:
        return ()
    return under(heading(context.words, "agree.crisis-short"), context.crisis_short)


def _without_headings(blocks: Blocks) -> Blocks:
    """Below a line that says what they are, headings would only take room."""
    return tuple(block for block in blocks if not isinstance(block, Heading))


def _sign(context: PaperContext, facts: Set[str]) -> Blocks:
    words = context.words
    own = [one.id for one in choose_items(SPOKEN, facts)]
    ways = tuple(words.text(f"answer.{way}") for way in ("sign-name", "sign-mark", *own))
    return (
        heading(words, "agree.sign-heading"),
        Question(SIGN_ITEM, words.inlines("agree.sign"), ways),
        WriteLine("cs-name", words.text("consent.name")),
        WriteLine("cs-date", words.text("consent.date")),
        WriteLine("cs-witness", words.text("consent.witness")),
        WriteLine("cs-emergency-contact", words.text("agree.emergency-contact")),
    )


# -- the long form --------------------------------------------------------------------------------


def _with_more(
    context: PaperContext, short: Document, facts: Set[str], form: tuple[FormLine, ...]
) -> tuple[Document, tuple[FormLine, ...]]:
    words = context.words
    values = {**session_values(context), "part": words.text("consent.reporting")}
    items = choose_items(load_items("consent.toml"), facts)
    asked = {one.key for one in form}
    ways = (item for item in items if item.kind == CHOICE and item.id not in asked)
    more = number_lines(LETTER, ways, after=len(form))
    blocks = (
        *short.blocks,
        heading(words, "first.more"),
        *_good_to_know(context, items, values),
        *_own_words(context),
        *bullets(context.more_lines),
        *((heading(words, "agree.choices"),) if more else ()),
        *(ask(words, line, ANSWERS, values, number) for number, line in more),
        *_agency(context, facts),
    )
    lines = tuple(FormLine(number, line[0].id, MORE, ANSWERS) for number, line in more)
    return replace(short, blocks=blocks), (*form, *lines)


def _good_to_know(
    context: PaperContext, items: tuple[Item, ...], values: Mapping[str, FilledIn]
) -> Iterator[Block]:
    words = context.words
    for part in PARTS:
        lines = [words.inlines(item.word, **values) for item in items if item.kind == part]
        if lines:
            yield heading(words, f"consent.{part}", 2)
            yield from bullets(lines)


def _own_words(context: PaperContext) -> Iterator[Block]:
    """What has to be reported. The crisis plan stays with whoever leads, on the run sheet."""
    if context.reporting:
        yield from under(heading(context.words, "consent.reporting", 2), context.reporting)


def _agency(context: PaperContext, facts: Set[str]) -> Blocks:
    contacts = tuple(agency_contacts(context, facts, context.kit.agency.name))
    title = context.words.inlines("consent.agency")
    return (ContactBox(title, contacts),) if contacts else ()
