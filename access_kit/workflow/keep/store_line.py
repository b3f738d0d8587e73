"""The line of ``kit.toml`` that says where people are kept: it alone is changed.

Comments, order, line ends and who may read the file stay as somebody made them.
"""

from __future__ import annotations

import copy
import json
import re
import stat
from pathlib import Path
from typing import Any

from access_kit.errors import Problem, Refused
from access_kit.files import read_bytes, shown, telling_write_errors, write_atomic
from access_kit.intake.toml_lines import find_lines
from access_kit.notation import NotParsed, parse_toml

_BOM = "\ufeff"
_VALUE = re.compile(r"""((?:^|[\s{.,])["']?url["']?[ \t]*=[ \t]*)("(?:\\.|[^"\\])*"|'[^']*')""")


def with_store_url(path: Path, url: str) -> bytes:
    """The file with another URL; ``Refused`` where that cannot be said by one line of it."""
    text = read_bytes(path).decode("utf-8")
    bom, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    changed = _changed(text, json.dumps(url, ensure_ascii=False))
    if _parsed(changed) != _wanted(_parsed(text), url):
        facts = {"url": url}
        raise Refused(Problem("store.line-by-hand", file=shown(path), facts=facts))
    return (bom + changed).encode()


def rewrite_store_line(path: Path, url: str) -> None:
    """Replace the file, in one step, by what ``with_store_url`` gives."""
    real = path.resolve()
    with telling_write_errors(path):
        mode = stat.S_IMODE(real.stat().st_mode)
    write_atomic(real, with_store_url(path, url))
    with telling_write_errors(path):
        real.chmod(mode)


def _changed(text: str, value: str) -> str:
    lines, places = text.split("\n"), find_lines(text)
    end = "\r" if "\r\n" in text else ""
    line = f"url = {value}{end}"
    if (at := places.get(("store", "url"))) is not None:
        lines[at - 1] = _VALUE.sub(lambda found: found[1] + value, lines[at - 1], count=1)
    elif (at := places.get(("store",))) is not None:
        lines.insert(at, line)
    else:
        lines = [*lines, f"[store]{end}", line, ""]
    return "\n".join(lines)


def _wanted(tree: Any, url: str) -> Any:  # noqa: ANN401 (TOML)
    tree = copy.deepcopy(tree)
    if isinstance(tree, dict):
        tree.setdefault("store", {})["url"] = url
    return tree


def _parsed(text: str) -> Any:  # noqa: ANN401 (TOML)
    try:
        return parse_toml(text)
    except NotParsed:
        return None
