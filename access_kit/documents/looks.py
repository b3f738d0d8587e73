"""Named looks: every number beside the guideline that it comes from.

The guidelines disagree (1.15 or 1.5 lines apart, underline or not), so a look follows one family
of them as far as it goes and the most readable number where that family is silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from access_kit.model.kit import Kit
from access_kit.model.look import Colours, Contrast, Look, LookName, PaperSize
from access_kit.model.plan import SettingValue
from access_kit.model.profile import Level, Profile, ReadingFormat

LARGE_PRINT_PT = 18
"""APH, ACB, UKAAF: what "large print" means where the person gave no number."""

SMALLEST_PT, LARGEST_PT = 12, 48
MAX_LINE_MM = 152.4
WIDE_FROM_PT = 22
"""From this size on six inches hold fewer than forty letters: the margins give way."""
WIDE_LEADING, WIDE_GAP = 1.25, 0.5
"""Between lines and paragraphs from there on: the larger the letters, the less they need."""
GIANT_FROM_PT = 37
GIANT_LEADING, GIANT_GAP = 1.15, 0.25
WIDE_MARGIN_MM = 12.7
WIDE_LINE_MM = 200.0

PAPER_MM = {PaperSize.LETTER: (215.9, 279.4), PaperSize.A4: (210.0, 297.0)}
"""Width and height."""


@dataclass(frozen=True)
class Guideline:
    """One rule of a look, what it says, and who says so."""

    rule: str
    value: str
    source: str


_COMMON = (
    Guideline("line length", "at most 6 in (152.4 mm)", "US Access Board, section 255 advisory"),
    Guideline("alignment", "left, ragged right; mirrored in right-to-left text", "ACB 2022; RNIB"),
    Guideline(
        "from 22 pt",
        "the whole width within margins of 12.7 mm",
        "fewer sheets; printers leave 6 mm",
    ),
    Guideline("from 22 pt", "lines 1.25 apart, 1.15 from 37 pt", "US Access Board; ACB 2022"),
    Guideline("hyphenation", "none; words are not split", "UKAAF G003"),
    Guideline("emphasis", "bold only: no italics, no underline, no capitals", "UKAAF G003; RNIB"),
    Guideline("columns", "one", "ACB 2022; US Access Board"),
    Guideline("contrast", "at least 7:1", "WCAG 2.2, 1.4.6"),
    Guideline("page number", "same size as the text", "UKAAF G003; CCLVI"),
    Guideline("letters", "sans serif with distinct I, l and 1", "APH"),
)

GUIDELINES: dict[LookName, tuple[Guideline, ...]] = {
    LookName.CLEAR_PRINT: (
        Guideline("body", "14 pt", "UKAAF G003, clear print; RNIB clear print"),
        Guideline("line spacing", "1.5", "RNIB clear print; WCAG 2.2, 1.4.12"),
        Guideline("paragraph gap", "one line", "UKAAF G003"),
        Guideline("margins", "25.4 mm (1 in)", "ACB 2022"),
        *_COMMON,
    ),
    LookName.LARGE_PRINT_US: (
        Guideline("body", "18 pt, regular weight", "ACB 2022; APH"),
        Guideline("headings", "22 pt and 20 pt bold", "ACB 2022"),
        Guideline("line spacing", "1.25", "US Access Board; 1.15 in ACB 2022, 1.5 in CCLVI"),
        Guideline("paragraph gap", "two thirds of a line", "more than between two lines"),
        Guideline("margins", "25.4 mm (1 in)", "ACB 2022"),
        *_COMMON,
    ),
    LookName.LARGE_PRINT_UK: (
        Guideline("body", "18 pt", "UKAAF G003, large print"),
        Guideline("line spacing", "1.5", "RNIB clear print"),
        Guideline("paragraph gap", "one line", "UKAAF G003"),
        Guideline("margins", "25.4 mm (1 in)", "US Access Board"),
        *_COMMON,
    ),
    LookName.GIANT: (
        Guideline("body", "28 pt", "giant print, 24 to 36 pt"),
        Guideline("line spacing", "1.4", "US Access Board asks for 1.25, CCLVI for 1.5"),
        Guideline("paragraph gap", "one line", "UKAAF G003"),
        Guideline("margins", "20 mm: room for words outweighs the inch", "US Access Board"),
        *_COMMON,
    ),
}


@dataclass(frozen=True)
class _Preset:
    """Sizes in points at the preset's own body size; headings and title scale with the body."""

    body: float
    title: float
    headings: tuple[float, float, float]
    leading: float
    margin_mm: float
    paragraph_gap: float = 1.0


_PRESETS = {
    LookName.CLEAR_PRINT: _Preset(14, 22, (18, 16, 14), 1.5, 25.4),
    LookName.LARGE_PRINT_US: _Preset(18, 26, (22, 20, 18), 1.25, 25.4, 0.65),
    LookName.LARGE_PRINT_UK: _Preset(18, 26, (22, 20, 18), 1.5, 25.4),
    LookName.GIANT: _Preset(28, 38, (34, 31, 28), 1.4, 20),
}

_COLOURS = {
    Contrast.DEFAULT: Colours(ink="#1a1a1a", paper="#ffffff", link="#0b3d91", rule="#4d4d4d"),
    Contrast.HIGH: Colours(ink="#000000", paper="#ffffff", link="#000080", rule="#000000"),
    Contrast.DARK_ON_CREAM: Colours(ink="#1f1a14", paper="#fdf6e3", link="#123a7a", rule="#4a4338"),
    Contrast.LIGHT_ON_DARK: Colours(ink="#ffffff", paper="#101418", link="#a8d1ff", rule="#c4ccd4"),
}


def colours_for(contrast: Contrast) -> Colours:
    return _COLOURS[contrast]


def look_of(
    profile: Profile | None,
    kit: Kit | None,
    settings: Mapping[str, SettingValue],
    *,
    name: LookName | None = None,
) -> Look:
    """The look of whatever is made for one person, the only way from a profile to a look.

    ``settings`` are those of the person's plan: a wish to avoid has been heard in them already.
    ``name`` is a look that somebody chose by hand; else the kit's, without a kit large print.
    Without a profile it is the look alone, in the size of its guideline.
    """
    look_name = name or (kit.defaults.look if kit else LookName.LARGE_PRINT_US)
    paper = kit.defaults.paper if kit else PaperSize.LETTER
    if profile is None:
        return look_for(look_name, paper=paper)
    size, level = profile.reading.print_size_pt, profile.reading.level
    formats = settings.get("handouts.formats", ())
    speed = settings.get("audio.speed", 1.0)
    look = look_for(
        look_name,
        paper=paper,
        print_size_pt=size.value if size and size.wanted else None,
        contrast=Contrast(str(settings.get("print.contrast", Contrast.DEFAULT.value))),
        large_print=isinstance(formats, tuple) and ReadingFormat.LARGE_PRINT.value in formats,
    )
    return replace(
        look,
        speech_rate=float(speed) if isinstance(speed, int | float) else 1.0,
        easy_read=bool(level and level.wanted and level.value is Level.EASY_READ),
    )


def look_for(
    name: LookName,
    *,
    paper: PaperSize,
    print_size_pt: float | None = None,
    contrast: Contrast = Contrast.DEFAULT,
    large_print: bool = False,
) -> Look:
    """A look in a size; for a person's papers, see ``look_of``.

    ``print_size_pt`` is the person's own number, 12 to 48, and is kept exactly; without it the
    preset's body size holds, or 18 pt where ``large_print`` asks for more. Headings keep their
    step above the body: the larger the body, the smaller the ratio, so that a heading in giant
    print still fits on a line.
    """
    preset = _PRESETS[name]
    if print_size_pt is not None:
        body = float(print_size_pt)
    else:
        body = max(preset.body, LARGE_PRINT_PT if large_print else 0)
    if not SMALLEST_PT <= body <= LARGEST_PT:
        raise ValueError(f"body size {body} pt is outside {SMALLEST_PT} to {LARGEST_PT} pt")
    wide = body >= WIDE_FROM_PT
    leading, gap = preset.leading, preset.paragraph_gap
    if wide:
        giant = body >= GIANT_FROM_PT
        leading, gap = (GIANT_LEADING, GIANT_GAP) if giant else (WIDE_LEADING, WIDE_GAP)
    first, second, third = (_scale(size, preset.body, body) for size in preset.headings)
    return Look(
        name=name,
        paper=paper,
        body_pt=body,
        heading_pt=(first, second, third),
        title_pt=_scale(preset.title, preset.body, body),
        leading=min(preset.leading, leading),
        paragraph_gap=min(preset.paragraph_gap, gap),
        margin_mm=WIDE_MARGIN_MM if wide else preset.margin_mm,
        max_line_mm=WIDE_LINE_MM if wide else MAX_LINE_MM,
        colours=_COLOURS[contrast],
    )


def working_look(paper: PaperSize) -> Look:
    """How a sheet is set that one works from: clear print, closer together, page-wide.

    Letters keep their size, lines the quarter of leading that the US Access Board asks for. Whoever
    needs more room has the page beside it, which grows to any size.
    """
    look = look_for(LookName.CLEAR_PRINT, paper=paper)
    return replace(
        look,
        title_pt=18.0,
        heading_pt=(15.0, 14.0, 14.0),
        leading=1.25,
        paragraph_gap=0.1,
        margin_mm=WIDE_MARGIN_MM,
        max_line_mm=WIDE_LINE_MM,
    )


_TIGHTER = ((0.85, 0.0), (0.7, 0.0), (0.7, 0.05), (0.6, 0.1))
"""By what gaps are multiplied, and how much is taken off the leading, step by step."""
_LEAST_LEADING = {LookName.LARGE_PRINT_US: 1.15, LookName.GIANT: 1.25}
"""ACB 2022; US Access Board. The leading of other looks has one source, and stays."""


def tighter_looks(look: Look) -> Iterator[Look]:
    """``look`` with less between lines and paragraphs, within what its guidelines allow."""
    least = min(look.leading, _LEAST_LEADING.get(look.name, look.leading))
    for share, less in _TIGHTER:
        yield replace(
            look,
            leading=max(least, round(look.leading - less, 2)),
            paragraph_gap=round(look.paragraph_gap * share, 3),
        )


def at_least(look: Look, size_pt: float) -> Look:
    """``look`` with a body of this size or more; all else stays."""
    if look.body_pt >= size_pt:
        return look
    larger = look_for(look.name, paper=look.paper, print_size_pt=size_pt)
    return replace(
        look, body_pt=larger.body_pt, heading_pt=larger.heading_pt, title_pt=larger.title_pt
    )


def _scale(size: float, preset_body: float, body: float) -> float:
    """Scale a heading with the body up to 28 pt; above, it keeps its distance in points.

    In giant letters bold sets it apart, and its distance is a third of that.
    """
    if body <= 28:
        return round(size * body / preset_body, 1)
    if body >= GIANT_FROM_PT:
        return round(body + (size / preset_body - 1) * 28 / 3, 1)
    return round(body + (size / preset_body - 1) * 28, 1)
