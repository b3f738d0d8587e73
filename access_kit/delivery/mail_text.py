"""What a person wrote in a message: all of its text, in the order in which it is shown.

Rules of this file:
- Every text part counts: what stands after a picture is as much theirs as what stands before.
- Of a text and a page that say the same, the text is read; the page where the text is empty, or
  holds only what was quoted while the page holds an answer.
- Messages inside the message, and files that were attached, are somebody else's words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.message import Message

from access_kit.budgets import MAIL_PAGE, MAIL_TEXT, MAIL_TEXT_LINES
from access_kit.delivery.charsets import decode
from access_kit.delivery.mail_page import charset_of_page, page_to_text

_SPLIT_NAME = re.compile(r"(?i)ATT\d{3,8}\.(txt|html?)")
"""What Exchange calls the text that stood after a picture."""
_MOST_BLANK = 80
_LONG_BLANK = re.compile(rf"[^\S\n]{{{_MOST_BLANK + 1},}}")


class TextTooLong(ValueError):
    """More text than an answer has, however much of a thread it repeats."""


def text_of(message: Message) -> str:
    """The words of a message, part after part; empty when it has none.

    Long blanks are shortened: they say nothing, and patterns of lines go over them twice.
    """
    whole = "\n".join(text for text in _texts(message) if text.strip())
    if len(whole) > MAIL_TEXT or whole.count("\n") > MAIL_TEXT_LINES:
        raise TextTooLong
    return _LONG_BLANK.sub(" " * _MOST_BLANK, whole)


def _texts(part: Message) -> Iterator[str]:
    kind = part.get_content_maintype()
    if kind == "multipart":
        inner = [one for one in parts_of(part) if not _is_attached(one)]
        if part.get_content_subtype() == "alternative":
            yield _best(inner)
            return
        if part.get_content_subtype() == "related":
            inner = inner[:1]
        for one in inner:
            yield from _texts(one)
    elif kind == "text" and part.get_content_subtype() in ("plain", "html", "enriched"):
        yield text_of_part(part)


def headers_of(message: Message, name: str) -> list[str]:
    """Every header of a name as it came, where letters may be UTF-8 (RFC 6532).

    ``Message.get`` makes a sign for "unknown" of each of them, and of two addresses the same.
    """
    held = (str(value) for key, value in message.raw_items() if key.casefold() == name.casefold())
    return [decode(value.encode("utf-8", "surrogateescape")) for value in held]


def parts_of(part: Message) -> list[Message]:
    """The parts that a part holds."""
    held = part.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _is_attached(part: Message) -> bool:
    if (part.get_content_disposition() or "") != "attachment":
        return False
    return not _SPLIT_NAME.fullmatch(str(part.get_filename() or ""))


def _best(parts: list[Message]) -> str:
    """Of texts that say the same in other forms, the one that holds what the person wrote."""
    plain = "\n".join(text for one in parts if not _is_page(one) for text in _texts(one))
    page = "\n".join(text for one in parts if _is_page(one) for text in _texts(one))
    if not page.strip() or _says_more(plain, page):
        return plain
    return page if not plain.strip() or _says_more(page, plain) else plain


def _is_page(part: Message) -> bool:
    """Whether a part is a page, or a page with what belongs to it."""
    if part.get_content_maintype() == "multipart":
        return any(_is_page(one) for one in parts_of(part))
    return part.get_content_type() == "text/html"


def _says_more(one: str, other: str) -> bool:
    """Whether ``one`` has words above what is quoted, and ``other`` has none, or fewer of these."""
    mine, theirs = _own_words(one), _own_words(other)
    return bool(mine - theirs) and not theirs - mine


_QUOTED = re.compile(r"\s{0,3}[>|›»]")
_BEGINS_ORIGINAL = re.compile(r"\s*[-_=]{5,}|\s*\*?[^\W\d]{2,12}\*?\s?[:：].*@")
_DATED = re.compile(r"\d{4}|@")


def _own_words(text: str) -> Counter[str]:
    """The words above the first line that is quoted, or that begins an original.

    A line that only introduces others (``On Thursday … wrote:``) differs from program to program.
    """
    words: Counter[str] = Counter()
    lines = [line[:400] for line in text.split("\n")]
    for at, line in enumerate(lines):
        if _QUOTED.match(line) or _BEGINS_ORIGINAL.match(line):
            break
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if _DATED.search(line) and (_introduces(line) or _introduces(following)):
            break
        if not _introduces(line):
            words.update(re.findall(r"\w+", line.casefold()))
    return words


def _introduces(line: str) -> bool:
    return line.rstrip().endswith((":", "："))


# -- one part -----------------------------------------------------------------------------------


def bytes_of(part: Message) -> bytes:
    """A part's bytes, its transfer encoding undone."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def text_of_part(part: Message) -> str:
    """One part as text with LF line ends, in the character set that it is really in."""
    data = bytes_of(part)[: MAIL_PAGE * 2]
    label = _parameter(part, "charset")
    if part.get_content_type() == "text/html":
        return page_to_text(decode(data, label or charset_of_page(data))[:MAIL_PAGE])
    text = decode(data, label).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if _parameter(part, "format").casefold() == "flowed":
        return _unflow(text, joins=_parameter(part, "delsp").casefold() == "yes")
    return text


def _parameter(part: Message, name: str) -> str:
    try:
        found = part.get_param(name, "")
    except (ValueError, LookupError, TypeError):
        return ""
    return str(found[2] if isinstance(found, tuple) else found)


_ANSWER = re.compile(r"\s*(?:[\[(☐☑☒✓✗-]|[ABCabc]\d)")
_DEPTH = re.compile(r">*")


def _unflow(text: str, *, joins: bool) -> str:
    """Paragraphs out of lines that end in a space (RFC 3676); ``joins``: without that space.

    A line that begins an answer stays a line of its own, whatever stands before it.
    """
    done: list[list[str]] = []
    depth_before, is_open = 0, False
    for raw in text.split("\n"):
        found = _DEPTH.match(raw)
        depth = found.end() if found else 0
        line = raw[depth:].removeprefix(" ")
        if is_open and depth == depth_before and not _ANSWER.match(line):
            done[-1].append(line)
        else:
            done.append([f"{'>' * depth} " if depth else "", line])
        is_open = line.endswith(" ") and line != "-- "
        if is_open and joins:
            done[-1][-1] = line[:-1]
        depth_before = depth
    return "\n".join("".join(pieces) for pieces in done)
