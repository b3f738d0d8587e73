from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image as Pillow

from access_kit.documents.pictures import MAX_SIDE_PX, load_picture, reencode_picture
from access_kit.errors import BadInput


def encoded(image: Pillow.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        reencode_picture(data, "x.png")
    return caught.value.problems[0].code


def test_photograph_loses_place_and_time_and_is_turned_upright():
    photo = Pillow.new("RGB", (60, 20), "red")
    exif = Pillow.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Canary camera"
    exif.get_ifd(0x8825)[1] = "N"
    data = encoded(photo, "JPEG", exif=exif, comment=b"Canary comment")
    assert b"Canary" in data
    picture = reencode_picture(data, "x.jpg")
    assert b"Canary" not in picture.data
    assert (picture.width_px, picture.height_px) == (20, 60)
    with Pillow.open(io.BytesIO(picture.data)) as again:
        assert not again.getexif()
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "WEBP", "JPEG"])
def test_common_formats_become_png_or_jpeg(kind):
    picture = reencode_picture(encoded(Pillow.new("RGB", (30, 30), "blue"), kind), "x")
    assert picture.media_type in ("image/png", "image/jpeg")
    with Pillow.open(io.BytesIO(picture.data)) as again:
        assert again.get_format_mimetype() == picture.media_type


def test_large_picture_is_shrunk():
    data = encoded(Pillow.new("L", (4000, 1000), 200), "PNG")
    picture = reencode_picture(data, "x.png")
    assert (picture.width_px, picture.height_px) == (MAX_SIDE_PX, MAX_SIDE_PX // 4)


def test_transparent_parts_become_white():
    picture = reencode_picture(encoded(Pillow.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"), "x.png")
    with Pillow.open(io.BytesIO(picture.data)) as again:
        assert again.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_bomb_is_refused():
    assert refusal(encoded(Pillow.new("1", (12_000, 12_000)), "PNG")) == (
        "document.image-too-many-pixels"
    )
    assert refusal(encoded(Pillow.new("1", (7_100, 7_100)), "PNG")) == (
        "document.image-too-many-pixels"
    )


def test_damaged_and_foreign_files_are_refused():
    whole = encoded(Pillow.effect_noise((80, 80), 90), "PNG")
    assert refusal(whole[: len(whole) // 2]) == "document.image-broken"
    assert refusal(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "document.image-format"
    assert refusal(b"%PDF-1.7") == "document.image-format"


@pytest.mark.parametrize("name", ["../out.png", "/etc/passwd", "data:x", "a%2F..%2F..%2Fout.png"])
def test_path_stays_inside_the_folder(tmp_path: Path, name):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "out.png").write_bytes(encoded(Pillow.new("L", (2, 2)), "PNG"))
    with pytest.raises(BadInput) as caught:
        load_picture(name, inside)
    assert caught.value.problems[0].code == "document.image-outside"


def test_link_out_of_the_folder_is_refused(tmp_path: Path):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "out.png").write_bytes(encoded(Pillow.new("L", (2, 2)), "PNG"))
    (inside / "x.png").symlink_to(tmp_path / "out.png")
    with pytest.raises(BadInput) as caught:
        load_picture("x.png", inside)
    assert caught.value.problems[0].code == "document.image-outside"


def test_same_picture_gives_the_same_bytes():
    data = encoded(Pillow.effect_noise((300, 200), 90).convert("RGB"), "JPEG")
    assert reencode_picture(data, "x") == reencode_picture(data, "x")
