"""The words of the report: what its codes are called for the agency that reads it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from access_kit.i18n import Words
from access_kit.model.answers.report import CauseCount


@dataclass(frozen=True)
class QuestionWords:
    """A question as it is put, what is said below it, and what a yes and a no are called."""

    title: str
    note: str
    yes: str
    no: str


@dataclass(frozen=True)
class ReportWords:
    """All words; ``hidden`` stands in place of a number that is not shown."""

    title: str
    hidden: str
    made_on: str
    how_to_read: str
    no_meetings: str
    causes: str
    no_causes: str
    kept: str
    today: str
    not_known: str
    assessment: str
    standard: str
    questions: Mapping[str, QuestionWords]
    lacks: Mapping[str, str]
    unknown: Mapping[str, str]
    steps: Mapping[str, str]

    def number(self, people: int | None) -> str:
        return self.hidden if people is None else str(people)

    def lack(self, words: Words, cause: CauseCount) -> str:
        """What people did not get: the noun of the catalogue, or ours, or the setting's name."""
        key = f"lack.{cause.setting}"
        named = words.text(key) if key in words else self.lacks.get(cause.setting)
        return named or cause.setting.replace(".", " ").replace("_", " ")


@lru_cache(maxsize=1)
def report_words() -> ReportWords:
    text = (files(__package__) / "equity_words.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    questions = {code: QuestionWords(**one) for code, one in data.pop("question").items()}
    return ReportWords(questions=questions, **data)
