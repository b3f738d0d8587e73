"""Who makes the packets: threads of this process, or for a large session processes of their own.

The seam is ``concurrent.futures.Executor``: whatever has ``map`` can make packets. Threads start at
once and share everything, but only the typesetter leaves Python's lock. Processes are started
afresh (``spawn``): the typesetter would hang for ever in a forked one. All of them are replaced now
and then, so that what it keeps does not grow; one by one (``max_tasks_per_child``) the pool of
Python 3.11 to 3.13 can wait for ever for a worker that is gone.
"""

from __future__ import annotations

import contextlib
import copyreg
import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from access_kit.errors import AccessKitError
from access_kit.model.document import AddressCarrier
from access_kit.workflow.prepare.pack import OutFolder
from access_kit.workflow.prepare.reuse.records import PartDigests, record_of, record_to_plain
from access_kit.workflow.prepare.set import Maker
from access_kit.workflow.prepare.shapes import FailedPacket, Made, PlannedPerson, SessionPlan

MANY_PEOPLE = 100
"""From here on, starting processes costs less than they save."""

PACKETS_A_WORKER = 400
"""Worker processes are replaced after about so many packets each."""


def _view(items: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))


@dataclass(frozen=True)
class PacketTask:
    """One packet: whose, and the address for its letter's window page, if it has one.

    ``letter_only`` leaves what was made and staged of it before, but for that letter. ``parts`` are
    what decides it; without them, nothing is written down of it.
    """

    person: PlannedPerson
    carrier: AddressCarrier | None
    letter_only: bool = False
    parts: PartDigests | None = None


MakesPacket = Callable[[PacketTask], Made | FailedPacket]


class Workers(Protocol):
    """Whatever makes packets; it keeps nothing of them."""

    def make(self, tasks: list[PacketTask]) -> Iterator[Made | FailedPacket]:
        """Make and stage each; the results in the order of the tasks, as they come."""
        ...


@dataclass(frozen=True)
class LocalWorkers:
    """Opens an executor for so many tasks at most, and says what it maps over them."""

    open: Callable[[], contextlib.AbstractContextManager[Executor]]
    work: MakesPacket
    most: int

    def make(self, tasks: list[PacketTask]) -> Iterator[Made | FailedPacket]:
        for start in range(0, len(tasks), self.most):
            with self.open() as executor:
                yield from executor.map(self.work, tasks[start : start + self.most])


def workers_for(maker: Maker, out: OutFolder, jobs: int) -> Workers:
    """Workers for a plan; ``jobs`` 0 means one a core."""
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(maker.plan.people) < MANY_PEOPLE:
        return LocalWorkers(
            lambda: ThreadPoolExecutor(jobs),
            lambda task: make_and_stage(maker, out, task),
            max(1, len(maker.plan.people)),
        )
    plan = without_people(maker.plan)
    start = pickle.dumps((plan, out.path, maker.fonts, maker.edition, maker.earlier))
    return LocalWorkers(lambda: _processes(jobs, start), _work, jobs * PACKETS_A_WORKER)


def without_people(plan: SessionPlan) -> SessionPlan:
    """What every packet needs: a worker holds nobody but the people whose packets it makes."""
    carriers = replace(plan.carriers, by_id={}, problems=())
    return replace(plan, work=replace(plan.work, profiles=()), people=(), carriers=carriers)


@contextlib.contextmanager
def _processes(jobs: int, start: bytes) -> Iterator[Executor]:
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(start,),
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def make_and_stage(maker: Maker, out: OutFolder, task: PacketTask) -> Made | FailedPacket:
    """Make a packet and write it beside its place; what is kept of it is small."""
    made = make_task(maker, task)
    return stage(out, task, made) if isinstance(made, Made) else made


def make_task(maker: Maker, task: PacketTask) -> Made | FailedPacket:
    """A packet, or its letter alone, with the bytes of its files."""
    try:
        make = maker.make_letter if task.letter_only else maker.make_packet
        return make(task.person, task.carrier)
    except AccessKitError as error:
        return FailedPacket(task.person.profile.id, type(error), error.problems)


def stage(out: OutFolder, task: PacketTask, made: Made) -> Made:
    """Write what was made beside its place; what is given back holds no bytes."""
    person_id = task.person.profile.id
    out.stage_packet(person_id, made.files)
    if task.parts and made.complete:
        # Should the run be cut off, the next one finds what this one made.
        record = record_of(person_id, task.parts, made)
        out.stage_record(person_id, record_to_plain(record))
    return replace(made, files={})


_own: dict[str, tuple[Maker, OutFolder]] = {}


def _begin(start: bytes) -> None:
    """Make a worker process ready: its own maker, the same folder."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    started = pickle.loads(start)  # noqa: S301 (made by our own parent process)
    plan, path, fonts, edition, earlier = started
    assert isinstance(plan, SessionPlan)
    assert isinstance(path, Path)
    maker = Maker(plan, fonts=fonts, edition=edition, earlier=earlier)
    _own["tools"] = (maker, OutFolder(path))


def _end_with_parent() -> None:
    """A worker whose command was killed must not wait for its next task for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: PacketTask) -> Made | FailedPacket:
    return make_and_stage(*_own["tools"], task)
