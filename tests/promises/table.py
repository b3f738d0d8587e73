"""The table of promises: read from ``promises.toml``, tried, and written as ``docs/promises.md``.

A row is tried in a session of its people, alone or with others; what is compared are words of
finished papers.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import re
import tomllib
import wave
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from access_kit.i18n import load_words
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.rules import RuleBook, Then
from access_kit.recommend.ways_on import load_ways_on
from access_kit.workflow.prepare.read import read_work
from tests.harms.reading import read_page
from tests.materials.readability import grade
from tests.promises.judge import lines_about
from tests.promises.papers import (
    EARLY,
    LATE,
    Read,
    group_page,
    lay,
    letter_in,
    set_and_read,
    sheet_of,
)

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "promises.md"
PLACES = {
    "papers": "Papers",
    "group": "Page for everyone",
    "format": "Format",
    "layout": "Layout",
    "sheet": "Run sheet",
    "booking": "Booking",
    "unmet": "Not met",
}
ALL_SAFE = ("letter", "email", "sms", "call")
ALWAYS = "*"
"""Before what stands on the run sheet for everyone."""

NOT = "!"


@dataclass(frozen=True)
class Row:
    """One ``then`` of a rule, somebody for whom it holds, and where it shows."""

    rule: str
    setting: str
    gives: str
    shows: Mapping[str, str]
    needs: str = ""
    other: str = ""
    on: str = "zoom"
    at: str = "late"
    safe: tuple[str, ...] = ALL_SAFE
    kept: bool = False
    alone: bool = False
    and_: tuple[str, ...] = ()
    number: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.rule, self.setting, self.gives

    @property
    def name(self) -> str:
        return "-".join((*self.key, *sorted(self.shows)[:1])).replace(" ", "_")

    @cached_property
    def who(self) -> str:
        return f"P-{self.number:03}"

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(
            _profile(who, needs, self.safe)
            for who, needs in ((self.who, self.needs), (f"Q-{self.number:03}", self.other))
            if needs or who == self.who
        )


def load_rows() -> tuple[Row, ...]:
    data = tomllib.loads((HERE / "promises.toml").read_text(encoding="utf-8"))
    return tuple(
        Row(
            **{("and_" if key == "and" else key): _frozen(value) for key, value in row.items()},
            number=number,
        )
        for number, row in enumerate(data["row"], 1)
    )


def _frozen(value: object) -> object:
    """A value as it stands in a row; a profile's lines stand in one line of the table."""
    if isinstance(value, str):
        return value.replace("\\n", "\n")
    return tuple(value) if isinstance(value, list) else value


def gives_of(then: Then) -> str:
    """What a ``then`` gives, as the table says it."""
    if then.value is None:
        return f"from {then.from_}"
    if isinstance(then.value, tuple):
        return ", ".join(then.value)
    return str(then.value).lower()


def all_thens(book: RuleBook) -> Iterator[tuple[str, Then]]:
    for rule in book.rules:
        yield from ((rule.id, one) for one in rule.then)
    for group in book.group_rules:
        yield from ((group.id, one) for one in group.then)
        yield from ((group.id, one) for conflict in group.conflict for one in conflict.then)


def book_without(row: Row) -> RuleBook:
    """The rules without what a row is about, and without the other rows that give the same."""

    def stays(rule: str, then: Then) -> bool:
        same = (rule, then.setting, gives_of(then)) == row.key
        return not same and f"{rule} {then.setting}" not in row.and_

    book = built_in_rules()
    rules = tuple(
        dataclasses.replace(rule, then=tuple(one for one in rule.then if stays(rule.id, one)))
        for rule in book.rules
    )
    groups = tuple(
        dataclasses.replace(
            rule,
            then=tuple(one for one in rule.then if stays(rule.id, one)),
            conflict=tuple(
                dataclasses.replace(
                    one, then=tuple(give for give in one.then if stays(rule.id, give))
                )
                for one in rule.conflict
            ),
        )
        for rule in book.group_rules
    )
    return dataclasses.replace(book, rules=rules, group_rules=groups)


# -- people and sessions ---------------------------------------------------------------------------


