"""How a document is set: sizes, spaces and colours, each from a named guideline."""

from __future__ import annotations

from dataclasses import dataclass

from access_kit.model.constraint import Choice


class PaperSize(Choice):
    """a paper size"""

    LETTER = "letter"
    A4 = "a4"


class LookName(Choice):
    """a look"""

    CLEAR_PRINT = "clear-print"
    LARGE_PRINT_US = "large-print-us"
    LARGE_PRINT_UK = "large-print-uk"
    GIANT = "giant"


class Contrast(Choice):
    """a contrast"""

    DEFAULT = "default"
    HIGH = "high"
    DARK_ON_CREAM = "dark_on_cream"
    LIGHT_ON_DARK = "light_on_dark"


@dataclass(frozen=True)
class Colours:
    """sRGB colours as ``#rrggbb``; every pair of ink on paper is at least 7:1."""

    ink: str
    paper: str
    link: str
    rule: str


@dataclass(frozen=True)
class BraillePage:
    """The size of a page of braille, and whether words are contracted as readers expect."""

    cells: int = 40
    lines: int = 25
    contracted: bool = True


@dataclass(frozen=True)
class Look:
    """Everything a renderer must know to set a document for one person.

    Sizes in points, lengths in millimetres; ``leading`` and ``paragraph_gap`` are multiples of the
    body size. ``max_line_mm`` caps the measure (6 in, US Access Board). ``speech_rate`` is how
    fast a recording speaks, 1.0 being the voice's own speed. ``easy_read`` puts pictures beside
    short sentences.
    """

    name: LookName
    paper: PaperSize
    body_pt: float
    heading_pt: tuple[float, float, float]
    title_pt: float
    leading: float
    paragraph_gap: float
    margin_mm: float
    max_line_mm: float
    colours: Colours
    pictures: bool = True
    braille: BraillePage = BraillePage()
    speech_rate: float = 1.0
    easy_read: bool = False
