"""No sentence that a participant reads stands in code: only the catalogue holds them.

A string of three English words or more in a room that writes for participants is taken for such a
sentence, unless it is a fault for the program, a pattern, markup, or one of the kinds below.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools import ROOT

ROOMS = (
    *("captions", "delivery", "documents", "i18n", "materials", "profiles", "timed_text"),
    "workflow",
)

KNOWN = {
    "captions/check_cues.py": "names of the guidelines behind a finding",
    "captions/computer.py": "what a way to hear is called, for the operator",
    "captions/loopback.py": "rules of a page, for the browser",
    "captions/pronounce.py": "sounds of the CMU dictionary",
    "captions/reviewing/page.py": "buttons and rules of a page, for the operator",
    "captions/reviewing/review_json.py": "a fault for the operator",
    "captions/spoken_numbers.py": "numbers as an engine hears them",
    "delivery/bounce_words.py": "a heading between parts of a message that is read, never written",
    "delivery/emails.py": "values of a header that other programs read",
    "delivery/envelopes.py": "where a measure comes from",
    "delivery/label_sheets.py": "where a measure comes from",
    "documents/docx_xml.py": "name of a font",
    "documents/fonts.py": "names of fonts",
    "documents/looks.py": "where a measure comes from",
    "documents/office/word_file.py": "what Word itself calls its table of contents",
    "documents/svg.py": "a page of the typesetter",
    "documents/watch_page.py": "rules of a page, for the browser",
    "i18n/locale_data.py": "names of parts, for the operator",
    "materials/scripted_texts.py": "what a list calls each text, for whoever sends it",
    "profiles/csv_lines.py": "a fault for the operator",
    "profiles/language_names.py": "codes of languages",
    "profiles/usual_forms.py": "how people write days: read, never written",
    "timed_text/ass.py": "the head of a file of subtitles",
    "timed_text/json_values.py": "a fault for the operator",
    "timed_text/words_json.py": "a fault for the operator",
    "workflow/alone/confirm_order.py": "what a line of a handout is, for who confirms its order",
    "workflow/first_hour/example.py": "what the tour says of each result, to the operator",
    "workflow/first_hour/read_agency.py": "words by which an answer is read",
    "workflow/first_hour/read_meeting.py": "words by which an answer is read",
    "workflow/first_hour/spoken_times.py": "words by which an answer is read",
    "workflow/first_hour/start_questions.py": "questions to the operator, who leads in English",
    "workflow/first_hour/zones.py": "how Windows calls a time zone",
    "workflow/parts.py": "what doctor calls the parts of the program, for the operator",
    "workflow/recordings/fitting.py": "what doctor says of memory, to the operator",
    "workflow/returns/mail_files.py": "what a fault says of a sender, for the operator",
    "workflow/week/due_page.py": "what was done of what was due, to the operator",
    "workflow/week/today_page.py": "what is due, to the operator",
    "workflow/sum_up.py": "what a command says to the operator",
}
"""Files whose English no participant reads, and what it is."""

WORD = re.compile(r"[A-Za-z]{2,}")
NO_SENTENCE = re.compile(r"[\\^$|<>=]|\(\?|^access-kit ")


def _shown(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string constants of a module that are no docstring and no fault of the program."""
    if isinstance(tree, ast.Raise | ast.Assert):
        return
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _shown(child)


def sentences(text: str) -> list[str]:
    return [
        str(one.value)
        for one in _shown(ast.parse(text))
        if len(WORD.findall(str(one.value))) >= 3
        and " " in str(one.value)
        and not NO_SENTENCE.search(str(one.value))
    ]


def _modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / "access_kit" / room).rglob("*.py"))]


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_holds_a_sentence(room):
    found = {
        path.relative_to(ROOT / "access_kit").as_posix(): sentences(path.read_text("utf-8"))
        for path in _modules()
        if path.relative_to(ROOT / "access_kit").parts[0] == room
    }
    assert {name: texts for name, texts in found.items() if texts and name not in KNOWN} == {}


def test_what_is_known_is_still_there():
    told = {name for name in KNOWN if sentences((ROOT / "access_kit" / name).read_text("utf-8"))}
    assert told == set(KNOWN)


def test_a_sentence_is_found():
    assert sentences('"""One two three four."""\nx = "No words were found."') == [
        "No words were found."
    ]
    assert sentences('f"Checked by the host {name}"\nraise ValueError("a b cc dd ee")') == [
        "Checked by the host "
    ]
