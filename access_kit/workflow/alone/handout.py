"""One handout on its own, outside of a session."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.documents.looks import at_least
from access_kit.documents.renderers import Rendition, find_warnings, render_files
from access_kit.errors import BadInput, MissingPart, Problem
from access_kit.files import make_folder, refuse_existing, safe_stem, write_atomic
from access_kit.i18n import Words
from access_kit.i18n.catalogues import kit_folders
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.intake.reader import unknown_word
from access_kit.kit_files import MATERIALS_FOLDER, find_kit, read_kit
from access_kit.materials.agency_words import fill_agency_lines, fill_plan
from access_kit.materials.blocks import mark_unconfirmed
from access_kit.materials.callers import caller_of, lines_for
from access_kit.materials.crisis_lines import Caller
from access_kit.materials.easy_read_line import mark_untested
from access_kit.materials.library import EVERYONE_PT, FOR_EVERYONE, find_builtin, list_builtin
from access_kit.materials.marks import plan_parts
from access_kit.materials.scripted_texts import SCRIPTS, TITLES
from access_kit.model.answers.materials import HandoutAnswer
from access_kit.model.document import Document, Purpose
from access_kit.model.kit import Kit
from access_kit.model.look import BraillePage, Look, LookName
from access_kit.model.profile import Contents, Profile
from access_kit.profiles.profile_files import read_profile
from access_kit.recommend.voice_calls import is_voice_ok
from access_kit.workflow.alone.offered_formats import EVERY_FORMAT, chosen_formats, offered_formats
from access_kit.workflow.alone.paper_alone import look_alone
from access_kit.workflow.alone.scripted import TextFor, TextOrder, write_text
from access_kit.workflow.handouts.editions import read_editions, source_of, split_tag
from access_kit.workflow.handouts.handout_files import (
    find_handout,
    handouts_in,
    not_confirmed,
    read_handout,
    with_places,
)
from access_kit.workflow.handouts.handout_shapes import Handout
from access_kit.workflow.prepare.languages import Scribe
from access_kit.workflow.prepare.read import read_own
from access_kit.workflow.prepare.shapes import Paper
from access_kit.workflow.prepare.write import tell_languages


def list_handouts(start: Path, kit_folder: Path | None) -> list[HandoutAnswer]:
    folder = kit_folder or find_kit(start)
    own = handouts_in(folder / MATERIALS_FOLDER) if folder else []
    listed = [HandoutAnswer(path.name, _title(path), "kit") for path in own]
    listed += [HandoutAnswer(path.name, _title(path), "built-in") for path in list_builtin()]
    return listed + [HandoutAnswer(name, title, "built-in") for name, title in TITLES.items()]


def _title(path: Path) -> str:
    handout, _ = read_handout(path)
    return handout.document.title if handout else path.stem


@dataclass(frozen=True)
class HandoutOrder:
    """Which handout is made, for whom, and how it looks.

    Without ``kit_folder`` the kit is looked for from the working folder upward. ``session``: from
    which meeting a text takes its date and way to join.
    """

    name: str
    now: datetime.datetime
    profile: Path | None = None
    look: str | None = None
    locale: str | None = None
    easy_read: bool = False
    kit_folder: Path | None = None
    fonts: tuple[Path, ...] = ()
    braille: BraillePage | None = None
    session: Path | None = None


@dataclass(frozen=True)
class MadeHandout:
    """The files written, what someone should know, and formats that could not be made here."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...] = ()


def make_handout(
    order: HandoutOrder, formats: Sequence[str], out: Path, *, force: bool
) -> MadeHandout:
    """Write a handout in each format; what is missing for one of several leaves the others."""
    formats = chosen_formats(formats)
    ready = _get_ready(order, formats)
    problems = list(ready.problems)
    made: dict[Path, Rendition] = {}
    missing: dict[str, MissingPart] = {}
    for one in formats:
        try:
            files = _render(one, ready, order)
        except MissingPart as error:
            missing[one] = error
            continue
        problems += find_warnings(one, ready.document)
        made |= {out / f"{safe_stem(ready.stem)}.{file.suffix}": file for file in files}
    found = [problem for error in missing.values() for problem in error.problems]
    faults = with_places(found, ready.path)
    if missing and not made:
        raise MissingPart(faults)
    refuse_existing(list(made), force=force)
    make_folder(out)
    for path, file in made.items():
        write_atomic(path, file.data)
    return MadeHandout(tuple(made), (*problems, *faults), tuple(missing))


def render_handout(order: HandoutOrder) -> tuple[bytes, list[Problem]]:
    """A handout as PDF, in memory, and warnings."""
    ready = _get_ready(order, ())
    return _render("pdf", ready, order)[0].data, list(ready.problems)


@dataclass(frozen=True)
class _Ready:
    """A handout with its words and look, ready to be set."""

    stem: str
    document: Document
    look: Look
    problems: tuple[Problem, ...]
    path: Path | None = None


def _render(format_name: str, ready: _Ready, order: HandoutOrder) -> tuple[Rendition, ...]:
    return render_files(
        format_name, ready.document, ready.look, moment=order.now, fonts=order.fonts
    )


