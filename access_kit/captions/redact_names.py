"""Who is to be named otherwise, and finding each spoken form of those names among words.

A name is found when it stands there exactly (accents and capitals aside), with a possessive or
plural ending, spelled letter by letter, with a stutter before it, divided over two words, or when a
word that is no common word sounds like it. Common words that sound like it are only told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from access_kit.budgets import NAMES
from access_kit.captions.draft_words import words_of_recording
from access_kit.captions.redact_sound import find_likeness, fold, spell_sounds
from access_kit.captions.script_lines import everyday_words
from access_kit.errors import BadInput, Problem

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"(?:['’]s?|s['’]|['’]s)\Z")
_CERTAIN = {1: 1.01, 2: 1.0, 3: 0.9, 4: 0.9}
_CERTAIN_LONG = 0.8
_CERTAIN_DIVIDED = 0.88
_POSSIBLE = 0.7
_POSSIBLE_COMMON = 0.88


@dataclass(frozen=True)
class RedactedPerson:
    """``label`` stands for every one of ``forms``: names as words, in lower case, accents off."""

    label: str
    forms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Token:
    """A word of the text: its letters, and whether it is joined to the one before by a hyphen.

    ``begins``: a stretch of speech begins with it, so that it is no name with the word before.
    """

    text: str
    hyphenated: bool = False
    begins: bool = False


@dataclass(frozen=True)
class Match:
    """Tokens ``first`` to ``last`` (excluded) are a name: ``ending`` stays after the label."""

    first: int
    last: int
    label: str
    ending: str
    exact: bool


@dataclass(frozen=True)
class Possible:
    """Tokens that may be a name, left as they are."""

    first: int
    last: int
    label: str


def parse_names(text: str, name: str, lang: str | None = None) -> tuple[RedactedPerson, ...]:
    """One person a line: ``Rosa Martinez, Rosie = Member A``; labels left out are given in order.

    They are words of ``lang``, the language of the captions. ``BadInput`` with every line that
    names nobody.
    """
    lines = [(n, line.partition("#")[0].strip()) for n, line in enumerate(text.split("\n"), 1)]
    entries = [(n, *line.partition("=")[::2]) for n, line in lines if line]
    if len(entries) > NAMES:
        facts = {"most": NAMES}
        raise BadInput(Problem("captions.too-many-names", file=name, facts=facts))
    used = {label.strip() for _, _, label in entries}
    free = (label for label in _labels(lang) if label not in used)
    people: list[RedactedPerson] = []
    problems: list[Problem] = []
    for number, names, label in entries:
        forms = _parse_forms(names)
        if forms:
            people.append(RedactedPerson(label.strip() or next(free), forms))
        else:
            problems.append(Problem("captions.bad-name-list", file=name, line=number))
    if not people and not problems:
        problems.append(Problem("captions.no-names", file=name))
    if problems:
        raise BadInput(problems)
    return tuple(people)


def _labels(lang: str | None) -> Iterator[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    words = words_of_recording(lang)
    for letter in (*letters, *(f"{a}{b}" for a in letters for b in letters)):
        yield words.text("captions.member", letter=letter)


def _parse_forms(names: str) -> tuple[tuple[str, ...], ...]:
    found = (tuple(fold(word) for word in TOKEN.findall(form)) for form in names.split(","))
    return tuple(form for form in found if form)


class NameFinder:
    """Finds the names of ``people``; answers about single words are kept, texts repeat them."""

    def __init__(self, people: Sequence[RedactedPerson]) -> None:
        self._people = tuple(people)
        self._common = everyday_words()
        self._parts = [
            (part, person.label)
            for person in self._people
            for form in person.forms
            for part in form
            if len(part) > 1 or len(form) == 1
        ]
        self._together = {
            "".join(parts): person.label
            for person in self._people
            for form in person.forms
            for parts in (form, form[::-1])
            if len("".join(parts)) > 1
        }
        self._known: dict[tuple[str, bool], tuple[str, str, str] | None] = {}

    def whole(self, word: str) -> str | None:
        """The label of the person whose names, written together, are all letters of ``word``."""
        return self._together.get(fold("".join(TOKEN.findall(word))))

    def find(self, tokens: Sequence[Token]) -> tuple[list[Match], list[Possible]]:
        """All names among ``tokens``, from left to right; none overlap or reach over a border."""
        mixed = any(t.text[0].isupper() and len(t.text) > 1 for t in tokens)
        mixed = mixed and any(t.text.islower() for t in tokens)
        borders = [0, *(n for n, token in enumerate(tokens) if n and token.begins), len(tokens)]
        matches: list[Match] = []
        possible: list[Possible] = []
        for first, last in pairwise(borders):
            here, maybe = self._find_in(tokens[first:last], mixed)
            matches += [replace(m, first=m.first + first, last=m.last + first) for m in here]
            possible += [replace(m, first=m.first + first, last=m.last + first) for m in maybe]
        return matches, possible

    def _find_in(self, tokens: Sequence[Token], mixed: bool) -> tuple[list[Match], list[Possible]]:
        matches: list[Match] = []
        possible: list[Possible] = []
        at = 0
        while at < len(tokens):
            found = self._match(tokens, at, mixed)
            if isinstance(found, Match):
                matches.append(self._with_stutter(tokens, found, matches))
                at = found.last
                continue
            if found is not None:
                possible.append(found)
            at += 1
        return self._join(tokens, matches, possible), possible

    def _match(self, tokens: Sequence[Token], at: int, mixed: bool) -> Match | Possible | None:
        spelled = self._match_spelled(tokens, at)
        if spelled is not None:
            return spelled
        text = tokens[at].text
        verdict = self._judge(text, mixed)
        if verdict is not None and verdict[0] == "exact":
            return Match(at, at + 1, verdict[1], verdict[2], exact=True)
        divided = self._judge_divided(tokens, at) if at + 1 < len(tokens) else None
        if isinstance(divided, Match):
            return divided
        if verdict is not None and verdict[0] == "sound":
            return Match(at, at + 1, verdict[1], verdict[2], exact=False)
        if verdict is not None:
            return Possible(at, at + 1, verdict[1])
        return divided

    def _judge(self, text: str, mixed: bool) -> tuple[str, str, str] | None:
        """(kind, label, ending) of one word; kind is exact, sound or possible."""
        proper = mixed and text[0].isupper()
        key = (text, mixed)
        if key not in self._known:
            self._known[key] = self._judge_anew(text, mixed, proper)
        return self._known[key]

    def _judge_anew(self, text: str, mixed: bool, proper: bool) -> tuple[str, str, str] | None:
        found = _POSSESSIVE.search(text)
        ending = found.group() if found else ""
        base = fold(text[: len(text) - len(ending)])
        if ending.startswith("s"):
            base, ending = base + "s", ending[1:]
        for part, label in self._parts:
            if base == part:
                doubtful = mixed and not proper and base in self._common
                return ("possible" if doubtful else "exact", label, ending)
        for part, label in self._parts:
            if not ending and base == part + "s" and base not in self._common:
                return "exact", label, "’s"
        return self._judge_sound(base, ending)

    def _judge_sound(self, base: str, ending: str) -> tuple[str, str, str] | None:
        common = base in self._common
        best = max(
            ((find_likeness(part, base), part, label) for part, label in self._parts),
            default=(0.0, "", ""),
        )
        likeness, part, label = best
        if len(base) < 2 or not part:
            return None
        if common:
            return ("possible", label, "") if likeness >= _POSSIBLE_COMMON else None
        if likeness >= _CERTAIN.get(len(spell_sounds(part)[0]), _CERTAIN_LONG):
            return "sound", label, ending
        least = _POSSIBLE if len(spell_sounds(part)[0]) > 3 else 0.8
        return ("possible", label, "") if likeness >= least else None

    def _judge_divided(self, tokens: Sequence[Token], at: int) -> Match | Possible | None:
        """A name that was written as two words: exactly, or by its sound."""
        first, second = tokens[at].text, tokens[at + 1].text
        found = _POSSESSIVE.search(second)
        ending = found.group() if found else ""
        pair = fold(first + second[: len(second) - len(ending)])
        common = fold(first) in self._common and fold(second) in self._common
        possible: Possible | None = None
        for part, label in self._parts:
            # Two short words make a short name by chance too often: "an" and "a" are no Ana.
            if len(part) < 4 or len(pair) < 4:
                continue
            if pair == part:
                return Match(at, at + 2, label, ending, exact=True)
            if find_likeness(part, pair) < _CERTAIN_DIVIDED:
                continue
            # Where one of the two sounds like the name by itself, it is judged as a single word,
            # and the other may be a word of the sentence. Two everyday words are only told.
            alone = max(find_likeness(part, fold(first)), find_likeness(part, fold(second)))
            if not common and alone < _CERTAIN_LONG:
                return Match(at, at + 2, label, ending, exact=False)
            if common:
                possible = Possible(at, at + 2, label)
        return possible

    def _match_spelled(self, tokens: Sequence[Token], at: int) -> Match | None:
        if len(tokens[at].text) != 1:
            return None
        for part, label in self._parts:
            last = at + len(part)
            letters = "".join(fold(token.text) for token in tokens[at:last])
            singles = all(len(token.text) == 1 for token in tokens[at:last])
            if len(part) >= 2 and letters == part and singles:
                return Match(at, last, label, "", exact=True)
        return None

    def _with_stutter(
        self, tokens: Sequence[Token], match: Match, before: Sequence[Match]
    ) -> Match:
        """``R-Ro-Rosa`` is one name: the beginnings would give it away."""
        first, floor = match.first, before[-1].last if before else 0
        while first > floor and tokens[first].hyphenated:
            start = fold(tokens[first - 1].text)
            if not fold(tokens[match.first].text).startswith(start) or len(start) > 3:
                break
            first -= 1
        return Match(first, match.last, match.label, match.ending, match.exact)

    def _join(
        self, tokens: Sequence[Token], matches: Sequence[Match], possible: list[Possible]
    ) -> list[Match]:
        """First and last name of one person, side by side, are one label.

        Beside a name that is sure, a possible part of the same name is sure too.
        """
        joined: list[Match] = []
        for match in (self._take_possible(match, possible) for match in matches):
            last = joined[-1] if joined else None
            if last and last.last == match.first and self._same_person(tokens, last, match):
                exact = last.exact and match.exact
                joined[-1] = Match(last.first, match.last, last.label, match.ending, exact)
            else:
                joined.append(match)
        return joined

    def _take_possible(self, match: Match, possible: list[Possible]) -> Match:
        for found in possible:
            if found.label != match.label or match.ending:
                continue
            if found.last == match.first:
                possible.remove(found)
                return Match(found.first, match.last, match.label, match.ending, exact=False)
        return match

    def _same_person(self, tokens: Sequence[Token], first: Match, second: Match) -> bool:
        if first.ending or fold(tokens[first.first].text) == fold(tokens[second.first].text):
            return False
        if first.label == second.label:
            return True
        shared = fold(tokens[second.last - 1].text)
        return any(
            shared in form[1:]
            for person in self._people
            if person.label == first.label
            for form in person.forms
        )
