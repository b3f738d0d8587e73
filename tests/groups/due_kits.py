"""A kit with several groups, as an agency has them: small ones, so that a week takes seconds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.workflow.kits import copy_example

EARLY = "2026-11-24T09:00:00-05:00"
IN_TIME = "2026-11-27T10:00:00-05:00"
DAYS = {"thursday": "2026-12-03", "friday": "2026-12-04", "off": "2026-12-03"}


def week_kit(folder: Path, *people: str) -> Path:
    """Groups that meet weekly, one whose next date is off, a session that is over, and these people
    in a folder; no handouts. Gives the kit's folder.
    """
    session = copy_example(folder)
    for path in (folder / "profiles").iterdir():
        if path.stem not in people:
            path.unlink()
    text = re.sub(r"(?m)^handouts = .*\n", "", session.read_text(encoding="utf-8"))
    over = text.replace("2026-12-03", "2026-11-19")
    session.write_text(over.replace('id = "evening-group-', 'id = "past-'), encoding="utf-8")
    for name, day in DAYS.items():
        (folder / f"{name}.toml").write_text(group_text(text, name, day), encoding="utf-8")
    with (folder / "off.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[meeting]]\ndate = {DAYS['off']}\ncancelled = true\n")
    return folder


def group_text(text: str, name: str, day: str) -> str:
    """The example's session as a weekly group of that name, from a day on."""
    text = text.replace("access-kit/session/1", "access-kit/group/1")
    text = text.replace('id = "evening-group-2026-12-03"', f'id = "{name}"')
    text = text.replace("2026-12-03T", f"{day}T")
    return text.replace("minutes = 60", 'minutes = 60\nrepeats = "FREQ=WEEKLY;COUNT=9"')


def break_file(path: Path) -> None:
    """A value that nobody can read."""
    text = path.read_text(encoding="utf-8")
    assert "minutes = 60" in text
    path.write_text(text.replace("minutes = 60", 'minutes = "long"'), encoding="utf-8")


def own_people(kit: Path, group: str) -> Path:
    """A folder of people for one group alone: a copy of the others'."""
    shutil.copytree(kit / "profiles", kit / f"{group}-people")
    path = kit / f"{group}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"profiles"', f'"{group}-people"'), encoding="utf-8")
    return kit / f"{group}-people"
