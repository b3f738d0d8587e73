"""Tables as agencies and meeting services make them: a person comes out, or the doubt is told.

The person is the same in each; only how a table says it differs.
"""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
import pytest

from access_kit.cli.profile_exchange import BESIDE
from access_kit.i18n import load_words
from access_kit.profiles import table_columns
from access_kit.profiles.fields import fields_by_key
from access_kit.profiles.profile_files import read_profile
from access_kit.profiles.said import say_label
from tests.send.vault_kit import run

TODAY = datetime.date(2026, 11, 24)
KIT = """schema = "access-kit/kit/1"

[agency]
name = "Riverside Peer Network"
envelope_sender = ["PO Box 12", "Exampletown NH 03755"]
country = "US"

[defaults]
locale = "en"
contents = "full"
"""
SAID = ("--stated-by", "self", "--yes")


@pytest.fixture
def kit(tmp_path):
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / "kit.toml").write_text(KIT, encoding="utf-8")
    return folder


def as_csv(rows, sign=",", above="", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(rows)
    return (above + out.getvalue()).encode(encoding)


def as_sheet(rows, above=()):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (*above, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def take(kit, data, *words, name="table.csv"):
    """The profiles that came of a table, and how the command ended."""
    (kit / name).write_bytes(data)
    words = ("profile", "import", name, "--to", "people", "--json", *words)
    done = run(kit, *words, now="2026-11-24T10:00:00-05:00")
    paths = sorted((kit / "people").glob("*.toml")) if (kit / "people").is_dir() else []
    return [read_profile(path, today=TODAY)[0] for path in paths], done


def codes(done):
    problems = done.json["problems"] if done.stdout else []
    return {one["code"] for one in problems}


HEADS = ["First name", "Last name", "Language", "Phone", "Email", "Street", "City", "State", "ZIP"]
ROW = [
    *("Rosa", "García", "Spanish", "(603) 555-0142", "rosa@mail.example"),
    *("12 Elm St", "Exampletown", "NH", "03755"),
]
TABLES = {
    "commas": ("table.csv", as_csv([HEADS, ROW])),
    "semicolons": ("table.csv", as_csv([HEADS, ROW], ";")),
    "tabs": ("table.tsv", as_csv([HEADS, ROW], "\t")),
    "a mark in front": ("table.csv", as_csv([HEADS, ROW], encoding="utf-8-sig")),
    "Excel says its sign": ("table.csv", as_csv([HEADS, ROW], ";", above="sep=;\r\n")),
    "Unicode text of Excel": ("table.csv", as_csv([HEADS, ROW], "\t", encoding="utf-16")),
    "a workbook": ("table.xlsx", as_sheet([HEADS, ROW])),
    "numbers in a workbook": ("table.xlsx", as_sheet([HEADS, [*ROW[:3], 6035550142, *ROW[4:]]])),
    "lines above": (
        "table.csv",
        as_csv([["Registration report"], ["Topic", "Thursday group"], [], HEADS, ROW]),
    ),
    "capitals": ("table.csv", as_csv([[head.upper() for head in HEADS], ROW])),
    "signs in heads": ("table.csv", as_csv([[f" {head}: * " for head in HEADS], ROW])),
    "columns of no use": (
        "table.csv",
        as_csv([[*HEADS, "Registration Time", "Approval Status"], [*ROW, "Nov 2, 2026", "ok"]]),
    ),
    "columns that nobody keeps": (
        "table.csv",
        as_csv([[*HEADS, "DOB", "Diagnosis"], [*ROW, "1/2/1960", "F00"]]),
    ),
    "blank lines": ("table.csv", as_csv([HEADS, [], [""] * 9, ROW, []])),
}


@pytest.mark.parametrize("table", TABLES)
def test_one_person_comes_of_a_table_whoever_made_it(kit, table):
    name, data = TABLES[table]
    (rosa,), done = take(kit, data, *SAID, name=name)
    assert done.code == 0, done.stderr
    assert (rosa.name, rosa.contact.post.name) == ("Rosa", "Rosa García")
    assert [one.value for one in rosa.language.written] == ["es"]
    assert (rosa.contact.phone, rosa.contact.email) == ("+1 603 555 0142", "rosa@mail.example")
    assert (rosa.contact.post.street, rosa.contact.post.postal_code) == (("12 Elm St",), "03755")
    assert rosa.contact.post.country == "US"
    assert rosa.contact.safe == (), "no way is safe because it stands in a table"
    assert "1960" not in (kit / "people" / "P-01.toml").read_text("utf-8")


OWN = ["id", "name", "stated_by", "contact.phone", "contact.email", "contact.asked_on", "review_by"]
ME = ["K-31", "Zoë", "self", "+1 603 555 0142", "z@mail.example", "2026-11-20", "2027-03-12"]


def mine(**cells):
    named = dict(zip(OWN, ME, strict=True)) | {
        key.replace("__", "."): v for key, v in cells.items()
    }
    return as_csv([OWN, [named[key] for key in OWN]])


@pytest.mark.parametrize(
    "phone",
    [
        *("603-555-0142", "603.555.0142", "603 555 0142", "6035550142", "1-603-555-0142"),
        *(
            "+1 (603) 555-0142",
            "tel:+16035550142",
            "+1\u00a0603\u00a0555\u00a00142",
            "cell 603-555-0142",
        ),
    ],
)
def test_a_number_reaches_the_same_person_however_it_is_written(kit, phone):
    (zoe,), done = take(kit, mine(contact__phone=phone))
    assert done.code == 0, done.stderr
    assert "".join(filter(str.isdigit, zoe.contact.phone)) == "16035550142"


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("contact__phone", "16035550142.0", "csv.phone-as-number"),
        ("contact__phone", "1.60356E+10", "csv.phone-as-number"),
        ("contact__phone", "603-555-0142 / 603-555-0143", "csv.two-phones"),
        ("contact__phone", "603-555-0142 or 0143", "csv.two-phones"),
        ("contact__phone", "603-555-0142 ext. 9", "csv.phone-extension"),
        ("contact__phone", "020 7946 0018", "csv.phone-of-no-country"),
        ("contact__phone", "12", "csv.phone-too-short"),
        ("contact__phone", "55501", "csv.phone-too-short"),
        ("contact__phone", "ask her sister", "profile.bad-phone"),
        ("contact__email", "z@mail.example; y@mail.example", "csv.two-emails"),
        ("contact__email", "z at mail", "profile.bad-email"),
        ("review_by", "03/12/2027", "csv.date-order"),
        ("review_by", "46346", "profile.wrong-type"),
        ("review_by", "31/31/2027", "profile.wrong-type"),
    ],
)
def test_what_can_mean_two_things_is_told_and_nobody_is_taken(kit, key, cell, code):
    people, done = take(kit, mine(**{key: cell}))
    assert people == []
    assert done.code == 2
    assert code in done.stderr


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("03/12/2027", ("--dates", "month-first")),
        ("12/03/2027", ("--dates", "day-first")),
        ("12.03.2027", ()),
        ("12-Mar-27", ()),
        ("Mar 12, 2027", ()),
        ("12 March 2027", ()),
        ("2027-03-12 00:00:00", ()),
        ("2027-03-12T09:30:00Z", ()),
    ],
)
def test_a_day_is_the_same_however_it_is_written(kit, cell, words):
    (zoe,), done = take(kit, mine(review_by=cell), *words)
    assert done.code == 0, done.stderr
    assert zoe.review_by == datetime.date(2027, 3, 12)


