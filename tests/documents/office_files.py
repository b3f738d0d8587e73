"""The same handout as each program writes it: what goes in, made here and kept nowhere.

Written without a look at the readers: Word files by python-docx, the others as their formats say.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches
from PIL import Image as Pillow

from access_kit.documents.renderers import render_files
from access_kit.model.document import (
    BulletList,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Purpose,
    Steps,
    Table,
    Text,
)
from tests.documents.handout import LABELS, MOMENT, any_look

TITLE = "Getting ready for Thursday"
LEAD = ("Charge your phone, and ", "sit down", " before six.")
NEED, WHEN = "What you need", "When we meet"
PHONE, TABLET, CHARGER = "a phone", "or a tablet", "a charger"
STEPS = ("Open the link.", "Press Join.")
TABLE = (("Day", "Hour"), ("Monday", "nine"), ("Friday", "ten"))
LINK, ADDRESS = "our page", "https://river.example/start"
SPANISH = "Nos vemos el jueves."
ALT = "A door with a bell"
FOOT = "Riverside, ring twice"

IN_ORDER = (
    TITLE, "".join(LEAD), NEED, PHONE, TABLET, CHARGER, *STEPS, WHEN,
    *(cell for row in TABLE for cell in row), f"See {LINK} for more.", SPANISH,
)  # fmt: skip
"""What a reader hears, without the picture; what stands on every page comes last."""


def png(colour: str = "black") -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# -- Word ---------------------------------------------------------------------------------------


def word_file(change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    """The handout by python-docx; ``change`` does something to it before it is saved."""
    made = docx.Document()
    made.add_heading(TITLE, 0)
    lead = made.add_paragraph(LEAD[0])
    lead.add_run(LEAD[1]).bold = True
    lead.add_run(LEAD[2])
    made.add_heading(NEED, 1)
    made.add_paragraph(PHONE, style="List Bullet")
    made.add_paragraph(TABLET, style="List Bullet 2")
    made.add_paragraph(CHARGER, style="List Bullet")
    for step in STEPS:
        made.add_paragraph(step, style="List Number")
    made.add_heading(WHEN, 1)
    grid = made.add_table(len(TABLE), len(TABLE[0]))
    for row, said in zip(grid.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, said, strict=True):
            cell.text = text
    see = made.add_paragraph("See ")
    add_link(see, LINK, ADDRESS)
    see.add_run(" for more.")
    spanish = made.add_paragraph().add_run(SPANISH)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), "es-US")
    spanish._element.get_or_add_rPr().append(lang)
    made.add_picture(io.BytesIO(png()), width=Inches(1))
    describe(made, ALT)
    made.sections[0].footer.paragraphs[0].text = FOOT
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def add_link(paragraph: docx.text.paragraph.Paragraph, text: str, url: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, kind, is_external=True))
    run = paragraph.add_run(text)
    link.append(run._element)
    paragraph._p.append(link)


def describe(made: docx.document.Document, alt: str) -> None:
    """Give the last picture its alt text."""
    found = made.element.body.iter(qn("wp:docPr"))
    list(found)[-1].set("descr", alt)


# -- OpenDocument -------------------------------------------------------------------------------

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_SPACES = " ".join(
    f'xmlns:{name}="{_ODF}:{path}:1.0"'
    for name, path in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def open_text(more: str = "") -> bytes:
    """The handout as LibreOffice lays it out; ``more`` stands at the end of its text."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in TABLE
    )
    steps = "".join(f"<text:list-item><text:p>{one}</text:p></text:list-item>" for one in STEPS)
    body = f"""
<text:p text:style-name="Title">{TITLE}</text:p>
<text:p>{LEAD[0]}<text:span text:style-name="B">{LEAD[1]}</text:span>{LEAD[2]}</text:p>
<text:h text:outline-level="1">{NEED}</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>{PHONE}</text:p>
<text:list><text:list-item><text:p>{TABLET}</text:p></text:list-item></text:list></text:list-item>
<text:list-item><text:p>{CHARGER}</text:p></text:list-item></text:list>
<text:list text:style-name="L2">{steps}</text:list>
<text:h text:outline-level="1">{WHEN}</text:h>
<table:table>{rows}</table:table>
<text:p>See <text:a xlink:href="{ADDRESS}">{LINK}</text:a> for more.</text:p>
<text:p><text:span text:style-name="S">{SPANISH}</text:span></text:p>
<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>{ALT}</svg:desc>
</draw:frame></text:p>{more}"""
    content = f"""<?xml version="1.0"?><office:document-content {_ODF_SPACES}>
<office:automatic-styles>
<style:style style:name="B" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="H" style:family="text">
<style:text-properties text:display="none"/></style:style>
<style:style style:name="S" style:family="text">
<style:text-properties fo:language="es" fo:country="ES"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style>
<text:list-style style:name="L2">
<text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>
</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    styles = f"""<?xml version="1.0"?><office:document-styles {_ODF_SPACES}><office:styles>
<style:default-style style:family="paragraph">
<style:text-properties fo:language="en" fo:country="US"/></style:default-style>
</office:styles><office:master-styles><style:master-page style:name="Standard"><style:footer>
<text:p>{FOOT}</text:p></style:footer></style:master-page></office:master-styles>
</office:document-styles>"""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": styles,
            "Pictures/a.png": png(),
        }
    )


# -- slides -------------------------------------------------------------------------------------

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def _shape(kind: str, paragraphs: str) -> str:
    place = f"<p:nvPr>{kind}</p:nvPr>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name=""/><p:cNvSpPr/>{place}</p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"
    )


def _lines(*said: str, marks: str = "") -> str:
    return "".join(f"<a:p>{marks}<a:r><a:rPr/><a:t>{one}</a:t></a:r></a:p>" for one in said)


def _slide(shapes: str, show: str = "") -> str:
    return (
        f'<?xml version="1.0"?><p:sld xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}" {show}>'
        f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    )


def slides(*, hidden: str = "", notes: str = "") -> bytes:
    """The handout on two slides; with ``hidden`` a third that is not shown, ``notes`` to speak."""
    title, body = '<p:ph type="title"/>', '<p:ph idx="1"/>'
    lead = (
        f"<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>{LEAD[0]}</a:t></a:r>"
        f'<a:r><a:rPr b="1"/><a:t>{LEAD[1]}</a:t></a:r><a:r><a:t>{LEAD[2]}</a:t></a:r></a:p>'
    )
    rows = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody>{_lines(cell)}</a:txBody></a:tc>" for cell in row)
        + "</a:tr>"
        for row in TABLE
    )
    need = (
        _lines(PHONE) + _lines(TABLET, marks='<a:pPr lvl="1"/>') + _lines(CHARGER)
        + _lines(*STEPS, marks='<a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>')
    )  # fmt: skip
    see = (
        '<a:p><a:r><a:t>See </a:t></a:r><a:r><a:rPr><a:hlinkClick r:id="rId1"/></a:rPr>'
        f"<a:t>{LINK}</a:t></a:r><a:r><a:t> for more.</a:t></a:r></a:p>"
        f'<a:p><a:r><a:rPr lang="es-ES"/><a:t>{SPANISH}</a:t></a:r></a:p>'
    )
    picture = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="9" name="" descr="{ALT}"/><p:cNvPicPr/><p:nvPr/>'
        '</p:nvPicPr><p:blipFill><a:blip r:embed="rId2"/></p:blipFill><p:spPr/></p:pic>'
    )
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name=""/><p:cNvGraphicFramePr/>'
        "<p:nvPr/></p:nvGraphicFramePr><a:graphic><a:graphicData>"
        f"<a:tbl>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    foot = _shape('<p:ph type="ftr"/>', _lines(FOOT))
    first = _slide(_shape(body, lead) + _shape(title, _lines(TITLE)) + foot)
    second = _slide(_shape(title, _lines(NEED)) + _shape(body, need) + foot)
    third = _slide(_shape(title, _lines(WHEN)) + frame + _shape("", see) + picture + foot)
    parts = {
        "_rels/.rels": f'{_RELS}<Relationship Id="a" Type="{_R}/officeDocument" '
        'Target="ppt/presentation.xml"/></Relationships>',
        "ppt/slides/slide1.xml": first,
        "ppt/slides/slide2.xml": second,
        "ppt/slides/slide3.xml": third,
        "ppt/slides/_rels/slide3.xml.rels": f'{_RELS}<Relationship Id="rId1" '
        f'Type="{_R}/hyperlink" Target="{ADDRESS}" TargetMode="External"/><Relationship Id="rId2" '
        f'Type="{_R}/image" Target="../media/a.png"/></Relationships>',
        "ppt/media/a.png": png(),
    }
    if notes:
        parts["ppt/slides/_rels/slide1.xml.rels"] = (
            f'{_RELS}<Relationship Id="n" Type="{_R}/notesSlide" '
            'Target="../notesSlides/n1.xml"/></Relationships>'
        )
        parts["ppt/notesSlides/n1.xml"] = _slide(_shape('<p:ph type="body"/>', _lines(notes)))
    if hidden:
        said = _shape(title, _lines(hidden))
        parts["ppt/slides/slide4.xml"] = _slide(said, 'show="0"')
    numbers = [1, 2, 3, *([4] if hidden else [])]
    ids = "".join(f'<p:sldId id="{250 + at}" r:id="s{at}"/>' for at in numbers)
    calls = "".join(
        f'<Relationship Id="s{at}" Type="{_R}/slide" Target="slides/slide{at}.xml"/>'
        for at in numbers
    )
    parts["ppt/presentation.xml"] = (
        f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}"><p:sldIdLst>{ids}</p:sldIdLst>'
        "</p:presentation>"
    )
    parts["ppt/_rels/presentation.xml.rels"] = f"{_RELS}{calls}</Relationships>"
    return packed(parts)


# -- texts --------------------------------------------------------------------------------------


def rich_text(more: str = "") -> bytes:
    """The handout as WordPad writes it; ``more`` stands before its end."""
    rows = "".join(
        r"\trowd\cellx1000\cellx2000 " + "".join(rf"\pard\intbl {cell}\cell " for cell in row)
        + r"\row " for row in TABLE
    )  # fmt: skip
    steps = "".join(
        rf"\pard\ls2{{\listtext {at}.\tab}}{step}\par " for at, step in enumerate(STEPS, 1)
    )
    text = (
        r"{\rtf1\ansi\ansicpg1252\deff0\deflang1033{\fonttbl{\f0 Arial;}}"
        r"{\stylesheet{\s1 heading 1;}{\s5 Title;}}"
        rf"{{\footer\pard {FOOT}\par}}"
        rf"\pard\s5 {TITLE}\par\pard {LEAD[0]}{{\b {LEAD[1]}}}{LEAD[2]}\par"
        rf"\pard\s1 {NEED}\par"
        rf"\pard\ls1\ilvl0{{\listtext\bullet\tab}}{PHONE}\par"
        rf"\pard\ls1\ilvl1{{\listtext o\tab}}{TABLET}\par"
        rf"\pard\ls1\ilvl0{{\listtext\bullet\tab}}{CHARGER}\par{steps}"
        rf"\pard\s1 {WHEN}\par{rows}"
        rf'\pard See {{\field{{\*\fldinst HYPERLINK "{ADDRESS}"}}{{\fldrslt {LINK}}}}}'
        r" for more.\par"
        rf"\pard {{\lang3082 {SPANISH}}}\par"
        r"\pard {\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv "
        + ALT + r"}}}\pngblip " + png().hex() + r"}}\par " + more + "}"
    )  # fmt: skip
    return text.encode("ascii")


def web_page(more: str = "") -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>\n" for row in TABLE[1:])
    heads = "".join(f"<th>{cell}</th>" for cell in TABLE[0])
    return f"""<!doctype html><html lang="en"><head><title>ignored</title><style>p {{}}</style>