def _profile(who: str, needs: str, safe: Iterable[str]) -> str:
    tables: dict[str, list[str]] = {"language": [], "reading": []}
    current = ""
    for line in needs.splitlines():
        if line.startswith("["):
            current = line.strip("[]")
            tables.setdefault(current, [])
        elif line:
            tables[current].append(line)
    if not any(line.startswith("written") for line in tables["language"]):
        tables["language"].append('written = ["en"]')
    said = "\n".join(f"[{name}]\n" + "\n".join(lines) for name, lines in tables.items())
    return f"""schema = "access-kit/profile/1"
id = "{who}"
name = "Lan"
stated_by = "self"
review_by = 2027-05-20
{said}
[contact]
asked_on = 2026-11-20
safe = {json.dumps(list(safe))}
contents = "full"
email = "lan@mail.example"
phone = "+1 603 555 0188"
post = {{ name = "Lan M", street = ["12 Elm St"], city = "Exampletown", region = "NH", \
postal_code = "03755", country = "US" }}
[consent]
store = true
facilitator = true
group = "accommodation_only"
"""


def meet(folder: Path, rows: Iterable[Row], book: RuleBook | None = None) -> Read:
    """The papers of a session of the people of ``rows``, which meet at one place and time."""
    rows = list(rows)
    first = rows[0]
    people = [one for row in rows for one in row.people]
    session = lay(folder, people, platform=f'"{first.on}"')
    now = datetime.datetime.fromisoformat(EARLY if first.at == "early" else LATE)
    work = read_work(session, kit_folder=None, now=now)
    return set_and_read(dataclasses.replace(work, book=book) if book else work)


# -- what shows ------------------------------------------------------------------------------------


def missing(row: Row, read: Read) -> list[str]:
    """The places where a row does not show, though it says so."""
    return [place for place, said in row.shows.items() if not _shows(row, read, place, said)]


def _shows(row: Row, read: Read, place: str, said: str) -> bool:
    wanted = not said.startswith(NOT)
    return _TRY[place](row, read, said.removeprefix(NOT)) is wanted


def _in_papers(row: Row, read: Read, said: str) -> bool:
    return any(said in text for text in read.packets[row.who].values())


def _in_group(row: Row, read: Read, said: str) -> bool:
    return said in read.group["en"]


def _on_sheet(row: Row, read: Read, said: str) -> bool:
    if said.startswith(ALWAYS):
        return said.removeprefix(ALWAYS) in " ".join(read.run_sheet.split())
    return said.casefold() in " ".join(about(row, read)).casefold()


def about(row: Row, read: Read) -> list[str]:
    """What the run sheet says of the person of a row, by name or, where others share it, by id."""
    shared = len(read.packets) > 1
    return lines_about(read.run_sheet, f"({row.who})" if shared else "Lan")


def _booked(row: Row, read: Read, said: str) -> bool:
    """Named with a day on the sheet of a meeting with this person alone."""
    due = re.findall(r"(?m)^Book by [^:]+: (.*)$", sheet_of(read, row.who))
    return any(said in things for things in due)


def _not_met(row: Row, read: Read, said: str) -> bool:
    """Told as open on the sheet of a meeting with this person alone, with two other ways."""
    lines = lines_about(sheet_of(read, row.who), "Lan")
    told = any("not arranged:" in line and said in line for line in lines)
    return told and sum(way in " ".join(lines) for way in _ways_on(row.rule)) >= 2


@cache
def _ways_on(rule: str) -> frozenset[str]:
    """The sentences that a rule, or a paper that cannot be made, offers in place of something."""
    words = load_words("en").messages
    (found,) = [one for one in built_in_rules().rules if one.id == rule]
    of_papers = (text for key, text in words.items() if key.startswith("plan.alternative."))
    limits = (way for limit in found.limit for way in limit.alternatives)
    return frozenset((*found.alternatives, *limits, *load_ways_on().spare, *of_papers))


def _in_format(row: Row, read: Read, said: str) -> bool:
    return said in read.formats[row.who]


def _in_layout(row: Row, read: Read, said: str) -> bool:
    size = re.fullmatch(r"(\d+) pt", said)
    if size:
        return f"font-size: {size[1]}pt" in letter_in(read, row.who, "html").decode()
    return _LAYOUTS[said](row, read)


def _is_plain(row: Row, read: Read) -> bool:
    sentences = re.split(r"(?<=[.?!])\s", read.packets[row.who]["letter.txt"])
    return grade(sentences) <= 6


