"""Captions gone through by ear: begun or gone on with, kept after each change, written at the end.

1. read    the file, and the recording's words beside it where there are any
2. doubt   each word, with a second engine's ears where there is one
3. change  what a person says is wrong; each change is kept at once
4. write   the file and its sisters, laid out again
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from access_kit.captions.convert import CaptionSource, format_output, read_own_source
from access_kit.captions.drafts import remove_draft_cue
from access_kit.captions.layout_rules import Layout, find_layout
from access_kit.captions.media import read_facts
from access_kit.captions.models import models_home
from access_kit.captions.outputs import OutputSettings, write_outputs
from access_kit.captions.reviewing.lay_again import reviewed_source, reviewed_words
from access_kit.captions.reviewing.material import ReviewMaterial, find_cues, find_material
from access_kit.captions.reviewing.other_hearing import compare_hearings
from access_kit.captions.reviewing.review_json import (
    read_review,
    require_same,
    review_path,
    write_review,
)
from access_kit.captions.reviewing.review_lines import read_line, take_back
from access_kit.captions.reviewing.second import choose_second, hear_again
from access_kit.captions.reviewing.sisters import find_left, find_sisters, words_sister
from access_kit.captions.reviewing.words_reviewed import (
    ReviewState,
    Splice,
    Stretch,
    change,
    items_of,
    queue_of,
)
from access_kit.captions.sound_tracks import stream_speech
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import file_sha256, shown, write_atomic
from access_kit.model.word import RecordedWords
from access_kit.timed_text.clock import format_short_clock
from access_kit.timed_text.formats import WrittenCaptions
from access_kit.timed_text.words_json import format_words, read_words
from access_kit.workflow.recordings.audience import (
    DEFAULT_LAYOUT,
    SaidOfOutputs,
    ShowProgress,
    jobs_or_cores,
    whole_seconds,
)


@dataclass(frozen=True)
class ReviewWish:
    """What is reviewed by what, how it is laid out at the end, and whether it is heard again."""

    file: Path
    media: Path
    said: SaidOfOutputs
    second: bool = True


@dataclass(frozen=True)
class ReviewedFiles:
    """The files of a review's end, and what is to be told of them."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


class CaptionReview:
    """One review. ``change`` may come from any thread; its work is on the disk when it ends."""

    def __init__(
        self, wish: ReviewWish, source: CaptionSource, before: ReviewMaterial, state: ReviewState
    ) -> None:
        self.wish, self.before = wish, before
        self._source = source
        self._state = state
        self._lock = threading.Lock()
        self._undo: list[list[Splice]] = []

    @property
    def state(self) -> ReviewState:
        return self._state

    @property
    def path(self) -> Path:
        """Where the review is kept."""
        return review_path(self.wish.file)

    def queue(self) -> list[int]:
        """The indexes of all words, most doubtful first."""
        return queue_of(self._state.words)

    def items(self) -> list[range]:
        """What is still to be looked at, most doubtful first."""
        return items_of(self._state.words)

    def places(self) -> list[int]:
        """The number of the caption that each word stands in, counted from 1."""
        numbers: list[int] = []
        for before, word in pairwise((None, *self._state.words)):
            is_same = before is not None and word is not None and before.cue == word.cue
            numbers.append((numbers[-1] if numbers else 0) + (not is_same))
        return numbers

    def context(self, item: range) -> str:
        """The caption in which the words of ``item`` stand."""
        words = self._state.words
        return " ".join(word.text for word in words if word.cue == words[item.start].cue)

    def clock(self, item: range) -> str:
        return format_short_clock(self._state.words[item.start].start_ms)

    def differs(self, item: range) -> bool:
        """Whether another engine heard something else there."""
        return any(self._state.words[at].other is not None for at in item)

    def say(self, item: range, line: str) -> None:
        """What a person answers about ``item`` in one line: see ``review_lines``."""
        splices = read_line(self._state.words, item, line)
        self._undo.append(take_back(self._state.words, splices))
        self.change(splices)

    def undo(self) -> int:
        """Take the last answer back; how many there were to take back, 0 or 1."""
        if not self._undo:
            return 0
        self.change(self._undo.pop())
        return 1

    def sound(self) -> bytes:
        """The recording, 16 kHz mono: two minutes are 4 MB."""
        return b"".join(stream_speech(self.wish.media, tell=lambda _: None))

    def change(
        self, splices: Sequence[Splice], heard: Iterable[Stretch] = (), version: int | None = None
    ) -> bool:
        """Change words and keep that; false where ``version`` is not the one there is."""
        with self._lock:
            if version is not None and version != self._state.version:
                return False
            self._state = change(self._state, splices, heard)
            write_review(self.path, self._state)
            return True

    def write(self) -> ReviewedFiles:
        """Write the file and its sisters as they are now; the review stays beside them."""
        with self._lock:
            return self._write()

    def _write(self) -> ReviewedFiles:
        wish, state = self.wish, self._state
        setting = settings_of(wish.said, state.layout)
        done = reviewed_source(self._source, self.before, state, setting.layout)
        sisters, words = find_sisters(wish.file), words_sister(wish.file)
        if words in sisters:
            sisters.remove(words)
        if done.words is None and (known := words_beside(wish.file, self.before)) is not None:
            write_atomic(words, format_words(reviewed_words(known, state)))
            sisters.append(words)
        written = format_source(wish.file, done)
        write_atomic(wish.file, written.data)
        problems = [*written.losses, *write_sisters(wish.file, done, sisters, setting)]
        self._go_on_from_written(state)
        return ReviewedFiles((wish.file, *sisters), tuple(problems))

    def _go_on_from_written(self, state: ReviewState) -> None:
        """What was written is what is reviewed from now on, with all that was seen."""
        file = self.wish.file
        self._source = read_own_source(file)
        self.before = read_material(file, self._source, find_layout(state.layout))
        if self._source.captions is not None:
            cues = find_cues(state.words, remove_draft_cue(self._source.captions))
        else:
            cues = self.before.cues
        words = tuple(replace(one, cue=cue) for one, cue in zip(state.words, cues, strict=True))
        self._state = replace(state, words=words, file_sha256=file_sha256(file))
        write_review(self.path, self._state)


