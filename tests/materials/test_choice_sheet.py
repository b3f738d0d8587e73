from access_kit.materials.choice_sheet import WayToMeet, build_choice_sheet
from access_kit.model.document import Question, Table
from tests.materials.reading import text_of
from tests.materials.samples import english

FEATURES = ("You can type.", "You can call.", "You can stay.")
ZOOM = WayToMeet("zoom", "Zoom", ("yes", "plan", "yes"))
PHONE = WayToMeet("phone", "Phone conference", ("no", "unknown", "yes"))
OTHER = WayToMeet("carrier-pigeon", "Carrier pigeon", ("not_applicable", "no", "yes"))


def sheet():
    return build_choice_sheet(english(), FEATURES, (ZOOM, PHONE, OTHER))


def test_the_person_ticks_any_of_the_ways_or_none():
    question = next(block for block in sheet().blocks if isinstance(block, Question))
    assert question.answers == ("Zoom", "Phone", "Carrier pigeon", "None of these")


def test_only_what_differs_helps_to_choose():
    table = next(block for block in sheet().blocks if isinstance(block, Table))
    assert len(table.rows) == 2
    text = text_of(sheet())
    assert "You can stay." not in text
    for answer in ("Yes", "If we set it up", "We'll ask", "Not needed", "No"):
        assert answer in text.split("\n")


def test_ways_that_do_not_differ_need_no_table():
    same = build_choice_sheet(english(), FEATURES[2:], (WayToMeet("zoom", "Zoom", ("yes",)),))
    assert not any(isinstance(block, Table) for block in same.blocks)
