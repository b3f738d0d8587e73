"""A new field of a profile reaches the run sheet by one line of the model and six of data."""

from __future__ import annotations

from tests.test_contributing import places_of
from tests.tools import ROOT

SETTING = """
[setting."place.no_scent"]
means = "The room is free of scents."
join = "any"
group = "join"
"""

RULE = """
[[rule]]
id = "P09"
duty = "offer"
audience = "everyone"
because = "The room has no strong smell."
source = "own"
when = { "sense.no_scent" = { is = true } }
[[rule.then]]
setting = "place.no_scent"
value = true
"""

ITEM = '  { id = "scent", word = "setup.scent", kind = "setup", needs = ["place.no_scent"] },\n'

WORDS = """
#. host
#. A thing that is ready before people come.
msgctxt "setup.scent"
msgid "Let air in, and ask everyone to come without perfume."
msgstr ""

#. Question of the interview.
msgctxt "interview.sense.no_scent"
msgid "Should the room be free of scents?"
msgstr ""

#. A line of the person's own copy.
msgctxt "profile-copy.sense.no_scent"
msgid "A room without scents"
msgstr ""
"""


def test_a_profile_field_reaches_the_run_sheet(tree, tmp_path):
    line = "    no_scent: Stated[bool] | None = None\n"
    tree.add("access_kit/model/profile.py", "no_sudden_sound: Stated[bool]", line)
    tree.append("access_kit/recommend/settings.toml", SETTING)
    tree.append("access_kit/recommend/rules.toml", RULE)
    tree.add("access_kit/materials/run_sheet.toml", '{ id = "place-quiet"', ITEM)
    line = '  { field = "sense.no_scent" },\n'
    tree.add("access_kit/profiles/interview.toml", '{ field = "sense.no_sudden_sound" }', line)
    line = '  "sense.no_scent",\n'
    tree.add("access_kit/profiles/interview.toml", '"sense.no_sudden_sound",\n', line)
    tree.append("locales/access_kit.pot", WORDS)
    tree.generate()

    kit = tree.root / "examples/evening-group"
    profile = kit / "profiles/K-07.toml"
    edited = tree.run("profile", "edit", profile, "sense.no_scent=yes")
    assert edited.code == 0, edited.stderr
    done = tree.run("prepare", kit / "session.toml", "--out", tmp_path / "out")
    assert done.code == 0, done.stderr
    (sheet,) = (tmp_path / "out").rglob("runsheet.html")
    assert "Let air in, and ask everyone to come without perfume." in sheet.read_text("utf-8")
    copy = tmp_path / "copy.txt"
    assert tree.run("profile", "show", profile, "--for-person", "--out", copy).code == 0
    assert "A room without scents" in copy.read_text("utf-8")
    schema = (tree.root / "access_kit/schemas/profile.schema.json").read_text("utf-8")
    assert "no_scent" in schema
    assert "sense.no_scent" in (tree.root / "docs/access-for-all.md").read_text("utf-8")

    assert tree.touched <= places_of("A profile field")
    assert "no_scent" not in (ROOT / "access_kit/model/profile.py").read_text("utf-8")
