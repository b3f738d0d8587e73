"""A PDF of ours that somebody filled in on a screen, as the lines that a web form would send.

Read by PDFium, which is what Chrome and Edge read with. Of the file counts what is ticked and
written in fields that are called as ours are; nothing is drawn or run, and no other word is read.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any

from access_kit.budgets import FORM_FIELDS, FORM_PDF_BYTES, FORM_PDF_PAGES, FORM_VALUE
from access_kit.errors import BadInput, MissingPart, Problem
from access_kit.model.document import FORM_VERSION, Purpose

STARTS = b"%PDF-"
_NAME = re.compile(
    rf"(?P<root>{FORM_VERSION}(?: {FORM_VERSION})*|{Purpose.ANSWERS.value})"
    r"\.(?P<name>[A-Za-z][A-Za-z0-9-]{0,40})(?:#\d{1,2})?"
)


def is_pdf(start: bytes) -> bool:
    """Whether a file that begins so is a PDF."""
    return STARTS in start[:1024]


def read_form(data: bytes, file: str = "") -> str:
    """The answers in a PDF, one a line as ``A7=Yes``, and the versions of its forms below them.

    Empty where nothing is filled in. ``file`` is what it is called in a problem. ``BadInput`` for
    what is no form of ours or cannot be read, ``MissingPart`` without the part that reads it.
    """
    try:
        import pypdfium2
    except ImportError:
        problem = Problem("extra.missing", file=file or None, facts={"extra": "forms"})
        raise MissingPart(problem) from None
    if len(data) > FORM_PDF_BYTES:
        raise BadInput(Problem("returns.form-too-large", file=file or None))
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise BadInput(Problem("returns.form-damaged", file=file or None)) from None
    try:
        if len(document) > FORM_PDF_PAGES:
            raise BadInput(Problem("returns.form-too-large", file=file or None))
        document.init_forms()
        return _as_text(dict.fromkeys(_fields(document, file)), file)
    except pypdfium2.PdfiumError:
        raise BadInput(Problem("returns.form-damaged", file=file or None)) from None
    finally:
        document.close()


_Filled = tuple[str, str]
"""The whole name of a field, and what is ticked or written in it."""


def _as_text(fields: dict[_Filled, None], file: str) -> str:
    """Each answer once: of a form in two languages a line is there twice."""
    ours = [(found, value) for name, value in fields if (found := _NAME.fullmatch(name))]
    if not ours:
        raise BadInput(Problem("returns.no-form", file=file or None))
    answers = [f"{found['name']}={value}" for found, value in ours if value]
    roots = dict.fromkeys(found["root"] for found, _ in ours)
    versions = [one for root in roots for one in re.findall(FORM_VERSION, root)]
    return "\n".join([*answers, *versions]) if answers else ""


def _fields(document: Any, file: str) -> Iterator[_Filled]:  # noqa: ANN401 (PDFium has no types)
    """Every field of the file, page by page; its value is empty where nothing is filled in."""
    from pypdfium2 import raw

    env = document.formenv
    left = FORM_FIELDS
    for page in document if env else ():
        for at in range(raw.FPDFPage_GetAnnotCount(page)):
            left -= 1
            if left < 0:
                raise BadInput(Problem("returns.form-too-large", file=file or None))
            note = raw.FPDFPage_GetAnnot(page, at)
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
                yield _read_field(env, note)
            raw.FPDFPage_CloseAnnot(note)
        page.close()


def _read_field(env: Any, note: Any) -> _Filled:  # noqa: ANN401
    from pypdfium2 import raw

    name = _words(raw.FPDFAnnot_GetFormFieldName, env, note)
    kind = raw.FPDFAnnot_GetFormFieldType(env, note)
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD:
        return name, _words(raw.FPDFAnnot_GetFormFieldValue, env, note)
    if kind == raw.FPDF_FORMFIELD_CHECKBOX and raw.FPDFAnnot_IsChecked(env, note):
        return name, _words(raw.FPDFAnnot_GetFormFieldExportValue, env, note)
    return name, ""


def _words(read: Callable[..., int], env: Any, note: Any) -> str:  # noqa: ANN401
    """What PDFium says of a field, in one line."""
    from pypdfium2 import raw

    length = min(read(env, note, None, 0), 2 * FORM_VALUE)
    room = ctypes.create_string_buffer(max(length, 2))
    if read(env, note, ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), length) > length:
        return ""
    text = room.raw.decode("utf-16-le", "replace").partition("\0")[0]
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
