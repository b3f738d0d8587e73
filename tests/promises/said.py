"""Every sentence of our papers is said to somebody: the people of ``said.toml``.

It names the sentences of each template apart from it, so that one which is taken out of a template,
or comes to nobody any more, is missed by its name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from access_kit.i18n import load_words
from tests.burden.duties import fragments
from tests.promises.judge import lines_about
from tests.promises.odd_people import odd_person
from tests.promises.papers import EARLY, LATE, Read, make

DATA = tomllib.loads((Path(__file__).parent / "said.toml").read_text(encoding="utf-8"))
SAID: Mapping[str, list[str]] = DATA["said"]
ELSEWHERE: Mapping[str, list[str]] = DATA["elsewhere"]


def in_templates() -> dict[str, set[str]]:
    """The sentences that each template names."""
    found = {}
    for name in SAID:
        text = (files("access_kit.materials") / f"{name}.toml").read_text(encoding="utf-8")
        found[name] = {item["word"] for item in tomllib.loads(text)["item"]}
    return found


ACTS: Mapping[str, list[str]] = DATA["acts"]
NO_ACT: Mapping[str, str] = DATA["no_act"]
"""Sentences that promise an act of the host, and those that only sound so."""

ACTS_OF = ("letter_short", "letter", "consent_short", "consent")
PROMISES = re.compile(
    r"\b(we'll|we wait|we (can|do|could|don't)|also read|we read|someone (will|can)|will be there"
    r"|you'll (get|ask|send)|just ask|practice first|instead|will see|screens are|go over"
    r"|look for another way)\b"
    r"|\b(call|text|write to|see) \{host|\{host\}('s| (will|reads|can|waits|stops|keeps))\b",
    re.IGNORECASE,
)
"""How a sentence sounds in which somebody is promised that something will be done."""


def not_done(read: Read) -> Iterator[tuple[str, str]]:
    """``(person, sentence)`` of each act that a packet promises and the run sheet does not hold."""
    words = load_words("en")
    sheet = " ".join(read.run_sheet.split()).casefold()
    for who, packet in read.packets.items():
        text = " \n ".join(packet.values()).casefold()
        called = f"({who})" if len(read.packets) > 1 else "Lan"
        lines = " ".join(" ".join(lines_about(read.run_sheet, called)).split()).casefold()
        for key, done in ACTS.items():
            if not all(part.casefold() in text for part in fragments(words, key)):
                continue
            if not any(
                words.messages[one].replace("**", "").casefold()
                in (lines if one.startswith("run.brief") else sheet)
                for one in done
            ):
                yield who, key


def texts_of(worlds: Iterable[Read]) -> Iterator[str]:
    """What everyone reads, the host among them."""
    for read in worlds:
        for packet in read.packets.values():
            yield from packet.values()
        yield from (read.run_sheet, read.hand_over)


def all_worlds(folder: Callable[[], Path]) -> Iterator[Read]:
    """A session of each world, in a ``folder`` of its own."""
    for world in DATA["world"]:
        people = [
            odd_person(who, number, contents=world["contents"], safe=("email", "letter", way))
            for number, (who, way) in enumerate(zip(world["people"], _ways(), strict=False), 1)
        ]
        now = EARLY if world["at"] == "early" else LATE
        yield make(folder() / "kit", people, now=now, **world["session"])


def _ways() -> Iterator[str]:
    while True:
        yield from ("call", "sms")


def not_said(texts: list[str]) -> dict[str, list[str]]:
    """By template, the sentences that nobody reads though they should."""
    words = load_words("en")
    said = " \n ".join(" ".join(text.split()) for text in texts).casefold()
    return {
        name: missed
        for name, keys in SAID.items()
        if (
            missed := [
                key
                for key in keys
                if not all(part.casefold() in said for part in fragments(words, key))
            ]
        )
    }


def said_alone() -> dict[str, list[str]]:
    """By template, the sentences that no other sentence says too, in whole or in part."""
    words = load_words("en")
    keys = sorted({key for own in (*SAID.values(), *ELSEWHERE.values()) for key in own})
    texts = {key: words.messages[key].replace("**", "").casefold() for key in keys}
    stands = [key for own in SAID.values() for key in own]
    alone = {
        key
        for key in keys
        if stands.count(key) == 1
        and not any(
            all(part.casefold() in texts[other] for part in fragments(words, key))
            for other in keys
            if other != key
        )
    }
    return {name: [key for key in own if key in alone] for name, own in SAID.items()}
