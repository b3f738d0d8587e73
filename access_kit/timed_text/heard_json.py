"""JSON as recognisers and YouTube write it: Whisper, whisper.cpp, Vosk, YouTube's timed text.

Known by their keys, not by a name. Words with times are handed on as words, for these have to be
laid out; segments and events without them are cues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from access_kit.errors import Problem
from access_kit.model.cue import Captions, Cue
from access_kit.model.word import RecordedWords, Word
from access_kit.timed_text.formats import ReadCaptions
from access_kit.timed_text.json_values import Checker
from access_kit.timed_text.shared_time import share_time

Holder = dict[str, object]


@dataclass(frozen=True)
class _Heard:
    """One file's words and cues; which of them counts is decided when all are there."""

    words: tuple[Word, ...] = ()
    cues: tuple[Cue, ...] = ()
    lang: str | None = None


def read_heard(value: object, name: str) -> ReadCaptions | None:
    """Words or cues of a file that one of these programs wrote; ``None`` where none did.

    ``BadInput`` with every value that is not what it should be.
    """
    if isinstance(value, list):
        value = {"results": value}
    if not isinstance(value, dict) or "schema" in value:
        return None
    known = next((read for key, read in _READERS.items() if isinstance(value.get(key), list)), None)
    if known is None:
        return None
    check = Checker(name)
    heard = known(check, value)
    check.finish()
    captions = Captions(heard.cues, lang=heard.lang)
    backward = tuple(
        Problem("timed-text.end-before-start", file=name, where=f"cue {number}")
        for number, cue in enumerate(heard.cues, 1)
        if cue.end_ms <= cue.start_ms
    )
    words = RecordedWords(heard.words, lang=heard.lang) if heard.words else None
    return ReadCaptions(captions, () if words else backward, words, own=False)


def _seconds(check: Checker, holder: Holder, key: str, where: str) -> int:
    number = check.number(holder, key, where, -1.0)
    if 0 <= number <= 10**9:
        return round(number * 1000)
    check.wrong(f"{where}.{key}", "seconds from 0")
    return 0


def _language(check: Checker, holder: Holder) -> str | None:
    given = holder.get("language", holder.get("lang"))
    return given if isinstance(given, str) and 2 <= len(given) <= 3 and given.isalpha() else None


def _word(check: Checker, holder: Holder, where: str, speaker: str | None = None) -> Word | None:
    """A word by the keys that any of these programs has; ``None`` for one without text or times."""
    key = next((one for one in ("word", "text") if one in holder), "word")
    text = check.text(holder, key, where).strip()
    if not text or "start" not in holder or "end" not in holder:
        return None
    start, end = _seconds(check, holder, "start", where), _seconds(check, holder, "end", where)
    sure = next(
        (one for one in ("probability", "conf", "score", "confidence") if one in holder), ""
    )
    confidence = min(1.0, max(0.0, check.number(holder, sure, where, 1.0))) if sure else None
    return Word(text, start, max(start, end), confidence, speaker)


def _read_whisper(check: Checker, root: Holder) -> _Heard:
    words: list[Word] = []
    cues: list[Cue] = []
    exact = False
    for place, segment in check.objects(root, "segments"):
        speaker = check.maybe_text(segment, "speaker", place)
        text = check.text(segment, "text", place).strip()
        inner = [
            _word(check, one, f"{place}.{where}", speaker)
            for where, one in check.objects(segment, "words")
        ]
        timed = [word for word in inner if word is not None]
        exact = exact or bool(inner)
        start = _seconds(check, segment, "start", place)
        end = _seconds(check, segment, "end", place)
        if text:
            cues.append(Cue("", start, end, text, speaker=speaker))
        if not inner or len(timed) < len(inner):
            # A word without times would be lost: the segment's own time is shared among all.
            timed = list(share_time(text.split(), start, max(start, end), speaker))
        words += timed
    return _Heard(tuple(words) if exact else (), tuple(cues), _language(check, root))


def _read_whisper_cpp(check: Checker, root: Holder) -> _Heard:
    cues = []
    for place, segment in check.objects(root, "transcription"):
        offsets = segment.get("offsets")
        if not isinstance(offsets, dict):
            check.wrong(f"{place}.offsets", "an object")
            continue
        start = check.time(offsets, "from", f"{place}.offsets")
        end = check.time(offsets, "to", f"{place}.offsets")
        text = check.text(segment, "text", place).strip()
        if text:
            cues.append(Cue("", start, end, text))
    result = root.get("result")
    lang = _language(check, result) if isinstance(result, dict) else None
    return _Heard((), tuple(cues), lang)


def _read_vosk(check: Checker, root: Holder) -> _Heard:
    words = [_word(check, one, place) for place, one in check.objects(root, "result")]
    return _Heard(tuple(word for word in words if word is not None))


def _read_vosk_list(check: Checker, root: Holder) -> _Heard:
    words: list[Word] = []
    for _, one in check.objects(root, "results"):
        words += _read_vosk(check, one).words
    return _Heard(tuple(words))


def _read_vosk_monologues(check: Checker, root: Holder) -> _Heard:
    words: list[Word] = []
    for place, one in check.objects(root, "monologues"):
        for where, term in check.objects(one, "terms"):
            word = _word(check, term, f"{place}.{where}")
            words += [word] if word else []
    return _Heard(tuple(words))


def _read_youtube(check: Checker, root: Holder) -> _Heard:
    words: list[Word] = []
    cues: list[Cue] = []
    by_word = False
    for place, event in check.objects(root, "events"):
        pieces = list(check.objects(event, "segs"))
        text = "".join(check.text(piece, "utf8", where) for where, piece in pieces)
        if not text.strip() or "tStartMs" not in event:
            continue
        start = check.time(event, "tStartMs", place)
        end = start + (check.time(event, "dDurationMs", place) if "dDurationMs" in event else 0)
        cues.append(Cue("", start, end, text.strip()))
        by_word = by_word or any("tOffsetMs" in piece for _, piece in pieces)
        begun = [
            (start + (check.time(piece, "tOffsetMs", where) if "tOffsetMs" in piece else 0), piece)
            for where, piece in pieces
        ]
        for number, (at, piece) in enumerate(begun):
            until = begun[number + 1][0] if number + 1 < len(begun) else end
            said = str(piece.get("utf8", ""))
            words += share_time(said.split(), at, max(at, until), None)
    ends = [word.start_ms for word in words[1:]]
    cut = [
        Word(word.text, word.start_ms, max(word.start_ms, min(word.end_ms, following)))
        for word, following in zip(words, [*ends, 10**15], strict=False)
    ]
    return _Heard(tuple(cut) if by_word else (), tuple(cues))


_READERS: Mapping[str, Callable[[Checker, Holder], _Heard]] = {
    "segments": _read_whisper,
    "transcription": _read_whisper_cpp,
    "monologues": _read_vosk_monologues,
    "result": _read_vosk,
    "results": _read_vosk_list,
    "events": _read_youtube,
}
