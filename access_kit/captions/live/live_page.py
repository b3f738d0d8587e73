"""The page of live captions: its parts, its words, and how it looks at first.

Its words come from the catalogue, in the language of the captions: who is in the room reads them.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from access_kit.captions.draft_words import words_of_recording
from access_kit.captions.loopback import ServedPart
from access_kit.documents.direction import direction
from access_kit.documents.looks import colours_for
from access_kit.documents.page_code import inside_script
from access_kit.i18n.words import Words
from access_kit.model.look import Colours, Contrast

STATES = ("waiting", "listening", "silent", "paused", "gone", "over")
FAULTS = ("looking", "refused", "none", "soundless", "ended", "taken", "behind", "lost")
SAID = ("captions", "microphone", "computer", "pause", "lines", "machine", "open")
SIZES_PX = (24, 32, 40, 48, 56, 64, 80, 96, 128)
USUAL_PX, LINES = 48, 3
SCREEN_PX_A_POINT = 96 / 72 * 2
"""A screen is read from about twice as far away as paper."""
COLOURS: Mapping[str, Contrast] = {
    "light-on-dark": Contrast.LIGHT_ON_DARK,
    "dark-on-light": Contrast.HIGH,
    "dark-on-cream": Contrast.DARK_ON_CREAM,
}
"""The first is what captions mostly look like."""
ALSO_SAID = {
    "settings": "render.reading-settings",
    "text_size": "render.text-size",
    "colours": "render.colours",
    "title": "live.title",
}


@dataclass(frozen=True)
class LiveLook:
    """How large and in which colours the page begins; a reader changes both there."""

    size_px: int = USUAL_PX
    colour: str = next(iter(COLOURS))

    @classmethod
    def of_print(cls, size_pt: float, colours: Colours) -> LiveLook:
        """For a person who reads print of this size in these colours; never smaller than usual."""
        wanted = max(USUAL_PX, size_pt * SCREEN_PX_A_POINT)
        size = next((one for one in SIZES_PX if one >= wanted), SIZES_PX[-1])
        asked = (name for name, one in COLOURS.items() if colours_for(one) == colours)
        return cls(size, next(asked, next(iter(COLOURS))))


def live_parts(
    lang: str | None, look: LiveLook, *, piped: bool, kept: bool
) -> dict[str, ServedPart]:
    """The page and what it loads, by name. ``piped``: no sound is taken there."""
    words = words_of_recording(lang)
    own = words.lang_of("live.title") or words.locale
    told = {
        "sizes": SIZES_PX,
        "size": look.size_px,
        "lines": LINES,
        "colours": {
            name: (colours_for(one).ink, colours_for(one).paper) for name, one in COLOURS.items()
        },
        "colour": look.colour,
        "says": _says(words),
    }
    spoken = lang or own
    values = {
        "lang": own,
        "dir": direction(own),
        "words_lang": spoken,
        "words_dir": direction(spoken),
        "hidden": " hidden" if piped else "",
        "kept": words.text("live.kept" if kept else "live.not-kept"),
        **{name: words.text(f"live.{name}") for name in SAID},
        **{name: words.text(key) for name, key in ALSO_SAID.items()},
    }
    page = _shipped("live.html")
    for name, value in values.items():
        safe = value if name == "hidden" else html.escape(value)
        page = page.replace(f"{{{name}}}", safe)
    data = inside_script(json.dumps(told, ensure_ascii=False))
    page = page.replace("{told}", data)
    return {
        "": ServedPart("text/html; charset=utf-8", page.encode()),
        "live.css": ServedPart("text/css; charset=utf-8", _shipped("live.css").encode()),
        **{
            name: ServedPart("text/javascript; charset=utf-8", _shipped(name).encode())
            for name in ("live.js", "ear.js")
        },
    }


def _says(words: Words) -> dict[str, str]:
    told = {name: words.text(f"live.{name}") for name in (*STATES, *FAULTS, "pause", "resume")}
    told |= {name: words.text(f"render.{name}") for name in ("light-on-dark", "dark-on-light")}
    return {**told, "dark-on-cream": words.text("live.dark-on-cream")}


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
