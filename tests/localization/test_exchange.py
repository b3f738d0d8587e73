"""Translations out into XLIFF, XLSX and CSV, and back: judged by translate-toolkit and openpyxl."""

import csv
import dataclasses
import io
import shutil

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage import xliff

from access_kit.i18n.catalogues import WORDS, load_catalogue
from access_kit.i18n.message import Message, TranslationState, review_of
from access_kit.i18n.po_reader import Catalogue, parse_catalogue
from access_kit.localization.interchange.rows import rows_of
from access_kit.localization.interchange.rows_back import check_rows, take_in
from access_kit.localization.interchange.table import read_csv, read_xlsx, write_csv, write_xlsx
from access_kit.localization.interchange.xliff import read_xliff, write_xliff
from access_kit.localization.po_writer import write_catalogue
from tests.localization.made_up import MADE_UP, translate_kit
from tests.localization.shelf import ANA, header
from tests.workflow.kits import copy_example

FORMATS = {
    "xlf": (write_xliff, read_xliff),
    "csv": (write_csv, read_csv),
    "xlsx": (write_xlsx, read_xlsx),
}
EVERY = pytest.mark.parametrize("kind", FORMATS)

signs = st.text(
    st.one_of(
        st.sampled_from("=+-@'\t\n \"<>&;,_x0041é١中\u2068\u2069"),
        st.characters(
            min_codepoint=32, exclude_categories=("Cs",), exclude_characters="\x7f\ufffe\uffff"
        ),
    ),
    max_size=20,
)  # fmt: skip
lines = st.lists(signs.map(lambda one: " ".join(one.split())).filter(bool), max_size=2).map(tuple)
sources = signs.filter(str.strip)


@st.composite
def messages(draw):
    plural = draw(st.sampled_from(("", "plural")))
    target = draw(signs)
    forms = (target, draw(sources) if target else "") if plural else ()
    machine = draw(st.sampled_from(((), ("mt: some-engine 2026-11-22",))))
    notes = draw(st.sampled_from(((), ("safety",), ("max: 40",), ("max: sms", "A note: = two"))))
    made = Message(
        draw(signs),
        draw(sources),
        target,
        plural=plural,
        targets=forms,
        notes=(*notes, *machine),
        remarks=draw(lines.map(lambda all_: tuple(f"r{one}" for one in all_))),
        places=draw(st.sampled_from(((), ("a.py:12",), ("a.py:12", "b.md:3")))),
        flags=draw(st.sampled_from(((), ("fuzzy",), ("python-brace-format",)))),
    )
    if draw(st.booleans()) and target:
        state = draw(st.sampled_from((TranslationState.APPROVED, TranslationState.REVIEWED)))
        review = review_of(made, state, by=ANA.name, qualification=ANA.qualification, on=ANA.on)
        made = dataclasses.replace(made, notes=(*made.notes, review.as_note()))
    return made


catalogues = st.lists(messages(), min_size=1, max_size=4, unique_by=lambda one: one.id).map(
    lambda found: {"docs": Catalogue("docs.po", header("es"), (), tuple(found))}
)


def there_and_back(kind, rows):
    write, read = FORMATS[kind]
    return [dataclasses.replace(row, line=0) for row in read(write(rows), f"file.{kind}")]


@EVERY
@given(found=catalogues)
def test_nothing_is_lost_there_and_back(kind, found):
    rows = list(rows_of("es", found))
    assert there_and_back(kind, rows) == rows


@EVERY
@given(found=catalogues)
def test_what_nobody_changed_stays_as_it_is_with_its_approval_and_its_mark(kind, found):
    rows = there_and_back(kind, rows_of("es", found))
    assert check_rows(rows, "es", found, "f") == []
    taken = take_in(rows, "es", found)
    assert taken.catalogues == found
    assert not any(taken.changed.values())


@EVERY
@given(found=catalogues, data=st.data())
def test_what_changed_is_taken_and_not_approved_and_all_else_stays(kind, found, data):
    rows = there_and_back(kind, rows_of("es", found))
    at = data.draw(st.integers(0, len(rows) - 1))
    text = data.draw(sources.filter(lambda one: one != rows[at].target))
    rows[at] = dataclasses.replace(rows[at], target=text, state="approved")
    taken = take_in(there_and_back(kind, rows), "es", found)
    key = (rows[at].context, rows[at].source)
    for before, after in zip(
        found["docs"].messages, taken.catalogues["docs"].messages, strict=True
    ):
        if before.id != key:
            assert after == before
            continue
        if before.plural and not before.target:
            assert (after, taken.left) == (before, 1), "half of a plural is no translation"
            continue
        assert text in (after.target, *after.targets)
        assert after.state in (TranslationState.TRANSLATED, TranslationState.DRAFT)
        assert after.is_machine == before.is_machine
        assert after.is_fuzzy == (before.is_fuzzy and bool(before.plural)), (
            "one form is still unsure"
        )
        again, problems = parse_catalogue(
            write_catalogue(taken.catalogues["docs"]), file="docs.po"
        )  # fmt: skip
        assert again is not None, problems
        assert again.by_id()[key].target == after.target


@given(found=catalogues)
def test_translators_tools_read_what_we_write(found):
    """translate-toolkit sees every unit with its source, translation, notes and state."""
    rows = list(rows_of("es", found))
    store = xliff.xlifffile.parsestring(write_xliff(rows))
    assert [unit.xmlelement.get("id") for unit in store.units] == [row.id for row in rows]
    for unit, row in zip(store.units, rows, strict=True):
        assert str(unit.source) == (row.plural if row.form == "1" else row.source)
        assert str(unit.target or "") == row.target
        assert unit.isapproved() == (row.state == "approved")
        for note in row.notes.split("\n"):
            assert note in unit.getnotes("developer")
    assert {one.get("target-language") for one in store.document.getroot()} == {"es"}


