"""Step 3: the papers of a plan in words, each written once.

Which language a paper is in, and whether somebody checked it, shows only here: what follows from
that is told beside the plan, which stays as it is.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from access_kit.documents.bilingual import make_bilingual
from access_kit.documents.direction import has_doubtful_order
from access_kit.documents.looks import GIANT_FROM_PT
from access_kit.documents.renderers import USUAL
from access_kit.errors import Problem, Severity
from access_kit.i18n import Words
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language
from access_kit.materials.agreement import build_consent
from access_kit.materials.asked import asked_form
from access_kit.materials.callers import caller_of
from access_kit.materials.context import LARGE_FROM_PT, PaperContext, SessionContext
from access_kit.materials.language_help import (
    LanguageHelp,
    find_help,
    first_language,
    help_not_met,
)
from access_kit.materials.letter import build_letter
from access_kit.materials.mail_letter import (
    APART,
    WITH_FORMS,
    build_answers,
    build_message,
    with_form,
)
from access_kit.materials.questionnaire import QUESTIONNAIRE
from access_kit.materials.tech_check import build_tech_check
from access_kit.materials.texts import build_texts
from access_kit.materials.way_marks import avoided_ways
from access_kit.model.document import Document, Purpose, Text
from access_kit.model.plan import NotMet
from access_kit.model.profile import Bilingual, Contents, Detail
from access_kit.workflow.handouts.handout_shapes import Handout, edition_for
from access_kit.workflow.handouts.own_ways import as_read, edition_as_read
from access_kit.workflow.prepare.contexts import OwnWords, paper_context, session_context
from access_kit.workflow.prepare.languages import (
    AgencyPart,
    AgencyParts,
    Borrowed,
    Scribe,
    Written,
    title_in,
)
from access_kit.workflow.prepare.plan import NOTE
from access_kit.workflow.prepare.shapes import (
    Paper,
    PaperOutcome,
    PlannedPerson,
    SessionPlan,
    Work,
    WrittenPapers,
)

BILINGUAL, BILINGUAL_RULE = "text.bilingual", "S10"

BUILDERS: dict[Purpose, Callable[[PaperContext], Document]] = {
    Purpose.LETTER: build_letter,
    Purpose.TECH_CHECK: build_tech_check,
    Purpose.CONSENT: build_consent,
    Purpose.EMAIL: build_message,
    Purpose.ANSWERS: build_answers,
    Purpose.TEXTS: build_texts,
}
WITH_AGENCY_PARTS = (Purpose.CONSENT, Purpose.EMAIL, Purpose.ANSWERS)
"""Papers that hold the agency's own words: what it does when worried, what it has to report."""
ENCLOSED = {
    Purpose.TECH_CHECK: "enclosed.check",
    Purpose.CONSENT: "enclosed.agreement",
}
NOTHING_APART = frozenset[Purpose]()
KEPT_AS_DRAFTS = (Purpose.LETTER, Purpose.TECH_CHECK, Purpose.CONSENT, Purpose.HANDOUT)
"""Papers whose drafts are kept: to be approved, or gone through with an interpreter."""
WITH_TITLES = (Purpose.LETTER, Purpose.EMAIL)
"""Papers that name the handouts which come with them."""


@dataclass(frozen=True)
class WrittenPacket:
    """A person's papers in words, each with its place in the packet, and what came of them."""

    papers: tuple[tuple[Paper, Written], ...]
    outcome: WrittenPapers


SIZES = (LARGE_FROM_PT - 1, GIANT_FROM_PT - 1, GIANT_FROM_PT)
"""A size of letters of each kind: less is said in larger ones."""


def _in_every_size(person: PlannedPerson) -> Iterator[PlannedPerson]:
    """Somebody as they are, then as they would read in another size: what was agreed to in one
    holds in another.
    """
    yield person
    for size in SIZES:
        yield dataclasses.replace(person, look=dataclasses.replace(person.look, body_pt=size))


