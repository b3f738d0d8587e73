"""``prepare --cluster``: packets made by the workers of a Dask scheduler.

A worker that dies loses its item to another one; an item that kills worker after worker is given
up, and named. When the scheduler is gone, what came back stands, and the next run makes the rest.
Between computers everything goes by TLS, whose certificates Dask's own settings name; a worker
that would write what it holds to its disk gets nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import pickle
import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from access_kit.errors import BadInput, CheckFailed, MissingPart, Problem, Refused
from access_kit.workflow.prepare.pack import OutFolder
from access_kit.workflow.prepare.packet_makers import PacketTask, stage, without_people
from access_kit.workflow.prepare.reuse.earlier import Earlier
from access_kit.workflow.prepare.set import Maker
from access_kit.workflow.prepare.shapes import FailedPacket, Made

DaskClient = Any
"""``distributed.Client``; hardly anything of it has types."""

CONNECT_SECONDS = 20
LOST = frozenset({"cluster.gone", "cluster.unreachable", "cluster.no-workers"})
"""Problems after which nothing more can be made there."""

AHEAD = 4
"""So many items a worker lie ready: it never waits, and the cluster holds few packets."""


@dataclass(frozen=True)
class ClusterWorkers:
    """The workers of the scheduler at ``url``."""

    maker: Maker
    out: OutFolder
    url: str

    def make(self, tasks: list[PacketTask]) -> Iterator[Made | FailedPacket]:
        """Make each there, and stage it here; the results in the order of the tasks."""
        if not tasks:
            return
        with _connected(self.url) as client:
            name = f"plan-{secrets.token_hex(8)}"
            _register(client, name, self.maker)
            results = _Asking(client, name).in_turn(tasks)
            for task, made in zip(tasks, results, strict=True):
                yield stage(self.out, task, made) if isinstance(made, Made) else made
            with contextlib.suppress(Exception):  # a scheduler that is gone has forgotten it
                client.unregister_worker_plugin(name)


class _Asking:
    """Packets asked of one cluster for one plan, a few for each worker ahead."""

    def __init__(self, client: DaskClient, name: str) -> None:
        self._executor = client.get_executor(pure=False)
        self._most = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        self._name = name
        self._asked: deque[tuple[PacketTask, Future[Any] | None]] = deque()

    def in_turn(self, tasks: Iterable[PacketTask]) -> Iterator[Made | FailedPacket]:
        """What came of each, in the order of the tasks."""
        for task in tasks:
            self._asked.append((task, self._ask(task)))
            while len(self._asked) >= self._most:
                yield self._next()
        while self._asked:
            yield self._next()

    def _ask(self, task: PacketTask) -> Future[Any] | None:
        from access_kit.workflow.prepare.cluster.item import Sealed, make_item

        try:
            asked: Future[Any] = self._executor.submit(
                make_item, self._name, Sealed(pickle.dumps(task))
            )
        except Exception:  # noqa: BLE001 (whatever it is, the scheduler takes nothing more)
            return None
        return asked

    def _next(self) -> Made | FailedPacket:
        from distributed.scheduler import KilledWorker

        task, future = self._asked.popleft()
        try:
            return _result(task, future)
        except KilledWorker:
            # Perhaps another packet killed the workers on which this one waited: once more, alone.
            wait([one for _, one in self._asked if one])
        try:
            return _result(task, self._ask(task))
        except KilledWorker:
            id_ = task.person.profile.id
            lost = Problem("cluster.packet-lost", facts={"id": id_})
            return FailedPacket(id_, CheckFailed, (lost,))


def _result(task: PacketTask, future: Future[Any] | None) -> Made | FailedPacket:
    """What came back. ``KilledWorker`` where each worker that had it died."""
    from distributed.scheduler import KilledWorker

    id_ = task.person.profile.id
    gone = FailedPacket(id_, MissingPart, (Problem("cluster.gone", facts={"id": id_}),))
    if future is None:
        return gone
    try:
        made: Made | FailedPacket = pickle.loads(future.result().data)  # noqa: S301 (our own)
    except KilledWorker:
        raise
    except (CancelledError, Exception):  # noqa: BLE001 (whatever it is, nothing came back)
        return gone
    return made


@contextlib.contextmanager
def _connected(url: str) -> Iterator[DaskClient]:
    _require_private(url)
    try:
        import distributed
    except ImportError:
        raise MissingPart(Problem("cluster.missing-package")) from None
    connect: Any = distributed.Client
    try:
        client = connect(url, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TypeError, ValueError) as error:
        facts = {"url": url, "kind": type(error).__name__}
        raise MissingPart(Problem("cluster.unreachable", facts=facts)) from None
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=CONNECT_SECONDS)


def _register(client: DaskClient, name: str, maker: Maker) -> None:
    """Give every worker the plan, once it is known to be this program and to keep nothing."""
    from access_kit.workflow.prepare.cluster import item

    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        raise MissingPart(Problem("cluster.no-workers")) from None
    try:
        said = client.run(item.settings)
    except Exception:  # noqa: BLE001 (there is no such program there, or none that answers)
        raise MissingPart(Problem("cluster.other-program")) from None
    if any(one["code"] != item.code_digest() for one in said.values()):
        raise MissingPart(Problem("cluster.other-program"))
    if any(one["spills"] for one in said.values()):
        raise Refused(Problem("cluster.keeps-on-disk"))
    earlier = Earlier(maker.earlier.program)
    start = pickle.dumps((without_people(maker.plan), maker.fonts, maker.edition, earlier))
    client.register_plugin(item.PlanPlugin(name, item.Sealed(start)))


def _require_private(url: str) -> None:
    """TLS, or this very computer."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.scheme not in ("tls", "tcp"):
        raise BadInput(Problem("cluster.no-url", where="--cluster", facts={"value": url}))
    if parts.scheme == "tcp" and not _is_loopback(host):
        raise Refused(Problem("cluster.not-private", where="--cluster", facts={"value": url}))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
