"""Step 1: read the session and everything it names, and tell every mistake at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from access_kit.delivery.addresses import check_address
from access_kit.errors import AccessKitError, BadInput, Problem, Severity
from access_kit.files import lies_inside, read_text, shown
from access_kit.i18n.catalogues import DOMAINS, catalogue_path, kit_folders, read_cached
from access_kit.i18n.fallback import words_chain
from access_kit.kit_files import (
    RULES_FILE,
    find_kit,
    outside,
    read_kit,
    read_resources,
)
from access_kit.materials.marks import (
    MOST_CRISIS_LINES,
    PARTICIPANTS,
    REQUIRED,
    count_lines,
    for_participants,
    has_bare_mark,
    lines_of_agency,
    without_marks,
)
from access_kit.model.document import Document
from access_kit.model.kit import Documents, Kit, Resource
from access_kit.model.past import Past
from access_kit.model.profile import Channel, Profile
from access_kit.model.series import absent_of, series_of
from access_kit.model.session import Session
from access_kit.profiles.neutral import find_unneutral
from access_kit.profiles.profile_files import read_profile_folder
from access_kit.recommend.book import load_book
from access_kit.recommend.platforms import check_session, load_platforms
from access_kit.recommend.rules import RuleBook
from access_kit.session_files import (
    group_id_in,
    is_right_company,
    peek_session,
    read_session,
    split_reference,
)
from access_kit.workflow.handouts.editions import read_editions
from access_kit.workflow.handouts.handout_files import (
    not_confirmed,
    read_handout,
)
from access_kit.workflow.handouts.handout_shapes import Handout, HandoutEdition
from access_kit.workflow.handouts.session_handouts import read_session_handouts
from access_kit.workflow.prepare.shapes import OwnEditions, OwnPapers, Work


def locate_kit(start: Path, kit_folder: Path | None) -> Path:
    """The kit's folder: the one that was named, else the nearest upward from the file or here."""
    if kit_folder is not None:
        return kit_folder
    found = find_kit(start) or find_kit(Path.cwd())
    if found is None:
        raise BadInput(Problem("kit.missing", file=shown(start)))
    return found


@dataclass(frozen=True)
class FoundPeople:
    """A session's people.

    ``answered`` are, by id, the questions of the check that are known; ``past`` is what somebody
    got and said at earlier meetings of a group.
    """

    profiles: Sequence[Profile]
    problems: Sequence[Problem]
    answered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    past: Mapping[str, Past] = field(default_factory=dict)

    def without(self, absent: Collection[str]) -> FoundPeople:
        """The same without those who do not come on this date; ids without case."""
        here = [one for one in self.profiles if one.id.casefold() not in absent]
        return replace(self, profiles=here)


FindPeople = Callable[[Path, Kit, Session, str], FoundPeople]
"""Brings a session's people from the kit's store: its folder, the kit, and the session's file."""


def read_work(
    session_file: Path,
    *,
    kit_folder: Path | None,
    now: datetime.datetime,
    find_people: FindPeople | None = None,
) -> Work:
    """Read everything, or raise ``BadInput`` with every mistake of every file."""
    read = _read_kit(session_file, kit_folder, now)
    session, kit, folder = read.session, read.kit, read.folder
    people = _people_of(read, session_file, find_people, now.date())
    problems = [*read.problems, *people.problems]
    problems += _check_company(session, people, session_file)
    names = session.handouts if session else peek_session(session_file)[1]
    handouts, found = read_session_handouts(names, session_file, folder, kit, session)
    problems += found
    problems += _check_other_groups(session, session_file)
    own, own_editions, found = _read_own_papers(folder, kit)
    problems += found
    problems += _check_neutral(kit, session, session_file, folder)
    problems += _read_catalogues(kit, people.profiles, folder)
    if any(p.is_error for p in problems) or kit is None or session is None or read.book is None:
        raise BadInput(problems)
    work = Work(
        folder,
        kit,
        session,
        tuple(people.profiles),
        handouts,
        read.resources,
        read.book,
        own,
        now,
        tuple(problems),
        people.answered,
        people.past,
        own_editions,
    )
    posting = _check_posting(work, session_file)
    if any(problem.is_error for problem in posting):
        raise BadInput([*problems, *posting])
    return replace(work, problems=(*problems, *posting))


@dataclass(frozen=True)
class _KitRead:
    """The session and the kit around it; ``None`` for what cannot be read."""

    session: Session | None
    folder: Path
    kit: Kit | None
    resources: tuple[Resource, ...]
    book: RuleBook | None
    problems: tuple[Problem, ...]


