"""Agreements as the facilitator sees them: words to go through, and where each person stands."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from access_kit.delivery.consent_rules import CHANNEL_ITEMS, YES, ConsentStanding
from access_kit.documents.linear import TICK
from access_kit.documents.text import set_text
from access_kit.errors import BadInput, Problem, Severity
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.asked import WRITE, asked_form
from access_kit.model.answers import ConsentAnswer, ManifestForm, ManifestItem
from access_kit.model.document import Purpose
from access_kit.model.profile import Contents, Detail
from access_kit.workflow.prepare.answer import form_answer
from access_kit.workflow.prepare.shapes import Paper, PlannedPerson, SessionPlan
from access_kit.workflow.prepare.write import PaperWriter

STEMS = {Purpose.TECH_CHECK: "tech-check", Purpose.CONSENT: "agreement"}


@dataclass(frozen=True)
class Script:
    """A form to go through with a person: its lines, and what it asks.

    ``steps`` are lines to read, each with the item that it asks, if it asks one. An item without
    answers is answered in the person's own words.
    """

    form: ManifestForm
    steps: tuple[tuple[str, ManifestItem | None], ...]
    problems: tuple[Problem, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The keys of all that it asks, in their order."""
        return tuple(item.key for _, item in self.steps if item is not None)


def find_person(plan: SessionPlan, person: str) -> PlannedPerson:
    found = (one for one in plan.people if one.profile.id.casefold() == person.casefold())
    one = next(found, None)
    if one is None:
        raise BadInput(Problem("consent.not-of-session", where=person, facts={"id": person}))
    return one


def make_script(plan: SessionPlan, person: PlannedPerson, purpose: Purpose) -> Script:
    """The form in the person's language; in the source's where nobody checked the translation.

    It is whole, whatever the person's papers say: it is gone through with them alone. Of the long
    agreement only what is asked is read out beside the short one: every way to reach somebody.
    """
    whole = dataclasses.replace(person, contents=Contents.FULL)
    detail = Detail.FULL if purpose is Purpose.CONSENT else Detail.ESSENTIALS
    paper = Paper(purpose, STEMS[purpose], detail=detail)
    writer = PaperWriter(plan)
    written = writer.write(paper, whole)
    problems = []
    draft_in = written.document.lang if written.draft else written.draft_in
    if written.draft:
        written = writer.write(dataclasses.replace(paper, copy_in=SOURCE_LOCALE), whole)
    if draft_in:
        facts = {"lang": draft_in, "source": written.document.lang}
        problems.append(Problem("consent.draft-words", Severity.WARNING, facts=facts))
    asked = asked_form(written.document)
    assert asked is not None
    form = form_answer(asked)
    text = set_text(written.document).decode()
    more = plan.work.words(written.document.lang).text("first.more")
    return Script(form, tuple(_steps(text, form, more)), tuple(problems))


def _steps(text: str, form: ManifestForm, more: str) -> Iterator[tuple[str, ManifestItem | None]]:
    """The lines to read; below the heading ``more`` only those that ask something."""
    items = {item.number: item for item in form.items if item.number}
    items |= {item.labels[0].partition(".")[0]: item for item in form.items if item.kind == WRITE}
    goes_on = True
    for line in text.split("\n"):
        goes_on = goes_on and line.strip() != more
        bare = line.strip().removeprefix(TICK).strip()
        number = bare.partition(".")[0]
        if number in items:
            yield bare, items[number]
        elif goes_on and not line.strip().startswith(TICK):
            yield line, None


def stands(
    person: str,
    state: str,
    consent: ConsentStanding,
    newest_way: str,
    recorded_by: str,
    form: ManifestForm | None,
) -> ConsentAnswer:
    """Where one person's agreement stands; ``form`` is what they were shown last."""
    choices = {item.key for item in form.items if item.kind == "choice"} if form else set()
    choices |= set(CHANNEL_ITEMS.values())
    answers = consent.answers
    return ConsentAnswer(
        id=person,
        state=state,
        version=consent.version,
        given_at=consent.given_at.isoformat() if consent.given_at else "",
        way=newest_way if consent.given_at else "",
        recorded_by=recorded_by if consent.given_at else "",
        yes=tuple(sorted(key for key in answers if key in choices and consent.holds(key))),
        withdrawn=tuple(sorted(consent.withdrawn)),
        held=tuple(sorted(consent.held)),
        unclear=tuple(
            item.key
            for item in (form.items if form and consent.given_at else ())
            if (item.kind in ("understand", "agree", "confirm") and answers.get(item.key) != YES)
            or (item.kind == "choice" and item.key not in answers)
        ),
    )


def until_date(said: str, today: datetime.date) -> datetime.date | None:
    """The last day of an agreement, today or later; empty is "until I say stop"."""
    try:
        last = datetime.date.fromisoformat(said) if said else None
    except ValueError:
        raise BadInput(Problem("consent.bad-date", where="--until")) from None
    if last and last < today:
        raise BadInput(Problem("consent.past-date", where="--until"))
    return last
