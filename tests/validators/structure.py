"""A tagged PDF as a screen reader walks it, and the same walk as its document promises it.

The tree is read with pikepdf and the words with PDFium, apart from the typesetter.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from access_kit.documents.bilingual import answers_of
from access_kit.materials.check.pdf_words import read_pages
from access_kit.model.document import (
    Block,
    BulletList,
    Callout,
    ContactBox,
    Document,
    Heading,
    Image,
    LineBreak,
    Link,
    ListItem,
    PageBreak,
    Pair,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)
from tests.validators.pdf import squeezed

INLINE = {"Span", "Link", "Lbl", "Em", "Strong", "Reference"}
GROUPS = {"Document", "Div", "Sect", "Part", "NonStruct", "Note", "TBody", "THead", "Figure"}

Step = tuple[str, str]
"""What is met on the way, such as ``H1``, ``P`` or ``LI``, and the words that are heard there."""


@dataclass
class Node:
    role: str
    alt: str = ""
    kids: list[Node | str] = field(default_factory=list)


def read_tree(pdf: bytes) -> Node:
    words: dict[tuple[int, int], str] = {}
    for page in read_pages(pdf):
        for run in page.runs:
            if run.tag >= 0:
                words[run.page, run.tag] = words.get((run.page, run.tag), "") + run.text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: at for at, page in enumerate(opened.pages)}
        root = Node("Root")
        _take(opened.Root.StructTreeRoot.K, root, -1, pages, words)
    return root


def _take(kid: Any, into: Node, page: int, pages: dict, words: dict) -> None:
    if isinstance(kid, pikepdf.Array):
        for one in kid:
            _take(one, into, page, pages, words)
    elif isinstance(kid, int):
        into.kids.append(words.get((page, kid), ""))
    elif kid.get("/Type") in ("/MCR", "/OBJR"):
        if "/MCID" in kid:
            at = pages[kid.Pg.objgen] if "/Pg" in kid else page
            into.kids.append(words.get((at, int(kid.MCID)), ""))
    else:
        at = pages[kid.Pg.objgen] if "/Pg" in kid else page
        node = Node(str(kid.S)[1:], str(kid.get("/Alt", "")))
        into.kids.append(node)
        _take(kid.get("/K", pikepdf.Array()), node, at, pages, words)


def heard(pdf: bytes) -> list[Step]:
    """The steps from the first word to the last."""
    return [step for step in _walk(read_tree(pdf)) if step[1] or step[0] in ("L", "LI", "Table")]


def loose_words(pdf: bytes) -> list[str]:
    """What stands below the document itself without a block of its own."""
    return [
        one.role if isinstance(one, Node) else "words"
        for top in read_tree(pdf).kids
        if isinstance(top, Node)
        for one in top.kids
        if isinstance(one, str) or one.role in INLINE
    ]


def _walk(node: Node) -> Iterator[Step]:
    if node.role == "Figure":
        yield "Figure", bare(node.alt)
    elif node.role in ("Root", *GROUPS, "L", "LI", "Table", "TR"):
        if node.role in ("L", "LI", "Table"):
            yield node.role, ""
        for kid in node.kids:
            if isinstance(kid, Node):
                yield from _walk(kid)
            else:
                yield "loose", bare(kid)
    elif node.role != "Lbl":
        role = "P" if node.role == "LBody" else node.role
        text = ""
        for kid in node.kids:
            if isinstance(kid, str) or kid.role in INLINE:
                text += _text(kid)
                continue
            yield role, bare(text)
            text = ""
            yield from _walk(kid)
        yield role, bare(text)


def _text(kid: Node | str) -> str:
    return kid if isinstance(kid, str) else "".join(map(_text, kid.kids))


def promised(document: Document) -> list[Step]:
    """The same walk, from the document."""
    steps = [*_blocks(document.draft_banner, 0), ("Title", bare(document.title))]
    return [*steps, *_blocks(document.blocks, 0)]


def _blocks(blocks: Iterable[Block], level: int) -> Iterator[Step]:
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Question) and not isinstance(before, Question):
            yield "L", ""
        before = block
        inner = block.first if isinstance(block, Pair) else (block,)
        level = next((one.level for one in reversed(inner) if isinstance(one, Heading)), level)
        yield from _block(block, level)


def _block(block: Block, level: int) -> Iterator[Step]:
    match block:
        case Heading(own, content):
            yield f"H{own}", bare(_said(content))
        case Paragraph(content):
            yield "P", bare(_said(content))
        case BulletList(items) | Steps(items) | TickList(items):
            yield "L", ""
            for item in items:
                yield from _item(item, level)
        case Question():
            yield "LI", ""
            answers = "".join("☐" + _said(answer) for answer in answers_of(block))
            also, statement = block.also, _said(block.content)
            if len(block.answers) <= 2 and not also:  # they stand on its line
                statement, answers = statement + answers, ""
            parts = [block.kind or "", statement, _said(also.content) if also else ""]
            parts += [answers, _said(block.note), _said(also.note) if also else ""]
            yield from (("P", bare(part)) for part in parts if bare(part))
        case WriteLine(label=label, also=also):
            yield "P", bare(label)
            if also:
                yield "P", bare(also.label)
        case Table():
            yield from _table(block)
        case Image():
            if not block.decorative:
                yield "Figure", bare(block.alt)
        case Callout(title, inner):
            yield f"H{min(level + 1, 6)}", bare(_said(title))
            yield from _blocks(inner, min(level + 1, 6))
        case ContactBox(title, contacts):
            yield f"H{min(level + 1, 6)}", bare(_said(title))
            yield from (("P", bare(one.label + one.value)) for one in contacts)
        case Pair(first, second):
            yield from _blocks((*first, *second), level)
        case PageBreak():
            return


def _item(item: ListItem, level: int) -> Iterator[Step]:
    yield "LI", ""
    if bare(_said(item.content)):
        yield "P", bare(_said(item.content))
    yield from _blocks(item.children, level)


def _table(table: Table) -> Iterator[Step]:
    yield "Table", ""
    if table.caption:
        yield "Caption", bare(_said(table.caption))
    yield from (("TH", bare(_said(cell))) for cell in table.header)
    yield from (("TD", bare(_said(cell))) for row in table.rows for cell in row)


def _said(content: Iterable[Any]) -> str:
    said = ""
    for part in content:
        match part:
            case Text(text):
                said += text
            case Link(text, url):
                target = url.split(":", 1)[1]  # paper must show where a link leads
                said += text if bare(target) in bare(text) else text + target
            case LineBreak():
                said += " "
    return said


def bare(text: str) -> str:
    """Letters and digits alone; in scripts that are not set letter by letter, in no order."""
    kept = re.sub(r"[^\w☐]", "", squeezed(text))
    plain = all("LATIN" in unicodedata.name(char, "") for char in kept if char.isalpha())
    return kept if plain else "".join(sorted(kept))
