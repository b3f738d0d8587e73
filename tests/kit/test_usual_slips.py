"""Files as people make them: what is wrong is named as what it is, once, and all else is read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import command_environment
from tests.workflow.kits import copy_example


@pytest.fixture
def session(tmp_path):
    return copy_example(tmp_path / "kit")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(done):
    return [
        (one["code"], one["line"]) for one in done.json["problems"] if one["severity"] == "error"
    ]


def line_of(path, words):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


@pytest.mark.parametrize("quotes", ["“{}”", "„{}“", "«{}»", "‘{}’"])
def test_curly_quotes_are_named(run_cli, session, quotes):
    title = quotes.format("Thursday evening group")
    change(session, '"Thursday evening group"', title)
    done = run_cli("session", "check", session, "--json")
    assert told(done) == [("toml.curly-quotes", line_of(session, title))]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('"Thursday evening group', "toml.open-quote"),
        ("'Thursday evening group", "toml.open-quote"),
        ('Thursday evening group"', "toml.no-quotes"),
        ("Thursday evening group", "toml.no-quotes"),
        ("2 groups", "toml.no-quotes"),
        ('"a "b" c"', "toml.syntax"),
    ],
)
def test_a_missing_quote_is_named_with_its_line(run_cli, session, said, code):
    change(session, '"Thursday evening group"', said)
    done = run_cli("session", "check", session, "--json")
    assert told(done) == [(code, line_of(session, f"title = {said}"))]


@pytest.mark.parametrize("again", ['from_name = "Riverside"', "[agency]"])
def test_what_stands_twice_is_named_with_both_lines(run_cli, session, again):
    kit = session.parent / "kit.toml"
    first = line_of(kit, again.partition(" = ")[0])
    lines = kit.read_text(encoding="utf-8").splitlines()
    kit.write_text("\n".join([*lines[:first], again, *lines[first:]]), encoding="utf-8")
    done = run_cli("session", "check", session, "--json")
    assert told(done) == [("toml.key-twice", first + 1)]
    assert f"line {first}" in done.json["problems"][0]["message"]


def test_nothing_is_told_because_the_kit_could_not_be_read(run_cli, session):
    change(session, 'profiles = "profiles"', 'participants = ["K-07"]')
    change(session.parent / "kit.toml", "[agency]", "[agency")
    done = run_cli("session", "check", session, "--json")
    assert [code for code, _ in told(done)] == ["toml.syntax"]


def test_an_empty_text_is_none_at_all(run_cli, session):
    kit = session.parent / "kit.toml"
    text = kit.read_text(encoding="utf-8")
    kit.write_text(text.replace('text = "988"', 'text = ""', 1), encoding="utf-8")
    assert told(run_cli("session", "check", session, "--json")) == []


def test_plain_markdown_is_taken_in_the_kits_language_and_a_quote_keeps_its_words(run_cli, session):
    plan = session.parent / "crisis-plan.md"
    text = plan.read_text(encoding="utf-8").partition("---\n")[2].partition("---\n")[2]
    plan.write_text(f"# What we do in a crisis\n\n{text}", encoding="utf-8")
    handout = session.parent / "materials" / "a-quote.md"
    handout.parent.mkdir(exist_ok=True)
    handout.write_text("# A quote\n\nBefore.\n\n> We laughed a lot.\n\nAfter.\n", encoding="utf-8")
    change(session, "handouts = [", 'handouts = ["a-quote.md", ')
    done = run_cli("prepare", session, "--only", "K-02", "--json")
    assert done.code == 0, done.stderr
    notes = {one["code"] for one in done.json["problems"]}
    assert {"document.language-of-kit", "document.callout-without-title"} <= notes
    pages = [*(session.parent / "out").rglob("a-quote.html")]
    assert pages, "the handout is made"
    assert all("We laughed a lot." in page.read_text(encoding="utf-8") for page in pages)
    assert all('lang="en"' in page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(["prepre"], "prepare"), (["satus"], "status"), (["profile", "exprt"], "export")],
)
def test_a_command_that_is_not_there_brings_the_one_that_was_meant(run_cli, typed, meant):
    done = run_cli(*typed)
    assert done.code == 2
    assert meant in done.stderr


def run_with(words, **streams):
    command = [sys.executable, "-m", "access_kit", *words]
    env = command_environment()
    return subprocess.run(command, env=env, check=False, text=True, timeout=60, **streams)


CLOSED = [
    sys.executable,
    "-c",
    "import os, sys; os.close(int(sys.argv[1])); os.execv(sys.argv[2], sys.argv[2:])",
]


@pytest.mark.skipif(os.name == "nt", reason="descriptors of POSIX")
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["doctor"], ["doctor", "--json"]])
def test_an_output_that_is_closed_or_full_is_told_in_words(words):
    command = [*CLOSED, "1", sys.executable, "-m", "access_kit", *words]
    closed = subprocess.run(
        command, env=command_environment(), stderr=subprocess.PIPE, text=True, check=False
    )
    with Path("/dev/full").open("w") as full:
        over = run_with(words, stdout=full, stderr=subprocess.PIPE)
    for done in (closed, over):
        assert done.returncode == 4, done.stderr
        assert "output.not-written" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_an_old_code_page_loses_no_letter_and_ends_nothing(session, encoding):
    """A name that the code page of the terminal does not have."""
    path = session.parent / "profiles" / "K-07.toml"
    name = "\u0631\u0648\u0632\u0627"
    path.write_text(path.read_text("utf-8").replace('"Rosa"', f'"{name}"'), encoding="utf-8")
    env = command_environment() | {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    command = [sys.executable, "-m", "access_kit", "profile", "show", str(path)]
    done = subprocess.run(command, env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert name in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="descriptors of POSIX")
def test_a_question_without_anybody_to_answer_ends_kindly(session):
    words = ["profile", "interview", str(session.parent / "profiles" / "K-11.toml")]
    command = [*CLOSED, "0", sys.executable, "-m", "access_kit", *words]
    done = subprocess.run(
        command, env=command_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 130)
    assert "program.bug" not in done.stderr


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("America/New York", "America/New_York"),
        ("new york", "America/New_York"),
        ("berlin", "Berlin"),
    ],
)
def test_a_zone_written_otherwise_brings_the_one_that_was_meant(run_cli, session, zone, near):
    change(session, "America/New_York", zone)
    done = run_cli("session", "check", session, "--json")
    assert [code for code, _ in told(done)] == ["session.unknown-timezone"]
    assert near in done.json["problems"][-1]["hint"]


def test_a_choice_may_be_written_as_words_are(run_cli, session):
    change(session, 'platform = "zoom"', 'platform = "In person"')
    done = run_cli("session", "check", session, "--json")
    assert "session.unknown-value" not in {code for code, _ in told(done)}


@pytest.mark.parametrize(("name", "found"), [("good-meetings", True), ("good-meeting", False)])
def test_a_handout_is_known_by_its_name_and_a_near_one_is_offered(run_cli, session, name, found):
    change(session, '"good-meetings.md"', f'"{name}"')
    done = run_cli("session", "check", session, "--json")
    assert (told(done) == []) is found
    assert found or "good-meetings" in done.json["problems"][-1]["hint"]
