"""No box to tick ends a line: it stands before the answer that it is for."""

from __future__ import annotations

import pytest

from access_kit.model.document import Question, Text
from tests.documents.handout import any_look, make, short_document
from tests.validators.pdf import poppler_text

BOX = "\N{BALLOT BOX}"
ANSWERS = (
    ("Yes", "Not yet", "I need help with it, and somebody who shows me how"),
    ("Just starting: gave up, or did it for them", "Getting there: one step at a time, in a hurry",
     "There: asked what they see, waited, and had another way ready"),
    ("I would like somebody to call me and go over it with me on the day before", "No"),
)  # fmt: skip


@pytest.mark.parametrize("points", [14, 18, 24, 36, 48])
@pytest.mark.parametrize("answers", ANSWERS, ids=("short", "long", "two"))
def test_no_box_is_parted_from_its_answer(tmp_path, answers, points):
    question = Question("q", (Text("How did it go, as you saw it?"),), answers)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(make(short_document(question), look=any_look(size=points)))
    lines = [line.rstrip() for line in poppler_text(paper, "-layout").splitlines()]
    assert sum(line.count(BOX) for line in lines) == len(answers)
    assert [line for line in lines if line.endswith(BOX)] == []


@pytest.mark.parametrize("lead", range(1, 30, 4))
@pytest.mark.parametrize("points", [18, 36, 48])
def test_yes_and_no_stand_on_one_line(tmp_path, points, lead):
    question = Question("q", (Text(" ".join(["You may"] * lead)),), ("No", "Yes"))
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(make(short_document(question), look=any_look(size=points)))
    lines = poppler_text(paper, "-layout").splitlines()
    assert [line.count(BOX) for line in lines if BOX in line] == [2]
