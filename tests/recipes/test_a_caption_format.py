"""A new format of captions is one module and one line: SBV, as YouTube once wrote it."""

from __future__ import annotations

from tests.test_contributing import places_of
from tests.tools import ROOT

SBV = '''"""SubViewer as YouTube writes it: a line of two times, then the text."""

from __future__ import annotations

import re

from access_kit.errors import BadInput, Problem
from access_kit.model.cue import Captions, Cue
from access_kit.timed_text.decoding import decode_leniently
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.losses import find_losses
from access_kit.timed_text.speaker_labels import with_speakers

_TIMES = re.compile(r"(\\d+):(\\d\\d):(\\d\\d)\\.(\\d{3}),(\\d+):(\\d\\d):(\\d\\d)\\.(\\d{3})")


def read(data: bytes, name: str) -> ReadCaptions:
    text, problems = decode_leniently(data, name)
    cues = []
    for block in text.strip().split("\\n\\n"):
        line, _, words = block.partition("\\n")
        found = _TIMES.fullmatch(line.strip())
        if found:
            start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
            cues.append(Cue("", start, end, words))
    if not cues:
        raise BadInput(Problem("timed-text.no-cues", file=name))
    return ReadCaptions(Captions(tuple(cues)), problems)


def write(captions: Captions) -> WrittenCaptions:
    blocks = [
        f"{_clock(cue.start_ms)},{_clock(cue.end_ms)}\\n{text}\\n"
        for cue, text in with_speakers(captions)
    ]
    return WrittenCaptions(
        "\\n".join(blocks).encode(), find_losses(captions, frozenset({"times", "speakers"}))
    )


def _milliseconds(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, thousandths = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clock(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}.{thousandths:03d}"
'''

SRT = """1
00:00:06,000 --> 00:00:08,500
Jo: Hello, everyone.

2
00:00:09,000 --> 00:00:11,000
Shall we begin?
"""


def test_a_caption_format_is_one_file_and_one_line(tree, tmp_path):
    tree.write("access_kit/timed_text/sbv.py", SBV)
    line = '    ".sbv": "access_kit.timed_text.sbv",\n'
    tree.add("access_kit/timed_text/formats.py", '".srt": "access_kit', line)

    first, made, back = (tmp_path / name for name in ("a.srt", "a.sbv", "b.srt"))
    first.write_text(SRT, "utf-8")
    assert tree.run("captions", "convert", first, "--out", made).code == 0
    assert "0:00:06.000,0:00:08.500\nJo: Hello, everyone.\n" in made.read_text("utf-8")
    assert tree.run("captions", "convert", made, "--out", back).code == 0
    assert back.read_text("utf-8") == SRT
    assert tree.run("captions", "approve", made, "--by", "Ana Ruiz").code == 0
    assert tree.run("captions", "check", made, "--json").json["files"] == [str(made)]
    unknown = tree.run("captions", "convert", first, "--out", tmp_path / "a.xyz")
    assert ".sbv" in unknown.stderr, "who mistypes a name is told of the new format"

    assert tree.touched <= places_of("A caption format", NAME="sbv")
    assert not (ROOT / "access_kit/timed_text/sbv.py").exists()
