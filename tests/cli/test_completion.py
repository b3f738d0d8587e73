"""A shell finishes words that are begun: bash itself asks, as it does when Tab is pressed."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import command_environment
from tests.tools import required_program
from tests.workflow.kits import copy_example

FINISH = """
eval "$(access-kit completion bash)"
COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_access_kit_completion access-kit
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def finish(tmp_path):
    """What bash offers for a begun line, in a folder."""
    bash = required_program("bash")
    program = tmp_path / "bin" / "access-kit"
    program.parent.mkdir()
    program.write_text(f'#!{bash}\nexec {shlex.quote(sys.executable)} -m access_kit "$@"\n')
    program.chmod(0o700)

    def offers(folder: Path, *words: str) -> list[str]:
        environment = command_environment()
        environment["PATH"] = f"{program.parent}:{environment['PATH']}"
        script = FINISH.format(words=shlex.join(["access-kit", *words]))
        done = subprocess.run(
            [bash, "--norc", "-c", script], cwd=folder, env=environment, capture_output=True,
            text=True, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.split()

    return offers


def test_commands_options_people_and_handouts_are_finished(finish, tmp_path):
    kit = copy_example(tmp_path / "kit").parent
    assert finish(kit, "pre") == ["prepare"]
    assert set(finish(kit, "vault", "u")) == {"unlock"}
    assert finish(kit, "prepare", "session.toml", "--verb") == ["--verbose"]
    assert {"K-07", "K-23"} <= set(finish(kit, "profile", "show", "k"))
    assert "K-07" in finish(kit, "prepare", "session.toml", "--only", "K-0")
    assert "good-meetings.md" in finish(kit, "materials", "make", "good")
    assert finish(kit, "session", "new", "K") in ([], ["K"])


def test_a_closed_vault_says_nobody_and_asks_nothing(finish, run_cli, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    kit = tmp_path / "kit"
    assert run_cli("init", kit).code == 0
    made = run_cli(
        "vault", "init", "--passphrase-fd", "0", stdin="Zuzupass wicker gravel teapot\n", cwd=kit
    )
    assert made.code == 0
    assert finish(kit, "profile", "show", "K") in ([], ["K"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_gets_its_lines(run_cli, shell):
    told = run_cli("completion", shell)
    assert told.code == 0
    assert "access-kit" in told.stdout
    assert "_ACCESS_KIT_COMPLETE" in told.stdout


def test_another_shell_is_told_the_ones_that_are_known(run_cli):
    told = run_cli("completion", "tcsh")
    assert told.code == 2
    assert "fish" in told.stderr
