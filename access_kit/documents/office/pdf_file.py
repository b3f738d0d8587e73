"""A PDF as pieces: paragraphs, headings and lists, told by place and size of its lines.

What a PDF says of its own order is a guess at best, so what comes of one is a draft. A scan holds
no words at all, and is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from access_kit.documents.office.pdf_lines import LinkedWords, PdfLine, PdfPage, read_pdf_pages
from access_kit.documents.office.pieces import Entry, Gathering, OfficePiece
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.document import Heading, Inlines, Paragraph

_BULLET = re.compile(r"[ ]*[•●▪■◦○‣⁃∙·➢✓✔\uf0b7\uf0a7\uf0d8\uf076\uf0fc–—*-](?:[ ]+|$)")
_DOTS = re.compile(r"[ ]*[•●▪■◦○‣⁃➢\uf0b7\uf0a7\uf0d8\uf076](?=\S)")
_NUMBERED = re.compile(r"[ ]*(?P<number>[0-9]{1,3})[.)][ ]+")
_PAGE_NUMBER = re.compile(
    r"[-–—|\[( ]{0,4}(?:(?:page|pg?\.?|página|pág\.?|seite|s\.|صفحة|पृष्ठ|стр\.|第) ?)?"
    r"[0-9]{1,4}(?: ?(?:/|of|de|von|sur|من) ?[0-9]{1,4})?[-–—|\]) 页頁]{0,4}"
)
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")
_MOST_UNREADABLE = 0.05
_LEAST_WORDS = 3
_LARGER = 1.15
_GAP = 0.75
"""White space above a line, in sizes of its letters, from which a new paragraph begins."""

_LONGEST_HEADING = 100
_AT_EDGE = 3
_EDGE = 0.12
"""Share of a page's height in which its header and footer lie."""

_LEVELS = 4


def read_pdf_file(data: bytes) -> Gathering:
    """All pieces of the PDF; ``BadInput`` for a scan, and for what cannot be read."""
    pages = read_pdf_pages(data)
    gathered = Gathering()
    _refuse_unreadable(pages)
    _tell_losses(pages, gathered)
    numbers = _page_numbers(pages)
    lines = [line for page in pages for line in page.lines if id(line) not in numbers]
    repeated = _repeated(pages)
    for words in dict.fromkeys(_said(one) for one in lines if _said(one) in repeated):
        first = next(one for one in lines if _said(one) == words)
        gathered.foot.append(Paragraph(_words([first], gathered)))
    kept = [one for one in lines if _said(one) not in repeated]
    levels = _heading_levels(kept)
    gathered.pieces += (_piece(one, levels, gathered) for one in _paragraphs(kept, levels))
    return gathered


def _refuse_unreadable(pages: Sequence[PdfPage]) -> None:
    text = "".join(line.text for page in pages for line in page.lines)
    words = len(text.split())
    if words < _LEAST_WORDS and any(page.pictures for page in pages):
        raise BadInput(Problem("office.scan"))
    if len(_UNREADABLE.findall(text)) > _MOST_UNREADABLE * max(len(text), 1):
        raise BadInput(Problem("office.pdf-unreadable"))


def _tell_losses(pages: Sequence[PdfPage], gathered: Gathering) -> None:
    for page in pages:
        if page.pictures and not page.lines:
            gathered.tell("office.page-is-scan", f"page {page.number}")
        elif page.pictures:
            gathered.tell("office.pdf-pictures", f"page {page.number}", count=page.pictures)
        if page.fields:
            gathered.tell("office.fields", f"page {page.number}")


def _said(line: PdfLine) -> tuple[str, int]:
    """The words of a line, and how high it stands."""
    return " ".join(line.text.split()), round(line.bottom / 6)


def _at_edge(page: PdfPage, count: int) -> list[PdfLine]:
    by_height = sorted(page.lines, key=lambda one: one.bottom)
    return [*by_height[:count], *by_height[-count:]]


def _page_numbers(pages: Sequence[PdfPage]) -> set[int]:
    """The lines, by identity, that hold a page's number and nothing else."""
    return {
        id(line)
        for page in pages
        for line in _at_edge(page, _AT_EDGE)
        if _PAGE_NUMBER.fullmatch(line.text.strip().lower())
        and (len(pages) > 1 or not line.text.strip().isdecimal())
    }


