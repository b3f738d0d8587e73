"""What is said of a Document: spoken text is not the printed text.

A listener cannot look back, so each part says what it is before it is read: a heading after a
pause, the number of each list item, the header in front of each table cell, a box to tick as a
question. An address is said the first time it comes up; after that, only the words of its link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from access_kit.documents.clean_text import clean_text
from access_kit.documents.places import BANNER, BODY, TITLE
from access_kit.documents.renderers import label, label_language
from access_kit.documents.sound.spoken_forms import Labels, SaidWords, ends_sentence, say_text
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    ContactBox,
    Document,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)

LABELS = (
    "picture", "speak_answer", "speak_at", "speak_dot", "speak_heading", "speak_hour",
    "speak_hour_of_half", "speak_item", "speak_list", "speak_minutes_below_ten", "speak_plus",
    "speak_range", "speak_row", "speak_slash", "speak_step", "speak_table", "speak_tick",
    "speak_time", "speak_write",
)  # fmt: skip
"""Every label of the document that may be said."""

PAUSE_MS = 250
ITEM_PAUSE_MS = 350
BLOCK_PAUSE_MS = 550
BEFORE_HEADING_MS = 900
AFTER_HEADING_MS = 600
"""Silence between sentences, list items, blocks, and around headings, in milliseconds."""


CODE_DIGITS = 4
"""A value of so many digits alone is a PIN or the number of a meeting, to be typed."""


@dataclass(frozen=True)
class SpokenPiece:
    """One utterance: a sentence, or what the voice adds, in one language.

    ``place`` is the id in ``places`` of the words; empty for what belongs to the next piece.
    ``chapter`` is the heading that begins here, as printed. Pauses are milliseconds of silence.
    """

    words: tuple[SaidWords, ...]
    lang: str
    place: str = ""
    before_ms: int = 0
    after_ms: int = PAUSE_MS
    chapter: str = ""

    @property
    def said(self) -> str:
        """What the voice is given."""
        return _join((word.said, word.glued) for word in self.words)

    @property
    def shown(self) -> str:
        """What stands in a caption: the printed words, and what the voice adds."""
        return _join((word.printed or word.said, word.glued) for word in self.words)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each word begins in ``said``, counted in characters."""
        starts, at, apart = [], 0, False
        for word in self.words:
            apart = apart or not word.glued
            gap = 1 if word.said and at and apart else 0
            starts.append(at + gap)
            at += gap + len(word.said)
            apart = apart and not word.said
        return tuple(starts)


def speak_document(document: Document) -> tuple[SpokenPiece, ...]:
    """The pieces of a document in reading order, its title first. Needs every one of ``LABELS``."""
    return tuple(_Speaker(document).speak())


