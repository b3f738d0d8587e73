"""A full form begins with the short one; that of the agreement is judged in ``test_consent``."""

import dataclasses

import pytest

from access_kit.materials.letter import build_letter
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.profile import Detail
from tests.materials.worlds import usual_contexts


@pytest.mark.parametrize("build", [build_letter, build_tech_check])
def test_it_begins_with_the_short_text_word_for_word(build):
    for context in usual_contexts():
        short = build(dataclasses.replace(context, detail=Detail.ESSENTIALS)).blocks
        assert build(dataclasses.replace(context, detail=Detail.FULL)).blocks[: len(short)] == short
