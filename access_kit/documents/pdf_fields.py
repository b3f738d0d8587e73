"""Places to write in a PDF made into fields, so that it can be filled in on a screen and sent back.

The typesetter sets each box and line as a link (``template.typ``): so it stands where it is read,
with its own element in the structure tree, whatever the script. Here each such link becomes a field
and its element a ``Form``. Needs the extra ``forms``. Rules of this file:

- One answer out of several is one field of check boxes, each with a state of its own: programs
  keep one of them, and take it back when it is chosen once more. Chrome takes back no radio button.
- A field's name is that of its statement, as people who answer call it, below the versions of the
  forms. It holds no word of a person.
- A box draws itself, and needs no font. A line to write on brings one, for Latin letters.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.documents.fonts import FONT_FOLDER, LATIN
from access_kit.documents.renderers import label, label_language
from access_kit.documents.text_width import advances
from access_kit.errors import MissingPart, Problem
from access_kit.model.document import FORM_VERSION, Document, Paragraph, Text
from access_kit.model.look import Look

if TYPE_CHECKING:
    import pikepdf

MARK = "field:"
"""How the address of a link begins that stands for a field: its number and its answer follow."""

EXTRA = "forms"
MOST_LETTERS = 500
"""Letters of a line: as many as are read of one."""

_PRINT = 4
"""The flag of what is printed too (ISO 32000-1, 12.5.3)."""
_FONT = "AtkinsonHyperlegibleNext-Regular"
_FONT_BOX, _ASCENT, _DESCENT, _CAPITALS, _STEM = (-61, -250, 968, 903), 984, -316, 668, 80
"""Of that font, in thousandths of an em: what its tables say, and how thick its stems are."""
_NONSYMBOLIC = 32


@dataclass(frozen=True)
class PdfField:
    """A place to write: ``answers`` are the boxes, in order; none for a line to write on."""

    name: str
    said: str
    answers: tuple[str, ...] = ()
    many: bool = False


def fillable(document: Document) -> Document:
    """``document`` with what is done with such a file, below what stands at its top."""
    blocks = document.blocks
    at = next((n for n, one in enumerate(blocks) if not isinstance(one, Paragraph)), len(blocks))
    said = (Text(label(document, "answers_file")),)
    how = Paragraph(said, lang=label_language(document))
    return replace(document, blocks=(*blocks[:at], how, *blocks[at:]))


def form_versions(document: Document) -> tuple[str, ...]:
    """The versions that the forms of ``document`` print."""
    blocks = (one for one in walk_blocks(document.blocks) if isinstance(one, Paragraph))
    found = (re.findall(FORM_VERSION, plain_text(one.content)) for one in blocks)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def add_fields(pdf: bytes, fields: Sequence[PdfField], root: str, look: Look) -> bytes:
    """``pdf`` with a field in place of each link that stands for one; the same bytes each time.

    ``root`` is the name above all of theirs. ``MissingPart`` without the part that writes them.
    """
    try:
        import pikepdf
    except ImportError:
        raise MissingPart(Problem("extra.missing", facts={"extra": EXTRA})) from None
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        form = _Form(opened, root, look)
        for place in _places(opened):
            form.take(place, fields[place.field])
        form.put()
        out = io.BytesIO()
        packed = pikepdf.ObjectStreamMode.generate
        opened.save(out, deterministic_id=True, object_stream_mode=packed)
        return out.getvalue()


@dataclass(frozen=True)
class _Place:
    """A link that stands for an answer of a field, and its element in the structure tree."""

    field: int
    answer: int
    widget: Any
    element: Any


def _places(opened: pikepdf.Pdf) -> Iterator[_Place]:
    elements = dict(_numbers(opened.Root.StructTreeRoot.ParentTree))
    for page in opened.pages:
        for widget in page.obj.get("/Annots", ()):
            address = str(widget.A.get("/URI", "")) if "/A" in widget else ""
            if address.startswith(MARK):
                field, _, answer = address.removeprefix(MARK).partition(".")
                element = elements[int(widget.StructParent)]
                widget.P = page.obj
                yield _Place(int(field), int(answer or 0), widget, element)


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 (an object of the library)
    held = node.get("/Nums", ())
    for at in range(0, len(held), 2):
        yield int(held[at]), held[at + 1]
    for kid in node.get("/Kids", ()):
        yield from _numbers(kid)


class _Form:
    """The fields of a file as they come, in the order in which they are read."""

    def __init__(self, opened: pikepdf.Pdf, root: str, look: Look) -> None:
        import pikepdf

        self._pdf, self._look = opened, look
        self._ink, self._rule = _colour(look.colours.ink), _colour(look.colours.rule)
        self._root = opened.make_indirect(pikepdf.Dictionary(T=root, Kids=pikepdf.Array()))
        self._fields: dict[str, Any] = {}
        self._says = f"/{_FONT} {look.body_pt:g} Tf {_numbers_of(self._ink)} rg"

    def take(self, place: _Place, field: PdfField) -> None:
        """Make a field, or one more box of one, of a link."""
        import pikepdf

        widget = place.widget
        for name in ("/A", "/Border", "/Contents"):
            if name in widget:
                del widget[name]
        widget.Subtype, widget.F = pikepdf.Name.Widget, _PRINT
        place.element.S = pikepdf.Name.Form
        name = f"{field.name}#{place.answer + 1}" if field.many else field.name
        holder = self._fields.get(name)
        if holder is None:
            holder = self._begin(name, field)
        widget.Parent = holder
        if field.answers:
            self._tick(widget, holder, field, field.answers[place.answer])
        else:
            self._line(widget, field)
        holder.Kids.append(widget)

    def _begin(self, name: str, field: PdfField) -> Any:  # noqa: ANN401 (of the library)
        import pikepdf

        holder = pikepdf.Dictionary(T=name, TU=field.said, Parent=self._root, Kids=pikepdf.Array())
        if field.answers:
            holder.update({"/FT": pikepdf.Name.Btn, "/Opt": pikepdf.Array()})
        else:
            holder.update({"/FT": pikepdf.Name.Tx, "/DA": self._says, "/MaxLen": MOST_LETTERS})
        self._fields[name] = self._pdf.make_indirect(holder)
        self._root.Kids.append(self._fields[name])
        return self._fields[name]

    def _tick(self, widget: Any, holder: Any, field: PdfField, answer: str) -> None:  # noqa: ANN401
        import pikepdf

        width, height = _size(widget)
        frame = f"{_numbers_of(self._ink)} RG 1.5 w 0.75 0.75 {width - 1.5:g} {height - 1.5:g} re S"
        points = ((0.2, 0.5), (0.42, 0.26), (0.8, 0.78))
        (x, y), *rest = ((f"{a * width:.2f}", f"{b * height:.2f}") for a, b in points)
        sign = f"{0.12 * width:.2f} w 1 J 1 j {x} {y} m " + " ".join(f"{a} {b} l" for a, b in rest)
        state = f"/{len(holder.Opt)}"
        holder.Opt.append(answer)
        widget.TU = f"{field.said} {answer}".strip()
        widget.AS = pikepdf.Name.Off
        looks = {"/Off": frame, state: f"{frame} {sign} S"}
        shown = {name: self._drawn(code, width, height) for name, code in looks.items()}
        widget.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(shown))
        widget.MK = pikepdf.Dictionary(CA="4")

    def _line(self, widget: Any, field: PdfField) -> None:  # noqa: ANN401 (of the library)
        import pikepdf

        width, height = _size(widget)
        widget.TU = field.said
        widget.MK = pikepdf.Dictionary(BC=pikepdf.Array(self._rule))
        widget.BS = pikepdf.Dictionary(W=1, S=pikepdf.Name.S)
        frame = f"{_numbers_of(self._rule)} RG 1 w 0.5 0.5 {width - 1:g} {height - 1:g} re S"
        widget.AP = pikepdf.Dictionary(N=self._drawn(frame, width, height))

    def _drawn(self, code: str, width: float, height: float) -> Any:  # noqa: ANN401
        import pikepdf

        return self._pdf.make_stream(
            code.encode("ascii"),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=pikepdf.Array([0, 0, round(width, 3), round(height, 3)]),
            Resources=pikepdf.Dictionary(),
        )

    def put(self) -> None:
        """Make the fields those of the file."""
        import pikepdf

        fonts = pikepdf.Dictionary({f"/{_FONT}": _font(self._pdf)})
        self._pdf.Root.AcroForm = self._pdf.make_indirect(
            pikepdf.Dictionary(
                Fields=pikepdf.Array([self._root]),
                DR=pikepdf.Dictionary(Font=fonts),
                DA=self._says,
            )
        )
        for page in self._pdf.pages:
            page.obj.Tabs = pikepdf.Name.S


def _size(widget: Any) -> tuple[float, float]:  # noqa: ANN401 (an object of the library)
    left, bottom, right, top = (float(one) for one in widget.Rect)
    return right - left, top - bottom


def _colour(written: str) -> tuple[float, float, float]:
    """``#1a2b3c`` as shares of red, green and blue."""
    red, green, blue = (round(int(written[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))
    return red, green, blue


def _numbers_of(colour: Iterable[float]) -> str:
    return " ".join(f"{one:g}" for one in colour)


def _font(opened: pikepdf.Pdf) -> Any:  # noqa: ANN401 (an object of the library)
    """The font for Latin letters, whole, so that whatever is written in it can be shown."""
    import pikepdf

    data = _font_data()
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(f"/{_FONT}"),
        Flags=_NONSYMBOLIC,
        FontBBox=pikepdf.Array(_FONT_BOX),
        ItalicAngle=0,
        Ascent=_ASCENT,
        Descent=_DESCENT,
        CapHeight=_CAPITALS,
        StemV=_STEM,
        FontFile2=opened.make_stream(data, Length1=len(data)),
    )
    widths = _widths()
    return opened.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name(f"/{_FONT}"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=32,
            LastChar=255,
            Widths=pikepdf.Array(widths),
            FontDescriptor=opened.make_indirect(descriptor),
        )
    )


@cache
def _font_data() -> bytes:
    return (FONT_FOLDER / f"{_FONT}.ttf").read_bytes()


@cache
def _widths() -> tuple[int, ...]:
    known: Mapping[str, int] = advances(LATIN)
    return tuple(known.get(bytes([at]).decode("cp1252", "replace"), 0) for at in range(32, 256))
