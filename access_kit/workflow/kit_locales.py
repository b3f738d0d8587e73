"""The work of ``access-kit locales``: templates, catalogues, checks and approval of a kit.

A kit has its own folder ``locales``: its catalogues win over those of the program. Whoever looks
after the program's own catalogues names their folder instead, and there is no kit.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.documents.labels import labels_for
from access_kit.documents.looks import look_for
from access_kit.documents.office.source_kinds import is_source
from access_kit.documents.renderers import render_main
from access_kit.errors import BadInput, MissingPart, Problem, Refused, Severity
from access_kit.files import lies_inside, make_folder, sha256, write_atomic
from access_kit.i18n import load_words
from access_kit.i18n.catalogues import (
    DOCS,
    DOMAINS,
    EVERY_DOMAIN,
    HELP,
    KIT_FOLDER,
    WORDS,
    Folders,
    catalogue_path,
    find_languages,
    load_catalogue,
    locales_folder,
    read_cached,
    template_path,
)
from access_kit.i18n.fallback import SOURCE_LOCALE, canonical
from access_kit.i18n.message import TranslationState
from access_kit.i18n.po_reader import Catalogue
from access_kit.kit_files import MATERIALS_FOLDER, find_kit, outside, read_kit
from access_kit.localization.checks import check_catalogue
from access_kit.localization.extract import SourceDocument, extract_docs
from access_kit.localization.glossary import Glossary, glossary_path, read_glossary
from access_kit.localization.po_writer import write_catalogue
from access_kit.localization.review import ReviewedCatalogue, Reviewer, approve_part, build_review
from access_kit.localization.update import update_catalogue
from access_kit.materials.library import list_builtin
from access_kit.materials.marks import without_marks
from access_kit.model.answers.locales import CatalogueAnswer
from access_kit.model.look import LookName, PaperSize
from access_kit.recommend.rule_sentences import list_sentences
from access_kit.workflow.handouts.editions import find_edition, source_of
from access_kit.workflow.handouts.handout_files import handouts_in, read_handout
from access_kit.workflow.prepare.read import read_book

HEADINGS = {WORDS: "review.words", DOCS: "review.docs", HELP: "review.language-help"}
REVIEW = "review"


@dataclass(frozen=True)
class Home:
    """Where catalogues are written, and the kit they are for, if any."""

    folder: Path
    kit: Path | None = None

    @property
    def folders(self) -> Folders:
        """Where they are read, the first first."""
        own = locales_folder()
        return (self.folder,) if self.folder == own else (self.folder, own)

    def path(self, language: str, domain: str) -> Path:
        return catalogue_path(self.folder, language, domain)


def find_home(kit: Path | None, locales: Path | None, *, to_write: bool) -> Home:
    """The folder that was named, the kit's, or to look only, the program's own."""
    if locales is not None:
        return Home(locales.resolve())
    found = kit or find_kit(Path.cwd())
    if found is not None:
        return Home(found / KIT_FOLDER, found)
    if to_write:
        raise BadInput(Problem("kit.missing", file="."))
    return Home(locales_folder())


# -- templates ----------------------------------------------------------------------------------


def make_templates(home: Home, *, now: datetime.datetime) -> dict[str, Catalogue]:
    """The template of each domain: the program's words, and the documents as they are now."""
    own = {name: load_catalogue(template_path(locales_folder(), name)) for name in (WORDS, HELP)}
    sources, problems = _gather_sources(home.kit, now)
    book, found = read_book(home.kit) if home.kit else (None, [])
    errors = [problem for problem in (*problems, *found) if problem.is_error]
    if errors:
        raise BadInput(errors)
    shipped = {name: template for name, template in own.items() if template is not None}
    return {**shipped, DOCS: extract_docs(sources, list_sentences(book))}


