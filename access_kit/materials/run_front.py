"""Page one of the run sheet: what lies open during the meeting, each thing in a line.

A person gets one row with what matters most; all that there is to have ready stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from access_kit.i18n import Words
from access_kit.i18n.dates import say_date
from access_kit.i18n.phones import say_phone
from access_kit.i18n.words import FilledIn
from access_kit.materials.blocks import bullets, heading, items, paragraph
from access_kit.materials.contacts import crisis_box, with_hours
from access_kit.materials.context import SessionContext
from access_kit.materials.discreet import SETTING as WAITING
from access_kit.materials.lacks import name_lacks
from access_kit.materials.local_places import place_to_book
from access_kit.materials.run_people import (
    BACK,
    Guest,
    by_people,
    name_of,
    person_items,
    say_booking,
    say_everyone,
    say_things,
    say_waiting,
    things_of,
)
from access_kit.materials.series_words import short_series
from access_kit.materials.values import say_list, say_moments, session_breaks
from access_kit.model.document import (
    Blocks,
    Inlines,
    Paragraph,
    Steps,
    Table,
    Text,
)
from access_kit.model.plan import Booking, NotMet, PersonPlan

LAST_ROUND_MIN = 5


@dataclass(frozen=True)
class Room:
    """How much page one says: ``things`` of a person, open ``questions``, and ``nouns`` of each.

    What it has no room for stands behind it.
    """

    things: int
    questions: int
    nouns: int


ROOMS = (
    Room(3, 4, 9),
    Room(3, 4, 3),
    Room(2, 4, 3),
    Room(2, 3, 2),
    Room(2, 2, 2),
    Room(1, 3, 2),
    Room(1, 1, 1),
)
"""From the richest page one to the barest."""


@dataclass(frozen=True)
class OpenQuestion:
    """What is open about ``people``, by the names that they are called here."""

    people: tuple[str, ...]
    content: Inlines


def say_front(
    context: SessionContext,
    guests: Sequence[Guest],
    facts: Set[str],
    values: Mapping[str, FilledIn],
    room: Room,
) -> Blocks:
    """When and where, who and what matters, what is due, whom to call, and what is open."""
    words = context.words
    questions = tuple(_questions(context, guests, room.nouns))
    return (
        _when(context, values),
        *_ways(words, facts, values),
        *_people(words, guests, questions, room, facts),
        _clock(context),
        *_due(context, guests),
        *_numbers(context, facts),
        *_open(words, questions, room.questions),
    )


def _when(context: SessionContext, values: Mapping[str, FilledIn]) -> Paragraph:
    """This meeting and how the group goes on, in one line."""
    when = paragraph(context.words, "run.when", **values)
    return replace(when, content=_in_one_line([when.content, *short_series(context)[:1]]))


def _ways(words: Words, facts: Set[str], values: Mapping[str, FilledIn]) -> Blocks:
    ways = ["run.link"] if "link" in facts else []
    if "dial_in" in facts:
        ways.append("run.dial-in-pin" if "pin" in facts else "run.dial-in")
    joined = _in_one_line([words.inlines(key, **values) for key in ways])
    return (*((Paragraph(joined),) if joined else ()), paragraph(words, "run.private"))


def _in_one_line(parts: Sequence[Inlines]) -> Inlines:
    return tuple(one for part in parts for one in (Text("; "), *part))[1:]


# -- people --------------------------------------------------------------------------------------


def _people(
    words: Words,
    guests: Sequence[Guest],
    questions: Sequence[OpenQuestion],
    room: Room,
    facts: Set[str],
) -> Blocks:
    """A row for each who agreed, and the others in one line: by what they are called, or counted.

    In a room nobody drops off.
    """
    known = [(guest, guest.plan) for guest in guests if guest.plan is not None]
    others = [guest.said for guest in guests if guest.plan is None and guest.said]
    unnamed = sum(not guest.said for guest in guests)
    rows = tuple(
        (
            name_of(guest),
            _matters(words, guest, plan, _number_of(guest, questions), room),
            *((words.inlines(_dropped(guest)),) if "remote" in facts else ()),
        )
        for guest, plan in known
    )
    heads = ("run.name", "run.matters", *(("run.dropped",) if "remote" in facts else ()))
    header = tuple(map(words.inlines, heads))
    coming = say_list(others, words.formats)
    return (
        *((Table(header, rows),) if rows else ()),
        *((paragraph(words, "run.others", people=coming),) if others else ()),
        *((paragraph(words, "run.others-unnamed", count=str(unnamed)),) if unnamed else ()),
    )


def _number_of(guest: Guest, questions: Sequence[OpenQuestion]) -> int:
    """The number of the first open question about a person, 0 if there is none."""
    numbers = (n for n, one in enumerate(questions, 1) if guest.said in one.people)
    return next(numbers, 0)


def _matters(words: Words, guest: Guest, plan: PersonPlan, question: int, room: Room) -> Inlines:
    key = "run.brief.open-behind" if question > room.questions else "run.brief.open"
    asked = words.text(key, number=question) if question else ""
    return say_things(words, plan, things_of(guest.facts)[: room.things], asked)


def _dropped(guest: Guest) -> str:
    keys = (one.word for one in person_items(guest.facts) if one.id == BACK)
    return next(keys, "run.brief.no-back")


# -- the clock, and what is due ------------------------------------------------------------------


def _clock(context: SessionContext) -> Paragraph:
    words = context.words

    def say(times: Sequence[int]) -> str:
        return say_list(say_moments(context, times), words.formats)

    said = [words.text(key, time=say(times)) for key, times in _moments(context)]
    return paragraph(words, "run.line.clock", moments="; ".join(said))


def _moments(context: SessionContext) -> Iterator[tuple[str, Sequence[int]]]:
    """What happens, and when: in minutes from the start."""
    minutes = context.session.minutes
    yield "run.clock.start", [0]
    breaks = [one.start for one in session_breaks(context)]
    if breaks:
        yield "run.clock.break", breaks
    if minutes > 2 * LAST_ROUND_MIN:
        yield "run.clock.last", [minutes - LAST_ROUND_MIN]
    yield "run.clock.end", [minutes]


def _due(context: SessionContext, guests: Sequence[Guest]) -> Blocks:
    """What to book and where, what is past its day first. It does not say for whom."""
    words = context.words
    bookings = {
        (one.late, one.book_by, _say_where(context, guest.plan, one))
        for guest in guests
        if guest.plan is not None
        for one in guest.plan.bookings
    }
    late = sorted({what for is_late, _, what in bookings if is_late})
    days = sorted({day for is_late, day, _ in bookings if not is_late})
    lines = [words.inlines("run.line.late", things=say_list(late, words.formats))] if late else []
    for day in days:
        things = sorted(what for is_late, by, what in bookings if not is_late and by == day)
        said = {"date": say_date(day, words.formats), "things": say_list(things, words.formats)}
        lines.append(words.inlines("run.line.book", **said))
    return tuple(map(Paragraph, lines))


def _say_where(context: SessionContext, plan: PersonPlan, booking: Booking) -> str:
    """What to book, with the place of the kit's list that has it and its number."""
    thing = say_booking(context.words, booking.what)
    place = place_to_book(plan, booking)
    if place is None or place.phone is None:
        return thing
    number = say_phone(place.phone, context.caller.is_in)
    return context.words.text("run.line.where", thing=thing, place=place.name, number=number)


