"""Markdown → the Document tree, with every fault of the file told at once.

CommonMark with tables. What it becomes:

- ``# Title`` once, unless the front matter has a title; ``##`` and below are headings
- ``- item`` bullets, ``1. step`` numbered steps, ``- [ ] item`` boxes to tick
- a table with a header row; ``![what it shows](picture.png)``, or ``![](line.png "decorative")``
- ``![](picture:captions)``: a line picture that comes with the program; in English it says itself
  what it shows
- ``> **Good to know** and the text``: a callout; the bold words it begins with are its title
- ``---`` on a line of its own, with an empty line before it: a new page
- ``**bold**``; `` `4711` `` for a number, PIN or name that must keep its order in any script

and three fenced blocks that are no code::

    ```contact Who helps          ```question tc-hear            ```write signature
    Call Sam: +1 603 555 0101     kind: Your choice              Your name
    Write: sam@river.example      I can hear the other person.   ```
    ```                           [ ] Yes
                                  [ ] No
                                  note: You can ask for captions.
                                  ```

``[^1]`` names a note, which stands below the block that names it. Bare addresses of web and mail
become links. Italics become plain text with a warning, code becomes plain lines, headings that skip
a level are put in order, each with a note. Raw HTML, words struck through, signs of other kinds of
Markdown, cells beyond the heads of a table, pictures without alt text, tables without headings, and
links other than https, http, tel, mailto or sms are errors.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

from access_kit.documents.check_tree import plain_text
from access_kit.documents.clean_text import count_unseen
from access_kit.documents.front_matter import FrontMatter, read_front_matter
from access_kit.documents.heading_order import put_in_order
from access_kit.documents.markdown_inline import read_inlines
from access_kit.documents.markdown_notes import Footnotes, take_footnotes
from access_kit.documents.pictures import load_picture
from access_kit.documents.special_blocks import read_special_block
from access_kit.documents.symbols import SCHEME, list_symbols
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Callout,
    Document,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    ListItem,
    PageBreak,
    Paragraph,
    Purpose,
    Steps,
    Table,
    Text,
    TickList,
)

_UNDERLINES = {"-": Severity.WARNING, "=": Severity.NOTE}
"""Signs that make a heading of the line above, and how likely that was not meant."""

_MOST_LINES_TOLD = 20


@dataclass(frozen=True)
class MarkdownFile:
    """What was read. With an error among ``problems`` the document is only a best guess."""

    document: Document
    front: FrontMatter
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def read_markdown(text: str, *, file: str, folder: Path, lang: str = "") -> MarkdownFile:
    """Read ``text`` of the file shown as ``file``; pictures are looked for inside ``folder``.

    ``lang`` holds where the front matter names no language. Nothing is raised: every fault is
    among the problems, with its line.
    """
    front, skipped, front_problems = read_front_matter(text)
    lines, notes = take_footnotes(text.split("\n")[skipped:], skipped)
    reader = _Reader(folder, skipped, front.lang or lang, tuple(lines), notes)
    blocks = tuple(reader.read_document(_parse("\n".join(lines))))
    title, blocks = _settle_title(front, blocks, reader, Path(file).stem)
    reader.tell_unseen(text)
    language = front.lang or lang
    if not language:
        reader.tell("document.no-language", 1, value="")
    document = Document(title, language, Purpose.HANDOUT, blocks, source=file)
    found = (replace(problem, file=file) for problem in (*front_problems, *reader.problems))
    return MarkdownFile(document, front, tuple(sorted(found, key=Problem.sort_key)))


def _parser() -> MarkdownIt:
    """CommonMark that keeps signs after a backslash apart from those that mean something."""
    return MarkdownIt("commonmark").disable("text_join")


def _parse(body: str) -> SyntaxTreeNode:
    parser = _parser().enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # schemes are checked by us
    return SyntaxTreeNode(parser.parse(body))


def _settle_title(
    front: FrontMatter, blocks: Blocks, reader: _Reader, stem: str
) -> tuple[str, Blocks]:
    """The title, and the blocks with heading levels that begin at 1 below it."""
    firsts = [b for b in blocks if isinstance(b, Heading) and b.level == 1]
    title = front.title
    if firsts and (title is None or plain_text(firsts[0].content).strip() == title):
        title = plain_text(firsts[0].content).strip()
        blocks = tuple(block for block in blocks if block is not firsts[0])
        for extra in firsts[1:]:
            reader.tell("document.second-title", reader.line_of(extra), Severity.WARNING)
        highest = 2
    else:
        highest = 1 if firsts else 2
    if not title:
        title = " ".join(stem.replace("_", " ").replace("-", " ").split())
        reader.tell("document.title-of-file", 1, Severity.NOTE, title=title)
    settled, moved = put_in_order(blocks, highest=highest)
    for heading in moved:
        words = plain_text(heading.content)[:60]
        if heading not in firsts:
            line = reader.line_of(heading)
            reader.tell("document.headings-put-in-order", line, Severity.NOTE, words=words)
    if not title:
        reader.tell("document.no-title", 1)
    return title, settled


class _Reader:
    """Walks the syntax tree of one file, gathering problems on the way."""

    def __init__(
        self, folder: Path, skipped: int, lang: str, lines: tuple[str, ...], notes: Footnotes
    ) -> None:
        self.problems: list[Problem] = []
        self._lines = lines
        self._notes = notes
        self._folder = folder
        self._lang = lang
        self._skipped = skipped
        self._heading_lines: dict[int, int] = {}
        self._inside_callout = False

    def tell(self, code: str, line: int, severity: Severity = Severity.ERROR, **facts: str) -> None:
        self.problems.append(Problem(code, severity, line=line, facts=facts))

    def line_of(self, heading: Block) -> int:
        return self._heading_lines.get(id(heading), 1)

    def tell_unseen(self, text: str) -> None:
        """The lines that hold characters which are taken out, for they can't be seen or printed."""
        found = ((line, count_unseen(said)) for line, said in enumerate(text.split("\n"), 1))
        for line, count in itertools.islice((one for one in found if one[1]), _MOST_LINES_TOLD):
            self.problems.append(
                Problem(
                    "document.control-characters",
                    Severity.WARNING,
                    line=line,
                    facts={"count": count},
                )
            )

    def read_document(self, root: SyntaxTreeNode) -> Iterator[Block]:
        """Every block, with the notes that it names right below."""
        for block in self.read_blocks(root):
            yield block
            while self._notes.waiting:
                yield self._footnote(self._notes.waiting.pop(0))
        self.problems += self._notes.unnamed()

    def _footnote(self, label: str) -> Block:
        (inline,) = _parser().parseInline(self._notes.said[label])
        sign = f"[{self._notes.number(label)}] "
        line = self._notes.lines[label]
        content = read_inlines(inline.children or [], line, self.problems, self._notes)
        return Paragraph((Text(sign), *content))

    def read_blocks(self, parent: SyntaxTreeNode) -> Iterator[Block]:
        for node in parent.children:
            if node.type == "blockquote":
                yield from self._quote(node)
                continue
            block = self._read_block(node)
            if block is not None:
                yield block

    def _read_block(self, node: SyntaxTreeNode) -> Block | None:
        readers: dict[str, Callable[[SyntaxTreeNode], Block | None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "bullet_list": self._bullet_list,
            "ordered_list": self._steps,
            "table": self._table,
            "fence": self._fence,
            "code_block": self._fence,
            "hr": lambda _: PageBreak(),
            "html_block": self._html,
        }
        return readers[node.type](node)

    def _line(self, node: SyntaxTreeNode) -> int:
        return (node.map[0] if node.map else 0) + self._skipped + 1

    def _inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Content of a block that holds one inline node (heading, paragraph, table cell)."""
        inline = node.children[0] if node.children else None
        if inline is None or inline.token is None:
            return ()
        children = inline.token.children or []
        return read_inlines(children, self._line(inline), self.problems, self._notes)

    def _html(self, node: SyntaxTreeNode) -> None:
        self.tell("document.html", self._line(node))

    def _heading(self, node: SyntaxTreeNode) -> Block | None:
        content = self._inlines(node)
        if not plain_text(content).strip():
            self.tell("document.heading-empty", self._line(node))
            return None
        if self._inside_callout:
            self.tell("document.heading-in-callout", self._line(node))
        if node.markup in _UNDERLINES:
            facts = {"words": plain_text(content)[:60]}
            self.tell(
                "document.heading-underlined", self._line(node), _UNDERLINES[node.markup], **facts
            )
        heading = Heading(int(node.tag[1]), content)
        self._heading_lines[id(heading)] = self._line(node)
        return heading

    def _paragraph(self, node: SyntaxTreeNode) -> Block | None:
        inline = node.children[0]
        if len(inline.children) == 1 and inline.children[0].type == "image":
            return self._image(inline.children[0], self._line(node))
        content = self._inlines(node)
        return Paragraph(content) if content else None

    def _image(self, node: SyntaxTreeNode, line: int) -> Block | None:
        source = str(node.attrs.get("src", ""))
        decorative = node.attrs.get("title") == "decorative"
        alt = node.content.strip()
        if not alt and not decorative:
            alt = self._known_alt(source)
        if not alt and not decorative:
            self.tell("document.image-without-alt", line)
        try:
            picture = load_picture(source, self._folder)
        except BadInput as error:
            self.problems.extend(_named(problem, source, line) for problem in error.problems)
            return None
        return Image(
            picture.data,
            picture.media_type,
            alt,
            decorative=decorative and not alt,
            width_px=picture.width_px,
            height_px=picture.height_px,
        )

    def _known_alt(self, source: str) -> str:
        """What a picture of ours shows; it knows to say so in English alone."""
        is_ours = source.startswith(SCHEME) and self._lang.partition("-")[0].lower() == "en"
        return list_symbols().get(source.removeprefix(SCHEME), "") if is_ours else ""

    def _bullet_list(self, node: SyntaxTreeNode) -> Block:
        items = self._items(node)
        boxes = [_box_of(item) for item in items]
        if not any(boxes):
            return BulletList(items)
        if not all(boxes):
            self.tell("document.tick-list-mixed", self._line(node))
        if "[x]" in boxes:
            self.tell("document.tick-filled", self._line(node), Severity.WARNING)
        return TickList(tuple(_without_box(item) for item in items))

    def _steps(self, node: SyntaxTreeNode) -> Block:
        return Steps(self._items(node), start=int(node.attrs.get("start", 1)))

    def _items(self, node: SyntaxTreeNode) -> tuple[ListItem, ...]:
        return tuple(self._item(child) for child in node.children)

    def _item(self, node: SyntaxTreeNode) -> ListItem:
        blocks = tuple(self.read_blocks(node))
        if not blocks or not isinstance(blocks[0], Paragraph):
            self.tell("document.list-item-empty", self._line(node))
            return ListItem((), blocks)
        for block in blocks[1:]:
            if isinstance(block, Heading):
                self.tell("document.heading-in-list", self._line(node))
        return ListItem(blocks[0].content, blocks[1:])

    def _table(self, node: SyntaxTreeNode) -> Block:
        rows = [
            tuple(self._inlines(cell) for cell in row.children)
            for part in node.children
            for row in part.children
        ]
        if not all(plain_text(cell).strip() for cell in rows[0]):
            self.tell("document.table-without-header", self._line(node))
        self._check_cells(node, len(rows[0]))
        return Table(rows[0], tuple(rows[1:]))

    def _check_cells(self, table: SyntaxTreeNode, columns: int) -> None:
        """Cells beyond the heads, which the parser leaves out."""
        for part in table.children:
            for row in part.children:
                at = row.map[0] if row.map else 0
                cells = escapedSplit(self._lines[at].strip())
                cells = cells[1 if cells and not cells[0].strip() else 0 :]
                cells = cells[:-1] if cells and not cells[-1].strip() else cells
                if len(cells) > columns:
                    words = " | ".join(cell.strip() for cell in cells[columns:])[:60]
                    self.tell("document.cells-beyond-heads", self._line(row), words=words)

    def _quote(self, node: SyntaxTreeNode) -> Blocks:
        """A callout, where it begins with bold words; else its words as any others, told."""
        self._inside_callout = True
        blocks = tuple(self.read_blocks(node))
        self._inside_callout = False
        title, rest = _split_callout(blocks)
        if title:
            return (Callout(title, rest),)
        self.tell("document.callout-without-title", self._line(node), Severity.NOTE)
        return blocks

    def _fence(self, node: SyntaxTreeNode) -> Block | None:
        block, problems = read_special_block(node.info, node.content, self._line(node))
        self.problems.extend(problems)
        return block


def _named(problem: Problem, source: str, line: int) -> Problem:
    """What is wrong with a picture, with its line, and by its name where it is not there."""
    if problem.code == "file.missing":
        problem = Problem("document.image-missing", facts={"image": source[:120]})
    return replace(problem, line=line)


def _split_callout(blocks: Blocks) -> tuple[Inlines, Blocks]:
    """The bold words that a callout begins with, and the rest."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return (), blocks
    bold = tuple(
        itertools.takewhile(lambda part: isinstance(part, Text) and part.strong, first.content)
    )
    title = tuple(replace(part, strong=False) for part in bold if isinstance(part, Text))
    left = first.content[len(bold) :]
    if left and isinstance(left[0], Text):
        left = (replace(left[0], text=left[0].text.lstrip()), *left[1:])
    said = plain_text(left).strip()
    return title, (Paragraph(left), *blocks[1:]) if said else blocks[1:]


def _box_of(item: ListItem) -> str:
    first = item.content[0] if item.content else None
    text = first.text[:4].lower() if isinstance(first, Text | Link) else ""
    return text[:3] if text in ("[ ] ", "[x] ") else ""


def _without_box(item: ListItem) -> ListItem:
    first = item.content[0] if item.content else None
    if not _box_of(item) or not isinstance(first, Text):
        return item
    rest = first.text[4:]
    kept = (replace(first, text=rest),) if rest else ()
    return replace(item, content=(*kept, *item.content[1:]))
