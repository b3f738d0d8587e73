"""A PDF filled in as a person does it in Chrome: clicks and keys go to PDFium, which saves it."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

SPACE, TAB = 32, 9


@dataclass(frozen=True)
class Seen:
    """A field's box as a program that shows the file is told of it."""

    page: int
    number: int
    name: str
    says: str
    value: str
    is_on: bool
    is_text: bool
    centre: tuple[float, float]


class Filling:
    """A file that is open to be filled in."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self.document = document
        self._env = document.formenv.raw
        self._pages = [document[at] for at in range(len(document))]

    def seen(self) -> list[Seen]:
        return [one for at in range(len(self._pages)) for one in self._on_page(at)]

    def _on_page(self, at: int) -> Iterator[Seen]:
        page = self._pages[at].raw
        for number in range(raw.FPDFPage_GetAnnotCount(page)):
            note = raw.FPDFPage_GetAnnot(page, number)
            if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
                box = raw.FS_RECTF()
                raw.FPDFAnnot_GetRect(note, box)
                is_text = raw.FPDFAnnot_GetFormFieldType(self._env, note) == 6
                value = raw.FPDFAnnot_GetFormFieldValue
                if not is_text:
                    value = raw.FPDFAnnot_GetFormFieldExportValue
                yield Seen(
                    at,
                    number,
                    self._words(raw.FPDFAnnot_GetFormFieldName, note),
                    self._words(raw.FPDFAnnot_GetFormFieldAlternateName, note),
                    self._words(value, note),
                    bool(raw.FPDFAnnot_IsChecked(self._env, note)),
                    is_text,
                    ((box.left + box.right) / 2, (box.top + box.bottom) / 2),
                )
            raw.FPDFPage_CloseAnnot(note)

    def _words(self, function, note) -> str:
        length = function(self._env, note, None, 0)
        room = ctypes.create_string_buffer(length)
        function(self._env, note, ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), length)
        return room.raw.decode("utf-16-le").rstrip("\0")

    def find(self, name: str, value: str = "") -> Seen:
        """The field of a statement, or its box for an answer."""
        (found,) = (
            one
            for one in self.seen()
            if one.name.rpartition(".")[2] == name and (one.is_text or one.value == value)
        )
        return found

    def click(self, name: str, value: str = "") -> None:
        one = self.find(name, value)
        page = self._pages[one.page].raw
        for event in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
            event(self._env, page, 0, *one.centre)

    def type(self, name: str, text: str) -> None:
        """Click into a line and type; then leave it."""
        self.click(name)
        page = self._pages[self.find(name).page].raw
        for sign in text:
            raw.FORM_OnChar(self._env, page, ord(sign), 0)
        raw.FORM_ForceToKillFocus(self._env)

    def press(self, at: int, key: int) -> None:
        """A key, on a page."""
        page = self._pages[at].raw
        raw.FORM_OnKeyDown(self._env, page, key, 0)
        raw.FORM_OnChar(self._env, page, key, 0)
        raw.FORM_OnKeyUp(self._env, page, key, 0)

    def focused(self) -> tuple[int, int]:
        """Page and number of the box that the keyboard is at; (-1, -1) for none."""
        at, note = ctypes.c_int(-1), raw.FPDF_ANNOTATION()
        raw.FORM_GetFocusedAnnot(self._env, at, note)
        if not note:
            return -1, -1
        number = raw.FPDFPage_GetAnnotIndex(self._pages[at.value].raw, note)
        raw.FPDFPage_CloseAnnot(note)
        return at.value, number

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def close(self) -> None:
        for page in self._pages:
            page.close()
        self.document.close()


@contextmanager
def filling(pdf: bytes) -> Iterator[Filling]:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    opened = Filling(document)
    try:
        yield opened
    finally:
        opened.close()
