"""What was answered so far, on disk: after each answer, for its owner alone, until all is made.

What a person says of themselves is never in it: that goes into the vault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from access_kit.files import make_folder, read_bytes, sha256, telling_write_errors, write_atomic
from access_kit.notation import parse_json

FILE, SCHEMA = ".start.json", "access-kit/start-draft/1"


@dataclass
class StartAnswers:
    """``said`` holds each answer as it was read, ``begun`` the lines of one that is not whole yet.

    ``written`` holds the digest of each file of ours.

    ``begins_kit``: the kit is written of these answers; else it was there before, with the text
    ``kit_before``, and ``waits`` are the questions that nobody answered then. ``person`` is who
    was asked, ``is_saved`` whether their profile is kept; ``session`` the file that was written.
    ``file`` is the name of the file in ``folder`` that keeps all of it; ``usual_zone``, which it
    does not keep, is that of the kit's other meetings.
    """

    folder: Path
    said: dict[str, Any] = field(default_factory=dict)
    begun: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    begins_kit: bool = True
    waits: list[str] = field(default_factory=list)
    kit_before: str = ""
    person: str = ""
    is_saved: bool = False
    session: str = ""
    is_resumed: bool = False
    file: str = FILE
    usual_zone: str = ""

    @property
    def path(self) -> Path:
        return self.folder / self.file

    @property
    def country(self) -> str | None:
        """The agency's, once the zone said it."""
        return (self.said.get("zone") or {}).get("country") or None

    @property
    def zone(self) -> str:
        return str((self.said.get("zone") or {}).get("zone", ""))

    def keep(self) -> None:
        """Write all of it down, in a private file of a private folder."""
        body = {
            "schema": SCHEMA,
            "said": self.said,
            "begun": self.begun,
            "written": self.written,
            "begins_kit": self.begins_kit,
            "waits": self.waits,
            "kit_before": self.kit_before,
            "person": self.person,
            "is_saved": self.is_saved,
            "session": self.session,
        }
        if not self.folder.is_dir():
            make_folder(self.folder)
        write_atomic(self.path, json.dumps(body, ensure_ascii=False, indent=1).encode())

    def drop(self) -> None:
        """All is made: nothing of it is needed any more."""
        with telling_write_errors(self.path):
            self.path.unlink(missing_ok=True)

    def forget_person(self) -> None:
        """Whoever was asked is held no more: somebody else is asked in their place."""
        self.person, self.is_saved = "", False
        self.keep()

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def may_write(self, path: Path) -> bool:
        """Whether a file is not there, or is as these answers wrote it."""
        return not path.exists() or sha256(read_bytes(path)) == self.written.get(self._name(path))

    def put(self, path: Path, text: str) -> None:
        """Write a file, and remember that it is ours."""
        data = text.encode()
        write_atomic(path, data)
        self.written[self._name(path)] = sha256(data)


def answers_in(folder: Path, file: str = FILE) -> StartAnswers | None:
    """The answers that were kept when somebody stopped; ``None`` where there are none."""
    path = folder / file
    if not path.is_file():
        return None
    try:
        body = parse_json(read_bytes(path))
        if body.pop("schema") != SCHEMA:
            return None
        found = StartAnswers(folder, is_resumed=True, file=file, **body)
        return found if isinstance(found.zone, str) and isinstance(found.begun, dict) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def forget_in_start(folder: Path, person: str) -> None:
    """Take a person who was erased out of the answers of a start that somebody stopped."""
    answers = answers_in(folder)
    if answers is not None and answers.person.casefold() == person.casefold():
        answers.forget_person()
