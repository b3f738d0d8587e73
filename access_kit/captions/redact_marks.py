"""Names in what no reader sees: classes, regions, languages, style sheets, attributes of pages.

There a name is written together ("mariaLindqvist", "maria_l"), and has to stay one word; the same
one becomes the same word everywhere, so that a style still finds its class.
"""

from __future__ import annotations

import re
from collections import Counter

from access_kit.captions.redact_cells import redact_cells
from access_kit.captions.redact_names import NameFinder, Token

_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_LETTERS = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"<(/?)([^ \t\n.>/]*)((?:\.[^ \t\n.>]*)*)([^>]*)(>|\Z)")
_STYLE_PART = re.compile(r"/\*(?:[^*]|\*(?!/))*|\"[^\"\n]*\"|'[^'\n]*'|[^\W\d][\w-]*", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|([^\n]))")
_ATTRIBUTE = re.compile(
    r"(?<![\w:-])([\w:-]{1,60})([ \t\n]{0,20}=[ \t\n]{0,20})(\"[^\"]{0,9999}\"|'[^']{0,9999}')"
)
_WORD_ATTRIBUTES = frozenset({"id", "class", "for", "name", "href", "src", "headers", "lang"})
_LARGEST_SIGN = 0x10FFFF


class MarkRedactor:
    """Puts labels into what is one word for a program; ``counts`` tells how often each."""

    def __init__(self, finder: NameFinder) -> None:
        self._finder = finder
        self._known: dict[str, str] = {}
        self.counts: Counter[str] = Counter()

    def text(self, text: str) -> str:
        """Running text, such as a speaker's name or a remark, with labels for its names."""
        result = redact_cells([text], self._finder)
        self.counts += result.counts
        return result.cells[0]

    def word(self, word: str) -> str:
        """``word``, or one made of the label of the name that it holds."""
        label = self._label_in(word)
        if label is None:
            return word
        self.counts[label] += 1
        if word not in self._known:
            plain = re.sub(r"\W+", "-", label).strip("-") or "name"
            taken, new, number = set(self._known.values()), plain, 2
            while new in taken:
                new, number = f"{plain}-{number}", number + 1
            self._known[word] = new
        return self._known[word]

    def _label_in(self, word: str) -> str | None:
        if label := self._finder.whole(word):
            return label
        tokens = [Token(letters) for letters in _LETTERS.findall(_HUMP.sub(" ", word))]
        matches, _ = self._finder.find(tokens)
        return matches[0].label if matches else None

    def language(self, tag: str) -> str:
        """A language without private subtags that hold a name."""
        parts = tag.split("-")
        found = [label for part in parts[1:] if (label := self._label_in(part))]
        self.counts.update(found)
        return parts[0] if found else tag

    def markup(self, markup: str) -> str:
        """The tags of WebVTT: classes, speakers, languages and whatever else stands in them."""
        return _TAG.sub(self._tag, markup)

    def _tag(self, found: re.Match[str]) -> str:
        slash, name, classes, rest, end = found.groups()
        kept = "".join(f".{self.word(one)}" for one in classes.split(".")[1:])
        if name == "lang":
            rest = rest[:1] + self.language(rest[1:].strip()) if rest else rest
        else:
            rest = self.text(rest)
        return f"<{slash}{name}{kept}{rest}{end}"

    def style(self, style: str) -> str:
        """A style sheet: selectors, strings and remarks; as written where it holds no name."""
        plain = _ESCAPE.sub(_unescape, style)
        done = _STYLE_PART.sub(self._style_part, plain)
        return style if done == plain else done

    def _style_part(self, found: re.Match[str]) -> str:
        part = found.group()
        return self.text(part) if part[0] in "/\"'" else self.word(part)

    def attributes(self, page: str) -> str:
        """A page's tags: words of ids, classes and addresses, and text of the others."""
        return re.sub(r"<[^>]*>?", lambda tag: _ATTRIBUTE.sub(self._attribute, tag.group()), page)

    def _attribute(self, found: re.Match[str]) -> str:
        name, equals, value = found.groups()
        inside = value[1:-1]
        if name.lower() in _WORD_ATTRIBUTES:
            inside = re.sub(r"[\w-]+", lambda word: self.word(word.group()), inside)
        else:
            inside = self.text(inside)
        return f"{name}{equals}{value[0]}{inside}{value[-1]}"


def _unescape(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    number = int(found[1], 16)
    is_sign = 0 < number <= _LARGEST_SIGN and not 0xD800 <= number < 0xE000
    return chr(number) if is_sign else "\ufffd"
