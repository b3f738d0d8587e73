"""No sentence of our papers is lost: each is read, and one that is taken out is missed."""

import random
import sys

import pytest

from access_kit.materials import items
from tests.conftest import SEED
from tests.promises.said import (
    ELSEWHERE,
    SAID,
    all_texts,
    in_templates,
    not_said,
    said_alone,
)


def test_every_sentence_of_a_template_is_named_here():
    named = {name: {*SAID[name], *ELSEWHERE[name]} for name in SAID}
    assert in_templates() == named
    assert sum(map(len, SAID.values())) > 5 * sum(map(len, ELSEWHERE.values()))


def test_every_sentence_is_read_by_somebody(tmp_path_factory):
    assert not_said([*all_texts(lambda: tmp_path_factory.mktemp("said"))]) == {}


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
        missed = not_said([*all_texts(lambda: tmp_path_factory.mktemp("without"))])
        assert [key for name, key in gone.items() if key not in missed.get(name, ())] == []


def _users():
    """The modules that load templates."""
    return [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("access_kit.") and hasattr(module, "load_items")
    ]
