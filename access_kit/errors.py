"""What can go wrong, as data.

Rules of this file:
- A ``Problem`` carries a stable code, a place and facts, and no sentence: ``console`` words it.
- Facts are values that may be shown. Never put a private value into one, unless it is the very
  value that is wrong.
- Each exception class owns the exit code of the program. Whatever is not one of them is a bug (70).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

FactValue = str | int | float


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One finding: what kind (``code``), how bad, and where.

    ``file`` is a path as the user would write it, ``line`` counts from 1, ``where`` is the place
    inside (a key path such as ``reading.formats[0]``, a cue, a block). ``facts`` fill the words
    that ``console`` keeps for this code.
    """

    code: str
    severity: Severity = Severity.ERROR
    file: str | None = None
    line: int | None = None
    where: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def sort_key(self) -> tuple[str, int, str, str]:
        return (self.file or "", self.line or 0, self.where or "", self.code)


class AccessKitError(Exception):
    """Base of every error that is told to the user; carries at least one ``Problem``."""

    exit_code = 70

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__(", ".join(problem.code for problem in self.problems))


class CheckFailed(AccessKitError):
    """A check found problems, or some packets could not be made and are named."""

    exit_code = 1


class BadInput(AccessKitError):
    """A file, a value or the command line is wrong."""

    exit_code = 2


class MissingPart(AccessKitError):
    """An engine, model, font, extra or tool is missing."""

    exit_code = 3


class CannotWrite(AccessKitError):
    """A file could not be written, or what was made failed its own check."""

    exit_code = 4


class CannotSend(AccessKitError):
    """A message could not be handed to the mail server."""

    exit_code = 5


class Refused(AccessKitError):
    """Consent, approval, a lock or a passphrase stands in the way."""

    exit_code = 6
