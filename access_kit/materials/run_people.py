"""The part of the run sheet about people: who may come, what to book, what cannot be offered.

- A person who did not agree that the facilitator knows about them is listed by id, and nothing else
  about them stands anywhere: no support, no booking.
- No reason is given for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from access_kit.i18n import Words
from access_kit.i18n.dates import say_date
from access_kit.materials.blocks import bullets, heading, paragraph
from access_kit.materials.context import SessionContext
from access_kit.materials.discreet import SETTING as WAITING
from access_kit.materials.items import choose_items, load_items
from access_kit.materials.paper_facts import read_settings
from access_kit.materials.values import say_list
from access_kit.model.document import Blocks, Inlines, LineBreak, Table, Text
from access_kit.model.plan import Booking, NotMet, PersonPlan
from access_kit.model.profile import Profile


@dataclass(frozen=True)
class Guest:
    """Somebody who may come: ``said`` is their chosen name or id, ``plan`` only if they agreed."""

    said: str
    plan: PersonPlan | None


def read_guests(people: Iterable[tuple[Profile, PersonPlan]]) -> tuple[Guest, ...]:
    """All who may come, in the order of what they are called here."""
    guests = (
        Guest(profile.name, plan) if profile.consent.facilitator else Guest(profile.id, None)
        for profile, plan in people
    )
    return tuple(sorted(guests, key=lambda guest: (guest.said.casefold(), guest.said)))


def say_people(words: Words, guests: Sequence[Guest]) -> Blocks:
    """A row for each who agreed, and a plain list of the others."""
    if not guests:
        return ()
    rows = tuple(
        (_name(guest), _ready(words, guest.plan)) for guest in guests if guest.plan is not None
    )
    header = (words.inlines("run.name"), words.inlines("run.ready"))
    others = (_name(guest) for guest in guests if guest.plan is None)
    return (
        heading(words, "run.people"),
        paragraph(words, "run.people-note"),
        *((Table(header, rows),) if rows else ()),
        *bullets(others),
    )


def _name(guest: Guest) -> Inlines:
    return (Text(guest.said, isolate=True),)


def _ready(words: Words, plan: PersonPlan) -> Inlines:
    facts = read_settings(plan.settings)
    chosen = choose_items(load_items("run_sheet.toml"), facts, "person")
    return _lines([words.inlines(item.word) for item in chosen]) or words.inlines(
        "run.ready-nothing"
    )


def _lines(lines: Sequence[Inlines]) -> Inlines:
    """Several lines in one cell of a table."""
    return tuple(part for line in lines for part in (LineBreak(), *line))[1:]


def say_bookings(words: Words, guests: Sequence[Guest]) -> Blocks:
    """What to book, the most urgent first. It does not say for whom."""
    bookings = {
        (booking.book_by, _what(words, booking), booking.late)
        for guest in guests
        if guest.plan is not None
        for booking in guest.plan.bookings
    }
    if not bookings:
        return ()
    rows = tuple(
        (_by(words, say_date(book_by, words.formats), late), (Text(what),))
        for book_by, what, late in sorted(bookings)
    )
    header = (words.inlines("run.book-by"), words.inlines("run.book-what"))
    note = paragraph(words, "run.book-note")
    return (heading(words, "run.book"), note, Table(header, rows))


def _what(words: Words, booking: Booking) -> str:
    """The words of a known booking; an agency's own rule says it in its own words."""
    key = f"run.book.{booking.what}"
    return words.text(key) if key in words else booking.what


def _by(words: Words, date: str, late: bool) -> Inlines:
    return words.inlines("run.book-late", date=date) if late else (Text(date, isolate=True),)


def say_not_met(context: SessionContext, guests: Sequence[Guest]) -> Blocks:
    """Who to ask about which other ways; for what concerns everyone, also what is so."""
    words = context.words
    rows = tuple(_not_met_rows(context, guests))
    if not rows:
        return ()
    header = (words.inlines("run.not-met-who"), words.inlines("run.not-met-ask"))
    note = paragraph(words, "run.not-met-note")
    return (heading(words, "run.not-met"), note, Table(header, rows))


def _not_met_rows(
    context: SessionContext, guests: Sequence[Guest]
) -> Iterator[tuple[Inlines, ...]]:
    told = {one.alternatives for guest in guests if guest.plan for one in guest.plan.not_met}
    shared = [one for one in context.group.not_met if one.alternatives not in told]
    if shared:
        said = ((one.because, *one.alternatives) for one in shared)
        lines = (line for lines in said for line in lines)
        yield context.words.inlines("run.everyone"), _once(context.words, lines)
    for guest in guests:
        if guest.plan and any(one.alternatives for one in guest.plan.not_met):
            yield _name(guest), _once(context.words, _other_ways(context.words, guest.plan.not_met))


def _other_ways(words: Words, not_met: Sequence[NotMet]) -> Iterator[str]:
    """The other ways, without what they are for; papers that wait are named."""
    waiting = [str(one.value) for one in not_met if one.setting == WAITING]
    for one in not_met:
        if one.setting == WAITING and waiting:
            papers = say_list([_say_paper(words, paper) for paper in waiting], words.formats)
            yield words.text("run.waits", papers=papers)
            waiting = []
        yield from one.alternatives


def _say_paper(words: Words, paper: str) -> str:
    """A paper of ours by its word, a handout by its title."""
    key = f"run.waits.{paper}"
    return words.text(key) if key in words else paper


def _once(words: Words, lines: Iterable[str]) -> Inlines:
    return _lines([words.say(line) for line in dict.fromkeys(lines)])
