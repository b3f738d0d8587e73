import pytest

from access_kit.materials.contacts import crisis_box, dial
from access_kit.model.kit import CrisisEntry
from tests.materials.samples import english


def ways(facts, **changes):
    entry = CrisisEntry("US", "Line", **changes)
    boxes = crisis_box(english(), (entry,), frozenset(facts))
    return [(one.label, one.value, one.url) for box in boxes for one in box.contacts]


IN_DANGER = "If someone's life is in danger"
CALL, TEXT = {"call": "111"}, {"text": "222"}


@pytest.mark.parametrize(
    ("facts", "changes", "expected"),
    [
        ({"voice"}, CALL, [("Call Line", "111", "tel:111")]),
        (set(), CALL, [("Call Line", "111", "tel:111")]),
        ({"relay"}, CALL, [("Call Line (a relay service works too)", "111", "tel:111")]),
        ({"voice"}, TEXT, [("Text Line", "222", "sms:222")]),
        (
            {"voice"},
            {"call": "111", "text": "111"},
            [("Call or text Line", "111", "tel:111")],
        ),
        (set(), {"call": "111", "text": "111"}, [("Call or text Line", "111", "sms:111")]),
        (
            set(),
            {**CALL, **TEXT},
            [
                ("Text Line", "222", "sms:222"),
                ("Call Line", "111", "tel:111"),
            ],
        ),
        (
            {"relay"},
            {**CALL, **TEXT},
            [
                ("Text Line", "222", "sms:222"),
                ("Call Line (a relay service works too)", "111", "tel:111"),
            ],
        ),
        (
            {"voice"},
            {**CALL, "emergency": True},
            [("If someone's life is in danger, call Line", "111", "tel:111")],
        ),
        (
            set(),
            {**CALL, "emergency": True},
            [("If someone's life is in danger, call Line", "111", "tel:111")],
        ),
        (
            {"relay"},
            {**CALL, "emergency": True},
            [
                (
                    "If someone's life is in danger, call Line (a relay service works too)",
                    "111",
                    "tel:111",
                )
            ],
        ),
        (
            {"voice"},
            {**TEXT, "emergency": True},
            [("If someone's life is in danger, text Line", "222", "sms:222")],
        ),
        (
            {"voice"},
            {"signed": "https://sign.example"},
            [("Line, in sign language", "https://sign.example", "https://sign.example")],
        ),
        ({"voice"}, {**CALL, "hours": "24/7"}, [("Call Line (day or night)", "111", "tel:111")]),
        ({"voice"}, {}, []),
    ],
)
def test_a_line_to_call_is_given_in_every_way_it_has(facts, changes, expected):
    assert ways(facts, **changes) == expected


def test_links_dial_digits_only():
    assert dial("+1 (603) 555-0199") == "tel:+16035550199"
    assert dial("988", "sms") == "sms:988"
