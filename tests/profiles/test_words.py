"""Every word that questions, answers and the person's copy need is there, and no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from access_kit.console import word_problem
from access_kit.errors import Problem
from access_kit.i18n import load_words
from access_kit.model.consent import ConsentAct
from access_kit.model.ledger import MailState
from access_kit.profiles.fields import profile_fields
from access_kit.profiles.interview import load_questions, topics
from tests.tools import ROOT

SOURCES = [
    *(ROOT / "access_kit" / "profiles").glob("*.py"),
    *(ROOT / "access_kit" / "cli").glob("profile*.py"),
    ROOT / "access_kit" / "cli" / "interview_talk.py",
    ROOT / "access_kit" / "cli" / "session.py",
]
WORDS = ROOT / "access_kit" / "problem_words" / "profiles.toml"


def keys_of_data():
    """The keys that stand for fields, values and questions."""
    for question in load_questions():
        yield f"interview.{question.key}"
    yield from (f"interview.topic.{name}" for name in topics())
    for field in profile_fields():
        if field.key in ("schema", "id", "talk.avoid"):
            continue
        yield f"profile-copy.{field.key}"
        if field.key != "pace.reminders" and field.values != ("true", "false"):
            yield from (f"profile-copy.{field.key}.{value or 'kit'}" for value in field.values)
    yield from (f"profile-copy.consent.{act.value}" for act in ConsentAct)
    yield from (f"profile-copy.mail.{state.value}" for state in MailState)


def test_every_key_is_there_and_used():
    known = {key for key in load_words("en").messages if key.startswith(("interview.", "profile-"))}
    data = set(keys_of_data())
    assert data <= known
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    quoted = set(re.findall(r'"([a-z-]+(?:\.[a-z-]+)*)"|\.([a-z-]+)"', text))
    ends = {one for pair in quoted for one in pair if one} | {"need", "avoid", "yes", "no"}
    ends |= set(re.findall(r"profile-copy\.([a-z.-]+)", text)) | {"not-asked", "rather-not"}
    ends |= {f"rights.{end}" for end in ("change", "erase", "same")}
    ends |= {f"ask.{end}" for end in ("phone", "email", "post")}
    assert sorted(key for key in known - data if key.partition(".")[2] not in ends) == []


def test_every_problem_has_words():
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    areas = "csv|pnp|profile|interview|copy|session"
    told = set(re.findall(rf'Problem\(\s*"((?:{areas})\.[a-z-]+)"', text))
    told |= {f"csv.{fault}" for fault in re.findall(r'fault="([a-z-]+)"', text)}
    for name in ("pnp", "pnp_needs"):
        pnp = (ROOT / "access_kit" / "profiles" / f"{name}.py").read_text(encoding="utf-8")
        told |= {f"pnp.{end}" for end in re.findall(r'tell\("([a-z-]+)"', pnp)}
    assert len(told) > 20
    assert [code for code in sorted(told) if not has_words(code)] == []


def has_words(code):
    words = {}
    for path in Path(WORDS).parent.glob("*.toml"):
        words |= tomllib.loads(path.read_text(encoding="utf-8"))
    return code in words or f"*.{code.rpartition('.')[2]}" in words


def test_an_example_in_braces_is_said_as_it_is():
    assert '{"accessForAllPnpRecords"' in word_problem(Problem("pnp.no-records")).hint
