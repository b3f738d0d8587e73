"""Every command that takes ``--json`` answers as a schema says that ships with the package."""

from __future__ import annotations

import ast
import dataclasses
import io
import json
import os
import re
import shlex
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from access_kit.cli import app
from access_kit.cli import run as run_in_process
from access_kit.console import Talk
from access_kit.model.answers.base import Answer, schema_of
from access_kit.store.recovery import to_words
from tests.answers import fitting
from tests.captions.sounds import SPEECH, TINY_EN
from tests.captions.test_models import archive, server  # noqa: F401 (fixtures)
from tests.conftest import NOW
from tests.send.test_consent import record
from tests.send.vault_kit import LATER, session_file
from tests.send.vault_kit import PASSPHRASE as MAILED_WITH
from tests.store.conftest import PASSPHRASE, make_vault
from tests.tools import ROOT
from tests.workflow.kits import copy_example
from tools.write_schemas import FOLDER, answer_classes, file_name

SECOND = "onward lantern melody teapot"

NAMED_OTHERWISE = {
    "returns import": "returns",
    "returns bounced": "bounced",
    "consent record": "consent",
    "consent withdraw": "consent",
    "consent show": "consent",
    "consent report": "consent",
    "remind": "send",
    "captions models list": "captions-models",
    "captions models fetch": "captions-models",
    "captions models add": "captions-models",
    "captions models remove": "captions-models",
}
"""Commands that answer as another does; the rest are named by their words."""

BY_OPTION = {
    "--compare": "recommend-compare",
    "--for-person": "profile-copy",
    "--check": "vault-restore-check",
}
"""Options with which a command answers something else."""

FILES_ALONE = {"plan", "manifest", "due"}
"""Answers that no command gives by itself: they stand in files, and the first in ``prepare``."""

FILES = """
init new-kit
doctor
session new more --title Group --starts 2026-12-03T18:00 --timezone America/New_York --minutes 60 \
 --platform zoom --facilitator Jo --profiles profiles
session check session.toml
group new --from session.toml --repeats FREQ=WEEKLY;COUNT=12 --out group.toml
group check group.toml
group show group.toml
recommend session.toml
recommend profiles/K-07.toml
recommend profiles/K-07.toml --compare zoom,phone
prepare session.toml --dry-run
prepare --due --dry-run
purge --dry-run
profile new K-90 --name Sam --out K-90.toml
profile check K-90.toml
profile show profiles/K-07.toml
profile show profiles/K-07.toml --for-person --out copy.html
profile edit K-90.toml pace.max_minutes=20
profile list --from profiles
profile export people.csv --from profiles
profile import people.csv --to taken-in
profile erase K-90.toml --yes
materials list
themes
quiz
materials make how-to-join --format html --out made
materials check materials/things-that-help-me.md
materials confirm materials/things-that-help-me.md
materials preview how-to-join --out pages.png
locales extract
locales update fr
locales list fr
locales check fr
locales approve fr
"""

CAPTIONS = """
captions make {clip} --own-film --model {model} --out a.vtt
captions align {clip} {script} --model {model} --out b.vtt --out b.words.json
captions check a.vtt
captions convert a.vtt --out c.srt
captions redact a.vtt --names names.txt
captions review a.vtt --media {clip} --no-second
captions approve a.vtt --by Jo --unreviewed
captions models list
captions models add {model}
captions models check tiny-en
captions models check {model} --audio {clip} --reference {script}
captions models remove tiny-en --yes
"""

VAULT = """
profile new K-0001 --name Sam | pass
profile show K-0001 | pass
profile list | pass
profile edit K-0001 pace.max_minutes=20 | pass
profile export people.csv | pass
profile import people.csv | pass
profile show K-0001 --for-person --out copy.html | pass
profile erase K-0001 --yes | pass
vault audit | pass
vault lock |
vault backup backups | pass
vault restore {backup} --check | words
vault passphrase | pass second
vault recover | words pass
vault erase --yes |
vault restore {backup} | words
"""