def _gather_sources(
    kit_folder: Path | None, now: datetime.datetime
) -> tuple[list[SourceDocument], list[Problem]]:
    """Every document: the kit's own first, then those that come with the program."""
    paths: dict[str, tuple[Path, bool]] = {}
    problems: list[Problem] = []
    lang = ""
    if kit_folder is not None:
        kit, problems = read_kit(kit_folder, today=now.date())
        lang = kit.defaults.locale if kit else ""
        own = dataclasses.asdict(kit.documents).values() if kit else ()
        for name in filter(None, own):
            paths[Path(name).stem] = (kit_folder / name, True)
        for path in handouts_in(kit_folder / MATERIALS_FOLDER):
            if not lies_inside(path, kit_folder):
                problems.append(outside(path))
                continue
            if source_of(path) is None:
                paths.setdefault(path.stem, (path, False))
    for path in list_builtin():
        paths.setdefault(path.stem, (path, False))
    sources = []
    for name, (path, safety) in paths.items():
        handout, found = read_handout(path, lang=lang)
        if handout is None and is_source(path):
            # A PDF or page that lies there need not be a handout; who names it as one is told.
            found = [dataclasses.replace(one, severity=Severity.WARNING) for one in found]
        problems += found
        if handout is not None:
            document = without_marks(handout.document) if safety else handout.document
            sources.append(SourceDocument(name, document, safety))
    return sources, problems


def extract(home: Home, *, now: datetime.datetime) -> tuple[Path, int]:
    """Write ``docs.pot``; its path and how many messages it has."""
    template = make_templates(home, now=now)[DOCS]
    path = template_path(home.folder, DOCS)
    make_folder(path.parent, private=False)
    write_atomic(path, write_catalogue(template), private=False)
    return path, len(template.messages)


# -- catalogues ---------------------------------------------------------------------------------


def list_standing(
    home: Home, languages: Sequence[str], *, now: datetime.datetime
) -> Iterator[CatalogueAnswer]:
    """How far each language is: the first catalogue of each domain that there is."""
    templates = make_templates(home, now=now)
    for language in languages or all_languages(home):
        for domain in EVERY_DOMAIN:
            catalogue = _first(home, language, domain)
            if catalogue is not None:
                yield _standing(language, domain, catalogue, templates[domain])


def all_languages(home: Home) -> tuple[str, ...]:
    found = (find_languages(folder, EVERY_DOMAIN) for folder in home.folders)
    return tuple(sorted({one for languages in found for one in languages}))


def _first(home: Home, language: str, domain: str) -> Catalogue | None:
    paths = (catalogue_path(folder, language, domain) for folder in home.folders)
    return next((found for found in map(load_catalogue, paths) if found is not None), None)


def _standing(
    language: str, domain: str, catalogue: Catalogue, template: Catalogue
) -> CatalogueAnswer:
    known = catalogue.by_id()
    wanted = [(source, known.get(source.id)) for source in template.messages]
    there = [(s, m) for s, m in wanted if m is not None and m.is_translated]
    approved = {s.id for s, m in there if m.state is TranslationState.APPROVED}
    safety = [s for s, _ in wanted if s.is_safety]
    return CatalogueAnswer(
        language,
        domain,
        total=len(wanted),
        translated=len(there),
        approved=len(approved),
        machine=sum(m.is_machine for _, m in there),
        fuzzy=sum(1 for _, m in wanted if m is not None and m.is_fuzzy and m.target),
        safety=len(safety),
        safety_approved=sum(s.id in approved for s in safety),
    )


