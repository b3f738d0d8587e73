"""A page on which a recording is watched: captions as large as one likes, and what is said.

The choices of size and colours are those of every page (``html``). Captions stand under the film,
where they cover nothing and grow; or on it, or nowhere. The transcript moves along and jumps.
Nothing is fetched: film and captions lie beside the page, and its rules allow no other address.
Sources: WCAG 2.2, 1.2.2, 1.2.8, 1.4.4 and 2.1.1; W3C, "Media Accessibility User Requirements", 3.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from access_kit.documents.clean_text import clean_text
from access_kit.documents.html import page_style, settings_of
from access_kit.documents.page_code import inside_script, source_digest, web_file
from access_kit.documents.templates import template
from access_kit.model.cue import Captions
from access_kit.model.document import Document
from access_kit.model.look import Look
from access_kit.timed_text.clock import format_short_clock
from access_kit.timed_text.paragraphs import SpokenParagraph
from access_kit.timed_text.speaker_labels import with_speakers

WAYS = ("under", "on", "off")
"""Where captions stand; the first is chosen at the start. Sound alone has nothing to stand on."""


@dataclass(frozen=True)
class Film:
    """The recording beside the page: its file's name there, and whether there is a picture."""

    name: str
    is_video: bool


@dataclass(frozen=True)
class WatchPage:
    """All that a page shows. ``says`` are its own words, ``draft`` what a draft says of itself.

    ``document`` gives title, language and labels; it has no blocks.
    """

    document: Document
    captions: Captions
    turns: tuple[SpokenParagraph, ...]
    film: Film
    says: Mapping[str, str]
    cues_name: str | None = None
    draft: str | None = None


def build_watch_page(page: WatchPage, look: Look) -> bytes:
    """The page as HTML, without the film."""
    code = web_file("watch.js")
    style = page_style(look, page.document.lang) + web_file("watch.css")
    text = template("watch.html.j2").render(
        document=page.document,
        **settings_of(page.document),
        film=page.film,
        says={name: clean_text(words) for name, words in page.says.items()},
        ways=WAYS if page.film.is_video else ("under", "off"),
        cues_name=page.cues_name,
        draft=clean_text(page.draft) if page.draft else None,
        turns=list(_turns(page.turns)),
        cues=_cues(page.captions),
        policy=_policy(style, code),
        style=Markup(style),  # noqa: S704 (our own files, and numbers and colours of the look)
        code=Markup(code),  # noqa: S704 (our own file)
    )
    return text.encode("utf-8")


def _turns(turns: Iterable[SpokenParagraph]) -> Iterator[dict[str, object]]:
    """Each turn with its clock; who speaks is said where it changes."""
    speaker = None
    for turn in turns:
        yield {
            "start_ms": turn.start_ms,
            "clock": format_short_clock(turn.start_ms),
            "speaker": turn.speaker if turn.speaker != speaker else None,
            "pieces": turn.pieces,
        }
        speaker = turn.speaker


def _cues(captions: Captions) -> Markup:
    """Start, end, text and line of each cue, as JSON that no text can leave."""
    shown = []
    for cue, said in with_speakers(captions):
        line = cue.settings.get("line", "")
        text = "\n".join(map(clean_text, said.split("\n")))
        shown.append((cue.start_ms, cue.end_ms, text, int(line) if _is_line(line) else None))
    told = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return Markup(inside_script(told))  # noqa: S704 (JSON without a tag's first sign)


def _is_line(value: str) -> bool:
    return value.isascii() and value.removeprefix("-").isdigit() and len(value) < 4


def _policy(style: str, code: str) -> str:
    """Nothing but this page's style and script, and what lies beside it."""
    return (
        f"default-src 'none'; script-src {source_digest(code)}; style-src {source_digest(style)};"
        " media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )
