"""Make the fonts that ship inside ``access_kit/documents/fonts`` from two public packages.

    python tools/build_fonts.py

Run by hand when a font changes; its output is committed. Needs ``npm``, ``apt-get``, ``dpkg-deb``
(a Debian or Ubuntu system) and the Python packages ``fonttools`` and ``brotli``. The archives are
pinned by their digests, and the same archives give the same bytes.

1. fetch     the archives, each checked against its digest
2. merge     Atkinson Hyperlegible Next comes as slices under one name: they become one file
3. subset    keep the characters we promise, all shaping, no hints (print and scaled text need none)
4. license   each family's Open Font License text with its own copyright line
5. index     which character is in which family, and each family's letter body -> ``index.json``;
             how wide each character is, regular and bold -> ``widths.json``

The Debian versions of Noto Naskh Arabic and Noto Sans Devanagari are chosen on purpose: in later
ones the dots are glyphs of their own, and text copied or read aloud from a PDF comes out garbled.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.pens.boundsPen import BoundsPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "access_kit" / "documents" / "fonts"

ATKINSON_PACKAGE = "@fontsource/atkinson-hyperlegible-next@5.3.0"
EMOJI_PACKAGE = "@fontsource/noto-emoji@5.3.2"
NOTO_PACKAGE = "fonts-noto-core=20201225-1"
DIGESTS = {
    ATKINSON_PACKAGE: "33dcb7d0d4e2ea98a96985ca7448f738c3b5b370cfc5230b1e40e4f728920cc2",
    EMOJI_PACKAGE: "1fe49bb2cf7c2d78f93c0a69b6a431dcfd0d585b7831eba87fae6888ccf8d373",
    NOTO_PACKAGE: "58f4f0bb6720f919f92096b3508e1412a0f1544424ade6c5b5bf1eb694dd64ba",
}

FIXED_TIME = 3_692_000_000  # seconds since 1904; any fixed moment will do

LATIN_CYRILLIC_GREEK = [
    (0x20, 0x24F),  # Latin, its supplement, extended A and B
    (0x250, 0x36F),  # phonetic letters used in names, modifiers, combining marks
    (0x370, 0x52F),  # Greek, Cyrillic
    (0x1E00, 0x1FFF),  # Latin additional (Vietnamese), polytonic Greek
    (0x2000, 0x20CF),  # punctuation, superscripts, currency
    (0x2100, 0x214F),  # letterlike
    (0x2150, 0x218F),  # fractions
    (0x2C60, 0x2C7F),
    (0xA720, 0xA7FF),
    (0xFB00, 0xFB06),
    (0xFFFD, 0xFFFD),
]
SYMBOLS = [(0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF)]
SYMBOLS_2 = [(0x2022, 0x2022), (0x2300, 0x23FF), (0x25A0, 0x27BF), (0x2B00, 0x2BFF)]
ALL = [(0x20, 0x10FFFF)]
NO_DIGITS = [(0x20, 0x2F), (0x3A, 0x10FFFF)]  # a phone number is set in one font, the Latin one


@dataclass(frozen=True)
class Font:
    """One file to make: which source files it comes from and what stays in it."""

    file: str
    family: str
    weight: int
    sources: tuple[str, ...]
    keep: list[tuple[int, int]]
    body: str
    """A letter whose height above the baseline is the letter body of the script."""


ARABIC_FAMILY = "Noto Naskh Arabic"
ATKINSON_FAMILY = "Atkinson Hyperlegible Next"
ATKINSON = "package/files/atkinson-hyperlegible-next-{}-{}-normal.woff2"
NOTO = "usr/share/fonts/truetype/noto/{}.ttf"


def _atkinson(weight: int, name: str) -> Font:
    sources = tuple(ATKINSON.format(part, weight) for part in ("latin", "latin-ext"))
    file = f"AtkinsonHyperlegibleNext-{name}"
    return Font(file, ATKINSON_FAMILY, weight, sources, ALL, "x")


def _noto(file: str, family: str, keep: list[tuple[int, int]], body: str) -> list[Font]:
    weights = ((400, "Regular"), (700, "Bold"))
    return [
        Font(f"{file}-{name}", family, weight, (NOTO.format(f"{file}-{name}"),), keep, body)
        for weight, name in weights
    ]


FONTS = [
    _atkinson(400, "Regular"),
    _atkinson(700, "Bold"),
    *_noto("NotoSans", "Noto Sans", LATIN_CYRILLIC_GREEK, "x"),
    *_noto("NotoNaskhArabic", ARABIC_FAMILY, NO_DIGITS, "\u062f"),
    *_noto("NotoSansDevanagari", "Noto Sans Devanagari", NO_DIGITS, "\u0915"),
    _noto("NotoSansSymbols", "Noto Sans Symbols", SYMBOLS, "x")[0],
    _noto("NotoSansSymbols2", "Noto Sans Symbols2", SYMBOLS_2, "x")[0],
    Font(
        "NotoEmoji-Regular",
        "Noto Emoji",
        400,
        ("package/files/noto-emoji-emoji-400-normal.woff2",),
        ALL,
        "x",
    ),
]


def fetch_archives(folder: Path) -> None:
    """Bring and unpack every archive into ``folder``; stop at a digest that is not pinned."""
    for package in (ATKINSON_PACKAGE, EMOJI_PACKAGE):
        name = _run(["npm", "pack", "--silent", package], folder).strip().splitlines()[-1]
        _check_digest(folder / name, DIGESTS[package])
        with tarfile.open(folder / name) as archive:
            members = [m for m in archive if m.name.endswith((".woff2", "LICENSE"))]
            for member in members:
                if member.name.endswith("LICENSE"):
                    member.name = f"{package.split('/')[1].split('@')[0]}-LICENSE"
            archive.extractall(folder, members=members, filter="data")
    _run(["apt-get", "download", NOTO_PACKAGE], folder)
    (deb,) = folder.glob("fonts-noto-core_*.deb")
    _check_digest(deb, DIGESTS[NOTO_PACKAGE])
    _run(["dpkg-deb", "-x", deb.name, "."], folder)


def _run(command: list[str], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def _check_digest(path: Path, digest: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        sys.exit(f"{path.name}: digest is {found}, pinned is {digest}")


def build_font(font: Font, folder: Path) -> TTFont:
    """One font file: slices merged, cut to the kept characters, named, and made reproducible."""
    slices = [folder / source for source in font.sources]
    made = _merge(slices, folder) if len(slices) > 1 else TTFont(slices[0])
    made.flavor = None
    made.recalcTimestamp = False
    made["head"].created = made["head"].modified = FIXED_TIME
    if "fvar" in made:
        sys.exit(f"{font.file}: a variable font slipped in")
    _subset(made, font.keep)
    _name(made, font)
    return made


def _merge(slices: list[Path], folder: Path) -> TTFont:
    """Join slices of one family; the merger reads plain files, so they are unpacked first."""
    plain = []
    for index, path in enumerate(slices):
        font = TTFont(path)
        font.flavor = None
        target = folder / f"slice-{index}.ttf"
        font.save(target)
        plain.append(str(target))
    return Merger().merge(plain)


def _subset(font: TTFont, keep: list[tuple[int, int]]) -> None:
    options = Options()
    options.layout_features = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.legacy_kern = True
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "meta", "STAT"]
    subsetter = Subsetter(options=options)
    present = set(font.getBestCmap())
    wanted = {point for first, last in keep for point in present if first <= point <= last}
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def _name(font: TTFont, made: Font) -> None:
    """Names, style and weight that agree, so that regular and bold are found as one family."""
    style = "Bold" if made.weight == 700 else "Regular"
    table = font["name"]
    for record in list(table.names):
        if record.nameID in (16, 17, 21, 22, 25):
            table.removeNames(nameID=record.nameID)
    for name_id, text in {
        1: made.family,
        2: style,
        3: f"{made.file} {FIXED_TIME}",
        4: f"{made.family} {style}",
        6: made.file,
    }.items():
        table.removeNames(nameID=name_id)
        table.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = made.weight
    bold = made.weight == 700
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0


def letter_body(font: TTFont, letter: str) -> float:
    """Height of the letter above the baseline, as a part of the em."""
    name = font.getBestCmap().get(ord(letter))
    if name is None:
        return 0.5
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return round(pen.bounds[3] / font["head"].unitsPerEm, 3)


def as_ranges(points: set[int]) -> list[list[int]]:
    """Sorted code points as pairs of first and last."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def advance_widths(font: TTFont) -> list[int]:
    """Advance of each character in order of code points, in thousandths of an em."""
    scale = 1000 / font["head"].unitsPerEm
    metrics = font["hmtx"].metrics
    return [round(metrics[name][0] * scale) for _, name in sorted(font.getBestCmap().items())]


