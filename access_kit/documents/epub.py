"""An e-book (EPUB 3.3) with the metadata of EPUB Accessibility 1.1, and one that is read along.

The text is the same as the web page's, without its forms: boxes are signs. Fonts and sizes are the
reader's own choice; the style only says where to begin. The file claims no conformance: programs
have checked it, and no person.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from access_kit.documents.access_terms import describe_access
from access_kit.documents.check_tree import plain_text, require_sound_tree, walk_blocks
from access_kit.documents.clean_text import clean_text
from access_kit.documents.narration import Narration
from access_kit.documents.places import BODY, TITLE, find_places
from access_kit.documents.renderers import label
from access_kit.documents.templates import easy_read_style, label_attributes, style_sheet, template
from access_kit.documents.zipped import zip_files
from access_kit.model.document import Callout, ContactBox, Document, Heading, Image
from access_kit.model.look import Look

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
MEDIA_TYPE = "application/epub+zip"
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg", "image/gif": "gif",
            "image/webp": "webp"}  # fmt: skip


@dataclass
class _Entry:
    """A line of the contents, with those of a lower level below it."""

    id: str
    text: str
    lang: str
    level: int
    below: list[_Entry] = field(default_factory=list)


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as an EPUB file; see ``renderers`` for the rules.

    Needs the labels ``contents``, ``page_list`` and ``access_summary``. ``fonts`` change nothing.
    """
    return build_epub(document, look, moment=moment)


def build_epub(
    document: Document, look: Look, *, moment: datetime, speech: Narration | None = None
) -> bytes:
    """The e-book; with ``speech`` the text is marked while it is spoken (media overlays)."""
    require_sound_tree(document)
    pictures = _pictures(document)
    text = template("book.xhtml.j2").render(
        document=document,
        has_forms=False,
        easy_read=look.easy_read,
        picture=lambda block: pictures[block.data][0],
        page_breaks=_page_breaks(document),
    )
    files: dict[str, bytes] = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "book/package.opf": _package(document, look, text, pictures, moment, speech),
        "book/contents.xhtml": _contents(document),
        "book/text.xhtml": text.encode(),
        "book/style.css": _style(look, document.lang),
    }
    files |= {f"book/{name}": data for data, (name, _) in pictures.items()}
    if speech:
        smil = template("read-along.smil.j2").render(speech=speech)
        files["book/read-along.smil"] = smil.encode()
        files[f"book/{speech.file}"] = speech.data
    # EPUB wants its media type first, and unpacked.
    named = [("mimetype", MEDIA_TYPE.encode()), *files.items()]
    return zip_files(named, stored=("mimetype",))


def _style(look: Look, lang: str) -> bytes:
    return (style_sheet("book.css", look, lang) + easy_read_style(look)).encode()


PictureFiles = Mapping[bytes, tuple[str, str]]
"""The bytes of each picture, with its file's name and media type."""


def _pictures(document: Document) -> PictureFiles:
    found: dict[bytes, tuple[str, str]] = {}
    for block in walk_blocks((*document.draft_banner, *document.blocks)):
        if isinstance(block, Image) and block.data not in found:
            name = f"picture-{len(found) + 1}.{_ENDINGS[block.media_type]}"
            found[block.data] = (name, block.media_type)
    return found


def _package(
    document: Document,
    look: Look,
    text: str,
    pictures: PictureFiles,
    moment: datetime,
    speech: Narration | None,
) -> bytes:
    access = dict(describe_access(document, look, "epub"))
    if speech:
        access["accessMode"] = (*access["accessMode"], "auditory")
        access["accessModeSufficient"] = ("textual", "auditory")
        features = (*access["accessibilityFeature"], "synchronizedAudioText")
        access["accessibilityFeature"] = tuple(sorted(features))
    if document.print_pages:
        features = (*access["accessibilityFeature"], "pageBreakMarkers", "pageNavigation")
        access["accessibilityFeature"] = tuple(sorted(features))
    # A book is another one when its words are: the same words keep the same name.
    digest = hashlib.sha256(f"{document.lang}\n{text}".encode()).digest()
    return (
        template("package.opf.j2")
        .render(
            document=document,
            identifier=uuid.UUID(bytes=digest[:16], version=5).urn,
            modified=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            access=access,
            summary=clean_text(label(document, "access_summary")),
            in_labels=label_attributes(document, ("xml:lang",)),
            pictures=[
                {"id": name.split(".")[0], "file": name, "media_type": media_type}
                for name, media_type in pictures.values()
            ],
            pages=_print_pages(document),
            speech=speech,
            duration=_clock(max((clip.end_ms for clip in speech.clips), default=0))
            if speech
            else "",
        )
        .encode()
    )


def _contents(document: Document) -> bytes:
    return (
        template("contents.xhtml.j2")
        .render(
            document=document,
            contents=clean_text(label(document, "contents")),
            page_list=clean_text(label(document, "page_list")),
            in_labels=label_attributes(document, ("lang", "xml:lang")),
            headings=_nest(_headings(document)),
            pages=_print_pages(document),
        )
        .encode()
    )


def _headings(document: Document) -> Iterator[_Entry]:
    """The title and every heading outside of lists, by level from 0."""
    yield _Entry(TITLE, clean_text(document.title), document.lang, 0)
    level = 0
    for place in find_places(document):
        if not place.id.startswith(f"{BODY}-"):
            continue
        match place.block:
            case Heading(level=level):
                yield _entry(place.id, plain_text(place.content), place.lang, level)
            case Callout() | ContactBox() if place.id.endswith("-title"):
                yield _entry(place.id, plain_text(place.content), place.lang, level + 1)
            case _:
                pass


def _entry(place_id: str, text: str, lang: str, level: int) -> _Entry:
    return _Entry(place_id, clean_text(text), lang, level)


def _nest(entries: Iterator[_Entry]) -> list[_Entry]:
    """The entries as a tree: each below the last one of a smaller level."""
    top: list[_Entry] = []
    open_entries: list[_Entry] = []
    for entry in entries:
        while open_entries and open_entries[-1].level >= entry.level:
            open_entries.pop()
        (open_entries[-1].below if open_entries else top).append(entry)
        open_entries.append(entry)
    return top


def _print_pages(document: Document) -> range:
    """Every page of the printed twin; none where there is no twin."""
    return range(1, max(document.print_pages, default=0) + 1)


def _page_breaks(document: Document) -> list[range]:
    """For each block, the pages of the printed twin that begin with it or shortly before.

    A page on which no block begins is marked together with the next one.
    """
    starts = document.print_pages or (0,) * len(document.blocks)
    before = [0, *starts]
    return [range(last + 1, page + 1) for last, page in zip(before, starts, strict=False)]


def _clock(milliseconds: int) -> str:
    """A length of time as SMIL writes it: hours, minutes, seconds."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
