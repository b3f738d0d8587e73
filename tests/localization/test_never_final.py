"""What nobody approved, or what an accident changed, never reaches a final paper."""

import contextlib
import dataclasses
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.i18n import load_words
from access_kit.i18n.catalogues import DOCS, DOMAINS, WORDS, load_catalogue
from access_kit.i18n.integrity import find_changes
from access_kit.i18n.message import Message, TranslationState
from access_kit.i18n.po_reader import Catalogue
from access_kit.materials.questionnaire import QUESTIONNAIRE
from access_kit.model.document import Document, Paragraph, Purpose, Text
from access_kit.workflow.prepare.write import PaperWriter
from tests.conftest import SOAK
from tests.localization.made_up import (
    MADE_UP,
    plan_of,
    set_language,
    translate_kit,
)
from tests.localization.shelf import approved, header, put
from tests.workflow.kits import copy_example


@pytest.fixture
def session(tmp_path):
    return copy_example(tmp_path / "kit")


def mutate(dice: random.Random, text: str) -> str:
    """A change of a translation as an accident makes it: a tag, name, digit, address or word."""
    places = list(re.finditer(r"\d|\{\w+\}|</?\d+/?>|\*\*|https?://\S+|[^\W\d_]{3,}", text))
    if not places:
        return text + " 911"
    at = dice.choice(places)
    new = dice.choice(
        ["", "7", "911", "{nombre}", "<9/>", "https://bad.example", "**", at[0][::-1]]
    )
    return text[: at.start()] + new + text[at.end() :]


