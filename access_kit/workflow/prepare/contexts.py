"""What a builder of papers may know, drawn from the plan: of the session, and of one person."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.errors import Problem
from access_kit.i18n import When, Words
from access_kit.materials.agreement import check_consent
from access_kit.materials.callers import caller_of, lines_for
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.crisis_lines import Caller, order_lines
from access_kit.materials.letter import check_letter
from access_kit.model.document import Blocks, Text
from access_kit.model.profile import Contents
from access_kit.workflow.prepare.shapes import PlannedPerson, SessionPlan


@dataclass(frozen=True)
class OwnWords:
    """The agency's own words as they stand in a paper: in its language where there are any."""

    crisis_plan: Blocks = ()
    reporting: Blocks = ()


def as_written(plan: SessionPlan) -> OwnWords:
    """The agency's words as it wrote them."""
    crisis_plan, reporting = plan.work.crisis_plan, plan.work.reporting
    return OwnWords(
        crisis_plan.blocks if crisis_plan else (), reporting.blocks if reporting else ()
    )


def session_context(plan: SessionPlan, words: Words, own: OwnWords) -> SessionContext:
    work = plan.work
    host = Caller(home=work.home_country, languages=work.session.facilitator.languages)
    return SessionContext(
        kit=work.kit,
        session=work.session,
        group=plan.group,
        words=words,
        when=When(work.session.begins, work.session.timezone, words.formats, words),
        crisis=order_lines(work.kit.crisis, host),
        caller=host,
        resources=work.resources,
        crisis_plan=own.crisis_plan,
        reporting=own.reporting,
    )


def paper_context(
    plan: SessionPlan,
    person: PlannedPerson,
    words: Words,
    own: OwnWords,
    enclosed: tuple[Text, ...] = (),
) -> PaperContext:
    """``enclosed`` are the titles of what comes with the letter."""
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
    )


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
