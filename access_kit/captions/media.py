"""Sound out of any media file, as a stream of 16 kHz mono samples; the only module importing av.

Rules of this file:
- The file is opened by us and handed over as a stream: no part of its name is ever read as an
  address or an option, and no playlist inside it can lead elsewhere.
- Nothing is held whole: a day of film takes no more memory than a minute.
- Sound keeps its place on the film's clock: a late start or a hole becomes silence.
- Every fault is a ``BadInput`` whose code says what the file is. Only of a recording whose end is
  missing comes what there is, and its caller is told.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import shown

RATE = 16_000
"""Samples a second of everything inside; two bytes each, little-endian, signed."""

BYTES_A_MS = RATE * 2 // 1000

HOLE_MS = 60
"""A jump of the film's clock longer than this is filled with silence; shorter ones are rounding."""

SHORT_BY_MS = 2_000
SHORT_BY_SHARE = 0.02
"""Sound this much shorter than the file promises means that the end of the file is missing."""

_DEFAULT = 1
STREAMED = 0x7FFF_0000
"""A WAV head with a size from here on was written before the sound had an end."""

_PLAYLISTS = frozenset({"hls", "applehttp", "dash", "concat", "sdp", "rtsp", "ffmetadata"})
_LOCKED_TAGS = frozenset({"enca", "encv", "drms", "drmi"})
_CLUSTER = b"\x1f\x43\xb6\x75"
_MATROSKA_LOCK = re.compile(rb"\x6d\x80.{1,9}\x62\x40.{1,60}\x50\x35", re.DOTALL)
"""ContentEncodings, in it a ContentEncoding, in it a ContentEncryption: all before the sound."""
_OPTIONS = {"protocol_whitelist": "file"}


@dataclass(frozen=True)
class SoundFacts:
    """What the file says of one track. ``duration_ms`` is ``None`` where it does not say.

    ``default``: the file calls this track the one to play.
    """

    duration_ms: int | None
    channels: int
    rate: int
    default: bool = False


Tell = Callable[[Problem], None]


def raise_fault(problem: Problem) -> None:
    """For those who can do nothing with half a recording."""
    raise BadInput(problem)


def _fault(code: str, path: Path, **facts: str | int) -> BadInput:
    return BadInput(Problem(code, file=shown(path), facts=facts))


def _check_file(path: Path) -> None:
    """Refuse what is no file with something in it, before any decoder sees it."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise _fault("file.is-folder", path)
        if not stat.S_ISREG(found.st_mode):
            raise _fault("media.not-a-file", path)
        if found.st_size == 0:
            raise _fault("media.empty", path)
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise _fault("file.missing", path) from None
    except PermissionError:
        raise _fault("file.no-permission", path) from None
    except (OSError, ValueError):
        raise _fault("file.bad-name", path) from None


def _is_cut_wave(path: Path) -> bool:
    """Whether a WAV file is shorter than its own head says; decoders pass over that."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head[:4] != b"RIFF":
        return False
    promised = int.from_bytes(head[4:8], "little")
    return promised < STREAMED and promised + 8 > path.stat().st_size + 1


def load_av() -> Any:  # noqa: ANN401 (a module without types)
    """PyAV, saying nothing by itself."""
    import av

    av.logging.set_level(av.logging.PANIC)
    return av


@contextmanager
def opened(path: Path, track: int = 1) -> Iterator[tuple[Any, Any]]:
    """The container and one of its sound streams, counted from 1."""
    _check_file(path)
    av = load_av()
    with path.open("rb") as stream:
        try:
            container = av.open(stream, mode="r", options=_OPTIONS, container_options=_OPTIONS)
        except (av.error.FFmpegError, OSError, ValueError):
            raise _fault(_why_unreadable(path), path) from None
        with container:
            yield container, _find_sound(container, path, track)


def _why_unreadable(path: Path) -> str:
    """An MP4 whose table of contents never came is cut short; anything else is no media."""
    with path.open("rb") as stream:
        head = stream.read(64)
    known = (head[4:8] in (b"ftyp", b"mdat", b"moov"), head[:4] in (b"RIFF", b"OggS", b"fLaC"))
    return "media.truncated" if any((*known, head[:4] == b"\x1aE\xdf\xa3")) else "media.not-media"


