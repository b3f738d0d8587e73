"""The pages of a paper side by side, as one picture: to look at before anything is printed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from access_kit.budgets import PDF, PDF_PICTURE_PAGES
from access_kit.errors import BadInput, Problem
from access_kit.files import make_folder, read_bytes, shown, write_atomic

if TYPE_CHECKING:
    from PIL.Image import Image

GAP_PX = 24
DOTS_AN_INCH = 60
_PAGES_A_ROW = 6
_TABLE_COLOUR = "#808080"


def write_picture(
    out: Path, name: str, render: Callable[[], tuple[bytes, list[Problem]]]
) -> list[Problem]:
    """Write the picture of a PDF file, or of the handout ``name`` as ``render`` makes it.

    Gives what is to be known about the handout.
    """
    problems: list[Problem] = []
    if name.lower().endswith(".pdf"):
        picture = picture_of_pdf(Path(name))
    else:
        pdf, problems = render()
        picture = picture_pages(pdf, name)
    make_folder(out.parent, private=False)
    write_atomic(out, picture)
    return problems


def picture_of_pdf(path: Path, *, dots_an_inch: int = DOTS_AN_INCH) -> bytes:
    """A PNG of the first pages of a PDF file."""
    return picture_pages(read_bytes(path, limit=PDF.size), shown(path), dots_an_inch=dots_an_inch)


def picture_pages(pdf: bytes, name: str, *, dots_an_inch: int = DOTS_AN_INCH) -> bytes:
    """A PNG of at most ``PDF_PICTURE_PAGES`` pages in reading order, six to a row.

    Drawn by PDFium, as Chrome and Edge show it. Raises ``BadInput`` for a file that is no PDF and
    ``ModuleNotFoundError`` for the absent extra.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        count = min(len(document), PDF_PICTURE_PAGES)
        shots = [_draw(document[at], dots_an_inch) for at in range(count)]
        document.close()
    except pypdfium2.PdfiumError:
        facts = {"kind": "PDF"}
        raise BadInput(Problem("check.not-readable", file=name, facts=facts)) from None
    stream = io.BytesIO()
    _lay_out(shots).save(stream, "PNG")
    return stream.getvalue()


def _draw(page: Any, dots_an_inch: int) -> Image:  # noqa: ANN401 (PDFium has no types)
    shot: Image = page.render(scale=dots_an_inch / 72).to_pil().convert("RGB")
    page.close()
    return shot


def _lay_out(shots: Sequence[Image]) -> Image:
    from PIL import Image as Pillow

    width = max(shot.width for shot in shots)
    height = max(shot.height for shot in shots)
    columns = min(len(shots), _PAGES_A_ROW)
    rows = -(-len(shots) // _PAGES_A_ROW)
    size = (columns * (width + GAP_PX) + GAP_PX, rows * (height + GAP_PX) + GAP_PX)
    table = Pillow.new("RGB", size, _TABLE_COLOUR)
    for at, shot in enumerate(shots):
        row, column = divmod(at, _PAGES_A_ROW)
        place = (GAP_PX + column * (width + GAP_PX), GAP_PX + row * (height + GAP_PX))
        table.paste(shot, place)
    return table