def _get_ready(order: HandoutOrder, formats: Sequence[str]) -> _Ready:
    problems = _check_words(order.look, formats)
    folder, today = order.kit_folder or find_kit(Path.cwd()), order.now.date()
    kit, found = read_kit(folder, today=today) if folder else (None, [])
    problems += [problem for problem in found if problem.is_error]
    person, found = read_profile(order.profile, today=today) if order.profile else (None, [])
    problems += found
    scribe = Scribe(kit_folders(folder), kit.home_country if kit else None)
    if order.name in SCRIPTS:
        return _get_text(order, TextFor(person, kit, folder), scribe, problems)
    lang = kit.defaults.locale if kit else order.locale or ""
    path, handout, found = _find_handout(order.name, folder, lang)
    problems += found
    if order.session:
        problems.append(Problem("command.session-for-texts", where="--session"))
    if any(problem.is_error for problem in problems) or handout is None:
        raise BadInput(problems)
    named = split_tag(path)[1] if path and source_of(path) else ""
    wanted = order.locale or named or handout.document.lang
    edition = handout.edition_for(wanted)
    written = scribe.write_handout(handout.document, handout.stem, wanted, edition)
    problems += tell_languages([written.outcome(Paper(Purpose.HANDOUT, handout.stem))])
    document, words = written.document, scribe.words(written.document.lang)
    if handout.is_unconfirmed:
        document = mark_unconfirmed(document, words, scribe.words(SOURCE_LOCALE))
    name = LookName(order.look) if order.look else None
    chosen = look_alone(person, kit, folder, order.now, name=name)
    if order.braille:
        chosen = replace(chosen, braille=order.braille)
    if handout.stem in FOR_EVERYONE:
        chosen = at_least(chosen, EVERYONE_PT)
    if kit:
        document = _with_lines(document, words, kit, person)
    document = _with_plan(document, handout.file, kit, folder)
    if order.easy_read or chosen.easy_read:
        chosen = replace(chosen, easy_read=True)
        document = mark_untested(document, words)
    return _Ready(handout.stem, document, chosen, tuple(problems), path)


def _get_text(
    order: HandoutOrder, reader: TextFor, scribe: Scribe, problems: list[Problem]
) -> _Ready:
    """A text to send by hand."""
    if any(problem.is_error for problem in problems):
        raise BadInput(problems)
    text = TextOrder(order.name, order.now, order.locale, order.session)
    written, found = write_text(text, reader, scribe)
    told = tell_languages([written.outcome(Paper(Purpose.TEXTS, order.name))])
    look = look_alone(reader.person, reader.kit, reader.folder, order.now, name=None)
    return _Ready(order.name, written.document, look, (*problems, *found, *told))


def _with_lines(document: Document, words: Words, kit: Kit, person: Profile | None) -> Document:
    """The kit's lines to call, first those that this person, or a reader of it, can use."""
    caller = Caller(home=kit.home_country, languages=(document.lang,))
    contents, facts = Contents.FULL, {"voice"}
    if person:
        voice = is_voice_ok(person)
        caller = caller_of(person, {"contact.voice_ok": voice}, kit)
        contents = person.contact.contents or kit.defaults.contents
        facts = {contents.value} | ({"voice"} if voice else set())
    lines = lines_for(caller, kit, contents, words)
    return fill_agency_lines(document, words, lines, frozenset(facts), caller)


def _with_plan(document: Document, file: str, kit: Kit | None, folder: Path | None) -> Document:
    """A script with what the agency's own plan says; ``BadInput`` for one that says too little."""
    plan = None
    if kit and folder:
        plan, _ = read_own(folder, kit.documents.crisis_plan, kit.defaults.locale)
    filled, missing = fill_plan(document, plan_parts(plan.document) if plan else {})
    if missing:
        facts = {"parts": ", ".join(f"{{{part}}}" for part in missing)}
        raise BadInput(Problem("handout.needs-plan", file=file, facts=facts))
    return filled


def _check_words(look: str | None, formats: Sequence[str]) -> list[Problem]:
    known = {
        "--look": [one.value for one in LookName],
        "--format": [*offered_formats(), EVERY_FORMAT],
    }
    said = [("--look", look)] if look else []
    said += [("--format", one) for one in formats]
    return [
        unknown_word(option, value, known[option], f"a value for {option}")
        for option, value in said
        if value not in known[option]
    ]


def _find_handout(
    name: str, folder: Path | None, lang: str
) -> tuple[Path | None, Handout | None, list[Problem]]:
    places = [Path.cwd(), *([folder / MATERIALS_FOLDER] if folder else [])]
    path, twice = find_handout(name, places)
    path = path or find_builtin(name)
    if path is None:
        return None, None, [Problem("command.missing-handout", facts={"value": name})]
    source = source_of(path) or path
    handout, problems = read_handout(source, lang=lang)
    waits = [not_confirmed(source)] if handout and handout.is_unconfirmed else []
    if handout and not waits:
        editions, found = read_editions(handout, source, places)
        problems += found
        handout = replace(handout, editions=editions)
    return path, handout, [*twice, *problems, *waits]
