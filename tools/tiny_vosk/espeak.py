"""Synthetic speech from the espeak-ng library, and where each word and phoneme starts.

The library is taken from the ``espeakng-loader`` wheel where that is installed, else from the
system. It keeps hidden state between texts, so it is initialised anew for each one: the same text
then gives the same samples, whatever was said before.
"""

from __future__ import annotations

import ctypes as c
import ctypes.util
from dataclasses import dataclass

import numpy as np

AUDIO_RETRIEVAL = 1
PHONEME_EVENTS = 1
EVENT_END, EVENT_WORD, EVENT_PHONEME = 0, 1, 7
PARAMETER_RATE, PARAMETER_PITCH = 1, 3
UTF8 = 1
SEED = 1
"""For the noise of breathy voices, which is otherwise another at each second."""


class _Id(c.Union):
    _fields_ = (("number", c.c_int), ("name", c.c_char_p), ("string", c.c_char * 8))


class _Event(c.Structure):
    _fields_ = (
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", _Id),
    )


_Callback = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(_Event))


@dataclass(frozen=True)
class Speech:
    """``samples`` at ``rate``; ``words`` are start samples, ``phonemes`` (start sample, name)."""

    rate: int
    samples: np.ndarray
    words: list[int]
    phonemes: list[tuple[int, str]]


def _find_library() -> tuple[str, str | None]:
    """The library's file and its data folder (``None``: the system's own)."""
    try:
        import espeakng_loader
    except ImportError:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            raise SystemExit("espeak-ng is missing: pip install espeakng-loader") from None
        return name, None
    return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()


class Synthesiser:
    """Says texts; hold one for as long as needed."""

    def __init__(self) -> None:
        name, self._data = _find_library()
        self._library = c.CDLL(name)
        self._library.espeak_Synth.argtypes = (
            c.c_char_p, c.c_size_t, c.c_uint, c.c_int, c.c_uint, c.c_uint, c.c_void_p, c.c_void_p,
        )  # fmt: skip
        self._sow = getattr(self._library, "espeak_ng_SetRandSeed", None)  # not before 1.52
        self._sound: list[np.ndarray] = []
        self._words: list[int] = []
        self._phonemes: list[tuple[int, str]] = []
        self._callback = _Callback(self._collect)

    def _collect(self, wave: c.Array[c.c_short], count: int, events: c.Array[_Event]) -> int:
        if wave and count > 0:
            self._sound.append(np.ctypeslib.as_array(wave, (count,)).copy())
        index = 0
        while events[index].type != EVENT_END:
            event = events[index]
            if event.type == EVENT_WORD and event.length > 0:
                self._words.append(event.sample)
            elif event.type == EVENT_PHONEME:
                name = bytes(event.id.string).split(b"\0")[0].decode("utf-8", "replace")
                self._phonemes.append((event.sample, name))
            index += 1
        return 0

    def say(self, text: str, voice: str, words_a_minute: int, pitch: int) -> Speech:
        library = self._library
        data = self._data.encode() if self._data else None
        rate = library.espeak_Initialize(AUDIO_RETRIEVAL, 0, data, PHONEME_EVENTS)
        if self._sow is not None:
            self._sow(c.c_long(SEED))
        library.espeak_SetSynthCallback(self._callback)
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SystemExit(f"espeak-ng has no voice {voice}")
        library.espeak_SetParameter(PARAMETER_RATE, words_a_minute, 0)
        library.espeak_SetParameter(PARAMETER_PITCH, pitch, 0)
        self._sound, self._words, self._phonemes = [], [], []
        encoded = text.encode()
        library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, UTF8, None, None)
        library.espeak_Synchronize()
        library.espeak_Terminate()
        sound = np.concatenate(self._sound).astype(np.float64)
        return Speech(rate, sound, self._words, self._phonemes)
