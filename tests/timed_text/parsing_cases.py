# ruff: noqa: E501 - one case a line reads best
"""Cases for the W3C's WebVTT file parsing algorithm, one for each of the W3C's own 37 tests.

Written from the algorithm in the standard (section 6.1 to 6.3), in the order and with the names of
those tests, so that a reader can put the two side by side. Two more stand in older lists of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ONE = "00:00:00.000 --> 00:00:01.000"


@dataclass(frozen=True)
class Case:
    """``texts`` are the cue texts that come of ``source``; ``None``: the file is refused.

    ``ids`` and ``settings`` are compared where they are given, cue by cue.
    """

    name: str
    source: str
    texts: list[str] | None
    ids: list[str] | None = None
    settings: list[dict[str, str]] | None = None
    regions: dict[str, dict[str, object]] = field(default_factory=dict)
    styles: list[str] = field(default_factory=list)


def cues(*settings: str) -> str:
    """A file with one cue for each of these settings; the text is the cue's number."""
    return "WEBVTT\n\n" + "".join(f"{ONE}{s}\n{n}\n\n" for n, s in enumerate(settings, 1))


def numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def times(*lines: str) -> str:
    """A file with one cue for each of these time lines."""
    return "WEBVTT\n\n" + "".join(f"{line}\n{n}\n\n" for n, line in enumerate(lines, 1))


_NULS_IN_TIMES = [ONE[:at] + "\0" + ONE[at + 1 :] for at in range(len(ONE)) if at not in (12, 16)]
_LONG_TIMES = [
    "00::00:00.000", "00:000:00.000", "00:00::00.000", "00:00:000.000", "00:00:00..000",
    "00:00:00.0000", "000:00.000", "00::00.000", "00:000.000", "00:00..000", "00:00.0000",
]  # fmt: skip
_SHORT_TIMES = [
    "0:00.000", "00:0.000", "0000.000", "00:0:00.000", "00:00:0.000", "00:00:00.00", "00:00:00.0",
    "00:00:00.", "00:00:00", "00:00:", "00:00", "00", "0", "", ".", "00:00.00", "00:00000",
]  # fmt: skip

