"""A first page that is to lie open alone: the fullest version of a document whose front fits it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from access_kit.documents.pdf import PageLayout, lay_out
from access_kit.model.document import Document, PageBreak
from access_kit.model.look import Look


def choose_fitting(
    versions: Iterable[Document], look: Look, *, most: int, fonts: tuple[Path, ...] = ()
) -> Document:
    """The first of ``versions`` with its front on one page, and on ``most`` pages in all.

    The front of a document is all before its first page break. The last where none fits;
    ``ValueError`` where there is none. Raises as ``pdf.render``.
    """
    chosen = None
    for document in versions:
        chosen = document
        if _fits(lay_out(document, look, fonts=fonts), document, most):
            break
    if chosen is None:
        raise ValueError("no version of the document")
    return chosen


def _fits(layout: PageLayout, document: Document, most: int) -> bool:
    """Whether what stands behind the front begins on page 2."""
    begins = layout.begins[-len(document.blocks) :]
    breaks = [at for at, block in enumerate(document.blocks) if isinstance(block, PageBreak)]
    return layout.pages <= most and (not breaks or begins[breaks[0] + 1] == 2)
