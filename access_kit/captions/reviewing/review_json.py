"""``FILE.review.json`` (``access-kit/review/1``), and the changes that a page sends: JSON, checked.

The file lies beside the captions, for its owner alone. It holds their words, so it is deleted with
them.
"""

from __future__ import annotations

from pathlib import Path

from access_kit.budgets import WORDS_BYTES
from access_kit.captions.reviewing.words_reviewed import (
    ReviewedWord,
    ReviewState,
    Splice,
    Stretch,
)
from access_kit.errors import BadInput, Problem
from access_kit.files import read_bytes, shown, write_atomic
from access_kit.timed_text.json_values import Checker, dump_object, load_object, require_object

SCHEMA = "access-kit/review/1"
CHANGE_SCHEMA = "access-kit/review-change/1"
LONGEST_TEXT = 500
"""Characters of one word: a sound label is a word too."""
MOST_AT_ONCE = 200_000
"""Words that one change may hold: all of a long recording that is moved."""


def review_path(file: Path) -> Path:
    """Where the review of ``file`` is kept."""
    return file.with_name(f"{file.name}.review.json")


def word_values(word: ReviewedWord) -> dict[str, object]:
    """A word as JSON; what is usual is left out."""
    value: dict[str, object] = {
        "text": word.text,
        "start_ms": word.start_ms,
        "end_ms": word.end_ms,
        "cue": word.cue,
    }
    more = {
        "speaker": word.speaker,
        "confidence": word.confidence,
        "chance": word.chance or None,
        "why": list(word.why) or None,
        "other": word.other,
        "seen": word.seen or None,
        "changed": word.changed or None,
    }
    return value | {key: one for key, one in more.items() if one is not None}


def write_review(path: Path, state: ReviewState) -> None:
    """Keep a review: the old one or the new, whatever happens."""
    write_atomic(path, dump_object(review_values(state)))


def review_values(state: ReviewState) -> dict[str, object]:
    """A review as it is kept, and as the page takes it and gives it back."""
    return {
        "schema": SCHEMA,
        "file_sha256": state.file_sha256,
        "media_sha256": state.media_sha256,
        "layout": state.layout,
        "lang": state.lang,
        "engine": state.engine,
        "rough": state.rough,
        "version": state.version,
        "heard": [{"start_ms": start, "end_ms": end} for start, end in state.heard],
        "words": [word_values(word) for word in state.words],
    }


def read_review(path: Path) -> ReviewState:
    """A review that was kept; ``BadInput`` with every mistake in its file."""
    name = shown(path)
    root = load_object(read_bytes(path, limit=WORDS_BYTES), name, SCHEMA)
    check = Checker(name)
    state = ReviewState(
        file_sha256=check.text(root, "file_sha256", ""),
        media_sha256=check.text(root, "media_sha256", ""),
        layout=check.text(root, "layout", ""),
        words=_words(check, root, ""),
        lang=check.maybe_text(root, "lang", ""),
        engine=check.maybe_text(root, "engine", ""),
        rough=_flag(check, root, "rough", ""),
        version=check.time(root, "version", ""),
        heard=_stretches(check, root),
    )
    check.finish()
    return state


def parse_change(value: object) -> tuple[int, tuple[Splice, ...], tuple[Stretch, ...]]:
    """The version that a change builds on, its splices, and what was played meanwhile.

    ``BadInput`` for anything else: whoever sends it may be no page of ours.
    """
    check = Checker("page")
    root = require_object(value, "page", CHANGE_SCHEMA)
    splices = tuple(
        Splice(
            check.time(one, "at", place),
            check.time(one, "removed", place),
            _words(check, one, place),
        )
        for place, one in check.objects(root, "splices")
    )
    version, heard = check.time(root, "version", ""), _stretches(check, root)
    if sum(len(one.words) for one in splices) > MOST_AT_ONCE:
        check.wrong("splices", "fewer words at once")
    check.finish()
    return version, splices, heard


def _words(check: Checker, holder: dict[str, object], where: str) -> tuple[ReviewedWord, ...]:
    before = f"{where}." if where else ""
    return tuple(_word(check, before + place, one) for place, one in check.objects(holder, "words"))


def _word(check: Checker, place: str, value: dict[str, object]) -> ReviewedWord:
    word = ReviewedWord(
        text=" ".join(check.text(value, "text", place).split()),
        start_ms=check.time(value, "start_ms", place),
        end_ms=check.time(value, "end_ms", place),
        cue=check.time(value, "cue", place),
        speaker=check.maybe_text(value, "speaker", place),
        confidence=check.confidence(value, place),
        chance=min(1.0, max(0.0, check.number(value, "chance", place, 0.0))),
        why=check.texts(value, "why"),
        other=None if value.get("other") is None else check.text(value, "other", place),
        seen=_flag(check, value, "seen", place),
        changed=_flag(check, value, "changed", place),
    )
    if not word.text or len(word.text) > LONGEST_TEXT or not word.text.isprintable():
        check.wrong(f"{place}.text", "a word")
    if word.end_ms < word.start_ms:
        check.wrong(f"{place}.end_ms", "a time not before start_ms")
    return word


def _flag(check: Checker, holder: dict[str, object], key: str, where: str) -> bool:
    value = holder.get(key, False)
    if not isinstance(value, bool):
        check.wrong(f"{where}.{key}", "true or false")
    return value is True


def _stretches(check: Checker, holder: dict[str, object]) -> tuple[Stretch, ...]:
    return tuple(
        (check.time(one, "start_ms", place), check.time(one, "end_ms", place))
        for place, one in check.objects(holder, "heard")
    )


def require_same(state: ReviewState, file_sha256: str, media_sha256: str, file: Path) -> None:
    """``BadInput`` where a review is of another state of the file, or of another recording."""
    facts = {"review": shown(review_path(file))}
    if state.file_sha256 != file_sha256:
        raise BadInput(Problem("review.file-changed", file=shown(file), facts=facts))
    if state.media_sha256 != media_sha256:
        raise BadInput(Problem("review.other-recording", file=shown(file), facts=facts))
