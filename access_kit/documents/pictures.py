"""Pictures from a folder of the user's: read with care, made small, stripped of what they tell.

A photograph carries where and when it was taken. Every picture is decoded and written anew without
any of that, no larger than print needs, so that nothing of the original file leaves the machine.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from access_kit.budgets import PICTURE_BYTES, PICTURE_PIXELS
from access_kit.documents.svg import MEDIA_TYPE, clean_svg, looks_like_svg
from access_kit.documents.symbols import SCHEME, list_symbols, load_symbol
from access_kit.errors import BadInput, Problem
from access_kit.files import read_bytes
from access_kit.intake.reader import closest

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MAX_SIDE_PX = 1600
"""6 in at 267 dots an inch: more than a home printer shows."""

JPEG_QUALITY = 85


@dataclass(frozen=True)
class Picture:
    """A picture ready for any renderer: PNG, JPEG or SVG bytes without metadata."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int


def load_picture(source: str, folder: Path) -> Picture:
    """The picture that ``source`` names inside ``folder``; ``BadInput`` says why it cannot be used.

    ``source`` is a relative path as written in Markdown; it may not leave the folder, not even by
    a symbolic link. ``picture:NAME`` is one of the line pictures that come with the program.
    """
    if source.startswith(SCHEME):
        return _built_in(source.removeprefix(SCHEME))
    data = picture_bytes(source, folder)
    if not looks_like_svg(data):
        return reencode_picture(data, source)
    drawn = clean_svg(data, source)
    return Picture(drawn.data, MEDIA_TYPE, drawn.width_px, drawn.height_px)


def picture_bytes(source: str, folder: Path) -> bytes:
    """The file that ``source`` names inside ``folder``, as it is."""
    return read_bytes(_resolve_inside(source, folder), limit=PICTURE_BYTES)


def _built_in(name: str) -> Picture:
    try:
        drawn = load_symbol(name)
    except KeyError:
        known = tuple(list_symbols())
        facts = {"image": name[:60], "guess": closest(name, known), "known": ", ".join(known)}
        raise BadInput(Problem("document.picture-unknown", facts=facts)) from None
    return Picture(drawn.data, MEDIA_TYPE, drawn.width_px, drawn.height_px)


def reencode_picture(data: bytes, name: str) -> Picture:
    """Decode ``data`` and write it anew, upright, flat, small and without metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        try:
            with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > PICTURE_PIXELS:
                    raise _refusal("document.image-too-many-pixels", name)
                photographic = opened.format in ("JPEG", "WEBP")
                flat = _flatten(ImageOps.exif_transpose(opened))
        except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
            raise _refusal("document.image-too-many-pixels", name) from None
        except UnidentifiedImageError:
            raise _refusal("document.image-format", name) from None
        except (OSError, SyntaxError, ValueError, EOFError):
            raise _refusal("document.image-broken", name) from None
    flat.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    return _encode(flat, photographic)


def count_pixels(data: bytes) -> int:
    """How many pixels a picture has, before it is decoded; 0 where that cannot be seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
                return opened.width * opened.height
        except (Pillow.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
            return 0


def _resolve_inside(source: str, folder: Path) -> Path:
    name = unquote(source)
    if "://" in name or name.startswith(("data:", "/", "\\")):
        raise _refusal("document.image-outside", source)
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        raise _refusal("document.image-outside", source)
    return path


def _flatten(image: Pillow.Image) -> Pillow.Image:
    """RGB or grey on white: transparent parts would take the colour of the page."""
    if image.mode in ("L", "RGB"):
        return image.copy()
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Pillow.new("RGBA", seen.size, "white")
        return Pillow.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")


def _encode(image: Pillow.Image, photographic: bool) -> Picture:
    stream = io.BytesIO()
    image.info.clear()
    if photographic:
        image.save(stream, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        image.save(stream, "PNG", optimize=True)
    media_type = "image/jpeg" if photographic else "image/png"
    return Picture(stream.getvalue(), media_type, image.width, image.height)


def _refusal(code: str, name: str) -> BadInput:
    return BadInput(Problem(code, facts={"image": name[:120]}))
