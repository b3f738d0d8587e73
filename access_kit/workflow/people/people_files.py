"""People taken in from a file that other programs wrote, and given out in one that they read."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.delivery.addresses import check_address
from access_kit.delivery.consent_rules import ConsentStanding, may_use, standing
from access_kit.errors import BadInput, CannotWrite, Problem, Severity
from access_kit.files import make_folder, refuse_existing, shown, write_atomic
from access_kit.model.profile import Profile
from access_kit.profiles.csv_exchange import TablePlan, TableReading, write_rejected
from access_kit.profiles.exchange import kind_of, read_people, write_people
from access_kit.profiles.pnp import RecordsPlan
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.profiles.write_toml import write_profile
from access_kit.store.made_copies import EVERYBODY, note_copies
from access_kit.store.protocol import Store
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import NO_STORE, all_people, note
from access_kit.workflow.keep.noted_pages import note_rows
from access_kit.workflow.people.erased_ids import unused_ids
from access_kit.workflow.people.tables import (
    Everybody,
    HereAlready,
    TableWish,
    keep_columns,
    merged,
    new_people,
    plan_records,
    plan_table,
)


@dataclass(frozen=True)
class TakenPeople:
    """``changed`` of the ``accepted`` are new or changed; ``rejected`` holds the rows left out.

    ``asked_next`` is somebody of whom nobody knows yet which way to reach them is safe.
    """

    accepted: int
    changed: int
    refused: int
    rejected: Path | None
    problems: tuple[Problem, ...]
    has_errors: bool
    asked_next: str = ""


def take_people(
    access: KitAccess,
    file: Path,
    *,
    to: Path | None = None,
    partial: bool = False,
    wish: TableWish | None = None,
) -> TakenPeople:
    """The people of a file, into the store or the folder ``to``: all, or none when any is wrong.

    With ``partial`` the sound ones, and the others in a file beside it. ``wish`` is what was said
    of a table.
    """
    is_table, wish = kind_of(file) == "csv", wish or TableWish()
    rejected = file.with_name(f"{file.stem}.rejected.csv") if is_table else None
    if partial and rejected:
        refuse_existing([rejected])
    reading, unasked = TableReading(keep_rejected=partial), list[str]()
    with _where_to(access, to) as (everybody, store):
        plan: TablePlan | RecordsPlan = (
            plan_table(access, file, wish, everybody) if is_table else plan_records(wish, everybody)
        )
        people = sound_people(
            file, reading, today=access.today, partial=partial, rejected=rejected, plan=plan
        )
        if plan.ids is not None:
            given = plan.given if isinstance(plan, RecordsPlan) else None
            here = HereAlready.of(everybody())
            people = new_people(people, here, reading, shown(file), given)
        people = _looked_at(people, reading, unasked, shown(file), access)
        if store is None:
            changed = _write_folder(to or file.parent, people)
        else:
            kept = _with_the_rest(people, store, reading, access.today) if is_table else people
            again = list[Problem]()
            changed = store.put_profiles(unused_ids(kept, store, again))
            reading.problems[:0] = again
    if rejected and reading.rejected:
        note_rows(access, rejected)
    if isinstance(plan, TablePlan):
        keep_columns(access, plan)
    return TakenPeople(
        accepted=reading.accepted,
        changed=changed,
        refused=reading.refused,
        rejected=rejected if reading.refused else None,
        problems=tuple(reading.all_problems(shown(file))),
        has_errors=reading.has_errors,
        asked_next=unasked[0] if unasked else "",
    )


@contextlib.contextmanager
def _where_to(access: KitAccess, to: Path | None) -> Iterator[tuple[Everybody, Store | None]]:
    """Who is there already, and the store, if it is not a folder, which need not be there yet."""
    if to is None:
        with access.store(none=NO_STORE) as store:
            yield store.profiles, store
        return
    there = read_profile_folder(to, today=access.today)[0] if to.is_dir() else []
    yield lambda: there, None


def _with_the_rest(
    people: Iterable[Profile], store: Store, reading: TableReading, today: datetime.date
) -> Iterator[Profile]:
    for one in people:
        yield merged(one, store.profile(one.id), reading.columns, today)


def _looked_at(
    people: Iterable[Profile],
    reading: TableReading,
    unasked: list[str],
    file: str,
    access: KitAccess,
) -> Iterator[Profile]:
    """The same people; an address that looks wrong is told, such as one whose zero was lost.

    ``unasked`` gets the ids of those of whom nobody knows which way is safe.
    """
    kit = access.kit_if_any()
    home = kit[1].home_country if kit else None
    for person in people:
        if not person.contact.safe:
            unasked.append(person.id)
        post = person.contact.post
        found = check_address(post, file=file, home_country=home) if post else ()
        reading.tell(
            dataclasses.replace(one, severity=Severity.WARNING, where=f"{person.id}: {one.where}")
            for one in found
        )
        yield person


def sound_people(
    file: Path,
    reading: TableReading,
    *,
    today: datetime.date,
    partial: bool = False,
    rejected: Path | None = None,
    plan: TablePlan | RecordsPlan | None = None,
) -> Iterator[Profile]:
    """The people of a file; at its end ``BadInput`` undoes everything when any was wrong."""
    for person in read_people(file, today=today, reading=reading, plan=plan):
        if partial or not reading.has_errors:
            yield person
    if reading.has_errors and (not partial or not reading.accepted):
        raise BadInput(reading.all_problems(shown(file)))
    if reading.rejected and rejected:
        write_atomic(rejected, write_rejected(reading))


def _write_folder(folder: Path, people: Iterator[Profile]) -> int:
    """One file a person; none is written before all are known to be sound and new."""
    everybody = list(people)
    paths = {folder / f"{person.id}.toml": person for person in everybody}
    standing = [path for path in paths if path.exists()]
    if standing:
        raise CannotWrite([Problem("profile.files-exist", file=shown(path)) for path in standing])
    make_folder(folder)
    written: list[Path] = []
    try:
        for path, person in paths.items():
            write_atomic(path, write_profile(person).encode())
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return len(written)


@dataclass(frozen=True)
class PeopleGiven:
    """How many were written, and how many of them without a way that they took back."""

    people: int
    narrowed: int


def give_people(
    access: KitAccess, file: Path, *, only: Sequence[str], folder: Path | None, force: bool
) -> PeopleGiven:
    """Write people into a file, all or ``only`` some, and note it in the log.

    No other program knows what was said since a way was called safe: so the file holds what is
    left of it.
    """
    kind_of(file, to_write=True)
    refuse_existing([file], force=force)
    narrowed = 0

    def as_stands(people: Iterable[Profile], store: Store) -> Iterator[Profile]:
        nonlocal narrowed
        for one in people:
            given = without_shut_ways(one, standing(store.consents(one.id), today=access.today))
            narrowed += given != one
            yield given

    with all_people(folder, access) as (everybody, store):
        unknown = [one for one in only if store.profile(one) is None]
        if unknown:
            facts = [{"id": one[:20]} for one in unknown]
            raise BadInput([Problem("profile.no-such-person", facts=one) for one in facts])
        wanted = store.profiles(only) if only else everybody
        count = write_people(file, as_stands(wanted, store))
        for person in only:
            note(store, "profile-exported", person)
            note_copies(store, [file], person, shared=len(only) > 1)
        if not only:
            note(store, "profiles-exported")
            note_copies(store, [file], EVERYBODY, shared=True)
    return PeopleGiven(count, narrowed)


def without_shut_ways(profile: Profile, consent: ConsentStanding) -> Profile:
    """A profile whose safe ways, and reminders, are those that may be used by what was said since.

    What was taken back, met a no, or waits because it may be a stop, is no way that is safe.
    """
    contact, pace = profile.contact, profile.pace
    safe = tuple(way for way in contact.safe if may_use(way, consent))
    if safe == contact.safe:
        return profile
    reminders = tuple(one for one in pace.reminders if not one.wanted or one.value in safe)
    return dataclasses.replace(
        profile,
        contact=dataclasses.replace(contact, safe=safe),
        pace=dataclasses.replace(pace, reminders=reminders),
    )