def _read_kit(session_file: Path, kit_folder: Path | None, now: datetime.datetime) -> _KitRead:
    today = now.date()
    session, problems = read_session(session_file, now=now)
    try:
        folder = locate_kit(session_file.parent, kit_folder)
    except BadInput as error:
        raise BadInput([*problems, *error.problems]) from None
    kit, found = read_kit(folder, today=today)
    problems += found
    resources, found = read_resources(folder, today=today)
    problems += found
    book, found = read_book(folder)
    problems += found
    return _KitRead(session, folder, kit, tuple(resources), book, tuple(problems))


def _people_of(
    read: _KitRead, session_file: Path, find_people: FindPeople | None, today: datetime.date
) -> FoundPeople:
    """Who takes part: from the store where the session names them, else from its folder."""
    session, kit = read.session, read.kit
    folder_of_profiles, _ = peek_session(session_file)
    named = session is not None and bool(session.participants)
    if session and named and kit and find_people:
        return find_people(read.folder, kit, session, shown(session_file))
    people, problems = _read_people(
        session if kit or not named else None,
        session_file,
        folder_of_profiles,
        kit_folder=read.folder,
        today=today,
    )
    forgotten = series_of(session)
    note = [Problem("group.no-memory", Severity.NOTE, shown(session_file))] if forgotten else []
    return FoundPeople(people, [*note, *problems]).without(absent_of(session))


def read_book(folder: Path) -> tuple[RuleBook | None, list[Problem]]:
    """The package's rules with the kit's own, if it has any."""
    path = folder / RULES_FILE
    if path.exists() and not lies_inside(path, folder):
        return None, [outside(path)]
    try:
        text = read_text(path) if path.exists() else None
        return load_book(text, file=shown(path))
    except AccessKitError as error:
        return None, list(error.problems)


def _read_people(
    session: Session | None,
    session_file: Path,
    folder: str,
    *,
    kit_folder: Path,
    today: datetime.date,
) -> tuple[list[Profile], list[Problem]]:
    if session and session.participants:
        file = shown(session_file)
        return [], [Problem("session.needs-store", file=file, where="participants")]
    if not folder:
        return [], []  # the session's own problems say so
    path, homes = session_file.parent / folder, (session_file.parent, kit_folder)
    if not lies_inside(path, *homes):
        return [], [outside(path, named_in=session_file, where="profiles")]
    led_out = [one for one in sorted(path.glob("*.toml")) if not lies_inside(one, *homes)]
    if led_out:
        return [], [outside(one) for one in led_out]
    return read_profile_folder(path, today=today)


def _check_company(
    session: Session | None, people: FoundPeople, session_file: Path
) -> Iterable[Problem]:
    count = len(people.profiles)
    unread = any(one.is_error for one in people.problems)
    if session and not unread and not is_right_company(session, count):
        where = "participants" if session.participants else "profiles"
        yield Problem(
            "session.one-to-one-people",
            file=shown(session_file),
            where=where,
            facts={"count": count},
        )


def _check_other_groups(session: Session | None, session_file: Path) -> Iterable[Problem]:
    """Another group's file beside this one under the same id: what one did would count for both."""
    series = series_of(session)
    if series is None:
        return
    own, _ = split_reference(session_file)
    for path in sorted(own.parent.glob("*.toml")):
        if path.name != own.name and group_id_in(path) == series.group:
            facts = {"id": series.group, "other": shown(path)}
            yield Problem("group.id-twice", Severity.WARNING, shown(own), where="id", facts=facts)


def _read_own_papers(folder: Path, kit: Kit | None) -> tuple[OwnPapers, OwnEditions, list[Problem]]:
    names = kit.documents if kit else Documents()
    problems: list[Problem] = []
    parts: dict[str, Document | None] = {}
    editions: dict[str, tuple[HandoutEdition, ...]] = {}
    locale = kit.defaults.locale if kit else ""
    for page, of_page in _OWN_PARTS.items():
        name = getattr(names, page)
        source, found = read_own(folder, name, locale)
        problems += found
        parts |= {part: cut(source.as_written) if source else None for part, cut in of_page.items()}
        if source is None:
            continue
        problems += _check_own(page, name, source.document)
        if source.about:
            problems.append(Problem("kit.page-about", Severity.WARNING, name))
        written, found = read_editions(source, folder / name, homes=(folder,))
        problems += found
        for edition in written:
            cuts = {part: cut(edition.as_written) for part, cut in of_page.items()}
            lacking = _lacking(parts, cuts)
            if lacking:
                facts = {"lang": edition.lang, "source": name, "mark": lacking}
                code = "edition.other-marks"
                problems.append(Problem(code, Severity.WARNING, edition.file, facts=facts))
                continue
            problems += _check_own(page, edition.file, edition.document)
            for part, cut_out in cuts.items():
                if cut_out:
                    one = replace(edition, document=cut_out)
                    editions[part] = (*editions.get(part, ()), one)
    return OwnPapers(**parts), editions, problems


