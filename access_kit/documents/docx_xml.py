"""The small pieces of WordprocessingML that python-docx has no words for (ECMA-376, part 1).

Order matters inside a paragraph's and a run's properties: ``put`` knows it.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

_PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
    "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
    "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
    "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
    "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect",
    "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
    "specVanish", "oMath",
)  # fmt: skip

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SIGN_FONT = "Segoe UI Symbol"
"""A font of Windows and of Word for the Mac that has the box to tick."""

BOX, TICKED = "\u2610", "\u2612"

XmlElement = Any
"""An element of lxml with python-docx's own class behind it."""


def element(tag: str, *children: XmlElement, **values: object) -> XmlElement:
    """``<w:tag>`` with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def put(properties: XmlElement, child: XmlElement) -> None:
    """``child`` in its place among the properties of a paragraph or a run, once."""
    order = _PARAGRAPH_ORDER if properties.tag == qn("w:pPr") else _RUN_ORDER
    name = child.tag.rpartition("}")[2]
    for old in properties.findall(child.tag):
        properties.remove(old)
    behind = {qn(f"w:{tag}") for tag in order[order.index(name) + 1 :]}
    at = next((i for i, one in enumerate(properties) if one.tag in behind), len(properties))
    properties.insert(at, child)


def language_properties(lang: str, *, rtl: bool) -> list[XmlElement]:
    """What says the language of letters of every kind, and that they run from right to left."""
    mark = [element("rtl")] if rtl else []
    return [*mark, element("lang", val=lang, eastAsia=lang, bidi=lang)]


def size_properties(size_pt: float) -> list[XmlElement]:
    """A size in points for letters of every kind; Word counts halves, and none gets smaller."""
    halves = -int(-size_pt * 2 // 1)
    return [element("sz", val=halves), element("szCs", val=halves)]


def bold_properties() -> list[XmlElement]:
    return [element("b"), element("bCs")]


def rule_beside(colour: str, *, rtl: bool) -> XmlElement:
    """A rule along the near side of a paragraph."""
    side = "right" if rtl else "left"
    return element("pBdr", element(side, val="single", sz=24, space=8, color=colour.strip("#")))


def check_box(key: str, number: int) -> XmlElement:
    """A box that is ticked with a click or the space bar; on paper, with a pen."""
    font = element("rFonts", ascii=SIGN_FONT, hAnsi=SIGN_FONT, eastAsia=SIGN_FONT, cs=SIGN_FONT)
    sign = element("t")
    sign.text = BOX
    box = parse_xml(
        f'<w14:checkbox xmlns:w14="{_W14}"><w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="{ord(TICKED):04X}" w14:font="{SIGN_FONT}"/>'
        f'<w14:uncheckedState w14:val="{ord(BOX):04X}" w14:font="{SIGN_FONT}"/></w14:checkbox>'
    )
    properties = element("sdtPr", element("tag", val=key), element("id", val=number), box)
    run = element("r", element("rPr", font), sign)
    return element("sdt", properties, element("sdtContent", run))


def text_field(key: str, number: int) -> XmlElement:
    """A place to write on: a line up to the margin, replaced by what is typed."""
    properties = element(
        "sdtPr",
        element("tag", val=key),
        element("id", val=number),
        element("showingPlcHdr"),
        element("text"),
    )
    return element("sdt", properties, element("sdtContent", element("r", element("tab"))))


def field(code: str) -> XmlElement:
    """A number that Word counts: ``PAGE`` or ``NUMPAGES``."""
    shown = element("t")
    shown.text = "1"
    return element("fldSimple", element("r", shown), instr=code)


def mark_decorative(properties: XmlElement) -> None:
    """Say of a picture that it carries no meaning, as Word does since 2019."""
    properties.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_MAIN}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            f'<adec:decorative xmlns:adec="{_DECORATIVE}" val="1"/></a:ext></a:extLst>'
        )
    )
