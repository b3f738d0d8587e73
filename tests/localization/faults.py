"""One kind of fault a function: a spoiled translation, or None where the fault cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable

from access_kit.i18n.message import Message
from access_kit.localization.habits import habits_of
from tests.localization.corpus import Speaker

Fault = Callable[[Message, str], str | None]
FAULTS: dict[str, Fault] = {}
"""The code that must be told, and what earns it."""

HOMOGLYPHS = {"es": "aа", "fr": "oо", "de": "aа", "vi": "iі", "ru": "аa", "el": "οo"}
"""A letter of the language, and one of another alphabet that looks the same."""

LATIN = ("es", "fr", "de", "vi")
_VALUE = r"\{\w+\}|</?\d+/?>|\S*[@:]\S+"


def fault(function: Fault) -> Fault:
    FAULTS["catalogue." + function.__name__.replace("_", "-")] = function
    return function


def is_odd(message: Message) -> int:
    """Half of the messages get one form of a fault, half the other."""
    return len(message.key) % 2


def without_values(text: str) -> str:
    return re.sub(_VALUE, lambda found: " " * len(found[0]), text)


@fault
def placeholders(m, _):
    return re.sub(r"\{\w+\}", "{nombre}", m.target, count=1) if "{" in m.target else None


@fault
def tags(m, _):
    return re.sub(r"<1(/?)>", r"<7\1>", m.target, count=1) if "<1" in m.target else None


@fault
def numbers(m, _):
    if "<" in m.source or not re.search(r"\d", without_values(m.source)):
        return None
    return re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), m.target, count=1)


@fault
def addresses(m, _):
    return m.target.replace("river", "rivers", 1) if "river.example" in m.target else None


@fault
def line_ends(m, _):
    return m.target.replace("\n", " ", 1) if "\n" in m.target else None


@fault
def control_signs(m, _):
    return m.target[:2] + ("\u200b" if is_odd(m) else "\x07") + m.target[2:]


@fault
def direction_marks(m, _):
    return ("\u202b" if is_odd(m) else "\u2067") + m.target


@fault
def mixed_script(m, language):
    good, bad = HOMOGLYPHS.get(language, ("", ""))
    found = re.search(rf"(?<=\w){good}(?=\w)", without_values(m.target)) if good else None
    return m.target[: found.start()] + bad + m.target[found.end() :] if found else None


@fault
def wrong_script(m, language):
    if sum(map(str.isalpha, without_values(m.source))) <= 6:
        return None
    return Speaker("ru").say(m.source) if language in LATIN else m.source.lower()


@fault
def glossary(m, _):
    return m.target if "facilitator" in m.source else None


@fault
def too_long(m, _):
    return m.target * 9 if any(note.startswith("max") for note in m.notes) else None


@fault
def unchanged(m, _):
    words = re.findall(r"[A-Za-z]+", without_values(m.source))
    return m.source if sum(word[0].islower() and len(word) > 1 for word in words) > 1 else None


@fault
def end_sign(m, language):
    signs = "".join(habits_of(language).end.values())
    return m.target.rstrip(signs) if signs and m.source[-1:] in ".?!" else None


@fault
def opening_sign(m, _):
    return re.sub("[¿¡]", "", m.target, count=1) if set("¿¡") & set(m.target) else None


@fault
def emphasis(m, _):
    if "**" not in m.target:
        return None
    return m.target.replace("**", "*" if is_odd(m) else "", 2)


@fault
def length(m, _):
    if len(m.source) <= 40 or "{" in m.source or "@" in m.source:
        return None
    return m.target[:5] if is_odd(m) else m.target * 4


@fault
def spaces(m, _):
    if is_odd(m) or " " not in m.target:
        return m.target + " "
    return m.target.replace(" ", "  ", 1)


@fault
def capital(m, language):
    if not habits_of(language).has_case or "case: any" in m.notes:
        return None
    begins = m.source[:1].isupper() and m.target[:1].isupper()
    return m.target[:1].lower() + m.target[1:] if begins else None


@fault
def repeated_word(m, language):
    if "*" in habits_of(language).doubled:
        return None
    word = r"(?<!\S)([^\W\d_]{3,})(?= )"
    return re.sub(word, r"\1 \1", m.target, count=1) if re.search(word, m.target) else None


@fault
def long_sentence(m, language):
    if language == "th" or len(m.source) <= 20 or "{" in m.source:
        return None
    return " ".join([re.sub("[.。।?!？！¿¡؟;]", "", m.target)] * 12)
