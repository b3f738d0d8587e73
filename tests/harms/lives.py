"""The example kit with people of a test's own, as files that the commands read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.workflow.kits import copy_example

DATA = Path(__file__).parent / "data"
SESSION = "evening-group-2026-12-03"

LINE_988 = """
[[crisis]]
country = "US"
name = "988 Suicide & Crisis Lifeline"
call = "988"
text = "988"
languages = ["en", "es"]
keyword = { es = "Presione 2 o envíe AYUDA" }
checked_on = 2026-11-01
"""
LINE_911 = """
[[crisis]]
country = "US"
name = "Police, fire, ambulance"
call = "911"
languages = ["en"]
emergency = true
checked_on = 2026-11-01
"""


def kit_with(folder: Path, people: Iterable[str | Path], *, crisis: str | None = None) -> Path:
    """The session file of a kit whose people are ``people``: texts of profiles, or their files.

    ``crisis`` takes the place of the example's lines to call.
    """
    session = copy_example(folder)
    shutil.rmtree(folder / "profiles")
    (folder / "profiles").mkdir()
    for one in people:
        text = one.read_text(encoding="utf-8") if isinstance(one, Path) else one
        name = next(line for line in text.splitlines() if line.startswith("id")).split('"')[1]
        (folder / "profiles" / f"{name}.toml").write_text(text, encoding="utf-8")
    if crisis is not None:
        set_crisis(folder, crisis)
    return session


def set_crisis(folder: Path, crisis: str) -> None:
    kit = folder / "kit.toml"
    text = kit.read_text(encoding="utf-8")
    end = text.index("[documents]")
    before = text[:end].split("[[crisis]]")[0]
    kit.write_text(f"{before}{crisis}\n{text[end:]}", encoding="utf-8")


def person(
    number: int = 1,
    *,
    written: Iterable[str] = ("en",),
    formats: Iterable[str] = ("print",),
    contents: str = "full",
    country: str = "US",
    safe: Iterable[str] = ("letter",),
    more: str = "",
) -> str:
    """A profile; ``more`` are further tables of it."""
    return f"""schema = "access-kit/profile/1"
id = "L-{number:02}"
name = "Lan"
stated_by = "self"
review_by = 2027-05-20
{more}
[language]
written = {json.dumps(list(written))}
[reading]
formats = {json.dumps(list(formats))}
[contact]
asked_on = 2026-11-20
safe = {json.dumps(list(safe))}
contents = "{contents}"
email = "lan@mail.example"
phone = "+1 603 555 0188"
post = {{ name = "Lan M", street = ["12 Elm St"], city = "Exampletown", region = "NH", \
postal_code = "03755", country = "{country}" }}
[consent]
store = true
facilitator = true
group = "none"
"""


def packet_folder(session: Path, number: int = 1) -> Path:
    return session.parent / "out" / SESSION / "packets" / f"L-{number:02}"


def not_met(session: Path, person_id: str = "L-01") -> list[dict]:
    plan = json.loads((session.parent / "out" / SESSION / "plan.json").read_bytes())
    return next(one for one in plan["participants"] if one["id"] == person_id)["not_met"]
