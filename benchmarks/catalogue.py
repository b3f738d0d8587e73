"""Reading one catalogue of 600 messages, strictly, beside Babel's reader on the same bytes.

``python -m benchmarks.catalogue`` prints the table; both readers run by turns in one process.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from itertools import cycle, islice

from babel.messages.pofile import read_po

from access_kit.i18n.catalogues import WORDS, locales_folder, template_path
from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue, parse_catalogue, read_catalogue
from access_kit.localization.po_writer import write_catalogue
from benchmarks import Measured, show

MESSAGES = 600
MOST = 2.5
"""So many times Babel's time may reading take: it checks what Babel lets through."""


def make_catalogue(count: int = MESSAGES) -> bytes:
    """``count`` messages of our own words, each with a translation, notes and a state."""
    template, _ = read_catalogue(template_path(locales_folder(), WORDS))
    assert template is not None
    messages = [
        Message(
            f"{message.key}.{number}",
            message.source,
            message.source[::-1],
            notes=(*message.notes, "mt: none", "state: draft"),
            flags=message.flags,
        )
        for number, message in enumerate(islice(cycle(template.messages), count))
    ]
    header = {"Language": "es", "Content-Type": "text/plain; charset=UTF-8"}
    return write_catalogue(Catalogue(header=header, messages=tuple(messages)))


def measure(*, rounds: int = 40) -> list[Measured]:
    data = make_catalogue()
    ours, theirs = _by_turns(
        lambda: parse_catalogue(data, file="es.po"),
        lambda: read_po(io.BytesIO(data)),
        rounds=rounds,
    )
    what = f"a catalogue of {MESSAGES} messages, ms, beside Babel's `read_po`"
    return [Measured(what, f"{ours:.1f}", f"{theirs:.1f}", ours / theirs, f"<= {MOST}")]


def _by_turns(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """The middle time of each, in milliseconds, run in turns so that both meet the same load."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, found in zip((first, second), times, strict=True):
            started = time.perf_counter()
            run()
            found.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    show("catalogue", measure())
