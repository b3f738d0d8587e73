"""What stands inside a page and is no text: its own files, data for its script, and their rules."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from access_kit.documents.templates import WEB_FOLDER


@cache
def web_file(name: str) -> str:
    """A style sheet or a script of ``web/`` as it stands."""
    return (WEB_FOLDER / name).read_text(encoding="utf-8")


def inside_script(data: str) -> str:
    """JSON for a ``script`` element, which no text in it can end."""
    return data.replace("<", "\\u003c")


def source_digest(code: str) -> str:
    """How a Content-Security-Policy names a style or a script that stands in the page."""
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
