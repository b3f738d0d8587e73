"""TTML (DFXP, iTT, EBU-TT-D), written as IMSC 1.1 text has it: a ``p`` a cue, speakers as agents.

Entities and document types are refused before the XML parser sees the file: nothing in a caption
file may name another file or grow when read.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from access_kit.budgets import TIMED_XML
from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.cue import Captions, Cue, Note
from access_kit.timed_text.clock import format_clock
from access_kit.timed_text.decoding import decode_leniently
from access_kit.timed_text.emphasis import mark_up, runs_of
from access_kit.timed_text.formats import ReadCaptions, WrittenCaptions
from access_kit.timed_text.losses import EMPHASIS, PLACES, find_losses
from access_kit.timed_text.nine_places import BELOW, place_of, settings_at
from access_kit.timed_text.told_problems import ToldProblems
from access_kit.timed_text.ttml_styles import (
    KEPT_LOOKS,
    TT,
    TTS,
    XML,
    Looks,
    StyleSheet,
    emphasis_of,
    format_emphasis,
    format_regions,
    place_in,
    region_name,
)
from access_kit.timed_text.ttml_time import Rates, parse_time, read_rates
from access_kit.timed_text.webvtt_text import Run, join_runs

KEEPS = frozenset({"times", "ids", "speakers", "notes", "language", EMPHASIS, PLACES})
TTM = "{http://www.w3.org/ns/ttml#metadata}"
_OLD_NAMESPACES = re.compile(r"http://www\.w3\.org/2006/(?:04|10)/ttaf1")
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OWN_ID = re.compile(r"cue-(\d+)(?:-.*)?")
_KEPT_ATTRIBUTES = frozenset(TTS + name for name in KEPT_LOOKS)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read(data: bytes, name: str) -> ReadCaptions:
    """Read TTML; ``BadInput`` where it is no XML, no TTML or declares entities."""
    root, problems = _parse_xml(data, name)
    if root.tag != f"{TT}tt":
        raise BadInput(Problem("timed-text.not-ttml", file=name))
    agents, sheet = _read_agents(root), StyleSheet.of(root)
    reader = _Reader(name, read_rates(root), agents, sheet, ToldProblems(name))
    reader.problems.extend(problems)
    body = root.find(f"{TT}body")
    start = _Place(0, None, None, root.get(f"{XML}space") == "preserve", {}, "")
    cues = tuple(reader.walk(body, start)) if body is not None else ()
    notes = tuple(Note(" ".join((desc.text or "").split())) for desc in _head_notes(root))
    lang = root.get(f"{XML}lang") or None
    return ReadCaptions(Captions(cues, notes=notes, lang=lang), reader.problems.all())


def _parse_xml(data: bytes, name: str) -> tuple[ET.Element, tuple[Problem, ...]]:
    text, problems = decode_leniently(data, name)
    found = _FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise BadInput(Problem("timed-text.entities-refused", file=name, line=line))
    text = _OLD_NAMESPACES.sub("http://www.w3.org/ns/ttml", text)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        parser = ET.XMLParser(target=_Builder(name))  # noqa: S314 - no DTD is left: see above
        parser.feed(text)
        return parser.close(), problems
    except ET.ParseError as error:
        line = error.position[0]
        raise BadInput([Problem("timed-text.bad-xml", file=name, line=line), *problems]) from None


class _Builder(ET.TreeBuilder):
    """A tree that grows no deeper and no larger than its budget."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._depth = self._parts = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._parts += 1 + len(attrs)
        if self._depth > TIMED_XML.depth:
            facts = {"most": TIMED_XML.depth}
            raise BadInput(Problem("file.too-deep", file=self._name, facts=facts))
        if self._parts > TIMED_XML.parts:
            facts = {"most": TIMED_XML.parts}
            raise BadInput(Problem("file.too-many-parts", file=self._name, facts=facts))
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def _read_agents(root: ET.Element) -> Mapping[str, str]:
    agents = {}
    for agent in root.iter(f"{TTM}agent"):
        named = agent.find(f"{TTM}name")
        if named is not None and named.text:
            agents[agent.get(f"{XML}id", "")] = " ".join(named.text.split())
    return agents


def _head_notes(root: ET.Element) -> Iterator[ET.Element]:
    head = root.find(f"{TT}head")
    if head is not None:
        yield from (desc for desc in head.iter(f"{TTM}desc") if desc.text)


