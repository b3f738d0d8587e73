"""What a reader gathers: blocks, entries of lists that are flat in their file, and what it told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from access_kit.budgets import OFFICE_PARAGRAPHS, OFFICE_PICTURES, OFFICE_PIXELS, OFFICE_TEXT
from access_kit.documents.office.phrase import Phrase
from access_kit.documents.pictures import Picture, count_pixels, reencode_picture
from access_kit.documents.svg import MEDIA_TYPE, clean_svg, looks_like_svg
from access_kit.errors import BadInput, FactValue, Problem, Severity
from access_kit.model.document import Block, Image, Inlines

DEEPEST = 6
"""Levels of lists that are kept apart; what lies deeper stands on the last of them."""

_SHOWN = 300
"""Characters of what was left out that are told."""


@dataclass(frozen=True)
class Entry:
    """A paragraph of a list. ``number`` is what stands before it where the list is numbered.

    ``more`` are the blocks that belong to it below its words.
    """

    level: int
    content: Inlines
    number: int | None = None
    more: tuple[Block, ...] = ()


OfficePiece = Block | Entry


@dataclass
class Gathering:
    """The pieces of one file as they come, its own title and language, and what was told.

    ``foot`` is what stands at the top or foot of every page. ``file_lang`` is the language that
    the file names as its own.
    """

    pieces: list[OfficePiece] = field(default_factory=list)
    foot: list[OfficePiece] = field(default_factory=list)
    title: str = ""
    file_lang: str = ""
    problems: list[Problem] = field(default_factory=list)
    _counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    _words: dict[tuple[str, Severity], list[str]] = field(default_factory=dict)
    _letters: int = 0
    _phrases: int = 0
    _pictures: int = 0
    _pixels: int = 0

    def tell(
        self,
        code: str,
        where: str | None = None,
        severity: Severity = Severity.WARNING,
        **facts: FactValue,
    ) -> None:
        """One thing that somebody should know, with its place."""
        problem = Problem(code, severity, where=where, facts=facts)
        if problem not in self.problems:
            self.problems.append(problem)

    def count(self, code: str, words: str = "", severity: Severity = Severity.NOTE) -> None:
        """What is told once with how often it came, and with the words that it is about."""
        self._counts[code, severity] += 1
        said = " ".join(words.split())
        if said:
            self._words.setdefault((code, severity), []).append(said)

    def tell_counts(self) -> Iterator[Problem]:
        """What was counted, each as one problem."""
        for (code, severity), count in self._counts.items():
            words = " / ".join(self._words.get((code, severity), ()))
            shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} …"
            facts: dict[str, FactValue] = {"count": count, "words": shown}
            yield Problem(code, severity, facts=facts)

    def phrase(self) -> Phrase:
        """The words of one more paragraph, to be put together."""
        self._phrases += 1
        if self._phrases > OFFICE_PARAGRAPHS:
            raise BadInput(Problem("office.too-many-paragraphs", facts={"most": OFFICE_PARAGRAPHS}))
        return Phrase(self._note_text)

    def _note_text(self, text: str, unseen: int) -> None:
        self._letters += len(text)
        if self._letters > OFFICE_TEXT:
            raise BadInput(Problem("office.too-long", facts={"most": OFFICE_TEXT}))
        for _ in range(unseen):
            self.count("office.control-characters", severity=Severity.WARNING)

    def picture(
        self, data: bytes, alt: str, where: str, *, decorative: bool = False
    ) -> Image | None:
        """A picture written anew; ``None``, and told, where it cannot be or has no words."""
        alt = " ".join(alt.split())
        if not alt and not decorative:
            self.tell("office.picture-without-alt", where)
            return None
        self._pictures += 1
        self._pixels += count_pixels(data)
        if self._pictures > OFFICE_PICTURES or self._pixels > OFFICE_PIXELS:
            raise BadInput(Problem("office.too-many-pictures", facts={"most": OFFICE_PICTURES}))
        try:
            made = _redraw(data)
        except BadInput:
            self.tell("office.picture-left-out", where, words=alt[:_SHOWN])
            return None
        return Image(
            made.data,
            made.media_type,
            "" if decorative else alt,
            decorative=decorative,
            width_px=made.width_px,
            height_px=made.height_px,
        )


def _redraw(data: bytes) -> Picture:
    if looks_like_svg(data):
        drawn = clean_svg(data, "")
        return Picture(drawn.data, MEDIA_TYPE, drawn.width_px, drawn.height_px)
    return reencode_picture(data, "")


def with_place(problems: Iterable[Problem], file: str) -> Iterator[Problem]:
    """The problems with the file that they are about."""
    return (replace(one, file=one.file or file) for one in problems)
