"""The typed reader: every mistake of a file at once, each with its line and key path."""

from __future__ import annotations

import datetime

import pytest

from access_kit.intake import Intake
from access_kit.model.profile import ReadingFormat
from access_kit.model.stated import Wish
from access_kit.profiles.profile_files import parse_profile

TODAY = datetime.date(2026, 11, 22)
HEAD = 'schema = "access-kit/profile/1"\nid = "K-07"\nname = "Rosa"\nstated_by = "self"\n'


def read(text: str):
    return parse_profile(text, file="K-07.toml", today=TODAY)


def told(text: str) -> list[tuple[str, int | None, str | None]]:
    return [(p.code, p.line, p.where) for p in read(text)[1]]


def test_the_contracts_own_example_is_told_as_it_says():
    text = HEAD + "# \n" * 8 + '[reading]\nformats = ["large-prnt"]\n'
    _, (problem,) = read(text)
    assert (problem.code, problem.line) == ("profile.unknown-value", 14)
    assert problem.where == "reading.formats[0]"
    assert problem.facts["guess"] == "large_print"


def test_every_mistake_of_a_file_is_told_at_once():
    text = HEAD.replace("K-07", "seven") + (
        'colour = "red"\n[reading]\nprint_size_pt = 60\nlevel = "easy"\n'
        '[talk]\nmodes = "voice"\nspeech = 3\n[contact.post]\nname = ""\n'
    )
    assert told(text) == [
        ("profile.unknown-key", 5, "colour"),
        ("profile.bad-pattern", 2, "id"),
        ("profile.unknown-value", 8, "reading.level"),
        ("profile.out-of-range", 7, "reading.print_size_pt"),
        ("profile.wrong-type", 10, "talk.modes"),
        ("profile.unknown-value", 11, "talk.speech"),
        ("profile.empty-text", 13, "contact.post.name"),
        ("profile.missing-key", 12, "contact.post.street"),
        ("profile.missing-key", 12, "contact.post.city"),
        ("profile.missing-key", 12, "contact.post.country"),
    ]


def test_missing_schema_still_tells_the_other_mistakes():
    assert [code for code, _, _ in told('id = "seven"\nname = "Rosa"\nstated_by = "self"\n')] == [
        "profile.missing-key",
        "profile.bad-pattern",
    ]


def test_an_unknown_schema_is_one_error():
    assert told('schema = "access-kit/profile/2"\nfoo = 1\n') == [
        ("profile.unknown-schema", 1, "schema")
    ]


@pytest.mark.parametrize(
    ("written", "wishes"),
    [
        ('["large_print", "audio"]', [Wish.PREFER, Wish.PREFER]),
        ('{ value = ["large_print", "audio"], wish = "need" }', [Wish.NEED, Wish.NEED]),
        ('["large_print", { value = "audio", wish = "avoid" }]', [Wish.PREFER, Wish.AVOID]),
    ],
)
def test_a_list_has_a_wish_as_a_whole_or_each_value_its_own(written, wishes):
    profile, problems = read(f"{HEAD}[reading]\nformats = {written}\n")
    assert problems == []
    assert [one.wish for one in profile.reading.formats] == wishes
    assert [one.value for one in profile.reading.formats] == [
        ReadingFormat.LARGE_PRINT,
        ReadingFormat.AUDIO,
    ]


def test_a_wish_on_a_list_and_on_its_entry_is_an_error():
    written = '{ value = ["audio", { value = "print", wish = "need" }], wish = "avoid" }'
    assert told(f"{HEAD}[reading]\nformats = {written}\n") == [
        ("profile.wish-twice", 6, "reading.formats.value[1]")
    ]


def test_avoid_is_shorthand_for_modes_with_that_wish():
    profile, problems = read(f'{HEAD}[talk]\nmodes = ["voice"]\navoid = ["video"]\n')
    assert problems == []
    assert [(m.value.value, m.wish.value) for m in profile.talk.modes] == [
        ("voice", "prefer"),
        ("video", "avoid"),
    ]


def test_a_mode_in_both_lists_is_an_error():
    text = f'{HEAD}[talk]\nmodes = ["video"]\navoid = ["video"]\n'
    assert told(text) == [("profile.mode-in-both-lists", 7, "talk.avoid[0]")]


def test_true_is_no_number_and_a_number_is_no_text():
    text = f"{HEAD}[reading]\nprint_size_pt = true\n[place]\nprivate = 1\n[device]\nscreen_in = 6\n"
    assert [code for code, _, _ in told(text)] == ["profile.wrong-type", "profile.unknown-value"]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x1b", "\u2028"])
def test_a_character_that_cannot_be_seen_is_refused_by_number(character):
    escaped = f"\\u{ord(character):04x}"
    _, (problem,) = read(HEAD.replace("Rosa", f"Ro{escaped}sa"))
    assert problem.code == "profile.hidden-character"
    assert problem.facts["characters"] == f"U+{ord(character):04X}"


@pytest.mark.parametrize("name", ["Zoë", "राधा", "فاطمة", 'O\'Neil \\"Jo\\"', "<b>&amp;</b>", "🙂"])
def test_names_of_any_script_are_read(name):
    profile, problems = read(HEAD.replace("Rosa", name))
    assert problems == []
    assert profile is not None


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a = \n", "toml.syntax", 1),
        ('a = "x\nb = 1\n', "toml.open-quote", 1),
        ("a = 1\na 2\n", "toml.syntax", 2),
        ("[a\n", "toml.syntax", 1),
    ],
)
def test_a_fault_of_syntax_has_its_line(text, code, line):
    (problem,) = Intake("x.toml", text, kind="kit").problems
    assert (problem.code, problem.line) == (code, line)


def test_lines_are_right_in_arrays_strings_and_tables_of_tables():
    from access_kit.intake.toml_lines import find_lines

    text = (
        '# a comment with [brackets] = "and"\n'
        'a = """\nb = 1\n"""\n'
        "list = [\n  1, # one\n  { x = 2,\n    y = [3] },\n]\n"
        "[[t]]\nk.'odd key' = 1\n[[t]]\nk = 2\n[t.inner]\nz = 3\n"
    )
    lines = find_lines(text)
    assert lines[("a",)] == 2
    assert lines[("list", 1, "y", 0)] == 8
    assert lines[("t", 0, "k", "odd key")] == 11
    assert lines[("t", 1, "k")] == 13
    assert lines[("t", 1, "inner", "z")] == 15
    assert ("b",) not in lines
