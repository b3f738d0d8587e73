"""Plans and packets in the shape of the contract's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from access_kit.console import problem_answers
from access_kit.documents.renderers import FORMATS
from access_kit.errors import Problem
from access_kit.materials.asked import WRITE, AskedForm
from access_kit.materials.series_words import told_series
from access_kit.model.answers import (
    ArtefactAnswer,
    BookingAnswer,
    FacilitatorAnswer,
    GroupAnswer,
    MailingAnswer,
    ManifestAnswer,
    ManifestForm,
    ManifestItem,
    NotMetAnswer,
    ParticipantAnswer,
    PlanAnswer,
    RecommendationAnswer,
    SessionAnswer,
)
from access_kit.model.document import Purpose
from access_kit.model.kit import EnvelopeName
from access_kit.model.plan import (
    Artefact,
    ArtefactState,
    GroupPlan,
    NotMet,
    PersonPlan,
    Recommendation,
)
from access_kit.model.session import Session
from access_kit.model.told import told_of
from access_kit.workflow.prepare.shapes import Made, PlannedPerson, SessionPlan, WrittenPapers

NOTHING = Made({}, ())


@dataclass(frozen=True)
class Done:
    """What came of a plan, beside it; before anything is made, what is foreseen.

    ``people`` are the plans of people as they are told: with what was found on the way.
    ``sheets`` are those of each packet; ``flats`` when all go in large envelopes.
    """

    people: tuple[PersonPlan, ...]
    artefacts: Mapping[str, tuple[ArtefactAnswer, ...]]
    problems: tuple[Problem, ...]
    group: Made = NOTHING
    run_sheet: Made = NOTHING
    sheets: Mapping[str, int] = field(default_factory=dict)
    flats: bool = False


def plan_answer(plan: SessionPlan, done: Done) -> PlanAnswer:
    """``plan.json``: the plan and what was made."""
    session = plan.work.session
    envelope = EnvelopeName.FLAT if done.flats else plan.work.kit.defaults.envelope
    return PlanAnswer(
        session=SessionAnswer(
            id=session.id,
            starts=session.begins.isoformat(),
            timezone=session.timezone,
            minutes=session.minutes,
            platform=session.platform.value,
        ),
        participants=tuple(
            participant_answer(one, done.artefacts.get(one.id, ())) for one in done.people
        ),
        group=group_answer(plan.group, done.group.artefacts),
        facilitator=FacilitatorAnswer(tuple(map(artefact_answer, done.run_sheet.artefacts))),
        mailing=MailingAnswer(envelope.value, dict(done.sheets)),
        problems=problem_answers(done.problems),
    )


def participant_answer(
    plan: PersonPlan, artefacts: tuple[ArtefactAnswer, ...]
) -> ParticipantAnswer:
    return ParticipantAnswer(
        id=plan.id,
        recommendations=_recommendations(plan.recommendations),
        artefacts=artefacts,
        not_met=_not_met(plan.not_met),
        bookings=tuple(
            BookingAnswer(b.rule, b.what, b.book_by.isoformat(), b.late) for b in plan.bookings
        ),
        problems=problem_answers(plan.problems),
    )


def group_answer(group: GroupPlan, made: Iterable[Artefact]) -> GroupAnswer:
    return GroupAnswer(
        settings=dict(sorted(group.settings.items())),
        recommendations=_recommendations(group.recommendations),
        not_met=_not_met(group.not_met),
        artefacts=tuple(artefact_answer(one) for one in made),
    )


def manifest_answer(
    session: Session,
    person: PlannedPerson,
    made: Made,
    *,
    emergency_line: bool = False,
    held: tuple[str, ...] = (),
    way: str = "",
    differs: Mapping[str, str] | None = None,
    ends_reminders: bool = False,
) -> ManifestAnswer:
    """What a packet holds. The forms of an earlier meeting that it does not ask again stand too:

    an answer to one of them may still come.
    """
    papers, past = person.papers, person.past
    files = tuple(artefact_answer(one) for one in made.artefacts)
    forms = tuple(form_answer(one) for one in made.forms)
    new = {one.form for one in forms}
    before = tuple(one for one in (past.forms if past else ()) if one.form not in new)
    return ManifestAnswer(
        profile=person.profile.id,
        session=session.id,
        artefacts=tuple(one for one in files if not one.instead),
        drafts=tuple(one for one in files if one.instead),
        forms=(*forms, *before),
        emergency_line=emergency_line,
        told=str(told_of(session)),
        held=held,
        handouts={
            paper.handout.stem: paper.handout.digest_for(
                paper.handout.locale_for(person.reads, person.locale)
            )
            for paper in papers
            if paper.handout
        },
        asked=tuple(
            item.key
            for form in forms
            if form.form == Purpose.TECH_CHECK.value
            for item in form.items
            if item.kind not in ("more", WRITE)
        ),
        note=bool(past),
        series=told_series(session, person.profile.id),
        way=way,
        differs=differs or {},
        ends_reminders=ends_reminders,
    )


def form_answer(form: AskedForm) -> ManifestForm:
    items = tuple(
        ManifestItem(i.number, i.key, i.kind, i.answers, i.labels, i.said) for i in form.items
    )
    return ManifestForm(form.form, form.version, form.sha256, form.locale, items, form.parts)


def artefact_answer(artefact: Artefact) -> ArtefactAnswer:
    return ArtefactAnswer(
        artefact.file,
        artefact.kind,
        artefact.media_type,
        artefact.locale,
        artefact.sha256,
        artefact.state.value,
        artefact.accessibility,
        items=artefact.items,
        items_required=artefact.items_required,
        instead=artefact.instead,
    )


def planned_artefacts(person: PlannedPerson, foreseen: WrittenPapers) -> tuple[ArtefactAnswer, ...]:
    """What will be made for a person, before it is: files without digests."""
    return tuple(
        ArtefactAnswer(
            f"{one.paper.stem}.{FORMATS[name].suffix}",
            Purpose.EMAIL.value
            if one.paper.purpose is Purpose.EMAIL
            else FORMATS[name].kind_of(one.paper.purpose),
            FORMATS[name].media_type,
            one.lang,
            "",
            one.state.value,
            {},
            instead=one.instead or None,
        )
        for one in foreseen.papers
        for name in one.paper.formats or person.formats
    )


def artefacts_of_manifest(manifest: Any) -> tuple[ArtefactAnswer, ...]:  # noqa: ANN401 (JSON)
    """The artefacts that a manifest of ours names; none when it is missing or not ours."""
    try:
        entries = (*manifest["artefacts"], *manifest.get("drafts", ()))
        return tuple(ArtefactAnswer(**_frozen(entry)) for entry in entries)
    except (KeyError, TypeError):
        return ()


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as a manifest of ours is made from it: lists are tuples again."""
    return {key: tuple(one) if isinstance(one, list) else one for key, one in entry.items()}


