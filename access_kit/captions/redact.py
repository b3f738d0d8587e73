"""Replacing listed names by the labels that people chose, in cues, words, speakers and text.

This is no anonymisation: voices, places and stories still tell who someone is, and a name that
nobody listed stays. Whoever reports on a redaction says so (``captions.not-anonymous``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from access_kit.captions.redact_borders import plain_letters
from access_kit.captions.redact_cells import RedactedCells, TokenPlace, redact_cells
from access_kit.captions.redact_marks import MarkRedactor
from access_kit.captions.redact_names import NameFinder, RedactedPerson, parse_names
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


def redact_text(
    text: str, people: Sequence[RedactedPerson], *, markup: bool = False
) -> tuple[str, Redaction]:
    """Plain text with the names replaced; with ``markup``, a page, in its attributes as well."""
    finder = NameFinder(people)
    marks = MarkRedactor(finder)
    given = marks.attributes(plain_letters(text)) if markup else text
    result = redact_cells([given], finder, [markup])
    problems = _tell_possible((heard, label, None) for heard, label, _ in result.possible)
    return result.cells[0], Redaction(_sorted(result.counts + marks.counts), (), problems)


def redact_words(
    words: RecordedWords, people: Sequence[RedactedPerson]
) -> tuple[RecordedWords, Redaction]:
    """Words with the names replaced; a name of several words becomes one, with their whole time."""
    finder = NameFinder(people)
    marks = MarkRedactor(finder)
    said, result = _redact_word_list(words.words, finder, marks)
    extra, more = _redact_word_list(words.not_in_script, finder, marks)
    unsaid = redact_cells(words.not_said, finder)
    notes = redact_cells(words.notes, finder)
    mutes = _mute_words(words.words, result) + _mute_words(words.not_in_script, more)
    counts = result.counts + more.counts + unsaid.counts + notes.counts + marks.counts
    problems = _tell_possible(
        (heard, label, words.words[cell].start_ms) for heard, label, cell in result.possible
    )
    done = replace(
        words,
        words=said,
        interpolated=words.interpolated if len(said) == len(words.words) else (),
        not_in_script=extra,
        not_said=tuple(unsaid.cells),
        notes=tuple(notes.cells),
    )
    return done, Redaction(_sorted(counts), _merge(mutes), problems)


def _redact_word_list(
    words: Sequence[Word], finder: NameFinder, marks: MarkRedactor
) -> tuple[tuple[Word, ...], RedactedCells]:
    texts, speakers = [word.text for word in words], [word.speaker for word in words]
    result = redact_cells(texts, finder, None, speakers)
    ends = {hit[0].cell: words[hit[-1].cell].end_ms for hit in result.hits}
    done = [
        replace(
            word,
            text=text,
            end_ms=max(word.end_ms, ends.get(index, word.end_ms)),
            speaker=marks.text(word.speaker) if word.speaker else word.speaker,
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
    result = redact_cells(cells, finder, is_markup, [cue.speaker for cue in captions.cues])
    cues = []
    for cue, cell in zip(captions.cues, result.cells, strict=True):
        changed = _change_cue(cue, cell, marks)
        if changed.text.strip() or not cue.text.strip():
            cues.append(changed)
    notes = redact_cells([note.text for note in captions.notes], finder)
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


def _mute_words(words: Sequence[Word], result: RedactedCells) -> list[Mute]:
    return [
        Mute(
            max(0, words[hit[0].cell].start_ms - _WORD_MARGIN_MS),
            words[hit[-1].cell].end_ms + _WORD_MARGIN_MS,
        )
        for hit in result.hits
    ]


def _mute_cue(cues: Sequence[Cue], cells: Sequence[str], hit: tuple[TokenPlace, ...]) -> Mute:
    def moment(place: TokenPlace, at: int) -> int:
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