_OWN_PARTS: Mapping[str, Mapping[str, Callable[[Document], Document | None]]] = {
    "crisis_plan": {"crisis_plan": without_marks},
    "reporting": {"reporting": without_marks, "reporting_short": for_participants},
    "agreement_lines": {
        "required": partial(lines_of_agency, required=True),
        "more_lines": partial(lines_of_agency, required=False),
    },
    "crisis_short": {"crisis_short": without_marks},
}
"""The agency's own pages, with the parts of each that stand in papers."""


def _lacking(parts: Mapping[str, Document | None], cuts: Mapping[str, Document | None]) -> str:
    """The mark that an edition has otherwise than its source: people would sign another paper."""
    for part, cut in cuts.items():
        own = parts[part]
        if (own is None) is not (cut is None):
            return _MARKS.get(part, "")
        if part in ("required", "more_lines") and own and cut:
            counts = [count_lines(one.blocks) for one in (own, cut)]
            if counts[0] != counts[1]:
                return _MARKS[part]
    return ""


_MARKS = {
    "reporting_short": PARTICIPANTS,
    "required": REQUIRED,
    "more_lines": REQUIRED,
}


def _check_own(page: str, file: str, document: Document) -> Iterable[Problem]:
    count = count_lines(without_marks(document).blocks)
    if page == "crisis_short" and count > MOST_CRISIS_LINES:
        facts = {"lines": count, "most": MOST_CRISIS_LINES}
        yield Problem("kit.crisis-short-long", Severity.WARNING, file, facts=facts)
    if page == "agreement_lines" and has_bare_mark(document):
        yield Problem("document.list-item-empty", file=file)


def read_own(folder: Path, name: str, locale: str) -> tuple[Handout | None, list[Problem]]:
    """One of the agency's own documents; the kit's reader tells of one that is not in the kit."""
    path = folder / name
    if not name or not path.is_file() or not lies_inside(path, folder):
        return None, []
    handout, problems = read_handout(path, lang=locale)
    if handout and handout.is_unconfirmed:
        return None, [*problems, not_confirmed(path, Severity.ERROR)]
    return handout, problems


def _read_catalogues(
    kit: Kit | None, profiles: Iterable[Profile], folder: Path
) -> Iterable[Problem]:
    """What is wrong with the files of the languages that are asked for."""
    wanted = {one.value for p in profiles for one in p.language.written if one.wanted}
    wanted |= {kit.defaults.locale} if kit else set()
    languages = dict.fromkeys(tag for one in sorted(wanted) for tag in words_chain(one))
    for language in languages:
        for place in kit_folders(folder):
            for domain in DOMAINS:
                path = catalogue_path(place, language, domain)
                if place.is_relative_to(folder) and not lies_inside(path, folder):
                    yield outside(path)
                else:
                    yield from read_cached(path)[1]


def _check_neutral(
    kit: Kit | None, session: Session | None, session_file: Path, folder: Path
) -> Iterable[Problem]:
    """Texts that stand on an outside, in a subject or in a calendar must say nothing of why."""
    extra = kit.neutral_words if kit else ()
    texts = []
    if session:
        texts.append((session_file, "title", session.title))
    if kit:
        sender = " ".join(kit.agency.envelope_sender)
        texts.append((folder / "kit.toml", "agency.envelope_sender", sender))
        texts.append((folder / "kit.toml", "agency.from_name", kit.agency.from_name))
    for path, where, text in texts:
        found = find_unneutral(text, extra)
        if found:
            facts = {"words": ", ".join(found)}
            yield Problem(
                "kit.not-neutral", Severity.WARNING, file=shown(path), where=where, facts=facts
            )


def _check_posting(work: Work, session_file: Path) -> list[Problem]:
    """Addresses of people who get letters, and people to whom nothing can go."""
    problems: list[Problem] = []
    folder = session_file.parent / work.session.profiles
    for profile in work.profiles:
        file = shown(folder / f"{profile.id}.toml")
        contact = profile.contact
        if Channel.LETTER in contact.safe and contact.post:
            problems += check_address(contact.post, file=file, home_country=work.home_country)
        if not contact.safe:
            problems.append(Problem("profile.nothing-safe", Severity.WARNING, file=file))
        if not profile.consent.store:
            problems.append(Problem("profile.not-kept", Severity.WARNING, file=file))
    return problems


def check_platform(work: Work) -> tuple[Problem, ...]:
    """What to know of the platform before a session is held on it; those who lead count too."""
    session = work.session
    found = check_session(
        load_platforms(),
        session.platform,
        minutes=session.minutes,
        people=len(work.profiles) + 1,
        today=work.now.date(),
    )
    return tuple(found)
