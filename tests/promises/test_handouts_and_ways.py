"""Papers and what somebody avoids: ours offer none of it, an agency's that does is told."""

from __future__ import annotations

import functools
import itertools
import tomllib

import pytest

from access_kit.documents.front_matter import WAYS
from access_kit.documents.plain_words import all_words
from access_kit.i18n.catalogues import locales_folder
from access_kit.localization.translate import Translator
from access_kit.materials.library import list_builtin
from access_kit.materials.way_marks import without_ways
from access_kit.profiles.offered_ways import find_offers
from access_kit.workflow.handouts.handout_files import read_handout
from access_kit.workflow.handouts.handout_ways import handouts_for
from tests.harms.lives import kit_with
from tests.promises.judge import HERE, offers
from tests.promises.odd_people import odd_person
from tests.promises.papers import EARLY, Read, read, set_key
from tests.tools import ROOT

PLANTED = tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "es", "ar", "hi")
ASKS = ("access-needs",)
"""A paper that asks everyone which ways they want, before anybody knows."""

NO_OFFER = (
    "Few of them have captions, or work with a screen reader.",
    "In letters, e-mails, and texts",
    "Make an account with your own e-mail address.",
    "No real program asks for a gift card, or wants your bank details by text.",
    "What helps me at a visit, such as time, light, captions, or large print",
    "Writing and calling in one place",
    "Yes, by phone or video",
    "You can call through a relay service, by text or by sign on video.",
    "Your e-mail address alone can tell that you use it.",
    "call, text, e-mail, or another way",
)
"""Sentences that only sound so: of others, of a choice, of what apps do."""

NO_OFFER_THERE = (
    "Puede escribir en vez de hablar.",
    "يمكنك الكتابة بدلا من الكلام.",
)
"""The same in translations: paper in a room."""


@pytest.mark.parametrize("path", list_builtin(), ids=lambda path: path.stem)
def test_no_handout_of_ours_offers_what_its_reader_avoids(path):
    handout, problems = read_handout(path)
    assert handout, problems
    if not handout.is_for_people or handout.stem in ASKS:
        return
    read_in = LANGUAGES if handout.about else LANGUAGES[:1]
    for way in WAYS:
        if handout.about == {way}:
            continue
        left = without_ways(handout.marked or handout.document, {way})
        for lang in read_in:
            said = all_words(_translator(lang).translate(left, handout.stem).document)
            assert [
                one for one in offers(said, way) if one not in NO_OFFER + NO_OFFER_THERE
            ] == [], (way, lang)


@functools.cache
def _translator(lang: str) -> Translator:
    return Translator(lang, (locales_folder(),))


def test_what_is_left_alone_still_stands_in_a_handout():
    texts = "\n".join(path.read_text(encoding="utf-8") for path in list_builtin())
    assert [one for one in NO_OFFER if one not in texts] == []


@pytest.mark.parametrize(("way", "lang"), list(itertools.product(PLANTED["agency"], LANGUAGES)))
def test_the_program_finds_what_an_agency_offers(way, lang):
    said = PLANTED["agency"][way][lang]
    assert [*find_offers(f"Hello.\n{said} Bye.", way, names=("Jo",))] == [said]


@pytest.mark.parametrize(
    "sentence",
    [one for said in PLANTED["left_alone"].values() for one in said if "+1 603" not in one],
)
def test_the_program_leaves_alone_what_offers_nothing(sentence):
    """A bare number is told: in a handout it is there to be called."""
    assert {way for way in WAYS if [*find_offers(sentence, way, ("Jo",), ("988", "911"))]} == set()


# -- in a kit --------------------------------------------------------------------------------------

BUS = """---
title: The bus
lang: en
---

## By bus {in_person}

The stop is in front of the door.

### On Sundays

There's one each hour.

## Another way

- Ask Jo.
- Call Jo. {phone}
- Call or text Jo. {sms} {phone}
- Or call 911. {phone}

Call 988 at any hour. {phone}
"""
CALLS = """---
title: Calls
lang: en
about: phone
---

Call Jo with any question.
"""
CRISIS = CALLS.replace("Call Jo with any question.", "Call 988 when it's hard.")


def held(folder, *people: str, **handouts: str) -> Read:
    session = kit_with(folder, people)
    for name, text in handouts.items():
        (folder / "materials" / f"{name}.md").write_text(text, encoding="utf-8")
    named = str([f"{name}.md" for name in handouts]).replace("'", '"')
    text = set_key(session.read_text(encoding="utf-8"), "handouts", named)
    session.write_text(text, encoding="utf-8")
    return read(session, EARLY)


