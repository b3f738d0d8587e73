"""How many words each first paper has: what nobody counts by sheets, questions and texts.

Over the example, a meeting in person and two dozen people with odd plans, in English, Spanish and
Arabic, at each size. What the agency itself writes into an agreement is counted apart, as its
required lines are: the page of a crisis, what it has to report, and its own lines.
"""

from __future__ import annotations

import datetime
import shutil

import pytest

from access_kit.documents.linear import count_words, lines_of
from access_kit.model.document import Purpose
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.write import PaperWriter
from tests.burden.test_budgets import resized
from tests.conftest import NOW
from tests.localization.shelf import approve_shipped
from tests.promises.odd_people import ODD, odd_person
from tests.workflow.kits import EXAMPLE, copy_example

WORDS = {"letter": 240, "tech-check": 200, "agreement": 480, "message": 350}
MORE = {"en": 1.0, "es": 1.12, "ar": 1.0}
"""How many words a language takes for what English says in one: Spanish some eighth more."""

OF_THE_AGENCY = ("crisis-plan.md", "crisis-short.md", "reporting.md", "agreement-lines.md")
LANGUAGES = ("en", "es", "ar")
SIZES = (18, 24, 36, 48)


def measure(session):
    """The words of each first paper of each person; the agency's own apart."""
    work = read_work(session, kit_folder=None, now=datetime.datetime.fromisoformat(NOW))
    plan = make_plan(work)
    writer = PaperWriter(plan)
    own = {line for name in OF_THE_AGENCY for line in lines_in(session.parent / name)}
    found = {}
    for person in plan.people:
        for paper in person.papers:
            name = "message" if paper.purpose is Purpose.EMAIL else paper.stem
            if name in WORDS and not paper.on_request:
                document = writer.write(paper, person).document
                theirs = sum(
                    len(line.text.split())
                    for line in lines_of(document, pictures=False)
                    if any(one in line.text for one in own)
                )
                found[(person.profile.id, document.lang, name)] = count_words(document) - theirs
    return found


def in_language(session, lang):
    """The agency's pages said to be in a language: no agreement goes out in two."""
    for name in OF_THE_AGENCY:
        page = session.with_name(name)
        page.write_text(page.read_text().replace("lang: en", f"lang: {lang}"))


def lines_in(path):
    text = path.read_text("utf-8").split("---", 2)[2]
    lines = (line.strip(" -#").replace("{required}", "").strip() for line in text.split("\n"))
    return [line for line in lines if len(line.split()) > 3]


def too_long(found):
    return {key: n for key, n in found.items() if n > WORDS[key[2]] * MORE[key[1]]}


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The example's people, and somebody with no special need in each language and size."""
    session = copy_example(tmp_path_factory.mktemp("words") / "kit")
    folder = session.parent / "profiles"
    plain = (folder / "K-23.toml").read_text()
    for lang in LANGUAGES:
        for points in SIZES:
            text = resized(plain, f"{lang.upper()}-{points}", lang, points)
            (folder / f"{lang}{points}.toml").write_text(text)
    for lang in ("es", "ar"):
        approve_shipped(session.parent, lang)
    return session


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Two dozen people whose wishes pull at the rules, in three languages."""
    session = copy_example(tmp_path_factory.mktemp("odd") / "kit")
    folder = session.parent / "profiles"
    for path in folder.iterdir():
        path.unlink()
    for at, lang in enumerate(LANGUAGES):
        for number, who in enumerate(ODD, 1 + 100 * at):
            (folder / f"{number}.toml").write_text(odd_person(who, number, written=[lang]))
    for lang in ("es", "ar"):
        approve_shipped(session.parent, lang)
    return session


def test_no_first_paper_of_the_example_is_longer_than_it_may_be(example):
    found = measure(example)
    assert {lang for _, lang, _ in found} == set(LANGUAGES)
    assert {name for _, _, name in found} == set(WORDS)
    assert too_long(found) == {}


def test_no_first_paper_of_odd_plans_is_longer_either(odd):
    found = measure(odd)
    assert len(found) > 3 * len(ODD)
    assert too_long(found) == {}


@pytest.mark.parametrize("lang", ["es", "ar"])
def test_nor_an_agreement_in_another_language(example, lang):
    in_language(example, lang)
    found = {key: count for key, count in measure(example).items() if key[1] == lang}
    for page in OF_THE_AGENCY:
        shutil.copy(EXAMPLE / page, example.parent)
    assert (f"{lang.upper()}-18", lang, "agreement") in found
    assert too_long(found) == {}


@pytest.mark.parametrize("way", ["phone", "in_person", "sms"])
def test_nor_of_a_meeting_by_another_way(example, way):
    text = example.read_text().replace('platform = "zoom"', f'platform = "{way}"')
    gone = ("join_url", "dial_in") if way != "phone" else ("join_url",)
    lines = [one for one in text.splitlines() if not one.startswith(gone)]
    session = example.with_name(f"{way}.toml")
    session.write_text("\n".join(lines) + "\n")
    assert too_long(measure(session)) == {}


def test_what_the_agency_writes_is_counted_apart(example):
    before = measure(example)[("EN-18", "en", "agreement")]
    page = example.with_name("agreement-lines.md")
    text = page.read_text()
    page.write_text(
        text + "- Riverside also says that it would like to say a little more. {required}\n"
    )
    after = measure(example)[("EN-18", "en", "agreement")]
    page.write_text(text)
    assert abs(after - before) <= 1
