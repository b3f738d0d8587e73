"""What a worker of a cluster does: one packet from a task, with no disk and no state of its own.

A worker logs the arguments and the error of what fails. So everything private goes in and out as
sealed bytes, and nothing is raised there.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from access_kit.errors import CheckFailed, Problem
from access_kit.workflow.prepare.packet_makers import PacketTask, make_task
from access_kit.workflow.prepare.set import Maker
from access_kit.workflow.prepare.shapes import FailedPacket, Made

PACKAGE = Path(__file__).parents[3]


@dataclass(frozen=True, repr=False)
class Sealed:
    """Bytes that no log shows."""

    data: bytes


class PlanPlugin(WorkerPlugin):
    """The plan of a run, without people; a worker that comes later has it too."""

    def __init__(self, name: str, start: Sealed) -> None:
        self.name = name
        self.start = start
        self.code = code_digest()

    def setup(self, worker: object) -> None:
        """A worker that came after the others were asked does not begin, if it will not do."""
        said = settings()
        if said["code"] != self.code or said["spills"]:
            raise RuntimeError("not the same program, or it writes what it holds to its disk")


def make_item(name: str, task: Sealed) -> Sealed:
    """The packet of a task; ``name`` is the plan's. Never raises."""
    asked: PacketTask = pickle.loads(task.data)  # noqa: S301 (of our own parent, over its own TLS)
    made: Made | FailedPacket
    try:
        plan: Any = get_worker().plugins[name]
        made = make_task(_maker(plan.start), asked)
    except Exception as error:  # noqa: BLE001 (its words may be private)
        facts = {"id": asked.person.profile.id, "kind": type(error).__name__}
        problem = Problem("cluster.packet-failed", facts=facts)
        made = FailedPacket(asked.person.profile.id, CheckFailed, (problem,))
    return Sealed(pickle.dumps(made))


@lru_cache(maxsize=2)
def _maker(start: Sealed) -> Maker:
    plan, fonts, edition, earlier = pickle.loads(start.data)  # noqa: S301 (see above)
    return Maker(plan, fonts=fonts, edition=edition, earlier=earlier)


@cache
def code_digest() -> str:
    """Of the program itself: papers of two versions must not lie in one group."""
    hashed = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        hashed.update(path.relative_to(PACKAGE).as_posix().encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def settings() -> dict[str, Any]:
    """What a worker says of itself before it is given anything."""
    import dask

    memory = "distributed.worker.memory"
    spills = [dask.config.get(f"{memory}.{one}", False) for one in ("target", "spill")]
    return {"code": code_digest(), "spills": any(one is not False for one in spills)}