def told(made: Read, code: str) -> list:
    return [one for one in made.plan.problems if one.code == code]


def test_a_part_is_left_out_for_who_avoids_its_way_and_no_mark_is_printed(tmp_path):
    away, other = odd_person("avoids-every-live-way"), odd_person("needs-a-captioner", 2)
    made = held(tmp_path / "kit", away, other, bus=BUS)
    mine, theirs = (made.packets[who]["bus.txt"] for who in ("O-001", "O-002"))
    gone = ("By bus", "The stop", "On Sundays", "Call Jo", "Call or text")
    assert not any(said in mine for said in (*gone, "{"))
    assert all(said in mine for said in ("Another way", "Ask Jo.", "Or call 911.", "Call 988"))
    assert all(said in theirs for said in gone)
    assert "{" not in theirs
    assert told(made, "handout.offers") == []


def test_an_edition_has_marks_of_its_own(tmp_path):
    spanish = BUS.replace("lang: en", "lang: es").replace("Call Jo.", "Llame a Jo.")
    session = kit_with(tmp_path / "kit", [odd_person("avoids-voice-and-phone")])
    for name, text in (("bus.md", BUS), ("bus.es.md", spanish)):
        (session.parent / "materials" / name).write_text(text, encoding="utf-8")
    text = set_key(session.read_text(encoding="utf-8"), "handouts", '["bus"]')
    session.write_text(text, encoding="utf-8")
    work = read(session, EARLY).plan.work
    (edition,) = handouts_for(work.handouts, {"phone"}, work.kit)[0].editions
    assert "Llame a Jo" not in all_words(edition.document)
    assert edition.offers == ()


def test_what_is_about_a_way_is_left_out_and_told_to_the_host_alone(tmp_path):
    away, other = odd_person("avoids-voice-and-phone"), odd_person("needs-a-captioner", 2)
    made = held(tmp_path / "kit", away, other, calls=CALLS)
    assert "calls.txt" not in made.packets["O-001"]
    assert "Calls" not in made.packets["O-001"]["letter.txt"]
    assert "calls.txt" in made.packets["O-002"]
    (note,) = told(made, "handout.left-out")
    assert note.facts["handouts"] == "calls.md [phone]: O-001"
    assert "handouts" not in str(made.not_met("O-001"))


def test_a_line_for_a_crisis_is_for_everyone(tmp_path):
    made = held(tmp_path / "kit", odd_person("avoids-voice-and-phone"), hard=CRISIS)
    assert "Call 988" in made.packets["O-001"]["hard.txt"]
    assert told(made, "handout.left-out") == []


def test_what_an_agency_offers_is_told_with_its_line_and_whom(tmp_path):
    away, other = odd_person("avoids-voice-and-phone"), odd_person("needs-a-captioner", 2)
    plain = CALLS.replace("about: phone\n", "")
    made = held(tmp_path / "kit", away, other, calls=plain)
    assert "Call Jo" in made.packets["O-001"]["calls.txt"]
    (warning,) = told(made, "handout.offers")
    assert (warning.file, warning.line) == ("calls.md", 6)
    assert dict(warning.facts) == {
        "people": "O-001", "way": "phone", "text": "Call Jo with any question."
    }  # fmt: skip


def test_who_avoids_nothing_gets_every_word(tmp_path):
    made = held(tmp_path / "kit", odd_person("needs-a-captioner"), bus=BUS, calls=CALLS)
    assert {"bus.txt", "calls.txt"} <= {*made.packets["O-001"]}
    assert told(made, "handout.left-out") == []


def test_a_way_that_is_none_is_told(tmp_path):
    path = tmp_path / "x.md"
    path.write_text(CALLS.replace("about: phone", "about: telephone"), encoding="utf-8")
    handout, problems = read_handout(path)
    assert handout is None
    assert [one.code for one in problems] == ["document.front-matter-value"]


def test_a_mark_of_no_way_is_told_with_its_line(tmp_path):
    """It would be printed, in the middle of what somebody reads."""
    path = tmp_path / "ask.md"
    path.write_text("# Ask\n\n- Call Jo. {telephone}\n- Write to Jo. {text_chat}\n\n{ok} Ask.\n")
    handout, problems = read_handout(path, lang="en")
    (told,) = (one for one in problems if one.code == "handout.unknown-mark")
    assert (told.line, told.facts["value"]) == (3, "{telephone}")
    assert "text_chat" not in all_words(handout.document)


# -- the agency's own pages ------------------------------------------------------------------------