class PaperWriter:
    """Writes the papers of one plan; what says nothing of its reader is written once a language."""

    def __init__(self, plan: SessionPlan) -> None:
        self.plan = plan
        self.work: Work = plan.work
        self.scribe = Scribe(plan.work.catalogues, plan.work.home_country)
        self._of_approved = Scribe(plan.work.catalogues, plan.work.home_country, approved=True)
        self._handouts: dict[tuple[str, str, bool, str, frozenset[str]], Written] = {}
        self._parts: dict[tuple[str, str, bool, frozenset[str]], AgencyParts] = {}
        self._help: dict[tuple[str, bool, str | None], LanguageHelp] = {}

    def write_packet(self, person: PlannedPerson) -> WrittenPacket:
        """All papers of a person, and the drafts that stay here while others go in their place."""
        both = [(paper, *self.write_both(paper, person)) for paper in person.papers]
        written = [(paper, self.helped(goes, person)) for paper, goes, _ in both]
        papers = [one.outcome(paper) for paper, one in written]
        copies = [
            (_kept_paper(paper, draft, person), dataclasses.replace(draft, instead=paper.stem))
            for paper, _, draft in both
            if draft and paper.purpose in KEPT_AS_DRAFTS and not paper.on_request
        ]
        words = self.work.words(SOURCE_LOCALE)
        not_met = (
            *_languages_not_met(person, papers, words),
            *_help_lacks(papers, words),
            *_bilingual_not_met(person, [one for _, one in written], words),
        )
        outcomes = (*papers, *(one.outcome(paper) for paper, one in copies))
        return WrittenPacket((*written, *copies), WrittenPapers(outcomes, not_met))

    def as_sent(self, person: PlannedPerson) -> PlannedPerson:
        """The same without an agreement that need not be signed again; that shows in its words."""
        short = next((one for one in person.papers if one.once_signed and not one.on_request), None)
        if short is None or person.past is None:
            return person
        said = (asked_form(self.write(short, one).document) for one in _in_every_size(person))
        if all(form is None or person.past.must_sign(form.sha256) for form in said):
            return person
        forms = {Purpose.CONSENT, Purpose.ANSWERS}
        papers = tuple(one for one in person.papers if one.purpose not in forms)
        return dataclasses.replace(person, papers=papers)

    def foresee(self, person: PlannedPerson) -> WrittenPapers:
        """What would come of a person's papers; of most people's, nothing has to be written."""
        if self.is_all_source(person) and person.past is None:
            return WrittenPapers(tuple(map(PaperOutcome, person.papers)))
        return self.write_packet(self.as_sent(person)).outcome

    def write(self, paper: Paper, person: PlannedPerson) -> Written:
        """A paper of a person as it goes, in their language or in the one that the paper names.

        In two languages where they asked for that.
        """
        return self.write_both(paper, person)[0]

    def write_both(self, paper: Paper, person: PlannedPerson) -> tuple[Written, Written | None]:
        """A paper as it goes, and the draft that stays here where somebody has yet to approve it.

        Nobody is worse off for a draft: what goes is what would be there without it.
        """
        written = self._write_with(self.scribe, paper, person)
        if not written.draft:
            return written, None
        final = self._write_with(self._of_approved, paper, person)
        if final.draft:
            return written, None
        return dataclasses.replace(final, draft_in=written.document.lang), written

    def helped(self, written: Written, person: PlannedPerson) -> Written:
        """A paper with what its reader needs above it, where it is not in their language."""
        lang = first_language(person.profile)
        shown = (written.document.lang, *written.beside.split(" ")[1:])
        if lang is None or any(same_language(lang, one) for one in shown):
            return written
        return dataclasses.replace(written, help=self.help_in(lang, person))

    def help_in(self, lang: str, person: PlannedPerson) -> LanguageHelp:
        """The line about help for a reader of ``lang``, or what lacks for it."""
        caller = caller_of(person.profile, person.plan.settings, self.work.kit)
        key = (lang, caller.voice, caller.is_in)
        if key not in self._help:
            self._help[key] = find_help(
                lang,
                self.work.resources,
                self.work.catalogues,
                voice=caller.voice,
                country=caller.is_in,
            )
        return self._help[key]

    def _write_with(self, scribe: Scribe, paper: Paper, person: PlannedPerson) -> Written:
        written = self._write_in(scribe, paper.copy_in or person.locale, paper, person)
        layout, other = asked_layout(person), second_locale(person, self.work)
        if paper.copy_in or layout is Bilingual.NONE or other is None:
            return written
        return join_written(written, self._write_in(scribe, other, paper, person), layout)

    def _write_in(
        self, scribe: Scribe, locale: str, paper: Paper, person: PlannedPerson
    ) -> Written:
        if paper.handout:
            return self._handout(scribe, paper.handout, locale, person)
        ways = APART.get(paper.purpose) if len(scribe.candidates(locale)) > 1 else None
        tried: list[Written] = []
        for apart in ways or (NOTHING_APART,):
            tried.append(self._write_holding(scribe, locale, paper, person, apart))
            if same_language(tried[-1].document.lang, locale):
                return tried[-1]
        return tried[0]

    def _write_holding(
        self,
        scribe: Scribe,
        locale: str,
        paper: Paper,
        person: PlannedPerson,
        apart: frozenset[Purpose],
    ) -> Written:
        """A paper that is no handout, without the forms that are ``apart``."""
        handouts = [one.handout for one in person.papers if one.handout and not one.copy_in]
        written = {one.stem: self._handout(scribe, one, locale, person) for one in handouts}
        named = list(written.values()) if paper.purpose in WITH_TITLES else []
        asked = written.get(QUESTIONNAIRE) if paper.purpose in WITH_FORMS else None
        borrowed = [Borrowed(one.title_draft, one.machine) for one in named]
        if asked:
            borrowed.append(Borrowed(asked.draft, asked.machine))

        def build(words: Words, parts: AgencyParts) -> Document:
            titles = (*_forms_named(paper, person, words), *_titles(named, words, person))
            own = _own_words(parts)
            context = paper_context(self.plan, person, words, own, titles, paper.detail, apart)
            document = BUILDERS[paper.purpose](context)
            return with_form(document, asked.document) if asked else document

        parts_in = self._parts_for(scribe, paper, person, apart)
        return scribe.write(locale, build, parts_in, borrowed)

    def is_all_source(self, person: PlannedPerson) -> bool:
        """Whether all papers are final, in the source, and in the language the person reads."""
        reads = first_language(person.profile) or SOURCE_LOCALE
        handouts = (one.handout.document.lang for one in person.papers if one.handout)
        return (
            self.scribe.is_plain_source(person.locale)
            and asked_layout(person) is Bilingual.NONE
            and all(lang == SOURCE_LOCALE for lang in (*handouts, reads))
            and not any(
                part.foreign or part.draft
                for part in self._parts_for_people(
                    self.scribe, avoided_ways(person.profile), SOURCE_LOCALE, reads
                )
            )
        )

    def write_shared(
        self, locale: str, purpose: Purpose, build: Callable[[SessionContext], Document]
    ) -> Written:
        """A paper that is about the session alone; a draft where nobody approved its words."""
        return self._write_shared(self.scribe, locale, purpose, build)

    def write_shared_final(
        self, locale: str, purpose: Purpose, build: Callable[[SessionContext], Document]
    ) -> Written:
        """The same as it would be without any draft."""
        return self._write_shared(self._of_approved, locale, purpose, build)

    def _write_shared(
        self,
        scribe: Scribe,
        locale: str,
        purpose: Purpose,
        build: Callable[[SessionContext], Document],
    ) -> Written:

        def build_in(words: Words, parts: AgencyParts) -> Document:
            return build(session_context(self.plan, words, _own_words(parts)))

        plan_alone = purpose is Purpose.RUN_SHEET

        def parts_in(lang: str, locale: str) -> AgencyParts:
            return self._agency_parts(scribe, lang, locale)[:1] if plan_alone else ()

        return scribe.write(locale, build_in, parts_in)

    def _handout(
        self, scribe: Scribe, handout: Handout, locale: str, person: PlannedPerson
    ) -> Written:
        if locale == person.locale:
            locale = handout.locale_for(person.reads, locale)
        edition = handout.edition_for(locale, approved=scribe.approved)
        key = (handout.stem, locale, scribe.approved, edition.file if edition else "", handout.cut)
        if key not in self._handouts:
            written = scribe.write_handout(handout.document, handout.stem, locale, edition)
            self._handouts[key] = written
        return self._handouts[key]

    def _parts_for(
        self, scribe: Scribe, paper: Paper, person: PlannedPerson, apart: frozenset[Purpose]
    ) -> Callable[[str, str], AgencyParts]:
        """The agency's parts of a paper in a language, for a reader; a short e-mail has none.

        Nor has what goes to somebody who gets no agreement: it does not wait for their translation.
        """
        short_mail = paper.purpose is Purpose.EMAIL and paper.detail is Detail.ESSENTIALS
        no_agreement = person.contents is Contents.DISCREET or Purpose.CONSENT in apart
        if paper.purpose not in WITH_AGENCY_PARTS or short_mail or no_agreement:
            return lambda _, __: ()
        return partial(self._parts_for_people, scribe, avoided_ways(person.profile))

    def _parts_for_people(
        self, scribe: Scribe, avoided: frozenset[str], lang: str, locale: str
    ) -> AgencyParts:
        """Without the crisis plan, which the host has: no paper waits for its translation."""
        return (AgencyPart(), *self._agency_parts(scribe, lang, locale, avoided)[1:])

    def _agency_parts(
        self, scribe: Scribe, lang: str, locale: str, avoided: frozenset[str] = frozenset()
    ) -> AgencyParts:
        """The agency's words in ``lang``, for a reader of ``locale``, whose edition goes first.

        Who avoids a way gets them without what is marked for it.
        """
        key = (lang, locale, scribe.approved, avoided)
        if key not in self._parts:
            names = self.work.kit.documents
            files = {
                "crisis_plan": names.crisis_plan,
                "reporting": names.reporting,
                "reporting_short": names.reporting,
                "crisis_short": names.crisis_short,
                "required": names.agreement_lines,
                "more_lines": names.agreement_lines,
            }
            self._parts[key] = tuple(
                self._own_part(scribe, field, PurePath(name).stem, lang, locale, avoided)
                for field, name in files.items()
            )
        return self._parts[key]

    def _own_part(
        self, scribe: Scribe, field: str, name: str, lang: str, locale: str, avoided: frozenset[str]
    ) -> AgencyPart:
        document: Document | None = getattr(self.work.own, field)
        if document is None:
            return AgencyPart()
        wanted = locale if same_language(lang, locale) else lang
        edition = edition_for(self.work.own_editions.get(field, ()), wanted, document.lang)
        if edition and scribe.approved and not edition.is_approved:
            edition = None
        edition = edition and edition_as_read(edition, avoided, self.work.kit)
        return scribe.write_part(as_read(document, avoided, self.work.kit), name, lang, edition)


