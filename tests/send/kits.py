"""Kits for tests of mail: thin packets, so that letters go in windows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.workflow.kits import one_page_kit


def thin_kit(folder: Path, *, envelope: str = "us10", paper: str = "letter") -> Path:
    """The example without handouts in clear print, everyone's packet discreet; its session file."""
    session = one_page_kit(folder)
    kit = session.parent / "kit.toml"
    text = kit.read_text(encoding="utf-8").replace("large-print-us", "clear-print")
    text = re.sub(r'(?m)^envelope = ".*"', f'envelope = "{envelope}"', text)
    text = re.sub(r'(?m)^paper = ".*"', f'paper = "{paper}"', text)
    kit.write_text(text, encoding="utf-8")
    for path in (session.parent / "profiles").iterdir():
        text = path.read_text(encoding="utf-8").replace('"large_print"', '"print"')
        text = re.sub(r'"(audio|screen_reader_file)"', '"print"', text)
        text = re.sub(r"(?m)^(print_size_pt|contents) = .*$", "", text)
        text = text.replace("[contact]", '[contact]\ncontents = "discreet"')
        path.write_text(text, encoding="utf-8")
    return session