# -- numbers -------------------------------------------------------------------------------------


def _numbers(context: SessionContext, facts: Set[str]) -> Blocks:
    """Whom the host calls: the supervisor, who helps with joining, and the lines for danger."""
    words = context.words
    helpers = list_helpers(context, hours=False)
    lines = [words.inlines("run.line.number", who=who, number=one) for who, one in helpers]
    return (
        *((Paragraph(_in_one_line(lines)),) if lines else ()),
        *say_lines(context, facts),
        paragraph(words, "run.line.local"),
    )


def list_helpers(context: SessionContext, *, hours: bool) -> list[tuple[str, str]]:
    """Who helps the host and their number, with or without the ``hours`` of each."""
    words, agency = context.words, context.kit.agency
    found = (("run.help.supervisor", agency.supervisor), ("run.help.tech", agency.tech_help))
    called = [(words.text(key, name=one.name), one) for key, one in found if one]
    return [
        (
            with_hours(words, label, one.hours if hours else ""),
            say_phone(one.phone, context.caller.is_in),
        )
        for label, one in called
    ]


def say_lines(context: SessionContext, facts: Set[str]) -> Blocks:
    """The kit's lines for danger and crisis, a line each; that there are none is said."""
    words = context.words
    boxes = crisis_box(words, context.crisis, facts | {"voice"}, context.caller)
    found = [(one.label, one.value) for box in boxes for one in box.contacts]
    lines = [words.inlines("run.line.number", who=who, number=one) for who, one in found]
    return bullets(lines) or (paragraph(words, "run.danger-lines-missing"),)


