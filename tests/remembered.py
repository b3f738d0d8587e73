"""What the engines made of an input once in a run, they are not asked for again.

Most tests prepare the same few people, so that the typesetter, the voice and the MP3 encoder would
do the same work hundreds of times. What they gave lies in a folder that the workers of a run share,
by a digest of all that decides it. Tests of the engines themselves, tests of bytes that must come
again, and the long runs always ask the engines.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from access_kit.documents import pdf
from access_kit.documents.sound import espeak, mp3

FOLDER = "ACCESS_KIT_TEST_REMEMBERED"
"""The variable that tells the workers of a run where to look."""

ANEW = ("tests/documents/", "tests/workflow/test_prepare.py", "tests/delivery/test_emails.py")
"""Where the engines themselves are judged, or that the same bytes come again."""

MOST_BYTES = 400_000_000
"""What one worker lays down at most."""

_asked: list[bool] = []
_laid = [0]


class Told:
    """A document that was set before: its answers to the questions that are asked of it."""

    def __init__(self, places: str) -> None:
        self._places = places

    def query(self, selector: str, *, field: str) -> str:
        assert (selector, field) == ("<place>", "value")
        return self._places


def begin() -> None:
    """Once a run, before its workers start."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="access-kit-remembered-")


def end() -> None:
    shutil.rmtree(os.environ.pop(FOLDER, ""), ignore_errors=True)


def remember() -> None:
    """Let this process ask what is remembered first."""
    pdf._compile = _remembering(pdf._compile, _typeset_key, _without_compiler)
    espeak._ask = _remembering(espeak._ask, _plain_key, _as_it_is)
    mp3._encode = _remembering(mp3._encode, _plain_key, _as_it_is)


@contextmanager
def anew_for(test: str) -> Iterator[None]:
    """Nothing is remembered while a test runs that wants the engines themselves."""
    _asked.append(test.startswith(ANEW))
    try:
        yield
    finally:
        _asked.pop()


def _remembering(
    make: Callable[..., Any], key: Callable[..., bytes], keep: Callable[[Any], Any]
) -> Callable[..., Any]:
    folder = Path(os.environ[FOLDER])

    @functools.wraps(make)
    def ask(*given: Any) -> Any:
        if any(_asked):
            return make(*given)
        path = folder / hashlib.sha256(make.__name__.encode() + key(*given)).hexdigest()
        if path.exists():
            return pickle.loads(path.read_bytes())
        made = keep(make(*given))
        data = pickle.dumps(made)
        _laid[0] += len(data)
        if _laid[0] < MOST_BYTES:
            unfinished = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
            unfinished.write_bytes(data)
            unfinished.rename(path)
        return made

    return ask


def _plain_key(*given: Any) -> bytes:
    return pickle.dumps(given)


def _typeset_key(inputs: dict[str, str], moment: Any, fonts: tuple[Path, ...]) -> bytes:
    files = [path for folder in fonts for path in sorted(folder.rglob("*")) if path.is_file()]
    stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return pickle.dumps((sorted(inputs.items()), moment.timestamp(), fonts, stamps))


def _without_compiler(made: Any) -> Any:
    return replace(made, compiler=Told(made.compiler.query("<place>", field="value")))


def _as_it_is(made: Any) -> Any:
    return made