def update(
    home: Home,
    languages: Sequence[str],
    *,
    now: datetime.datetime,
    domains: Sequence[str] = EVERY_DOMAIN,
) -> list[Path]:
    """Bring catalogues up to their templates; the files that changed.

    Of a language that is named, each of ``domains`` is begun where it is not there. Without names,
    what is there is brought up, and a language of which nothing is there but the line about help
    stays so.
    """
    templates = make_templates(home, now=now)
    written = []
    there = {domain: find_languages(home.folder, (domain,)) for domain in EVERY_DOMAIN}
    papers = find_languages(home.folder)
    for language in languages or find_languages(home.folder, EVERY_DOMAIN):
        language = canonical(language)
        for domain in domains:
            if not languages and language not in (there[HELP] if domain == HELP else papers):
                continue
            template = templates[domain]
            path = home.path(language, domain)
            lent = [load_catalogue(catalogue_path(f, language, domain)) for f in home.folders[1:]]
            others = [one for one in lent if one is not None]
            made = update_catalogue(
                template, load_catalogue(path), language=language, now=now, others=others
            )
            if _write_changed(path, made):
                written.append(path)
    return written


def _write_changed(path: Path, catalogue: Catalogue) -> bool:
    data = write_catalogue(catalogue)
    if path.is_file() and path.read_bytes() == data:
        return False
    make_folder(path.parent, private=False)
    write_atomic(path, data, private=False)
    return True


# -- checks and approval ------------------------------------------------------------------------


def check(
    home: Home,
    languages: Sequence[str],
    *,
    now: datetime.datetime,
    domains: Sequence[str] = EVERY_DOMAIN,
) -> tuple[list[Path], list[Problem]]:
    """The catalogues that were looked at, and what was found in them."""
    chosen = [canonical(one) for one in languages] or find_languages(home.folder, domains)
    templates = make_templates(home, now=now)
    own = Home(locales_folder())
    own_templates = templates if home == own else None
    files: list[Path] = []
    problems: list[Problem] = []
    for language in chosen:
        place = home
        if language not in find_languages(home.folder, domains):
            if language not in find_languages(own.folder, domains):
                problems.append(no_such_language(language, home))
                continue
            own_templates = own_templates or make_templates(own, now=now)
            place = own
        used = templates if place is home else own_templates
        assert used is not None
        for domain in domains:
            path = place.path(language, domain)
            if path.is_file():
                files.append(path)
                problems += _check_file(path, used[domain], language, domain)
    return files, problems


def no_such_language(language: str, home: Home) -> Problem:
    known = ", ".join(all_languages(home)) or "none"
    return Problem("catalogue.no-such-language", facts={"value": language, "known": known})


def _check_file(path: Path, template: Catalogue, language: str, domain: str) -> list[Problem]:
    catalogue, problems = read_cached(path)
    if catalogue is None:
        return list(problems)
    glossary = glossary_for(path.parents[2], language)
    found = check_catalogue(
        catalogue, template, locale=language, glossary=glossary, complete=domain != DOCS
    )
    return [*problems, *found]


def glossary_for(folder: Path, language: str) -> Glossary:
    """The glossary beside the catalogues, or the program's own for the language."""
    paths = [
        glossary_path(place, name)
        for place in (folder, locales_folder())
        for name in (language, language.split("-")[0])
    ]
    found = next((path for path in paths if path.is_file()), None)
    return read_glossary(found) if found else ()


@dataclass(frozen=True)
class Approval:
    """What came of ``approve``: the papers, and how many translations are approved with them."""

    language: str
    papers: Path
    approved: int
    reviewer: Reviewer | None
    problems: tuple[Problem, ...]


