"""What points at one person in a text, however it is written there.

- ``SURELY``: the id, a telephone number by its digits, a mailbox, a line of the street, a whole
  name of several words.
- ``MAYBE``: one name alone, a part of a name, a number without its area code, the number of the
  person's own contact: others are called so too.

Texts are compared without case, accents, invisible signs and the ways in which dashes, blanks and
digits can be written. What points at nobody, such as a name of one letter, is not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from access_kit.i18n.integrity import fold_digits
from access_kit.model.profile import Profile


class Certainty(IntEnum):
    """Whether a text speaks of a person; ``UNREAD``: nobody knows, for it could not be read."""

    NOT = 0
    UNREAD = 1
    MAYBE = 2
    SURELY = 3


@dataclass(frozen=True)
class Pointer:
    """A pattern for folded text; nothing is searched where ``anchor`` does not stand.

    ``before``: what must stand right before it. Looked for apart, so that the pattern begins with a
    letter that is quickly found.
    """

    anchor: str
    pattern: re.Pattern[str]
    says: Certainty
    before: re.Pattern[str] | None = None

    def is_in(self, folded: str) -> bool:
        if self.anchor not in folded:
            return False
        return any(self._begins(folded, found.start()) for found in self.pattern.finditer(folded))

    def _begins(self, folded: str, at: int) -> bool:
        ahead = folded[max(0, at - _MOST_DIALLED) : at]
        return self.before is None or self.before.search(ahead) is not None


def pointers_to(person: str, profiles: Iterable[Profile]) -> tuple[Pointer, ...]:
    """What points at a person: the id, and what each version of the profile says; the sure first.

    Numbers are not dialled here, so that no country has to be known.
    """
    found = {Pointer(person.casefold(), word_of(person), Certainty.SURELY)}
    for profile in profiles:
        found.update(_of_profile(profile))
    return tuple(sorted(found, key=lambda one: (-one.says, one.anchor, one.pattern.pattern)))


def word_of(word: str) -> re.Pattern[str]:
    """An id by itself, in either case: "K-1" is not in "K-11", nor "K1" in "K1-2"."""
    ends = r"(?![^\W_])" if "-" in word else r"(?![^\W_]|-\d)"
    return re.compile(rf"(?<![^\W_]){re.escape(word)}{ends}", re.IGNORECASE)


# -- what a profile says ------------------------------------------------------------------------


def _of_profile(profile: Profile) -> Iterator[Pointer]:
    contact = profile.contact
    if contact.email:
        yield _mailbox(contact.email)
    if contact.phone:
        yield from _number(contact.phone, Certainty.SURELY)
    if contact.emergency:
        yield from _number(contact.emergency.phone, Certainty.MAYBE)
    if contact.post:
        yield from (_name(line, Certainty.SURELY) for line in contact.post.street if len(line) > 4)
        yield from _names(contact.post.name)
    yield from _names(profile.name)


def _names(name: str) -> Iterator[Pointer]:
    """A name, and its first and last word."""
    words = fold(name).split()
    if len(words) > 1:
        yield _name(name, Certainty.SURELY)
        words = [word for word in (words[0], words[-1]) if len(word) >= _LEAST_OF_MANY]
    yield from (_name(word, Certainty.MAYBE) for word in words if len(word) >= _LEAST)


_LEAST, _LEAST_OF_MANY = 2, 3
"""Letters of a name alone, and of a name that is one of several."""

_BETWEEN = "\\s_.\u2010-\u2015-"
"""What may stand between the parts of a name: "Mei-Ling", "Mei Ling", "mei_ling"."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no blanks between words."""


def _name(name: str, says: Certainty) -> Pointer:
    folded = fold(name)
    parts = [part for part in re.split(f"[{_BETWEEN}]+", folded) if part] or [folded]
    pattern = f"[{_BETWEEN}]{{0,3}}".join(map(re.escape, parts))
    if not _UNSPACED.search(folded):
        pattern = rf"(?<![^\W_]){pattern}(?![^\W_])"
    return Pointer(max(parts, key=len), re.compile(pattern), says)


def _mailbox(address: str) -> Pointer:
    """The mailbox: with any tag, and with its domain as it is read or as it goes over the wire."""
    local, _, domain = fold(address).rpartition("@")
    local = local.partition("+")[0] or local
    spellings = {domain, fold(_said(address, to_wire=True)), fold(_said(address, to_wire=False))}
    domains = "|".join(map(re.escape, sorted(spellings)))
    pattern = rf"(?<![\w.+-]){re.escape(local)}(?:\+[\w.+-]{{0,64}})?@(?:{domains})(?![\w-])"
    return Pointer(local, re.compile(pattern), Certainty.SURELY)


def _said(address: str, *, to_wire: bool) -> str:
    """The domain of an address in one of its two spellings, or as it stands."""
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode() if to_wire else domain.encode().decode("idna")
    except UnicodeError:
        return domain


# -- telephone numbers --------------------------------------------------------------------------

_LEAST_DIGITS = 6
"""Of a number without its area code."""

_BETWEEN_DIGITS = r"[\s()./\u2010-\u2015-]{0,3}"


def _number(number: str, says: Certainty) -> Iterator[Pointer]:
    """A number with any way to dial its country before it, and without its area code."""
    country, digits, area = _parts_of(number)
    if not digits:
        return
    yield _digits(digits, country, says)
    if area and len(digits) - area >= _LEAST_DIGITS:
        yield _digits(digits[area:], "", Certainty.MAYBE)


def _parts_of(number: str) -> tuple[str, str, int]:
    """The code of the country if it says one, the digits within it, how many are the area's."""
    import phonenumbers

    digits = "".join(sign for sign in fold(number) if sign.isdigit())
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return "", digits.lstrip("0"), 0
    area = phonenumbers.length_of_geographical_area_code(parsed)
    return str(parsed.country_code), phonenumbers.national_significant_number(parsed), area


_MOST_DIALLED = 9


def _digits(digits: str, country: str, says: Certainty) -> Pointer:
    """The digits, after no other digits than those that dial a country or leave a town."""
    code = country or r"\d{1,3}"
    known = f"|{country}0?" if country else ""
    before = rf"(?:^|\D)(?:0|1|8|(?:00|011){code}0?{known})?\Z|\+{code}0?\Z"
    pattern = rf"{_BETWEEN_DIGITS.join(digits)}(?!\d)"
    return Pointer("", re.compile(pattern), says, re.compile(before))


# -- how texts are compared ---------------------------------------------------------------------

_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0640\u064b-\u065f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
"""Accents and vowel signs that people leave out, and signs that nobody sees."""


_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "’": "'", "ʼ": "'"})
"""Letters that have no accent to take away."""


def fold(text: str) -> str:
    """``text`` as it is compared."""
    if text.isascii():
        return text.casefold()
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    return fold_digits(seen).casefold().translate(_PLAIN)