def test_a_day_of_the_other_order_is_told(kit):
    people, done = take(kit, mine(review_by="03/20/2027"), "--dates", "day-first")
    assert people == []
    assert "csv.date-other-order" in done.stderr


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        *(("Spanish", "es"), ("español", "es"), ("es-MX", "es-MX"), ("Vietnamese", "vi")),
        *(("Chinese (Simplified)", "zh-Hans"), ("Haitian Creole", "ht"), ("中文", "zh")),
    ],
)
def test_a_language_is_known_by_its_name(kit, said, tag):
    data = as_csv([["Name", "Language"], ["Lan", said]])
    (lan,), done = take(kit, data, *SAID)
    assert done.code == 0, done.stderr
    assert [one.value for one in lan.language.written] == [tag]


def test_an_address_in_one_cell_is_parted_or_told(kit):
    whole = "12 Elm St, Apt 3, Exampletown, NH 03755"
    (rosa,), done = take(kit, as_csv([["Name", "Address"], ["Rosa", whole]]), *SAID)
    assert done.code == 0, done.stderr
    assert rosa.contact.post.street == ("12 Elm St", "Apt 3")
    assert rosa.contact.post.city == "Exampletown"
    data = as_csv([["Name", "Address"], ["Sam", "the blue house, Exampletown"]])
    people, done = take(kit, data, *SAID)
    assert len(people) == 1
    assert "csv.address-in-one" in done.stderr


def test_a_zero_that_a_spreadsheet_ate_is_told(kit):
    _, done = take(kit, as_csv([HEADS, [*ROW[:-1], "3755"]]), *SAID)
    assert "delivery.address-odd-postal-code" in codes(done)
    assert "took the 0 at its beginning away" in done.stderr


def test_nothing_is_taken_before_somebody_confirmed_the_columns(kit):
    people, done = take(kit, as_csv([HEADS, ROW]), "--stated-by", "self")
    assert people == []
    assert (done.code, "csv.unconfirmed" in done.stderr) == (2, True)
    proposed = kit / "table.columns.toml"
    text = proposed.read_text("utf-8").replace('"Language" = "language.written"', '"Language" = ""')
    proposed.write_text(text, encoding="utf-8")
    words = ("--stated-by", "self", "--columns", proposed.name)
    (rosa,), done = take(kit, as_csv([HEADS, ROW]), *words)
    assert done.code == 0, done.stderr
    assert rosa.language.written == (), "what somebody left out is not taken"