def split_documents(named: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The languages among ``named``, and what of them is meant: all, or the line about help."""
    languages = [one for one in named if one != HELP]
    if not languages:
        raise BadInput(Problem("command.approve-what", where=HELP))
    return languages, EVERY_DOMAIN if len(languages) == len(named) else (HELP,)


def split_editions(home: Home, named: Sequence[str]) -> list[Path]:
    """The editions in the first of ``named`` of the others; none where those are languages too."""
    language, *others = named
    if home.kit is None or not others or HELP in others:
        return []
    kit = home.kit
    found = {one: find_edition(one, language, kit) for one in others}
    known = all_languages(home)
    lost = [one for one, path in found.items() if path is None and canonical(one) not in known]
    if lost:
        facts = {"value": lost[0], "lang": language}
        raise BadInput(Problem("edition.none", facts=facts))
    return [path for path in found.values() if path]


def reviewer_of(by: str, qualification: str, today: datetime.date) -> Reviewer | None:
    """Who approves; ``None`` when nobody is named, ``BadInput`` when only half of it is said."""
    by, qualification = by.strip(), qualification.strip()
    if bool(by) != bool(qualification):
        where = "--qualification" if by else "--by"
        raise BadInput(Problem("command.approve-who", where=where))
    return Reviewer(by, qualification, today) if by else None


def approve(
    home: Home,
    language: str,
    reviewer: Reviewer | None,
    *,
    now: datetime.datetime,
    fonts: tuple[Path, ...] = (),
    domains: Sequence[str] = EVERY_DOMAIN,
) -> Approval:
    """Make the papers for review; with a ``reviewer``, record the approval too.

    ``Refused`` with every error that the checks find in ``domains``. A language that only the
    program has is copied into the kit first: an approval is the agency's.
    """
    language = canonical(language)
    wanted = DOMAINS if HELP not in domains or len(domains) > 1 else domains
    if not any(language in find_languages(one, wanted) for one in home.folders):
        raise BadInput(no_such_language(language, home))
    if home.kit is not None:
        update(home, [language], now=now, domains=domains)
    _, problems = check(home, [language], now=now, domains=domains)
    errors = [problem for problem in problems if problem.is_error]
    if errors and reviewer is not None:
        raise Refused([*errors, Problem("catalogue.not-approved", facts={"language": language})])
    parts = _parts(home, language, now, domains)
    suffix, data = _set_papers(parts, language, reviewer, now, fonts)
    name = REVIEW if len(domains) > 1 else f"{REVIEW}-{domains[0]}"
    papers = home.folder / language / f"{name}.{suffix}"
    make_folder(papers.parent, private=False)
    write_atomic(papers, data, private=False)
    if reviewer is None:
        return Approval(language, papers, 0, None, tuple(problems))
    for domain, part in parts.items():
        made = approve_part(part, reviewer)
        header = {**made.header, "X-Review": f"{papers.name} sha256:{sha256(data)}"}
        catalogue = Catalogue(
            made.file, header, made.head_remarks, made.messages, made.obsolete
        )  # fmt: skip
        write_atomic(home.path(language, domain), write_catalogue(catalogue), private=False)
    count = sum(len(part.messages) for part in parts.values())
    kept = [p for p in problems if p.code != "catalogue.safety-not-approved"]
    return Approval(language, papers, count, reviewer, tuple(kept))


def _parts(
    home: Home, language: str, now: datetime.datetime, domains: Sequence[str]
) -> dict[str, ReviewedCatalogue]:
    templates = make_templates(home, now=now)
    found = {}
    for domain in domains:
        catalogue = load_catalogue(home.path(language, domain))
        if catalogue is not None:
            found[domain] = ReviewedCatalogue(HEADINGS[domain], catalogue, templates[domain])
    return found


def _set_papers(
    parts: dict[str, ReviewedCatalogue],
    language: str,
    reviewer: Reviewer | None,
    now: datetime.datetime,
    fonts: tuple[Path, ...],
) -> tuple[str, bytes]:
    """The papers and how their file's name ends: a web page where no font has the letters."""
    words = load_words(SOURCE_LOCALE)
    document = build_review(
        words,
        parts.values(),
        locale=language,
        language=say_language(language),
        reviewer=reviewer,
    )
    look = look_for(LookName.CLEAR_PRINT, paper=PaperSize.LETTER)
    try:
        return "pdf", render_main("pdf", document, look, moment=now, fonts=fonts)
    except MissingPart:
        document = dataclasses.replace(document, labels=labels_for(words))
        return "html", render_main("html", document, look, moment=now, fonts=fonts)


def say_language(tag: str) -> str:
    """A language by its English name; the tag itself where nobody named it."""
    from babel.core import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag, sep="-").get_display_name(SOURCE_LOCALE)
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag
