"""Steps 3 and 4 for everyone: packets that stand, and packets that are made, a worker each.

A packet that was made of the same stands as it is. One kind of envelope holds for everyone, and
only when all are made is it known how thick each one is; so some letters are set once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from access_kit.delivery.mailing import MailingWay, choose_way
from access_kit.delivery.postage import postage_steps, sheets_at_steps
from access_kit.errors import Problem, Severity
from access_kit.model.answers import ArtefactAnswer, MadeFileAnswer
from access_kit.model.document import AddressCarrier
from access_kit.workflow.prepare.pack import PACKETS
from access_kit.workflow.prepare.packet_makers import PacketTask, Workers
from access_kit.workflow.prepare.reuse.deciders import Deciders
from access_kit.workflow.prepare.reuse.explain import explain_files
from access_kit.workflow.prepare.reuse.memory import Memory, StandingPacket
from access_kit.workflow.prepare.reuse.records import MadeRecord, PartDigests, record_of
from access_kit.workflow.prepare.set import failures_stop_all
from access_kit.workflow.prepare.shapes import FailedPacket, Made, PlannedPerson, SessionPlan


class RunPackets:
    """The packets of one run of ``prepare`` for ``people``."""

    def __init__(
        self,
        plan: SessionPlan,
        people: Sequence[PlannedPerson],
        deciders: Deciders,
        memory: Memory,
        workers: Workers | None,
    ) -> None:
        """``workers`` are not needed where nothing is made."""
        self._plan = plan
        self._people = people
        self._workers = workers
        self._memory = memory
        self._parts = {p.profile.id: deciders.of_packet(p, plan.carrier_of(p)) for p in people}
        found = ((one, memory.standing(one, parts)) for one, parts in self._parts.items())
        self._standing: dict[str, StandingPacket] = {id_: one for id_, one in found if one}
        self._lost = {one: memory.lost(one) for one in self._parts if one not in self._standing}
        self._made: dict[str, Made] = {}
        self._first_sheets: dict[str, int] = {}
        self._windowless: set[str] = set()
        self.failed: list[FailedPacket] = []

    @property
    def made(self) -> dict[str, Made]:
        """What stands and what was made, in the order of the people."""
        stand = {id_: one.made for id_, one in self._standing.items()}
        both = {**stand, **self._made}
        return {id_: both[id_] for id_ in self._parts if id_ in both}

    @property
    def new(self) -> tuple[str, ...]:
        """Ids of those whose packet was made by this run."""
        return tuple(id_ for id_ in self._parts if id_ in self._made)

    @property
    def reused(self) -> tuple[str, ...]:
        """Ids of those whose packet stands as an earlier run made it."""
        return tuple(id_ for id_ in self._parts if id_ in self._standing)

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of those whose packet does not stand."""
        return tuple(id_ for id_ in self._parts if id_ not in self._standing)

    def explain(self) -> Iterator[MadeFileAnswer]:
        """Why each file of theirs was made."""
        for id_, made in self.made.items():
            yield from self._explain(id_, {one.file: one.sha256 for one in made.artefacts})

    def foresee(self, planned: Mapping[str, Iterable[ArtefactAnswer]]) -> Iterator[MadeFileAnswer]:
        """Why each file would be made, of packets as they are ``planned``."""
        for id_, files in planned.items():
            stands = self._standing.get(id_)
            made = stands.record.files if stands else {one.file: one.sha256 for one in files}
            yield from self._explain(id_, made)

    def _explain(self, id_: str, files: Mapping[str, str]) -> Iterator[MadeFileAnswer]:
        record = self._memory.record(id_)
        earlier, digests = (record.parts, record.files) if record else ({}, {})
        folder, parts, lost = f"{PACKETS}/{id_}/", self._parts[id_], self._lost.get(id_, ())
        yield from explain_files(folder, files, parts, earlier, digests, lost)

    def records(self) -> Iterator[MadeRecord]:
        """What to write down of each packet that was made, and may be used again as it is."""
        for person in self._people:
            made = self._made.get(person.profile.id)
            parts = self._kept_parts(person)
            if made and parts and made.complete:
                yield replace(
                    record_of(person.profile.id, parts, made),
                    first_sheets=self._first_sheets[person.profile.id],
                    windowless=person.profile.id in self._windowless,
                )

    def make(self, step: Callable[[], None]) -> None:
        """Make every packet that does not stand; one cause that stops every packet stops all."""
        for _ in self._standing:
            step()
        missing = [one for one in self._people if one.profile.id in self.missing]
        tasks = [self._task(one, self._plan.carrier_of(one)) for one in missing]
        for task, result in zip(tasks, self._make(tasks), strict=True):
            self._take(task, result)
            step()
        stopped = failures_stop_all(self.failed, len(self._people))
        if stopped:
            raise stopped

    def settle_envelopes(self, before: Mapping[str, int]) -> MailingWay:
        """One kind of envelope for everyone. In flats, letters go without a window page.

        ``before`` are the sheets of packets that an earlier run made and this one leaves alone.
        """
        posted = [one for one in self._people if one.is_posted and one.profile.id in self.made]
        counted = {**before, **{one.profile.id: self._sheets_at_first(one) for one in posted}}
        windows = not self._plan.carriers.flats
        chosen = choose_way(counted, window=windows)
        told = _tell_postage(self._plan, counted, flats=chosen.flats)
        way = replace(chosen, problems=(*chosen.problems, *told))
        if way.flats and windows:
            self._leave_windows_out(posted)
        else:
            self._make_anew([one for one in posted if self._is_windowless(one)])
        return way

    def _leave_windows_out(self, posted: Iterable[PlannedPerson]) -> None:
        """What was made just now needs its letter alone; what stands, all of it."""
        posted = list(posted)
        fresh = [one for one in posted if one.profile.id in self._made]
        others = [
            one
            for one in posted
            if one.profile.id in self._standing and not self._is_windowless(one)
        ]
        tasks = [PacketTask(one, None, letter_only=True) for one in fresh]
        for one, letter in zip(fresh, self._make(tasks), strict=True):
            if isinstance(letter, FailedPacket):
                raise letter.kind(letter.problems)
            self._made[one.profile.id] = self._made[one.profile.id].with_changed(letter)
        self._make_anew(others, window=False)
        self._windowless |= {one.profile.id for one in (*fresh, *others)}

    def _make_anew(self, people: Sequence[PlannedPerson], *, window: bool = True) -> None:
        """Packets that stand, with or without the window page of their letters."""
        tasks = [self._task(one, self._plan.carrier_of(one) if window else None) for one in people]
        for task, result in zip(tasks, self._make(tasks), strict=True):
            if isinstance(result, FailedPacket):
                raise result.kind(result.problems)
            first = self._sheets_at_first(task.person)
            self._take(task, result)
            self._first_sheets[task.person.profile.id] = result.sheets if window else first

    def _make(self, tasks: list[PacketTask]) -> Iterator[Made | FailedPacket]:
        assert self._workers is not None, "nothing is made"
        return self._workers.make(tasks)

    def _take(self, task: PacketTask, result: Made | FailedPacket) -> None:
        if isinstance(result, FailedPacket):
            self.failed.append(result)
            return
        id_ = task.person.profile.id
        self._standing.pop(id_, None)
        self._made[id_] = result
        self._first_sheets[id_] = result.sheets

    def _task(self, person: PlannedPerson, carrier: AddressCarrier | None) -> PacketTask:
        return PacketTask(person, carrier, parts=self._kept_parts(person))

    def _kept_parts(self, person: PlannedPerson) -> PartDigests | None:
        """What decides a packet; of who wants nothing kept, nothing is written down."""
        return self._parts[person.profile.id] if person.profile.consent.store else None

    def _sheets_at_first(self, person: PlannedPerson) -> int:
        id_ = person.profile.id
        if id_ in self._standing:
            return self._standing[id_].record.first_sheets
        return self._first_sheets[id_]

    def _is_windowless(self, person: PlannedPerson) -> bool:
        standing = self._standing.get(person.profile.id)
        return standing is not None and standing.record.windowless


def _tell_postage(
    plan: SessionPlan, sheets: Mapping[str, int], *, flats: bool
) -> Iterator[Problem]:
    """At how many sheets postage grows, in the envelope that everyone's papers go in."""
    steps = postage_steps(plan.work.home_country, flat=flats)
    thickest = max(sheets.values(), default=0)
    if steps is None or not thickest:
        return
    paper = plan.work.kit.defaults.paper
    found = sheets_at_steps(steps, paper, thickest, flat=flats)
    facts = {"steps": ", ".join(f"{step}: {most}" for step, most in found.items())}
    yield Problem("delivery.postage-steps", Severity.NOTE, facts=facts)