</head><body><h1>{TITLE}</h1><p>{LEAD[0]}<b>{LEAD[1]}</b>{LEAD[2]}</p><h2>{NEED}</h2>
<ul><li>{PHONE}<ul><li>{TABLET}</ul><li>{CHARGER}</ul><ol><li>{STEPS[0]}<li>{STEPS[1]}</ol>
<h2>{WHEN}</h2><table><tr>{heads}</tr>{rows}</table>
<p>See <a href="{ADDRESS}">{LINK}</a> for more.</p><p lang="es">{SPANISH}</p>
<img src="a.png" alt="{ALT}"><footer>{FOOT}</footer>{more}</body></html>""".encode()


def plain_text() -> bytes:
    rows = "\n\n".join("\n".join(row) for row in TABLE)
    return (
        f"{TITLE}\n\n{''.join(LEAD)}\n\n{NEED}\n---\n\n* {PHONE}\n  * {TABLET}\n* {CHARGER}\n\n"
        f"1. {STEPS[0]}\n2. {STEPS[1]}\n\n{WHEN}\n---\n\n{rows}\n\nSee {LINK} for more.\n\n"
        f"{SPANISH}\n\n{FOOT}\n"
    ).encode()


# -- PDF ----------------------------------------------------------------------------------------


def pdf_file() -> bytes:
    """The handout printed, without its picture, its link and its bold words."""

    def said(text: str) -> tuple[Text]:
        return (Text(text),)

    document = Document(
        TITLE,
        "en",
        Purpose.HANDOUT,
        (
            Paragraph(said("".join(LEAD))),
            Heading(1, said(NEED)),
            BulletList(tuple(ListItem(said(one)) for one in (PHONE, TABLET, CHARGER))),
            Steps(tuple(ListItem(said(one)) for one in STEPS)),
            Heading(1, said(WHEN)),
            Table(tuple(map(said, TABLE[0])), tuple(tuple(map(said, row)) for row in TABLE[1:])),
            Paragraph(said(f"See {LINK} for more.")),
            Paragraph(said(SPANISH)),
        ),
        LABELS,
    )
    return render_files("pdf", document, any_look(), moment=MOMENT)[0].data


def scan() -> bytes:
    """A PDF that is a picture of a page, as a scanner makes it."""
    out = io.BytesIO()
    Pillow.new("L", (850, 1100), 200).save(out, "PDF", resolution=100)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "docx": word_file, "odt": open_text, "pptx": slides, "rtf": rich_text, "html": web_page,
    "txt": plain_text, "pdf": pdf_file,
}  # fmt: skip
"""The suffix of each kind, and what makes its file. A page's picture is ``a.png`` beside it."""
