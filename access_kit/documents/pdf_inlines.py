"""Words as the runs that ``typeset/template.typ`` sets: their language, direction and breaks.

What a run looks like stands at the head of ``pdf_data``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import Direction, direction, isolate, isolate_values
from access_kit.documents.fonts import body_factor
from access_kit.documents.pdf_runs import (
    Data,
    has_arabic,
    is_number,
    join_groups,
    language_data,
    printed_target,
    split_arabic,
    split_latin,
    split_numbers,
)
from access_kit.documents.text_width import UNSPACED, text_width_em
from access_kit.i18n.dates import day_pattern
from access_kit.i18n.scripts import script_of
from access_kit.model.document import Inline, Inlines, LineBreak, Link, Text

ZERO_WIDTH_SPACE, NO_BREAK_SPACE = "\u200b", "\u00a0"
LONGEST = 0.6
"""Of a line: what hours from and to may take of it to be kept on one."""

_AT_SIGNS = re.compile(r"(?<=[/?&=-])(?!/)|(?=[.@_])")
_ISOLATED_PHONE = re.compile("\u2066[+(]?[0-9][0-9 ().-]{5,}[0-9]\u2069")
_SPACED = re.compile(r"\s")
_RANGE = re.compile("(?<![^ ])(?=[^ ]*[0-9])[^ ]++ [^\\W\\d_]{1,4} [0-9][^ ]*+")
_LONG_WORD = re.compile(rf"[^\s\u200b{UNSPACED}]{{12,}}")


class InlineSetter:
    """Sets words in ``lang`` on lines of ``line`` ems, and gathers all characters in ``texts``.

    A word wider than its line gets break opportunities, so that it cannot run off the page, and a
    number that fits is kept on one line.
    """

    def __init__(self, lang: str, line_em: float) -> None:
        self.texts: list[str] = []
        self.line = line_em
        self._enter(lang)

    def _enter(self, lang: str) -> None:
        self.lang = lang
        self.direction: Direction = direction(lang)
        self._script = script_of(lang)
        self.factor = body_factor(self._script)

    @contextmanager
    def within(self, lang: str) -> Iterator[None]:
        """In another language for a while."""
        around = self.lang
        self._enter(lang)
        yield
        self._enter(around)

    @contextmanager
    def on(self, width: float) -> Iterator[None]:
        """On lines of ``width`` ems for a while."""
        whole, self.line = self.line, width
        yield
        self.line = whole

    def width(self, text: str) -> float:
        return text_width_em(clean_text(text), bold=True, lang=self.lang)

    def fits_line(self, word: str, *, large: bool = False) -> bool:
        factor = self.factor * (1 if large else self.factor_of(word).get("x", 1))
        return text_width_em(word, bold=True, lang=self.lang) * factor <= self.line

    def factor_of(self, word: str) -> Data:
        """By how much a name or a number is smaller than the Arabic letters around it."""
        if self._script != "Arab" or has_arabic(word):
            return {}
        return {"x": round(1 / self.factor, 4)}

    def inlines(self, content: Inlines, *, bold: bool = False) -> list[Any]:
        parts: list[Any] = []
        for inline in content:
            parts.extend(self._inline(inline, bold))
        return parts

    def _inline(self, inline: Inline, bold: bool) -> list[Any]:
        match inline:
            case LineBreak():
                return [0]
            case Link(text, url, lang):
                return self._link(text, url, lang)
            case Text(text, strong, apart, lang):
                return self._text(text, strong or bold, apart, lang)

    def _text(self, text: str, strong: bool, apart: bool, lang: str | None) -> list[Any]:
        text = self._keep_days(clean_text(text))
        if apart or (lang is not None and direction(lang) != self.direction):
            text = isolate(text, self.direction)
        else:
            text = isolate_values(text, self.direction)
        style: Data = {"b": True} if strong else {}
        if lang is not None and lang != self.lang:
            style |= language_data(lang, inside=True)
        return [
            self._run(self._breakable(part), style | extra | self._kept(part))
            for piece in split_numbers(text, self.direction)
            for part, extra in self._by_script(piece)
        ]

    def _keep_days(self, text: str) -> str:
        """``text`` with each day and its month, and hours from and to, on one line if they fit."""
        days = day_pattern(self.lang)
        text = days.sub(lambda found: self._whole(found[0]), text) if days else text
        return _RANGE.sub(
            lambda found: self._whole(found[0]) if self._is_short(found[0]) else found[0], text
        )

    def _is_short(self, span: str) -> bool:
        """Whether hours from and to stay together: a longer span leaves a line half empty."""
        return text_width_em(span, bold=True, lang=self.lang) * self.factor <= LONGEST * self.line

    def _whole(self, day: str) -> str:
        return _SPACED.sub(NO_BREAK_SPACE, day) if self.fits_line(f"{day},") else day

    def _by_script(self, text: str) -> list[tuple[str, Data]]:
        if self._script == "Arab":
            return split_latin(text, round(1 / self.factor, 4))
        return [(text, {})] if text.isascii() else split_arabic(text)

    def _kept(self, text: str) -> Data:
        """A number that has parts stays whole where it fits, with a sign behind it."""
        return {"k": 1} if is_number(text) and self.fits_line(f"{text},") else {}

    def _link(self, text: str, url: str, lang: str | None) -> list[Any]:
        shown = isolate(clean_text(text), self.direction)
        style: Data = {"u": clean_text(url)}
        if lang is not None and lang != self.lang:
            style |= language_data(lang, inside=True)
        target = printed_target(text, url)
        if target:
            shown = f"{shown} ({isolate(clean_text(target), self.direction)})"
        elif not _SPACED.search(shown) and self.fits_line(f"{shown},"):
            style["k"] = 1
        return [self._run(self._breakable(shown), style | self.factor_of(shown))]

    def _run(self, text: str, style: Data) -> Data | str:
        return {"s": self.seen(text), **style} if style else self.seen(text)

    def plain(self, text: str) -> str:
        text = isolate_values(self._keep_days(clean_text(text)), self.direction)
        return self.seen(self._breakable(text))

    def seen(self, text: str) -> str:
        self.texts.append(text)
        return text

    def _breakable(self, text: str) -> str:
        """``text`` with break opportunities in words that are wider than a whole line.

        An address breaks at its signs, so that no line ends on a full stop that ends nothing;
        only what is still too wide breaks anywhere.
        """
        if self.direction == "rtl":
            text = _ISOLATED_PHONE.sub(lambda found: join_groups(found[0]), text)
        return self.break_long(text)

    def break_long(self, text: str) -> str:
        if len(text) < 12 or not _LONG_WORD.search(text):
            return text
        return _LONG_WORD.sub(lambda found: self._break_word(found[0]), text)

    def _break_word(self, word: str) -> str:
        if self.fits_line(word):
            return word
        parts = [part for part in _AT_SIGNS.split(word) if part]
        return ZERO_WIDTH_SPACE.join(
            part if self.fits_line(part) else ZERO_WIDTH_SPACE.join(part) for part in parts
        )


def is_parted(words: list[Any]) -> bool:
    """Whether an address goes on on the next line: then its page must hold all of it."""
    texts = (part["s"] if isinstance(part, dict) else part for part in words if part != 0)
    return any(ZERO_WIDTH_SPACE in text for text in texts)


def lines_of(content: Inlines) -> list[str]:
    """The words of a cell, one string for each line that the author began."""
    lines = [""]
    for part in content:
        if isinstance(part, LineBreak):
            lines.append("")
        else:
            lines[-1] += part.text
    return lines
