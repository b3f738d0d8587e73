"""How much a person has to read of what ``prepare`` made, in counts."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pypdfium2 as pdfium

COUNTED = ("sheets", "tech_check", "consent", "texts", "costly", "mail", "letter_s", "forms_s")
FORMS = ("tech_check", "consent")
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)


def burden_of(packet: Path) -> dict[str, int]:
    """The counts of one packet; handouts and what waits to be asked for set apart.

    A draft is counted in place of what goes instead of it: the budgets are for both.
    """
    manifest = json.loads((packet / "manifest.json").read_text("utf-8"))
    handouts = {
        one["file"].split(".")[0]
        for one in (*manifest["artefacts"], *manifest.get("drafts", ()))
        if one["kind"] == "handout"
    }
    found = dict.fromkeys(COUNTED, 0)
    shown = {one.get("form"): _numbered(one) for one in manifest["forms"]}
    read: dict[str, int] = {}
    made = [*manifest["artefacts"], *manifest.get("drafts", ())]
    stems = {one["file"].split(".")[0] for one in made}
    drafted = {twin[1] for stem in stems if (twin := re.fullmatch(r"(.+)-[a-z]+-draft", stem))}
    for one in made:
        path, stem = packet / one["file"], one["file"].split(".")[0]
        if stem in handouts or stem.endswith("-full") or stem in drafted:
            continue
        if path.suffix == ".pdf":
            read[stem] = len(_text(path).split())
            found["sheets"] += math.ceil(
                (_pages(path) - (stem.startswith("letter") and _address(path))) / 2
            )
        if one["kind"] in FORMS:
            asked = len(one["items"]) if "items" in one else shown.get(one["kind"], 0)
            found[one["kind"]] = max(found[one["kind"]], asked)
        if path.name.endswith(".sms.txt"):
            text = path.read_text("utf-8")
            read[stem] = len(text.split())
            found["texts"] += len(re.findall(r"(?m)^\d+/\d+ ", text))
            found["costly"] |= int(not set(text) <= GSM)
        if path.suffix == ".vtt":
            found["letter_s" if stem == "letter" else "forms_s"] += _seconds(path)
        if one["kind"] == "email" and path.suffix == ".txt":
            found["mail"] = len(path.read_text("utf-8").split())
    return found | {"words": sum(read.values()) or found["mail"]}


def _seconds(captions: Path) -> int:
    """How long a paper takes to hear."""
    hours, minutes, seconds = re.findall(r"--> (\d+):(\d+):(\d+)", captions.read_text("utf-8"))[-1]
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + 1


def _numbered(form: dict) -> int:
    """The lines of a form whose paper lists none: what has a number, the signature aside."""
    return sum(bool(item["number"]) for item in form["items"] if item["kind"] != "sign")


def _text(path: Path) -> str:
    with pdfium.PdfDocument(path) as opened:
        return " ".join(page.get_textpage().get_text_range() for page in opened)


def _pages(path: Path) -> int:
    return len(pdfium.PdfDocument(path))


def _address(path: Path) -> bool:
    """Whether page 1 is the sheet for the window, which nobody reads."""
    page = pdfium.PdfDocument(path)[0].get_textpage().get_text_bounded()
    return _pages(path) > 1 and len(page.split()) < 20
