"""``access-kit profile list``, ``import`` and ``export``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import Force, QuickTalk, read_now
from access_kit.cli.profile_people import all_people, note
from access_kit.console import counted, problem_answers
from access_kit.errors import BadInput, CannotWrite, CheckFailed, Problem, Severity
from access_kit.files import make_folder, refuse_existing, shown, write_atomic
from access_kit.model.answers.profile import (
    ListedPerson,
    ProfileExportAnswer,
    ProfileImportAnswer,
    ProfileListAnswer,
)
from access_kit.model.profile import Profile

LIST_EXAMPLE = "Example: access-kit profile list"
IMPORT_EXAMPLE = "Example: access-kit profile import people.csv"
EXPORT_EXAMPLE = "Example: access-kit profile export people.csv"


def list_people(
    door: KitDoor,
    talk: QuickTalk,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="A folder of profiles.")
    ] = None,
) -> None:
    """List everybody: id, name, and when to look at the profile again."""
    with all_people(folder, door.which(talk)) as (_, store):
        people = store.people()
    today = read_now().date()
    for person in people:
        review = person.review_by
        due = "" if review is None else f", was due on {review}" if review < today else ""
        again = f", look again by {review}" if review and not due else due
        talk.say(f"{person.id}: {person.name}{again}")
    talk.say(f"{counted(len(people), 'person')}.")
    talk.answer(
        ProfileListAnswer(
            tuple(
                ListedPerson(
                    id=person.id,
                    name=person.name,
                    review_by=person.review_by.isoformat() if person.review_by else None,
                    version=person.version,
                )
                for person in people
            )
        )
    )


# -- import -------------------------------------------------------------------------------------


def import_people(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="People: .toml, .csv or .pnp.json.")],
    door: KitDoor,
    talk: QuickTalk,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the sound ones although some are wrong.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Into a folder of profile files.")
    ] = None,
) -> None:
    """Take people in from a file: all of them, or none when any is wrong."""
    from access_kit.profiles.csv_exchange import TableReading
    from access_kit.profiles.exchange import kind_of

    rejected = file.with_name(f"{file.stem}.rejected.csv") if kind_of(file) == "csv" else None
    if partial and rejected:
        refuse_existing([rejected])
    reading = TableReading(keep_rejected=partial)
    people = _sound_people(file, reading, partial, rejected)
    if to is not None:
        changed = _write_folder(to, people)
    else:
        with door.which(talk).opened() as store:
            changed = store.put_profiles(people)
    talk.tell(reading.all_problems(shown(file)))
    read = counted(reading.accepted, "person")
    talk.say(f"{read} read, {changed} of them new or changed.")
    left_out = shown(rejected) if reading.refused and rejected else None
    if left_out:
        talk.say(f"Not taken: {counted(reading.refused, 'row')}, in {left_out}.")
    talk.say(f"Delete {shown(file)} when you no longer need it: anyone can read it.")
    told = problem_answers(reading.all_problems(shown(file)))
    talk.answer(ProfileImportAnswer(reading.accepted, changed, left_out, told))
    if reading.has_errors:
        raise typer.Exit(CheckFailed.exit_code)


def _sound_people(
    file: Path, reading: object, partial: bool, rejected: Path | None
) -> Iterator[Profile]:
    """The people of a file; at its end ``BadInput`` undoes everything when any was wrong."""
    from access_kit.profiles.csv_exchange import TableReading, write_rejected
    from access_kit.profiles.exchange import read_people

    assert isinstance(reading, TableReading)
    for person in read_people(file, today=read_now().date(), reading=reading):
        if partial or not reading.has_errors:
            yield person
    if reading.has_errors and (not partial or not reading.accepted):
        raise BadInput(reading.all_problems(shown(file)))
    if reading.rejected and rejected:
        write_atomic(rejected, write_rejected(reading))


def _write_folder(folder: Path, people: Iterator[Profile]) -> int:
    """One file a person; none is written before all are known to be sound and new."""
    from access_kit.profiles.write_toml import write_profile

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


# -- export -------------------------------------------------------------------------------------


def export_people(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to: .toml, .csv or .pnp.json.")
    ],
    door: KitDoor,
    talk: QuickTalk,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="ID", help="Only this person; repeatable.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="From a folder of profiles.")
    ] = None,
    force: Force = False,
) -> None:
    """Write people into a file that other programs read."""
    from access_kit.profiles.exchange import kind_of, write_people

    kind_of(file)
    refuse_existing([file], force=force)
    wanted = only or []
    with all_people(folder, door.which(talk)) as (everybody, store):
        if wanted:
            _require_known(wanted, [one for one in wanted if store.profile(one) is None])
        count = write_people(file, store.profiles(wanted) if wanted else everybody)
        for person in wanted:
            note(store, "profile-exported", person)
        if not wanted:
            note(store, "profiles-exported")
    talk.tell([Problem("profile.in-the-open", Severity.NOTE, file=shown(file))])
    talk.say(f"Wrote {counted(count, 'person')} to {shown(file)}, readable by you alone.")
    talk.answer(ProfileExportAnswer(shown(file), count))


def _require_known(wanted: list[str], unknown: list[str]) -> None:
    if unknown:
        raise BadInput([Problem("profile.no-such-person", facts={"id": u[:20]}) for u in unknown])
