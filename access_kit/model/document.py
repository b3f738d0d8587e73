"""The Document tree: what every renderer sets and every translator walks.

Inline content is a tuple of ``Inline``; a document is a tuple of blocks. All text is plain data:
nothing in it is ever read as markup by a renderer. ``lang`` on a block or inline is set only where
it differs from its surroundings (BCP 47); direction follows from the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

FORM_VERSION = "[0-9A-F]{4}(?:-[0-9A-F]{4}){2}"
"""How the version of a form is printed: 12 hexadecimal digits, easy to say on the telephone."""


@dataclass(frozen=True)
class Text:
    """A run of words. ``strong`` is bold: the only emphasis there is (no italics, no underline).

    ``isolate`` marks a value that must keep its own order in text of the other direction: a phone
    number, time, PIN, address, name or URL.
    """

    text: str
    strong: bool = False
    isolate: bool = False
    lang: str | None = None


@dataclass(frozen=True)
class Link:
    """A link; ``url`` has one of the schemes https, http, tel, mailto, sms."""

    text: str
    url: str
    lang: str | None = None


@dataclass(frozen=True)
class LineBreak:
    """A line end inside a block, as in an address."""


Inline = Text | Link | LineBreak
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """``level`` 1 is the first level below the document's title."""

    level: int
    content: Inlines
    lang: str | None = None


@dataclass(frozen=True)
class Paragraph:
    content: Inlines
    lang: str | None = None


@dataclass(frozen=True)
class NewLineMark(Paragraph):
    """Points out the line of a form below it, which is new to the reader; it is no part of it."""


@dataclass(frozen=True)
class ListItem:
    content: Inlines
    children: tuple[Block, ...] = ()


@dataclass(frozen=True)
class BulletList:
    items: tuple[ListItem, ...]
    lang: str | None = None


@dataclass(frozen=True)
class Steps:
    """A numbered list."""

    items: tuple[ListItem, ...]
    start: int = 1
    lang: str | None = None


@dataclass(frozen=True)
class TickList:
    """Items with an empty box in front, for paper and screen."""

    items: tuple[ListItem, ...]
    lang: str | None = None


@dataclass(frozen=True)
class Question:
    """A statement or question with boxes for its answers, in order.

    ``key`` is the stable id of the item (``tc-hear``); it is not printed, but forms use it.
    ``kind`` (a word from the catalogue, such as "Your choice") stands above when given. ``also``
    is the same question in a second language: both share one row of boxes. ``many``: more than one
    answer may be ticked.
    """

    key: str
    content: Inlines
    answers: tuple[str, ...]
    kind: str | None = None
    note: Inlines = ()
    lang: str | None = None
    also: Question | None = None
    many: bool = False


@dataclass(frozen=True)
class WriteLine:
    """A labelled line to write on; ``also`` is its label in a second language."""

    key: str
    label: str
    lang: str | None = None
    also: WriteLine | None = None


@dataclass(frozen=True)
class Table:
    """A data table; the first row is the header row, and there always is one."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    caption: Inlines = ()
    lang: str | None = None


@dataclass(frozen=True)
class Image:
    """A picture, already re-encoded and stripped. ``alt`` is required unless ``decorative``."""

    data: bytes
    media_type: str
    alt: str
    decorative: bool = False
    width_px: int = 0
    height_px: int = 0
    lang: str | None = None


@dataclass(frozen=True)
class Callout:
    """A box that stands out by a heading and a rule, never by colour alone."""

    title: Inlines
    blocks: tuple[Block, ...]
    lang: str | None = None


@dataclass(frozen=True)
class Contact:
    """One way to reach somebody: a label, what to write or dial, and a link for a screen.

    ``runs_on``: the label is a sentence that the value ends, with no colon between them.
    """

    label: str
    value: str
    url: str | None = None
    runs_on: bool = False

    @property
    def before_value(self) -> str:
        """What stands on the value's line before it."""
        return f"{self.label} " if self.runs_on else f"{self.label}: "


@dataclass(frozen=True)
class ContactBox:
    title: Inlines
    contacts: tuple[Contact, ...]
    lang: str | None = None


@dataclass(frozen=True)
class Pair:
    """The same in two languages, side by side where there is room, else one below the other.

    Every block of ``second`` carries its language.
    """

    first: tuple[Block, ...]
    second: tuple[Block, ...]
    lang: str | None = None


@dataclass(frozen=True)
class PageBreak:
    pass


Block = (
    Heading
    | Paragraph
    | BulletList
    | Steps
    | TickList
    | Question
    | WriteLine
    | Table
    | Image
    | Callout
    | ContactBox
    | Pair
    | PageBreak
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in millimetres from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class AddressCarrier:
    """Page 1 of a posted packet: the address alone, where the envelope's window shows it.

    ``reveal`` is what the window can show at any position of the sheet: nothing but ``lines`` may
    be inked there. ``folds`` are distances from the top of the page in millimetres, for fold ticks.
    Every person's carrier is set in the same size and place.
    """

    lines: tuple[str, ...]
    safe: Box
    reveal: Box
    folds: tuple[float, ...]
    size_pt: float


@dataclass(frozen=True)
class FormLine:
    """One statement, question or choice of a form: the number before it, its stable id, its part.

    ``answers`` are the ids of what may be ticked. ``required``: a line of the agency's own.
    """

    number: str
    key: str
    kind: str
    answers: tuple[str, ...]
    required: bool = False


class Purpose(StrEnum):
    """What a document is; also the ``kind`` of its artefacts."""

    LETTER = "letter"
    TECH_CHECK = "tech_check"
    CONSENT = "consent"
    HANDOUT = "handout"
    QUESTIONNAIRE = "questionnaire"
    RUN_SHEET = "run_sheet"
    CHOICE_SHEET = "choice_sheet"
    EMAIL = "email"
    ANSWERS = "answers"
    TEXTS = "texts"


@dataclass(frozen=True)
class Document:
    """A whole document in one language.

    ``labels`` holds the few words a renderer adds by itself (page number, skip link), from the
    catalogue: ``page`` with ``{page}`` and ``{pages}``, ``skip_to_content``, ``contents``,
    ``yes_box`` …; a renderer asks for no other source of words. ``draft_banner`` is set above the
    text of each page when any part is not approved. ``print_pages`` are the pages of the printed
    twin, where there is one, on which each of ``blocks`` begins. ``form`` is what it asks, whatever
    shows it; ``reply_to`` is the e-mail address that its answers go to, where there is one.
    """

    title: str
    lang: str
    purpose: Purpose
    blocks: Blocks
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    address: AddressCarrier | None = None
    draft_banner: Blocks = ()
    source: str | None = None
    print_pages: tuple[int, ...] = ()
    form: tuple[FormLine, ...] = ()
    reply_to: str = ""