class Shared(tuple):
    """A session and its good catalogues, named shortly where a failing test shows them."""

    def __repr__(self):
        return "shared"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A kit for one person, all of it approved."""
    session = copy_example(tmp_path_factory.mktemp("shared") / "kit")
    for path in (session.parent / "profiles").glob("*.toml"):
        if path.stem != "K-23":
            path.unlink()
    set_language(session, "K-23", MADE_UP)
    translate_kit(session.parent)
    folder = session.parent / "locales" / MADE_UP / "LC_MESSAGES"
    good = {domain: load_catalogue(folder / f"{domain}.po") for domain in DOMAINS}
    return Shared((session, good))


def shown(written) -> str:
    """Every word of a paper, as text."""
    found = [written.document.title]

    def gather(value):
        if isinstance(value, str):
            found.append(value)
        elif dataclasses.is_dataclass(value):
            gather([getattr(value, field.name) for field in dataclasses.fields(value)])
        elif isinstance(value, list | tuple):
            found.append("".join(part.text for part in value if isinstance(part, Text)))
            for one in value:
                gather(one)

    gather(written.document.blocks)
    return "\n".join(found)


def spoil(dice: random.Random, message: Message) -> Message:
    """An approved message after an accident: the approval no longer holds for it."""
    target = mutate(dice, message.target)
    match dice.choice(["text", "fuzzy", "state", "unapprove", "hint"]):
        case "fuzzy":
            return dataclasses.replace(message, flags=(*message.flags, "fuzzy"))
        case "state":
            notes = (*message.own_notes, "state: approved")
            return dataclasses.replace(message, notes=notes, target=target)
        case "unapprove":
            return dataclasses.replace(message, notes=message.own_notes)
        case "hint":
            return dataclasses.replace(message, target=target, flags=("fuzzy",))
        case _:
            return dataclasses.replace(message, target=target)


def pieces(text: str) -> set[str]:
    """The runs of words of a translation as they appear in a paper, if they are long."""
    return {one for one in re.split(r"\{\w+\}|</?\d+/?>|\*\*|[\[\]()]", text) if len(one) > 12}


@settings(max_examples=1000 if SOAK else 20)
@given(st.integers(0, 2**32), st.sampled_from(DOMAINS), st.integers(1, 4))
def test_no_damaged_catalogue_reaches_a_final_paper(shared, seed, domain, count):
    """Whatever is changed after approval: the paper is a draft, or nothing of it is in there."""
    session, good = shared
    dice = random.Random(seed)
    messages = list(good[domain].messages)
    spoiled = []
    for at in dice.sample(range(len(messages)), count):
        new = spoil(dice, messages[at])
        if new != messages[at]:
            messages[at] = new
            spoiled.append(new)
            assert new.state is not TranslationState.APPROVED
    others = [
        m for one in good.values() for m in one.messages if m.id not in {n.id for n in spoiled}
    ]
    kept = "\n".join(message.target for message in others)
    changed = {one for m in spoiled for one in pieces(m.target) if one not in kept}
    with damaged(session, good, domain, messages):
        plan = plan_of(session)
        (person,) = plan.people
        writer = PaperWriter(plan)
        for paper in person.papers:
            written = writer.write(paper, person)
            if not written.draft:
                said = shown(written)
                assert [one for one in changed if one in said] == []


def test_a_paper_that_names_a_draft_is_one(shared):
    """The title of a handout stands in the letter and the e-mail: one that nobody approved, too."""
    session, good = shared
    messages = [
        dataclasses.replace(m, notes=m.own_notes) if m.id[0] == "good-meetings/title" else m
        for m in good[DOCS].messages
    ]
    with damaged(session, good, DOCS, messages):
        plan = plan_of(session)
        (person,) = plan.people
        written = [PaperWriter(plan).write(paper, person) for paper in person.papers]
    drafts = {one.document.purpose for one in written if one.draft_in}
    assert drafts == {Purpose.LETTER, Purpose.EMAIL, Purpose.HANDOUT}


def test_a_form_that_is_a_draft_makes_one_of_all_that_hold_it(session):
    """The questions of a handout stand in the e-mail and on the page to fill in."""
    text = session.read_text(encoding="utf-8")
    assert '"good-meetings.md"]' in text
    session.write_text(text.replace('"good-meetings.md"]', f'"{QUESTIONNAIRE}"]'), encoding="utf-8")
    set_language(session, "K-23", MADE_UP)
    translate_kit(session.parent)
    path = session.parent / "locales" / MADE_UP / "LC_MESSAGES" / f"{DOCS}.po"
    good = load_catalogue(path)
    questions = [m for m in good.messages if m.id[0].startswith(f"{QUESTIONNAIRE}/question")]
    for wanted, changed in ((set(), None), (HOLD_QUESTIONS, questions[0])):
        messages = tuple(
            dataclasses.replace(m, notes=m.own_notes) if m is changed else m for m in good.messages
        )
        put(session.parent / "locales", MADE_UP, dataclasses.replace(good, messages=messages), DOCS)
        plan = plan_of(session)
        person = next(one for one in plan.people if one.profile.id == "K-23")
        written = [PaperWriter(plan).write(paper, person) for paper in person.papers]
        assert {one.document.purpose for one in written if one.draft_in} == wanted


HOLD_QUESTIONS = {Purpose.HANDOUT, Purpose.EMAIL, Purpose.ANSWERS}


@contextlib.contextmanager
def damaged(session, good, domain, messages):
    folder = session.parent / "locales"
    try:
        put(folder, MADE_UP, dataclasses.replace(good[domain], messages=tuple(messages)), domain)
        yield
    finally:
        put(folder, MADE_UP, good[domain], domain)


@given(st.integers(0, 2**32))
def test_an_approved_mistake_in_a_number_or_name_is_not_used_either(shared, seed):
    """Even where a person approved it: a changed number, tag, name or address is never said."""
    session, good = shared
    dice = random.Random(seed)
    messages = list(good[WORDS].messages)
    at = dice.randrange(len(messages))
    target = mutate(dice, messages[at].target)
    if not find_changes(messages[at].source, target):
        return
    messages[at] = approved(dataclasses.replace(messages[at], target=target))
    with damaged(session, good, WORDS, messages):
        words = load_words(MADE_UP, (session.parent / "locales",))
        assert words.messages[messages[at].key] == messages[at].source
        assert words.lang_of(messages[at].key) == "en"


def test_a_fuzzy_911_for_988_is_not_used(tmp_path):
    """The accident that must not be: a hint from another number, shipped by one lost flag."""
    from access_kit.localization.translate import Translator

    for number, flags in (("911", ("fuzzy",)), ("911", ()), ("988", ("fuzzy",))):
        document = Document("Help", "en", Purpose.HANDOUT, (Paragraph((Text("Call 988 now."),)),))
        messages = (
            approved(Message("help/title", "Help", "Helpo")),
            approved(
                Message("help/paragraph", "Call <1/> now.", f"Voku {number} nun.", flags=flags)
            ),
        )
        put(tmp_path, MADE_UP, Catalogue(header=header(MADE_UP), messages=messages), DOCS)
        assert Translator(MADE_UP, (tmp_path,)).translate(document, "help").whole
