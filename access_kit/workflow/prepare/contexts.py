"""What a builder of papers may know, drawn from the plan: of the session, and of one person."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.documents.renderers import FORMATS
from access_kit.errors import Problem
from access_kit.i18n import When, Words
from access_kit.materials.agreement import check_consent
from access_kit.materials.callers import caller_of, lines_for
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.crisis_lines import Caller, order_lines
from access_kit.materials.letter import check_letter
from access_kit.materials.marks import items_of
from access_kit.materials.way_marks import without_ways
from access_kit.model.document import Blocks, Purpose, Text
from access_kit.model.profile import Contents, Detail
from access_kit.workflow.prepare.shapes import PlannedPerson, SessionPlan, Work

SOUND = "auditory"
"""The mode of a format that is heard, in schema.org's terms."""


@dataclass(frozen=True)
class OwnWords:
    """The agency's own words as they stand in a paper: in its language where there are any."""

    crisis_plan: Blocks = ()
    reporting: Blocks = ()
    reporting_short: Blocks = ()
    crisis_short: Blocks = ()
    required: Blocks = ()
    more_lines: Blocks = ()


def as_written(plan: SessionPlan) -> OwnWords:
    """The agency's words as it wrote them."""
    own = plan.work.own
    papers = {field.name: getattr(own, field.name) for field in dataclasses.fields(own)}
    return OwnWords(
        **{name: without_ways(one, ()).blocks if one else () for name, one in papers.items()}
    )


def session_context(plan: SessionPlan, words: Words, own: OwnWords) -> SessionContext:
    work = plan.work
    host = Caller(home=work.home_country, languages=work.session.facilitator.languages)
    return SessionContext(
        kit=work.kit,
        session=work.session,
        group=plan.group,
        words=words,
        when=_start(work, words),
        crisis=order_lines(work.kit.crisis, host),
        caller=host,
        resources=work.resources,
        crisis_plan=own.crisis_plan,
        reporting=own.reporting,
        reporting_short=own.reporting_short,
        crisis_short=own.crisis_short,
        required=items_of(own.required),
        more_lines=items_of(own.more_lines),
        answer_by=_answer_by(work, words),
    )


def _start(work: Work, words: Words) -> When:
    session = work.session
    return When(session.begins, session.timezone, words.formats, words, work.now.date())


ANSWER_DAYS = 2
"""Days before the meeting until which an answer helps to get ready."""


def _answer_by(work: Work, words: Words) -> When | None:
    by = _start(work, words).before(ANSWER_DAYS)
    return by if by.moment.date() > work.now.date() else None


def paper_context(
    plan: SessionPlan,
    person: PlannedPerson,
    words: Words,
    own: OwnWords,
    enclosed: tuple[Text, ...] = (),
    detail: Detail = Detail.ESSENTIALS,
    apart: frozenset[Purpose] = frozenset(),
) -> PaperContext:
    """``enclosed`` are the titles of what comes with the letter; ``detail`` is the paper's own,
    and so are the forms that it holds ``apart``.
    """
    shared = session_context(plan, words, own)
    known = {field.name: getattr(shared, field.name) for field in dataclasses.fields(shared)}
    caller = caller_of(person.profile, person.plan.settings, plan.work.kit)
    known["caller"] = caller
    known["crisis"] = lines_for(caller, plan.work.kit, person.contents, words)
    return PaperContext(
        **known,
        profile=person.profile,
        plan=person.plan,
        contents=person.contents,
        enclosed=enclosed,
        detail=detail,
        body_pt=person.look.body_pt,
        hears_at=person.look.speech_rate if _hears(person) else 0.0,
        answered=plan.work.answered.get(person.profile.id, frozenset()),
        past=person.past,
        signs=any(one.purpose is Purpose.CONSENT for one in person.papers),
        apart=apart,
    )


def _hears(person: PlannedPerson) -> bool:
    return any(SOUND in FORMATS[name].modes for name in person.formats)


def check_papers(plan: SessionPlan) -> tuple[Problem, ...]:
    """What the operator should know of the papers before they go: gaps, and letters without a way.

    The agreement is spoken of only when anyone gets one.
    """
    return tuple(_check(plan))


def _check(plan: SessionPlan) -> Iterator[Problem]:
    words, own = plan.work.words(plan.work.kit.defaults.locale), as_written(plan)
    if any(person.contents is Contents.FULL for person in plan.people):
        yield from check_consent(session_context(plan, words, own))
    for person in plan.people:
        yield from check_letter(paper_context(plan, person, words, own))
