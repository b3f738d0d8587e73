"""A film taken apart and put together again: streams copied as they are, or set anew.

Pictures are set anew as H.264 in 4:2:0 and sound as AAC, which every browser and platform plays.
What is copied keeps every byte of its packets. Nothing that the file says of itself goes along:
telephones write there where a film was taken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from access_kit.captions.media import is_short, load_av, opened
from access_kit.errors import BadInput, CannotWrite, Problem
from access_kit.files import PRIVATE_FILE, shown, telling_write_errors

Planes = tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]
"""Brightness, and two colours at half of its width and height."""
Draw = Callable[[int, Planes], None]
"""Called for each picture with its time in milliseconds; draws on it in place."""
ShowFilm = Callable[[int], None]
"""Called with milliseconds that are done since the last call."""

PICTURE_QUALITY = "20"
"""x264's constant rate factor; its own choice, 23, blurs small letters."""
SOUND_BITS = 128_000
COVER = 0x400
UNKNOWN = "unknown"
"""FFmpeg's mark of a picture that is a cover and no film."""
PLAYED_PICTURES = ("yuv420p", "yuvj420p")


@dataclass(frozen=True)
class FilmFacts:
    """What decides how a film can be shown; pixels of its picture as it is to be seen.

    ``turned`` are the degrees, against the clock, by which the file's own picture is turned then.
    """

    picture: str | None
    pixels: str | None
    width: int
    height: int
    turned: int
    sounds: tuple[str, ...]
    length_ms: int


@dataclass(frozen=True)
class FilmPlan:
    """A container by FFmpeg's name, what is copied into it, and which sound: all, or one from 1."""

    container: str
    copies_picture: bool
    copies_sound: bool
    track: int | None = None


def read_film(path: Path) -> FilmFacts:
    """What a file says of its pictures and sound. ``BadInput`` where it is none."""
    with opened(path) as (container, _):
        picture = _picture_of(container)
        context = picture.codec_context if picture else None
        turned = _turned(container, picture) if picture else 0
        size = (context.width, context.height) if context else (0, 0)
        width, height = reversed(size) if turned % 180 else size
        return FilmFacts(
            picture=context.name if context else None,
            pixels=context.pix_fmt if context else None,
            width=width,
            height=height,
            turned=turned,
            sounds=tuple(
                one.codec_context.name if one.codec_context else UNKNOWN
                for one in container.streams.audio
            ),
            length_ms=(container.duration or 0) // 1000,
        )


def _picture_of(container: Any) -> Any:  # noqa: ANN401 (a module without types)
    for stream in container.streams.video:
        if not int(getattr(stream, "disposition", 0)) & COVER:
            return stream
    return None


def _turned(container: Any, picture: Any) -> int:  # noqa: ANN401
    """By how much the pictures are turned when they are shown: the first one says it."""
    frame = next(iter(container.decode(picture)), None)
    return round((frame.rotation if frame else 0) / 90) * 90 % 360


def set_film(
    source: Path,
    facts: FilmFacts,
    target: Path,
    plan: FilmPlan,
    *,
    draw: Draw | None = None,
    step: ShowFilm,
) -> tuple[Problem, ...]:
    """Write ``source``, which has these ``facts``, as ``plan`` says: whole, or not at all.

    A film whose end is missing goes as far as it goes, which is told.

    ``BadInput`` where the film breaks off or cannot be read, ``CannotWrite`` where the container
    cannot hold it.
    """
    beside = target.with_name(f".{target.name[:100]}.part")
    try:
        with opened(source) as (container, _), _writing(beside, target, plan) as out:
            got_ms = _Setting(container, out, plan, facts, draw).run(source, step)
        with telling_write_errors(target):
            beside.replace(target)
        if not is_short(facts.length_ms, got_ms):
            return ()
        told = {"seconds": got_ms // 1000}
        return (Problem("media.cut-short", file=shown(source), facts=told),)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _writing(beside: Path, target: Path, plan: FilmPlan) -> Iterator[Any]:
    av = load_av()
    with telling_write_errors(target):
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "w+b") as stream:
            try:
                with av.open(stream, "w", format=plan.container) as out:
                    yield out
            except (av.error.FFmpegError, ValueError):
                facts = {"container": plan.container}
                raise CannotWrite(
                    Problem("film.cannot-hold", file=shown(target), facts=facts)
                ) from None
            stream.flush()
            os.fsync(stream.fileno())


