"""The first hour as the guides have it: each block of commands typed, and what it shows.

Rules of the guides, which ``tests/first_hour/test_guide.py`` holds them to:
- A block without a language holds commands, a line each, typed in the order of the page.
- A block ``text`` right below it is all that these commands say on a screen of 80 columns, at the
  time that tests have. ``python -m tests.first_hour.guide`` writes it anew.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.first_hour.scripts import INTERVIEW, SESSION, WHOLE, Script
from tests.first_hour.terminal import PASSPHRASE, Terminal
from tests.tools import ROOT

README, GUIDE = ROOT / "README.md", ROOT / "docs" / "facilitators.md"
PLACES = ((README, "## Try it", "## What it makes"), (GUIDE, "## Before", "### What came back"))
"""Of each page, where the first hour begins and ends."""

FENCE = re.compile(r"^```(\w*)\n(.*?)^```\n(\n?)", re.MULTILINE | re.DOTALL)

SCRIPTS: dict[str, Script] = {
    "start": WHOLE,
    "profile interview K-08": INTERVIEW,
    "session new tuesday-group-2026-12-08 --participants K-01,K-08": SESSION,
}
"""What is answered, by command."""

MADE_ANEW = "vault init --name Jo"
"""Typed in a kit that ``init`` made: ``start`` made a vault already."""

LEFT = {
    "pip install": "the install: .ci/try_lock.sh and .ci/try_uv.sh",
    "pytest": "the tests themselves",
    "--profile profiles/": "people in plain files: tests/materials",
    "uv venv": "the install: .ci/try_uv.sh",
    "uv tool": "the install: .ci/try_uv.sh",
    "--via smtp": "needs a mail server: tests/delivery/test_smtp.py",
}
"""What is not typed here, and who does."""


@dataclass(frozen=True)
class GuideBlock:
    """``shown`` is what the page says that its commands answer; ``None`` where it shows nothing."""

    page: Path
    typed: tuple[str, ...]
    shown: tuple[str, ...] | None

    @property
    def commands(self) -> tuple[str, ...]:
        return tuple(line for line in self.typed if not any(one in line for one in LEFT))


def blocks() -> Iterator[GuideBlock]:
    for page, begin, end in PLACES:
        text = page.read_text(encoding="utf-8")
        fences = list(FENCE.finditer(text, text.index(begin), text.index(end)))
        for at, fence in enumerate(fences):
            below = fences[at + 1] if at + 1 < len(fences) else None
            is_shown = below and below[1] == "text" and below.start() == fence.end()
            shown = tuple(below[2].splitlines()) if below and is_shown else None
            if not fence[1]:
                yield GuideBlock(page, tuple(fence[2].splitlines()), shown)


def play(hand: Terminal) -> list[tuple[GuideBlock, list[str]]]:
    """Type it all, from an empty folder; each block with the lines that stood on the screen."""
    played, typed = [], set()
    for block in blocks():
        screen: list[str] = []
        for line in block.commands:
            command = line.rpartition("access-kit ")[2]
            if line.startswith("cd "):
                hand.folder /= line.split()[1]
            elif command == MADE_ANEW:
                _in_another_kit(hand, command)
            elif command != "start" or command not in typed:
                screen += hand.type(command, SCRIPTS.get(command, []))
            typed.add(command)
            if command == "start":
                _lock_up_the_page(hand)
        played.append((block, screen))
    return played


def _lock_up_the_page(hand: Terminal) -> None:
    """Printed and deleted, as the guide says: until then each command reminds of it."""
    for page in hand.home.glob("recovery-page-*.pdf"):
        page.unlink()


def _in_another_kit(hand: Terminal, command: str) -> None:
    other = Terminal(hand.home / "other", hand.home)
    other.folder.mkdir()
    other.run("init our-kit")
    other.folder /= "our-kit"
    secret = [("New passphrase", PASSPHRASE), ("The same again", PASSPHRASE)]
    other.run(command, secret)


def rewritten(text: str, screens: list[tuple[GuideBlock, list[str]]]) -> str:
    """A page with what its blocks say now."""
    for block, screen in screens:
        if block.shown is not None:
            typed = "```\n" + "".join(f"{line}\n" for line in block.typed) + "```\n\n```text\n"
            old = typed + "".join(f"{line}\n" for line in block.shown)
            text = text.replace(old, typed + "".join(f"{line}\n" for line in screen))
    return text


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "work").mkdir()
        screens = play(Terminal(folder / "work", folder / "home"))
    for page, _, _ in PLACES:
        text = page.read_text(encoding="utf-8")
        page.write_text(rewritten(text, screens), encoding="utf-8")


if __name__ == "__main__":
    main()
