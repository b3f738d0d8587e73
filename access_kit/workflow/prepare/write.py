"""The papers of a plan in words: which language and state each has, and what follows from that."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePath

from access_kit.documents.direction import has_doubtful_order
from access_kit.errors import Problem, Severity
from access_kit.i18n import Words
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language
from access_kit.materials.consent import build_consent
from access_kit.materials.context import PaperContext, SessionContext
from access_kit.materials.letter import build_letter
from access_kit.materials.message import WITH_FORMS, build_answers, build_message, with_form
from access_kit.materials.questionnaire import QUESTIONNAIRE
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.document import Document, Purpose
from access_kit.model.plan import ArtefactState, NotMet
from access_kit.model.profile import Bilingual
from access_kit.workflow.prepare.bilingual import (
    asked_layout,
    bilingual_not_met,
    join_written,
    second_locale,
)
from access_kit.workflow.prepare.contexts import OwnWords, paper_context, session_context
from access_kit.workflow.prepare.languages import (
    AgencyPart,
    Held,
    Parts,
    Scribe,
    Written,
    title_in,
)
from access_kit.workflow.prepare.plan import Paper, Person, SessionPlan
from access_kit.workflow.prepare.read import Handout, Work

BUILDERS: dict[Purpose, Callable[[PaperContext], Document]] = {
    Purpose.LETTER: build_letter,
    Purpose.TECH_CHECK: build_tech_check,
    Purpose.CONSENT: build_consent,
    Purpose.EMAIL: build_message,
    Purpose.ANSWERS: build_answers,
}
WITH_AGENCY_PARTS = (Purpose.CONSENT, Purpose.EMAIL, Purpose.ANSWERS, Purpose.RUN_SHEET)
"""Papers that hold the agency's own words: its crisis plan, what it must report."""
WITH_TITLES = (Purpose.LETTER, Purpose.EMAIL)
"""Papers that name the handouts which come with them."""


class PaperWriter:
    """Writes the papers of one plan; what says nothing of its reader is written once a language."""

    def __init__(self, plan: SessionPlan) -> None:
        self.plan = plan
        self.work: Work = plan.work
        self.scribe = Scribe(plan.work.catalogues)
        self._handouts: dict[tuple[str, str], Written] = {}
        self._parts: dict[str, Parts] = {}

    def write(self, paper: Paper, person: Person) -> Written:
        """A paper of a person, in their language or in the one that the paper names.

        In two languages where they asked for that.
        """
        written = self._write_in(paper.copy_in or person.locale, paper, person)
        layout, other = asked_layout(person), second_locale(person, self.work)
        if paper.copy_in or layout is Bilingual.NONE or other is None:
            return written
        return join_written(written, self._write_in(other, paper, person), layout)

    def _write_in(self, locale: str, paper: Paper, person: Person) -> Written:
        if paper.handout:
            return self._handout(paper.handout, locale)
        handouts = [one.handout for one in person.papers if one.handout and not one.copy_in]
        written = {one.stem: self._handout(one, locale) for one in handouts}
        named = list(written.values()) if paper.purpose in WITH_TITLES else []
        asked = written.get(QUESTIONNAIRE) if paper.purpose in WITH_FORMS else None
        held = [Held(one.title_draft, one.machine) for one in named]
        if asked:
            held.append(Held(asked.draft, asked.machine))

        def build(words: Words, parts: Parts) -> Document:
            titles = tuple(title_in(one.document, words.locale) for one in named)
            own = _own_words(parts)
            context = paper_context(self.plan, person, words, own, titles)
            document = BUILDERS[paper.purpose](context)
            return with_form(document, asked.document) if asked else document

        return self.scribe.write(locale, build, self._parts_for(paper.purpose), held)

    def is_all_source(self, person: Person) -> bool:
        """Whether all papers are final, in the source, and in the language the person reads."""
        read = [one.value for one in person.profile.language.written if one.wanted]
        handouts = (one.handout.document.lang for one in person.papers if one.handout)
        return (
            self.scribe.is_plain_source(person.locale)
            and asked_layout(person) is Bilingual.NONE
            and all(lang == SOURCE_LOCALE for lang in (*handouts, *read[:1]))
            and not any(part.foreign for part in self._agency_parts(SOURCE_LOCALE))
        )

    def write_shared(
        self, locale: str, purpose: Purpose, build: Callable[[SessionContext], Document]
    ) -> Written:
        """A paper that is about the session alone."""

        def build_in(words: Words, parts: Parts) -> Document:
            return build(session_context(self.plan, words, _own_words(parts)))

        return self.scribe.write(locale, build_in, self._parts_for(purpose))

    def _handout(self, handout: Handout, locale: str) -> Written:
        key = (handout.stem, locale)
        if key not in self._handouts:
            written = self.scribe.write_handout(handout.document, handout.stem, locale)
            self._handouts[key] = written
        return self._handouts[key]

    def _parts_for(self, purpose: Purpose) -> Callable[[str], Parts]:
        """The agency's parts of a paper in a locale: the crisis plan, then what it must report."""
        if purpose not in WITH_AGENCY_PARTS:
            return lambda _: ()
        count = 1 if purpose is Purpose.RUN_SHEET else 2
        return lambda locale: self._agency_parts(locale)[:count]

    def _agency_parts(self, locale: str) -> Parts:
        if locale not in self._parts:
            names, work = self.work.kit.documents, self.work
            documents = (
                (work.crisis_plan, names.crisis_plan),
                (work.reporting, names.reporting),
            )
            self._parts[locale] = tuple(
                self.scribe.write_part(document, PurePath(name).stem, locale)
                for document, name in documents
            )
        return self._parts[locale]


