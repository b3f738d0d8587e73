"""``access-kit/cues/1``: cues as data. Holds all that the model holds."""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType

from access_kit.errors import Problem
from access_kit.model.cue import NO_SETTINGS, Captions, Cue, Note, Region
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.heard_json import read_heard
from access_kit.timed_text.json_values import (
    Checker,
    dump_object,
    load_json,
    require_object,
)

SCHEMA = "access-kit/cues/1"


def read(data: bytes, name: str) -> ReadCaptions:
    """Read cues; ``BadInput`` with every mistake of form, problems for times out of order.

    JSON of other programs is known by its keys: see ``heard_json``.
    """
    value = load_json(data, name)
    if heard := read_heard(value, name):
        return heard
    root = require_object(value, name, SCHEMA)
    check = Checker(name)
    if "cues" not in root:
        check.wrong("cues", "a list")
    cues = tuple(_cue(check, place, value) for place, value in check.objects(root, "cues"))
    captions = Captions(
        cues=cues,
        regions=tuple(_region(check, *found) for found in check.objects(root, "regions")),
        styles=check.texts(root, "styles"),
        notes=tuple(_note(check, *found) for found in check.objects(root, "notes")),
        lang=check.maybe_text(root, "lang", ""),
    )
    check.finish()
    problems = tuple(
        Problem("timed-text.end-before-start", file=name, where=f"cues[{index}]")
        for index, cue in enumerate(cues)
        if cue.end_ms <= cue.start_ms
    )
    return ReadCaptions(captions, problems)


def _cue(check: Checker, place: str, value: dict[str, object]) -> Cue:
    given = value.get("settings", {})
    settings = NO_SETTINGS
    if not isinstance(given, dict):
        check.wrong(f"{place}.settings", "an object")
    elif given:
        settings = MappingProxyType(
            {name: check.text(given, name, f"{place}.settings") for name in given}
        )
    return Cue(
        id=check.text(value, "id", place),
        start_ms=check.time(value, "start_ms", place),
        end_ms=check.time(value, "end_ms", place),
        text=check.text(value, "text", place),
        settings=settings,
        speaker=check.maybe_text(value, "speaker", place),
        markup=check.maybe_text(value, "markup", place),
    )


def _region(check: Checker, place: str, value: dict[str, object]) -> Region:
    usual = Region(id="")

    def anchor(key: str, default: tuple[float, float]) -> tuple[float, float]:
        given = value.get(key, list(default))
        if isinstance(given, list) and len(given) == 2:
            pair = {"x": given[0], "y": given[1]}
            where = f"{place}.{key}"
            return check.number(pair, "x", where, 0), check.number(pair, "y", where, 100)
        check.wrong(f"{place}.{key}", "two numbers")
        return default

    return Region(
        id=check.text(value, "id", place),
        width=check.number(value, "width", place, usual.width),
        lines=int(check.number(value, "lines", place, usual.lines)),
        region_anchor=anchor("region_anchor", usual.region_anchor),
        viewport_anchor=anchor("viewport_anchor", usual.viewport_anchor),
        scroll_up=value.get("scroll_up") is True,
    )


def _note(check: Checker, place: str, value: dict[str, object]) -> Note:
    return Note(check.text(value, "text", place), int(check.number(value, "before", place, 0)))


def write(captions: Captions) -> WrittenCaptions:
    """Write cues; ``markup``, ``notes`` and ``lang`` stand only where there are any."""
    value: dict[str, object] = {
        "schema": SCHEMA,
        "cues": [_cue_value(cue) for cue in captions.cues],
        "regions": [asdict(region) for region in captions.regions],
        "styles": list(captions.styles),
    }
    if captions.notes:
        value["notes"] = [asdict(note) for note in captions.notes]
    if captions.lang:
        value["lang"] = captions.lang
    return WrittenCaptions(dump_object(value))


def _cue_value(cue: Cue) -> dict[str, object]:
    value: dict[str, object] = {
        "id": cue.id,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "text": cue.text,
        "settings": dict(cue.settings),
        "speaker": cue.speaker,
    }
    if cue.markup is not None:
        value["markup"] = cue.markup
    return value