MAIL = """
send {session} --dry-run
remind {session} --dry-run
send --due --dry-run
remind --due --dry-run
status {session}
today
report
letters {session}
letters {session} --mark-posted
consent show K-07
consent report {session}
consent withdraw K-07 --scope sms
returns import reply.txt --person K-07 --way phone
returns bounced K-07
"""

ALONE = {
    "vault init", "vault migrate", "vault unlock", "profile interview", "consent record",
    "captions models fetch", "captions live", "captions burn", "locales export",
    "locales import", "start", "tour", "open",
}  # fmt: skip
"""Commands that need more than a line; each has a test of its own."""


def commands() -> Iterator[str]:
    """The words of every command that takes ``--json``."""

    def inside(command, parent, words):
        context = command.context_class(command, info_name="access-kit", parent=parent)
        for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
            yield from inside(command.get_command(context, name), context, [*words, name])
        if any("--json" in one.opts for one in command.params):
            yield " ".join(words)

    yield from inside(typer.main.get_command(app), None, [])


COMMANDS = tuple(commands())


def command_of(line: str) -> str:
    return max((one for one in COMMANDS if f"{line} ".startswith(f"{one} ")), key=len)


def schema_named(line: str) -> str:
    """The name that the answer to a line must have."""
    command = command_of(line)
    usual = NAMED_OTHERWISE.get(command, command.replace(" ", "-"))
    found = next((name for option, name in BY_OPTION.items() if option in line.split()), usual)
    if "--due" in line.split():
        found = f"{usual}-due"
    return f"access-kit/{found}/1"


def lines_of(story: str) -> list[str]:
    return story.replace("\\\n", " ").strip().splitlines()


@pytest.fixture
def ask(tmp_path, monkeypatch, capsys):
    """A line of a story as the command takes it; its answer fits the schema of its name."""
    for name in ("HOME", "USERPROFILE", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("ACCESS_KIT_NOW", NOW)
    monkeypatch.setenv("ACCESS_KIT_MODELS", str(tmp_path / "models"))
    monkeypatch.chdir(tmp_path)

    def asked(line: str, *, secrets: str = "", stdin: str = "", ok=(0,)):
        more = []
        if secrets:
            read, write = os.pipe()
            os.write(write, secrets.encode())
            os.close(write)
            more = ["--passphrase-fd", str(read)]
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = run_in_process([*shlex.split(line), *more, "--json"])
        said = capsys.readouterr()
        assert code in ok, (line, said.err)
        answer = fitting(json.loads(said.out))
        assert answer["schema"] == schema_named(line), line
        return answer

    return asked


def test_every_command_is_in_a_story():
    told = {command_of(one) for story in (FILES, CAPTIONS, VAULT, MAIL) for one in lines_of(story)}
    assert told | ALONE == set(COMMANDS)


def test_every_command_has_a_schema_and_every_schema_a_command():
    lines = [*COMMANDS, "recommend --compare", "profile show --for-person", "vault restore --check"]
    lines += ["prepare --due", "send --due", "remind --due"]
    names = {schema_named(line) for line in lines} | {"access-kit/problems/1"}
    assert [name for name in sorted(names) if not (FOLDER / file_name(name)).is_file()] == []
    classes = [schema_of(cls) for cls in answer_classes()]
    assert sorted(classes) == sorted(names | {f"access-kit/{one}/1" for one in FILES_ALONE})


@pytest.mark.parametrize("cls", list(answer_classes()), ids=lambda cls: cls.__name__)
def test_an_answer_is_frozen_and_named_once(cls):
    assert issubclass(cls, Answer)
    assert cls.__dataclass_params__.frozen
    first = dataclasses.fields(cls)[0]
    assert (first.name, first.init) == ("schema", False)
    assert re.fullmatch(r"access-kit/[a-z-]+/1", schema_of(cls))


def test_nothing_but_an_answer_can_be_answered():
    hints = typing.get_type_hints(Talk.answer)
    assert hints["value"] is Answer, "mypy refuses everything else"
    silent = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "access_kit").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "answer"
        and ast.unparse(node.func.value).endswith("talk")
        and (len(node.args) != 1 or isinstance(node.args[0], ast.Dict | ast.Constant))
    ]
    assert silent == []


