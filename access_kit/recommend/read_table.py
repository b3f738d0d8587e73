"""One TOML table of rules being read: typed values, each mistake told once, at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from access_kit.errors import Severity
from access_kit.intake import Intake
from access_kit.intake.reader import closest, shown_value
from access_kit.intake.toml_lines import Path
from access_kit.model.constraint import Choice

C = TypeVar("C", bound=Choice)


class Table:
    """``known`` are the keys that may stand here; any other is told with the nearest of them.

    Every getter tells what is wrong and then returns a value of the asked type, so that reading
    goes on; ``intake.ok`` says in the end whether anything was wrong.
    """

    def __init__(self, intake: Intake, path: Path, data: object, known: Sequence[str]) -> None:
        self.intake = intake
        self.path = path
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            intake.tell("wrong-type", path, wanted="a table", value=shown_value(data))
        for key in self.data:
            if key not in known:
                self._tell_unknown("unknown-key", key, key, known)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def tell(self, suffix: str, key: str, /, **facts: str | int | float) -> None:
        self.intake.tell(suffix, (*self.path, key) if key else self.path, **facts)

    def warn(self, suffix: str, key: str, /, **facts: str | int | float) -> None:
        self.intake.tell(suffix, (*self.path, key), Severity.WARNING, **facts)

    def _tell_unknown(self, suffix: str, key: str, word: str, known: Sequence[str]) -> None:
        facts = {"guess": closest(word, known), "known": ", ".join(known)}
        name = "key" if suffix == "unknown-key" else "value"
        self.tell(suffix, key, **facts, **{name: shown_value(word)})

    def _typed(self, key: str, cls: type, wanted: str, default: Any) -> Any:  # noqa: ANN401
        if key not in self.data:
            return default
        value = self.data[key]
        if type(value) is not cls:
            self.tell("wrong-type", key, wanted=wanted, value=shown_value(value))
            return default
        return value

    def text(self, key: str, *, required: bool = False) -> str:
        if required and key not in self.data:
            self.tell("missing-key", key, key=key)
        text = self._typed(key, str, "text in quotes", "")
        if key in self.data and isinstance(self.data[key], str) and not text.strip():
            self.tell("empty-text", key)
        return str(text)

    def truth(self, key: str) -> bool:
        return bool(self._typed(key, bool, "true or false", False))

    def number(self, key: str) -> float | None:
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.tell("wrong-type", key, wanted="a number", value=shown_value(value))
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._typed(key, list, "a list in [ ]", [])
        wrong = [value for value in values if not isinstance(value, str)]
        for value in wrong:
            self.tell("wrong-type", key, wanted="text in quotes", value=shown_value(value))
        return tuple(value for value in values if isinstance(value, str))

    def choice(self, key: str, cls: type[C], default: C | None) -> C | None:
        """A value of ``cls``; without a default, the key must be there."""
        if key not in self.data:
            if default is None:
                self.tell("missing-key", key, key=key)
            return default
        value, known = self.data[key], [member.value for member in cls]
        if value in known:
            return cls(value)
        facts = {"noun": cls.noun(), "guess": closest(str(value), known)}
        self.tell("unknown-value", key, value=shown_value(value), known=", ".join(known), **facts)
        return default

    def one_of(self, key: str, word: str, known: Sequence[str], suffix: str) -> bool:
        """Whether ``word`` is among ``known``; else told with the nearest (``unknown-setting``)."""
        if word in known:
            return True
        self.tell(suffix, key, value=shown_value(word), guess=closest(word, known))
        return False

    def tables(self, key: str, known: Sequence[str]) -> Iterator[Table]:
        entries = self._typed(key, list, f"tables headed [[{key}]]", [])
        for index, entry in enumerate(entries):
            yield Table(self.intake, (*self.path, key, index), entry, known)

    def table(self, key: str, known: Sequence[str]) -> Table:
        return Table(self.intake, (*self.path, key), self.data.get(key, {}), known)
