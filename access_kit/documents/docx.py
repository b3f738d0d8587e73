"""A Word file, for people who enlarge, recolour and edit on their own, and who fill in on a screen.

Headings, lists and tables are Word's own, with real styles, so that a screen reader and the
navigation pane find them. A box is one to click, a line one to type on. Each run says its language
and direction, each picture what it shows. The file says nothing of who made it or when.

``docx_body`` writes the words, ``docx_styles`` what stands around them; python-docx is imported
there and not before.
"""

from __future__ import annotations

import importlib.util
from datetime import datetime
from pathlib import Path

from access_kit.documents.check_tree import require_sound_tree
from access_kit.errors import MissingPart, Problem
from access_kit.model.document import Document
from access_kit.model.look import Look


def render(
    document: Document, look: Look, *, moment: datetime, fonts: tuple[Path, ...] = ()
) -> bytes:
    """``document`` as one .docx file; see ``renderers`` for the rules.

    Needs the label ``page``. Letters are those of the reader's computer and no time is written:
    ``fonts`` and ``moment`` change nothing. ``MissingPart`` without the extra ``office``.
    """
    require_sound_tree(document)
    if importlib.util.find_spec("docx") is None:
        raise MissingPart(Problem("extra.missing", facts={"extra": "office"}))
    from access_kit.documents.docx_body import build_word_file

    return build_word_file(document, look)
