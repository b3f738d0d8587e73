"""What the report reads stands so in the plans that ``prepare`` writes."""

from __future__ import annotations

import datetime

import pytest

from access_kit.workflow.seasons.equity_facts import months_of, read_meetings
from tests.workflow.kits import copy_example

NOW, AFTER = "2026-11-25T12:00:00-05:00", datetime.datetime(2026, 12, 20, tzinfo=datetime.UTC)

PEOPLE = {
    "K-41": ('written = ["en", "es"]', 'formats = ["print"]'),
    "K-42": ('written = ["es"]', 'formats = ["large_print"]'),
    "K-43": ('written = ["am"]', 'formats = ["text_message"]'),
    "K-44": ("", 'pictures = "needed"'),
}
"""What each writes under language and reading."""

CONTACT = '[contact]\nasked_on = 2026-11-20\nsafe = ["email"]\nemail = "ana@mail.example"\n'


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """By person; Spanish is a machine draft here, and of Amharic there is nothing."""
    from tests.conftest import command_environment
    from tests.inside import run_inside

    kit = tmp_path_factory.mktemp("real") / "kit"
    copy_example(kit)
    for path in (kit / "profiles").iterdir():
        path.unlink()
    for person, (language, reading) in PEOPLE.items():
        text = f'schema = "access-kit/profile/1"\nid = "{person}"\nname = "Ana"\n'
        text += f'stated_by = "self"\n[language]\n{language}\n[reading]\n{reading}\n'
        text += CONTACT
        (kit / "profiles" / f"{person}.toml").write_text(text)
    done = run_inside(
        kit, ["prepare", "session.toml", "--quiet"], environment=command_environment(NOW)
    )
    assert done.code == 0, done.stderr
    meetings, problems = read_meetings(kit, None, lambda: AFTER)
    assert problems == []
    return dict(zip(sorted(PEOPLE), months_of(meetings, "en"), strict=True))


@pytest.mark.parametrize(
    ("person", "language", "language_other", "form_other", "met"),
    [
        ("K-41", True, None, None, True),
        ("K-42", False, False, True, False),
        ("K-43", False, False, True, False),
        ("K-44", True, None, None, False),
    ],
)
def test_wishes_and_what_was_not_met_are_read(
    answers, person, language, language_other, form_other, met
):
    found = answers[person].answers
    assert found["language"] is language
    assert found["language_other"] is language_other
    assert found["format_other"] is form_other
    assert found["met"] is met
    assert found["no_wait"] is met
    assert found["noted"] is False, "nothing was sent"


def test_causes_are_sentences_without_a_person(answers):
    sentences = {because for one in answers.values() for _, because in one.causes}
    assert sentences
    for one in sentences:
        assert one.endswith(".")
        assert "K-4" not in one
        assert "Ana" not in one