def _own_words(parts: AgencyParts) -> OwnWords:
    """The parts in the order of ``_agency_parts``, as far as the paper has them."""
    names = [field.name for field in dataclasses.fields(OwnWords)]
    return OwnWords(**{name: part.blocks for name, part in zip(names, parts, strict=False)})


def _titles(named: Sequence[Written], words: Words, person: PlannedPerson) -> tuple[Text, ...]:
    """The handouts that come along; in giant print they speak for themselves."""
    if person.look.body_pt >= LARGE_FROM_PT:
        return ()
    return tuple(title_in(one.document, words.locale) for one in named)


def _forms_named(paper: Paper, person: PlannedPerson, words: Words) -> Iterator[Text]:
    """The forms that come with a letter, by what they are called in it; a note says why too."""
    if paper.purpose is Purpose.LETTER and paper.stem != NOTE:
        enclosed = {one.purpose for one in person.papers if not one.on_request}
        for purpose, key in ENCLOSED.items():
            if purpose in enclosed:
                yield Text(words.text(key))


# -- two languages in one paper -----------------------------------------------------------------


def asked_layout(person: PlannedPerson) -> Bilingual:
    """How the person wants two languages in one paper; none when they do not."""
    said = person.plan.settings.get(BILINGUAL)
    return Bilingual(said) if isinstance(said, str) else Bilingual.NONE


