"""Worker processes that end with their parent, whatever ended it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import TypeVar

from access_kit.errors import MissingPart, Problem

Step = Callable[[int], None]
"""Hears how much is done: after each piece its milliseconds, of a model the bytes."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def start_processes(jobs: int) -> Executor:
    """``jobs`` fresh interpreters; they share nothing with this one."""
    return ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare_worker,
    )


def _prepare_worker() -> None:
    """Ctrl-C ends a worker quietly, and so does the end of the parent (even by kill -9)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def map_in_order(
    workers: Executor, work: Callable[[_Item], _Result], items: Iterable[_Item], *, ahead: int
) -> Iterator[tuple[_Item, _Result]]:
    """``work`` on each item, results in order, never more than ``ahead`` items waiting.

    When the caller stops early, what has not begun is dropped.
    """
    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    try:
        for item in items:
            waiting.append((item, workers.submit(work, item)))
            if len(waiting) >= ahead:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    except BrokenExecutor:
        raise MissingPart(Problem("captions.engine-stopped")) from None
    finally:
        for _, future in waiting:
            future.cancel()