def is_sendable(manifest: Any) -> bool:  # noqa: ANN401 (JSON)
    """Whether a packet may go out: a manifest of ours, of which every paper that goes is final.

    A packet is one thing: with a single draft in it, none of it goes. A draft that stays here, with
    a final paper in its place, is no part of it.
    """
    if not isinstance(manifest, dict) or manifest.get("schema") != "access-kit/manifest/1":
        return False
    artefacts = artefacts_of_manifest(manifest)
    final = {stem_of(a.file) for a in artefacts if a.state == ArtefactState.FINAL.value}
    return bool(artefacts) and all(
        one.state == ArtefactState.FINAL.value or one.instead in final for one in artefacts
    )


def stem_of(file: str) -> str:
    """The paper that a file is of."""
    return file.partition(".")[0]


def has_emergency_line(manifest: Any) -> bool:  # noqa: ANN401 (JSON)
    """Whether a packet says whom to call in danger, where its reader is.

    One that was made before that was looked at does not count as one that does.
    """
    return isinstance(manifest, dict) and manifest.get("emergency_line") is True


def sheets_of_plan(plan: Any) -> dict[str, int]:  # noqa: ANN401 (JSON)
    """Sheets of each packet as an earlier plan of ours has them."""
    try:
        return {str(key): int(count) for key, count in plan["mailing"]["sheets"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def _recommendations(given: Iterable[Recommendation]) -> tuple[RecommendationAnswer, ...]:
    return tuple(
        RecommendationAnswer(r.rule, r.duty.value, r.setting, r.value, r.because, r.source)
        for r in given
    )


def _not_met(given: Iterable[NotMet]) -> tuple[NotMetAnswer, ...]:
    return tuple(NotMetAnswer(n.rule, n.setting, n.value, n.because, n.alternatives) for n in given)
