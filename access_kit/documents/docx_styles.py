"""What stands around the words of a Word file: styles, lists, page, settings, and a plain package.

Everything is in styles, so that who enlarges or recolours the file on their own changes a style
and not every line. Sizes stand in points for Latin letters and for complex scripts alike.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from access_kit.documents.clean_text import clean_text
from access_kit.documents.direction import direction
from access_kit.documents.docx_xml import (
    XmlElement,
    bold_properties,
    element,
    language_properties,
    put,
    size_properties,
)
from access_kit.documents.looks import PAPER_MM
from access_kit.documents.templates import body_size_pt
from access_kit.i18n.scripts import script_of
from access_kit.model.document import Document
from access_kit.model.look import Look

FONT = "Verdana"
"""Distinct I, l and 1 (APH), and there on every Windows and Mac."""

_FONTS = {"Arab": "Arial", "Hebr": "Arial"} | dict.fromkeys(
    ("Beng", "Deva", "Gujr", "Guru", "Knda", "Mlym", "Orya", "Sinh", "Taml", "Telu"), "Nirmala UI"
)
"""Fonts of Windows and Office for scripts that the other has not."""

BULLETS, NUMBERS, TICKS = 1, 2, 3
"""The kinds of lists; each is the number of a list definition and of its first list."""

INDENT_EM = 1.6
DEEPEST = 8
NATURAL_LEADING = 1.2
"""Word counts the space between lines in the font's own height, which is about this many ems."""

_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The oldest date that an archive can hold: the files inside have none of their own."""

_UNUSED = ("thumbnail", "stylesWithEffects", "customXml")
"""Parts of python-docx's empty document that say nothing of this one."""


def prepare_word_file(word: WordDocument, document: Document, look: Look) -> None:
    """Give an empty file the page, styles and lists of a look."""
    _drop_unused(word)
    _set_page(word, document, look)
    _set_defaults(word, document, look)
    _set_styles(word, document, look)
    _set_lists(word, look.body_pt)
    _set_settings(word, document.lang, look)
    _set_properties(word, document)


def _drop_unused(word: WordDocument) -> None:
    for rels in (word.part.package.rels, word.part.rels):
        for key, one in list(rels.items()):
            if one.reltype.rpartition("/")[2] in _UNUSED:
                del rels[key]


def _set_page(word: WordDocument, document: Document, look: Look) -> None:
    width, height = PAPER_MM[look.paper]
    section = word.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    margin = Mm(look.margin_mm)
    section.left_margin = section.top_margin = section.bottom_margin = margin
    section.right_margin = Mm(width - look.margin_mm - measure_mm(look))
    section.header_distance = section.footer_distance = Mm(look.margin_mm / 2)
    if direction(document.lang) == "rtl":
        section.left_margin, section.right_margin = section.right_margin, section.left_margin
        section._sectPr.append(element("bidi"))


def measure_mm(look: Look) -> float:
    """The length of a line."""
    return min(look.max_line_mm, PAPER_MM[look.paper][0] - 2 * look.margin_mm)


def _set_defaults(word: WordDocument, document: Document, look: Look) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    properties.clear()
    cs = _FONTS.get(script_of(document.lang), FONT)
    put(properties, element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=cs))
    put(properties, element("color", val=look.colours.ink.strip("#")))
    size = body_size_pt(look, document.lang)
    for one in (*size_properties(size), *language_properties(document.lang, rtl=False)):
        put(properties, one)
    spacing = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
    spacing.clear()
    line = round(240 * look.leading / NATURAL_LEADING)
    after = round(size * look.paragraph_gap * 20)
    spacing.append(element("spacing", after=after, line=line, lineRule="auto"))


def _set_styles(word: WordDocument, document: Document, look: Look) -> None:
    share = body_size_pt(look, document.lang) / look.body_pt
    headings = [*look.heading_pt, *(look.heading_pt[-1],) * (9 - len(look.heading_pt))]
    sizes = {f"Heading {level}": size for level, size in enumerate(headings, start=1)}
    _drop_twins(word.styles.element)
    for name, size in ({"Title": look.title_pt} | sizes).items():
        _set_heading(word.styles[name], size * share, look)
    for name in ("List Bullet", "List Number", "List Continue", "Caption", "Header", "Footer"):
        _plain(word.styles[name])
    _plain(word.styles["List Paragraph"])
    put(_properties(word.styles["List Bullet"]), _in_list(BULLETS))
    put(_properties(word.styles["List Number"]), _in_list(NUMBERS))
    put(_properties(word.styles["List Paragraph"]), _in_list(TICKS))
    for style in ("List Bullet", "List Number", "List Paragraph", "List Continue"):
        word.styles[style].paragraph_format.space_after = Pt(look.body_pt / 3)
    word.styles["Footer"].paragraph_format.space_before = Pt(look.body_pt / 2)
    word.styles["Footer"].paragraph_format.space_after = Pt(0)
    for one in bold_properties():
        put(word.styles["Caption"].element.get_or_add_rPr(), one)
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(look.colours.link.strip("#").upper())
    link.font.underline = True


