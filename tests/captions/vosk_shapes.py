"""Our small Vosk model in the shapes that models come in."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

from tests.captions.sounds import TINY_EN

TABLE_MAGIC = 2125658996
HAS_OUTPUT_WORDS = 2
FLAGS_AT = 4


def make_whole_graph(target: Path) -> Path:
    """The shape of large models: the graph in one file, beside its table of words."""
    shutil.copytree(TINY_EN, target)
    graph = target / "graph"
    (graph / "HCLr.fst").rename(graph / "HCLG.fst")
    for name in ("Gr.fst", "disambig_tid.int"):
        (graph / name).unlink()
    return target


def make_graph_in_parts(target: Path) -> Path:
    """The shape of Vosk's small models: the table of words lies in ``Gr.fst``, not beside it."""
    shutil.copytree(TINY_EN, target)
    table = target / "graph" / "words.txt"
    grammar = target / "graph" / "Gr.fst"
    grammar.write_bytes(put_table_in(grammar.read_bytes(), table.read_text(encoding="utf-8")))
    table.unlink()
    return target


def put_table_in(fst: bytes, table: str) -> bytes:
    """An OpenFST file with a table of its output words after its header."""
    at = 4
    for _ in ("kind", "arcs"):
        (length,) = struct.unpack_from("<i", fst, at)
        at += 4 + length
    flags_at = at + FLAGS_AT
    (flags,) = struct.unpack_from("<i", fst, flags_at)
    header_end = at + 4 + 4 + 8 + 3 * 8
    rows = [line.rsplit(" ", 1) for line in table.splitlines()]
    packed = struct.pack("<i", TABLE_MAGIC) + _text("words")
    packed += struct.pack("<qq", len(rows), len(rows))
    packed += b"".join(_text(word) + struct.pack("<q", int(number)) for word, number in rows)
    changed = fst[:flags_at] + struct.pack("<i", flags | HAS_OUTPUT_WORDS)
    return changed + fst[flags_at + 4 : header_end] + packed + fst[header_end:]


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<i", len(data)) + data
