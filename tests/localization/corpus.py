"""Clean catalogues made by program: every source said in made-up words of a language's script.

The words are nonsense, but all that checks look at is as a careful translator leaves it: values,
tags, digits, bold words, capitals, and the signs of the language at the end of its sentences.
"""

from __future__ import annotations

import dataclasses
import re

from access_kit.i18n.catalogues import DOCS, load_catalogue, locales_folder, template_path
from access_kit.i18n.message import SAFETY, Message
from access_kit.i18n.po_reader import Catalogue
from tests.localization.shelf import header, words_template

SYLLABLES = {
    "es": ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"],
    "fr": ["ba", "cé", "di", "fo", "gu", "lâ", "me", "ni", "po", "ru", "sa", "té", "vi", "ço"],
    "de": ["ba", "che", "di", "fo", "gü", "la", "mei", "ni", "po", "ru", "sa", "tte", "vi", "zö"],
    "vi": ["bà", "ché", "dí", "phò", "gù", "là", "mê", "nì", "pô", "rú", "sà", "tề", "vì", "xó"],
    "ru": ["ба", "че", "ди", "фо", "гу", "ла", "ме", "ни", "по", "ру", "са", "те", "ви", "зо"],
    "el": ["βα", "τε", "δι", "φο", "γου", "λα", "με", "νι", "πο", "ρου", "σα", "κε", "βι", "ζο"],
    "ar": ["با", "تي", "دو", "فا", "جو", "لا", "مي", "نو", "را", "سي", "طو", "عا", "في", "قو"],
    "hi": ["बा", "चे", "दि", "फो", "गु", "ला", "मे", "नि", "पो", "रु", "सा", "ते", "वि", "जो"],
    "zh": list("好人大小中学生日月水火木山田"),
    "ja": list("かきくけこさしすせそたちつて"),
    "th": ["กา", "ขี", "คู", "เง", "จา", "ชี", "ดู", "เต", "ทา", "นี", "ปู", "เพ", "มา", "รี"],
}
SIGNS = {
    "ar": {"?": "؟", ",": "،", ";": "؛"},
    "hi": {".": "।"},
    "zh": {".": "。", "?": "？", "!": "！", ",": "，"},
    "ja": {".": "。", "?": "？", "!": "！", ",": "、"},
    "el": {"?": ";"},
    "th": {".": "", "!": ""},
}
UNSPACED = ("zh", "ja", "th")
LANGUAGES = tuple(SYLLABLES)
_KEPT = re.compile(r"(\{\w+\}|</?\d+/?>|\*\*|\]\(|[\[\]()]|[\w.+-]+@[\w.-]+|https?://\S+)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

EXTRA = (
    Message("extra.address", "Write to help@river.example, or see https://river.example/help"),
    Message("extra.lines", "The first line\nThe second line\nThe third line"),
    Message("extra.short", "Meet us on Friday evening", notes=("max: 60",)),
    Message("extra.text", "We meet on Friday evening. Call us when you like.", notes=("max: sms",)),
    Message("extra.call", "Call 988, at any time: 24/7.", notes=(SAFETY,)),
    Message("extra.question", "Did it work for you? Tell us!"),
    Message("extra.group", "The peer group meets with its facilitator each week."),
)
"""Kinds of messages of which the program itself has few or none yet."""


def template() -> Catalogue:
    docs = load_catalogue(template_path(locales_folder(), DOCS))
    assert docs is not None
    messages = (*words_template().messages, *docs.messages, *EXTRA)
    return Catalogue("template.pot", header("en"), (), messages)


class Speaker:
    """Says a source in one made-up language: the same word always in the same way."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words: dict[str, str] = {}

    def say(self, source: str) -> str:
        sentences = re.split(r"(?<=[.?!])(\s+)", source)
        said = "".join(one if one.isspace() else self._sentence(one) for one in sentences)
        return said.replace("  ", " ").strip(" ") if self.language in UNSPACED else said

    def _sentence(self, sentence: str) -> str:
        parts = [
            one if _KEPT.fullmatch(one) else _WORD.sub(self._word, one)
            for one in _KEPT.split(sentence)
        ]
        if self.language in UNSPACED:
            parts = [
                one
                if _KEPT.fullmatch(one)
                else re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", one)
                for one in parts
            ]
        said = "".join(
            one
            if _KEPT.fullmatch(one)
            else one.translate(str.maketrans(SIGNS.get(self.language, {})))
            for one in parts
        )
        if self.language != "es":
            return said
        opened = {"?": "¿", "!": "¡"}.get(re.sub(r"[*\"”)]+$", "", said)[-1:], "")
        return opened + said

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        if word.lower() not in self._words:
            self._words[word.lower()] = self._invent(len(word))
        said = self._words[word.lower()]
        return said[0].upper() + said[1:] if word[0].isupper() else said

    def _invent(self, length: int) -> str:
        """A word of about that length which no other word has: its number, in syllables."""
        syllables = SYLLABLES[self.language]
        number, word, last = len(self._words) + len(syllables), "", -1
        while number:
            number, digit = divmod(number, len(syllables))
            digit = digit if digit != last else (digit + 1) % len(syllables)
            word, last = word + syllables[digit], digit
        return word


def clean_catalogue(language: str) -> Catalogue:
    speaker = Speaker(language)
    messages = tuple(
        dataclasses.replace(message, target=speaker.say(message.source), line=at, target_line=at)
        for at, message in enumerate(template().messages, 1)
    )
    return Catalogue(f"{language}.po", header(language), (), messages)