class _Speaker:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._labels: Labels = {name: label(document, name) for name in LABELS}
        self._label_lang = label_language(document) or document.lang
        self._addresses: set[str] = set()
        self._last_answers: tuple[str, ...] = ()

    def speak(self) -> Iterator[SpokenPiece]:
        lang = self._document.lang
        yield from self._blocks(self._document.draft_banner, lang, BANNER)
        title = clean_text(self._document.title)
        yield from _pieces(self._plain(title, lang), TITLE, AFTER_HEADING_MS, chapter=title)
        yield from self._blocks(self._document.blocks, lang, BODY)

    def _blocks(self, blocks: Blocks, lang: str, path: str) -> Iterator[SpokenPiece]:
        for number, block in enumerate(blocks, 1):
            own = getattr(block, "lang", None) or lang
            yield from self._block(block, own, f"{path}-{number}")

    def _block(self, block: Block, lang: str, at: str) -> Iterator[SpokenPiece]:
        match block:
            case Heading(content=content):
                yield from self._heading(content, lang, at, is_chapter=True)
            case Paragraph(content=content):
                yield from _pieces(self._inlines(content, lang), at, BLOCK_PAUSE_MS)
            case BulletList(items=items):
                yield from _pieces(self._added("speak_list", count=len(items)), "", ITEM_PAUSE_MS)
                yield from self._items(items, lang, at, "speak_item")
            case Steps(items=items, start=start):
                yield from self._items(items, lang, at, "speak_step", start)
            case TickList(items=items):
                yield from self._items(items, lang, at, "speak_item", after="speak_tick")
            case Question():
                yield from self._question(block, lang, at)
            case WriteLine(label=words):
                yield from self._named(self._added("speak_write"), words, lang, at)
            case Table():
                yield from self._table(block, lang, at)
            case Image(alt=alt, decorative=False):
                yield from self._named(self._said(f"{self._labels['picture']}:"), alt, lang, at)
            case Callout(title=title, blocks=blocks):
                yield from self._heading(title, lang, f"{at}-title")
                yield from self._blocks(blocks, lang, at)
            case ContactBox(title=title):
                yield from self._heading(title, lang, f"{at}-title")
                yield from self._contacts(block, lang, at)
            case _:
                pass

    def _heading(
        self, content: Inlines, lang: str, at: str, *, is_chapter: bool = False
    ) -> Iterator[SpokenPiece]:
        words = self._inlines(content, lang)
        yield from _pieces(
            (*(self._added("speak_heading") if is_chapter else ()), *words),
            at,
            AFTER_HEADING_MS,
            before_ms=BEFORE_HEADING_MS,
            chapter=_join((word.printed, word.glued) for word in words) if is_chapter else "",
        )

    def _named(
        self, name: tuple[SaidWords, ...], words: str, lang: str, at: str
    ) -> Iterator[SpokenPiece]:
        yield from _pieces((*name, *self._plain(words, lang)), at, BLOCK_PAUSE_MS)

    def _items(
        self,
        items: tuple[ListItem, ...],
        lang: str,
        path: str,
        key: str,
        start: int = 1,
        after: str = "",
    ) -> Iterator[SpokenPiece]:
        for place, item in enumerate(items, 1):
            at = f"{path}-{place}"
            words = self._inlines(item.content, lang)
            added = self._added(key, number=start + place - 1)
            for piece in _pieces((*added, *words), at, ITEM_PAUSE_MS):
                yield piece
            for piece in self._blocks(item.children, lang, at):
                yield piece
                at = piece.place or at
            if after:
                yield from _pieces(self._added(after), at, BLOCK_PAUSE_MS)

    def _question(self, block: Question, lang: str, at: str) -> Iterator[SpokenPiece]:
        """A question with its answers, which are counted where they are not those just heard."""
        if block.kind:
            yield from _pieces(self._plain(block.kind, lang), at, PAUSE_MS)
        yield from _pieces(self._inlines(block.content, lang), at, ITEM_PAUSE_MS)
        known, self._last_answers = self._last_answers == block.answers, block.answers
        for number, answer in enumerate(block.answers, 1):
            added = () if known else self._added("speak_answer", number=number)
            words = (*added, *self._plain(answer, lang))
            yield from _pieces(words, f"{at}-{number}", PAUSE_MS)
        yield from _pieces(self._inlines(block.note, lang), f"{at}-note", BLOCK_PAUSE_MS)

    def _table(self, block: Table, lang: str, at: str) -> Iterator[SpokenPiece]:
        yield from _pieces(self._added("speak_table", count=len(block.rows)), "", ITEM_PAUSE_MS)
        caption = self._inlines(block.caption, lang)
        yield from _pieces(caption, f"{at}-caption", BLOCK_PAUSE_MS)
        heads = [_with_colon(self._inlines(head, lang)) for head in block.header]
        for number, row in enumerate(block.rows, 1):
            yield from _pieces(self._added("speak_row", number=number), "", PAUSE_MS)
            for column, (head, cell) in enumerate(zip(heads, row, strict=True), 1):
                words = self._inlines(cell, lang)
                if words:
                    place = f"{at}-{number}-{column}"
                    yield from _pieces((*head, *words), place, ITEM_PAUSE_MS)

    def _contacts(self, block: ContactBox, lang: str, at: str) -> Iterator[SpokenPiece]:
        for number, contact in enumerate(block.contacts, 1):
            label = self._plain(contact.label, lang)
            words = label if contact.runs_on else _with_colon(label)
            value = say_text(clean_text(contact.value), lang, self._labels, dialled=True)
            yield from _pieces((*words, *value), f"{at}-{number}", ITEM_PAUSE_MS)
            if contact.url:
                self._addresses.add(contact.url)

    # -- words ----------------------------------------------------------------------------------

    def _plain(self, text: str, lang: str) -> tuple[SaidWords, ...]:
        return tuple(say_text(clean_text(text), lang, self._labels))

    def _inlines(self, content: Inlines, lang: str) -> tuple[SaidWords, ...]:
        words: list[SaidWords] = []
        before = " "
        for part in content:
            if isinstance(part, LineBreak) and words:
                words[-1] = _with_pause(words[-1])
            text = " " if isinstance(part, LineBreak) else part.text
            glued = not (before[-1:].isspace() or text[:1].isspace())
            for word in self._inline(part, lang):
                words.append(replace(word, glued=glued))
                glued = False
            before = text or before
        return tuple(words)

    def _inline(self, part: Inline, lang: str) -> Iterator[SaidWords]:
        if isinstance(part, Text):
            text = clean_text(part.text)
            is_code = part.isolate and len(text) >= CODE_DIGITS and text.isdecimal()
            yield from say_text(text, part.lang or lang, self._labels, dialled=is_code)
        elif isinstance(part, Link):
            yield from self._link(part, part.lang or lang)

    def _link(self, link: Link, lang: str) -> Iterator[SaidWords]:
        """The words of a link, and its address unless that was said before or is what they say."""
        text, url = clean_text(link.text), clean_text(link.url)
        scheme, _, rest = url.partition(":")
        is_page = scheme.lower() in ("http", "https")
        address = url if is_page else rest
        yield from say_text(text, lang, self._labels, dialled=not is_page)
        if _bare(address) not in _bare(text) and url not in self._addresses:
            for word in say_text(address, lang, self._labels, dialled=not is_page):
                yield replace(word, printed="")
        self._addresses.add(url)

    def _added(self, key: str, **values: int) -> tuple[SaidWords, ...]:
        return self._said(self._labels[key].format(**values))

    def _said(self, text: str) -> tuple[SaidWords, ...]:
        words = say_text(clean_text(text), self._label_lang, self._labels)
        return tuple(replace(word, printed="") for word in words)


