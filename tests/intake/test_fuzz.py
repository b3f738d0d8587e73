"""Whatever stands in a file, reading it ends in a value or in Problems."""

from __future__ import annotations

import datetime
import json

from hypothesis import example, given
from hypothesis import strategies as st

from access_kit.console import problem_lines
from access_kit.intake.toml_lines import find_lines
from access_kit.profiles.profile_files import parse_profile
from access_kit.session_files import parse_session

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
keys = st.sampled_from(
    ["schema", "id", "name", "reading", "formats", "value", "wish", "talk", "modes", "contact",
     "safe", "post", "starts", "timezone", "x", "odd key", "ü"]
)  # fmt: skip
scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["access-kit/profile/1", "need", "audio", "+1 603 555 0142", "a@b.example"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def toml(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items())
        return "{ " + inner + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value).replace("\x7f", "\\u007f")


@given(st.dictionaries(keys, values, max_size=8))
def test_any_values_are_read_or_told(data):
    text = "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in data.items())
    for problems in (
        parse_profile(text, file="p", today=NOW.date())[1],
        parse_session(text, file="s", now=NOW)[1],
    ):
        assert any(problem.is_error for problem in problems)
        for problem in problems:
            assert problem_lines(problem)[0].isprintable()


@given(st.text(max_size=200))
@example("[")
@example("[[")
def test_any_text_is_scanned_to_its_end(text):
    find_lines(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text):
    assert parse_profile(text, file="p", today=NOW.date())[0] is None
