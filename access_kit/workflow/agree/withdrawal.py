"""An agreement taken back, or a part of it: at once, and what is queued does not go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.delivery.consent_rules import ALL
from access_kit.errors import BadInput, Problem
from access_kit.materials.agreement import consent_items
from access_kit.model.answers import ConsentAnswer
from access_kit.model.consent import ConsentWay
from access_kit.model.profile import Channel
from access_kit.store.erase_papers import files_beside
from access_kit.store.made_copies import copies_of, missing_folders
from access_kit.store.noted_files import noted_files, noted_of
from access_kit.store.opening import operating_system_user
from access_kit.store.out_folders import missing_outs, out_folders
from access_kit.store.person_words import pointers_to
from access_kit.store.protocol import Store
from access_kit.workflow.agree.form_record import printed_letters
from access_kit.workflow.agree.stands import stands_alone
from access_kit.workflow.gone_papers import kept_papers, speaking_files, staying, taken_problems
from access_kit.workflow.keep.access import KitAccess, require_person
from access_kit.workflow.returns.agreements import SaidBy, moment_after, withdraw
from access_kit.workflow.shut_ways import take_back_closed


@dataclass(frozen=True)
class Withdrawal:
    """``stopped`` messages do not go; ``taken`` are files (errors are what could not go).

    ``kept`` are papers that hold the person and stay until somebody erases them, and files that are
    not ours and speak of them.
    """

    person: str
    scope: str
    stopped: int
    problems: tuple[Problem, ...]
    taken: tuple[Problem, ...]
    kept: tuple[Problem, ...]
    stands: ConsentAnswer


def withdraw_for(access: KitAccess, person: str, scope: str, way: ConsentWay) -> Withdrawal:
    """Take back ``scope``: all, a way, or an item's id. ``BadInput`` for any other."""
    scope = _read_scope(scope)
    folder, kit = access.kit()
    with access.store_of(folder, kit) as store:
        name = require_person(store, person)
        now = access.clock()
        with store.transaction():
            at = moment_after(store, name, now)
            by = SaidBy(name, way, operating_system_user(), at)
            stopped = withdraw(store, by, scope)
        outs = out_folders(folder)
        back = take_back_closed(store, outs, name, today=now.date())
        return Withdrawal(
            person=name,
            scope=scope,
            stopped=len(stopped),
            problems=printed_letters(name, stopped),
            taken=tuple(taken_problems(name, back)),
            kept=tuple(_kept(store, folder, name)) if scope == ALL else (),
            stands=stands_alone(store, name, today=now.date()),
        )


def _kept(store: Store, kit: Path, person: str) -> Iterator[Problem]:
    """What holds the person and stays: ours, what is not ours, and what cannot be reached now."""
    outs = out_folders(kit)
    pointers = pointers_to(person, (one.profile for one in store.history(person)))
    copies = (*copies_of(store, person), *noted_of(kit, pointers))
    yield from kept_papers(person, outs, copies)
    speaking = speaking_files(person, kit, outs, pointers, but=(one.path for one in copies))
    yield from speaking.values()
    foreign = (path for path in files_beside(outs, person) if path not in speaking)
    yield from (staying("custody.foreign", person, path) for path in foreign)
    missing = dict.fromkeys((*missing_outs(kit), *missing_folders((*copies, *noted_files(kit)))))
    yield from (staying("custody.out-missing", person, path) for path in missing)


def _read_scope(said: str) -> str:
    """What is taken back, by its name in small or capital letters."""
    ways = [channel.value for channel in Channel]
    known = {one.casefold(): one for one in (ALL, *ways, *consent_items())}
    if said.strip().casefold() not in known:
        facts = {"scope": said[:40], "ways": ", ".join(ways)}
        raise BadInput(Problem("consent.unknown-scope", where="--scope", facts=facts))
    return known[said.strip().casefold()]
