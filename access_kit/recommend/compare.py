"""One person against several platforms: what is met, what is not, and what nobody knows. Pure."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.model.constraint import Choice
from access_kit.model.plan import NotMet, PersonPlan, Recommendation
from access_kit.model.profile import Profile
from access_kit.model.session import DialIn, Facilitator, Platform, Session
from access_kit.recommend.conditions import facts_of
from access_kit.recommend.person import conditions_of, recommend_person
from access_kit.recommend.platforms import (
    CellValue,
    Column,
    Matrix,
    PlatformKind,
    find_stale_cells,
    load_platforms,
)
from access_kit.recommend.rules import Rule, RuleBook
from access_kit.recommend.situation import Situation

_OFFERED = (CellValue.YES, CellValue.PLAN)
_OF_THE_PLATFORM = frozenset({"session.platform", "session.modes", "session.dial_in"})
_BASELINE_SHOWN = frozenset({"captions.live", "join.dial_in", "join.ways"})
"""What of the baseline differs between platforms in a way that a person chooses by."""

_SOME_NUMBER = DialIn(number="0")
"""Stands for a number that the agency can get; only that there is one matters here."""

_USUAL_MINUTES = 60
_ENOUGH_DAYS = 90


class LineVerdict(Choice):
    """a verdict on one line of a sheet"""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    MET = "met"
    NOT_NEEDED = "not_needed"


_VERDICTS = tuple(LineVerdict)
"""The worst first: a line that is met in one part and not in another is not met."""

_CELLS = {
    CellValue.YES: LineVerdict.MET,
    CellValue.PLAN: LineVerdict.MET,
    CellValue.NO: LineVerdict.NOT_MET,
    CellValue.UNKNOWN: LineVerdict.UNKNOWN,
    CellValue.NOT_APPLICABLE: LineVerdict.NOT_NEEDED,
}


@dataclass(frozen=True)
class ChoiceLine:
    """One line of the sheet: what it is about, in a sentence that would be true if it were met.

    ``key`` is a feature, or a rule and its setting, and the same on every platform; ``reason`` says
    why it is not met or not known. ``note`` is for the operator: the plan or setting it needs.
    """

    key: str
    sentence: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class PlatformChoice:
    """What one platform gives this person; ``alternatives`` are for what it may not give.

    ``not_needed`` are the lines of other platforms that mean nothing here, such as captions where
    all is written. Together the four hold every line of the sheet.
    """

    platform: Platform
    name: str
    kinds: tuple[PlatformKind, ...]
    met: tuple[ChoiceLine, ...]
    not_met: tuple[ChoiceLine, ...]
    unknown: tuple[ChoiceLine, ...]
    not_needed: tuple[ChoiceLine, ...]
    alternatives: tuple[str, ...]
    stale: bool


@dataclass(frozen=True)
class Comparison:
    """A choice sheet as data: one entry a platform, in the order asked for.

    ``notice`` is for the operator: what no platform does by itself.
    """

    id: str
    choices: tuple[PlatformChoice, ...]
    notice: str


Verdicts = dict[str, tuple[LineVerdict, ChoiceLine]]
"""The verdict on each sentence, on one platform."""


def compare(
    profile: Profile,
    situation: Situation,
    book: RuleBook,
    platforms: Sequence[Platform],
    matrix: Matrix | None = None,
) -> Comparison:
    """Hold one person against ``platforms``: all that depends on the platform, in plain sentences.

    On another platform than the session's own, a number to call is taken to be there where the
    matrix says that the platform has them.
    """
    matrix = matrix or load_platforms()
    columns = [matrix.columns[platform] for platform in dict.fromkeys(platforms)]
    plans = []
    for column in columns:
        moved = dataclasses.replace(situation, session=_move(situation, column))
        plans.append(recommend_person(profile, moved, book, matrix))
    found = [
        _judge(plan, book, matrix, column) for plan, column in zip(plans, columns, strict=True)
    ]
    keys: dict[str, str] = {}
    for verdicts in found:
        for sentence, (_, line) in verdicts.items():
            keys.setdefault(sentence, line.key)
    choices = (
        _choice(
            column, verdicts, keys, plan, bool(find_stale_cells(matrix, column.platform, today))
        )
        for column, verdicts, plan in zip(columns, found, plans, strict=True)
        for today in (situation.today,)
    )
    return Comparison(profile.id, tuple(choices), matrix.notice)


def _judge(plan: PersonPlan, book: RuleBook, matrix: Matrix, column: Column) -> Verdicts:
    """A verdict on each sentence: by the rules and, where they say nothing, by the matrix."""
    rules = {rule.id: rule for rule in book.rules}
    verdicts: Verdicts = {}
    for item in plan.recommendations:
        if _is_shown(item, rules):
            _note(verdicts, LineVerdict.MET, _met_line(item))
    for lost in plan.not_met:
        if _is_shown(lost, rules):
            verdict = LineVerdict.UNKNOWN if lost.unknown else LineVerdict.NOT_MET
            _note(verdicts, verdict, _lost_line(lost, rules))
    for feature in matrix.features:
        cell = column.cells[feature.name]
        if feature.sheet and feature.sentence not in verdicts:
            line = ChoiceLine(feature.name, feature.sentence, note=cell.note)
            verdicts[feature.sentence] = (_CELLS[cell.value], line)
    return verdicts


def _note(verdicts: Verdicts, verdict: LineVerdict, line: ChoiceLine) -> None:
    known = verdicts.get(line.sentence)
    if known is None or _VERDICTS.index(verdict) < _VERDICTS.index(known[0]):
        verdicts[line.sentence] = (verdict, line)


def _choice(
    column: Column, verdicts: Verdicts, keys: dict[str, str], plan: PersonPlan, stale: bool
) -> PlatformChoice:
    lines: dict[LineVerdict, list[ChoiceLine]] = {verdict: [] for verdict in LineVerdict}
    for sentence, key in keys.items():
        verdict, line = verdicts.get(sentence, (LineVerdict.NOT_NEEDED, ChoiceLine(key, sentence)))
        lines[verdict].append(dataclasses.replace(line, key=key))
    open_ = (LineVerdict.NOT_MET, LineVerdict.UNKNOWN)
    told = {line.key for verdict, line in verdicts.values() if verdict in open_}
    lost = [item for item in plan.not_met if f"{item.rule} {item.setting}" in told]
    return PlatformChoice(
        platform=column.platform,
        name=column.name,
        kinds=column.kinds,
        met=tuple(lines[LineVerdict.MET]),
        not_met=tuple(lines[LineVerdict.NOT_MET]),
        unknown=tuple(lines[LineVerdict.UNKNOWN]),
        not_needed=tuple(lines[LineVerdict.NOT_NEEDED]),
        alternatives=tuple(dict.fromkeys(way for item in lost for way in item.alternatives)),
        stale=stale,
    )


def _move(situation: Situation, column: Column) -> Session:
    """The session held on another platform; without a session, a usual one that is far enough."""
    session = situation.session or Session(
        schema="access-kit/session/1",
        id="comparison",
        title="",
        starts=(situation.now + datetime.timedelta(days=_ENOUGH_DAYS)).replace(tzinfo=None),
        timezone="UTC",
        minutes=_USUAL_MINUTES,
        platform=column.platform,
        facilitator=Facilitator(name=""),
    )
    if situation.session and session.platform is column.platform:
        return session
    has_numbers = column.cells["dial_in"].value in _OFFERED
    return dataclasses.replace(
        session, platform=column.platform, dial_in=_SOME_NUMBER if has_numbers else None
    )


def _is_shown(item: Recommendation | NotMet, rules: dict[str, Rule]) -> bool:
    rule = rules.get(item.rule)
    if rule is None:  # a kit's floor
        return True
    if rule.baseline:
        return item.setting in _BASELINE_SHOWN
    names = {name for part in conditions_of(rule) for name in facts_of(part)}
    return any(name.startswith("platform.") or name in _OF_THE_PLATFORM for name in names)


def _met_line(item: Recommendation) -> ChoiceLine:
    return ChoiceLine(f"{item.rule} {item.setting}", item.because)


def _lost_line(item: NotMet, rules: dict[str, Rule]) -> ChoiceLine:
    rule = rules.get(item.rule)
    if rule is None:
        return ChoiceLine(f"{item.rule} {item.setting}", item.because)
    own = [then.because for then in rule.then if then.setting == item.setting and then.because]
    sentence = own[0] if own else rule.because
    return ChoiceLine(f"{item.rule} {item.setting}", sentence, item.because)