def test_no_cell_begins_as_a_formula():
    found = {"docs": Catalogue("", header("es"), (), tuple(
        Message(f"{sign}k", f"{sign}SUM(A1)", f"{sign}HYPERLINK()") for sign in "=+-@"
    ))}  # fmt: skip
    rows = list(rows_of("es", found))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(rows)))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    table = list(csv.reader(io.StringIO(write_csv(rows).decode("utf-8-sig"))))
    for value in (
        *(str(cell.value or "") for cell in cells),
        *(one for row in table for one in row),
    ):
        assert not value.startswith(tuple("=+-@"))


# -- the commands ---------------------------------------------------------------------------------


@pytest.fixture
def kit(tmp_path):
    folder = copy_example(tmp_path / "kit").parent
    translate_kit(folder)
    return folder


def path_of(kit, domain=WORDS):
    return kit / "locales" / MADE_UP / "LC_MESSAGES" / f"{domain}.po"


def bytes_of(kit):
    return {path.name: path.read_bytes() for path in path_of(kit).parent.iterdir()}


def change(path, what):
    """A CSV with its rows changed by ``what``."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    rows = what(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


@EVERY
def test_out_and_back_writes_nothing(run_cli, kit, kind):
    before = bytes_of(kit)
    done = run_cli("locales", "export", MADE_UP, "--out", f"t.{kind}", "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert done.json["rows"] > 1000
    again = run_cli("locales", "export", MADE_UP, "--out", f"t.{kind}", cwd=kit)
    assert again.code == 4
    done = run_cli("locales", "import", f"t.{kind}", "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert (done.json["changed"], done.json["files"]) == (0, [])
    assert bytes_of(kit) == before


def test_a_tool_changes_one_text_and_that_alone_is_no_longer_approved(run_cli, kit):
    run_cli("locales", "export", MADE_UP, "--out", "t.xlf", cwd=kit)
    store = xliff.xlifffile.parsefile(str(kit / "t.xlf"))
    unit = next(one for one in store.units if one.xmlelement.get("resname") == "enclosed.check")
    unit.target = "«Ŵõŕďš»"
    store.save()
    done = run_cli("locales", "import", "t.xlf", "--json", cwd=kit)
    assert done.code == 0, done.stderr
    assert done.json["changed"] == 1
    catalogue = load_catalogue(path_of(kit))
    states = {one.key: one.state for one in catalogue.messages}
    assert states.pop("enclosed.check") is TranslationState.TRANSLATED
    assert set(states.values()) == {TranslationState.APPROVED}


BROKEN = [
    (lambda rows: [*rows[:5], *rows[6:]], "exchange.missing"),
    (lambda rows: [*rows, rows[5]], "exchange.doubled"),
    (lambda rows: [*rows, [*rows[5][:-1], "0" * 16]], "exchange.foreign"),
    (lambda rows: [rows[0], [rows[1][0], rows[1][1] + "!", *rows[1][2:]], *rows[2:]],
     "exchange.foreign"),
    (lambda rows: [row[1:] for row in rows], "exchange.columns"),
    (lambda rows: rows[:1], "exchange.languages"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "code"), BROKEN)
def test_a_file_that_is_not_whole_is_refused_whole(run_cli, kit, what, code):
    before = bytes_of(kit)
    run_cli("locales", "export", MADE_UP, "--out", "t.csv", cwd=kit)
    change(kit / "t.csv", what)
    done = run_cli("locales", "import", "t.csv", "--json", cwd=kit)
    assert done.code == 2
    assert code in {one["code"] for one in done.json["problems"]}
    assert bytes_of(kit) == before


def test_a_change_that_a_check_finds_wrong_is_refused_with_all_else(run_cli, kit):
    before = bytes_of(kit)
    run_cli("locales", "export", MADE_UP, "--out", "t.csv", cwd=kit)

    def spoil(rows):
        for row in rows[1:]:
            if "{" in row[1]:
                row[0] = row[0].replace("{", "(", 1)
                break
        rows[-1][0] += "!"
        return rows

    change(kit / "t.csv", spoil)
    done = run_cli("locales", "import", "t.csv", "--json", cwd=kit)
    assert done.code == 1
    codes = [one["code"] for one in done.json["problems"]]
    assert "catalogue.placeholders" in codes
    assert codes[-1] == "exchange.nothing-taken"
    assert bytes_of(kit) == before


def test_an_empty_row_takes_nothing_away(run_cli, kit):
    before = bytes_of(kit)
    run_cli("locales", "export", MADE_UP, "--out", "t.csv", cwd=kit)
    change(kit / "t.csv", lambda rows: [rows[0], *(["", *row[1:]] for row in rows[1:])])
    done = run_cli("locales", "import", "t.csv", "--json", cwd=kit)
    assert done.code == 0
    assert done.json["left"] > 1000
    assert bytes_of(kit) == before


def test_a_language_that_is_not_in_the_folder_yet_is_brought_there_first(run_cli, kit):
    shutil.rmtree(kit / "locales")
    missing = run_cli("locales", "export", "es", "--kit", kit, "--out", kit.parent / "es.csv")
    assert missing.code == 2
    assert "access-kit locales update es" in missing.stderr
    assert run_cli("locales", "update", "es", "--kit", kit).code == 0
    done = run_cli("locales", "export", "es", "--kit", kit, "--out", kit.parent / "es.csv")
    assert done.code == 0