def second_locale(person: PlannedPerson, work: Work) -> str | None:
    """The language beside the person's own: the next that they read, else the agency's."""
    read = [one.value for one in person.profile.language.written if one.wanted]
    others = (*read, work.kit.defaults.locale)
    return next((one for one in others if not same_language(one, person.locale)), None)


def join_written(first: Written, second: Written, layout: Bilingual) -> Written:
    """Both as one paper; ``first`` alone when both came out in one language.

    One draft makes it a draft: a reader may rely on either half.
    """
    one, other = first.document, second.document
    if same_language(one.lang, other.lang):
        return first
    document = make_bilingual(one, other, layout)
    banner = one.draft_banner or other.draft_banner
    return dataclasses.replace(
        first,
        document=dataclasses.replace(document, draft_banner=banner),
        draft=first.draft or second.draft,
        beside=f"{layout.value} {other.lang}",
    )


def bilingual_not_met(layout: Bilingual, because: str, ways: tuple[str, ...]) -> NotMet:
    """That a paper could not be in two languages."""
    return NotMet(BILINGUAL_RULE, BILINGUAL, layout.value, because, ways)


# -- what follows from the languages -------------------------------------------------------------


def _kept_paper(paper: Paper, draft: Written, person: PlannedPerson) -> Paper:
    """The place of a draft that stays here: for eyes alone, and for a screen."""
    lang = draft.document.lang
    wanted = paper.formats or person.formats
    formats = tuple(name for name in wanted if name in USUAL)
    stem = f"{paper.stem}-{lang.lower()}-draft"
    return dataclasses.replace(paper, stem=stem, copy_in=lang, formats=formats)