@dataclass(frozen=True)
class _Place:
    """Where the walk stands: the time that children count from, their end, their speaker.

    ``keep_space`` is the inherited ``xml:space="preserve"``, ``looks`` what is inherited of the
    region and of alignment, ``emphasis`` of the rest.
    """

    begin_ms: int
    end_ms: int | None
    agent: str | None
    keep_space: bool
    looks: Looks
    emphasis: str


@dataclass
class _Reader:
    name: str
    rates: Rates
    agents: Mapping[str, str]
    sheet: StyleSheet
    problems: ToldProblems
    count: int = 0

    def walk(self, element: ET.Element, place: _Place) -> Iterator[Cue]:
        here = self.enter(element, place)
        timed = element.get("begin") or element.get("end") or element.get("dur")
        whole = element.tag == f"{TT}p" and (timed or not _has_timed_spans(element))
        if whole or (element.tag == f"{TT}span" and timed):
            yield from self.make_cue(element, here)
        else:
            for child in element:
                yield from self.walk(child, here)

    def enter(self, element: ET.Element, place: _Place) -> _Place:
        begin = self.time(element, "begin")
        start = place.begin_ms + (begin or 0)
        end = self.time(element, "end")
        stop = None if end is None else place.begin_ms + end
        length = self.time(element, "dur")
        if length is not None:
            stop = start + length if stop is None else min(stop, start + length)
        if place.end_ms is not None:
            stop = place.end_ms if stop is None else min(stop, place.end_ms)
        agent = element.get(f"{TTM}agent") or place.agent
        space = element.get(f"{XML}space")
        keep = space == "preserve" if space else place.keep_space
        own = self.sheet.looks_of(element)
        aligned = {name: own[name] for name in ("textAlign", "displayAlign") if name in own}
        looks = {**place.looks, **self.sheet.region_looks(element.get("region")), **aligned}
        return _Place(start, stop, agent, keep, looks, emphasis_of(own, place.emphasis))

    def time(self, element: ET.Element, attribute: str) -> int | None:
        value = element.get(attribute)
        if value is None:
            return None
        parsed = parse_time(value, self.rates)
        if parsed is None:
            self.tell("timed-text.bad-ttml-time", Severity.ERROR, value=value[:40])
        return parsed

    def make_cue(self, element: ET.Element, here: _Place) -> Iterator[Cue]:
        runs = _runs_of(element, here, self.sheet)
        text = "".join(run.text for run in runs)
        if not text and here.end_ms is None:
            return
        self.count += 1
        if here.end_ms is None:
            self.tell("timed-text.no-end", Severity.ERROR)
            return
        if here.end_ms <= here.begin_ms:
            self.tell("timed-text.end-before-start", Severity.ERROR)
        if _has_styling(element):
            self.tell("timed-text.styling-passed-over", Severity.NOTE)
        own = element.get(f"{XML}id", "")
        found = _OWN_ID.fullmatch(own)
        speaker = self.agents.get((here.agent or "").split(" ")[0])
        cue_id = found.group(1) if found else own
        settings = settings_at(place_in(here.looks))
        text, markup = mark_up(runs, speaker)
        yield Cue(cue_id, here.begin_ms, here.end_ms, text, settings, speaker, markup)

    def tell(self, code: str, severity: Severity, **facts: str) -> None:
        where = f"cue {max(1, self.count)}"
        self.problems.add(Problem(code, severity, self.name, where=where, facts=facts))


def _has_timed_spans(element: ET.Element) -> bool:
    return any(span.get("begin") is not None for span in element.iter(f"{TT}span"))


def _has_styling(element: ET.Element) -> bool:
    """Whether a look is named that is not kept."""
    names = (name for part in element.iter() for name in part.attrib)
    return any("#styling}" in name and name not in _KEPT_ATTRIBUTES for name in names)


def _runs_of(element: ET.Element, here: _Place, sheet: StyleSheet) -> tuple[Run, ...]:
    """Text with ``br`` as line ends; other white space is one space unless it is kept."""
    pieces: list[Run] = []

    def collect(part: ET.Element, emphasis: str) -> None:
        if part.tag == f"{TT}br":
            pieces.append(Run("\n", None, emphasis))
        elif not part.tag.startswith(TTM) and part.tag != f"{TT}metadata":
            pieces.append(Run(_collapse(part.text or "", here.keep_space), None, emphasis))
            for child in part:
                collect(child, emphasis_of(sheet.looks_of(child), emphasis))
                pieces.append(Run(_collapse(child.tail or "", here.keep_space), None, emphasis))

    collect(element, here.emphasis)
    runs = join_runs(pieces)
    return runs if here.keep_space else _strip_lines(runs)