def _is_few(row: Row, read: Read) -> bool:
    return read.packets[row.who]["tech-check.txt"].count("Not yet") <= 4


def _is_large(row: Row, read: Read) -> bool:
    page = letter_in(read, row.who, "html").decode()
    return min(map(float, re.findall(r"font-size: ([\d.]+)pt", page))) >= 14


def _is_dark(row: Row, read: Read) -> bool:
    page = letter_in(read, row.who, "html").decode()
    (paper, ink) = (re.search(rf"--{one}: #(\w\w)", page) for one in ("paper", "ink"))
    return bool(paper and ink and int(paper[1], 16) < int(ink[1], 16))


def _is_left(row: Row, read: Read) -> bool:
    return not re.search(r"text-align: (justify|center)", letter_in(read, row.who, "html").decode())


def _is_slow(row: Row, read: Read) -> bool:
    """The letter takes as much longer to read out as somebody wants."""
    (person,) = [one for one in read.plan.people if one.profile.id == row.who]
    usual = dataclasses.replace(person, look=dataclasses.replace(person.look, speech_rate=1.0))
    others = dataclasses.replace(read, plan=dataclasses.replace(read.plan, people=(usual,)))
    own, plain = (_seconds(letter_in(one, row.who, "wav")) for one in (read, others))
    return own / plain > 1.2


def _seconds(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound)) as heard:
        return heard.getnframes() / heard.getframerate()


def _is_neutral_text(row: Row, read: Read) -> bool:
    texts = read.packets[row.who]["texts.sms.txt"].casefold()
    return not re.search("recover|addict|therap|disab|peer|mental|sober", texts)


def _is_neutral_name(row: Row, read: Read) -> bool:
    page = letter_in(read, row.who, "html").decode()
    title = re.search("<title>(.*?)</title>", page, re.DOTALL)
    names = {name.split(".")[0].removesuffix("-full") for name in read.packets[row.who]}
    usual = {"letter", "tech-check", "agreement", "message", "answers", "texts"}
    return names <= usual and "Your meeting on" in read_page(title[1] if title else "")


def _is_large_for_all(row: Row, read: Read) -> bool:
    return "font-size: 18pt" in group_page(read)


_LAYOUTS: Mapping[str, Callable[[Row, Read], bool]] = {
    "plain words": _is_plain,
    "five questions at most": _is_few,
    "14 pt or more": _is_large,
    "light on dark": _is_dark,
    "lines begin at one edge": _is_left,
    "0.7 times normal speed": _is_slow,
    "texts without a topic": _is_neutral_text,
    "neutral names and titles": _is_neutral_name,
    "18 pt for everyone": _is_large_for_all,
}
_TRY: Mapping[str, Callable[[Row, Read, str], bool]] = {
    "papers": _in_papers,
    "group": _in_group,
    "format": _in_format,
    "layout": _in_layout,
    "sheet": _on_sheet,
    "booking": _booked,
    "unmet": _not_met,
}


# -- the page --------------------------------------------------------------------------------------

HEAD = """# What each rule gives, and where it shows

A rule gives a setting; here stands where somebody can read or see that it was kept. Each cell is a
test that reads finished papers: `tests/promises`. In another test each line is taken out of the
rules, and what its cells say is gone; "kept" are what the papers hold to whatever a rule says.

| Mark | Means |
|---|---|
| words | they stand there |
| not: words | they do not stand there |

Written by `python -m tests.promises.table`.
"""


def as_page(rows: Iterable[Row]) -> str:
    head = ["Rule", "Setting", "Gives", *PLACES.values(), "Kept"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for row in rows:
        cells = (_cell(row.shows.get(place, "")) for place in PLACES)
        kept = "kept" if row.kept else ""
        lines.append(
            "| " + " | ".join((row.rule, f"`{row.setting}`", row.gives, *cells, kept)) + " |"
        )
    return HEAD + "\n" + "\n".join(lines) + "\n"


def _cell(said: str) -> str:
    bare = said.removeprefix(ALWAYS)
    return f"not: {bare.removeprefix(NOT)}" if bare.startswith(NOT) else bare


if __name__ == "__main__":
    PAGE.write_text(as_page(load_rows()), encoding="utf-8")
