"""Somebody at a terminal of 80 by 24: hears each question, and types as a person does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from tests.conftest import NOW, command_environment

PROMPT = r"(?:\r\n|^)> $"
SECRET = r"(?:phrase|words\)|again): $"
PASSPHRASE = "five quiet words by heart"
OPENS = "Passphrase"
CTRL_C, CTRL_D = "^C", "^D"
WIDTH, HEIGHT = 80, 24


@dataclass
class Terminal:
    """``folder`` is where commands run; ``answers`` counts what was typed, ``commands`` these.

    ``seen`` is all that stood on the screen.
    """

    folder: Path
    home: Path
    answers: int = 0
    commands: list[str] = field(default_factory=list)
    seen: str = ""

    def run(self, command: str, script: Iterable[tuple[str, str]] = (), *, code: int = 0) -> str:
        """A command, and what is typed at it: each answer once its question was heard.

        Gives all that was on the screen.
        """
        child = self._begin(command)
        heard = ""
        for question, answer in script:
            heard += self._hear(child, question)
            self._type(child, answer)
        child.expect(pexpect.EOF)
        heard += child.before
        child.close()
        self.seen += heard
        assert child.exitstatus == code, heard
        assert "Traceback" not in heard
        return heard

    def type(self, command: str, script: Iterable[tuple[str, str]] = ()) -> list[str]:
        """A command with its answers, and the passphrase wherever that is asked for.

        Gives the lines that are on the screen at the end, without those of the passphrase.
        """
        child = self._begin(command)
        left, heard = list(script), ""
        while child.expect([PROMPT, SECRET, pexpect.EOF]) != 2:
            said = child.before + child.after
            if OPENS in said:
                self._type(child, PASSPHRASE)
                child.expect("\r\n")
                heard += said.rpartition(OPENS)[0]
                continue
            assert left, f"nobody answers: {said}"
            question, answer = left.pop(0)
            assert question in " ".join(said.split()), f"{question!r} was not asked: {said}"
            heard += said
            self._type(child, answer)
        heard += child.before
        child.close()
        assert not left, f"not asked: {left}"
        assert child.exitstatus == 0, heard
        plain = heard.replace("\N{NO-BREAK SPACE}", " ")
        return [line.rpartition("\r")[2].rstrip() for line in plain.split("\r\n")][:-1]

    def die_after(self, command: str, *script: tuple[str, str]) -> None:
        """A command that is killed once its last answer was taken: when something is asked next."""
        child = self._begin(command)
        for question, answer in script:
            self._hear(child, question)
            self._type(child, answer)
        child.expect([PROMPT, SECRET])
        child.close(force=True)

    def _begin(self, command: str) -> pexpect.spawn:
        self.commands.append(command)
        self.home.mkdir(exist_ok=True)
        environment = command_environment(NOW) | {
            "HOME": str(self.home),
            "TERM": "dumb",
            "COLUMNS": str(WIDTH),
        }
        arguments = ["-m", "access_kit", *command.split()]
        child = pexpect.spawn(
            sys.executable,
            arguments,
            cwd=str(self.folder),
            env=environment,
            encoding="utf-8",
            dimensions=(HEIGHT, WIDTH),
            timeout=300,
            # Where the tests run in the background, Ctrl-C would be ignored by what they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        child.delaybeforesend = None
        return child

    def _hear(self, child: pexpect.spawn, question: str) -> str:
        """Until the question was put and the cursor stands behind it."""
        child.expect([PROMPT, SECRET])
        heard = child.before + child.after
        said = " ".join(heard.split())
        assert question in said, f"{question!r} was not asked, but: {said[-400:]}"
        return str(heard)

    def _type(self, child: pexpect.spawn, answer: str) -> None:
        if answer == CTRL_C:
            child.sendintr()
        elif answer == CTRL_D:
            child.sendeof()
        else:
            self.answers += 1
            child.sendline(answer)
