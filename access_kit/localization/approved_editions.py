"""Whether a person approved an edition in another language, beside the source as it is now.

The approval stands beside the edition in ``FILE.approved.json``: who, what makes them able to,
when, and the digests of the edition's file and of what its source says. When either is changed, the
edition is a draft again: nobody has to remember to take an approval back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from access_kit.documents.check_tree import texts_in
from access_kit.errors import BadInput
from access_kit.files import file_sha256, read_bytes, sha256, write_atomic
from access_kit.localization.review import Reviewer
from access_kit.model.document import Document, Link
from access_kit.notation import NotParsed, parse_json

SCHEMA = "access-kit/approved/1"
_ENDING = ".approved.json"
_MOST_BYTES = 10_000


@dataclass(frozen=True)
class EditionApproval:
    """Who approved which file beside which source, and when (ISO 8601)."""

    by: str
    qualification: str
    on: str
    file_sha256: str
    source_sha256: str


def approval_path(path: Path) -> Path:
    return path.with_name(path.name + _ENDING)


def read_approval(path: Path) -> EditionApproval | None:
    """The approval of the edition in ``path``; ``None`` for none, and for what is damaged."""
    try:
        kept = parse_json(read_bytes(approval_path(path), limit=_MOST_BYTES))
        if not isinstance(kept, dict) or kept.pop("schema", None) != SCHEMA:
            return None
        found = EditionApproval(**kept)
    except (BadInput, NotParsed, TypeError):
        return None
    texts = [value for value in asdict(found).values() if isinstance(value, str) and value.strip()]
    return found if len(texts) == len(asdict(found)) else None


def is_approved(path: Path, source: Document) -> bool:
    """Whether somebody approved this very file beside what ``source`` says now."""
    kept = read_approval(path)
    return kept is not None and (kept.file_sha256, kept.source_sha256) == _digests(path, source)


def write_approval(path: Path, source: Document, reviewer: Reviewer) -> Path:
    """Keep that ``reviewer`` stands for the edition in ``path``; the file written."""
    of_file, of_source = _digests(path, source)
    kept = EditionApproval(
        reviewer.name, reviewer.qualification, reviewer.on.isoformat(), of_file, of_source
    )
    place = approval_path(path)
    text = json.dumps({"schema": SCHEMA, **asdict(kept)}, indent=2, ensure_ascii=False) + "\n"
    write_atomic(place, text.encode(), private=False)
    return place


def _digests(path: Path, source: Document) -> tuple[str, str]:
    parts = [source.title]
    for one in texts_in(source.blocks):
        parts.append(f"{one.text}\n{one.url}" if isinstance(one, Link) else one.text)
    return file_sha256(path), sha256("\0".join(parts).encode())
