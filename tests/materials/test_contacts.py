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
            [(f"{IN_DANGER}, call", "111", "tel:111")],
        ),
        (
            set(),
            {**CALL, "emergency": True},
            [(f"{IN_DANGER}, call", "111", "tel:111")],
        ),
        (
            {"relay"},
            {**CALL, "emergency": True},
            [
                (f"{IN_DANGER}, call (a relay service works too)", "111", "tel:111"),
            ],
        ),
        (
            {"voice"},
            {**TEXT, "emergency": True},
            [(f"{IN_DANGER}, text", "222", "sms:222")],
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


def box_of(*entries, facts=frozenset({"voice"})):
    boxes = crisis_box(english(), entries, facts)
    return [f"{one.before_value}{one.value}" for box in boxes for one in box.contacts]


def test_the_only_number_for_danger_in_a_country_ends_its_sentence_and_has_no_name():
    alone = CrisisEntry("US", "Police, fire", call="911", text="911", emergency=True)
    other = CrisisEntry("US", "Ambulance", call="912", emergency=True)
    abroad = CrisisEntry("GB", "Police", call="999", emergency=True)
    assert box_of(alone) == [f"{IN_DANGER}, call or text 911"]
    assert box_of(alone, abroad)[0] == f"{IN_DANGER}, call or text 911"
    assert box_of(alone, other) == [
        f"{IN_DANGER}, call or text Police, fire: 911",
        f"{IN_DANGER}, call Ambulance: 912",
    ]


@pytest.mark.parametrize(
    ("name", "ways", "expected"),
    [
        ("988 Suicide & Crisis Lifeline", {"call": "988", "text": "988"}, ["Call or text: 988"]),
        ("988 Lifeline", {"call": "988"}, ["Call: 988"]),
        ("988 Lifeline", {"call": "988", "text": "741"}, 2),
        ("9880 Lifeline", {"call": "988"}, ["Call 9880 Lifeline: 988"]),
    ],
)
def test_a_name_that_begins_with_the_number_does_not_say_it_twice(name, ways, expected):
    said = box_of(CrisisEntry("US", name, **ways))
    assert said == expected or (len(said) == expected and all(name in one for one in said))


def test_links_dial_digits_only():
    assert dial("+1 (603) 555-0199") == "tel:+16035550199"
    assert dial("988", "sms") == "sms:988"
