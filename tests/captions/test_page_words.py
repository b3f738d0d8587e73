"""What the pages of captions say is in the catalogue, and nothing lies there unsaid."""

import pytest

from access_kit.captions import watch_folder
from access_kit.captions.live import live_page
from tests.materials.test_words import catalogue, literal_keys

NAMED = {
    "live": {*live_page.STATES, *live_page.FAULTS, *live_page.SAID, "resume"},
    "watch": set(watch_folder.SAYS),
}


@pytest.mark.parametrize("page", NAMED)
def test_every_word_of_a_page_is_used_and_there(page):
    there = {one.context for one in catalogue() if one.context.startswith(f"{page}.")}
    said = {f"{page}.{name}" for name in NAMED[page]}
    assert there - literal_keys() - said == set()
    assert said - there == set()
