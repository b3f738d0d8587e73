"""The page about Access for All says what the program does."""

from __future__ import annotations

import json
import re

from access_kit.profiles.fields import profile_fields
from access_kit.profiles.pnp import read_pnp
from tests.profiles.test_pnp import TODAY
from tests.tools import ROOT
from tools.access_for_all import page

PAGE = ROOT / "docs" / "access-for-all.md"


def test_the_page_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make generate"


def test_the_example_of_the_page_is_read():
    text = re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    json.loads(text)
    (person,), problems = read_pnp(text, file="x", today=TODAY)
    assert (person.name, problems) == ("Rosa", [])


def test_every_field_stands_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    left = {"schema", "id", "talk.avoid"}
    missing = [f.key for f in profile_fields() if f.key not in left and f.key not in text]
    assert missing == []
