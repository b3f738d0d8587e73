"""Faults that make a translation wrong or unsafe to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from access_kit.i18n.integrity import find_changes
from access_kit.localization.checks.pair import FaultFacts, TranslationPair
from access_kit.localization.habits import is_of_script, script_name

_OPENS, _CLOSES = "\u2066\u2067\u2068", "\u2069"
_LIMIT = re.compile(r"[0-9]{1,6}")
_EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e"
_CONFUSABLE = {"LATIN", "CYRILLIC", "GREEK"}
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SHARE = 0.6
"""Of the letters that must be in the locale's own script; names in another script are usual."""

_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
"""The signs of a text message of 160; any other makes it one of 70."""


def _changed(pair: TranslationPair, kind: str) -> Iterator[FaultFacts]:
    """A kind of thing that differs; a singular may leave out its number."""
    if kind in find_changes(pair.source, pair.target) and not (
        pair.spare and kind not in find_changes(pair.spare, pair.target)
    ):
        yield {}


def placeholders(pair: TranslationPair) -> Iterator[FaultFacts]:
    """Names in braces, percent marks and links that need one."""
    yield from _changed(pair, "placeholders")


def tags(pair: TranslationPair) -> Iterator[FaultFacts]:
    yield from _changed(pair, "tags")


def numbers(pair: TranslationPair) -> Iterator[FaultFacts]:
    yield from _changed(pair, "numbers")


def addresses(pair: TranslationPair) -> Iterator[FaultFacts]:
    yield from _changed(pair, "addresses")


def line_ends(pair: TranslationPair) -> Iterator[FaultFacts]:
    wanted, found = pair.source.count("\n"), pair.target.count("\n")
    if wanted != found:
        yield {"wanted": wanted, "found": found}


def control_signs(pair: TranslationPair) -> Iterator[FaultFacts]:
    for char in sorted(set(pair.target)):
        hidden = unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn")
        if (hidden and char not in "\n\t") or char in "\ufeff\ufffd\u200b\u2028\u2029\xad":
            yield {"code_point": f"U+{ord(char):04X}"}


def direction_marks(pair: TranslationPair) -> Iterator[FaultFacts]:
    """Isolates that do not close, or the old embeddings, which leak into what follows."""
    depth = 0
    for char in pair.target:
        if char in _EMBEDDINGS:
            yield {"code_point": f"U+{ord(char):04X}"}
            return
        depth += (char in _OPENS) - (char == _CLOSES)
        if depth < 0:
            break
    if depth:
        yield {"code_point": "U+2069"}


def mixed_script(pair: TranslationPair) -> Iterator[FaultFacts]:
    """Letters that look alike but come from two alphabets, inside one word or passing for one."""
    for word in _WORD.findall(pair.target_words):
        scripts = {script_name(char) for char in word} & _CONFUSABLE
        strange = pair.habits.script == "Latn" and scripts - {"LATIN"}
        if len(scripts) > 1 or strange:
            yield {"word": word}
            return


def wrong_script(pair: TranslationPair) -> Iterator[FaultFacts]:
    letters = [char for char in pair.target_words if script_name(char)]
    own = sum(is_of_script(char, pair.habits.script) for char in letters)
    if len(letters) < 3 or own >= _LEAST_SHARE * len(letters):
        return
    if pair.target == pair.source and is_name(pair.source_words):
        return
    yield {"script": pair.habits.script}


def glossary_words(pair: TranslationPair) -> Iterator[FaultFacts]:
    for term in pair.glossary:
        avoided = term.avoided.search(pair.target_words)
        if avoided:
            yield {"word": avoided[0], "source": term.source, "wanted": " / ".join(term.targets)}
        elif (
            term.targets
            and term.in_source.search(pair.source_words)
            and not term.in_target.search(pair.target_words)
        ):
            yield {"word": "", "source": term.source, "wanted": " / ".join(term.targets)}


def too_long(pair: TranslationPair) -> Iterator[FaultFacts]:
    """``#. max: 40`` in a template: characters at most. ``#. max: sms``: one text message."""
    for note in pair.message.notes:
        name, _, most = note.partition(":")
        if name != "max":
            continue
        most = most.strip()
        if most != "sms" and not _LIMIT.fullmatch(most):
            continue
        limit = text_message_limit(pair.target) if most == "sms" else int(most)
        if len(pair.target) > limit:
            yield {"length": len(pair.target), "limit": limit}


def text_message_limit(text: str) -> int:
    return 160 if set(text) <= _GSM else 70


def is_name(words: str) -> bool:
    """Whether these are names alone: each word begins with a capital, or is a sign."""
    found = _WORD.findall(words)
    return all(word[0].isupper() for word in found)
