"""The paragraphs of a Word file and the runs in them: language, direction, size and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph as WordParagraph

from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import (
    direction,
    isolate,
    isolate_values,
    split_isolated,
)
from access_kit.documents.docx_styles import indent_twips
from access_kit.documents.docx_xml import (
    XmlElement,
    bold_properties,
    element,
    language_properties,
    put,
    rule_beside,
    size_properties,
)
from access_kit.documents.templates import body_size_pt
from access_kit.model.document import Inlines, LineBreak, Link, Text
from access_kit.model.look import Look


@dataclass(frozen=True)
class BlockPlace:
    """Where a block stands: its language, its depth in lists, inside of a box or not."""

    lang: str
    depth: int = 0
    in_list: bool = False
    boxed: bool = False


class ParagraphWriter:
    """Writes paragraphs at the end of ``word``, whose language is ``lang``."""

    def __init__(self, word: WordDocument, lang: str, look: Look) -> None:
        self._word = word
        self._lang = lang
        self._look = look
        self._ids = 0

    def paragraph(self, style: str, place: BlockPlace) -> WordParagraph:
        """A new paragraph at the end of the file."""
        made = self._word.add_paragraph(style=style)
        self.dress(made, place)
        return made

    def body(self, content: Inlines, place: BlockPlace, *, strong: bool = False) -> WordParagraph:
        """A paragraph of running text."""
        made = self.paragraph("List Continue" if place.in_list else "Normal", place)
        self.add(made, content, place, strong=strong)
        return made

    def dress(self, made: WordParagraph, place: BlockPlace) -> None:
        """Give a paragraph its direction, its indent in a list and the rule of its box."""
        properties, rtl = made._p.get_or_add_pPr(), direction(place.lang) == "rtl"
        if place.in_list and made.style is not None and made.style.name == "List Continue":
            indent = indent_twips(place.depth - 1, self._look.body_pt)
            made.paragraph_format.left_indent = Twips(indent)
        if place.boxed:
            put(properties, rule_beside(self._look.colours.rule, rtl=rtl))
        if rtl:
            put(properties, element("bidi"))
        elif direction(self._lang) == "rtl":
            put(properties, element("bidi", val=0))

    def add(
        self, made: WordParagraph, content: Inlines, place: BlockPlace, *, strong: bool = False
    ) -> None:
        """Add words to a paragraph."""
        for part in content:
            if isinstance(part, LineBreak):
                made.add_run().add_break()
            elif isinstance(part, Link):
                self._link(made, part, place, strong)
            else:
                self._add_text(made, part, place, strong or part.strong)

    def _add_text(self, made: WordParagraph, part: Text, place: BlockPlace, strong: bool) -> None:
        lang, around = part.lang or place.lang, direction(place.lang)
        text = clean_text(part.text)
        if part.isolate or direction(lang) != around:
            text = isolate(text, around)
        else:
            text = isolate_values(text, around)
        for run in self._runs(text, lang, strong):
            made._p.append(run)

    def _link(self, made: WordParagraph, part: Link, place: BlockPlace, strong: bool) -> None:
        lang = part.lang or place.lang
        text = isolate(clean_text(part.text), direction(place.lang))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        key = made.part.relate_to(clean_text(part.url), kind, is_external=True)
        link = element("hyperlink", history=1)
        link.set(qn("r:id"), key)
        for run in self._runs(text, lang, strong):
            put(run.get_or_add_rPr(), element("rStyle", val="Hyperlink"))
            link.append(run)
        made._p.append(link)

    def _runs(self, text: str, lang: str, strong: bool) -> Iterator[XmlElement]:
        """``text`` as runs, each of which runs one way."""
        for piece, way in split_isolated(text, direction(lang)):
            run = element("r")
            properties = run.get_or_add_rPr()
            for one in bold_properties() if strong else ():
                put(properties, one)
            if self._factor(lang) != self._factor(self._lang):
                for one in size_properties(self.size(lang)):
                    put(properties, one)
            rtl = way == "rtl"
            if rtl or lang != self._lang:
                for one in language_properties(lang, rtl=rtl):
                    put(properties, one)
            words = element("t")
            words.text = piece
            words.set(qn("xml:space"), "preserve")
            run.append(words)
            yield run

    def size(self, lang: str) -> float:
        """Points of the body in the script of a language."""
        return body_size_pt(self._look, lang)

    def _factor(self, lang: str) -> float:
        return self.size(lang) / self._look.body_pt

    def next_id(self) -> int:
        """A number that nothing else in the file has."""
        self._ids += 1
        return self._ids