# -- what is open --------------------------------------------------------------------------------


def _open(words: Words, questions: Sequence[OpenQuestion], most: int) -> Blocks:
    first = Steps(items(one.content for one in questions[:most]))
    more = (paragraph(words, "run.open.more"),) if len(questions) > most else ()
    return (heading(words, "run.open"), first, *more) if questions else ()


def _questions(
    context: SessionContext, guests: Sequence[Guest], most: int
) -> Iterator[OpenQuestion]:
    """What is not arranged, for all who lack the same at once; then papers that wait.

    ``most`` nouns of each are named.
    """
    words = context.words
    known = [(guest.said, guest.plan.not_met) for guest in guests if guest.plan is not None]
    lacking: dict[tuple[str, ...], list[str]] = {}
    for who, not_met in known:
        missed = [one for one in not_met if one.setting != WAITING and one.alternatives]
        if missed:
            lacking.setdefault(_nouns(words, missed), []).append(who)
    for nouns, people in lacking.items():
        said = say_list(people, words.formats)
        yield OpenQuestion(tuple(people), _say_lacks(words, said, nouns, most))
    told = {one.alternatives for _, not_met in known for one in not_met}
    shared = [one for one in context.group.not_met if one.alternatives not in told]
    if shared:
        yield OpenQuestion(
            (), _say_lacks(words, say_everyone(context, guests), _nouns(words, shared), most)
        )
    waiting = by_people(
        (say_waiting(words, str(one.value)), who)
        for who, not_met in known
        for one in not_met
        if one.setting == WAITING
    )
    if waiting:
        of_most = waiting[max(waiting, key=len)]
        everyone = tuple(dict.fromkeys(one for those in waiting for one in those))
        rest = [words.text("run.open.and-more")] if len(waiting) > 1 else []
        names, papers = say_list(everyone, words.formats), "; ".join((*of_most, *rest))
        yield OpenQuestion(everyone, words.inlines("run.open.waiting", who=names, papers=papers))


def _nouns(words: Words, missed: Iterable[NotMet]) -> tuple[str, ...]:
    found = (noun for one in missed for noun in name_lacks(words, one.setting, one.value))
    return tuple(dict.fromkeys(found))


def _say_lacks(words: Words, who: str, nouns: Sequence[str], most: int) -> Inlines:
    if not nouns:
        return words.inlines("run.open.other", who=who)
    more = [words.text("run.open.more-things")] if len(nouns) > most else []
    said = say_list([*nouns[:most], *more], words.formats)
    return words.inlines("run.open.lacks", who=who, things=said)
