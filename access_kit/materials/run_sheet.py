"""The run sheet: all that the host needs on the day, and no reason for any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from access_kit.i18n import Words
from access_kit.materials.agency_words import under
from access_kit.materials.blocks import (
    Value,
    bullets,
    heading,
    make_document,
    paragraph,
    section,
    steps,
    ticks,
)
from access_kit.materials.contacts import crisis_box, dial, near_box
from access_kit.materials.context import SessionContext
from access_kit.materials.items import choose_items, load_items
from access_kit.materials.paper_facts import session_facts
from access_kit.materials.run_people import (
    Guest,
    read_guests,
    say_bookings,
    say_not_met,
    say_people,
)
from access_kit.materials.values import session_breaks, session_values
from access_kit.model.document import (
    Blocks,
    Contact,
    ContactBox,
    Document,
    Inlines,
    Paragraph,
    Purpose,
    Table,
    Text,
)
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import Profile

OPEN_BEFORE_MIN = 15
LAST_ROUND_MIN = 5


def build_run_sheet(
    context: SessionContext, people: Iterable[tuple[Profile, PersonPlan]]
) -> Document:
    """The host's sheet, in the order in which it is needed."""
    words, values = context.words, _run_values(context)
    facts = session_facts(context) | ({"supervisor"} if "supervisor" in values else set())
    guests = read_guests(people)

    def lines(kind: str) -> tuple[Inlines, ...]:
        chosen = choose_items(load_items("run_sheet.toml"), facts, kind)
        return tuple(words.inlines(item.word, **values) for item in chosen)

    blocks = (
        *_head(words, facts, values),
        *say_people(words, guests),
        *say_bookings(words, guests),
        *say_not_met(context, guests),
        *section(heading(words, "run.setup", 1, **values), ticks(lines("setup"))),
        *section(heading(words, "run.side"), ticks(lines("side"))),
        heading(words, "run.times"),
        _times(context, facts),
        *section(heading(words, "run.prompts"), bullets(lines("prompt"))),
        *section(heading(words, "run.switch"), bullets(lines("switch"))),
        *section(heading(words, "run.drop"), steps(lines("drop"))),
        *_danger(context, facts, values),
        *_help(context, guests),
        *section(heading(words, "run.own"), bullets(lines("own"))),
    )
    title = words.text("run.title", date=context.when.short_date())
    return make_document(words, title, Purpose.RUN_SHEET, blocks)


def _run_values(context: SessionContext) -> Mapping[str, Value]:
    supervisor = context.kit.agency.supervisor
    named = {"supervisor": supervisor.name} if supervisor else {}
    return {**session_values(context), **named}


def _head(words: Words, facts: Set[str], values: Mapping[str, Value]) -> Blocks:
    ways = ["run.link"] if "link" in facts else []
    if "dial_in" in facts:
        ways.append("run.dial-in-pin" if "pin" in facts else "run.dial-in")
    return (
        paragraph(words, "run.when", **values),
        *bullets(words.inlines(key, **values) for key in ways),
        paragraph(words, "run.private"),
    )


def _times(context: SessionContext, facts: Set[str]) -> Table:
    words, minutes = context.words, context.session.minutes
    header = (words.inlines("run.clock"), words.inlines("run.what"))
    rows = tuple(
        ((Text(context.when.plus(at).time(), isolate=True),), said)
        for at, said in sorted(_schedule(context, facts, minutes), key=lambda row: row[0])
    )
    return Table(header, rows)


def _schedule(
    context: SessionContext, facts: Set[str], minutes: int
) -> Iterator[tuple[int, Inlines]]:
    """What happens when, in minutes from the start."""
    words = context.words
    place = "-place" if "in_person" in facts else "-writing" if "writing" in facts else ""
    yield -OPEN_BEFORE_MIN, words.inlines(f"run.time-open{place}")
    yield 0, words.inlines("run.time-start" if "video" in facts else "run.time-start-voice")
    for one in session_breaks(context):
        length = str(one.end - one.start)
        yield one.start, words.inlines("run.time-break", minutes=length)
    if minutes > 2 * LAST_ROUND_MIN:
        yield minutes - LAST_ROUND_MIN, words.inlines("run.time-last")
    yield minutes, words.inlines("run.time-end")
    yield minutes, words.inlines("run.time-own")


def _danger(context: SessionContext, facts: Set[str], values: Mapping[str, Value]) -> Blocks:
    words = context.words
    lines = crisis_box(words, context.crisis, facts | {"voice"}, context.caller)
    missing = "run.danger-missing" if "supervisor" in values else "run.danger-missing-agency"
    return (
        heading(words, "run.danger"),
        *(lines or (paragraph(words, "run.danger-lines-missing"),)),
        *(
            under(heading(words, "run.danger-plan", 2), context.crisis_plan)
            if context.crisis_plan
            else (Paragraph(words.inlines(missing, **values)),)
        ),
    )


def _help(context: SessionContext, guests: Sequence[Guest]) -> Blocks:
    words, agency = context.words, context.kit.agency
    helpers = (("run.help.tech", agency.tech_help), ("run.help.supervisor", agency.supervisor))
    contacts = tuple(
        _contact(words, words.text(key, name=one.name), one.phone, one.hours)
        for key, one in helpers
        if one
    )
    called_for = (one.resource for guest in guests if guest.plan for one in guest.plan.resources)
    return (
        *((ContactBox(words.inlines("run.help"), contacts),) if contacts else ()),
        *near_box(words, dict.fromkeys(called_for), voice=True),
    )


def _contact(words: Words, label: str, number: str, hours: str = "") -> Contact:
    if hours:
        label = words.text("contact.hours", label=label, hours=hours)
    return Contact(label, number, dial(number))
