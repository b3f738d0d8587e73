"""Every word that questions, answers and the person's copy need is there, and no other."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path

from access_kit.console import word_problem
from access_kit.documents.check_tree import plain_text
from access_kit.errors import Problem
from access_kit.i18n import load_words
from access_kit.model.consent import ConsentAct
from access_kit.model.document import BulletList
from access_kit.model.ledger import MailKey, MailRow, MailState
from access_kit.model.record import AuditEntry
from access_kit.profiles.copy import AllHeld, build_copy
from access_kit.profiles.fields import profile_fields
from access_kit.profiles.interview import load_questions, topics
from tests.materials.samples import make_profile
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
    yield from (f"profile-copy.mail.{s.value}" for s in MailState if s is not MailState.IN_FLIGHT)


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


def test_a_copy_tells_of_mail_in_words_for_its_state():
    """Each state in words of its own, and ways by those that the person was asked in."""
    at = datetime.datetime(2026, 11, 27, tzinfo=datetime.UTC)
    told = [state for state in MailState if state is not MailState.IN_FLIGHT]
    rows = [
        MailRow(MailKey("s", "K-1", "sms", "packet", state.value), state, "", "", at)
        for state in MailState
    ]
    log = [
        AuditEntry(1, at, "jo", "", f"mail-{state.value.replace('_', '-')}", "K-1", "")
        for state in MailState
    ]
    held = AllHeld(make_profile(), mails=tuple(rows), log=tuple(log))
    blocks = build_copy(held, None, load_words("en")).blocks
    lists = [block for block in blocks if isinstance(block, BulletList)]
    said = "\n".join(plain_text(item.content) for one in lists for item in one.items)
    words = [load_words("en").text(f"profile-copy.mail.{state.value}") for state in told]
    assert len(set(words)) == len(told)
    for told_as in words:
        assert f": text message, {told_as}" in said
        assert f"jo: message to you: {told_as}" in said
    assert words[told.index(MailState.POSTED)] != "posted", "a word of the post, not of a person"
    assert "in flight" not in said
    assert "sms" not in said
    assert "mail planned" not in said


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
