"""At a terminal every line is broken between words; for a program it stays whole."""

import io
import string

import pytest

from access_kit.console import Talk, _all_words
from access_kit.errors import Problem

COMMAND = "access-kit send groups/thursday-group.toml --via outbox --only K-01"


class Screen(io.StringIO):
    def isatty(self):
        return True


def shown(columns, monkeypatch, *, said=(), problems=(), stream=Screen):
    monkeypatch.setenv("COLUMNS", str(columns))
    out, err = stream(), stream()
    talk = Talk(out=out, err=err)
    for line in said:
        talk.say(line)
    talk.tell(problems)
    return (out.getvalue() + err.getvalue()).splitlines()


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_of_any_problem_goes_over_the_edge_or_loses_a_word(columns, monkeypatch):
    problems = []
    for code, entry in _all_words().items():
        text = "".join(entry.values())
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        facts = dict.fromkeys(names, "a value")
        problems.append(Problem(code.replace("*", "kit"), file="kit.toml", line=3, facts=facts))
    lines = shown(columns, monkeypatch, problems=problems)
    over = [line for line in lines if len(line) >= columns and " " in line]
    assert over == []
    whole = shown(columns, monkeypatch, problems=problems, stream=io.StringIO)
    assert " ".join(lines).split() == " ".join(whole).split()


def test_commands_paths_and_what_a_program_reads_stay_whole(monkeypatch):
    path = "out/" + "a-long-name-of-a-group-" * 4 + "2026-12-03/runsheet.pdf"
    said = [f"When that is right and was read through: {COMMAND}", f"  {COMMAND}", f"Read {path}"]
    lines = shown(60, monkeypatch, said=said)
    assert {f"  {COMMAND}", path} <= set(lines)
    assert COMMAND in shown(80, monkeypatch, said=said)
    assert shown(60, monkeypatch, said=said, stream=io.StringIO) == said
