"""A picture of the document as it stands on a card."""

from __future__ import annotations

import io

from PIL import Image as Pillow

from access_kit.documents.svg import MEDIA_TYPE, draw_svg
from access_kit.model.document import Image


def fit_picture(image: Image, width: int, height: int) -> Pillow.Image:
    """``image`` on white, as large as it can be in ``width`` by ``height`` pixels."""
    data = draw_svg(image.data, width, height) if image.media_type == MEDIA_TYPE else image.data
    with Pillow.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    factor = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Pillow.Resampling.LANCZOS)
