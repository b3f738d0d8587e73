"""Warnings about pictures: faint ones, and words drawn into them."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter, ImageFont

from access_kit.documents.fonts import FONT_FOLDER
from access_kit.materials.check.picture import check_picture, contrast_of, has_words
from access_kit.model.document import Image

LATIN = FONT_FOLDER / "AtkinsonHyperlegibleNext-Regular.ttf"


def codes(picture: Pillow.Image, **more) -> list[str]:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    image = Image(stream.getvalue(), "image/png", "A picture", **more)
    return [problem.code for problem in check_picture(image)]


def with_words(
    size=30, ink="black", paper="white", width=900, font=LATIN, text="Open the link in your letter"
):
    picture = Pillow.new("RGB", (width, 300), paper)
    letters = ImageFont.truetype(str(font), size)
    ImageDraw.Draw(picture).text((40, 80), text, fill=ink, font=letters)
    return picture


def landscape() -> Pillow.Image:
    """Soft hills, as a photograph has them: no letters."""
    noise = Pillow.effect_noise((600, 400), 120).filter(ImageFilter.GaussianBlur(18))
    return Pillow.merge("RGB", [noise, noise, noise]).point(
        lambda v: max(0, min(255, (v - 100) * 5))
    )


def shapes() -> Pillow.Image:
    picture = Pillow.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(picture)
    dice = random.Random(4)
    for _ in range(9):
        x, y, r = dice.randrange(500), dice.randrange(300), dice.randrange(15, 90)
        draw.ellipse((x, y, x + r, y + r), fill="black")
    draw.line((0, 390, 600, 300), fill="black", width=6)
    return picture


@pytest.mark.parametrize("size", [16, 24, 40, 64])
@pytest.mark.parametrize(("ink", "paper"), [("black", "white"), ("white", "#203040")])
def test_drawn_words_are_found(size, ink, paper):
    text = "Open the link" if size > 40 else "Open the link in your letter"
    assert codes(with_words(size, ink, paper, text=text)) == ["check.picture-with-words"]


@pytest.mark.parametrize("picture", [landscape, shapes], ids=["landscape", "shapes"])
def test_pictures_without_words_are_let_be(picture):
    assert not has_words(picture().convert("L"))


def test_words_on_a_photograph_are_found():
    picture = landscape()
    letters = ImageFont.truetype(str(LATIN), 34)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 140, 560, 200), fill="white")
    draw.text((40, 150), "Meet us on Monday at six", fill="black", font=letters)
    assert has_words(picture.convert("L"))


def test_a_faint_picture_is_told():
    picture = Pillow.new("RGB", (400, 300), "#ffffff")
    ImageDraw.Draw(picture).ellipse((50, 50, 300, 250), fill="#cccccc")
    assert codes(picture) == ["check.picture-faint"]
    assert codes(picture, decorative=True) == []
    assert contrast_of(picture.convert("L")) < 3


def test_a_thin_dark_line_is_enough_contrast():
    picture = Pillow.new("L", (400, 300), 255)
    ImageDraw.Draw(picture).line((0, 150, 400, 150), fill=0, width=4)
    assert contrast_of(picture) > 20