def _strip_lines(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The same without spaces at both ends of lines, and of several spaces one."""
    text = "".join(run.text for run in runs)
    keep = [True] * len(text)
    for found in re.finditer(r"(?<![ ]) +(?=\n|\Z)|(?:(?<=\n)|\A) +|(?<= ) +", text):
        keep[found.start() : found.end()] = [False] * (found.end() - found.start())
    done, at = [], 0
    for run in runs:
        kept = "".join(c for c, stays in zip(run.text, keep[at:], strict=False) if stays)
        done.append(Run(kept, run.speaker, run.emphasis))
        at += len(run.text)
    return join_runs(done)


def _collapse(text: str, keep: bool) -> str:
    return text if keep else re.sub(r"[ \t\r\n]+", " ", text)


def write(captions: Captions) -> WrittenCaptions:
    """Write TTML: times in media time, line ends as ``br``, white space kept."""
    speakers = list(dict.fromkeys(cue.speaker for cue in captions.cues if cue.speaker))
    agents = {speaker: f"speaker-{number}" for number, speaker in enumerate(speakers, 1)}
    used = set(agents.values())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"',
        '  xmlns:ttp="http://www.w3.org/ns/ttml#parameter"',
        '  xmlns:tts="http://www.w3.org/ns/ttml#styling"',
        f'  xml:lang={quoteattr(captions.lang or "")} xml:space="preserve" ttp:timeBase="media"',
        '  ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text">',
        *_format_head(captions, agents),
        "  <body><div>",
        *(_format_cue(cue, n, agents, used) for n, cue in enumerate(captions.cues, 1)),
        "  </div></body>",
        "</tt>",
    ]
    return WrittenCaptions(("\n".join(lines) + "\n").encode(), _losses(captions))


def _losses(captions: Captions) -> tuple[Problem, ...]:
    bad_ids = [cue for cue in captions.cues if cue.id and _is_bad_id(cue.id)]
    lost = find_losses(captions, KEEPS)
    if bad_ids:
        facts = {"count": len(bad_ids)}
        lost += (Problem("timed-text.lost-ids", Severity.NOTE, facts=facts),)
    return lost


def _is_bad_id(cue_id: str) -> bool:
    return not (_NAME.fullmatch(cue_id) or (cue_id.isascii() and cue_id.isdecimal()))


def _format_head(captions: Captions, agents: Mapping[str, str]) -> Iterator[str]:
    yield "  <head>"
    if agents or captions.notes:
        yield "    <metadata>"
        yield from (f"      <ttm:desc>{_safe(note.text)}</ttm:desc>" for note in captions.notes)
        for speaker, agent in agents.items():
            full = f'<ttm:name type="full">{_safe(speaker)}</ttm:name>'
            yield f'      <ttm:agent xml:id="{agent}" type="person">{full}</ttm:agent>'
        yield "    </metadata>"
    yield "    <layout>"
    yield from format_regions({_place_of(cue) for cue in captions.cues})
    yield "    </layout>"
    yield "  </head>"


def _format_cue(cue: Cue, number: int, agents: Mapping[str, str], used: set[str]) -> str:
    own = cue.id if _NAME.fullmatch(cue.id) and not _OWN_ID.fullmatch(cue.id) else ""
    xml_id = own or f"cue-{cue.id if cue.id.isascii() and cue.id.isdecimal() else number}"
    while xml_id in used:
        xml_id = f"cue-{number}-{len(used)}"
    used.add(xml_id)
    agent = f' ttm:agent="{agents[cue.speaker]}"' if cue.speaker else ""
    times = f'begin="{format_clock(cue.start_ms)}" end="{format_clock(cue.end_ms)}"'
    region = f' region="{region_name(_place_of(cue))}"'
    text = "".join(_format_run(run) for run in runs_of(cue))
    return f'    <p xml:id="{xml_id}" {times}{region}{agent}>{text}</p>'


def _place_of(cue: Cue) -> int:
    return place_of(cue.settings) or BELOW


def _format_run(run: Run) -> str:
    text = "<br/>".join(_safe(line) for line in run.text.split("\n"))
    return f"<span{format_emphasis(run.emphasis)}>{text}</span>" if run.emphasis else text


def _safe(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
