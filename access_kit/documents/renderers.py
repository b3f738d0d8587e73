"""The seam for output formats: one renderer a file, one line here.

To add a format: write a module with a function ``render`` of the shape of ``Renderer`` below and
add one line to ``FORMATS``. The rules for a renderer:

- It sets the tree it is given and nothing else: every word comes from the document or from
  ``document.labels`` (ask with ``label``). No clock, no file of the user's, no network.
- Same document, look and moment: same bytes. It may be called from several threads at once.
- Text is data. Pass each string through ``clean_text``; never build markup from it.
- Call ``require_sound_tree`` first and, where glyphs are drawn, ``require_glyphs``.
- It gives the bytes of its one file, or a tuple of ``Rendition`` when it makes several.
- Raise only ``AccessKitError``: ``BadInput`` for a tree that cannot be set accessibly,
  ``MissingPart`` for a font or tool, ``CannotWrite`` when the result fails its own check.
- What is worth a warning it tells in a second function, named by ``Format.warnings``.
- Import what is heavy inside the module; this file stays light.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from access_kit.documents.bilingual import unfold
from access_kit.errors import CannotWrite, Problem
from access_kit.model.document import Document
from access_kit.model.look import Look


@dataclass(frozen=True)
class Rendition:
    """One finished file; ``suffix`` (no dot in front) goes behind the document's stem.

    ``shows`` is what a picture says, for the manifest; empty for every other file.
    """

    suffix: str
    media_type: str
    data: bytes
    shows: str = ""


class Renderer(Protocol):
    """Set ``document`` with ``look`` and give back what was made.

    ``moment`` (with a zone) is the only time that may appear in a file. ``fonts`` are folders
    with further fonts that the user named.
    """

    def __call__(
        self, document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
    ) -> bytes | tuple[Rendition, ...]: ...


@dataclass(frozen=True)
class Format:
    """A format: the file (the first, of several) that it makes, and who makes it.

    ``renderer`` and ``warnings`` are dotted names, imported on first use. ``warnings`` takes the
    document and gives ``Problem``s that stop nothing.
    """

    suffix: str
    media_type: str
    renderer: str
    warnings: str = ""


FORMATS = {
    "pdf": Format("pdf", "application/pdf", "access_kit.documents.pdf:render"),
    "html": Format("html", "text/html", "access_kit.documents.html:render"),
    "epub": Format("epub", "application/epub+zip", "access_kit.documents.epub:render"),
    "braille": Format("brf", "application/x-brf", "access_kit.documents.braille:render"),
    "text": Format("txt", "text/plain", "access_kit.documents.text:render"),
    "sms": Format(
        "sms.txt",
        "text/plain",
        "access_kit.documents.text_messages:render",
        "access_kit.documents.text_messages:find_costly_letters",
    ),
    "audio": Format("mp3", "audio/mpeg", "access_kit.documents.sound.audio:render"),
    "wav": Format("wav", "audio/wav", "access_kit.documents.sound.audio:render_wav"),
    "read-along": Format(
        "read-along.epub",
        "application/epub+zip",
        "access_kit.documents.sound.read_along:render",
    ),
    "card": Format("card-01.png", "image/png", "access_kit.documents.cards.render:render"),
}


def renderer_for(format_name: str) -> Renderer:
    """The renderer of a format; ``KeyError`` for a name that is not in ``FORMATS``."""
    return cast(Renderer, _import(FORMATS[format_name].renderer))


TWO_COLUMNS = frozenset({"pdf", "html"})
"""Formats that set two languages side by side; others get them one after the other."""


def render_files(
    format_name: str,
    document: Document,
    look: Look,
    *,
    moment: datetime,
    fonts: tuple[Path, ...] = (),
) -> tuple[Rendition, ...]:
    """Every file of ``document`` in a format, the main one first."""
    if format_name not in TWO_COLUMNS:
        document = unfold(document)
    made = renderer_for(format_name)(document, look, moment=moment, fonts=fonts)
    if isinstance(made, bytes):
        chosen = FORMATS[format_name]
        return (Rendition(chosen.suffix, chosen.media_type, made),)
    return made


def render_main(
    format_name: str,
    document: Document,
    look: Look,
    *,
    moment: datetime,
    fonts: tuple[Path, ...] = (),
) -> bytes:
    """The main file of ``document`` in a format, alone."""
    return render_files(format_name, document, look, moment=moment, fonts=fonts)[0].data


def find_warnings(format_name: str, document: Document) -> tuple[Problem, ...]:
    """What someone should know about ``document`` in a format, though it can be made."""
    name = FORMATS[format_name].warnings
    return tuple(_import(name)(document)) if name else ()


def _import(dotted: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


def label(document: Document, key: str) -> str:
    """A word that the renderer adds by itself; ``CannotWrite`` when the document brings none."""
    try:
        return document.labels[key]
    except KeyError:
        raise CannotWrite(Problem("document.label-missing", facts={"label": key})) from None


def label_language(document: Document) -> str | None:
    """The language of the labels where it is not the document's own."""
    lang = document.labels.get("language", document.lang)
    return None if lang == document.lang else lang
