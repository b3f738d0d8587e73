"""One written word as it may be heard: 988 is nine hundred eighty eight, or nine eight eight.

A written number does not tell how it was read out. Each reading is a row of words; the first is the
likeliest. English is worked out here, other languages by the rules of Unicode's CLDR.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from typing import Any

from unicode_rbnf import FormatPurpose, RbnfEngine

from access_kit.captions.check_words import split_words
from access_kit.captions.spoken_numbers import say_number, spell_digits
from access_kit.i18n.language_habits import find_language

TokenReading = tuple[str, ...]

LONGEST_DIALLED = 4
"""Digits: a longer whole number of one piece is hardly ever read out digit by digit in English."""
LONGEST_NUMBER = 15
"""Digits; anything longer is only read out one by one."""

_NUMBER = r"\d[\d.,:٫٬]*\d|\d"
_PIECE = re.compile(rf"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|{_NUMBER}")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_WORKED_OUT = "en"
"""The language whose numbers are worked out here: CLDR knows one reading, people many."""
_SIGNS = "%&+@="
_MONEY = "$€£"


def readings_of(token: str, lang: str = _WORKED_OUT) -> tuple[TokenReading, ...]:
    """The ways in which one written word is said, each a row of bare words; none for a mark alone.

    ``lang`` is BCP 47. ``3.5%`` is four words in English and ``tres coma cinco por ciento`` in
    Spanish.
    """
    language = lang.split("-")[0].lower()
    plain = unicodedata.normalize("NFC", token)
    parts = [_read_piece(piece, plain, language) for piece in _PIECE.findall(plain)]
    signs = _read_signs(language)
    if any(parts):
        parts += [signs[sign] for sign in _MONEY if sign in plain and sign in signs]
    parts += [signs[sign] for sign in _SIGNS if sign in plain and sign in signs]
    found: list[TokenReading] = []
    for row in zip_longest(*parts):
        words = [
            word
            for part, said in zip(parts, row, strict=True)
            for word in (said if said is not None else part[0] if part else ())
        ]
        reading = tuple(word.strip("'") or word for word in words if split_words(word))
        if reading and reading not in found:
            found.append(reading)
    return tuple(found)


def _read_piece(piece: str, token: str, lang: str) -> Sequence[TokenReading]:
    plain = piece.replace("’", "'").lower()
    if plain[0].isdecimal():
        number = "".join(_western(character) for character in plain)
        return _read_english(number, token) if lang == _WORKED_OUT else _read_number(number, lang)
    said = find_language(lang).spoken.short.get(plain, plain)
    if lang != _WORKED_OUT:
        return (tuple(said.split()),)
    if plain in ("st", "nd", "rd", "th") and re.search(r"\d" + plain, token.lower()):
        return ()
    return (tuple(said.split()),)


def _western(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return {"٫": ".", "٬": ","}.get(character, character)


def _read_english(number: str, token: str) -> Sequence[TokenReading]:
    ordinal = bool(re.search(re.escape(number) + r"(?:st|nd|rd|th)\b", token))
    found = [tuple(say_number(number, ordinal=ordinal))]
    if number.isdecimal() and 2 <= len(number) <= LONGEST_DIALLED and not ordinal:
        found += [tuple(spell_digits(number)), tuple(spell_digits(number, zero="oh"))]
    return found


@cache
def _engine(lang: str) -> Any:  # noqa: ANN401 (``None`` where CLDR has no rules)
    try:
        return RbnfEngine.for_language(lang)
    except ValueError:
        return None


def _read_number(number: str, lang: str) -> Sequence[TokenReading]:
    number = number.rstrip(".,:")
    engine = _engine(lang)
    if engine is None:
        return ((number,),)
    if clock := _CLOCK.fullmatch(number):
        return _read_clock(engine, int(clock[1]), int(clock[2]), lang)
    digits = re.sub(r"\D", "", number)
    one_by_one = tuple(word for digit in digits for word in _say(engine, int(digit))[0])
    if len(digits) > LONGEST_NUMBER or (len(digits) > 1 and digits[0] == "0" and number == digits):
        return (one_by_one,)
    if number == digits or _GROUPED.fullmatch(number):
        found = [*_say(engine, int(digits)), one_by_one]
        if number == digits and len(digits) == 4:
            found += _say(engine, int(digits), FormatPurpose.YEAR)
        return found
    if _DECIMAL.fullmatch(number):
        return _say(engine, Decimal(number.replace(",", ".")))
    pieces = [_say(engine, int(part))[0] for part in re.findall(r"\d{1,15}", number)]
    return (tuple(word for piece in pieces for word in piece), one_by_one)


def _read_clock(engine: Any, hour: int, minute: int, lang: str) -> Sequence[TokenReading]:  # noqa: ANN401
    signs = _read_signs(lang)
    between: Sequence[TokenReading] = signs.get("hours", ())
    found: list[TokenReading] = []
    for said in _say(engine, hour):
        if minute == 30:
            found += [said + half for half in signs.get("half", ())]
        if minute == 0:
            found += [*(said + word for word in between), said]
        else:
            minutes = _say(engine, minute)[0]
            found += [*(said + word + minutes for word in between), said + minutes]
    return found


def _say(
    engine: Any,  # noqa: ANN401
    value: int | Decimal,
    purpose: FormatPurpose = FormatPurpose.CARDINAL,
) -> list[TokenReading]:
    """What CLDR's rules make of a number: each of its genders once."""
    result = engine.format_number(value, purpose)
    texts = [result.text, *result.text_by_ruleset.values()]
    found: list[TokenReading] = []
    for text in texts:
        bare = text.replace("\N{SOFT HYPHEN}", "").replace("-", " ").replace("・", " ")
        reading = tuple(bare.lower().split())
        if reading and reading not in found and not any(c.isdecimal() for c in bare):
            found.append(reading)
    return found or [(str(value),)]


@cache
def _read_signs(lang: str) -> Mapping[str, Sequence[TokenReading]]:
    spoken = find_language(lang).spoken
    said = {**spoken.signs, "half": spoken.half, "hours": spoken.hours}
    return {
        sign: tuple(tuple(way.split()) for way in ways.split("|"))
        for sign, ways in said.items()
        if ways
    }
