"""Digits as English words: 1945 is nineteen forty five, 2:30 two thirty, 3.5 three point five."""

from __future__ import annotations

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_SMALL = _SMALL_WORDS.split()
_TENS_WORDS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TENS_WORDS.split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_LONGEST_NUMBER = 12
"""Digits; anything longer is read out one by one."""


def say_number(text: str, *, ordinal: bool = False) -> list[str]:
    """The words of a number as it is written, with points, commas and colons."""
    text = text.rstrip(".,:")
    parts = [part for part in text.split(":") if part]
    if ":" in text and all(map(_is_short, parts)):
        return [word for part in parts for word in _say_clock_part(part)]
    whole, _, fraction = text.replace(",", "").partition(".")
    if not _is_short(whole):
        return [_SMALL[int(digit)] for digit in text if digit.isdecimal()]
    if fraction.isascii() and fraction.isdigit():
        return [*_say_whole(int(whole)), "point", *(_SMALL[int(digit)] for digit in fraction)]
    if len(whole) > 1 and whole[0] == "0":
        return [_SMALL[int(digit)] for digit in whole]
    words = _say_year(int(whole)) if "," not in text and not ordinal else _say_whole(int(whole))
    return [*words[:-1], _make_ordinal(words[-1])] if ordinal else words


def _is_short(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER


def spell_digits(number: str, *, zero: str = "zero") -> list[str]:
    """Digits one by one, as numbers to dial are said; ``zero`` is what 0 is called."""
    return [_SMALL[int(digit)] if digit != "0" else zero for digit in number]


def _say_clock_part(part: str) -> list[str]:
    if part == "00":
        return []
    return (
        ["oh", *_say_whole(int(part))]
        if len(part) == 2 and part[0] == "0"
        else _say_whole(int(part))
    )


def _say_year(value: int) -> list[str]:
    """Numbers that are most often years are said in pairs."""
    if not (1100 <= value <= 1999 or 2010 <= value <= 2099):
        return _say_whole(value)
    century, rest = divmod(value, 100)
    if rest == 0:
        return [*_say_whole(century), "hundred"]
    return [*_say_whole(century), *(["oh"] if rest < 10 else []), *_say_whole(rest)]


def _say_whole(value: int) -> list[str]:
    if value < 20:
        return [_SMALL[value]]
    if value < 100:
        tens, ones = divmod(value, 10)
        return [_TENS[tens], *([_SMALL[ones]] if ones else [])]
    for size, name in _SCALES:
        if value >= size:
            count, rest = divmod(value, size)
            return [*_say_whole(count), name, *(_say_whole(rest) if rest else [])]
    raise AssertionError(value)


def _make_ordinal(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"