PAGES = {
    "crisis-short": "- Call Jo at any hour.\n- If not, we'll call Lee.\n- Or call 988.\n",
    "reporting": "# What we report {participants}\n\n- Harm.\n- Phone us to ask. {phone}\n"
    "\n# More\n\nWe tell nobody else. Text Jo to ask.\n",
    "agreement-lines": "- It is free. {required}\n- Just text Jo first. {sms} {required}\n"
    "- We may call you. {required} {phone}\n- Ring us to visit. {phone}\n",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Read:
    """The papers of who avoids each live way, and of who avoids none, in a kit with ``PAGES``."""
    people = [odd_person("avoids-every-live-way"), odd_person("needs-a-captioner", 2)]
    session = kit_with(tmp_path_factory.mktemp("pages") / "kit", people)
    for name, text in PAGES.items():
        path = session.parent / f"{name}.md"
        about = "about: sms\n" if name == "reporting" else ""
        head = f"---\ntitle: Pages\nlang: en\n{about}---\n\n"
        path.write_text(head + text, encoding="utf-8")
    return read(session, EARLY)


def test_what_a_page_marks_is_left_out_of_agreements_and_no_mark_is_printed(pages):
    marked = ("Phone us to ask.", "Just text Jo first.", "We may call you.", "Ring us to visit.")
    mine, theirs = ("".join(pages.packets[who].values()) for who in ("O-001", "O-002"))
    assert not any(said in mine for said in (*marked, "{"))
    assert all(said in theirs for said in marked)
    assert "{" not in theirs
    for said in ("It is free.", "we'll call Lee", "Or call 988.", "Harm."):
        assert said in pages.packets["O-001"]["agreement.txt"], said


def test_what_a_page_offers_is_told_with_its_line_and_whom(pages):
    found = {
        (one.file, one.line, one.facts["way"], one.facts["people"], one.facts["text"])
        for one in told(pages, "kit.page-offers")
    }
    assert found == {
        ("crisis-short.md", 6, "phone", "O-001", "Call Jo at any hour."),
        ("reporting.md", 14, "sms", "O-001", "Text Jo to ask."),
    }


def test_that_a_page_is_for_everyone_whatever_it_says_is_told(pages):
    assert [one.file for one in told(pages, "kit.page-about")] == ["reporting.md"]
    assert "Harm." in pages.packets["O-001"]["agreement.txt"]


def test_the_pages_of_the_example_offer_nothing_that_somebody_avoids(tmp_path):
    made = held(tmp_path / "kit", odd_person("avoids-every-live-way"))
    assert told(made, "kit.page-offers") == []
    assert "Or call Lee" not in made.packets["O-001"]["agreement-full.txt"]


ODD_MARKS = """# Ask
Call Jo. {Phone}\u200f

Call or text. {phone} {SMS}

> **By phone {phone}**
> Call Jo.

Jo calls you. {phone}{teléfono}

| who | how |
| --- | --- |
| Jo {phone} | 555 |

Call {phone} or write.
"""


def test_marks_as_people_write_them(tmp_path):
    """In capitals, behind a box's title, behind what nobody sees; what marks nothing is told."""
    path = tmp_path / "ask.md"
    path.write_text(ODD_MARKS, encoding="utf-8")
    handout, problems = read_handout(path, lang="en")
    told = [(one.code, one.line, one.facts["value"]) for one in problems if "mark" in one.code]
    assert told == [
        ("handout.mark-elsewhere", 13, "{phone}"),
        ("handout.mark-elsewhere", 15, "{phone}"),
        ("handout.unknown-mark", 9, "{teléfono}"),
    ]
    assert all_words(handout.document).count("{") == 4
    said = [all_words(without_ways(handout.marked, {way})) for way in ("phone", "sms", "video")]
    assert [("Call or text" in one) for one in said] == [False, False, True]
    assert [("Call Jo" in one) for one in said] == [False, True, True]


def test_a_mark_in_the_title_is_about_all_of_it(tmp_path):
    path = tmp_path / "ask.md"
    path.write_text("# Call us {phone}\n\nNow.\n", encoding="utf-8")
    handout, problems = read_handout(path, lang="en")
    assert (handout.document.title, handout.about) == ("Call us", {"phone"})
    assert not any("mark" in one.code for one in problems)


@pytest.mark.parametrize("name", ["reporting", "agreement-lines", "crisis-plan"])
def test_the_marks_of_an_agencys_own_papers_are_marks(name):
    _, problems = read_handout(ROOT / "examples" / "evening-group" / f"{name}.md", lang="en")
    assert problems == []