class _Setting:
    """One film on its way from a container to another."""

    def __init__(
        self,
        container: Any,  # noqa: ANN401
        out: Any,  # noqa: ANN401
        plan: FilmPlan,
        facts: FilmFacts,
        draw: Draw | None,
    ) -> None:
        self._container, self._out, self._facts, self._draw = container, out, facts, draw
        self._av = load_av()
        self._ways: dict[int, Callable[[Any], None]] = {}
        self._ends: list[Callable[[], None]] = []
        self._streams: list[Any] = []
        if picture := _picture_of(container):
            self._add(picture, self._copying if plan.copies_picture else self._painting)
        sounds: Sequence[Any] = container.streams.audio
        for number, sound in enumerate(sounds, 1):
            if plan.track in (None, number):
                self._add(sound, self._copying if plan.copies_sound else self._sounding)

    def _add(self, stream: Any, way: Callable[[Any], Callable[[Any], None]]) -> None:  # noqa: ANN401
        self._streams.append(stream)
        self._ways[stream.index] = way(stream)

    def run(self, source: Path, step: ShowFilm) -> int:
        """All of it; how far it went, in milliseconds."""
        done_ms = 0
        start = Fraction(self._container.start_time or 0, 1_000_000)
        try:
            packets = self._container.demux(self._streams)
            for packet in packets:
                self._ways[packet.stream.index](packet)
                if packet.pts is not None and packet.time_base:
                    now_ms = int((packet.pts * packet.time_base - start) * 1000)
                    if now_ms > done_ms:
                        step(now_ms - done_ms)
                        done_ms = now_ms
        except self._av.error.InvalidDataError:
            facts = {"seconds": done_ms // 1000}
            raise BadInput(Problem("film.broken", file=shown(source), facts=facts)) from None
        for end in self._ends:
            end()
        return done_ms

    def _copying(self, stream: Any) -> Callable[[Any], None]:  # noqa: ANN401
        copy = self._out.add_stream_from_template(stream)
        if stream.language:
            copy.metadata["language"] = stream.language

        waiting: list[Any] = []

        def way(packet: Any) -> None:  # noqa: ANN401
            if not packet.size:  # how a stream says that it ends
                return
            if packet.dts is None:
                waiting.append(packet)
                return
            for ahead, one in enumerate(reversed(waiting), 1):  # Matroska keeps one time of two
                one.dts = packet.dts - ahead * (packet.duration or 1)
            for one in (*waiting, packet):
                one.stream = copy
                self._out.mux(one)
            waiting.clear()

        return way

    def _painting(self, stream: Any) -> Callable[[Any], None]:  # noqa: ANN401
        made = self._out.add_stream("libx264", rate=stream.average_rate or Fraction(25))
        width, height = self._facts.width, self._facts.height
        made.width, made.height, made.pix_fmt = width - width % 2, height - height % 2, "yuv420p"
        made.options = {"crf": PICTURE_QUALITY, "preset": "veryfast"}
        made.codec_context.time_base = stream.time_base
        start = Fraction(self._container.start_time or 0, 1_000_000)

        def way(packet: Any) -> None:  # noqa: ANN401
            for frame in packet.decode():
                at_ms = int((frame.pts * frame.time_base - start) * 1000) if frame.pts else 0
                self._out.mux(made.encode(self._painted(frame, at_ms)))

        self._ends.append(lambda: self._out.mux(made.encode(None)))
        return way

    def _painted(self, frame: Any, at_ms: int) -> Any:  # noqa: ANN401
        """A picture as it is to be seen, upright and drawn on, with the time it had."""
        even = frame.reformat(
            frame.width - frame.width % 2, frame.height - frame.height % 2, "yuv420p"
        )
        planes: Planes = _planes_of(even)
        if self._facts.turned:
            bright, first, second = (_turn(one, self._facts.turned) for one in planes)
            planes = bright, first, second
        if self._draw is not None:
            self._draw(at_ms, planes)
        made = _frame_of(self._av, planes)
        made.pts, made.time_base = frame.pts, frame.time_base
        return made

    def _sounding(self, stream: Any) -> Callable[[Any], None]:  # noqa: ANN401
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        made = self._out.add_stream("aac", rate=48_000, layout=layout)
        made.bit_rate = SOUND_BITS
        if stream.language:
            made.metadata["language"] = stream.language

        def way(packet: Any) -> None:  # noqa: ANN401
            for frame in packet.decode():
                self._out.mux(made.encode(frame))

        self._ends.append(lambda: self._out.mux(made.encode(None)))
        return way


def _turn(plane: npt.NDArray[np.uint8], degrees: int) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(np.rot90(plane, degrees // 90))


def _planes_of(picture: Any) -> Planes:  # noqa: ANN401
    """The planes of a 4:2:0 picture of even size, to be drawn on."""
    flat = picture.to_ndarray(format="yuv420p").ravel()
    height, width = picture.height, picture.width
    size, half = height * width, (height // 2, width // 2)
    return (
        flat[:size].reshape(height, width),
        flat[size : size + size // 4].reshape(half),
        flat[size + size // 4 :].reshape(half),
    )


def _frame_of(av: Any, planes: Planes) -> Any:  # noqa: ANN401
    flat = np.concatenate([plane.ravel() for plane in planes])
    return av.VideoFrame.from_ndarray(flat.reshape(-1, planes[0].shape[1]), format="yuv420p")