def _repeated(pages: Sequence[PdfPage]) -> set[tuple[str, int]]:
    """Lines close to the edge of the paper that stand, word for word, on most pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edge = _EDGE * page.height
        near = (
            one
            for one in _at_edge(page, _AT_EDGE)
            if one.bottom > page.height - edge or one.top < edge
        )
        counts.update({_said(one) for one in near})
    least = max(2, (len(pages) + 1) // 2)
    return {said for said, count in counts.items() if count >= least}


# -- headings -----------------------------------------------------------------------------------


def _body_size(lines: Iterable[PdfLine]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return max(letters, key=lambda size: (letters[size], -size), default=0.0)


def _heading_levels(lines: Sequence[PdfLine]) -> dict[tuple[float, bool], int]:
    """Size and weight → level of a heading. Larger than the text is one; so is bold among thin."""
    body = _body_size(lines)
    bold = sum(len(one.text) for one in lines if one.bold and one.size == body)
    thin = sum(len(one.text) for one in lines if not one.bold and one.size == body)
    styles = {(one.size, one.bold) for one in lines if one.size >= body * _LARGER}
    if bold * 3 < thin:
        styles |= {(one.size, True) for one in lines if one.bold and body <= one.size}
    ranked = sorted(styles, reverse=True)
    return {style: min(at, _LEVELS) for at, style in enumerate(ranked, 1)}


# -- paragraphs ---------------------------------------------------------------------------------


def _paragraphs(
    lines: Sequence[PdfLine], levels: dict[tuple[float, bool], int]
) -> Iterator[list[PdfLine]]:
    """Lines that belong together, in the order of the file."""
    block: list[PdfLine] = []
    for line in _with_signs(lines):
        if block and not _belongs(block, line, levels):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _with_signs(lines: Iterable[PdfLine]) -> Iterator[PdfLine]:
    """A sign of a list that stands alone on its line goes before the next."""
    sign: PdfLine | None = None
    for line in lines:
        if sign is not None:
            parts = (LinkedWords(f"{sign.text.strip()} "), *line.parts)
            line = replace(line, parts=parts, left=min(sign.left, line.left))
            sign = None
        alone = line.text.strip()
        if len(alone) == 1 and _BULLET.fullmatch(alone) and alone not in "–—-*":
            sign = line
        else:
            yield line
    if sign is not None:
        yield sign


def _belongs(
    block: Sequence[PdfLine], line: PdfLine, levels: dict[tuple[float, bool], int]
) -> bool:
    last = block[-1]
    if last.goes_on:
        return True
    if _sign_of(line.text) or abs(last.size - line.size) > 0.6:
        return False
    is_heading = (line.size, line.bold) in levels
    if is_heading != ((last.size, last.bold) in levels):
        return False
    if last.page != line.page:
        ended = last.text.rstrip()[-1:] in ".!?:;。؟।"
        return not ended and line.text.lstrip()[:1].islower()
    gap = last.bottom - line.top
    return -line.size < gap < _GAP * line.size


def _sign_of(text: str) -> re.Match[str] | None:
    return _BULLET.match(text) or _DOTS.match(text) or _NUMBERED.match(text)


def _piece(
    lines: Sequence[PdfLine], levels: dict[tuple[float, bool], int], gathered: Gathering
) -> OfficePiece:
    first = lines[0]
    sign = _sign_of(first.text)
    content = _words(lines, gathered, skip=sign.end() if sign else 0)
    level = levels.get((first.size, first.bold))
    length = sum(len(one.text) for one in lines)
    if sign and content:
        number = sign.groupdict().get("number")
        if level is not None and number:
            return Heading(level, _words(lines, gathered))
        return Entry(0, content, int(number) if number else None)
    if level is not None and length <= _LONGEST_HEADING:
        return Heading(level, content)
    return Paragraph(content or _words(lines, gathered))


def _words(lines: Sequence[PdfLine], gathered: Gathering, skip: int = 0) -> Inlines:
    phrase = gathered.phrase()
    open_url = ""
    for at, line in enumerate(lines):
        if at and not lines[at - 1].goes_on:
            phrase.add(" ")
        for part in line.parts:
            text, skip = part.text[skip:], max(0, skip - len(part.text))
            if part.url != open_url:
                _close(phrase.close_link(), gathered)
                open_url = part.url
                if open_url:
                    phrase.open_link(open_url)
            phrase.add(text)
    _close(phrase.close_link(), gathered)
    return phrase.done()


def _close(lost: str, gathered: Gathering) -> None:
    if lost:
        gathered.count("office.link-not-kept", lost[:80], Severity.NOTE)