def _find_sound(container: Any, path: Path, track: int) -> Any:  # noqa: ANN401
    if set(container.format.name.split(",")) & _PLAYLISTS:
        raise _fault("media.playlist", path)
    if not container.streams.audio:
        code = "media.no-sound-track" if container.streams.video else "media.not-media"
        if container.format.name == "tty":
            code = "media.not-media"
        raise _fault(code, path)
    tracks = len(container.streams.audio)
    if not 1 <= track <= tracks:
        raise _fault("media.no-track", path, track=track, tracks=tracks)
    sound = container.streams.audio[track - 1]
    if sound.codec_context is None:
        raise _fault("media.unknown-sound", path)
    tag = str(getattr(sound, "codec_tag", "") or getattr(sound.codec_context, "codec_tag", ""))
    if tag.strip("\0 ") in _LOCKED_TAGS or _is_locked(container, path):
        raise _fault("media.locked", path)
    return sound


def _is_locked(container: Any, path: Path) -> bool:  # noqa: ANN401
    """Whether the head of the file names a lock: MP4's protection boxes, Matroska's encryption."""
    with path.open("rb") as stream:
        head = stream.read(1 << 20)
    formats = container.format.name
    if "mp4" in formats:
        return b"sinf" in head and (b"schm" in head or b"frma" in head)
    return "matroska" in formats and bool(_MATROSKA_LOCK.search(head.partition(_CLUSTER)[0]))


def read_facts(path: Path, track: int = 1) -> SoundFacts:
    """What the file says of a track of its sound, without decoding it."""
    with opened(path, track) as (container, sound):
        return _facts(container, sound)


def list_tracks(path: Path) -> tuple[SoundFacts, ...]:
    """What the file says of each of its sound tracks."""
    with opened(path) as (container, _):
        return tuple(_facts(container, one) for one in container.streams.audio)


def _facts(container: Any, sound: Any) -> SoundFacts:  # noqa: ANN401
    length = None
    if sound.duration:
        length = int(sound.duration * sound.time_base * 1000)
    elif container.duration:
        length = container.duration // 1000
    context = sound.codec_context
    default = bool(int(getattr(sound, "disposition", 0)) & _DEFAULT)
    return SoundFacts(length, context.channels, context.sample_rate, default)


def find_limits(path: Path, facts: SoundFacts) -> tuple[Problem, ...]:
    """What the sound itself will not allow: said before the work starts."""
    if facts.rate >= RATE:
        return ()
    told = {"rate_khz": facts.rate / 1000}
    return (Problem("media.low-rate", Severity.WARNING, file=shown(path), facts=told),)


