"""Step 4: from papers in words to bytes. Computes; puts nothing on disk.

A packet is made whole or not at all: what breaks one person's papers is told with that person's id
and leaves everyone else's alone. Several packets are made at once by threads: the typesetter gives
up Python's lock while it works.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from access_kit.documents.access_terms import describe_access
from access_kit.documents.bilingual import unfold
from access_kit.documents.first_page import choose_fitting
from access_kit.documents.looks import working_look
from access_kit.documents.mail_body import render_mail
from access_kit.documents.measure import count_pages
from access_kit.documents.pdf import find_print_pages
from access_kit.documents.renderers import (
    FORMATS,
    PAPER,
    USUAL,
    Rendition,
    find_warnings,
    render_files,
)
from access_kit.errors import AccessKitError, MissingPart, Problem, Severity
from access_kit.files import sha256
from access_kit.i18n import Words
from access_kit.materials.agency_words import fill_agency_lines
from access_kit.materials.agreement import SIGN
from access_kit.materials.asked import AskedForm, asked_form
from access_kit.materials.call_back import build_call_back, may_be_called_back
from access_kit.materials.context import SessionContext
from access_kit.materials.discreet import find_what_tells
from access_kit.materials.easy_read_line import mark_untested
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.language_help import LEFT_OUT
from access_kit.materials.paper_facts import person_facts
from access_kit.materials.run_front import ROOMS
from access_kit.materials.run_sheet import RUN_SHEET_PAGES, build_hand_over, build_run_sheet
from access_kit.materials.texts import as_texts
from access_kit.model.document import AddressCarrier, Document, Purpose
from access_kit.model.look import Look
from access_kit.model.plan import Artefact, PersonPlan
from access_kit.model.profile import Contents, Level, Profile
from access_kit.workflow.prepare.calendar_entry import CALENDAR_FILE, Edition, make_entry
from access_kit.workflow.prepare.contexts import as_written, paper_context
from access_kit.workflow.prepare.languages import Written
from access_kit.workflow.prepare.plan import NOTE, TEXTED, group_look
from access_kit.workflow.prepare.reuse.earlier import NOTHING_EARLIER, Earlier, rendered_files
from access_kit.workflow.prepare.shapes import (
    ON_REQUEST,
    FailedPacket,
    Made,
    Paper,
    PlannedPerson,
    SessionPlan,
    WrittenPapers,
)
from access_kit.workflow.prepare.write import PaperWriter


class Maker:
    """Makes the papers of one plan: writes each once, then sets it.

    ``fonts`` are folders of further fonts. ``edition`` is that of the calendar entries. ``earlier``
    are files that need not be made again.
    """

    def __init__(
        self,
        plan: SessionPlan,
        *,
        fonts: tuple[Path, ...] = (),
        edition: Edition | None = None,
        earlier: Earlier = NOTHING_EARLIER,
    ) -> None:
        self.plan = plan
        self.fonts = fonts
        self.edition = edition or Edition(0, plan.work.now)
        self.earlier = earlier
        self._writer = PaperWriter(plan)
        self._handouts: dict[tuple[str, str, Look, str], Made] = {}

    # -- one person -----------------------------------------------------------------------------

    def make_packet(self, person: PlannedPerson, carrier: AddressCarrier | None) -> Made:
        """Every paper of a person, or an ``AccessKitError``."""
        person = self._writer.as_sent(person)
        packet = self._writer.write_packet(person)
        whole = join_made(
            [self._set_paper(person, paper, one, carrier) for paper, one in packet.papers]
        )
        return dataclasses.replace(whole, problems=_gather(whole.problems), written=packet.outcome)

    def foresee(self, person: PlannedPerson) -> WrittenPapers:
        """What would come of writing a person's papers; nothing is set."""
        return self._writer.foresee(person)

    def make_letter(self, person: PlannedPerson, carrier: AddressCarrier | None) -> Made:
        """The printed letter alone: of a packet, all that an address page changes."""
        person = self._writer.as_sent(person)
        letters = (one for one in person.papers if _carries_address(one, PAPER))
        made = [
            self._make_once(
                one,
                self._writer.helped(self._writer.write(one, person), person),
                person.look,
                PAPER,
                carrier,
            )
            for one in letters
            if PAPER in person.formats
        ]
        return join_made(made)

    def make_notice(
        self, person: PlannedPerson, stem: str, written: Written, carrier: AddressCarrier | None
    ) -> Made:
        """A letter that is written when it goes: printed, and as what is added to it by hand."""
        added = (name for name in person.formats if FORMATS[name].by_hand)
        paper = Paper(written.document.purpose, stem, formats=(PAPER, *added))
        return self._make_in_each(paper, written, person.look, carrier)

    def _set_paper(
        self, person: PlannedPerson, paper: Paper, written: Written, carrier: AddressCarrier | None
    ) -> Made:
        if paper.purpose is Purpose.EMAIL:
            return self._make_message(person, paper, written)
        if paper.purpose in (Purpose.ANSWERS, Purpose.TEXTS):
            return self._make_in_each(paper, unpaired(written), person.look)
        if paper.handout:
            written = self._complete(written, person)
        told = self._telling(person, paper, written)
        linear = _with_print_pages(unpaired(written), written, person, self.fonts)
        formats = paper.formats or person.formats
        made = []
        for format_name in formats:
            place = carrier if _carries_address(paper, format_name) else None
            one = written if FORMATS[format_name].two_columns else linear
            if format_name == TEXTED:
                one = self._as_texts(linear)
            try:
                made.append(self._make_once(paper, one, person.look, format_name, place))
            except MissingPart as error:
                if not FORMATS[format_name].instead:
                    raise
                made.append(_not_made(error, format_name, paper.stem))
        whole = dataclasses.replace(join_made(made), forms=self._asked(person, paper, written))
        instead = {FORMATS[name].instead for name in whole.missing}
        others = [
            self._make_once(
                paper, written if FORMATS[name].two_columns else linear, person.look, name
            )
            for name in sorted(instead.difference(formats))
        ]
        return join_made([whole, *others, Made({}, (), problems=told)])

    def _make_in_each(
        self, paper: Paper, written: Written, look: Look, carrier: AddressCarrier | None = None
    ) -> Made:
        """A paper that has formats of its own; the first of them is never left out."""
        first, *others = paper.formats
        place = carrier if _carries_address(paper, first) else None
        made = [self._make_once(paper, written, look, first, place)]
        for name in others:
            try:
                made.append(self._make_once(paper, written, look, name))
            except MissingPart as error:
                made.append(_not_made(error, name, paper.stem))
        return dataclasses.replace(join_made(made), missing=())

    def _make_message(self, person: PlannedPerson, paper: Paper, written: Written) -> Made:
        """An e-mail's text and page and, for who wants one, the entry for a calendar."""
        document, look = written.with_help().document, person.look
        renditions = render_mail(document, look)
        artefacts = [
            Artefact(
                file=f"{paper.stem}.{one.suffix}",
                kind=Purpose.EMAIL.value,
                media_type=one.media_type,
                locale=document.lang,
                sha256=sha256(one.data),
                state=written.state,
                accessibility=describe_access(document, look, one.like),
            )
            for one in renditions
        ]
        files = {a.file: r.data for a, r in zip(artefacts, renditions, strict=True)}
        made = Made(files, tuple(artefacts))
        if not person.profile.contact.calendar or paper.copy_in:
            return made
        words = self._words_of(written)
        entry = make_entry(self.plan, words, person, self.edition)
        artefact = Artefact(
            file=CALENDAR_FILE,
            kind="calendar",
            media_type="text/calendar",
            locale=document.lang,
            sha256=sha256(entry),
            state=written.state,
        )
        return join_made([made, Made({CALENDAR_FILE: entry}, (artefact,))])

    def _telling(
        self, person: PlannedPerson, paper: Paper, written: Written
    ) -> tuple[Problem, ...]:
        """What a paper of a discreet packet says that it should not, once all its words are in."""
        if person.contents is not Contents.DISCREET:
            return ()
        words = find_what_tells(written.with_help().document, self.plan.work.kit.neutral_words)
        facts = {"words": ", ".join(words)}
        told = Problem("paper.tells", Severity.WARNING, where=paper.stem, facts=facts)
        return (told,) if words else ()

    def _asked(
        self, person: PlannedPerson, paper: Paper, written: Written
    ) -> tuple[AskedForm, ...]:
        """What a form asks, so that an answer can be read against what was shown."""
        waits = any(one.on_request and one.purpose is paper.purpose for one in person.papers)
        if paper.copy_in or (waits and not paper.on_request):
            return ()  # the long form, which begins with this one, tells of both
        handout = paper.handout.stem if paper.handout else ""
        form = asked_form(written.document, handout=handout, goes_first=not paper.on_request)
        return (form,) if form else ()

    def _words_of(self, written: Written) -> Words:
        """The words in which something may be added to a paper: to a final one, approved ones."""
        work, lang = self.plan.work, written.document.lang
        return work.words(lang) if written.draft else work.approved_words(lang)

    def _as_texts(self, written: Written) -> Written:
        """A handout as the few texts that it goes in; that help is free stands in front of them."""
        words = self._words_of(written)
        document = as_texts(written.document, words)
        return dataclasses.replace(written, document=document)

    def _complete(self, written: Written, person: PlannedPerson) -> Written:
        """A handout with what only the agency can say, and with what it says of its layout."""
        words = self._words_of(written)
        context = paper_context(self.plan, person, words, as_written(self.plan))
        document = fill_agency_lines(
            written.document, words, context.crisis, person_facts(context), context.caller
        )
        level = person.profile.reading.level
        if level and level.wanted and level.value is Level.EASY_READ:
            document = mark_untested(document, words)
        return dataclasses.replace(written, document=document)

    def _make_once(
        self,
        paper: Paper,
        written: Written,
        look: Look,
        format_name: str,
        address: AddressCarrier | None = None,
    ) -> Made:
        """What says the same to several people of one look is made for all of them at once."""
        if not paper.handout:
            return self._make_file(written, look, format_name, paper.stem, address)
        document = written.with_help().document
        said = repr((document.blocks, document.lang, document.print_pages))
        key = (paper.stem, sha256(said.encode()), look, format_name)
        if key not in self._handouts:
            self._handouts[key] = self._make_file(written, look, format_name, paper.stem)
        return self._handouts[key]

    def _make_file(
        self,
        written: Written,
        look: Look,
        format_name: str,
        stem: str,
        address: AddressCarrier | None = None,
    ) -> Made:
        """A paper in one format, as the files that this format makes.

        The line about help is in letters of its own: where they are missing, the paper goes
        without it, and that is told.
        """
        bare = dataclasses.replace(written.document, address=address)
        document = dataclasses.replace(written.with_help().document, address=address)
        left_out = False
        try:
            key, made = self._render(format_name, document, look)
        except MissingPart:
            if document == bare:
                raise
            key, made = self._render(format_name, bare, look)
            document, left_out = bare, True
        artefacts = [_artefact(stem, one, format_name, written, look) for one in made]
        where = artefacts[0].file
        stays = stem in ON_REQUEST or bool(written.instead)
        on_screen = document.purpose is Purpose.ANSWERS
        is_mailed = FORMATS[format_name].printed and not (stays or on_screen)
        return Made(
            files={artefact.file: one.data for artefact, one in zip(artefacts, made, strict=True)},
            artefacts=tuple(artefacts),
            sheets_of={where: (count_pages(made[0].data) + 1) // 2} if is_mailed else {},
            problems=tuple(
                dataclasses.replace(problem, where=where)
                for problem in (
                    *find_warnings(format_name, document),
                    *_help_left_out(written, left_out),
                )
            ),
            rendered={key: rendered_files((one.file for one in artefacts), made)},
            complete=not left_out,
        )

    def _render(
        self, format_name: str, document: Document, look: Look
    ) -> tuple[str, tuple[Rendition, ...]]:
        """The files of a document, and what decides them. They hold no time of making."""
        moment = self.plan.work.session.begins
        key = self.earlier.key_of(format_name, document, look, moment)
        found = self.earlier.take(key)
        if found is None:
            found = render_files(format_name, document, look, moment=moment, fonts=self.fonts)
        return key, found

    # -- everyone -------------------------------------------------------------------------------

    def make_group(self) -> Made:
        """What everyone gets alike, by language, below ``group/``; of two people, nothing."""
        if self.plan.work.session.is_one_to_one:
            return Made({}, ())
        words = (self.plan.work.words(person.locale) for person in self.plan.people)
        look = group_look(self.plan)
        made: dict[str, Written] = {}
        for locale in sorted({one.locale for one in words}):
            written = self._writer.write_shared(locale, Purpose.HANDOUT, build_group_notice)
            made[locale] = written
            if written.draft:
                final = self._writer.write_shared_final(locale, Purpose.HANDOUT, build_group_notice)
                made.setdefault(final.document.lang, final)
        return join_made(
            [self._make_all({"meeting": one}, look, f"group/{lang}/") for lang, one in made.items()]
        )

    def make_run_sheet(self, people: Iterable[tuple[Profile, PersonPlan]]) -> Made:
        """The run sheet, one for a second host, and the call-back sheet if anyone agreed to it.

        Set to work from: page one lies open, and the page beside it can grow to any size.
        """
        people = list(people)
        defaults = self.plan.work.kit.defaults
        look = working_look(defaults.paper)

        def run_sheet(context: SessionContext) -> Document:
            versions = (build_run_sheet(context, people, room) for room in ROOMS)
            return choose_fitting(versions, look, most=RUN_SHEET_PAGES, fonts=self.fonts)

        def call_back(context: SessionContext) -> Document:
            document = build_call_back(context, people)
            assert document is not None
            return document

        def hand_over(context: SessionContext) -> Document:
            versions = (build_hand_over(context, people, room) for room in ROOMS)
            return choose_fitting(versions, look, most=RUN_SHEET_PAGES, fonts=self.fonts)

        builders = {"runsheet": run_sheet, "hand-over": hand_over}
        if any(may_be_called_back(profile) for profile, _ in people):
            builders["call-back"] = call_back
        written = {
            stem: self._writer.write_shared(defaults.locale, Purpose.RUN_SHEET, build)
            for stem, build in builders.items()
        }
        return self._make_all(written, look, "")

    def _make_all(self, papers: Mapping[str, Written], look: Look, folder: str) -> Made:
        return join_made(
            [
                self._make_file(written, look, format_name, f"{folder}{stem}")
                for stem, written in papers.items()
                for format_name in USUAL
            ]
        )


def _help_left_out(written: Written, left_out: bool) -> Iterator[Problem]:
    """That a file had to go without the line about help."""
    if left_out and written.help:
        yield Problem(LEFT_OUT, Severity.WARNING, facts={"lang": written.help.lang})


def _carries_address(paper: Paper, format_name: str) -> bool:
    """The letter that is posted begins with the window page; a copy of it does not."""
    is_letter = paper.purpose is Purpose.LETTER and not (paper.copy_in or paper.on_request)
    return is_letter and FORMATS[format_name].printed


def unpaired(written: Written) -> Written:
    """A paper in two languages one after the other, for formats that are read in one line."""
    return dataclasses.replace(written, document=unfold(written.document))


def _with_print_pages(
    linear: Written, written: Written, person: PlannedPerson, fonts: tuple[Path, ...]
) -> Written:
    """Books name the pages of the printed twin, where both have the same blocks."""
    same = linear.document.blocks == written.document.blocks
    names_pages = any(FORMATS[name].names_pages for name in person.formats)
    if not same or PAPER not in person.formats or not names_pages:
        return linear
    try:
        pages = find_print_pages(linear.with_help().document, person.look, fonts=fonts)
    except MissingPart:
        pages = find_print_pages(linear.document, person.look, fonts=fonts)
    pages = pages[-len(linear.document.blocks) :]
    document = dataclasses.replace(linear.document, print_pages=pages)
    return dataclasses.replace(linear, document=document)


def join_made(parts: Iterable[Made]) -> Made:
    parts = list(parts)
    return Made(
        files={name: data for part in parts for name, data in part.files.items()},
        artefacts=tuple(one for part in parts for one in part.artefacts),
        sheets_of={name: count for part in parts for name, count in part.sheets_of.items()},
        problems=tuple(one for part in parts for one in part.problems),
        missing=tuple(dict.fromkeys(one for part in parts for one in part.missing)),
        forms=tuple(one for part in parts for one in part.forms),
        rendered={key: files for part in parts for key, files in part.rendered.items()},
        complete=all(part.complete for part in parts),
    )


def _not_made(error: MissingPart, format_name: str, stem: str) -> Made:
    """A file that is left out because something is missing on this computer."""
    where = f"{stem}.{FORMATS[format_name].suffix}"
    told = (
        dataclasses.replace(problem, severity=Severity.WARNING, where=where)
        for problem in error.problems
    )
    return Made({}, (), problems=tuple(told), missing=(format_name,), complete=False)


def _gather(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, with every file that has it."""
    files: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, tuple(problem.facts.items()))
        files.setdefault(key, []).append(problem)
    return tuple(
        dataclasses.replace(same[0], where=", ".join(one.where or "" for one in same))
        for same in files.values()
    )


def _artefact(
    stem: str, rendition: Rendition, format_name: str, written: Written, look: Look
) -> Artefact:
    document = written.document
    access = describe_access(document, look, rendition.like or format_name)
    return Artefact(
        file=f"{stem}.{rendition.suffix}",
        kind=_kind(stem, format_name, document),
        media_type=rendition.media_type,
        locale=document.lang,
        sha256=sha256(rendition.data),
        state=written.state,
        accessibility={**access, "accessibilitySummary": rendition.shows}
        if rendition.shows
        else access,
        items=_items(document, required=False),
        items_required=_items(document, required=True),
        instead=written.instead or None,
    )


def _kind(stem: str, format_name: str, document: Document) -> str:
    """What kind of file it is; the note is a letter by another name."""
    kind = FORMATS[format_name].kind_of(document.purpose)
    return NOTE if stem == NOTE and kind == Purpose.LETTER.value else kind


def _items(document: Document, *, required: bool) -> tuple[str, ...] | None:
    """The ids of what a form asks, signature apart; ``None`` for what is no form."""
    if not document.form:
        return None
    lines = (one for one in document.form if one.kind != SIGN and one.required is required)
    return tuple(one.key for one in lines)


def failures_stop_all(failures: list[FailedPacket], total: int) -> AccessKitError | None:
    """The one cause that stopped every packet, if there is one: its exit code is the program's."""
    kinds = {failure.kind for failure in failures}
    if len(failures) < total or len(kinds) != 1:
        return None
    return kinds.pop()([problem for failure in failures for problem in failure.problems])
