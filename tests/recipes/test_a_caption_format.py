"""A new format of captions is one module and one line: the table that Whisper writes (TSV)."""

from __future__ import annotations

from tests.test_contributing import places_of
from tests.tools import ROOT

TSV = '''"""A table as Whisper writes it: start and end in milliseconds, and the text."""

from __future__ import annotations

import re

from access_kit.errors import BadInput, Problem
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.decoding import decode_leniently
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.speaker_labels import with_speakers

_ROW = re.compile(r"(\\d{1,12})\\t(\\d{1,12})\\t(.*)")


def read(data: bytes, name: str) -> ReadCaptions:
    text, problems = decode_leniently(data, name)
    found = [row for line in text.split("\\n") if (row := _ROW.fullmatch(line))]
    if not found:
        raise BadInput(Problem("timed-text.no-cues", file=name))
    cues = tuple(Cue("", int(row[1]), int(row[2]), row[3]) for row in found)
    return ReadCaptions(Captions(cues), problems)


def write(captions: Captions) -> WrittenCaptions:
    rows = [
        f"{cue.start_ms}\\t{cue.end_ms}\\t{' '.join(text.split())}\\n"
        for cue, text in with_speakers(captions)
    ]
    text = "start\\tend\\ttext\\n" + "".join(rows)
    return WrittenCaptions(text.encode(), find_losses(captions, frozenset({"times", "speakers"})))
'''

SRT = """1
00:00:06,000 --> 00:00:08,500
Jo: Hello, everyone.

2
00:00:09,000 --> 00:00:11,000
Shall we begin?
"""


def test_a_caption_format_is_one_file_and_one_line(tree, tmp_path):
    tree.write("access_kit/timed_text/tsv.py", TSV)
    line = '    ".tsv": "access_kit.timed_text.tsv",\n'
    tree.add("access_kit/timed_text/formats.py", '".srt": "access_kit', line)

    first, made, back = (tmp_path / name for name in ("a.srt", "a.tsv", "b.srt"))
    first.write_text(SRT, "utf-8")
    assert tree.run("captions", "convert", first, "--out", made).code == 0
    assert "6000\t8500\tJo: Hello, everyone.\n" in made.read_text("utf-8")
    assert tree.run("captions", "convert", made, "--out", back).code == 0
    assert back.read_text("utf-8") == SRT
    assert tree.run("captions", "approve", made, "--by", "Ana Ruiz").code == 6  # not reviewed
    assert tree.run("captions", "check", made, "--json").json["files"] == [str(made)]
    unknown = tree.run("captions", "convert", first, "--out", tmp_path / "a.xyz")
    assert ".tsv" in unknown.stderr, "who mistypes a name is told of the new format"

    assert tree.touched <= places_of("A caption format", NAME="tsv")
    assert not (ROOT / "access_kit/timed_text/tsv.py").exists()
