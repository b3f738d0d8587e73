"""Checking captions: hard and soft rules of a layout, each finding with its source and a way out.

Pure: everything here returns findings. Errors are hard rules, warnings and notes are soft ones.
The words of each finding, with its suggestion, lie in ``problem_words/captions_text.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from access_kit.captions.check_breaks import parts_verb
from access_kit.captions.check_four_heads import check_four_heads
from access_kit.captions.drafts import remove_draft_cue
from access_kit.captions.layout_breaks import BreakWords, load_break_words, parts_phrase
from access_kit.captions.layout_rules import LONGEST_SILENCE_MS, Layout
from access_kit.captions.layout_units import measure
from access_kit.errors import FactValue, Problem, Severity
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.scripts import is_unspaced
from access_kit.model.cue import Captions, Cue
from access_kit.model.word import RecordedWords
from access_kit.timed_text.clock import name_cue

Numbered = tuple[int, Cue]


def check_captions(
    captions: Captions,
    layout: Layout,
    reference: str | None = None,
    words: RecordedWords | None = None,
    file: str | None = None,
) -> list[Problem]:
    """All findings about ``captions`` in ``layout``, in the order of the cues.

    With a ``reference`` text come the word error rate and the four heads of the FCC; with the
    ``words`` of the recording also how near each cue starts to its first word.
    """
    plain = remove_draft_cue(captions)
    first = 1 + len(captions.cues) - len(plain.cues)
    numbered = list(enumerate(plain.cues, first))
    lists = load_break_words(captions.lang)
    found: list[Problem] = []
    for cue in numbered:
        found += _check_lines(cue, layout)
        found += _check_times(cue, layout, not is_unspaced(captions.lang or SOURCE_LOCALE))
        found += _check_breaks(cue, lists, captions.lang)
    for before, after in pairwise(numbered):
        found += _check_pair(before, after, layout)
        found += _check_end(before, after, lists, captions.lang)
    found += check_four_heads(plain, reference, words, first)
    return [_place(problem, file) for problem in found]


def _place(problem: Problem, file: str | None) -> Problem:
    if file is None:
        return problem
    return Problem(problem.code, problem.severity, file, problem.line, problem.where, problem.facts)


def tell(code: str, cue: Numbered, severity: Severity, source: str, **facts: FactValue) -> Problem:
    """One finding about a cue."""
    where = name_cue(cue[0], cue[1].start_ms)
    return Problem(code, severity, where=where, facts={**facts, "source": source})


def _check_lines(cue: Numbered, layout: Layout) -> Iterator[Problem]:
    lines = [line for line in cue[1].lines if line.strip()]
    if not lines:
        yield tell("captions.empty-cue", cue, Severity.ERROR, "WebVTT")
    if len(lines) > layout.max_lines:
        facts = {"lines": len(lines), "limit": layout.max_lines}
        yield tell("captions.too-many-lines", cue, Severity.ERROR, layout.source, **facts)
    for line in lines:
        characters = measure(line)
        if characters > layout.max_chars:
            facts = {"characters": characters, "limit": layout.max_chars}
            yield tell("captions.line-too-long", cue, Severity.ERROR, layout.source, **facts)
    if any(not c.isprintable() and c not in "\n\u200b\u200c\u200d" for c in cue[1].text):
        yield tell("captions.control-character", cue, Severity.WARNING, "WebVTT")
    if "\ufffd" in cue[1].text:
        yield tell("captions.replacement-character", cue, Severity.ERROR, "Unicode")


def _check_times(cue: Numbered, layout: Layout, spaced: bool) -> Iterator[Problem]:
    length = cue[1].duration_ms
    if length <= 0:
        yield tell("captions.end-before-start", cue, Severity.ERROR, "WebVTT")
        return
    count = len(cue[1].text.split()) if spaced else 1
    shortest = layout.min_duration_ms(count)
    if length < shortest:
        facts: dict[str, FactValue] = {"ms": length, "limit_ms": shortest}
        yield tell("captions.too-short", cue, Severity.ERROR, layout.source, **facts)
    if layout.max_ms and length > layout.max_ms:
        facts = {"ms": length, "limit_ms": layout.max_ms}
        yield tell("captions.too-long", cue, Severity.ERROR, layout.source, **facts)
    speed = layout.speed(sum(measure(line) for line in cue[1].lines), count, length)
    if speed > layout.speed_warn:
        very = speed > layout.speed_fail
        facts = {
            "speed": round(speed, 1),
            "unit": str(layout.speed_unit),
            "limit": layout.speed_fail if very else layout.speed_warn,
        }
        code = "captions.much-too-fast" if very else "captions.too-fast"
        severity = Severity.ERROR if very else Severity.WARNING
        yield tell(code, cue, severity, layout.source, **facts)


def _check_breaks(cue: Numbered, lists: BreakWords | None, lang: str | None) -> Iterator[Problem]:
    for upper, lower in pairwise(cue[1].lines):
        yield from _check_break(cue, upper, lower, lists, lang)


def _check_end(
    before: Numbered, after: Numbered, lists: BreakWords | None, lang: str | None
) -> Iterator[Problem]:
    parted = before[1].speaker != after[1].speaker
    if not parted and after[1].start_ms - before[1].end_ms <= LONGEST_SILENCE_MS:
        yield from _check_break(before, before[1].text, after[1].text, lists, lang)


def _check_break(
    cue: Numbered, before: str, after: str, lists: BreakWords | None, lang: str | None
) -> Iterator[Problem]:
    last, first = before.split()[-1:], after.split()[:1]
    if not last or not first:
        return
    if parts_phrase(last[0], first[0], lists) or parts_verb(before, after, lang):
        facts = {"last": last[0], "first": first[0]}
        yield tell("captions.phrase-parted", cue, Severity.WARNING, "DCMP, BBC, Netflix", **facts)


def _check_pair(before: Numbered, after: Numbered, layout: Layout) -> Iterator[Problem]:
    gap = after[1].start_ms - before[1].end_ms
    if after[1].start_ms < before[1].start_ms:
        yield tell("captions.out-of-order", after, Severity.ERROR, "WebVTT")
    elif gap < 0:
        yield tell("captions.overlap", after, Severity.ERROR, layout.source, ms=-gap)
    elif gap < layout.min_gap_ms and not (gap == 0 and layout.may_touch):
        facts = {"ms": gap, "limit_ms": layout.min_gap_ms}
        yield tell("captions.gap-too-short", before, Severity.ERROR, layout.source, **facts)
    elif 0 < gap < layout.close_gap_ms and gap > layout.min_gap_ms:
        facts = {"ms": gap, "limit_ms": layout.close_gap_ms}
        yield tell("captions.gap-flickers", before, Severity.NOTE, layout.source, **facts)
