"""The formats of cues: which there are, and reading and writing any of them by its suffix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from access_kit.budgets import CAPTIONS
from access_kit.errors import BadInput, Problem
from access_kit.files import read_bytes, require_content, shown
from access_kit.model.cue import Captions
from access_kit.model.word import RecordedWords
from access_kit.timed_text.losses import drop_backward_cues


@dataclass(frozen=True)
class ReadCaptions:
    """What a file says, and what is wrong with it. Errors among ``problems`` lost some content.

    ``words`` are there where the file holds words or turns of speech, which have to be laid out
    before they are captions. ``own`` is false for what another program reads by this name too:
    such a file is not written over.
    """

    captions: Captions
    problems: tuple[Problem, ...] = ()
    words: RecordedWords | None = None
    own: bool = True


@dataclass(frozen=True)
class WrittenCaptions:
    """A file's bytes, and what the format could not hold (``timed-text.lost`` notes)."""

    data: bytes
    losses: tuple[Problem, ...] = ()


class CueFormat(Protocol):
    """A file format of cues, as a module of this room.

    To add one: write a module with these two functions, and put its suffix and dotted name into
    ``FORMATS``. ``read`` never raises for a fault inside the file: it returns what can be read and
    one ``Problem`` a fault, with its line; it raises ``BadInput`` only where nothing can be read.
    ``write`` returns bytes that ``read`` gives back as the same cues, and calls
    ``losses.find_losses`` with the names of what the format keeps. Callers write by
    ``write_captions``.
    """

    def read(self, data: bytes, name: str) -> ReadCaptions:
        """Read ``data``; ``name`` is the file as the user would write it."""
        ...

    def write(self, captions: Captions) -> WrittenCaptions:
        """Write ``captions`` as UTF-8 with LF line ends."""
        ...


FORMATS: Mapping[str, str] = {
    ".vtt": "access_kit.timed_text.webvtt",
    ".srt": "access_kit.timed_text.srt",
    ".sbv": "access_kit.timed_text.sbv",
    ".ass": "access_kit.timed_text.ass",
    ".ssa": "access_kit.timed_text.ass",
    ".ttml": "access_kit.timed_text.ttml",
    ".imsc": "access_kit.timed_text.ttml",
    ".dfxp": "access_kit.timed_text.ttml",
    ".itt": "access_kit.timed_text.ttml",
    ".xml": "access_kit.timed_text.ttml",
    ".txt": "access_kit.timed_text.txt",
    ".json": "access_kit.timed_text.cues_json",
}

WORDS_SUFFIX = ".words.json"
ONLY_READ = frozenset({".ssa", ".itt"})
"""Older forms of formats that are written by their newer names: ``.ass`` and ``.ttml``."""
KNOWN_UNREAD = frozenset(
    {
        ".scc",
        ".mcc",
        ".stl",
        ".cap",
        ".sub",
        ".idx",
        ".sup",
        ".smi",
        ".lrc",
        ".srv1",
        ".srv2",
        ".srv3",
    }
)
"""Captions of broadcasters (SCC, MCC, EBU STL, Cheetah), of discs and older players (MicroDVD,
VobSub, PGS, SAMI), of songs (LRC), and of YouTube's own XML: told as what they are.
"""
_READ = (*FORMATS, WORDS_SUFFIX)
_WRITTEN = tuple(suffix for suffix in _READ if suffix not in ONLY_READ)


def find_format(path: Path, known: Sequence[str] = _READ) -> CueFormat:
    """The format that the name of ``path`` asks for.

    ``BadInput`` where there is none; it tells the suffixes that are ``known`` to the caller.
    """
    suffix = path.suffix.lower()
    if suffix in KNOWN_UNREAD:
        facts = {"suffix": suffix}
        raise BadInput(Problem("timed-text.format-not-read", file=shown(path), facts=facts))
    if suffix not in FORMATS:
        facts = {"suffix": suffix or path.name, "known": " ".join(known)}
        raise BadInput(Problem("timed-text.unknown-format", file=shown(path), facts=facts))
    return cast(CueFormat, import_module(FORMATS[suffix]))


def is_words_file(path: Path) -> bool:
    """Whether the name says that the file holds words, not cues."""
    return path.name.lower().endswith(WORDS_SUFFIX)


def read_captions(path: Path) -> ReadCaptions:
    """Read cues in the format that the file's name says; faults come back as problems."""
    form = find_format(path)
    data = read_bytes(path, limit=CAPTIONS.size)
    require_content(data, shown(path))
    return form.read(data, shown(path))


def require_written(path: Path, also: Sequence[str] = ()) -> CueFormat:
    """The format to write ``path`` in; ``BadInput`` where there is none or it is only read.

    ``also`` are suffixes that the caller writes without a format of cues.
    """
    known = (*_WRITTEN, *also)
    form, suffix = find_format(path, known), path.suffix.lower()
    if suffix in ONLY_READ:
        facts = {"suffix": suffix, "known": " ".join(known)}
        raise BadInput(Problem("timed-text.only-read", file=shown(path), facts=facts))
    return form


def write_captions(path: Path, captions: Captions) -> WrittenCaptions:
    """The bytes of ``path``, and what it does not hold. No cue is written that no player shows."""
    kept, gone = drop_backward_cues(captions)
    written = require_written(path).write(kept)
    return WrittenCaptions(written.data, (*gone, *written.losses))
