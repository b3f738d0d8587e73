"""Small parts of a PDF's data: languages, printed addresses, runs of Arabic, pictures."""

from __future__ import annotations

import base64
import re
from typing import Any

from access_kit.documents.direction import LRI, PDI, Direction, direction, isolate
from access_kit.documents.fonts import body_factor, font_stack
from access_kit.documents.svg import MEDIA_TYPE as LINE_PICTURE
from access_kit.i18n.scripts import script_of
from access_kit.model.document import FORM_VERSION, Image

Data = dict[str, Any]
_LATIN_SIGN = "0-9A-Za-z\u00c0-\u024f"
_BETWEEN = " -/:-@\\[-`{-~\u00a0\u202f\u200b"
_LATIN = re.compile(f"\\+?[{_LATIN_SIGN}]+(?:[{_BETWEEN}]{{1,4}}[{_LATIN_SIGN}]+)*")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+")


def language_data(lang: str, *, inside: bool = False) -> Data:
    """Language, region, direction; for a block also its fonts and size factor."""
    primary, *rest = lang.split("-")
    data: Data = {"l": primary.lower(), "d": direction(lang)}
    region = next((part for part in rest if len(part) == 2 and part.isalpha()), None)
    if region is None and "Hant" in lang:
        region = "TW"
    if region is not None:
        data["r"] = region.upper()
    if not inside:
        data["x"] = body_factor(script_of(lang))
        data["f"] = list(font_stack(lang))
    return data


def join_groups(phone: str) -> str:
    """``(603) 555-0101`` as ``603-555-0101``, for right-to-left text; with a ``(0)``, as it is.

    At a space or bracket PDFium (in Chrome and Edge) hands out the groups of a number back to
    front; at a hyphen it does not.
    """
    if "(0" in phone:
        return phone
    return re.sub(r"[ ]*[()][ ]*|[ ]+", "-", phone.replace("\u2066(", "\u2066"))


_NUMBER = (
    f"(?:{FORM_VERSION}"
    r"|[+(]?[0-9]+(?:(?:\)[ ./–-]?|[ ./–-])\(?[0-9]+)+"  # of a telephone, a code, a date
    "|[0-9]{1,2}(?:[:.][0-9]{2})?[ \u00a0\u202f]?[AaPp]\\.?[ \u00a0\u202f]?[Mm]\\.?)"  # of a clock
)
_IS_NUMBER = re.compile(f"{LRI}?{_NUMBER}{PDI}?")
_NUMBERS = re.compile(f"({LRI}{_NUMBER}{PDI}|(?<![0-9A-Za-z./@_-]){_NUMBER}(?![0-9A-Za-z/@_-]))")


def is_number(text: str) -> bool:
    """Whether ``text`` is a number in parts, such as that of a telephone, and nothing else."""
    return _IS_NUMBER.fullmatch(text) is not None


def split_numbers(text: str, around: Direction) -> list[str]:
    """``text`` with each number in parts by itself, isolated where ``around`` could turn it."""
    pieces = [piece for piece in _NUMBERS.split(text) if piece]
    return [
        isolate(one, around) if one[0] != LRI and is_number(one) else one for one in pieces
    ] or [text]


def printed_target(text: str, url: str) -> str | None:
    """What paper must show beside a link so that it is of use there; None when the text says it."""
    target = url.split(":", 1)[1].removeprefix("//").rstrip("/")
    if url.startswith(("mailto:", "sms:", "tel:")):
        target = target.split("?", 1)[0]
    said = re.sub(r"\W", "", text).casefold()
    needed = re.sub(r"\W", "", target).casefold()
    return None if needed in said else target


def split_arabic(text: str) -> list[tuple[str, Data]]:
    """Runs of Arabic letters inside other text, each with the factor that keeps them readable."""
    return _split(text, _ARABIC, body_factor("Arab"))


def has_arabic(text: str) -> bool:
    return _ARABIC.search(text) is not None


def split_latin(text: str, factor: float) -> list[tuple[str, Data]]:
    """Names and numbers inside Arabic, each in the size that was asked for and no larger."""
    return [(text, {"x": factor})] if is_number(text) else _split(text, _LATIN, factor)


def _split(text: str, runs: re.Pattern[str], factor: float) -> list[tuple[str, Data]]:
    parts: list[tuple[str, Data]] = []
    start = 0
    for match in runs.finditer(text):
        if match.start() > start:
            parts.append((text[start : match.start()], {}))
        parts.append((match[0], {"x": factor}))
        start = match.end()
    if start < len(text):
        parts.append((text[start:], {}))
    return parts


def image_data(image: Image, alt: str) -> list[Any]:
    """The picture as SVG, any other inside of one: the typesetter takes text, so no file.

    With its words, its width in pixels, and its height for a width of 1.
    """
    width, height = image.width_px or 1, image.height_px or 1
    return ["im", as_svg(image), "" if image.decorative else alt, width, height / width]


def as_svg(image: Image) -> str:
    if image.media_type == LINE_PICTURE:
        return image.data.decode("utf-8")
    data = base64.b64encode(image.data).decode("ascii")
    width, height = image.width_px or 1, image.height_px or 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{image.media_type};base64,{data}"/>'
        "</svg>"
    )