def license_text(family: str, copyright_line: str, folder: Path) -> str:
    """The Open Font License with the family's own copyright line."""
    if family == ATKINSON_FAMILY:
        return (folder / "atkinson-hyperlegible-next-LICENSE").read_text(encoding="utf-8")
    if family == "Noto Emoji":
        return (folder / "noto-emoji-LICENSE").read_text(encoding="utf-8")
    body = (folder / "atkinson-hyperlegible-next-LICENSE").read_text(encoding="utf-8")
    _, rest = body.split("\n", 1)
    return f"{copyright_line}\n{rest}"


def _write_json(name: str, data: object) -> None:
    text = json.dumps(data, separators=(",", ":")).replace('},"', '},\n"')
    (TARGET / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    families: dict[str, dict[str, object]] = {}
    widths: dict[str, dict[str, list[int]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch_archives(folder)
        for font in FONTS:
            made = build_font(font, folder)
            made.save(TARGET / f"{font.file}.ttf")
            print(f"{font.file}.ttf  {(TARGET / f'{font.file}.ttf').stat().st_size} bytes")
            style = "bold" if font.weight == 700 else "regular"
            widths.setdefault(font.family, {})[style] = advance_widths(made)
            if font.weight == 700:
                continue
            families[font.family] = {
                "body": letter_body(made, font.body),
                "ranges": as_ranges(set(made.getBestCmap())),
            }
            copyright_line = made["name"].getDebugName(0)
            text = license_text(font.family, copyright_line, folder)
            stem = font.file.removesuffix("-Regular")
            (TARGET / f"{stem}-OFL.txt").write_text(text, encoding="utf-8")
    _write_json("index.json", families)
    _write_json("widths.json", widths)


if __name__ == "__main__":
    main()
