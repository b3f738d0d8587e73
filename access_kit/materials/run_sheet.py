"""The run sheet: all that the host needs on the day, and no reason for any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from access_kit.i18n.words import FilledIn
from access_kit.materials.agency_words import under
from access_kit.materials.blocks import (
    bullets,
    heading,
    make_document,
    one_paragraph,
    paragraph,
    section,
    steps,
    ticks,
)
from access_kit.materials.contacts import local_contacts
from access_kit.materials.context import SessionContext
from access_kit.materials.items import choose_items, load_items
from access_kit.materials.paper_facts import read_settings, session_facts
from access_kit.materials.run_front import ROOMS, Room, list_helpers, say_front, say_lines
from access_kit.materials.run_people import (
    Guest,
    read_guests,
    say_not_met,
    say_people,
)
from access_kit.materials.series_words import say_changes, say_series, short_series
from access_kit.materials.values import session_values
from access_kit.model.document import (
    Block,
    Blocks,
    Document,
    Inlines,
    PageBreak,
    Paragraph,
    Purpose,
    Text,
)
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import Profile

BEHIND = ("run.setup", "run.prompts", "run.switch", "run.danger", "run.help")
"""The parts that page one names: what somebody may need to find in a hurry."""

RUN_SHEET_PAGES = 1 + 4
"""One to lie open, and so many behind it to look things up."""


def build_run_sheet(
    context: SessionContext, people: Iterable[tuple[Profile, PersonPlan]], room: Room = ROOMS[0]
) -> Document:
    """The host's sheet: page one lies open, the pages behind it are to look things up.

    Page one says as much as there is ``room`` for.
    """
    return _build(context, "run.title", read_guests(context, people), room)


def build_hand_over(
    context: SessionContext, people: Iterable[tuple[Profile, PersonPlan]], room: Room = ROOMS[0]
) -> Document:
    """The same for a second host: only who agreed that others may know of them is named."""
    return _build(context, "run.hand-over", read_guests(context, people, for_another=True), room)


def _build(context: SessionContext, title: str, guests: Sequence[Guest], room: Room) -> Document:
    words, values = context.words, _run_values(context)
    facts = session_facts(context) | _booked(guests)
    facts |= {"supervisor"} if "supervisor" in values else set()
    parts = tuple(filter(None, _parts(context, guests, facts, values, room)))
    titles = [_plain(part[0]) for part in parts]
    named = [one for one in titles if one in {words.text(key, **values) for key in BEHIND}]
    blocks = (
        *say_front(context, guests, facts, values, room),
        paragraph(words, "run.line.behind", parts="; ".join(named)),
        PageBreak(),
        *one_paragraph([*(say_changes if short_series(context) else say_series)(context)]),
        *(block for part in parts for block in part),
    )
    said = words.text(title, date=context.when.short_date())
    return make_document(words, said, Purpose.RUN_SHEET, blocks)


def _booked(guests: Sequence[Guest]) -> Set[str]:
    """That somebody types captions: the host sets that up, whoever it is for."""
    plans = [guest.plan for guest in guests if guest.plan is not None]
    return {"captioner"} & {fact for plan in plans for fact in read_settings(plan.settings)}


def _parts(
    context: SessionContext,
    guests: Sequence[Guest],
    facts: Set[str],
    values: Mapping[str, FilledIn],
    room: Room,
) -> Iterator[Blocks]:
    """What stands behind page one, in the order in which it is needed; each begins with its name.

    A part with nothing in it is empty.
    """
    words = context.words

    def lines(*kinds: str) -> tuple[Inlines, ...]:
        found = load_items("run_sheet.toml")
        chosen = [item for kind in kinds for item in choose_items(found, facts, kind)]
        return tuple(words.inlines(item.word, **values) for item in chosen)

    yield section(heading(words, "run.setup", 1, **values), ticks(lines("setup")))
    yield section(heading(words, "run.side"), ticks(lines("side")))
    yield section(heading(words, "run.prompts"), bullets(lines("prompt")))
    yield section(heading(words, "run.switch"), bullets(lines("switch")))
    yield section(heading(words, "run.drop"), steps(lines("drop")))
    yield _danger(context, facts, values)
    yield say_people(words, guests, room.things)
    yield say_not_met(context, guests)
    yield _phone_list(context, guests)
    yield section(heading(words, "run.own"), bullets(lines("own")))


def _plain(block: Block) -> str:
    return "".join(one.text for one in getattr(block, "content", ()) if isinstance(one, Text))


def _run_values(context: SessionContext) -> Mapping[str, FilledIn]:
    supervisor = context.kit.agency.supervisor
    named = {"supervisor": supervisor.name} if supervisor else {}
    return {**session_values(context), **named}


def _danger(context: SessionContext, facts: Set[str], values: Mapping[str, FilledIn]) -> Blocks:
    words = context.words
    missing = "run.danger-missing" if "supervisor" in values else "run.danger-missing-agency"
    return (
        heading(words, "run.danger"),
        *say_lines(context, facts),
        *(
            under(heading(words, "run.danger-plan", 2), context.crisis_plan)
            if context.crisis_plan
            else (Paragraph(words.inlines(missing, **values)),)
        ),
    )


def _phone_list(context: SessionContext, guests: Sequence[Guest]) -> Blocks:
    """Who helps the host, and the local places that a plan calls for."""
    words = context.words
    called_for = (one.resource for guest in guests if guest.plan for one in guest.plan.resources)
    host = replace(context.caller, voice=True)
    places = [way for one in dict.fromkeys(called_for) for way in local_contacts(one, host)]
    numbers = [*list_helpers(context, hours=True), *((one.label, one.value) for one in places)]
    lines = [words.inlines("run.line.number", who=who, number=one) for who, one in numbers]
    return section(heading(words, "run.help"), bullets(lines))
