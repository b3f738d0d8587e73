"""Finished papers read by readers that share nothing with their makers: bytes in, words out."""

from __future__ import annotations

import html
import html.parser
import re
import zipfile
from pathlib import Path

BRAILLE_DIGITS = str.maketrans("ABCDEFGHIJ", "1234567890")
UNREAD = frozenset({".mp3", ".png", ".json", ".ics", ".svg", ".ttf"})
"""Sound and pictures say the words of a paper that is read here in another format."""


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._quiet += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)


def read_page(text: str) -> str:
    page = _Page()
    page.feed(text)
    return " ".join(page.words)


def read_pdf(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def read_book(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".html"))]
        return "\n".join(read_page(book.read(name).decode()) for name in names)


def read_word(path: Path) -> str:
    """The text runs of a Word file, in order, a paragraph a line."""
    with zipfile.ZipFile(path) as file:
        body = file.read("word/document.xml").decode()
    lines = re.findall(r"<w:p[ >].*?</w:p>", body, re.DOTALL)
    runs = ("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", line)) for line in lines)
    return html.unescape("\n".join(runs))


def read_braille(path: Path) -> str:
    """Braille ASCII with its numbers as digits; words stay as they are embossed."""
    text = path.read_text(encoding="ascii")
    return re.sub(r"#([A-J]+)", lambda found: found[1].translate(BRAILLE_DIGITS), text)


def read_file(path: Path) -> str | None:
    """The words of a finished file, hidden marks of direction left out; ``None``: not a text."""
    suffix = path.suffix.lower()
    if suffix in UNREAD:
        return None
    if suffix == ".pdf":
        text = read_pdf(path)
    elif suffix == ".epub":
        text = read_book(path)
    elif suffix == ".html":
        text = read_page(path.read_text(encoding="utf-8"))
    elif suffix == ".docx":
        text = read_word(path)
    elif suffix == ".brf":
        text = read_braille(path)
    else:
        text = path.read_text(encoding="utf-8")
    text = re.sub("[\u2066-\u2069\u200b-\u200f\u00ad\ufeff]", "", text)
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def read_packet(folder: Path) -> dict[str, str]:
    """Every text of a packet by its file's name."""
    read = {path.name: read_file(path) for path in sorted(folder.iterdir()) if path.is_file()}
    return {name: text for name, text in read.items() if text is not None}


def letters_of(packet: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in packet.items() if name.startswith("letter")}
