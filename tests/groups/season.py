"""A season of a group, played by the commands: what each person was given is read off the disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from tests.conftest import Ran
from tests.send.vault_kit import make_quick, must, run
from tests.workflow.kits import copy_example

GROUP = "thursday.toml"
EXTRA = {
    "K-31": ("K-23", {"Tomasz": "Ines", "tomasz@": "ines@", "555 0144": "555 0151"}),
    "K-32": ("K-19", {"Amina": "Hugo", "555 0143": "555 0152"}),
    "K-33": ("K-23", {"Tomasz": "Wen", "tomasz@": "wen@", "555 0144": "555 0153"}),
}
"""Three more people: like somebody of the example, under other names and addresses."""


@dataclass
class SeasonWorld:
    """A kit with a vault and a group. ``given`` holds for each date what lay in each packet."""

    kit: Path
    given: dict[str, dict[str, dict]] = field(default_factory=dict)

    def do(self, now: str, *arguments: object, ok=(0,), stdin: str = "") -> Ran:
        return must(run(self.kit, *arguments, now=now, stdin=stdin, inside=True), ok=ok)

    def meet(self, day: str, now: str, *, is_posted: bool = True) -> dict[str, dict]:
        """Prepare a date, mail it and post it, by hand; gives what went to whom.

        ``is_posted``: that the letters were posted is noted.
        """
        at = f"{GROUP}@{day}"
        self.do(now, "prepare", at, "--quiet")
        self.do(now, "send", at, "--quiet", ok=(0, 5, 6))
        self.do(now, "letters", at, "--quiet", ok=(0, 1, 5, 6))
        self.do(now, "send", at, "--mark-sent")
        texted = [one for one in ("K-15",) if (self.packets(day) / one / "texts.sms.txt").is_file()]
        if texted:
            self.do(now, "send", at, "--mark-sent", "--only", *texted, ok=(0, 2, 6))
        if is_posted:
            self.do(now, "letters", at, "--mark-posted")
        self.given[day] = {one.name: read_packet(one) for one in self.packets(day).iterdir()}
        return self.given[day]

    def packets(self, day: str) -> Path:
        return self.kit / "out" / f"thursday-{day}" / "packets"

    def sheets(self) -> int:
        """All sheets of all dates, handouts apart."""
        return sum(one["sheets"] for day in self.given.values() for one in day.values())


def read_packet(folder: Path) -> dict:
    """What goes of a packet: its papers, and its sheets without handouts."""
    manifest = json.loads((folder / "manifest.json").read_text())
    stems, sheets, handouts = set(), 0, set()
    for one in manifest["artefacts"]:
        stem = one["file"].partition(".")[0]
        if stem.endswith("-full"):
            continue
        if one["kind"] == "handout":
            handouts.add(stem)
            continue
        stems.add(stem)
        if one["file"].endswith(".pdf"):
            sheets += (len(pypdfium2.PdfDocument(folder / one["file"])) + 1) // 2
    return {"stems": stems, "handouts": handouts, "sheets": sheets, "manifest": manifest}


def text_of(folder: Path, stem: str) -> str:
    """The words of a printed paper, in one line."""
    pages = pypdfium2.PdfDocument(folder / f"{stem}.pdf")
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def make_season(folder: Path, people: tuple[str, ...], weeks: int) -> SeasonWorld:
    """The example's kit with a vault of these people, and a group that meets every Thursday."""
    session = copy_example(folder)
    for person, (like, changes) in EXTRA.items():
        text = (
            (folder / "profiles" / f"{like}.toml").read_text().replace(f'"{like}"', f'"{person}"')
        )
        for old, new in changes.items():
            text = text.replace(old, new)
        (folder / "profiles" / f"{person}.toml").write_text(text)
    must(run(folder, "vault", "init", "--name", "Jo", "--say-words"))
    make_quick(folder / "vault.db")
    files = [folder / "profiles" / f"{person}.toml" for person in people]
    for file in files:
        must(run(folder, "profile", "import", file, now="2026-11-20T10:00:00-05:00", inside=True))
    shutil.rmtree(folder / "profiles")
    text = session.read_text()
    text = text.replace("access-kit/session/1", "access-kit/group/1")
    text = text.replace('id = "evening-group-2026-12-03"', 'id = "thursday"')
    text = text.replace('profiles = "profiles"', f"participants = {json.dumps(list(people))}")
    text = text.replace("minutes = 60", f'minutes = 60\nrepeats = "FREQ=WEEKLY;COUNT={weeks}"')
    (folder / GROUP).write_text(text)
    session.unlink()
    return SeasonWorld(folder)


def change(world: SeasonWorld, old: str, new: str, file: str = GROUP) -> None:
    """Change words of a file of the kit."""
    path = world.kit / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def add(world: SeasonWorld, lines: str) -> None:
    """Add a date on which something differs."""
    path = world.kit / GROUP
    path.write_text(f"{path.read_text()}\n[[meeting]]\n{lines}\n")


EVERYONE = ("K-02", "K-07", "K-11", "K-15", "K-19", "K-23", *EXTRA)
WEEKS = 12


def play_season(folder: Path) -> SeasonWorld:
    """Nine people, twelve weeks: joins and leaves, changes, new words, a new number, a stop."""
    world = make_season(folder, EVERYONE, WEEKS)
    change(world, ', "K-33"]', "]")
    change(world, ', "good-meetings.md"]', "]")
    add(world, 'date = 2026-12-17\njoin = ["K-33"]\nhandouts = ["good-meetings.md"]')
    add(world, "date = 2026-12-31\nstarts = 2026-12-30T18:00:00")
    add(world, 'date = 2027-01-28\nleave = ["K-31"]')
    world.meet("2026-12-03", "2026-11-27T10:00:00-05:00")
    world.meet("2026-12-10", "2026-12-04T10:00:00-05:00")
    world.meet("2026-12-17", "2026-12-11T10:00:00-05:00")
    off = "2026-12-18T10:00:00-05:00"
    world.do(off, "send", f"{GROUP}@2026-12-24", "--cancel", "--quiet", ok=(0, 5, 6))
    world.meet("2026-12-31", "2026-12-24T10:00:00-05:00")
    change(world, "your place is free", "your place costs nothing", "agreement-lines.md")
    world.meet("2027-01-07", "2027-01-01T10:00:00-05:00")
    change(world, "starts = 2026-12-03T18:00:00", "starts = 2026-12-03T17:30:00")
    world.meet("2027-01-14", "2027-01-08T10:00:00-05:00")
    phone = "contact.phone=+1 603 555 0177"
    world.do("2027-01-15T09:00:00-05:00", "profile", "edit", "K-32", phone)
    world.meet("2027-01-21", "2027-01-15T10:00:00-05:00")
    world.meet("2027-01-28", "2027-01-22T10:00:00-05:00")
    stop = ("consent", "withdraw", "K-23", "--scope", "all", "--way", "phone")
    world.do("2027-01-29T09:00:00-05:00", *stop)
    world.meet("2027-02-04", "2027-01-29T10:00:00-05:00")
    world.meet("2027-02-11", "2027-02-05T10:00:00-05:00")
    world.meet("2027-02-18", "2027-02-12T10:00:00-05:00")
    return world
