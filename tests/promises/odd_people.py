"""The odd people of ``odd.toml`` as profiles, in any language and with any papers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ODD: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "odd.toml").read_text(encoding="utf-8")
)
HANDOUTS = (
    "good-meetings.md", "things-that-help-me.md", "my-plan-for-hard-days", "taking-part",
    "how-to-join", "join-zoom", "join-phone", "join-text-messages", "chat-only",
)  # fmt: skip
"""An agency's own handouts, some that everyone needs, and ours about each way."""

POST = """post = { name = "Lan M", street = ["12 Elm St"], city = "Exampletown", region = "NH", \
postal_code = "03755", country = "US" }
"""


def odd_person(
    who: str,
    number: int = 1,
    *,
    written: Sequence[str] = ("en",),
    contents: str = "full",
    safe: Sequence[str] = ("email", "letter"),
) -> str:
    """The profile of the odd person called ``who``, with the id ``O-NUMBER``."""
    odd = ODD[who]
    reachable = odd.get("reachable", True)
    reading = odd.get("read", "")
    formats = "" if "formats" in reading else 'formats = ["screen_reader_file"]\n'
    asked = odd.get("interpreter", "")
    interpreter = f'interpreter = "{asked}"' if asked else ""
    ways = 'email = "lan@mail.example"\nphone = "+1 603 555 0188"\n' + POST
    return f"""schema = "access-kit/profile/1"
id = "O-{number:03}"
name = "Lan"
stated_by = "self"
review_by = 2027-05-20
{odd["needs"]}
[language]
written = {json.dumps(list(written))}
spoken = {json.dumps(odd.get("speaks", []))}
signed = {json.dumps(odd.get("signs", []))}
{interpreter}
[reading]
{formats}{reading}
[contact]
asked_on = 2026-11-20
safe = {json.dumps(list(safe) if reachable else ["they_contact_us"])}
contents = "{contents}"
{ways if reachable else ""}
[consent]
store = true
facilitator = true
group = "accommodation_only"
"""


def said_no_to(profile: str) -> frozenset[str]:
    """The ways to which the person of a profile said no, as the judge of offers calls them."""
    stated = tomllib.loads(profile)
    no = set(stated.get("talk", {}).get("avoid", ()))
    hearing = stated.get("hearing", {})
    captions = hearing.get("captions")
    if isinstance(captions, dict) and captions["wish"] == "avoid":
        no.add("captions")
    if hearing.get("relay", "none") == "none":
        no.add("relay")
    if {"sms", "text_chat"} <= no:
        no.add("writing")
    return frozenset(no)