def open_review(
    wish: ReviewWish, show: ShowProgress, tell: Callable[[Problem], None]
) -> CaptionReview:
    """Begin a review, or go on with one that was kept.

    ``BadInput`` where the file is another program's or cannot be read whole (it is written anew),
    and where a kept review is of another state of it. ``show`` counts seconds that are heard again.
    """
    source = read_own_source(wish.file)
    if errors := [problem for problem in source.problems if problem.is_error]:
        raise BadInput(errors)
    for problem in source.problems:
        tell(problem)
    length_ms = read_facts(wish.media).duration_ms or 0
    digests = file_sha256(wish.file), file_sha256(wish.media)
    path = review_path(wish.file)
    if path.exists():
        state = read_review(path)
        require_same(state, *digests, wish.file)
        before = read_material(wish.file, source, find_layout(state.layout))
        return CaptionReview(wish, source, before, state)
    layout = find_layout(wish.said.layout or DEFAULT_LAYOUT)
    before = read_material(wish.file, source, layout)
    if not before.words:
        raise BadInput(Problem("review.no-words", file=shown(wish.file)))
    engine = before.state.engine if before.state else None
    second = choose_second(engine, before.lang, models_home()) if wish.second else None
    other = None
    if second is not None:
        tell(Problem("review.heard-again", Severity.NOTE, facts={"engine": second.name}))
        with show(length_ms // 1000) as progress:
            step = whole_seconds(progress.step)
            other = compare_hearings(
                before.words, hear_again(wish.media, second, jobs_or_cores(0), step)
            )
    state = ReviewState(
        *digests,
        layout.name,
        before.reviewed_words(other),
        before.lang,
        engine,
        before.state is not None and before.state.rough,
    )
    write_review(path, state)
    return CaptionReview(wish, source, before, state)


def read_material(file: Path, source: CaptionSource, layout: Layout) -> ReviewMaterial:
    """The words of a file, with the times of the recording's words where they lie beside it."""
    words = words_sister(file)
    known = read_words(words) if words != file and words.is_file() else None
    return find_material(source, layout, known)


def words_beside(file: Path, before: ReviewMaterial) -> RecordedWords | None:
    """The recording's words beside a file of cues, where they are the words of the cues."""
    path = words_sister(file)
    known = read_words(path) if path != file and path.is_file() else None
    return known if known is not None and known.words == before.words else None


def settings_of(said: SaidOfOutputs, layout: str) -> OutputSettings:
    """How files are written in a layout."""
    return replace(said, layout=layout).settings(replace(said, layout=layout).audience())


def format_source(file: Path, source: CaptionSource) -> WrittenCaptions:
    """The bytes of a file of words or cues, in its own format."""
    if source.words is not None:
        return WrittenCaptions(format_words(source.words))
    assert source.captions is not None
    return format_output(file, source, source.captions)


def write_sisters(
    file: Path, source: CaptionSource, sisters: Sequence[Path], setting: OutputSettings
) -> list[Problem]:
    """Make the files beside ``file`` again; a page that may be ours is told.

    What their formats cannot hold was told when they were first made.
    """
    left = [Problem("review.page-left", Severity.NOTE, file=shown(one)) for one in find_left(file)]
    made = [one for one in sisters if one != words_sister(file)] if source.captions else sisters
    told = write_outputs(source, made, setting) if made else []
    return [*left, *(one for one in told if not one.code.startswith("timed-text.lost-"))]
