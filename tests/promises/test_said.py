"""No sentence of our papers is lost: each is read, and one that is taken out is missed."""

import random
import sys
from dataclasses import replace

import pytest

from access_kit.i18n import load_words
from access_kit.materials import items
from tests.conftest import SEED
from tests.promises.said import (
    ACTS,
    ACTS_OF,
    ELSEWHERE,
    NO_ACT,
    PROMISES,
    SAID,
    all_worlds,
    in_templates,
    not_done,
    not_said,
    said_alone,
    texts_of,
)


def test_every_sentence_of_a_template_is_named_here():
    named = {name: {*SAID[name], *ELSEWHERE[name]} for name in SAID}
    assert in_templates() == named
    assert sum(map(len, SAID.values())) > 5 * sum(map(len, ELSEWHERE.values()))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    return [*all_worlds(lambda: tmp_path_factory.mktemp("said"))]


def test_every_sentence_is_read_by_somebody(worlds):
    assert not_said([*texts_of(worlds)]) == {}


def test_what_a_packet_promises_stands_on_the_run_sheet(worlds):
    assert [(*one,) for read in worlds for one in not_done(read)] == []


def test_every_sentence_that_sounds_like_a_promise_is_one_or_says_why_not():
    words, named = load_words("en"), {*ACTS, *NO_ACT}
    sounds = {
        key
        for name, keys in in_templates().items()
        if name in ACTS_OF
        for key in keys
        if PROMISES.search(words.messages[key])
    }
    assert sounds - named == set(), "a promise of which the run sheet need not know"
    assert {key for key in named if not PROMISES.search(words.messages[key])} == set()
    everything = {key for own in (*SAID.values(), *ELSEWHERE.values()) for key in own}
    elsewhere = {key for key in named if key.startswith("text.")} | {"first.answer-by"}
    assert named - elsewhere <= everything


@pytest.mark.parametrize(
    "act", ["join.text-host", "join.no-number", "first.chat", "when.leave-early"]
)
def test_a_row_that_is_taken_off_the_run_sheet_is_missed_by_its_promise(worlds, act):
    said = load_words("en").messages[ACTS[act][0]]
    without = [replace(one, run_sheet=one.run_sheet.replace(said, "")) for one in worlds]
    missed = {key for read in without for _, key in not_done(read)}
    assert act in missed


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_sentence_that_is_taken_out_is_missed_by_its_name(tmp_path_factory, monkeypatch):
    """Of each template one sentence at a time, of those that stand in no other sentence."""
    dice, load = random.Random(SEED), items.load_items.__wrapped__
    columns = {name: dice.sample(own, len(own)) for name, own in said_alone().items()}
    for turn in range(max(map(len, columns.values()))):
        gone = {name: keys[turn] for name, keys in columns.items() if turn < len(keys)}

        def without(file, gone=gone):
            word = gone.get(file.removesuffix(".toml"))
            return tuple(one for one in load(file) if one.word != word)

        for module in _users():
            monkeypatch.setattr(module, "load_items", without)
        missed = not_said([*texts_of(all_worlds(lambda: tmp_path_factory.mktemp("without")))])
        assert [key for name, key in gone.items() if key not in missed.get(name, ())] == []


def _users():
    """The modules that load templates."""
    return [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("access_kit.") and hasattr(module, "load_items")
    ]