def _drop_twins(styles: XmlElement) -> None:
    """Styles for letters that stand beside those for paragraphs, with sizes of their own."""
    for style in list(styles.iter(qn("w:style"))):
        for link in style.findall(qn("w:link")):
            style.remove(link)
            if style.get(qn("w:type")) == "character":
                styles.remove(style)


def _plain(style: Any) -> None:  # noqa: ANN401 (python-docx hands out styles untyped)
    """A style that looks like the text around it."""
    for name in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(name)):
            style.element.remove(old)


def _set_heading(style: Any, size_pt: float, look: Look) -> None:  # noqa: ANN401 (as above)
    level = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    _plain(style)
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.keep_together = True
    style.paragraph_format.space_before = Pt(size_pt * 0.6)
    style.paragraph_format.space_after = Pt(look.body_pt * 0.5)
    if level is not None:
        put(_properties(style), level)
    for one in (*bold_properties(), *size_properties(size_pt)):
        put(style.element.get_or_add_rPr(), one)


def _properties(style: Any) -> XmlElement:  # noqa: ANN401 (as above)
    return style.element.get_or_add_pPr()


def _in_list(number: int) -> XmlElement:
    return element("numPr", element("numId", val=number))


# -- lists --------------------------------------------------------------------------------------


def _set_lists(word: WordDocument, size_pt: float) -> None:
    numbering = word.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for kind, (form, sign) in {
        BULLETS: ("bullet", "\u2022"),
        NUMBERS: ("decimal", "%{level}."),
        TICKS: ("bullet", ""),
    }.items():
        levels = (_level(depth, form, sign, size_pt) for depth in range(DEEPEST + 1))
        multi = element("multiLevelType", val="hybridMultilevel")
        numbering.append(element("abstractNum", multi, *levels, abstractNumId=kind))
    for kind in (BULLETS, NUMBERS, TICKS):
        numbering.append(element("num", element("abstractNumId", val=kind), numId=kind))


def _level(depth: int, form: str, sign: str, size_pt: float) -> XmlElement:
    indent = indent_twips(depth, size_pt)
    hanging = indent_twips(0, size_pt)
    text = sign.replace("{level}", str(depth + 1))
    return element(
        "lvl",
        element("start", val=1),
        element("numFmt", val=form),
        *([] if text else [element("suff", val="nothing")]),
        element("lvlText", val=text),
        element("lvlJc", val="left"),
        element("pPr", element("ind", left=indent, hanging=hanging)),
        ilvl=depth,
    )


def indent_twips(depth: int, size_pt: float) -> int:
    """Where the words of an item of this depth begin, in twentieths of a point."""
    return round(size_pt * INDENT_EM * (depth + 1) * 20)


def begin_list(word: WordDocument, depth: int, start: int) -> int:
    """A numbered list of its own that begins at ``start``; its number."""
    numbering = word.part.numbering_part.element
    number = 1 + max(int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num")))
    first = element("lvlOverride", element("startOverride", val=start), ilvl=depth)
    kind = element("abstractNumId", val=NUMBERS)
    numbering.append(element("num", kind, first, numId=number))
    return number


# -- the file as a whole ------------------------------------------------------------------------


def _set_settings(word: WordDocument, lang: str, look: Look) -> None:
    settings = word.settings.element
    for one in settings.findall(qn("w:themeFontLang")):
        one.attrib.clear()
        for name in ("val", "eastAsia", "bidi"):
            one.set(qn(f"w:{name}"), lang)
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    for name in ("savePreviewPicture", "proofState", "rsids", "zoom"):
        for old in settings.findall(qn(f"w:{name}")):
            settings.remove(old)
    if look.colours.paper.lower() != "#ffffff":
        settings.insert(0, element("displayBackgroundShape"))
        word.element.insert(0, element("background", color=look.colours.paper.strip("#")))


def _set_properties(word: WordDocument, document: Document) -> None:
    """The title and the language, and nothing else: no author, no program, no time."""
    properties = word.core_properties
    for old in list(properties._element):
        properties._element.remove(old)
    properties.title = clean_text(document.title)
    properties.language = document.lang
    package = word.part.package
    for key, one in list(package.rels.items()):
        if one.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            del package.rels[key]


def save_word_file(word: WordDocument) -> bytes:
    """The bytes of the file; the same words always give the same."""
    stream, packed = io.BytesIO(), io.BytesIO()
    word.save(stream)
    with zipfile.ZipFile(stream) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return packed.getvalue()
