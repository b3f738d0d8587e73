"""A new rule is data: the rule, what it gives where that is new, and a row of its test."""

from __future__ import annotations

from tests.test_contributing import places_of
from tests.tools import ROOT

SETTING = """
[setting."lights.steady"]
means = "No light flickers in the room."
join = "any"
group = "join"
"""

RULE = """
[[rule]]
id = "P09"
duty = "offer"
audience = "everyone"
because = "We use lights that do not flicker."
source = "own"
when = { "sense.low_stimulus" = { is = true } }
[[rule.then]]
setting = "lights.steady"
value = true
"""


def test_a_rule_is_data(tree, tmp_path):
    tree.append("access_kit/recommend/rules.toml", RULE)
    tree.append("access_kit/recommend/settings.toml", SETTING)
    tree.generate()

    profile = tmp_path / "K-07.toml"
    text = (ROOT / "examples/evening-group/profiles/K-07.toml").read_text("utf-8")
    profile.write_text(text.replace("[sense]\n", "") + "\n[sense]\nlow_stimulus = true\n", "utf-8")
    done = tree.run("recommend", profile, "--json")
    assert done.code == 0, done.stderr
    (person,) = done.json["participants"]
    given = {one["rule"]: one for one in person["recommendations"]}
    assert given["P09"]["setting"] == "lights.steady"
    assert given["P09"]["because"] == "We use lights that do not flicker."
    template = (tree.root / "locales/docs.pot").read_text("utf-8")
    assert 'msgid "We use lights that do not flicker."' in template, "translators are asked"
    assert "lights.steady" in (tree.root / "access_kit/schemas/rules.schema.json").read_text(
        "utf-8"
    )

    assert tree.touched <= places_of("A rule")
