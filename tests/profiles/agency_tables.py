"""Fifty tables as agencies have them, made after the heads and habits of the programs they use.

Each is about the same person. ``GOOD`` tables say what must come of it, ``DOUBTFUL`` ones the code
of what is told instead. Heads are those of the programs' own exports; what fills them is ours.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl

Cells = Sequence[object]


@dataclass(frozen=True)
class AgencyTable:
    """``has`` names what the table says of Rosa, in the words of ``TRUTH``."""

    data: bytes
    has: frozenset[str] = frozenset()
    told: str = ""
    file: str = "table.csv"
    count: int = 1


def as_csv(
    rows: Sequence[Cells], sign: str = ",", above: str = "", encoding: str = "utf-8"
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator="\r\n").writerows(rows)
    return (above + out.getvalue()).encode(encoding)


def as_sheet(rows: Sequence[Cells], above: Sequence[Cells] = ()) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (*above, *rows):
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


PHONE, MAIL = "(603) 555-0142", "rosa@mail.example"
STREET = ("12 Elm St", "Exampletown", "NH", "03755")
NAMED = frozenset({"name"})
REACHED = NAMED | {"phone", "email"}
POSTED = REACHED | {"zip", "city"}

_MEETING = ["First Name", "Last Name", "Email", "Phone", "City", "State/Province",
            "Zip/Postal Code", "Registration Time", "Approval Status"]  # fmt: skip
_MEETING_ROW = ["Rosa", "García", MAIL, "6035550142", "Exampletown", "NH", "03755",
                "Nov 20, 2026 10:12:01 AM", "approved"]  # fmt: skip
_ABOVE = [
    ["Report Generated:", "Nov 21, 2026 09:00 AM"],
    ["Topic", "Meeting ID", "Scheduled Time", "Duration (Minutes)", "# Registered"],
    ["Thursday evening", "850 0000 0000", "Dec 3, 2026 06:00 PM", "60", "1"],
    ["Attendee Details"],
]

_SURVEY = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance",
           "first_name", "last_name", "email", "phone", "language", "formats___1", "formats___2",
           "intake_complete"]  # fmt: skip
_INTAKE = ["7", "intake_arm_1", "", "", "Rosa", "García", MAIL, PHONE, "Spanish", "1", "0", "2"]
_VISITS = [["7", "visits_arm_1", "visit", str(n), *[""] * 8] for n in (1, 2)]
_LABELS = ["Record ID", "Event Name", "First name", "Last name", "E-mail", "Phone number",
           "Preferred language", "How do you like to read? (choice=Large print)",
           "How do you like to read? (choice=Braille)", "Complete?"]  # fmt: skip
_LABEL_ROW = ["7", "Intake", "Rosa", "García", MAIL, PHONE, "Spanish", "Checked", "Unchecked",
              "Complete"]  # fmt: skip

_CHART = ["MRN", "Patient Name", "DOB", "Sex", "Pref Language", "Home Phone", "Email Address",
          "Address Line 1", "City", "State", "ZIP", "Diagnosis"]  # fmt: skip
_CHART_ROW = ["00123", "García, Rosa", "01/02/1960", "F", "Spanish", PHONE, MAIL, *STREET, "F00"]

_OUTLOOK = ["First Name", "Middle Name", "Last Name", "E-mail Address", "Mobile Phone",
            "Home Street", "Home City", "Home State", "Home Postal Code"]  # fmt: skip
_OUTLOOK_ROW = ["Rosa", "", "García", MAIL, PHONE, *STREET]
_BOOK = ["First Name", "Last Name", "E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Label",
         "Phone 1 - Value", "Address 1 - Street", "Address 1 - City", "Address 1 - Region",
         "Address 1 - Postal Code", "Address 1 - Country"]  # fmt: skip
_BOOK_ROW = ["Rosa", "García", "* Home", MAIL, "Mobile", PHONE, *STREET, "United States"]
_FORM = ["Timestamp", "What should we call you?", "Email Address", "Phone number",
         "Preferred language"]  # fmt: skip
_FORM_ROW = ["11/20/2026 9:03:11", "Rosa", MAIL, PHONE, "Spanish"]
_SHEET = ["Name", "Language", "Phone", "Email", "Street", "City", "State", "Zip"]
_SHEET_ROW = ["Rosa", "Spanish", PHONE, MAIL, *STREET]
_CASES = ["Contact ID", "First Name", "Last Name", "Email", "Mobile", "Mailing Street",
          "Mailing City", "Mailing State/Province", "Mailing Zip/Postal Code"]  # fmt: skip
_CASES_ROW = ["0035e00001", "Rosa", "García", MAIL, PHONE, *STREET]


def _with(heads: Cells, row: Cells, **cells: object) -> list[list[object]]:
    named = dict(zip(heads, row, strict=True)) | {
        head: cells[head.replace(" ", "_")] for head in map(str, heads)
        if head.replace(" ", "_") in cells
    }  # fmt: skip
    return [list(heads), [named[head] for head in heads]]


def _good(data: bytes, has: frozenset[str] = POSTED, **more: object) -> AgencyTable:
    return AgencyTable(data, has, **more)  # type: ignore[arg-type]


def _told(data: bytes, code: str, file: str = "table.csv") -> AgencyTable:
    return AgencyTable(data, told=code, file=file)


_SPANISH = frozenset({"language"})
_RAW = as_csv([_SURVEY, _INTAKE, *_VISITS])

GOOD: dict[str, AgencyTable] = {
    "registrations of a meeting": _good(as_csv([*_ABOVE, _MEETING, _MEETING_ROW]), REACHED),
    "registrations, tabs": _good(as_csv([_MEETING, _MEETING_ROW], "\t"), REACHED, file="table.tsv"),
    "registrations, a mark": _good(as_csv([_MEETING, _MEETING_ROW], encoding="utf-8-sig"), REACHED),
    "registrations in a workbook": _good(
        as_sheet([_MEETING, _MEETING_ROW], _ABOVE), REACHED, file="t.xlsx"),
    "a webinar's questions": _good(as_csv([[*_MEETING, "Questions & Comments"],
                                           [*_MEETING_ROW, "Will it be recorded?"]]), REACHED),
    "a survey, raw": _good(_RAW, REACHED | _SPANISH),
    "a survey, labels": _good(as_csv([_LABELS, _LABEL_ROW]), REACHED | _SPANISH | {"large"}),
    "a survey, two events": _good(
        as_csv([_LABELS, _LABEL_ROW, ["7", "Follow-up", *[""] * 6, "", "Complete"]]),
        REACHED | _SPANISH | {"large"}),
    "a survey, events that agree": _good(
        as_csv([_LABELS, _LABEL_ROW, ["7", "Follow-up", "Rosa", *[""] * 4, "Unchecked", "", ""]]),
        REACHED | _SPANISH | {"large"}),
    "a survey, semicolons": _good(as_csv([_LABELS, _LABEL_ROW], ";"), REACHED | {"large"}),
    "two people of a survey": _good(
        as_csv([_SURVEY, _INTAKE, *_VISITS, ["8", "intake_arm_1", "", "", "Sam", "Ode",
                "sam@mail.example", "603-555-0177", "English", "0", "0", "2"]]), REACHED, count=2),
    "a chart": _good(as_csv([_CHART, _CHART_ROW])),
    "a chart in a workbook": _good(as_sheet([_CHART, _CHART_ROW]), file="t.xlsx"),
    "a chart, a title": _good(as_csv(_with(_CHART, _CHART_ROW, Patient_Name="Rosa García, MD"))),
    "an address book": _good(as_csv([_OUTLOOK, _OUTLOOK_ROW])),
    "an address book, its sign said": _good(as_csv([_OUTLOOK, _OUTLOOK_ROW], ";", "sep=;\r\n")),
    "an address book of the web": _good(as_csv([_BOOK, _BOOK_ROW])),
    "Unicode text": _good(as_csv([_OUTLOOK, _OUTLOOK_ROW], "\t", encoding="utf-16")),
    "a form": _good(as_csv([_FORM, _FORM_ROW]), REACHED | _SPANISH),
    "a form in a workbook": _good(as_sheet([_FORM, _FORM_ROW]), REACHED, file="t.xlsx"),
    "a form, real dates": _good(
        as_sheet([_FORM, [datetime.datetime(2026, 11, 20, 9, 3), *_FORM_ROW[1:]]]), REACHED,
        file="t.xlsx"),
    "an own sheet": _good(as_csv([_SHEET, _SHEET_ROW])),
    "an own sheet, capitals": _good(as_csv([[h.upper() for h in _SHEET], _SHEET_ROW])),
    "an own sheet, a title above": _good(as_csv([["Thursday group 2026"], [], _SHEET, _SHEET_ROW])),
    "an own sheet, blank lines": _good(as_csv([_SHEET, [], [""] * 8, _SHEET_ROW, []])),
    "an own sheet, blank columns": _good(as_csv([[*_SHEET, "", ""], [*_SHEET_ROW, "", ""]])),
    "numbers as numbers": _good(
        as_sheet(_with(_SHEET, _SHEET_ROW, Phone=6035550142)), file="t.xlsx"),
    "one address": _good(as_csv([["Name", "Phone", "Email", "Address"], [
        "Rosa", PHONE, MAIL, "12 Elm St, Apt 2, Exampletown, NH 03755"]])),
    "cases": _good(as_csv([_CASES, _CASES_ROW])),
    "a name to be called by": _good(as_csv([["Legal Name", "First Name", "Preferred Name", "Email"],
                                            ["R. M. G.", "Rosario", "Rosa", MAIL]]),
                                    NAMED | {"email"}),
    "no name to be called by": _good(as_csv([["First Name", "Preferred Name", "Email"],
                                             ["Rosa", "", MAIL]]), NAMED | {"email"}),
    "in Spanish": _good(as_csv([["Nombre", "Apellidos", "Correo electrónico", "Teléfono", "Idioma"],
                                ["Rosa", "García", MAIL, PHONE, "español"]]), REACHED | _SPANISH),
    "mail with a name": _good(as_csv(_with(_SHEET, _SHEET_ROW, Email=f"Rosa <{MAIL}>"))),
    "numbers with dots": _good(as_csv(_with(_SHEET, _SHEET_ROW, Phone="603.555.0142"))),
    "numbers with a country": _good(as_csv(_with(_SHEET, _SHEET_ROW, Phone="+1 603 555 0142"))),
}  # fmt: skip

DOUBTFUL: dict[str, AgencyTable] = {
    "a number as a number": _told(
        as_csv(_with(_SHEET, _SHEET_ROW, Phone="6035550142.0")), "csv.phone-as-number"),
    "two numbers": _told(
        as_csv(_with(_SHEET, _SHEET_ROW, Phone="603-555-0142 / 0143")), "csv.two-phones"),
    "an extension": _told(
        as_csv(_with(_SHEET, _SHEET_ROW, Phone="603-555-0142 x9")), "csv.phone-extension"),
    "two mails": _told(
        as_csv(_with(_SHEET, _SHEET_ROW, Email=f"{MAIL}; r@b.example")), "csv.two-emails"),
    "a code for a language": _told(
        as_csv([_SURVEY, [*_INTAKE[:8], "2", *_INTAKE[9:]]]), "profile.bad-language"),
    "events that differ": _told(
        as_csv([_LABELS, _LABEL_ROW, ["7", "Follow-up", "Rosa", "", "", "603-555-0199", "", "", "",
                                      ""]]), "csv.record-differs"),
    "events apart": _told(
        as_csv([_LABELS, _LABEL_ROW, ["8", *_LABEL_ROW[1:]], _LABEL_ROW]), "csv.record-apart"),
    "a box that says maybe": _told(
        as_csv([_LABELS, [*_LABEL_ROW[:7], "maybe", *_LABEL_ROW[8:]]]), "csv.not-ticked"),
    "a day that is two": _told(
        as_csv([["Name", "Next review"], ["Rosa", "03/04/2027"]]), "csv.date-order"),
    "two of one head": _told(as_csv([["Name", "Phone", "Phone"], ["Rosa", PHONE, PHONE]]),
                             "csv.duplicate-column"),
    "nothing known": _told(as_csv([["Q1", "Q2"], ["Rosa", PHONE]]), "csv.no-columns"),
    "no name at all": _told(as_csv([["Email", "Phone"], [MAIL, PHONE]]), "csv.missing-field"),
    "questions below the heads": _told(
        as_csv([["Name", "Email"], ["What is your name?", "What is your email?"], ["Rosa", MAIL]]),
        "profile.bad-email"),
    "a line break in a cell": _told(
        as_csv([["Name", "Address"], ["Rosa", "12 Elm St\nExampletown, NH 03755"]]),
        "csv.open-quote"),
    "another encoding": _told(as_csv([_SHEET, ["José", *_SHEET_ROW[1:]]], encoding="cp1252"),
                              "csv.not-utf-8"),
    "an old workbook": _told(b"\xd0\xcf\x11\xe0 old", "sheet.damaged", "t.xlsx"),
    "nothing": _told(b"", "csv.empty"),
}  # fmt: skip