def _languages_not_met(
    person: PlannedPerson, papers: Sequence[PaperOutcome], words: Words
) -> Iterator[NotMet]:
    """Papers that are not in the person's language, or that nobody checked in it."""
    read = [one.value for one in person.profile.language.written if one.wanted]
    wanted = read[0] if read else person.locale
    reasons = []
    if any(one.draft or one.draft_in for one in papers):
        reasons.append("plan.language-draft")
    if any(not same_language(one.lang, wanted) for one in papers if not one.draft_in):
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


def _help_lacks(papers: Sequence[PaperOutcome], words: Words) -> Iterator[NotMet]:
    """What lacks for the line about help above papers in another language."""
    found = next((one.help for one in papers if one.help), None)
    if found:
        yield from help_not_met(found, words)


def _bilingual_not_met(
    person: PlannedPerson, written: list[Written], words: Words
) -> Iterator[NotMet]:
    layout = asked_layout(person)
    if layout is not Bilingual.NONE and not all(one.beside for one in written):
        ways = ("plan.alternative.interpreter-call", "plan.alternative.source-copy")
        said = tuple(words.text(way) for way in ways)
        yield bilingual_not_met(layout, words.text("plan.language-not-made"), said)


def tell_languages(papers: Iterable[PaperOutcome]) -> Iterator[Problem]:
    """Each thing once for a paper and a language, however many people get it."""
    papers, drafts = list(papers), Counter[str]()
    told: dict[tuple[str, str, str], Problem] = {}
    for one in papers:
        lang, stem = one.lang, one.paper.stem
        drafts[one.draft_in or lang] += one.draft or bool(one.draft_in)
        if one.draft_in:
            continue
        if one.is_elsewhere:
            facts: dict[str, str | int] = {"wanted": one.wanted, "lang": lang}
            told["kept", stem, one.wanted] = _warn("locale.kept", stem, facts)
        elif one.other:
            facts = {"count": one.other, "total": one.total, "lang": lang}
            before = told.get(("mixed", stem, lang))
            if before is None or int(before.facts["count"]) < one.other:
                problem = _warn("locale.fallen-back", stem, facts)
                told["mixed", stem, lang] = problem
    lacks = ((one.help.lang, lack) for one in papers if one.help for lack in one.help.lacks)
    for of, lack in dict.fromkeys(lacks):
        yield _warn(lack.value, None, {"lang": of})
    for lang, count in sorted(drafts.items()):
        if count:
            yield _warn("locale.draft", None, {"lang": lang, "count": count})
    yield from (told[key] for key in sorted(told))
    for lang in sorted(drafts):
        if has_doubtful_order(lang):
            yield Problem("language.read-the-page", Severity.NOTE, facts={"lang": lang})


def _warn(code: str, where: str | None, facts: dict[str, str | int]) -> Problem:
    return Problem(code, Severity.WARNING, where=where, facts=facts)
