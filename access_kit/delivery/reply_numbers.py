"""The numbers of statements as they stand in a reply: ``A7``, in whatever digits and letters."""

from __future__ import annotations

import re
import unicodedata

NUMBER = re.compile(r"(?<![\w])([abc])[\s\u00a0]?(\d{1,2})(?![\w])")
_LIKE_LATIN = str.maketrans({"а": "a", "в": "b", "с": "c", "α": "a", "β": "b"})


def fold_line(text: str) -> str:
    """A line in which numbers such as ``A7`` can be found, in whatever digits and letters."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LIKE_LATIN)
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
        if unicodedata.category(sign) != "Cf"
    )


def number_of(found: re.Match[str]) -> str:
    """``a7`` for a match of ``NUMBER``."""
    return found[1] + str(int(found[2]))


def between(first: str, last: str) -> list[str]:
    """The numbers after ``first`` up to ``last``; ``last`` alone when they are of two forms."""
    if first[0] != last[0] or int(first[1:]) >= int(last[1:]):
        return [last]
    return [f"{first[0]}{at}" for at in range(int(first[1:]) + 1, int(last[1:]) + 1)]


def by_number(number: str) -> tuple[str, int]:
    """How numbers are sorted: by their letter, then as numbers."""
    return number[0], int(number[1:])
