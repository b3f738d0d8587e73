"""Names replaced in running text that is divided: over words, cues, or the one cell of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.captions.redact_borders import find_label_starts, parts_speech
from access_kit.captions.redact_names import TOKEN, NameFinder, Possible, Token

_TAG = re.compile(r"<[^>]*>?")
_LONGEST_GAP = 2_000
"""Signs between two words that are looked at for what parts them."""


@dataclass(frozen=True)
class TokenPlace:
    """Where a token stands: its cell, and its characters there."""

    cell: int
    start: int
    end: int


@dataclass(frozen=True)
class RedactedCells:
    """The cells with labels, how often each was put in, and where names stood.

    ``possible`` are what may be a name: what was heard, whose label, and the cell.
    """

    cells: list[str]
    counts: Counter[str]
    hits: list[tuple[TokenPlace, ...]]
    possible: list[tuple[str, str, int]]


def _tokenise(
    cells: Sequence[str], markup: Sequence[bool], speakers: Sequence[str | None]
) -> tuple[list[Token], list[TokenPlace]]:
    """The words of all cells; a cell without a speaker goes on with the one before."""
    tokens: list[Token] = []
    spans: list[TokenPlace] = []
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
            spans.append(TokenPlace(number, start, found.end()))
            before, gap, another, at = word, "", False, found.end()
        gap = (gap + cell[at:] + " ")[-_LONGEST_GAP:]
    return tokens, spans


def redact_cells(
    cells: Sequence[str],
    finder: NameFinder,
    markup: Sequence[bool] | None = None,
    speakers: Sequence[str | None] | None = None,
) -> RedactedCells:
    """Replace names in running text that is divided into ``cells``; a cell may end up empty."""
    markup, speakers = markup or [False] * len(cells), speakers or [None] * len(cells)
    tokens, spans = _tokenise(cells, markup, speakers)
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
            span = here[0].start, here[-1].end
            done[cell] = _replace(done[cell], span, label, tags_stay=markup[cell])
    hits.reverse()
    told = [_describe(found, tokens, spans) for found in possible]
    return RedactedCells(done, counts, hits, told)


def _describe(
    found: Possible, tokens: Sequence[Token], spans: Sequence[TokenPlace]
) -> tuple[str, str, int]:
    heard = " ".join(token.text for token in tokens[found.first : found.last]).lower()
    return heard, found.label, spans[found.first].cell


def _replace(text: str, span: tuple[int, int], label: str, *, tags_stay: bool) -> str:
    """Put ``label`` in place of a span; a line end inside it stays, and tags where they are some.

    In plain text what stands after a ``<`` may be the name itself.
    """
    before, inside, after = text[: span[0]], text[slice(*span)], text[span[1] :]
    tags = _TAG.findall(inside) if tags_stay else []
    kept = "".join(tags) + ("\n" if "\n" in inside else "")
    if kept.endswith("\n"):
        after = after.lstrip(" ")
    if not label and not kept:
        after = re.sub(r"\A[,.;:?!]*[ \n]?", "", after) if not before.strip() else after
        before = before.rstrip(" ") if not after or after[0] in " \n" else before
    return before + label + kept + after
