"""Telephone numbers as people at home and abroad write them."""

import pytest

from access_kit.i18n.phones import say_phone


@pytest.mark.parametrize(
    ("number", "country", "said"),
    [
        ("+1 603 555 0123", "US", "(603) 555-0123"),
        ("+1 603 555 0123", "us", "(603) 555-0123"),
        ("+1 603 555 0123", "CA", "(603) 555-0123"),
        ("+1 603 555 0123", "GB", "+1 603 555 0123"),
        ("+1 603 555 0123", None, "+1 603 555 0123"),
        ("+44 20 7946 0123", "GB", "020 7946 0123"),
        ("+44 20 7946 0123", "US", "+44 20 7946 0123"),
        ("988", "US", "988"),
        ("116 123", "GB", "116 123"),
        ("0117 496 0123", "GB", "0117 496 0123"),
    ],
)
def test_the_code_of_a_country_is_said_abroad_alone(number, country, said):
    assert say_phone(number, country) == said
