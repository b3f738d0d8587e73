"""Words in forms of a wrong or missing character set: bytes, Content-Type, and what they say."""

from __future__ import annotations


def plain(label: str) -> str:
    return f"text/plain; charset={label}" if label else ""


SPANISH, ARABIC, HINDI = "A1 Sí, mañana", "A1 نعم، أحتاج مساعدة", "A1 हाँ, मदद चाहिए"

CHARACTER_SETS = {
    "right": (SPANISH.encode(), plain("utf-8"), SPANISH),
    "utf-8 called us-ascii": (SPANISH.encode(), plain("us-ascii"), SPANISH),
    "utf-8 called iso-8859-1": (SPANISH.encode(), plain("iso-8859-1"), SPANISH),
    "utf-8 called windows-1252": (HINDI.encode(), plain("windows-1252"), HINDI),
    "utf-8 without a label": (ARABIC.encode(), "", ARABIC),
    "utf-8 called unknown-8bit": (ARABIC.encode(), plain("unknown-8bit"), ARABIC),
    "utf-8 called what nobody knows": (HINDI.encode(), plain("x-klingon"), HINDI),
    "latin-1 called us-ascii": (SPANISH.encode("latin-1"), plain("us-ascii"), SPANISH),
    "latin-1 called utf-8": (SPANISH.encode("latin-1"), plain("utf-8"), SPANISH),
    "latin-1 without a label": (SPANISH.encode("latin-1"), "", SPANISH),
    "windows-1256": (ARABIC.encode("cp1256"), plain("windows-1256"), ARABIC),
    "windows-1256 called windows-1252": (ARABIC.encode("cp1256"), plain("windows-1252"), ARABIC),
    "windows-1256 without a label": ("A1 نعم".encode("cp1256"), "", "A1 نعم"),
    "iso-8859-6": (ARABIC.encode("iso-8859-6"), plain("iso-8859-6"), ARABIC),
    "utf-16 with its mark": (SPANISH.encode("utf-16"), plain("utf-16"), SPANISH),
    "a page that alone says utf-8": (
        f'<html><head><meta charset="utf-8"></head><body>{HINDI}</body>'.encode(),
        "text/html",
        HINDI,
    ),
    "a page that alone says windows-1256": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><p>'
        + ARABIC.encode("cp1256"),
        "text/html",
        ARABIC,
    ),
}
