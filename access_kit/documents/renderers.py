"""The seam for output formats: one renderer a file, one record here.

To add a format: write a module with a function ``render`` of the shape of ``Renderer`` below and
give it a record in ``FORMATS``. Nothing else has to change: who gets it, what stands in for it,
how it goes and what a manifest says of it all stand in that record, and ``CONTRIBUTING.md`` names
what a new wish in profiles needs besides. The rules for a renderer:

- It sets the tree it is given and nothing else: every word comes from the document or from
  ``document.labels`` (ask with ``label``). No clock, no file of the user's, no network.
- Same document, look and moment: same bytes. It may be called from several threads at once.
- Text is data. Pass each string through ``clean_text``; never build markup from it.
- Call ``require_sound_tree`` first and, where glyphs are drawn, ``require_glyphs``.
- Return the bytes of the file, or a tuple of ``Rendition`` where there are several files.
- Raise only ``AccessKitError``: ``BadInput`` for a tree that cannot be set accessibly,
  ``MissingPart`` for a font or tool, ``CannotWrite`` when the result fails its own check.
- What is worth a warning it tells in a second function, named by ``Format.warnings``.
- Import what is heavy inside the module; this file stays light.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from access_kit.documents.bilingual import unfold
from access_kit.errors import CannotWrite, Problem
from access_kit.model.document import Document, Purpose
from access_kit.model.look import Look
from access_kit.model.profile import ReadingFormat


@dataclass(frozen=True)
class Rendition:
    """One finished file; ``suffix`` (no dot in front) goes behind the document's stem.

    ``shows`` is what a picture says, for the manifest; empty for every other file. ``like`` names
    the format whose accessibility a file beside the main one has; empty for the main one.
    """

    suffix: str
    media_type: str
    data: bytes
    shows: str = ""
    like: str = ""


class Renderer(Protocol):
    """Set ``document`` with ``look`` and give back what was made.

    ``moment`` (with a zone) is the only time that may appear in a file. ``fonts`` are folders
    with further fonts that the user named.
    """

    def __call__(
        self, document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
    ) -> bytes | tuple[Rendition, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Format:
    """All that is true of one format. Whoever has to know it asks here; nobody keeps a list.

    The file (the first, of several): ``suffix`` (no dot in front), ``media_type``, and ``kind`` in
    a manifest; without one, its kind is the paper's purpose.

    Who makes it: ``renderer`` and ``warnings`` are dotted names, imported on first use.
    ``warnings`` takes the document and gives ``Problem``s that stop nothing. ``two_columns``: it
    sets two languages side by side; others get them one after the other. ``names_pages``: it can
    name the pages of a printed twin.

    Who gets it: ``serves`` are the wishes of a profile that it meets. ``usual``: who has said
    nothing gets it, and it is what everyone gets alike. ``printed``: it goes by post, and its
    sheets are counted. ``with_pictures``: only for who likes pictures. ``joins`` are two formats:
    where both are made, this one takes the place of the second.

    What it needs beside the program: an ``extra``, or a ``tool`` of the system. ``instead`` is what
    a person gets where that is missing; where it is empty, the packet cannot be made.

    How it goes: ``by_mail`` as an attachment, except the papers that the body of an e-mail says
    already (``in_body``); ``by_hand``: it goes into an envelope, or with it, by hand.

    Its accessibility, in schema.org's terms: ``modes`` (each enough by itself), ``features``,
    ``keeps_pictures``, ``keeps_size`` (letters are as large as the look says), ``doubtful_order``
    (readers differ about lines that run from right to left).
    """

    suffix: str
    media_type: str
    renderer: str
    kind: str = ""
    warnings: str = ""
    two_columns: bool = False
    names_pages: bool = False
    serves: tuple[ReadingFormat, ...] = ()
    usual: bool = False
    printed: bool = False
    with_pictures: bool = False
    joins: tuple[str, str] | None = None
    extra: str = ""
    tool: str = ""
    instead: str = "html"
    by_mail: bool = True
    by_hand: bool = False
    in_body: tuple[Purpose, ...] = ()
    modes: tuple[str, ...] = ("textual",)
    features: tuple[str, ...] = ()
    keeps_pictures: bool = False
    keeps_size: bool = False
    doubtful_order: bool = False

    def kind_of(self, purpose: Purpose) -> str:
        """The kind of a paper in this format, as a manifest has it."""
        return self.kind or purpose.value


FORMATS: Mapping[str, Format] = {
    "pdf": Format(
        suffix="pdf",
        media_type="application/pdf",
        renderer="access_kit.documents.pdf:render",
        two_columns=True,
        serves=(ReadingFormat.PRINT, ReadingFormat.LARGE_PRINT),
        usual=True,
        printed=True,
        instead="",
        in_body=(Purpose.LETTER,),
        features=("structuralNavigation", "taggedPDF", "highContrastDisplay"),
        keeps_pictures=True,
        keeps_size=True,
        doubtful_order=True,
    ),
    "html": Format(
        suffix="html",
        media_type="text/html",
        renderer="access_kit.documents.html:render",
        two_columns=True,
        serves=(ReadingFormat.SCREEN_READER_FILE,),
        usual=True,
        instead="",
        in_body=(Purpose.LETTER,),
        features=("structuralNavigation", "displayTransformability", "highContrastDisplay"),
        keeps_pictures=True,
        keeps_size=True,
    ),
    "docx": Format(
        suffix="docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        renderer="access_kit.documents.docx:render",
        serves=(ReadingFormat.DOCX,),
        extra="office",
        features=("structuralNavigation", "displayTransformability"),
        keeps_pictures=True,
        keeps_size=True,
    ),
    "epub": Format(
        suffix="epub",
        media_type="application/epub+zip",
        renderer="access_kit.documents.epub:render",
        kind="epub",
        names_pages=True,
        serves=(ReadingFormat.SCREEN_READER_FILE,),
        features=("structuralNavigation", "displayTransformability", "tableOfContents"),
        keeps_pictures=True,
    ),
    "braille": Format(
        suffix="brf",
        media_type="application/x-brf",
        renderer="access_kit.documents.braille:render",
        kind="braille",
        serves=(ReadingFormat.BRAILLE,),
        tool="liblouis",
        by_hand=True,
        modes=("tactile",),
        features=("braille",),
    ),
    "text": Format(
        suffix="txt",
        media_type="text/plain",
        renderer="access_kit.documents.text:render",
        kind="text",
        serves=(ReadingFormat.SCREEN_READER_FILE,),
        in_body=(Purpose.LETTER,),
        features=("displayTransformability",),
    ),
    "sms": Format(
        suffix="sms.txt",
        media_type="text/plain",
        renderer="access_kit.documents.text_messages:render",
        kind="sms",
        warnings="access_kit.documents.text_messages:find_costly_letters",
        serves=(ReadingFormat.TEXT_MESSAGE,),
        by_mail=False,
        features=("displayTransformability",),
    ),
    "audio": Format(
        suffix="mp3",
        media_type="audio/mpeg",
        renderer="access_kit.documents.sound.audio:render",
        kind="audio",
        serves=(ReadingFormat.AUDIO,),
        extra="audio",
        by_hand=True,
        modes=("auditory",),
        features=("structuralNavigation",),
    ),
    "wav": Format(
        suffix="wav",
        media_type="audio/wav",
        renderer="access_kit.documents.sound.audio:render_wav",
        kind="audio",
        extra="audio",
        by_hand=True,
        modes=("auditory",),
        features=("structuralNavigation",),
    ),
    "daisy": Format(
        suffix="daisy.zip",
        media_type="application/zip",
        renderer="access_kit.documents.sound.daisy:render",
        kind="daisy",
        extra="audio",
        instead="audio",
        by_mail=False,
        by_hand=True,
        modes=("auditory", "textual"),
        features=("structuralNavigation", "tableOfContents", "synchronizedAudioText"),
    ),
    "read-along": Format(
        suffix="read-along.epub",
        media_type="application/epub+zip",
        renderer="access_kit.documents.sound.read_along:render",
        kind="epub",
        names_pages=True,
        joins=("audio", "epub"),
        extra="audio",
        instead="epub",
        modes=("textual", "auditory"),
        features=(
            "structuralNavigation",
            "displayTransformability",
            "tableOfContents",
            "synchronizedAudioText",
        ),
        keeps_pictures=True,
    ),
    "card": Format(
        suffix="card-01.png",
        media_type="image/png",
        renderer="access_kit.documents.cards.render:render",
        kind="card",
        serves=(ReadingFormat.TEXT_MESSAGE,),
        with_pictures=True,
        by_mail=False,
        by_hand=True,
        modes=("visual",),
        features=("highContrastDisplay", "largePrint", "alternativeText"),
    ),
}
"""Every format by its name. The order is that of the files in a packet."""


def names_where(holds: Callable[[Format], bool]) -> tuple[str, ...]:
    """The names of the formats for which ``holds`` is true."""
    return tuple(name for name, one in FORMATS.items() if holds(one))


PAPER = names_where(lambda one: one.printed)[0]
"""The format that goes by post."""

USUAL = names_where(lambda one: one.usual)
"""What is made for a person who has said nothing."""


def name_of_file(file: str) -> str | None:
    """The format that a file's name says by its ending; ``None`` when no format has that."""
    lowered = file.lower()
    found = names_where(lambda one: lowered.endswith(f".{one.suffix}"))
    return max(found, key=lambda name: len(FORMATS[name].suffix), default=None)


def renderer_for(format_name: str) -> Renderer:
    """The renderer of a format; ``KeyError`` for a name that is not in ``FORMATS``."""
    return cast(Renderer, _import(FORMATS[format_name].renderer))


def render_files(
    format_name: str,
    document: Document,
    look: Look,
    *,
    moment: datetime,
    fonts: tuple[Path, ...] = (),
) -> tuple[Rendition, ...]:
    """Every file of ``document`` in a format, the main one first."""
    if not FORMATS[format_name].two_columns:
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
