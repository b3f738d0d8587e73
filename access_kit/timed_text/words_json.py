"""``access-kit/words/1``: words with their times, as an engine or an aligner found them."""

from __future__ import annotations

from pathlib import Path

from access_kit.budgets import WORDS_BYTES
from access_kit.files import read_bytes, require_content, shown
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.json_values import Checker, dump_object, load_object

SCHEMA = "access-kit/words/1"


def parse_words(data: bytes, name: str) -> RecordedWords:
    """Read words; ``BadInput`` with every mistake in the file."""
    root = load_object(data, name, SCHEMA)
    check = Checker(name)
    if "words" not in root:
        check.wrong("words", "a list")
    words = tuple(_word(check, place, value) for place, value in check.objects(root, "words"))
    extra = check.objects(root, "not_in_script")
    result = RecordedWords(
        words=words,
        not_said=check.texts(root, "not_said"),
        not_in_script=tuple(_word(check, place, value) for place, value in extra),
        lang=check.maybe_text(root, "lang", ""),
        notes=check.texts(root, "notes"),
        interpolated=_spans(check, root, len(words)),
    )
    check.finish()
    return result


def _spans(check: Checker, root: dict[str, object], count: int) -> tuple[tuple[int, int], ...]:
    """Stretches of words at guessed times: the first word, and the one after the last."""
    spans = []
    for place, one in check.objects(root, "interpolated"):
        first, end = check.time(one, "first", place), check.time(one, "end", place)
        if not first < end <= count:
            check.wrong(f"{place}.end", "a word after the first, and one of the list")
        spans.append((first, end))
    return tuple(spans)


def _word(check: Checker, place: str, value: dict[str, object]) -> Word:
    word = Word(
        text=check.text(value, "text", place),
        start_ms=check.time(value, "start_ms", place),
        end_ms=check.time(value, "end_ms", place),
        confidence=check.confidence(value, place),
        speaker=check.maybe_text(value, "speaker", place),
    )
    if not word.text.strip():
        check.wrong(f"{place}.text", "a word")
    if word.end_ms < word.start_ms:
        check.wrong(f"{place}.end_ms", "a time not before start_ms")
    return word


def format_words(words: RecordedWords) -> bytes:
    """Write words; ``interpolated``, ``lang`` and ``notes`` stand only where there are any."""
    value: dict[str, object] = {
        "schema": SCHEMA,
        "words": [
            {
                "text": word.text,
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "confidence": word.confidence,
                "speaker": word.speaker,
            }
            for word in words.words
        ],
        "not_said": list(words.not_said),
        "not_in_script": [
            {"text": word.text, "start_ms": word.start_ms, "end_ms": word.end_ms}
            for word in words.not_in_script
        ],
    }
    if words.interpolated:
        spans = [{"first": first, "end": end} for first, end in words.interpolated]
        value["interpolated"] = spans
    if words.lang:
        value["lang"] = words.lang
    if words.notes:
        value["notes"] = list(words.notes)
    return dump_object(value)


def read_words(path: Path) -> RecordedWords:
    data = read_bytes(path, limit=WORDS_BYTES)
    require_content(data, shown(path))
    return parse_words(data, shown(path))
