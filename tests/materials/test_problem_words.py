import string
import tomllib
from importlib.resources import files

from access_kit.materials.agreement import check_consent
from access_kit.materials.crisis_lines import Caller
from access_kit.materials.letter import check_letter
from tests.materials.samples import CRISIS, KIT, SESSION, paper_context


def test_every_problem_has_words_for_just_its_facts():
    import dataclasses

    bare = dataclasses.replace(KIT.agency, phone=None, email=None)
    host = dataclasses.replace(SESSION.facilitator, phone=None, email=None)
    context = paper_context(
        "basic-phone",
        kit=dataclasses.replace(KIT, agency=bare, crisis=CRISIS),
        session=dataclasses.replace(SESSION, facilitator=host, dial_in=None),
        settings={"contact.voice_ok": False},
        crisis=(),
        caller=Caller("GB", "US"),
    )
    words = tomllib.loads((files("access_kit") / "problem_words/materials.toml").read_text("utf-8"))
    told = {problem.code: problem for problem in (*check_consent(context), *check_letter(context))}
    assert set(told) == set(words)
    for code, problem in told.items():
        said = string.Formatter().parse(words[code]["message"] + words[code]["hint"])
        used = {name for _, name, _, _ in said if name}
        assert used == set(problem.facts)