CASES = [
    Case(
        "arrows",
        f"WEBVTT\n\n-->\n{ONE}\na\nx-->\n{ONE}\nb\n-->-->\n{ONE}\nc\n{ONE}\nd\n\n"
        "00:00:00.000 -x -->\n\n00:00:00.000 -- -->\n",
        ["a", "b", "c", "d"],
    ),
    Case("header-garbage", f"WEBVTT x\nsome\tthing: else\n\n{ONE}\na\n", ["a"]),
    Case("header-regions", f"WEBVTT\nRegion: id=a width=40%\n\n{ONE} region:a\na\n", ["a"], None, [{}]),
    Case("header-space", f"WEBVTT \n\n{ONE}\na\n", ["a"]),
    Case("header-tab", f"WEBVTT\t\n\n{ONE}\na\n", ["a"]),
    Case("header-timings", f"WEBVTT\n{ONE}\na\n\n{ONE}\nb\n", ["a", "b"]),
    Case(
        "ids",
        f"WEBVTT\n\n before\n{ONE}\na\n\nafter \n{ONE}\nb\n\n-- >\n{ONE}\nc\n\n \n{ONE}\nd\n",
        ["a", "b", "c", "d"],
        [" before", "after ", "-- >", " "],
    ),
    Case(
        "newlines",
        f"WEBVTT\n\r1\r{ONE}\ra\r\r2\n{ONE}\nb\n\n3\r\n{ONE}\r\nc\r\n\r\n4\n\r{ONE}\nd\n",
        ["a", "b", "c", "d"],
        ["1", "2", "3", ""],
    ),
    Case(
        "nulls",
        f"WEBVTT\n\0\nstill header\n\n\0 id\n{ONE}\n\0x\0y\n\n{ONE} align\0:end\nb\n\n"
        f"{ONE} align:end\0\nc\n\n{ONE}\0 align:end\nd\n\n" + "\n\n".join(_NULS_IN_TIMES) + "\n",
        ["\ufffdx\ufffdy", "b", "c", "d"],
        ["\ufffd id", "", "", ""],
        [{}, {}, {}, {"align": "end"}],
    ),
    Case(
        "regions-id",
        f"WEBVTT\n\nREGION\nid:a\nid:b\nlines:1\n\nREGION \nid:c id:d\nlines:2\n\nREGION\nid:e\n"
        f"id: x\nid :y\n\n{ONE} region:a\na\n\n{ONE} region:b\nb\n\n{ONE} region:d\nc\n\n"
        f"{ONE} region:e\nd\n",
        list("abcd"),
        None,
        [{}, {"region": "b"}, {"region": "d"}, {"region": "e"}],
        {"b": {"lines": 1}, "d": {"lines": 2}, "e": {}},
    ),
    Case(
        "regions-lines",
        "WEBVTT\n\nREGION\nid:a\nlines:0\n\nREGION\nid:b\nlines:1.5\n\nREGION\nid:c\nlines:-1\n\n"
        "REGION\nid:d\nlines:65536 lines:x lines: 7\n\nREGION\nid:e\nlines:2%\n\n"
        "REGION\nid:f\nlines:18446744073709552000\n\n"
        f"REGION\nid:g\nlines:1{'0' * 34}\n",
        [],
        regions={"a": {"lines": 0}, "b": {}, "c": {}, "d": {"lines": 65536}, "e": {},
                 "f": {"lines": 18446744073709552000}, "g": {"lines": 10**34}},
    ),
    Case("regions-old", f"WEBVTT\n\nREGION: id=a lines=3\n\n{ONE} region:a\na\n", ["a"], None, [{}]),
    Case(
        "regions-regionanchor",
        "WEBVTT\n\nREGION\nid:a\nregionanchor:0%,0%\n\nREGION\nid:b\nregionanchor:1.5%,100%\n\n"
        "REGION\nid:c\nregionanchor:101%,1% regionanchor:1% regionanchor:-0%,0% regionanchor:1,1\n",
        [],
        regions={
            "a": {"region_anchor": (0.0, 0.0)},
            "b": {"region_anchor": (1.5, 100.0)},
            "c": {},
        },
    ),
    Case(
        "regions-scroll",
        "WEBVTT\n\nREGION\nid:a\nscroll:up\n\nREGION\nid:b\nscroll:down scroll: up\n\n"
        "REGION\nid:c\nscroll:up scroll:\n",
        [],
        regions={"a": {"scroll_up": True}, "b": {}, "c": {"scroll_up": True}},
    ),
    Case(
        "regions-viewportanchor",
        "WEBVTT\n\nREGION\nid:a\nviewportanchor:25%,75%\n\nREGION\nid:b\nviewportanchor:1%,101%\n\n"
        "REGION\nid:c\nviewportanchor:,1% viewportanchor:1%, viewportanchor:100 %,1%\n",
        [],
        regions={"a": {"viewport_anchor": (25.0, 75.0)}, "b": {}, "c": {}},
    ),
    Case(
        "settings-align",
        cues("", " align:start", " align:center", " align:left", " align:start align:end",
             " align:end align:CENTER", " align:end align:middle", " align:end align: left", " align"),
        numbers(9),
        None,
        [{}, {"align": "start"}, {"align": "center"}, {"align": "left"}, {"align": "end"},
         {"align": "end"}, {"align": "end"}, {"align": "end"}, {}],
    ),
    Case(
        "settings-line",
        cues(*(f" line:{v}" for v in ["-1", "0", "-0", "101", "10000000000000000000000", "1.5", "0%",
             "00%", "100%", "1%,start", "1%,center", "1%,end", "1%,middle", "65536%", "-0%", "1%-",
             "1-", "%1", "1%%", " 0%", "-", "1..5", ".5", "5.", "+1", "1e1", "100%,", "100%,startend",
             "9" * 400])),
        numbers(29),
        None,
        [{"line": v} for v in ["-1", "0", "-0", "101", "10000000000000000000000", "1.5", "0%", "00%",
         "100%", "1%,start", "1%,center", "1%,end"]] + [{}] * 17,
    ),
    Case(
        "settings-multiple",
        cues(" align:start line:1% vertical:lr size:50% position:25%", " size:0%\tposition:100%"),
        numbers(2),
        None,
        [{"align": "start", "line": "1%", "vertical": "lr", "size": "50%", "position": "25%"},
         {"size": "0%", "position": "100%"}],
    ),
    Case(
        "settings-position",
        cues(*(f" position:{v}" for v in ["1%", "100%", "1.5%", "1%,line-left", "1%,center",
             "1%,line-right", "1% ,center", "1%,middle", "1%,", "1%,auto", "-1%", "1", "1x", "", " 1%",
             "101%", "101%,center", "4294967296%"])),
        numbers(18),
        None,
        [{"position": v} for v in ["1%", "100%", "1.5%", "1%,line-left", "1%,center",
         "1%,line-right", "1%"]] + [{}] * 11,
    ),
    Case(
        "settings-region",
        "WEBVTT\n\nREGION\nid:a\n\nREGION\nid:b\n\n" + cues(
            " region:a", " region:a region:b", " region:x", " region:a region:x", " region: a",
            " region :a", " region:a line:1", " region:a size:100%", " region:a vertical:rl",
            " line:1 region:a")[8:],
        numbers(10),
        None,
        [{"region": "a"}, {"region": "b"}, {}, {}, {}, {}, {"line": "1"},
         {"region": "a", "size": "100%"}, {"vertical": "rl"}, {"line": "1", "region": "a"}],
        {"a": {}, "b": {}},
    ),
    Case(
        "settings-size",
        cues(" size:0%", " size:100%", " size:1.5%", " size:101%", " size:1", " size:-1%", " size:%"),
        numbers(7),
        None,
        [{"size": "0%"}, {"size": "100%"}, {"size": "1.5%"}, {}, {}, {}, {}],
    ),
    Case(
        "settings-vertical",
        cues(" vertical:rl", " vertical:lr", " vertical:rl vertical:x", " vertical:RL", " vertical"),
        numbers(5),
        None,
        [{"vertical": "rl"}, {"vertical": "lr"}, {"vertical": "rl"}, {}, {}],
    ),
    Case("signature-bom", f"\ufeffWEBVTT\n\n{ONE}\na\n", ["a"]),
    Case("signature-no-newline", "WEBVTT", []),
    Case("signature-space", f"WEBVTT x --> y\n\n{ONE}\na\n", ["a"]),
    Case("signature-space-no-newline", "WEBVTT ", []),
    Case("signature-tab", f"WEBVTT\tx --> y\n\n{ONE}\na\n", ["a"]),
    Case("signature-tab-no-newline", "WEBVTT\t", []),
    Case("signature-timings", f"WEBVTT\n{ONE}\na\n", ["a"]),
    Case("signature-invalid", f"WEBVTTx\n\n{ONE}\na\n", None),
    Case(
        "stylesheets",
        f"WEBVTT\n\nSTYLE\n::cue {{\n}}\n\nSTYLE \t\n\n{ONE}\na\n\nSTYLE\n::cue(b) {{}}\n\n{ONE}\nb\n",
        ["a", "b"],
        styles=["::cue {\n}"],
    ),
    Case(
        "timings-60",
        times("00:00:60.000 --> 00:02:00.000", "00:60:00.000 --> 01:00:00.000",
              "60:00.000 --> 61:00.000", "60:00:00.000 --> 61:00:00.000"),
        ["4"],
    ),
    Case("timings-eof", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000", [""]),
    Case(
        "timings-garbage",
        times("x00:00:00.000 --> 00:00:01.000", "00:00:00.000x --> 00:00:01.000",
              "00:00:00.000 -->x00:00:01.000", "00:00:00,000 --> 00:00:01,000",
              "00:00:00.000 --> 00:00:0x.000", "٠٠:00:00.000 --> 00:00:01.000"),
        [],
    ),
    Case(
        "timings-negative",
        times("00:00:00.000 --> 00:00:00.000", "00:00:01.000 --> 00:00:00.999",
              "-00:00:01.000 --> 00:00:02.000"),
        ["1", "2"],
    ),
    Case(
        "timings-omitted-hours",
        times("00:00.000 --> 00:01.000", "00:00.000 --> 00:00:01.000", "00:00:00.000 --> 00:01.000",
              "59:59.999 --> 01:00:00.000", "00.000 --> 01.000"),
        numbers(4),
    ),
    Case(
        "timings-too-long",
        times("000:00:00.000 --> 0000:00:01.000",
              *(f"{time} --> 00:00:01.000" for time in _LONG_TIMES),
              *(f"00:00:00.000 --> {time}" for time in _LONG_TIMES)),
        ["1"],
    ),
    Case(
        "timings-too-short",
        times("0:00:00.000 --> 0:00:01.000",
              *(f"{time} --> 00:00:01.000" for time in _SHORT_TIMES),
              *(f"00:00:00.000 --> {time}" for time in _SHORT_TIMES)),
        ["1"],
    ),
    Case(
        "whitespace-chars",
        times("   00:00:00.000   -->   00:00:01.000  ", "\t00:00:00.000\t-->\t00:00:01.000\t",
              "\f00:00:00.000\f-->\f00:00:01.000", "00:00:00.000-->00:00:01.000",
              "\v00:00:00.000\v-->\v00:00:01.000", "\u00a000:00:00.000 --> 00:00:01.000"),
        ["1", "2", "3", "4"],
    ),
]  # fmt: skip
