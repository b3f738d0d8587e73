"""Picture cards a second, from the document to the PNG file, in one process on one core.

``python -m benchmarks.cards`` prints the table. Beside it stands one line of
text, drawn by Pillow on a card of the same size and saved as it saves by itself.
"""

from __future__ import annotations

import io
import statistics
from datetime import UTC, datetime

from access_kit.documents.fonts import FONT_FOLDER
from access_kit.documents.renderers import render_files
from benchmarks import Measured, compared, rates, show
from benchmarks.sample import sample_document, sample_look

MOMENT = datetime(2026, 11, 24, 14, tzinfo=UTC)


def measure() -> list[Measured]:
    look = sample_look()

    def ours(number: int) -> int:
        made = render_files("card", sample_document(number), look, moment=MOMENT)
        return len(made) // 2

    cards = ours(0)
    found = rates({"access-kit": ours, "bare": _bare}, seconds=0.5, rounds=9)
    per_card = [turn * cards for turn in found["access-kit"]]
    size = statistics.mean(
        len(one.data)
        for one in render_files("card", sample_document(0), look, moment=MOMENT)
        if one.media_type == "image/png"
    )
    what = "cards a second, beside one line drawn by Pillow alone"
    return [
        compared(what, per_card, found["bare"], "", ".0f"),
        Measured("cards of the handout", str(cards), ""),
        Measured("kilobytes a card", f"{size / 1000:.0f}", ""),
    ]


def _bare(number: int) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(FONT_FOLDER / "AtkinsonHyperlegibleNext-Regular.ttf", 100)
    image = Image.new("RGB", (1080, 1350), "#ffffff")
    ImageDraw.Draw(image).text((84, 200), f"Card {number}", fill="#1a1a1a", font=font)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


if __name__ == "__main__":
    show("cards", measure())
