"""Sheets that are no documents: labels for flats, and a scale to measure an envelope with.

Both are tagged PDF/UA-1 like every PDF of ours. Labels hold addresses and the neutral sender alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from access_kit.documents.fonts import font_stack
from access_kit.documents.more_fonts import choose_fonts, order_families
from access_kit.documents.pdf import load_fonts, refuse_forked_process
from access_kit.errors import CannotWrite, Problem
from access_kit.model.document import Box

_FILE = Path(__file__).parent / "typeset" / "sheets.typ"
EDGE = 20.0
"""Left free around the scale, in millimetres: most printers leave out some of it."""


@dataclass(frozen=True)
class LabelPage:
    """A sheet of labels: where each stands, and what they share.

    ``sender`` stands ``sender_mm`` above each address.
    """

    boxes: Sequence[Box]
    paper_mm: tuple[float, float]
    size_pt: float
    sender: str
    sender_mm: float
    title: str
    lang: str


def render_labels(
    addresses: Sequence[Sequence[str]],
    sheet: LabelPage,
    *,
    moment: datetime,
    fonts: tuple[Path, ...] = (),
) -> bytes:
    """One label for each address, row by row, in one size; as many sheets as it takes."""
    boxes = sheet.boxes
    full = [addresses[at : at + len(boxes)] for at in range(0, len(addresses), len(boxes))]
    pages = [
        [
            {"box": (box.left, box.top, box.width, box.height), "lines": list(lines)}
            for lines, box in zip(group, boxes, strict=False)
        ]
        for group in full
    ]
    texts = [line for lines in addresses for line in lines]
    data = {
        "kind": "labels",
        "pages": pages,
        "sender": sheet.sender,
        "size": sheet.size_pt,
        "room": sheet.sender_mm,
        "title": sheet.title,
        "lang": sheet.lang.partition("-")[0],
        "width": sheet.paper_mm[0],
        "height": sheet.paper_mm[1],
    }
    return _compile(data, [*texts, sheet.sender, sheet.title], moment, fonts)


def render_scale(
    steps: Sequence[str], *, paper_mm: tuple[float, float], title: str, lang: str, moment: datetime
) -> bytes:
    """A corner with millimetres along both edges, on a sheet that lies on its side."""
    height, width = paper_mm
    data = {
        "kind": "scale",
        "corner": (EDGE, height - EDGE, width - 2 * EDGE + 10, height - 2 * EDGE + 10),
        "steps": list(steps),
        "title": title,
        "lang": lang.partition("-")[0],
        "width": width,
        "height": height,
    }
    return _compile(data, [*steps, title], moment, ())


def _compile(
    data: dict[str, Any], texts: Sequence[str], moment: datetime, fonts: tuple[Path, ...]
) -> bytes:
    refuse_forked_process()
    folders = choose_fonts(texts, fonts)
    more = order_families(load_fonts(folders).families(), "Latn")
    data["fonts"] = [*font_stack("en"), *more]
    try:
        made = typst.compile(
            str(_FILE),
            format="pdf",
            sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            root=str(_FILE.parent),
            font_paths=load_fonts(folders),
            ignore_system_fonts=True,
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise CannotWrite(Problem("document.not-typeset")) from error
    assert isinstance(made, bytes)
    return made
