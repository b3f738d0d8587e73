"""At which weights postage grows: by dated facts, and nothing where nobody looked them up."""

import datetime
import tomllib

import pytest

from access_kit.delivery import postage
from access_kit.delivery.mailing import MailLimits, weigh
from access_kit.delivery.postage import postage_steps, sheets_at_steps
from access_kit.model.look import PaperSize

LETTER = PaperSize.LETTER
OUNCE = 28.3495


@pytest.mark.parametrize(
    ("sheets", "flat", "step"),
    [
        (1, False, "1 oz"),
        (4, False, "1 oz"),
        (5, False, "2 oz"),
        (6, False, "2 oz"),
        (6, True, "2 oz"),
        (7, True, "3 oz"),
        (70, True, "12 oz"),
    ],
)
def test_a_packet_pays_for_the_step_that_its_weight_reaches(sheets, flat, step):
    steps = postage_steps("US", flat=flat)
    grams = weigh(sheets, LETTER, flat=flat)
    assert steps.step_of(grams) == step
    paid = float(step.split()[0])
    assert (paid - 1) * OUNCE < grams <= paid * OUNCE


def test_the_last_step_of_a_letter_is_a_half():
    steps = postage_steps("US", flat=False)
    assert steps.step_of(99) == "3.5 oz"
    assert steps.step_of(100) == ""


def test_the_short_papers_go_for_one_ounce_in_a_window_envelope():
    steps = postage_steps("US", flat=False)
    assert sheets_at_steps(steps, LETTER, 6, flat=False) == {"1 oz": 4, "2 oz": 6}
    assert sheets_at_steps(steps, LETTER, 3, flat=False) == {"1 oz": 4}


def test_the_step_of_the_thickest_packet_is_told_whole():
    steps = postage_steps("US", flat=True)
    assert sheets_at_steps(steps, LETTER, 9, flat=True) == {"2 oz": 6, "3 oz": 13}


@pytest.mark.parametrize("country", ["GB", "AT", "", None])
def test_of_a_country_that_nobody_looked_up_nothing_is_told(country):
    assert postage_steps(country, flat=False) is None


def test_each_country_has_a_source_a_date_and_rising_steps():
    for facts in tomllib.loads(postage._FACTS.read_text("utf-8")).values():
        assert facts["source"]
        assert isinstance(facts["checked_on"], datetime.date)
        for kind in ("letter", "flat"):
            assert facts[kind] == sorted(set(facts[kind]))


def test_the_limits_of_an_envelope_lie_within_the_last_step():
    most = MailLimits()
    assert postage_steps("US", flat=False).step_of(weigh(most.window, LETTER, flat=False))
    assert postage_steps("US", flat=True).step_of(weigh(most.flat, LETTER, flat=True))
