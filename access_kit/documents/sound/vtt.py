"""WebVTT beside a recording: a cue a sentence, with the time of each word inside it."""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.documents.sound.spoken_document import Recording, Spoken


def format_vtt(recording: Recording) -> bytes:
    """What is said, in the words of the page, as the W3C's Web Video Text Tracks."""
    cues = (_cue(one) for one in recording.spoken)
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _cue(spoken: Spoken) -> str:
    end_ms = max(spoken.end_ms, spoken.start_ms + 1)
    times = f"{_clock(spoken.start_ms)} --> {_clock(end_ms)}"
    return f"{times}\n{''.join(_words(spoken, end_ms))}\n"


def _words(spoken: Spoken, end_ms: int) -> Iterator[str]:
    """The words; a time stands before each one that begins later than the one before."""
    latest = spoken.start_ms
    for number, word in enumerate(spoken.piece.words):
        shown = word.printed or word.said
        if not shown:
            continue
        yield " " if number and not word.glued else ""
        at = spoken.word_ms[number] if spoken.word_ms else latest
        if latest < at < end_ms:
            yield f"<{_clock(at)}>"
            latest = at
        yield _escape(shown)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"