def _own_words(parts: Parts) -> OwnWords:
    crisis_plan, reporting = (*parts, AgencyPart(), AgencyPart())[:2]
    return OwnWords(crisis_plan.blocks, reporting.blocks)


# -- what follows for the plan ------------------------------------------------------------------


def settle_languages(plan: SessionPlan) -> SessionPlan:
    """The plan with the language and state of each paper, and what is not met because of them."""
    writer = PaperWriter(plan)
    people = []
    written: list[tuple[Paper, Written]] = []
    for person in plan.people:
        settled, papers = _settle_person(writer, person)
        people.append(settled)
        written += papers
    problems = (*plan.problems, *tell_languages(written))
    return dataclasses.replace(plan, people=tuple(people), problems=problems)


def _settle_person(
    writer: PaperWriter, person: Person
) -> tuple[Person, list[tuple[Paper, Written]]]:
    if writer.is_all_source(person):  # the papers of most people: nothing to find out
        return person, []
    written = [(paper, writer.write(paper, person)) for paper in person.papers]
    papers = [
        dataclasses.replace(paper, lang=one.document.lang, state=one.state)
        for paper, one in written
    ]
    copies = list(_source_copies(person, papers))
    words = writer.work.words(SOURCE_LOCALE)
    not_met = (
        *_languages_not_met(person, papers, words),
        *_bilingual_not_met(person, [one for _, one in written], words),
    )
    plan = dataclasses.replace(person.plan, not_met=(*person.plan.not_met, *not_met))
    return dataclasses.replace(person, plan=plan, papers=(*papers, *copies)), written


def _source_copies(person: Person, papers: list[Paper]) -> Iterator[Paper]:
    """For who reads the source too: a final copy beside each draft."""
    read = [one.value for one in person.profile.language.written if one.wanted]
    for paper in papers:
        lang = paper.handout.document.lang if paper.handout else SOURCE_LOCALE
        if paper.state is ArtefactState.DRAFT and any(same_language(lang, one) for one in read):
            yield dataclasses.replace(
                paper,
                stem=f"{paper.stem}-{lang.lower()}",
                copy_in=lang,
                lang=lang,
                state=ArtefactState.FINAL,
            )


def _languages_not_met(person: Person, papers: list[Paper], words: Words) -> Iterator[NotMet]:
    """Papers that are not in the person's language, or that nobody checked in it."""
    read = [one.value for one in person.profile.language.written if one.wanted]
    wanted = read[0] if read else person.locale
    reasons = []
    if any(paper.state is ArtefactState.DRAFT for paper in papers):
        reasons.append("plan.language-draft")
    if any(not same_language(paper.lang, wanted) for paper in papers):
        reasons.append("plan.language-not-made")
    ways = ("plan.alternative.interpreter-call", "plan.alternative.source-copy")
    for reason in reasons:
        yield NotMet(
            rule="S08",
            setting="language.written",
            value=wanted,
            because=words.text(reason),
            alternatives=tuple(words.text(way) for way in ways),
        )


def _bilingual_not_met(person: Person, written: list[Written], words: Words) -> Iterator[NotMet]:
    layout = asked_layout(person)
    if layout is not Bilingual.NONE and not all(one.beside for one in written):
        way = words.text("plan.alternative.interpreter-call")
        yield bilingual_not_met(layout, words.text("plan.language-not-made"), (way,))


def tell_languages(written: list[tuple[Paper, Written]]) -> Iterator[Problem]:
    """Each thing once for a paper and a language, however many people get it."""
    drafts: Counter[str] = Counter()
    told: dict[tuple[str, str, str], Problem] = {}
    for paper, one in written:
        lang = one.document.lang
        drafts[lang] += one.draft
        if one.is_elsewhere:
            facts: dict[str, str | int] = {"wanted": one.wanted, "lang": lang}
            told["kept", paper.stem, one.wanted] = _warn("locale.kept", paper.stem, facts)
        elif one.other:
            facts = {"count": one.other, "total": one.total, "lang": lang}
            before = told.get(("mixed", paper.stem, lang))
            if before is None or int(before.facts["count"]) < one.other:
                problem = _warn("locale.fallen-back", paper.stem, facts)
                told["mixed", paper.stem, lang] = problem
    for lang, count in sorted(drafts.items()):
        if count:
            yield _warn("locale.draft", None, {"lang": lang, "count": count})
    yield from (told[key] for key in sorted(told))
    for lang in sorted(drafts):
        if has_doubtful_order(lang):
            yield Problem("language.read-the-page", Severity.NOTE, facts={"lang": lang})


def _warn(code: str, where: str | None, facts: dict[str, str | int]) -> Problem:
    return Problem(code, Severity.WARNING, where=where, facts=facts)
