"""Tables: everything comes back, every fault has its row, nothing runs in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access_kit.errors import BadInput
from access_kit.profiles.cells import guard, split_list, unguard
from access_kit.profiles.csv_exchange import TableReading, read_table, write_csv, write_rejected
from access_kit.profiles.fields import profile_fields
from tests.profiles.people import odd_people
from tests.strategies import canary_profile

TODAY = datetime.date(2026, 11, 24)
HEAD = "id,name,stated_by,reading.formats,reading.print_size_pt,contact.phone\n"


def read(path):
    reading = TableReading(keep_rejected=True)
    people = list(read_table(path, today=TODAY, reading=reading))
    return people, reading


def codes(reading):
    return [(problem.code, problem.line) for problem in reading.problems]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(odd_people(), min_size=1, max_size=2, unique_by=lambda one: one.id.casefold()))
def test_everybody_comes_back_from_a_table(tmp_path, people):
    path = tmp_path / "all.csv"
    path.write_bytes(b"".join(write_csv(people)))
    again, reading = read(path)
    assert again == people, reading.problems


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd_people())
def test_no_cell_starts_like_a_formula(tmp_path, person):
    text = b"".join(write_csv([person])).decode("utf-8-sig")
    for row in csv.reader(text.splitlines()):
        for field, cell in zip(profile_fields(), row, strict=True):
            for part in split_list(cell) if field.many else [cell]:
                assert not part.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet="'=+-@\ta", max_size=6))
def test_a_guard_is_undone(text):
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_of_any_spreadsheet_are_read(tmp_path, sign, bom, end):
    path = tmp_path / "all.csv"
    lines = [
        ["id", "name", "stated_by", "reading.formats", "reading.print_size_pt", "talk.modes"],
        ["K-01", "Zoë", "self", '"need:audio; large_print"', "need:20", '"voice;avoid:video"'],
        ["K-02", "Sam", "self", "", "", ""],
    ]
    path.write_bytes(bom + end.join(sign.join(line) for line in lines).encode())
    (one, two), reading = read(path)
    assert not reading.problems
    assert [f"{s.value}:{s.wish}" for s in one.reading.formats] == [
        "audio:need", "large_print:prefer",
    ]  # fmt: skip
    assert (one.name, one.reading.print_size_pt.value, two.id) == ("Zoë", 20, "K-02")
    assert [s.wish.value for s in one.talk.modes] == ["prefer", "avoid"]


def test_every_fault_is_told_with_its_row(tmp_path):
    path = tmp_path / "all.csv"
    rows = [
        "K-01,Sam,self,large_prnt,200,",
        "K-02,,self,,,",
        'K-03,"Sam,self,,,',
        "K-04,Sam,self,,,,x",
        "K-05,Sam,self,,ten,",
        "k-06,Sam,self,,,",
        "",
        "K-06,Max,self,,,",
        "K-07,A\0B,self,,,",
        "K-08,Sam,self,,,12 34 garbage",
    ]
    path.write_text(HEAD + "\n".join(rows))
    people, reading = read(path)
    assert [person.id for person in people] == ["k-06"]
    assert codes(reading) == [
        ("profile.unknown-value", 2),
        ("profile.out-of-range", 2),
        ("profile.missing-key", 3),
        ("csv.open-quote", 4),
        ("csv.too-many-cells", 5),
        ("profile.wrong-type", 6),
        ("csv.duplicate-id", 9),
        ("csv.nul", 10),
        ("profile.bad-phone", 11),
    ]
    rejected = write_rejected(reading).decode().splitlines()
    assert rejected[0] == HEAD.strip()
    assert rejected[1] == rows[0]
    assert len(rejected) == 9


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "csv.empty"),
        (b"\n\n,,\n", "csv.empty"),
        (b"id,name,stated_by,id\nK-01,A,self,K-01\n", "csv.duplicate-column"),
        (b"id,name,stated_by,readin.level\n", "csv.unknown-column"),
        (b"id,name\n", "csv.missing-column"),
        (b'id,"name\n', "csv.open-quote"),
        (b"id,name,stated_by\nK-01,\xff,self\n", "csv.not-utf-8"),
        (b"i\0d\n", "csv.nul"),
        (b"x" * 10_000_000, "csv.line-too-long"),
        (b"id,name,stated_by\nK-01," + b"y" * 10_000_000 + b",self\n", "csv.line-too-long"),
    ],
)
def test_a_table_that_cannot_be_read_ends_in_one_sentence(tmp_path, data, code):
    path = tmp_path / "all.csv"
    path.write_bytes(data)
    people, reading = read(path)
    assert not people
    assert [problem.code for problem in reading.problems] == [code]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_where_the_file_says_so(tmp_path, encoding):
    path = tmp_path / "all.csv"
    path.write_bytes((HEAD + "K-01,Zoë,self,,,\n").encode(encoding))
    people, reading = read(path)
    if encoding == "utf-16":
        assert [one.name for one in people] == ["Zoë"]
    else:
        assert reading.problems[0].code == "csv.nul"


def test_no_table_is_no_table(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(BadInput):
            read(path)


def write_crowd(path, count):
    people = (
        dataclasses.replace(canary_profile(number % 10_000), id=f"K-{number:06d}")
        for number in range(count)
    )
    with path.open("wb") as stream:
        stream.writelines(write_csv(people))


def test_memory_does_not_grow_with_the_table(tmp_path, soak):
    peaks = []
    for count in (200, 50_000 if soak else 800):
        path = tmp_path / f"{count}.csv"
        write_crowd(path, count)
        reading = TableReading()
        tracemalloc.start()
        for _ in read_table(path, today=TODAY, reading=reading):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert reading.accepted == count
    assert peaks[1] < peaks[0] + (12_000_000 if soak else 500_000)
