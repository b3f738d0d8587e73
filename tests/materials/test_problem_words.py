import re
import string
import tomllib
from dataclasses import replace
from importlib.resources import files

from access_kit.materials.agreement import check_consent
from access_kit.materials.crisis_lines import Caller
from access_kit.materials.letter import check_letter
from tests.materials.samples import CRISIS, KIT, SESSION, paper_context


def test_every_problem_has_words_for_just_its_facts():
    bare = replace(KIT.agency, phone=None, email=None)
    host = replace(SESSION.facilitator, phone=None, email=None)
    context = paper_context(
        "basic-phone",
        kit=replace(KIT, agency=bare, crisis=CRISIS),
        session=replace(SESSION, facilitator=host, dial_in=None),
        settings={"contact.voice_ok": False},
        crisis=(),
        caller=Caller("GB", "US"),
    )
    voice = replace(KIT, crisis=tuple(replace(one, text=None) for one in CRISIS))
    silent = paper_context("basic-phone", kit=voice, caller=Caller("US", "US", voice=False))
    words = tomllib.loads((files("access_kit") / "problem_words/materials.toml").read_text("utf-8"))
    problems = (*check_consent(context), *check_letter(context), *check_letter(silent))
    told = {problem.code: problem for problem in problems}
    assert set(told) == set(words)
    for code, problem in told.items():
        said = string.Formatter().parse(words[code]["message"] + words[code]["hint"])
        used = {name for _, name, _, _ in said if name}
        assert used == set(problem.facts)


def test_no_sentence_that_an_operator_reads_is_long():
    """Of 22 words at most, between full stops, semicolons and colons."""
    said = [
        (code, sentence)
        for path in (files("access_kit") / "problem_words").iterdir()
        if path.name.endswith(".toml")
        for code, words in tomllib.loads(path.read_text("utf-8")).items()
        for text in words.values()
        for sentence in re.split(r"(?<=[.?!;:])\s+", text)
    ]
    assert len(said) > 2_000
    assert [(code, text) for code, text in said if len(text.split()) > 22] == []
