"""Notes about many people are one line; nothing that matters is folded away."""

import io

from hypothesis import given
from hypothesis import strategies as st

from access_kit.console import Talk
from access_kit.errors import Problem, Severity

PEOPLE = st.lists(st.integers(1, 99).map("K-{:02}".format), min_size=1, max_size=30, unique=True)


def told(*problems: Problem) -> list[str]:
    err = io.StringIO()
    Talk(out=io.StringIO(), err=err).tell(problems)
    return [line for line in err.getvalue().splitlines() if "hint:" not in line]


@given(PEOPLE, PEOPLE)
def test_people_of_one_note_share_its_line(by_letter, by_text):
    lines = told(
        *(Problem("send.by-hand.letter", Severity.NOTE, where=one) for one in by_letter),
        *(Problem("send.by-hand.sms", Severity.NOTE, where=one) for one in by_text),
    )
    assert len(lines) == 2
    for line, people in zip(
        sorted(lines, key=lambda line: "sms" in line), (by_letter, by_text), strict=True
    ):
        first = sorted(people)[:12]
        assert ", ".join(first) in line
        assert (f"and {len(people) - 12} more" in line) == (len(people) > 12)


def test_warnings_errors_and_other_facts_stand_alone():
    same = [Problem("send.by-hand.letter", kind, where=one) for one in ("K-01", "K-02")
            for kind in (Severity.WARNING, Severity.ERROR)]  # fmt: skip
    assert len(told(*same)) == 4
    other = [
        Problem("send.by-hand.remind", Severity.NOTE, where="K-01", facts={"channel": way})
        for way in ("call", "letter")
    ]
    assert len(told(*other)) == 2
