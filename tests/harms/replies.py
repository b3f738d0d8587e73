"""Saved mail of a person, taken in by the real commands, and what holds for that person then."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from itertools import pairwise
from pathlib import Path

from tests.harms.commands import call
from tests.send.vault_kit import LATER, SESSION, must, run, session_file

DATA = Path(__file__).parent / "data" / "replies"
WHO, OTHER = "K-11", "K-23"
ADDRESS = "mei-ling@mail.example"


def message(
    body: str,
    *,
    sender: str = ADDRESS,
    to: str = WHO,
    thread: bool = True,
    subject: str = "Re: Your meeting",
    date: str = "Fri, 27 Nov 2026 18:00:00 -0500",
    headers: str = "",
    number: int = 1,
) -> str:
    """A message as a mail program writes it; ``@ID:K-11@`` stands for the id of our message."""
    answers = f"In-Reply-To: @ID:{to}@\n" if thread else ""
    return (
        f"From: {sender}\nTo: hello@riverside.example\nSubject: {subject}\nDate: {date}\n"
        f"Message-ID: <{number}@{sender.rpartition('@')[2]}>\n{answers}{headers}"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    )


def named(text: str, mailed: Path) -> str:
    """``text`` with the ids of the messages that lay ready in ``mailed``."""

    def id_of(found: re.Match[str]) -> str:
        (mail,) = (mailed / "out" / SESSION / "outbox").glob(f"{found[1]}-*.eml")
        return str(message_from_bytes(mail.read_bytes(), policy=policy.default)["Message-ID"])

    return re.sub(r"@ID:(K-\d\d)@", id_of, text)


class Desk:
    """A kit whose people were mailed, and the commands that a facilitator runs on it."""

    def __init__(self, kit: Path, mailed: Path) -> None:
        self.kit, self._mailed = kit, mailed

    def save(self, name: str, text: str) -> Path:
        path = self.kit / name
        path.write_text(named(text, self._mailed), encoding="utf-8")
        return path

    def take(self, *sources: str, more=(), now: str = LATER):
        """Import saved mail: the name of a file of ours, or a message as text."""
        files = []
        for at, one in enumerate(sources):
            is_file = re.fullmatch(r"[\w/.-]+\.(eml|mbox)", one)
            text = (DATA / one).read_text(encoding="utf-8") if is_file else one
            suffix = Path(one).suffix if is_file else ".eml"
            files.append(self.save(f"saved-{at}{suffix}", text))
        return call(self.kit, "returns", "import", *files, *more, "--json", now=now)

    def command(self, *words, stdin: str = "", now: str = LATER):
        if stdin:
            return must(run(self.kit, *words, stdin=stdin, now=now))
        return must(call(self.kit, *words, now=now))

    def consent(self, person: str = WHO) -> dict:
        return self._person("consent report", person)

    def status(self, person: str = WHO) -> dict:
        return self._person("status", person)

    def show(self, command: str) -> dict:
        """What a command that changes nothing says of the session."""
        return call(self.kit, *command.split(), session_file(self.kit), "--json").json

    def _person(self, command: str, person: str) -> dict:
        return next(one for one in self.show(command)["people"] if one["id"] == person)

    def ways(self, person: str = WHO) -> set[str]:
        """The ways by which ``send`` would reach a person."""
        shown = self.show("send --dry-run")["messages"]
        return {one["channel"] for one in shown if one["id"] == person}


def typed(desk: Desk, session: Path, answers: dict[str, str] | None = None) -> str:
    """What is typed to go through the agreement: ``answers`` by the number of a line, no others."""
    shown = run(desk.kit, "consent", "record", session, WHO, stdin="\n" * 80).stderr.splitlines()
    asked = [line for line, below in pairwise(shown) if below.startswith("  1. ")]
    said = answers or {}
    lines = [next((a for n, a in said.items() if line.startswith(n)), "") for line in asked[:-1]]
    return "\n".join([*lines, "1"]) + "\n"
