"""A picture of the document as it stands on a card."""

from __future__ import annotations

import io

from PIL import Image as Pillow

from access_kit.model.document import Image

_SVG = "image/svg+xml"


def fit_picture(image: Image, width: int, height: int) -> Pillow.Image:
    """``image`` on white, as large as it can be in ``width`` by ``height`` pixels."""
    data = _rasterise(image.data, width, height) if image.media_type == _SVG else image.data
    with Pillow.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    factor = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Pillow.Resampling.LANCZOS)


def _rasterise(svg: bytes, width: int, height: int) -> bytes:
    """A line picture as PNG by the typesetter, one point a pixel."""
    import typst

    page = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, fit: "contain")'
    )
    inputs = {"svg": svg.decode()}
    made = typst.compile(page.encode(), format="png", ppi=72.0, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made
