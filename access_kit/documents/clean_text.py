"""What text may contain before it is set.

A name may hold anything. It is printed literally, except for what is invisible and could reorder
or break its surroundings: control characters, bidi embeddings and overrides, and isolates without
their partner are taken out; halves of surrogate pairs become U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata

_REMOVED = "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufff9-\ufffb\u202a-\u202e"
_UNCLEAN = re.compile(rf"[{_REMOVED}]")
_SPACE = re.compile("[\t\n\u000b\u000c\r\u0085\u1680\u2028\u2029]+")
"""Line ends of all kinds, and the space of Ogham, which is a stroke that no font of ours has."""
_SURROGATE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ISOLATE = re.compile("[\u2066-\u2069]")


def clean_text(text: str) -> str:
    """``text`` in NFC (the text layer of a PDF needs it), on one line, without unsafe controls."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNCLEAN.sub("", _SPACE.sub(" ", text))
    text = _SURROGATE.sub("\ufffd", text)
    if _ISOLATE.search(text):
        text = _drop_unpaired_isolates(text)
    return unicodedata.normalize("NFC", text)


def count_unseen(text: str) -> int:
    """How many characters of ``text`` are taken out or replaced when it is set."""
    if text.isascii() and text.isprintable():
        return 0
    return len(_UNCLEAN.findall(text)) + len(_SURROGATE.findall(text))


def _drop_unpaired_isolates(text: str) -> str:
    open_at: list[int] = []
    unpaired: set[int] = set()
    for index, char in enumerate(text):
        if char in "\u2066\u2067\u2068":
            open_at.append(index)
        elif char == "\u2069":
            if open_at:
                open_at.pop()
            else:
                unpaired.add(index)
    unpaired.update(open_at)
    return "".join(char for index, char in enumerate(text) if index not in unpaired)