def stream_sound(
    path: Path, *, channel: int | None = None, track: int = 1, tell: Tell = raise_fault
) -> Iterator[bytes]:
    """The sound of ``path`` in pieces, 16 kHz mono 16-bit; channel and track count from 1.

    Without a channel all are mixed. Raises ``BadInput`` for a file that cannot be used. Where the
    end is missing, ``tell`` gets ``media.cut-short`` once all that there is has been given.
    """
    with opened(path, track) as (container, sound):
        facts = _facts(container, sound)
        if channel is not None and not 1 <= channel <= facts.channels:
            raise _fault("media.no-channel", path, channel=channel, channels=facts.channels)
        sent, broken = 0, False
        try:
            for piece in _on_the_clock(container, sound, channel):
                sent += len(piece)
                yield piece
        except _Broken:
            broken = True
        if not sent:
            raise _fault("media.not-media" if broken else "media.no-samples", path)
        got_ms = sent // BYTES_A_MS
        if broken or _is_cut_wave(path) or is_short(facts.duration_ms or 0, got_ms):
            told = {"seconds": got_ms // 1000}
            tell(Problem("media.cut-short", file=shown(path), facts=told))


class _Broken(Exception):
    """A decoder went no further."""


def is_short(expected_ms: int, got_ms: int) -> bool:
    """Whether so much is missing of what a file promised that its end was cut off."""
    return expected_ms - got_ms > max(SHORT_BY_MS, expected_ms * SHORT_BY_SHARE)


def _on_the_clock(
    container: Any,  # noqa: ANN401
    sound: Any,  # noqa: ANN401
    channel: int | None,
) -> Iterator[bytes]:
    """Decoded sound with silence where the film's clock runs on without any."""
    av = load_av()
    origin = Fraction(container.start_time or 0, 1_000_000)
    sent = 0
    resampler = _Resampler(av, channel)
    try:
        for frame in container.decode(sound):
            if frame.pts is not None and frame.time_base:
                at_ms = int((frame.pts * frame.time_base - origin) * 1000)
                hole_ms = at_ms - (sent + resampler.held(frame.sample_rate)) // BYTES_A_MS
                if hole_ms > HOLE_MS:
                    for piece in (*resampler.flush(), *_silence(hole_ms)):
                        sent += len(piece)
                        yield piece
            for piece in resampler.push(frame):
                sent += len(piece)
                yield piece
        for piece in resampler.flush():
            yield piece
    except (av.error.FFmpegError, OSError, ValueError):
        yield from resampler.flush()
        raise _Broken from None


def _silence(length_ms: int) -> Iterator[bytes]:
    for start in range(0, length_ms, 1000):
        yield bytes(min(1000, length_ms - start) * BYTES_A_MS)


class _Resampler:
    """Any frames in, 16 kHz mono bytes out; a change of rate or layout half way is followed."""

    def __init__(self, av: Any, channel: int | None) -> None:  # noqa: ANN401
        from access_kit.captions.opposed import turn_opposed  # needs numpy, which comes with av

        self._av, self._turn_opposed = av, turn_opposed
        self._channel = channel
        self._inner: Any = None
        self._shape: tuple[Any, ...] = ()
        self._in_ms = 0.0
        self._out = 0

    def held(self, rate: int) -> int:
        """Bytes that went in and have not come out."""
        return max(0, int(self._in_ms * BYTES_A_MS) - self._out)

    def push(self, frame: Any) -> Iterator[bytes]:  # noqa: ANN401
        if not self._channel:
            frame = self._turn_opposed(self._av, frame)
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self.flush()
            self._shape = shape
            wanted = frame.layout.name if self._channel else "mono"
            kind = "s16p" if self._channel else "s16"
            self._inner = self._av.AudioResampler(format=kind, layout=wanted, rate=RATE)
        self._in_ms += frame.samples / frame.sample_rate * 1000
        frame.pts = None
        yield from self._take(self._inner.resample(frame))

    def flush(self) -> Iterator[bytes]:
        if self._inner is not None:
            yield from self._take(self._inner.resample(None))
        self._inner, self._shape, self._in_ms, self._out = None, (), 0.0, 0

    def _take(self, frames: Any) -> Iterator[bytes]:  # noqa: ANN401
        for frame in frames:
            row = (self._channel or 1) - 1
            data: bytes = frame.to_ndarray()[row].tobytes()
            self._out += len(data)
            yield data


class RawSound:
    """16-bit samples as they come, of any rate and several channels, as 16 kHz mono."""

    def __init__(self, rate: int, channels: int = 1) -> None:
        self._rate, self._size = rate, 2 * channels
        self._layout = "mono" if channels == 1 else f"{channels} channels"
        self._is_right = rate == RATE and channels == 1
        self._resampler = None if self._is_right else _Resampler(load_av(), None)
        self._rest = b""

    def take(self, data: bytes) -> bytes:
        """What has become of this sound; the rest comes with the next."""
        data = self._rest + data
        whole = len(data) // self._size * self._size
        self._rest = data[whole:]
        if self._resampler is None or not whole:
            return data[:whole]
        av = load_av()
        frame = av.AudioFrame(format="s16", layout=self._layout, samples=whole // self._size)
        frame.planes[0].update(data[:whole].ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate = self._rate
        return b"".join(self._resampler.push(frame))
