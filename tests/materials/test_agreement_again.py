"""An agreement that comes again says what changed in it, and the note says why it comes."""

from __future__ import annotations

import dataclasses

import pytest

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.materials.agreement import build_consent
from access_kit.materials.asked import asked_form
from access_kit.materials.note import build_note
from access_kit.model.answers.packet import ManifestForm
from access_kit.model.document import NewLineMark, Paragraph, Text
from access_kit.model.past import Past
from access_kit.model.profile import Detail
from tests.materials.samples import paper_context
from tests.materials.test_note import note_context, text_of

NEW, GONE = "New since last time:", "Some lines from last time are gone."
OWN = tuple((Text(one),) for one in ("Your place is free.", "We write by hand.", "Bring a friend."))
WORRIED = (Paragraph((Text("We call you the next day."),)),)


def shown_before(lang: str = "en") -> Past:
    """What is known of somebody who was shown the agreement with ``OWN`` and ``WORRIED``."""
    form = asked_form(build_consent(context()))
    assert form is not None
    lines = {item.key: item.said for item in form.items} | dict(form.parts)
    kept = ManifestForm("consent", form.version, form.sha256, lang, ())
    return Past(shown=frozenset({form.sha256}), lines=lines, forms=(kept,))


def context(past: Past | None = None, **changes):
    own = {"required": OWN, "crisis_short": WORRIED, **changes}
    return paper_context("asks-for-nothing", detail=Detail.ESSENTIALS, past=past, **own)


def marks(**changes) -> list[tuple[str, str]]:
    """Each mark with the words that it stands before."""
    lang = changes.pop("lang", "en")
    blocks = build_consent(context(shown_before(lang), **changes)).blocks
    return [
        (plain_text(one.content), plain_text(blocks[at + 1].content))
        for at, one in enumerate(blocks)
        if isinstance(one, NewLineMark)
    ]


def test_what_is_as_it_was_has_no_mark():
    assert marks() == []


def test_a_changed_line_for_a_crisis_is_marked_below_its_heading():
    later = Paragraph((Text("We call you within two days."),))
    assert marks(crisis_short=(later,)) == [(NEW, "We call you within two days.")]


@pytest.mark.parametrize("gone", range(3))
def test_that_a_line_is_gone_is_said_and_those_after_it_are_not_new(gone):
    [(mark, _)] = marks(required=OWN[:gone] + OWN[gone + 1 :])
    assert mark == GONE


def test_a_line_in_the_place_of_another_is_new():
    told = (OWN[0], (Text("We write by machine."),), OWN[2])
    [(mark, line)] = marks(required=told)
    assert mark == NEW
    assert line.endswith("We write by machine.")


def test_in_another_language_than_before_nothing_is_new():
    assert marks(lang="es", required=OWN[:1]) == []


def test_marks_leave_the_version_as_it_is():
    fresh, again = (build_consent(context(one, required=OWN[:1])) for one in (None, shown_before()))
    assert asked_form(fresh).sha256 == asked_form(again).sha256
    assert any(isinstance(one, NewLineMark) for one in walk_blocks(again.blocks))


def test_the_note_says_why_the_agreement_comes():
    base = note_context("asks-for-nothing", "en")
    said = {}
    for name, past in {
        "time": dataclasses.replace(shown_before(), agree_again=True),
        "words": shown_before(),
        "first": Past(),
    }.items():
        known = {one: getattr(past, one) for one in ("agree_again", "shown", "lines", "forms")}
        whole = dataclasses.replace(base.past, **known)
        said[name] = text_of(build_note(dataclasses.replace(base, past=whole, signs=True)))
    assert "because it's time to look at it again." in said["time"]
    assert "because some of its words are new." in said["words"]
    assert "Our agreement comes along too." in said["first"]
