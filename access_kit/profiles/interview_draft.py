"""An interview that was stopped, as bytes to go on from."""

from __future__ import annotations

import datetime
import json
from typing import Any

from access_kit.notation import parse_json
from access_kit.profiles.interview import InterviewState, load_questions

SCHEMA = "access-kit/interview/1"


def save_draft(state: InterviewState) -> bytes:
    """The state as bytes, to go on from later."""
    body = {
        "schema": SCHEMA,
        "tree": state.tree,
        "status": state.status,
        "passed_before": sorted(state.passed_before),
    }
    return json.dumps(body, ensure_ascii=False, default=_iso).encode()


def _iso(value: datetime.date) -> dict[str, str]:
    return {"date": value.isoformat()}


def load_draft(data: bytes) -> InterviewState | None:
    """The state that ``save_draft`` wrote; ``None`` for anything else."""
    try:
        body = parse_json(data, pairs=_date)
        if body["schema"] != SCHEMA or not isinstance(body["tree"], dict):
            return None
        known = {question.key for question in load_questions()}
        status = {key: one for key, one in body["status"].items() if key in known}
        return InterviewState(body["tree"], status, frozenset(body["passed_before"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _date(pairs: list[tuple[str, Any]]) -> Any:  # noqa: ANN401 (JSON)
    found = dict(pairs)
    return datetime.date.fromisoformat(found["date"]) if list(found) == ["date"] else found
