"""A PDF: its tags, its title and language, whether its words can be read, and how they look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from access_kit.documents.contrast import contrast_ratio
from access_kit.errors import FactValue, Problem, Severity
from access_kit.materials.check.links import is_vague
from access_kit.materials.check.page_style import LEAST_CONTRAST
from access_kit.materials.check.pdf_place import check_places
from access_kit.materials.check.pdf_tags import Element, Tagged
from access_kit.materials.check.pdf_words import DrawnWords, Page
from access_kit.materials.plain.passages import Passage, PassageKind

LEAST_PT = 12.0
LARGE_PT = 18.0
LEAST_LARGE_CONTRAST = 3.0
MANY_PAGES = 3
_SHARE_WORTH_TELLING = 0.05
_HEADING = re.compile(r"H([1-6])")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")
_BLOCKS = {
    **dict.fromkeys(("P", "BlockQuote", "Note", "Quote"), PassageKind.PARAGRAPH),
    **dict.fromkeys(("LBody", "TD"), PassageKind.ITEM),
    **dict.fromkeys(("TH", "Caption", "Title", "H"), PassageKind.LABEL),
    **dict.fromkeys(("H1", "H2", "H3", "H4", "H5", "H6"), PassageKind.LABEL),
}


def check_pdf(tagged: Tagged, pages: Sequence[Page]) -> Iterator[Problem]:
    yield from _check_facts(tagged)
    if tagged.root is None:
        yield Problem("check.not-tagged")
    else:
        yield from _check_structure(tagged.root, len(pages))
        yield from _check_links(tagged.root, _by_tag(pages))
        yield from _check_untagged(pages)
    yield from _check_readable(pages)
    yield from _check_sizes(pages)
    yield from _check_contrast(pages)
    yield from check_places(pages)


def passages_in_pdf(tagged: Tagged, pages: Sequence[Page]) -> Iterator[Passage]:
    """Its words block by block by the tags; without tags only as words, for no one can tell where
    a sentence ends."""
    if tagged.root is None:
        for number, page in enumerate(pages, 1):
            yield Passage(_join(page.runs), PassageKind.LABEL, tagged.lang, f"page {number}")
        return
    by_tag = _by_tag(pages)
    for element in tagged.root.walk():
        kind = PassageKind.LABEL if _is_contact(element, by_tag) else _BLOCKS.get(element.role)
        words = _words_of(element, by_tag) if kind else ""
        if kind and words:
            yield Passage(words, kind, tagged.lang)


def _is_contact(element: Element, by_tag: dict[tuple[int, int], list[DrawnWords]]) -> bool:
    """Whether it is a name and below it a link to reach it by: no sentence."""
    if element.role != "P" or [one.role for one in element.inner] != ["Link"]:
        return False
    link = [place for one in element.inner[0].walk() for place in one.words]
    said = _join([run for place in element.words for run in by_tag.get(place, ())])
    return bool(said and link) and max(element.words) < min(link) and said[-1] not in ":.!?"


def _check_facts(tagged: Tagged) -> Iterator[Problem]:
    if not tagged.title:
        yield Problem("check.no-title")
    elif not tagged.shows_title:
        yield Problem("check.title-not-shown", Severity.WARNING)
    if not tagged.lang:
        yield Problem("check.no-language")
    if not tagged.may_be_read:
        yield Problem("check.reading-forbidden")
    if tagged.links_without_words:
        facts = {"count": tagged.links_without_words}
        yield Problem("check.links-not-described", Severity.WARNING, facts=facts)
    if tagged.pages_without_order:
        yield Problem("check.tab-order", Severity.WARNING)


def _check_structure(root: Element, pages: int) -> Iterator[Problem]:
    level, any_heading = 0, False
    for element in root.walk():
        if element.role == "Figure" and not element.alt:
            yield Problem("check.picture-without-alt")
        if element.role == "Table" and not any(one.role == "TH" for one in element.walk()):
            yield Problem("check.table-without-header")
        heading = _HEADING.fullmatch(element.role)
        any_heading = any_heading or heading is not None or element.role == "H"
        if heading:
            found = int(heading[1])
            if found > level + 1:
                facts: dict[str, FactValue] = {"from_level": level, "to_level": found}
                facts["words"] = element.alt[:60]
                yield Problem("check.heading-skipped", Severity.WARNING, facts=facts)
            level = found
    if not any_heading and pages >= MANY_PAGES:
        yield Problem("check.no-headings", Severity.WARNING)


def _check_links(
    root: Element, by_tag: dict[tuple[int, int], list[DrawnWords]]
) -> Iterator[Problem]:
    for element in root.walk():
        if element.role != "Link":
            continue
        words = _words_of(element, by_tag, all_below=True)
        if not words and not element.alt:
            yield Problem("check.link-without-words")
        elif is_vague(words):
            yield Problem("check.link-vague", Severity.WARNING, facts={"words": words[:60]})


def _check_untagged(pages: Sequence[Page]) -> Iterator[Problem]:
    for number, page in enumerate(pages, 1):
        loose = [run for run in page.runs if run.tag < 0 and not run.is_artifact]
        if loose:
            facts = {"words": _join(loose)[:60]}
            yield Problem("check.words-without-tag", where=f"page {number}", facts=facts)


def _check_readable(pages: Sequence[Page]) -> Iterator[Problem]:
    for number, page in enumerate(pages, 1):
        text = "".join(run.text for run in page.runs)
        if not text.strip() and page.has_pictures:
            yield Problem("check.page-is-picture", where=f"page {number}")
        elif len(_UNREADABLE.findall(text)) > _SHARE_WORTH_TELLING * len(text):
            yield Problem("check.words-not-readable", where=f"page {number}")
    if not any(page.runs for page in pages) and not any(page.has_pictures for page in pages):
        yield Problem("check.no-words")


def _check_sizes(pages: Sequence[Page]) -> Iterator[Problem]:
    letters: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            letters[run.size_pt] += len(run.text.strip())
    small = {size: count for size, count in letters.items() if size < LEAST_PT}
    if sum(small.values()) > _SHARE_WORTH_TELLING * sum(letters.values()):
        size = max(small, key=lambda size: small[size])
        facts: dict[str, FactValue] = {"size": size, "unit": "pt", "least": LEAST_PT}
        yield Problem("check.small-text", Severity.WARNING, facts=facts)


def _check_contrast(pages: Sequence[Page]) -> Iterator[Problem]:
    """Letters against white paper; a page with something large below its words is left out."""
    told = set()
    for number, page in enumerate(pages, 1):
        for run in () if page.coloured else page.runs:
            ratio = contrast_ratio(run.colour, "#ffffff")
            least = LEAST_LARGE_CONTRAST if run.size_pt >= LARGE_PT else LEAST_CONTRAST
            if ratio < least and run.colour not in told:
                told.add(run.colour)
                facts: dict[str, FactValue] = {
                    "ink": run.colour,
                    "paper": "#ffffff",
                    "least": least,
                }
                facts["ratio"] = round(ratio, 1)
                yield Problem("check.low-contrast", where=f"page {number}", facts=facts)


def _by_tag(pages: Sequence[Page]) -> dict[tuple[int, int], list[DrawnWords]]:
    found: dict[tuple[int, int], list[DrawnWords]] = {}
    for page in pages:
        for run in page.runs:
            if run.tag >= 0:
                found.setdefault((run.page, run.tag), []).append(run)
    return found


def _words_of(
    element: Element, by_tag: dict[tuple[int, int], list[DrawnWords]], *, all_below: bool = False
) -> str:
    """The words of a block, without those of blocks inside of it."""
    places: list[tuple[int, int]] = []

    def gather(element: Element) -> None:
        places.extend(element.words)
        for inner in element.inner:
            if all_below or (inner.role not in _BLOCKS and inner.role not in ("L", "LI", "Lbl")):
                gather(inner)

    gather(element)
    return _join([run for place in sorted(places) for run in by_tag.get(place, ())])


def _join(runs: Sequence[DrawnWords]) -> str:
    """Runs as one text: a new line on the page is a space."""
    text, before = "", None
    for run in runs:
        new_line = before is not None and abs(run.line_y - before.line_y) > run.size_pt / 2
        text += (" " if new_line else "") + run.text
        before = run
    return " ".join(text.split())
