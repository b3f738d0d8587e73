"""What the report counts: each number held against a kit that was written by hand."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.report.plans import LARGE, Held, Mailed, several, write_kit, write_meeting

AFTER = "2026-12-20T12:00:00-05:00"
NOVEMBER, DECEMBER = "2026-11-05T18:00:00-05:00", "2026-12-03T18:00:00-05:00"
EARLY = "2026-10-28T12:00:00-05:00"
LATE_MAIL = ("captions.live", "human", "There is too little time left to book this.")
NO_SPANISH = ("language.written", "es", "Nobody has checked these words yet.")


@pytest.fixture
def report(run_cli, tmp_path):
    def run(meetings, *options, now=AFTER):
        kit = write_kit(tmp_path / "kit", meetings)
        done = run_cli("report", "--json", *options, cwd=kit, now=now)
        assert done.code == 0, done.stderr
        return done.json

    return run


def counts_of(month):
    return {
        one["question"]: (one["of"], one["yes"], one["no"])
        for one in month["counts"]
        if one["of"] is not None
    }


def mailed(people, at=EARLY, **how):
    return [Mailed(one.id, at, **how) for one in people]


def test_each_question_is_counted_by_people(report):
    english = several(20)
    spanish = several(10, 21, reads=("es",), made_in="es", formats=LARGE)
    unchecked = several(6, 31, reads=("es",), lacks=(NO_SPANISH,))
    people = [*english, *spanish, *unchecked]
    found = report([Held("a-2026-11-05", NOVEMBER, people, mailed(people[:30]))])
    [month] = found["months"]
    assert month["month"] == "2026-11"
    assert month["people"] == 35
    assert counts_of(month) == {
        "all_three": (35, 30, 5),
        "language": (35, 30, 5),
        "language_other": (15, 10, 5),
        "format": (35, 30, None),
        "format_other": (10, 5, None),
        "time": (35, 30, 5),
        "time_other": (15, 10, 5),
        "noted": (35, 30, 5),
        "met": (35, 30, 5),
        "no_wait": (35, 30, 5),
        "wait_month": (5, None, None),
        "wait_met": (5, None, None),
    }
    assert month["causes"] == [
        {"setting": "language.written", "because": NO_SPANISH[2], "people": 5}
    ]


def test_a_person_with_many_meetings_is_one_and_all_must_be_well(report):
    people = several(12)
    weekly = [
        Held(f"a-2026-11-{day:02d}", f"2026-11-{day:02d}T18:00:00-05:00", people, mailed(people))
        for day in (5, 12, 19)
    ]
    weekly[1] = Held(weekly[1].id, weekly[1].starts, people, mailed(people[:6]))
    [month] = report(weekly)["months"]
    assert month["people"] == 10
    assert counts_of(month)["time"] == (10, 5, 5)


def test_in_time_is_what_went_and_can_have_come(report):
    people = several(40)
    ledger = [
        *mailed(people[:8], at="2026-11-05T17:00:00-05:00"),
        *mailed(people[8:16], at="2026-10-31T12:00:00-05:00", channel="letter", state="posted"),
        *mailed(people[16:24], at="2026-10-29T12:00:00-05:00", channel="letter", state="posted"),
        *mailed(people[24:32], state="laid_ready"),
        *mailed(people[32:36], state="came_back"),
        *mailed(people[36:], documents="reminder"),
    ]
    [month] = report([Held("a-2026-11-05", NOVEMBER, people, ledger)])["months"]
    found = counts_of(month)
    assert found["noted"] == (40, 20, 15), "24 went, of 16 nothing is noted that counts"
    assert found["time"] == (40, 15, 20), "8 letters were posted less than six days before"


def test_meetings_ahead_and_those_that_are_off_do_not_count(report):
    people = several(10)
    off = [*mailed(people), Mailed(people[0].id, EARLY, documents="cancel")]
    found = report(
        [
            Held("off-2026-11-05", NOVEMBER, people, off),
            Held("ahead-2027-01-05", "2027-01-05T18:00:00-05:00", people, mailed(people)),
        ]
    )
    assert found["months"] == []


def test_a_wish_waits_from_the_first_meeting_that_lacks_it_to_the_first_that_has_it(report):
    usual = several(10, 1)
    soon = several(7, 11, lacks=(LATE_MAIL,)), several(7, 11, has=(("captions.live", "human"),))
    long, never = several(8, 21, lacks=(LATE_MAIL,)), several(6, 31, lacks=(LATE_MAIL,))
    gone = several(6, 41, lacks=(LATE_MAIL,)), several(6, 41)
    met = several(8, 21, has=(("captions.live", "human"),))
    found = report(
        [
            Held("a-1", "2026-10-20T18:00:00-04:00", [*usual, *long, *never, *gone[0]]),
            Held("a-2", "2026-11-19T18:00:00-05:00", [*usual, *soon[0], *never]),
            Held("a-3", "2026-12-03T18:00:00-05:00", [*usual, *soon[1], *met, *never, *gone[1]]),
        ]
    )
    october, november, december = found["months"]
    assert counts_of(october)["no_wait"] == (30, 10, 20)
    assert counts_of(october)["wait_met"] == (20, None, 15)
    assert counts_of(november)["no_wait"] == (20, 10, 10)
    assert counts_of(december)["no_wait"] == (35, 15, 20), "who took a wish back waits no more"
    assert counts_of(december)["wait_met"] == (20, 15, 5)
    assert counts_of(december)["wait_month"] == (20, 5, 10), "7 waited 14 days, 8 waited 44"
    assert [one["people"] for one in november["causes"]] == [10]


def test_a_packet_that_could_not_be_made_is_not_got(report):
    people = [*several(8), *several(7, 11, is_made=False)]
    [month] = report([Held("a-1", NOVEMBER, people, mailed(people))])["months"]
    assert counts_of(month)["language"] == (15, 5, 5)
    assert counts_of(month)["format"] == (15, 5, 5)


def test_what_discreet_papers_leave_out_is_a_cause_and_no_wish(report):
    out = ("packet.contents", "consent", "It is left out, so that the packet says little.")
    [month] = report([Held("a-1", NOVEMBER, several(12, lacks=(out,)))])["months"]
    assert counts_of(month)["met"] == (10, 5, None)
    assert counts_of(month)["no_wait"] == (10, 5, None)
    assert [one["setting"] for one in month["causes"]] == ["packet.contents"]


def test_one_month_alone_and_no_month_that_is_none(run_cli, report, tmp_path):
    people = several(6)
    meetings = [Held("a-1", NOVEMBER, people), Held("a-2", DECEMBER, people)]
    assert [one["month"] for one in report(meetings)["months"]] == ["2026-11", "2026-12"]
    kit = tmp_path / "kit"
    done = run_cli("report", "--month", "2026-12", "--json", cwd=kit, now=AFTER)
    assert [one["month"] for one in done.json["months"]] == ["2026-12"]
    empty = run_cli("report", "--month", "2026-01", cwd=kit, now=AFTER)
    assert (empty.code, empty.stdout) == (0, "No meeting with papers has begun.\n")
    for wrong in ("2026-13", "November", "2026-11-05", "2026-1-"):
        done = run_cli("report", "--month", wrong, "--json", cwd=kit, now=AFTER)
        assert (done.code, done.json["problems"][0]["code"]) == (2, "report.bad-month")


def test_a_kit_without_sessions_says_so(run_cli, tmp_path):
    run_cli("init", "fresh")
    done = run_cli("report", "--page", "r.html", "--table", "r.csv", cwd=tmp_path / "fresh")
    assert done.code == 0, done.stderr
    assert "No meeting with papers has begun." in done.stdout
    found = run_cli("report", "--json", cwd=tmp_path / "fresh").json
    assert found["months"] == []
    assert found["kept"]["people"] is None
    assert "No meeting with papers has begun." in (tmp_path / "fresh" / "r.html").read_text()


def test_a_plan_that_cannot_be_read_is_told_and_the_others_count(run_cli, tmp_path):
    kit = write_kit(tmp_path / "kit", [Held("a-1", NOVEMBER, several(6))])
    for name, text in (("b-1", "{"), ("b-2", '{"schema": "access-kit/plan/1", "session": 3}')):
        (kit / "out" / name).mkdir()
        (kit / "out" / name / "plan.json").write_text(text)
    write_meeting(kit / "out" / "b-3", Held("b-3", "2026-11-05", []))
    away = {"schema": "access-kit/elsewhere/1", "folders": [str(tmp_path / "stick")]}
    (kit / "out" / "elsewhere.json").write_text(json.dumps(away))
    done = run_cli("report", cwd=kit, now=AFTER)
    assert done.code == 0
    assert done.stderr.count("[report.plan-unreadable]") == 3
    assert done.stderr.count("[report.folder-away]") == 1
    assert "November 2026, people: 5" in done.stdout


def test_the_table_has_the_numbers_of_the_answer(run_cli, report, tmp_path):
    people = [*several(9), *several(9, 11, lacks=(LATE_MAIL,))]
    answer = report([Held("a-1", NOVEMBER, people, mailed(people))], "--table", "r.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "kit" / "r.csv").read_text())))
    [month] = answer["months"]
    want = [*month["counts"], *answer["kept"]["counts"]]
    got = [row for row in rows if not row["because"]]
    assert [(row["question"], row["of"], row["yes"], row["no"]) for row in got] == [
        (one["question"], *("" if one[k] is None else str(one[k]) for k in ("of", "yes", "no")))
        for one in want
    ]
    [cause] = [row for row in rows if row["because"]]
    assert (cause["question"], cause["yes"]) == ("not_met captions.live", "5")
    again = run_cli("report", "--table", "r.csv", "--json", cwd=tmp_path / "kit", now=AFTER)
    assert (again.code, again.json["problems"][0]["code"]) == (4, "write.exists")


def test_it_reads_well_in_a_narrow_terminal(run_cli, tmp_path):
    people = [*several(9), *several(9, 11, lacks=(LATE_MAIL,))]
    kit = write_kit(tmp_path / "kit", [Held("a-1", NOVEMBER, people, mailed(people))])
    said = run_cli("report", cwd=kit, now=AFTER).stdout
    assert max(map(len, said.splitlines())) < 80
    assert "\x1b" not in said
    assert len(said.splitlines()) <= 20
    assert "  In their language: got them: 10, did not: not shown" in said
    assert "Not met for 5: captions." in said
