"""PDFs as other programs read and draw them: Poppler and PDFium."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops

from access_kit.model.document import Box
from tests.tools import required_program

MM_PER_INCH = 25.4
INK = 12
"""How far a colour channel must be from the paper to count as ink, of 255; hides smoothing."""

_UNSEEN = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0xFEFF, 0xFFFE, 0x061C, 0x200E, 0x200F])
_UNSEEN |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def extract_texts(pdf: Path) -> dict[str, str]:
    """The text of all pages, by program: ``pdftotext`` and ``pdfium``."""
    return {"pdftotext": poppler_text(pdf), "pdfium": pdfium_text(pdf)}


def poppler_text(pdf: Path, *order: str) -> str:
    """Poppler's text; with ``-raw`` in the order of the file, which keeps table cells whole."""
    command = [required_program("pdftotext"), "-enc", "UTF-8", *order, pdf, "-"]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()


def pdfium_text(pdf: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            words.close()
            page.close()
    return "\f".join(texts)


def squeezed(text: str) -> str:
    """Text without spaces, line ends, soft hyphens and bidi controls, in normal form NFKC.

    Programs differ in where they put those; what is left must be the same.
    """
    return "".join(unicodedata.normalize("NFKC", text).translate(_UNSEEN).split())


def missing_strings(pdf: Path, strings: Iterable[str]) -> dict[str, list[str]]:
    """For each program, the source strings that its text does not hold (see ``squeezed``).

    Hyphens do not count: both programs take one away at the end of a line. Poppler mixes the lines
    of table cells that stand side by side, so its text in the order of the file counts as well. A
    paragraph may go on over the page, so the text without each page's last line, its number,
    counts too.
    """
    wanted = [(string, _unhyphened(string)) for string in strings]
    texts = extract_texts(pdf)
    texts["pdftotext"] += "\f" + poppler_text(pdf, "-raw")
    texts = {name: f"{text}\f{_without_last_lines(text)}" for name, text in texts.items()}
    found = {name: _unhyphened(text) for name, text in texts.items()}
    return {name: [s for s, bare in wanted if bare not in text] for name, text in found.items()}


def _without_last_lines(text: str) -> str:
    pages = (page.rstrip().splitlines() for page in text.split("\f"))
    return "\n".join(line for lines in pages for line in lines[:-1])


def _unhyphened(text: str) -> str:
    return squeezed(text).replace("-", "").replace("\u2010", "")


def page_count(pdf: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_image(pdf: Path, page: int = 1, dpi: int = 150) -> Image.Image:
    """A page as it prints, RGB on white. ``page`` counts from 1; ``dpi`` is kept in ``info``."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page - 1]
        image = sheet.render(scale=dpi / 72).to_pil().convert("RGB")
        sheet.close()
    image.info["dpi"] = (dpi, dpi)
    return image


def ink_in(
    image: Image.Image, box_mm: Box, *, paper: tuple[int, int, int] = (255, 255, 255)
) -> int:
    """How many pixels inside a box of millimetres from the top left corner are not paper."""
    dpi = image.info["dpi"][0]
    corners = (box_mm.left, box_mm.top, box_mm.right, box_mm.bottom)
    left, top, right, bottom = (round(mm / MM_PER_INCH * dpi) for mm in corners)
    part = image.crop(
        (max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height))
    )
    return _ink(part, paper)


def ink_outside(
    image: Image.Image,
    allowed_mm: Box,
    within_mm: Box | None = None,
    *,
    paper: tuple[int, int, int] = (255, 255, 255),
) -> int:
    """How many pixels are not paper outside ``allowed_mm`` (inside ``within_mm``, or anywhere)."""
    dpi = image.info["dpi"][0]
    whole = Box(0, 0, image.width / dpi * MM_PER_INCH, image.height / dpi * MM_PER_INCH)
    within = within_mm or whole
    both = Box(
        max(allowed_mm.left, within.left),
        max(allowed_mm.top, within.top),
        min(allowed_mm.right, within.right),
        min(allowed_mm.bottom, within.bottom),
    )
    inside = ink_in(image, both, paper=paper) if both.width > 0 and both.height > 0 else 0
    return ink_in(image, within, paper=paper) - inside


def _ink(part: Image.Image, paper: tuple[int, int, int]) -> int:
    if part.width <= 0 or part.height <= 0:
        return 0
    away = ImageChops.difference(part.convert("RGB"), Image.new("RGB", part.size, paper))
    bands = away.split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(most.histogram()[INK:])
