"""Whether a person confirmed the order in which a file without one is to be read.

Slides and PDF do not say in which order they are read. What somebody confirmed stands beside the
file in ``FILE.confirmed.json``: who, when, and the digests of the file and of its words in that
order. Another file, or a reader that reads it otherwise, makes it a draft again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from access_kit.documents.check_tree import texts_in
from access_kit.errors import BadInput
from access_kit.files import file_sha256, read_bytes, sha256, write_atomic
from access_kit.model.document import Document
from access_kit.notation import NotParsed, parse_json

SCHEMA = "access-kit/confirmed/1"
_ENDING = ".confirmed.json"
_MOST_BYTES = 10_000


@dataclass(frozen=True)
class ConfirmedOrder:
    """Who confirmed which words of which file, and when (ISO 8601)."""

    by: str
    on: str
    file_sha256: str
    words_sha256: str


def confirmed_path(path: Path) -> Path:
    return path.with_name(path.name + _ENDING)


def is_confirmed(path: Path, document: Document) -> bool:
    """Whether what ``document`` says is what somebody confirmed of the file at ``path``."""
    kept = read_confirmed(path)
    return kept is not None and (kept.file_sha256, kept.words_sha256) == _digests(path, document)


def read_confirmed(path: Path) -> ConfirmedOrder | None:
    """What was confirmed of the file at ``path``; ``None`` for nothing, and for what is damaged."""
    try:
        data = read_bytes(confirmed_path(path), limit=_MOST_BYTES)
        kept = parse_json(data)
        if not isinstance(kept, dict) or kept.pop("schema", None) != SCHEMA:
            return None
        found = ConfirmedOrder(**kept)
    except (BadInput, NotParsed, TypeError):
        return None
    return found if all(isinstance(value, str) for value in asdict(found).values()) else None


def write_confirmed(path: Path, document: Document, *, by: str, on: str) -> Path:
    """Keep that ``by`` read the words in this order and found it right; the file written."""
    of_file, of_words = _digests(path, document)
    kept = {"schema": SCHEMA, **asdict(ConfirmedOrder(by, on, of_file, of_words))}
    place = confirmed_path(path)
    text = json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    write_atomic(place, text.encode(), private=False)
    return place


def _digests(path: Path, document: Document) -> tuple[str, str]:
    words = "\n".join((document.title, *(one.text for one in texts_in(document.blocks))))
    return file_sha256(path), sha256(words.encode())
