"""A web page, whole: what keeps people out, and its words as passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from access_kit.documents.web_tree import Node
from access_kit.errors import FactValue, Problem, Severity
from access_kit.materials.check.links import is_file_name, is_long_address, is_vague
from access_kit.materials.check.page_style import check_style
from access_kit.materials.plain.passages import Passage, PassageKind

_ORDERED = re.compile(r"\+?0*[1-9][0-9]*")
_LARGEST_SCALE = re.compile(r"maximum-scale=([0-9]{1,9}(?:\.[0-9]{1,9})?)")
_HEADING = re.compile(r"h[1-6]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_NO_LABEL = frozenset({"hidden", "submit", "reset", "button", "image"})
_BLOCKS = {
    **dict.fromkeys(("p", "legend", "blockquote", "figcaption"), PassageKind.PARAGRAPH),
    **dict.fromkeys(("li", "dd", "td"), PassageKind.ITEM),
    **dict.fromkeys(("caption", "dt", "th", "label", "button"), PassageKind.LABEL),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), PassageKind.LABEL),
}
_LOOSE = frozenset({"div", "section", "main", "article", "body", "aside"})


def check_page(page: Node, *, in_book: bool = False) -> Iterator[Problem]:
    """Every finding of one page. A page ``in_book`` leaves its size and landmarks to the reader."""
    checks: list[Callable[[Node], Iterator[Problem]]] = [
        _check_head,
        _check_headings,
        _check_pictures,
        _check_links,
        _check_tables,
        _check_fields,
        _check_frames_and_buttons,
        _check_order,
        _check_media,
        check_style,
    ]
    if not in_book:
        checks += [_check_window, _check_main]
    for check in checks:
        yield from check(page)


def language_of(page: Node) -> str:
    html = next(page.find("html"), None)
    said = (html.get("lang") or html.get("xml:lang")) if html else ""
    return said if _LANGUAGE_TAG.fullmatch(said) else ""


def passages_in(page: Node, lang: str, where: str = "") -> Iterator[Passage]:
    """The words of a page, block by block, each in the language that is said for it."""
    body = next(page.find("body"), page)
    yield from _passages(body, language_of(page) or lang, where)


def _passages(node: Node, lang: str, where: str) -> Iterator[Passage]:
    lang = node.get("lang") or node.get("xml:lang") or lang
    if node.is_hidden:
        return
    inner = [child for child in node.children if isinstance(child, Node)]
    holds_blocks = any(one.tag in _BLOCKS or one.tag in _LOOSE for n in inner for one in n.walk())
    kind = _BLOCKS.get(node.tag)
    if kind is None and node.tag in _LOOSE and not holds_blocks:
        kind = PassageKind.PARAGRAPH
    if kind is not None:
        own = Node(node.tag, {}, node.line, [c for c in node.children if not _is_block(c)])
        if any(sign.isalnum() for sign in own.words()):
            yield Passage(own.words(), kind, lang, where)
        inner = [child for child in inner if _is_block(child)]
    for child in inner:
        yield from _passages(child, lang, where)


def _is_block(child: Node | str) -> bool:
    return isinstance(child, Node) and (
        child.tag in _BLOCKS or child.tag in _LOOSE or child.tag in ("ul", "ol", "dl", "table")
    )


def _check_head(page: Node) -> Iterator[Problem]:
    if not language_of(page):
        yield Problem("check.no-language")
    title = next(page.find("title"), None)
    if title is None or not title.own_text().strip():
        yield Problem("check.no-title")
    body = next(page.find("body"), page)
    if not any(sign.isalnum() for sign in body.words()):
        yield Problem("check.no-words")


def _check_headings(page: Node) -> Iterator[Problem]:
    level, any_heading = 0, False
    for node in page.walk():
        if not _HEADING.fullmatch(node.tag) or node.is_hidden:
            continue
        any_heading, found = True, int(node.tag[1])
        if not node.words():
            yield Problem("check.heading-empty", Severity.WARNING, line=node.line)
        elif level and found > level + 1:
            facts: dict[str, FactValue] = {
                "from_level": level,
                "to_level": found,
                "words": node.words()[:60],
            }
            yield Problem("check.heading-skipped", Severity.WARNING, line=node.line, facts=facts)
        level = found
    if not any_heading:
        yield Problem("check.no-headings", Severity.WARNING)


def _check_pictures(page: Node) -> Iterator[Problem]:
    for node in page.walk():
        is_picture = node.tag in ("img", "area") or (
            node.tag == "input" and node.get("type") == "image"
        )
        named = node.get("aria-label") or node.get("aria-labelledby")
        if node.tag == "svg" and node.get("role") == "img" and not named:
            named_inside = any(child.own_text().strip() for child in node.find("title"))
            is_picture, named = not named_inside, ""
        if not is_picture or node.is_hidden or named:
            continue
        if "alt" not in node.attributes and node.get("role") not in ("presentation", "none"):
            yield Problem("check.picture-without-alt", line=node.line)
        elif is_file_name(node.get("alt")):
            facts = {"alt": node.get("alt")[:60]}
            yield Problem("check.alt-is-file-name", Severity.WARNING, line=node.line, facts=facts)


def _check_links(page: Node) -> Iterator[Problem]:
    for node in page.find("a"):
        if not node.get("href") or node.is_hidden:
            continue
        words = node.get("aria-label") or node.words() or node.get("title")
        if not words.strip():
            yield Problem("check.link-without-words", line=node.line)
        elif is_vague(words):
            facts = {"words": words[:60]}
            yield Problem("check.link-vague", Severity.WARNING, line=node.line, facts=facts)
        elif is_long_address(words):
            facts = {"words": words[:60]}
            yield Problem("check.link-address", Severity.WARNING, line=node.line, facts=facts)


def _check_tables(page: Node) -> Iterator[Problem]:
    for table in page.find("table"):
        if table.get("role") in ("presentation", "none"):
            continue
        roles = {cell.get("role") for cell in table.walk()}
        if not any(True for _ in table.find("th")) and not roles & {"columnheader", "rowheader"}:
            yield Problem("check.table-without-header", line=table.line)


def _check_fields(page: Node) -> Iterator[Problem]:
    labelled = {label.get("for") for label in page.find("label")}
    wrapped = {id(field) for label in page.find("label") for field in label.walk()}
    for node in page.find("input", "select", "textarea"):
        if node.get("type") in _NO_LABEL or node.is_hidden or id(node) in wrapped:
            continue
        named = node.get("aria-label") or node.get("aria-labelledby") or node.get("title")
        if not named and node.get("id") not in labelled - {""}:
            yield Problem("check.field-without-label", line=node.line)


def _check_frames_and_buttons(page: Node) -> Iterator[Problem]:
    """Frames and buttons of which a reader hears only that there is one."""
    for node in page.find("iframe", "frame"):
        named = node.get("title") or node.get("aria-label") or node.get("aria-labelledby")
        if not named.strip() and not node.is_hidden:
            yield Problem("check.frame-without-title", line=node.line)
    for node in page.find("button"):
        named = node.get("aria-label") or node.get("aria-labelledby") or node.get("title")
        if not (named or node.words()).strip() and not node.is_hidden:
            yield Problem("check.button-without-words", line=node.line)


def _check_order(page: Node) -> Iterator[Problem]:
    ids = Counter(node.get("id") for node in page.walk() if node.get("id"))
    for name, count in ids.items():
        if count > 1:
            yield Problem("check.id-twice", Severity.WARNING, facts={"id": name[:60]})
    for node in page.walk():
        if _ORDERED.fullmatch(node.get("tabindex").strip()):
            yield Problem("check.tab-order", Severity.WARNING, line=node.line)


def _check_media(page: Node) -> Iterator[Problem]:
    for node in page.find("video", "audio"):
        kinds = {track.get("kind") for track in node.find("track")}
        if node.tag == "video" and not kinds & {"captions", "subtitles"}:
            yield Problem("check.video-without-captions", Severity.WARNING, line=node.line)
        if "autoplay" in node.attributes:
            yield Problem("check.plays-by-itself", line=node.line)
    for node in page.find("marquee", "blink"):
        yield Problem("check.moves-by-itself", line=node.line)


def _check_window(page: Node) -> Iterator[Problem]:
    for node in page.find("meta"):
        said = node.get("content").replace(" ", "").lower()
        if node.get("name").lower() == "viewport":
            limit = _LARGEST_SCALE.search(said)
            small = limit is not None and float(limit[1]) < 2
            if small or re.search(r"user-scalable=(?:no|0)\b", said):
                yield Problem("check.zoom-blocked", line=node.line)
        if node.get("http-equiv").lower() == "refresh":
            yield Problem("check.moves-by-itself", line=node.line)


def _check_main(page: Node) -> Iterator[Problem]:
    if not any(True for _ in page.find("main")) and not any(
        node.get("role") == "main" for node in page.walk()
    ):
        yield Problem("check.no-main", Severity.WARNING)
