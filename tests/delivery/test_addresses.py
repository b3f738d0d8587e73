"""Addresses: what people typed, in the lines that their country's post expects."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.addresses import BAD_STARTS, check_address, postal_lines
from access_kit.errors import Severity
from access_kit.model.profile import PostalAddress

ROSA = PostalAddress(
    name="Rosa M.",
    street=("12 Elm St", "Apt 4"),
    city="Exampletown",
    region="NH",
    postal_code="03755",
    country="US",
)


def address(**changes):
    return dataclasses.replace(ROSA, **changes)


def codes(post, **where):
    return [
        problem.code.removeprefix("delivery.address-") for problem in check_address(post, **where)
    ]


def test_american_address_keeps_small_letters():
    assert postal_lines(ROSA, "US") == ("Rosa M.", "12 Elm St", "Apt 4", "Exampletown, NH 03755")


@pytest.mark.parametrize(
    ("post", "lines"),
    [
        (
            PostalAddress("Ada O.", ("3 Mill Lane",), "Kelso", "GB", postal_code="TD5 7XX"),
            ("Ada O.", "3 Mill Lane", "Kelso", "TD5 7XX"),
        ),
        (
            PostalAddress("Ada O.", ("3 Mill Lane",), "Kelso", "GB", "Roxburghshire", "TD5 7XX"),
            ("Ada O.", "3 Mill Lane", "Kelso", "Roxburghshire", "TD5 7XX"),
        ),
        (
            PostalAddress("Emre K.", ("Hauptstr. 5",), "Musterstadt", "DE", postal_code="01234"),
            ("Emre K.", "Hauptstr. 5", "01234 Musterstadt"),
        ),
        (
            PostalAddress("Lea B.", ("Seeweg 2",), "Musterdorf", "CH", postal_code="8000"),
            ("Lea B.", "Seeweg 2", "CH-8000 Musterdorf"),
        ),
        (
            PostalAddress("Lea B.", ("Seeweg 2",), "Musterdorf", "CH", postal_code="CH-8000"),
            ("Lea B.", "Seeweg 2", "CH-8000 Musterdorf"),
        ),
        (
            PostalAddress("Li Y.", ("5 Harbour Rd",), "Kowloon", "HK", postal_code="999077"),
            ("Kowloon", "5 Harbour Rd", "Li Y.", "999077"),
        ),
    ],
    ids=["uk", "uk-county", "germany", "prefix", "prefix-typed", "no-codes-there"],
)
def test_lines_of_other_countries(post, lines):
    assert postal_lines(post, post.country) == lines


def test_country_stands_last_only_when_the_mail_goes_abroad():
    assert postal_lines(ROSA, "GB")[-1] == "UNITED STATES"
    assert postal_lines(ROSA, None)[-1] == "UNITED STATES"
    assert "UNITED STATES" not in postal_lines(ROSA, "US")


def test_spaces_are_tidied_and_empty_lines_dropped():
    untidy = address(name="  Rosa\u00a0 M. ", street=(" 12  Elm St", "  "), city=" Exampletown ")
    assert postal_lines(untidy, "US") == ("Rosa M.", "12 Elm St", "Exampletown, NH 03755")


def test_comma_goes_with_the_part_it_stood_before():
    assert postal_lines(address(region=""), "US")[-1] == "Exampletown 03755"
    assert postal_lines(address(city=""), "US")[-1] == "NH 03755"


def test_good_address_has_no_problem():
    assert check_address(ROSA) == ()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": " "}, "name"),
        ({"street": ()}, "street"),
        ({"street": (" ",)}, "street"),
        ({"city": ""}, "city"),
        ({"region": ""}, "region"),
        ({"postal_code": ""}, "postal_code"),
    ],
)
def test_missing_part_is_told_with_its_key(changes, key):
    (problem,) = check_address(address(**changes), file="K-07.toml", home_country="US")
    assert problem.code == "delivery.address-part-missing"
    assert (problem.file, problem.where) == ("K-07.toml", f"contact.post.{key}")
    assert dict(problem.facts) == {"part": key, "country": "US"}


def test_region_is_not_missing_where_the_post_needs_none():
    assert (
        codes(PostalAddress("Ada O.", ("3 Mill Lane",), "Kelso", "GB", postal_code="TD5 7XX")) == []
    )


def test_odd_postal_code_is_a_warning():
    (problem,) = check_address(address(postal_code="3755"))
    assert problem.code == "delivery.address-odd-postal-code"
    assert problem.severity is Severity.WARNING
    assert "3755" not in problem.facts.values()


@pytest.mark.parametrize("character", BAD_STARTS)
def test_line_with_a_bad_start_is_refused(character):
    (problem,) = check_address(address(street=("12 Elm St", f" {character} rear")))
    assert (problem.code, problem.where) == (
        "delivery.address-bad-start",
        "contact.post.street[1]",
    )


def test_american_address_has_at_most_five_lines():
    assert codes(address(street=("a", "b", "c")), home_country="US") == []
    assert codes(address(street=("a", "b", "c", "d")), home_country="US") == ["too-many-lines"]
    assert codes(address(street=("a", "b", "c")), home_country="GB") == ["too-many-lines"]


def test_country_that_no_post_knows_is_refused():
    assert codes(address(country="XX")) == ["unknown-country"]
    with pytest.raises(KeyError):
        postal_lines(address(country="XX"))


parts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)


@given(
    name=parts,
    street=st.lists(parts, max_size=4).map(tuple),
    city=parts,
    region=parts,
    postal_code=parts,
    country=st.sampled_from(
        ["US", "GB", "DE", "JP", "VN", "HK", "IR", "SG", "GG", "BR", "SO", "MM"]
    ),
)
def test_nothing_that_was_typed_is_lost_or_added(**typed):
    post = PostalAddress(**typed)
    lines = postal_lines(post, post.country)
    text = " ".join(lines)
    for part in (post.name, *post.street, post.city, post.region, post.postal_code):
        assert " ".join(part.split()) in text
    assert all(line and line == " ".join(line.split()) for line in lines)
    check_address(post)