def test_commands_on_files_answer_by_their_schema(ask, tmp_path, monkeypatch):
    kit = copy_example(tmp_path / "kit").parent
    monkeypatch.chdir(kit)
    for line in lines_of(FILES):
        ask(line, ok=(0, 1) if line.startswith(("materials check", "locales check")) else (0,))


def test_captions_commands_answer_by_their_schema(ask, tmp_path):
    (tmp_path / "names.txt").write_text("Morning\n", encoding="utf-8")
    places = {"clip": SPEECH / "tiny-en.flac", "script": SPEECH / "tiny-en.txt", "model": TINY_EN}
    for line in lines_of(CAPTIONS):
        ask(line.format(**places), ok=(0, 1))


def test_a_fetched_model_is_answered_by_its_schema(ask, server):  # noqa: F811 (a fixture)
    got = ask(f"captions models fetch tiny-en --list {server.url}/list.json")
    assert [one["name"] for one in got["models"]] == ["tiny-en"]


@pytest.mark.skipif(sys.platform == "win32", reason="passes a descriptor")
def test_vault_commands_answer_by_their_schema(ask, tmp_path, monkeypatch):
    kit = tmp_path / "kit"
    ask("init kit")
    words = " ".join(to_words(make_vault(kit).recovery))
    said = {"pass": PASSPHRASE, "second": SECOND, "words": words}
    monkeypatch.chdir(kit)
    for row in lines_of(VAULT):
        line, _, keys = row.partition("|")
        backup = next((kit / "backups").glob("*.age"), Path("none"))
        ask(
            line.format(backup=backup).strip(),
            secrets="".join(f"{said[key]}\n" for key in keys.split()),
        )


@pytest.mark.skipif(sys.platform == "win32", reason="passes a descriptor")
def test_a_new_vault_is_answered_by_its_schema(ask, tmp_path):
    ask("init kit")
    made = ask("vault init --name Jo --page page.pdf --kit kit", secrets=f"{PASSPHRASE}\n")
    assert (made["recovery_page"], "recovery_words" in made) == ("page.pdf", False)


@pytest.mark.skipif(sys.platform == "win32", reason="passes a descriptor")
def test_recovery_words_that_are_said_are_in_the_answer(ask, tmp_path):
    ask("init kit")
    made = ask("vault init --say-words --kit kit", secrets=f"{PASSPHRASE}\n")
    words = " ".join(made["recovery_words"])
    assert made["recovery_page"] is None
    ask("vault recover --kit kit", secrets=f"{words}\n{SECOND}\n")


def test_an_interview_is_answered_by_its_schema(ask):
    short = "1\nRosa M.\n12 Elm St\nTown\n\n\nUS\n"
    stopped = ask("profile interview K-08", stdin=f"{short}stop\n")
    assert (stopped["id"], stopped["finished"], "problems" in stopped) == ("K-08", False, False)
    assert ask("profile interview K-08", stdin="\n" * 48 + "1\n1\n1\n")["finished"]


@pytest.mark.skipif(sys.platform == "win32", reason="passes a descriptor")
def test_mail_commands_answer_by_their_schema(kit, ask, monkeypatch):
    (kit / "reply.txt").write_text("HELP\n", encoding="utf-8")
    monkeypatch.chdir(kit)
    monkeypatch.setenv("XDG_STATE_HOME", str(kit / ".state"))
    monkeypatch.setenv("ACCESS_KIT_NOW", LATER)
    for line in lines_of(MAIL):
        ask(line.format(session=session_file(kit)), secrets=f"{MAILED_WITH}\n", ok=(0, 6))
    gone_through = record(kit, "K-07", {})
    assert gone_through.json["schema"] == schema_named("consent record")


def test_what_fails_is_answered_by_its_schema(ask, capsys):
    assert run_in_process(["profile", "check", "missing.toml", "--json"]) == 2
    failed = fitting(json.loads(capsys.readouterr().out))
    assert failed["schema"] == "access-kit/problems/1"