def test_what_somebody_has_put_right_is_not_written_over(kit):
    take(kit, as_csv([HEADS, ROW]), "--stated-by", "self")
    proposed = kit / "table.columns.toml"
    proposed.write_text("# mine\n", encoding="utf-8")
    _, done = take(kit, as_csv([HEADS, ROW]), "--stated-by", "self")
    assert (done.code, "csv.unconfirmed" in done.stderr) == (2, True)
    assert proposed.read_text(encoding="utf-8") == "# mine\n"


def test_heads_in_any_language_can_be_said_to_be_fields(kit):
    table = as_csv([["الاسم", "الهاتف"], ["لين", "603-555-0142"]])
    people, done = take(kit, table, *SAID)
    assert (people, "csv.no-columns" in done.stderr) == ([], True)
    proposed = kit / "table.columns.toml"
    text = proposed.read_text("utf-8").replace('"الاسم" = ""', '"الاسم" = "name"')
    proposed.write_text(text.replace('"الهاتف" = ""', '"الهاتف" = "contact.phone"'), "utf-8")
    (lin,), done = take(kit, table, "--stated-by", "self", "--columns", proposed.name)
    assert done.code == 0, done.stderr
    assert (lin.name, lin.contact.phone) == ("لين", "+1 603 555 0142")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_is_called_empty(kit, data):
    people, done = take(kit, data, *SAID)
    assert (people, done.code, "csv.empty" in done.stderr) == ([], 2, True)


def test_a_key_that_is_mistyped_is_no_column_to_leave_out(kit):
    heads = ["id", "name", "stated_by", "readng.formats"]
    people, done = take(kit, as_csv([heads, ["K-31", "Zoë", "self", "large_print"]]), *SAID)
    assert people == []
    assert "csv.unknown-column" in done.stderr
    assert "reading.formats" in done.stderr


def test_what_was_confirmed_is_kept_for_the_next_table(kit):
    take(kit, as_csv([HEADS, ROW]), *SAID)
    other = [*("Sam", "Ode", "English", "603-555-0177", "sam@mail.example"), *ROW[5:]]
    people, done = take(kit, as_csv([HEADS, other]), "--stated-by", "self")
    assert done.code == 0, done.stderr
    assert [one.id for one in people] == ["P-01", "P-02"]


def test_who_is_here_already_stays_as_they_are(kit):
    take(kit, as_csv([HEADS, ROW]), *SAID)
    before = (kit / "people" / "P-01.toml").read_bytes()
    again = [*("Rosita", "García", "English", "1 603 555 0142", "new@mail.example"), *ROW[5:]]
    people, done = take(kit, as_csv([HEADS, again, again]), *SAID)
    assert len(people) == 1
    assert codes(done) >= {"csv.here-already"}
    assert (kit / "people" / "P-01.toml").read_bytes() == before


def test_who_states_the_needs_is_asked_and_not_guessed(kit):
    people, done = take(kit, as_csv([HEADS, ROW]), "--yes")
    assert people == []
    assert "csv.who-stated" in done.stderr


@pytest.mark.parametrize(
    ("words", "known"),
    [(("--stated-by", "nobody"), "with_support"), (("--dates", "month-frist"), "month-first")],
)
def test_an_option_that_is_none_of_its_values_names_them(kit, words, known):
    people, done = take(kit, as_csv([HEADS, ROW]), "--yes", *words)
    assert (people, done.code, known in done.stderr) == ([], 2, True)


def test_two_columns_of_one_name_are_told(kit):
    people, done = take(kit, as_csv([["Name", "Phone", "Phone"], ["Lan", "1", "2"]]), *SAID)
    assert people == []
    assert "csv.duplicate-column" in done.stderr


def test_a_workbook_that_is_none_is_told(kit):
    for data in (b"PK\x03\x04 nothing", b"", as_csv([HEADS, ROW])):
        people, done = take(kit, data, *SAID, name="table.xlsx")
        assert people == []
        assert (done.code, "sheet.damaged" in done.stderr) == (2, True)


def test_every_column_can_be_said_back():
    """A table with columns of its own beside ours asks whether each is taken for the right one."""
    words = load_words("en")
    for key, field in fields_by_key().items():
        assert BESIDE.get(key) or say_label(field, words)
    assert {name for name in table_columns.BESIDE if name not in BESIDE} == set()


@pytest.mark.parametrize("heads", ["id,name,Room", "id,name,talk.avoid,Room", "schema,id,name,x"])
def test_a_table_with_a_column_too_many_is_asked_about(run_cli, tmp_path, heads):
    (tmp_path / "people.csv").write_text(f"{heads}\n" + ",".join(["1"] * heads.count(",")) + ",a\n")
    done = run_cli("profile", "import", "people.csv", "--to", "people")
    assert done.code in (1, 2), done.stderr
    assert "mistake of its own" not in done.stderr
