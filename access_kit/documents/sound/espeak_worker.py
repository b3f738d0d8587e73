"""Speaks through the espeak-ng library; a program of its own, started anew for every document.

The library keeps hidden state from one text to the next: the same words would sound a little
different the second time, and no call of it clears that. In a fresh process they never do.

Reads one JSON object from stdin and writes one to stdout, followed by the samples of every
utterance. Imports the standard library alone, so that it starts in a few milliseconds.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples come back within the call, no sound card
DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: a fault is a return code
BUFFER_MS = 500  # of sound from one call back to the next
CHARS_UTF8 = 1
POS_CHARACTER = 1
RATE = 1
END_OF_LIST, WORD = 0, 1
OK = 0


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("text", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class CallRefused(Exception):
    """The library refused a call; the message names it."""


def _check(code: int, call: str) -> None:
    if code != OK:
        raise CallRefused(f"{call}: {code}")


class Library:
    """The loaded library. A voice that it does not find leaves the last one on: codes are read."""

    def __init__(self, path: str, data: str) -> None:
        self._library = ctypes.CDLL(path)
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self._library.espeak_GetCurrentVoice.restype = ctypes.POINTER(_Voice)
        self.rate = int(
            self._library.espeak_Initialize(SYNCHRONOUS, BUFFER_MS, data.encode(), DONT_EXIT)
        )
        if self.rate <= 0:
            raise CallRefused(f"espeak_Initialize: {self.rate}")
        self._samples: list[bytes] = []
        self._marks: list[tuple[int, int]] = []
        self._callback = _Callback(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def voices(self) -> Iterator[tuple[str, str, int]]:
        """Language, identifier and priority (lower is better) of each voice."""
        found = self._library.espeak_ListVoices(None)
        at = 0
        while found[at]:
            voice = found[at].contents
            identifier = voice.identifier.decode()
            for priority, language in _read_languages(voice.languages):
                yield language, identifier, priority
            at += 1

    def speak(self, text: str, voice: str, words_a_minute: int) -> tuple[bytes, list[Any]]:
        """The samples of ``text``, and [character, milliseconds] of each word."""
        self._samples, self._marks = [], []
        _check(self._library.espeak_SetVoiceByName(voice.encode()), "espeak_SetVoiceByName")
        current = self._library.espeak_GetCurrentVoice().contents.identifier.decode()
        if current != voice:
            raise CallRefused(f"espeak_SetVoiceByName: {current}")
        _check(self._library.espeak_SetParameter(RATE, words_a_minute, 0), "espeak_SetParameter")
        data = text.encode()
        _check(
            self._library.espeak_Synth(
                data, len(data) + 1, 0, POS_CHARACTER, 0, CHARS_UTF8, None, None
            ),
            "espeak_Synth",
        )
        return b"".join(self._samples), [list(mark) for mark in self._marks]

    def _take(self, samples: Any, count: int, events: Any) -> int:  # noqa: ANN401
        if count > 0:
            self._samples.append(ctypes.string_at(samples, 2 * count))
        at = 0
        while events[at].type != END_OF_LIST:
            event = events[at]
            if event.type == WORD and event.length > 0:
                self._marks.append((event.text_position - 1, event.audio_position))
            at += 1
        return 0


def _read_languages(data: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """The list of a voice: a byte of priority, a tag that ends in a zero byte, and so on."""
    at = 0
    while data[at] != b"\0":
        priority = data[at][0]
        tag = bytearray()
        at += 1
        while data[at] != b"\0":
            tag += data[at]
            at += 1
        at += 1
        yield priority, tag.decode()


def main() -> None:
    """{library, data, say: [[text, voice]…], words_a_minute} or {library, data, list: true}."""
    wish = json.load(sys.stdin)
    library = Library(wish["library"], wish["data"])
    answer: dict[str, Any] = {"rate": library.rate}
    sounds = []
    if wish.get("list"):
        answer["voices"] = list(library.voices())
    else:
        pace = wish["words_a_minute"]
        said = [library.speak(text, voice, pace) for text, voice in wish["say"]]
        sounds = [samples for samples, _ in said]
        answer["sounds"] = [[len(samples), marks] for samples, marks in said]
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n")
    for samples in sounds:
        out.write(samples)


if __name__ == "__main__":
    main()
