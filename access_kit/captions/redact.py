"""Replacing listed names by the labels that people chose, in cues, words, speakers and text.

This is no anonymisation: voices, places and stories still tell who someone is, and a name that
nobody listed stays. Whoever reports on a redaction says so (``captions.not-anonymous``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from access_kit.captions.redact_borders import (
    find_label_starts,
    parts_speech,
    plain_letters,
)
from access_kit.captions.redact_marks import MarkRedactor
from access_kit.captions.redact_names import (
    TOKEN,
    NameFinder,
    Possible,
    RedactedPerson,
    Token,
    parse_names,
)
from access_kit.errors import Problem, Severity
from access_kit.model.cue import Captions, Cue, Note
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.clock import format_clock
from access_kit.timed_text.webvtt_text import parse_cue_text

__all__ = [
    "Mute",
    "RedactedPerson",
    "Redaction",
    "parse_names",
    "redact_captions",
    "redact_text",
    "redact_words",
]

_WORD_MARGIN_MS = 80
_CUE_MARGIN_MS = 500
_TAG = re.compile(r"<[^>]*>?")
_LONGEST_GAP = 2_000
"""Signs between two words that are looked at for what parts them."""


@dataclass(frozen=True)
class Mute:
    """A stretch of the recording in which a name is said."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Redaction:
    """What was done: how often each label was put in, where to mute, and what may be a name.

    ``problems`` hold the possible names, one a spelling, and the reminder of what this is not.
    """

    counts: tuple[tuple[str, int], ...]
    mutes: tuple[Mute, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Span:
    """A token and where it stands: cell, and characters there."""

    cell: int
    start: int
    end: int


@dataclass(frozen=True)
class _Result:
    cells: list[str]
    counts: Counter[str]
    hits: list[tuple[_Span, ...]]
    possible: list[tuple[str, str, int]]


def _tokenise(
    cells: Sequence[str], markup: Sequence[bool], speakers: Sequence[str | None]
) -> tuple[list[Token], list[_Span]]:
    """The words of all cells; a cell without a speaker goes on with the one before."""
    tokens: list[Token] = []
    spans: list[_Span] = []
    speaker: str | None = None
    before, gap = "", ""
    for number, cell in enumerate(cells):
        seen = _TAG.sub(lambda tag: " " * len(tag.group()), cell) if markup[number] else cell
        labels = find_label_starts(seen)
        another = speakers[number] not in (None, speaker)
        speaker = speakers[number] or speaker
        at = 0
        for found in TOKEN.finditer(seen):
            word, start = found.group(), found.start()
            hyphenated = start > 0 and seen[start - 1] in "-‐‑"
            gap += cell[at:start]
            begins = another or start in labels or parts_speech(before, gap, word)
            tokens.append(Token(word, hyphenated, begins))
            spans.append(_Span(number, start, found.end()))
            before, gap, another, at = word, "", False, found.end()
        gap = (gap + cell[at:] + " ")[-_LONGEST_GAP:]
    return tokens, spans


def _redact_cells(
    cells: Sequence[str],
    finder: NameFinder,
    markup: Sequence[bool] | None = None,
    speakers: Sequence[str | None] | None = None,
) -> _Result:
    """Replace names in running text that is divided into ``cells``; a cell may end up empty."""
    nobody = [None] * len(cells)
    tokens, spans = _tokenise(cells, markup or [False] * len(cells), speakers or nobody)
    matches, possible = finder.find(tokens)
    done = list(cells)
    counts: Counter[str] = Counter()
    hits = []
    for match in reversed(matches):
        places = spans[match.first : match.last]
        counts[match.label] += 1
        hits.append(tuple(places))
        for cell in sorted({place.cell for place in places}, reverse=True):
            here = [place for place in places if place.cell == cell]
            label = match.label + match.ending if cell == places[0].cell else ""
            done[cell] = _replace(done[cell], here[0].start, here[-1].end, label)
    hits.reverse()
    return _Result(done, counts, hits, [_describe(found, tokens, spans) for found in possible])


def _describe(
    found: Possible, tokens: Sequence[Token], spans: Sequence[_Span]
) -> tuple[str, str, int]:
    heard = " ".join(token.text for token in tokens[found.first : found.last]).lower()
    return heard, found.label, spans[found.first].cell


def _replace(text: str, start: int, end: int, label: str) -> str:
    """Put ``label`` in place of a span; a line end and tags inside the span stay."""
    inside = text[start:end]
    kept = "".join(_TAG.findall(inside)) + ("\n" if "\n" in inside else "")
    before, after = text[:start], text[end:]
    if kept.endswith("\n"):
        after = after.lstrip(" ")
    if not label and not kept:
        after = re.sub(r"\A[,.;:?!]*[ \n]?", "", after) if not before.strip() else after
        before = before.rstrip(" ") if not after or after[0] in " \n" else before
    return before + label + kept + after


def redact_text(
    text: str, people: Sequence[RedactedPerson], *, markup: bool = False
) -> tuple[str, Redaction]:
    """Plain text with the names replaced; with ``markup``, a page, in its attributes as well."""
    finder = NameFinder(people)
    marks = MarkRedactor(finder)
    given = marks.attributes(plain_letters(text)) if markup else text
    result = _redact_cells([given], finder, [markup])
    problems = _tell_possible((heard, label, None) for heard, label, _ in result.possible)
    return result.cells[0], Redaction(_sorted(result.counts + marks.counts), (), problems)


def redact_words(
    words: RecordedWords, people: Sequence[RedactedPerson]
) -> tuple[RecordedWords, Redaction]:
    """Words with the names replaced; a name of several words becomes one, with their whole time."""
    finder = NameFinder(people)
    said, result = _redact_word_list(words.words, finder)
    extra, more = _redact_word_list(words.not_in_script, finder)
    unsaid = _redact_cells(words.not_said, finder)
    notes = _redact_cells(words.notes, finder)
    mutes = _mute_words(words.words, result) + _mute_words(words.not_in_script, more)
    counts = result.counts + more.counts + unsaid.counts + notes.counts
    problems = _tell_possible(
        (heard, label, words.words[cell].start_ms) for heard, label, cell in result.possible
    )
    done = replace(
        words,
        words=said,
        not_in_script=extra,
        not_said=tuple(unsaid.cells),
        notes=tuple(notes.cells),
    )
    return done, Redaction(_sorted(counts), _merge(mutes), problems)


def _redact_word_list(
    words: Sequence[Word], finder: NameFinder
) -> tuple[tuple[Word, ...], _Result]:
    texts, speakers = [word.text for word in words], [word.speaker for word in words]
    result = _redact_cells(texts, finder, None, speakers)
    ends = {hit[0].cell: words[hit[-1].cell].end_ms for hit in result.hits}
    done = [
        replace(
            word,
            text=text,
            end_ms=max(word.end_ms, ends.get(index, word.end_ms)),
            speaker=_redact_speaker(word.speaker, finder, result.counts),
        )
        for index, (word, text) in enumerate(zip(words, result.cells, strict=True))
        if text.strip(" .,;:?!-")
    ]
    return tuple(done), result


def redact_captions(
    captions: Captions, people: Sequence[RedactedPerson]
) -> tuple[Captions, Redaction]:
    """Captions with the names replaced in text, speakers, ids, notes, and all that is markup.

    A cue of which nothing is left goes. Without word times the stretches to mute are estimated
    from the place in the cue, with half a second on both sides.
    """
    finder = NameFinder(people)
    marks = MarkRedactor(finder)
    is_markup = [cue.markup is not None for cue in captions.cues]
    cells = [cue.text if cue.markup is None else plain_letters(cue.markup) for cue in captions.cues]
    result = _redact_cells(cells, finder, is_markup, [cue.speaker for cue in captions.cues])
    cues = []
    for cue, cell in zip(captions.cues, result.cells, strict=True):
        changed = _change_cue(cue, cell, marks)
        if changed.text.strip() or not cue.text.strip():
            cues.append(changed)
    notes = _redact_cells([note.text for note in captions.notes], finder)
    mutes = [_mute_cue(captions.cues, cells, hit) for hit in result.hits]
    problems = _tell_possible(
        (heard, label, captions.cues[cell].start_ms) for heard, label, cell in result.possible
    )
    done = replace(
        captions,
        cues=tuple(cues),
        regions=tuple(replace(one, id=marks.word(one.id)) for one in captions.regions),
        styles=tuple(marks.style(style) for style in captions.styles),
        notes=tuple(
            Note(text, min(note.before, len(cues)))
            for note, text in zip(captions.notes, notes.cells, strict=True)
        ),
        lang=marks.language(captions.lang) if captions.lang else captions.lang,
    )
    counts = result.counts + notes.counts + marks.counts
    return done, Redaction(_sorted(counts), _merge(mutes), problems)


def _change_cue(cue: Cue, cell: str, marks: MarkRedactor) -> Cue:
    speaker = marks.text(cue.speaker) if cue.speaker else cue.speaker
    region = cue.settings.get("region")
    settings = {**cue.settings, "region": marks.word(region)} if region else cue.settings
    changed = replace(cue, speaker=speaker, settings=settings, id=_change_id(cue.id, marks))
    if cue.markup is None:
        return replace(changed, text=cell)
    markup = marks.markup(cell)
    return replace(changed, text=parse_cue_text(markup).text, markup=markup)


def _change_id(cue_id: str, marks: MarkRedactor) -> str:
    """As text where that finds the name, and else as one word: "rosa-1" stays readable."""
    done = marks.text(cue_id)
    return done if done != cue_id else marks.word(cue_id)


def _redact_speaker(speaker: str | None, finder: NameFinder, counts: Counter[str]) -> str | None:
    if speaker is None:
        return None
    result = _redact_cells([speaker], finder)
    counts.update(result.counts)
    return result.cells[0]


def _mute_words(words: Sequence[Word], result: _Result) -> list[Mute]:
    return [
        Mute(
            max(0, words[hit[0].cell].start_ms - _WORD_MARGIN_MS),
            words[hit[-1].cell].end_ms + _WORD_MARGIN_MS,
        )
        for hit in result.hits
    ]


def _mute_cue(cues: Sequence[Cue], cells: Sequence[str], hit: tuple[_Span, ...]) -> Mute:
    def moment(place: _Span, at: int) -> int:
        cue = cues[place.cell]
        return cue.start_ms + cue.duration_ms * at // max(1, len(cells[place.cell]))

    start, end = moment(hit[0], hit[0].start), moment(hit[-1], hit[-1].end)
    return Mute(max(0, start - _CUE_MARGIN_MS), end + _CUE_MARGIN_MS)


def _merge(mutes: Iterable[Mute]) -> tuple[Mute, ...]:
    merged: list[Mute] = []
    for mute in sorted(mutes, key=lambda mute: mute.start_ms):
        if merged and mute.start_ms <= merged[-1].end_ms:
            merged[-1] = Mute(merged[-1].start_ms, max(merged[-1].end_ms, mute.end_ms))
        else:
            merged.append(mute)
    return tuple(merged)


def _sorted(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items()))


def _tell_possible(found: Iterable[tuple[str, str, int | None]]) -> tuple[Problem, ...]:
    """One finding for each spelling that may be a name, with its first place and how often."""
    groups: dict[tuple[str, str], list[int | None]] = {}
    for heard, label, start in found:
        groups.setdefault((heard, label), []).append(start)
    problems = [
        Problem(
            "captions.possible-name",
            Severity.WARNING,
            where=None if starts[0] is None else format_clock(starts[0]),
            facts={"heard": heard, "label": label, "count": len(starts)},
        )
        for (heard, label), starts in groups.items()
    ]
    return (*problems, Problem("captions.not-anonymous", Severity.WARNING))