def _join(parts: Iterable[tuple[str, bool]]) -> str:
    """The parts as one text. What is not said, such as a bracket, leaves its space to the next."""
    joined, apart = "", False
    for text, glued in parts:
        apart = apart or not glued
        joined += f" {text}" if joined and text and apart else text
        apart = apart and not text
    return joined


def _bare(text: str) -> str:
    """``text`` without what differs between an address as written and as followed."""
    text = text.lower().removeprefix("https://").removeprefix("http://").removesuffix("/")
    return "".join(char for char in text if char.isalnum() or char in "@+")


def _with_pause(word: SaidWords) -> SaidWords:
    """A word at the end of a line, after which the voice takes a breath."""
    is_plain = word.said[-1:].isalnum()
    return replace(word, said=f"{word.said},") if is_plain else word


def _with_colon(words: tuple[SaidWords, ...]) -> tuple[SaidWords, ...]:
    """The words of a header: the voice pauses for a moment before what stands under it."""
    if not words or not words[-1].said:
        return words
    last = words[-1]
    return (*words[:-1], replace(last, said=f"{last.said.rstrip('.:')}:"))


def _pieces(
    words: tuple[SaidWords, ...],
    place: str,
    after_ms: int,
    *,
    before_ms: int = 0,
    chapter: str = "",
) -> Iterator[SpokenPiece]:
    """``words`` cut at the end of each sentence and where the language changes."""
    start = 0
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        changes = following is not None and following.lang != word.lang
        if not changes and not ends_sentence(word, following):
            continue
        part = words[start : at + 1]
        start = at + 1
        if any(char.isalnum() for each in part for char in each.said):
            pause = after_ms if following is None else 0 if changes else PAUSE_MS
            yield SpokenPiece(part, word.lang, place, before_ms, pause, chapter)
            before_ms, chapter = 0, ""
