"""The other programs, each used as its makers advise for speed.

``weasyprint_maker``: one font configuration and one style sheet for all documents, PDF/UA-1.
``bare_typst_maker``: one compiler, the shortest template that sets the same blocks, the data
already in JSON. What it lacks beside us: the checks of the tree and of the glyphs, languages,
directions, breaks in long words.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from access_kit.documents.fonts import FONT_FOLDER
from access_kit.model.document import (
    Block,
    BulletList,
    ContactBox,
    Document,
    Heading,
    Image,
    Inlines,
    Link,
    Paragraph,
    Steps,
    Table,
    TickList,
)
from access_kit.model.look import Look

FAMILY = "Atkinson Hyperlegible Next"
TEMPLATE = Path(__file__).parent / "bare.typ"


def weasyprint_maker(look: Look) -> Callable[[Document], bytes]:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    style = weasyprint.CSS(string=_css(look), font_config=fonts)
    pictures: dict = {}

    def make(document: Document) -> bytes:
        page = weasyprint.HTML(string=as_html(document), base_url=str(FONT_FOLDER))
        return page.write_pdf(
            stylesheets=[style], font_config=fonts, cache=pictures, pdf_variant="pdf/ua-1"
        )

    return make


def bare_typst_maker(look: Look) -> Callable[[Document], bytes]:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )
    compiler = typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True
    )

    def make(document: Document) -> bytes:
        data = {"title": document.title, "blocks": [_plain(block) for block in document.blocks]}
        inputs = {"doc": json.dumps(data), "body": str(look.body_pt)}
        return compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=0
        )

    return make


def as_html(document: Document) -> str:
    """The document as a short page of HTML, as someone would write it for WeasyPrint."""
    title = html.escape(document.title)
    body = "".join(map(_as_html, document.blocks))
    return (
        f'<!doctype html><html lang="{document.lang}"><meta charset="utf-8">'
        f"<title>{title}</title><body><h1>{title}</h1>{body}</body></html>"
    )


def _as_html(block: Block) -> str:
    match block:
        case Heading(level, content):
            return f"<h{level + 1}>{_inlines(content)}</h{level + 1}>"
        case Paragraph(content):
            return f"<p>{_inlines(content)}</p>"
        case BulletList(items) | TickList(items) | Steps(items):
            kind = {BulletList: "ul", TickList: 'ul class="tick"', Steps: "ol"}[type(block)]
            lines = "".join(f"<li>{_inlines(item.content)}</li>" for item in items)
            return f"<{kind}>{lines}</{kind[:2]}>"
        case Table(header, rows):
            head = "".join(f'<th scope="col">{_inlines(cell)}</th>' for cell in header)
            body = "".join(
                f"<tr>{''.join(f'<td>{_inlines(cell)}</td>' for cell in row)}</tr>" for row in rows
            )
            return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        case Image(data, media_type, alt):
            source = f"data:{media_type};base64,{base64.b64encode(data).decode()}"
            return f'<p><img src="{source}" alt="{html.escape(alt)}"></p>'
        case ContactBox(title, contacts):
            lines = "".join(
                f'<p>{html.escape(c.label)}: <a href="{c.url}">{html.escape(c.value)}</a></p>'
                for c in contacts
            )
            return f"<section><h3>{_inlines(title)}</h3>{lines}</section>"
    raise TypeError(type(block))


def _inlines(content: Inlines) -> str:
    return "".join(
        f'<a href="{html.escape(part.url)}">{html.escape(part.text)}</a>'
        if isinstance(part, Link)
        else html.escape(part.text)
        for part in content
    )


def _css(look: Look) -> str:
    faces = "".join(
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:url("'
        f'{(FONT_FOLDER / f"AtkinsonHyperlegibleNext-{name}.ttf").as_uri()}")}}'
        for name, weight in (("Regular", 400), ("Bold", 700))
    )
    first, second, _ = look.heading_pt
    return f"""{faces}
      @page{{size:{look.paper};margin:{look.margin_mm}mm;
        @bottom-right{{content:"Page " counter(page) " of " counter(pages);
          font:{look.body_pt}pt "{FAMILY}"}}}}
      body{{font:{look.body_pt}pt/{look.leading} "{FAMILY}";color:{look.colours.ink};hyphens:none}}
      h1{{font-size:{look.title_pt}pt}} h2{{font-size:{first}pt}} h3{{font-size:{second}pt}}
      p{{margin:0 0 1em}} li{{margin:0 0 .35em}} .tick{{list-style:"\\2610  "}} img{{width:360pt}}
      table{{border-collapse:collapse;width:100%}} th,td{{border:1pt solid;padding:.3em}}
      th{{text-align:left}} section{{border-left:4pt solid;padding-left:.8em}}
      h1,h2,h3{{margin:.5em 0}} a{{color:{look.colours.link}}}"""


def _plain(block: Block) -> list[Any]:
    match block:
        case Heading(level, content):
            return ["h", level, _runs(content)]
        case Paragraph(content):
            return ["p", _runs(content)]
        case BulletList(items) | TickList(items) | Steps(items):
            kind = {BulletList: "ul", TickList: "tl", Steps: "ol"}[type(block)]
            return [kind, [_runs(item.content) for item in items]]
        case Table(header, rows):
            return ["t", [_runs(c) for c in header], [_runs(c) for row in rows for c in row]]
        case Image(data, _, alt):
            return ["i", _svg(data, block.media_type), alt]
        case ContactBox(title, contacts):
            return ["c", _runs(title), [[c.label, c.value, c.url] for c in contacts]]
    raise TypeError(type(block))


def _runs(content: Inlines) -> list[list[str]]:
    return [[part.text, part.url if isinstance(part, Link) else ""] for part in content]


@cache
def _svg(data: bytes, media_type: str) -> str:
    """The picture in the shape in which JSON carries it to typst, as ours does."""
    source = base64.b64encode(data).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="240">'
        f'<image width="480" height="240" href="data:{media_type};base64,{source}"/></svg>'
    )
