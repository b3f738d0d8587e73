"""The shapes that the steps hand on: what was read, what is planned, what was written and made."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from access_kit.delivery.envelopes import Carriers
from access_kit.errors import AccessKitError, Problem
from access_kit.i18n import Words, load_words
from access_kit.i18n.catalogues import Folders, kit_folders
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language
from access_kit.materials.asked import AskedForm
from access_kit.materials.language_help import LanguageHelp
from access_kit.model.document import AddressCarrier, Document, Purpose
from access_kit.model.kit import Kit, Resource
from access_kit.model.look import Look
from access_kit.model.past import Past
from access_kit.model.plan import Artefact, ArtefactState, GroupPlan, NotMet, PersonPlan
from access_kit.model.profile import Contents, Detail, Profile
from access_kit.model.session import Session
from access_kit.recommend.rules import RuleBook
from access_kit.workflow.handouts.handout_shapes import Handout, HandoutEdition

# -- 1 read -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnPapers:
    """The agency's own words; of a paper that is missing, ``None``.

    ``reporting_short`` is what stands in every agreement. ``required`` and ``more_lines`` are lines
    of an agreement, each as one list. Of the marks, those of ways are left: what is printed for
    somebody goes by what they avoid (``own_ways``).
    """

    crisis_plan: Document | None = None
    reporting: Document | None = None
    reporting_short: Document | None = None
    crisis_short: Document | None = None
    required: Document | None = None
    more_lines: Document | None = None


OwnEditions = Mapping[str, tuple[HandoutEdition, ...]]
"""Editions of the agency's own words, by the field of ``OwnPapers``; each has its part alone."""


@dataclass(frozen=True)
class Work:
    """All that a session's preparation starts from. ``problems`` holds warnings and notes.

    ``answered`` are, by person, the questions of the check that they answered lately, as far as
    the store knows. ``past`` is what they got and said at earlier meetings of the group.
    ``own_editions`` are those of ``own`` in other languages.
    """

    folder: Path
    kit: Kit
    session: Session
    profiles: tuple[Profile, ...]
    handouts: tuple[Handout, ...]
    resources: tuple[Resource, ...]
    book: RuleBook
    own: OwnPapers
    now: datetime.datetime
    problems: tuple[Problem, ...]
    answered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    past: Mapping[str, Past] = field(default_factory=dict)
    own_editions: OwnEditions = field(default_factory=dict)

    @property
    def catalogues(self) -> Folders:
        """Where translations are looked for, the kit's own first."""
        return kit_folders(self.folder)

    def words(self, locale: str) -> Words:
        return load_words(locale, self.catalogues, self.home_country)

    def approved_words(self, locale: str) -> Words:
        """The words that may stand in a paper which is final."""
        return load_words(locale, self.catalogues, self.home_country, approved=True)

    @property
    def home_country(self) -> str | None:
        """The country that mail is posted in."""
        return self.kit.home_country


ON_REQUEST = frozenset({"letter-full", "tech-check-full", "agreement-full"})
"""Stems of papers that are made and wait until somebody asks for them."""

# -- 2 plan -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """One paper of a packet, in every format that the person wants. ``handout`` if it is one.

    ``copy_in`` names the language of a copy; else the paper is in the person's own, as far as there
    is one. ``formats`` are those of a paper that has its own, whatever the person
    reads. ``detail`` is how much it says: the long form of a paper that goes in its short one
    (``on_request``) is made, and waits until somebody asks for it. ``once_signed`` is an agreement
    that stays out where its words were shown before and hold.
    """

    purpose: Purpose
    stem: str
    handout: Handout | None = None
    copy_in: str = ""
    formats: tuple[str, ...] = ()
    detail: Detail = Detail.ESSENTIALS
    on_request: bool = False
    once_signed: bool = False


@dataclass(frozen=True)
class PlannedPerson:
    """What is to be made for one person. With a ``past`` in the group, a note and what is new.

    ``reads`` are the languages that they read, the best first, where nobody chose another.
    """

    profile: Profile
    plan: PersonPlan
    contents: Contents
    look: Look
    locale: str
    formats: tuple[str, ...]
    papers: tuple[Paper, ...]
    is_posted: bool
    past: Past | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class SessionPlan:
    """The whole plan: people in the order of their ids, the group, and how the mail goes."""

    work: Work
    people: tuple[PlannedPerson, ...]
    group: GroupPlan
    carriers: Carriers
    problems: tuple[Problem, ...]

    def carrier_of(self, person: PlannedPerson) -> AddressCarrier | None:
        return self.carriers.by_id.get(person.profile.id)


# -- 3 write ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PaperOutcome:
    """What came of a paper's words: its language, and how much of it is in others.

    ``wanted`` is the language that it should be in. ``other`` of its ``total`` sentences or blocks
    are in another than the paper's. ``draft_in`` and ``instead`` are those of ``Written``.
    ``help`` is that of a paper which is not in the reader's language, or what lacks for it.
    """

    paper: Paper
    lang: str = SOURCE_LOCALE
    wanted: str = SOURCE_LOCALE
    draft: bool = False
    other: int = 0
    total: int = 0
    draft_in: str = ""
    instead: str = ""
    help: LanguageHelp | None = None

    @property
    def state(self) -> ArtefactState:
        return ArtefactState.DRAFT if self.draft else ArtefactState.FINAL

    @property
    def is_elsewhere(self) -> bool:
        """Whether the paper as a whole is in another language than wanted."""
        return not same_language(self.lang, self.wanted)


@dataclass(frozen=True)
class WrittenPapers:
    """What came of writing one person's papers, beside the plan, which stays as it is.

    ``papers`` are those of the packet, the drafts that stay here behind them.
    """

    papers: tuple[PaperOutcome, ...] = ()
    not_met: tuple[NotMet, ...] = ()


# -- 4 set --------------------------------------------------------------------------------------

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class RenderedFile:
    """A file that a renderer made, without its bytes; the last four fields as in ``Rendition``."""

    file: str
    sha256: str
    suffix: str
    media_type: str
    shows: str = ""
    like: str = ""


@dataclass(frozen=True)
class Made:
    """Some files with their artefacts; ``sheets_of`` each PDF file, printed on both sides.

    ``problems`` tell what the files are short of. ``missing`` are formats that were asked for and
    could not be made on this computer: the rest of the packet stands. ``forms`` are what the files
    ask. ``written`` is what came of writing the papers. ``rendered`` are files of one document in
    one format, by a digest of all that decides them. Not ``complete``: something is left out that
    another computer, or this one tomorrow, may have.
    """

    files: Files
    artefacts: tuple[Artefact, ...]
    sheets_of: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    forms: tuple[AskedForm, ...] = ()
    written: WrittenPapers = WrittenPapers()
    rendered: Mapping[str, tuple[RenderedFile, ...]] = field(default_factory=dict)
    complete: bool = True

    @property
    def sheets(self) -> int:
        return sum(self.sheets_of.values())

    def with_changed(self, changed: Made) -> Made:
        """The same with some of its files made anew."""
        artefacts = {one.file: one for one in (*self.artefacts, *changed.artefacts)}
        return dataclasses.replace(
            self,
            files={**self.files, **changed.files},
            artefacts=tuple(artefacts.values()),
            sheets_of={**self.sheets_of, **changed.sheets_of},
            rendered={**self.rendered, **changed.rendered},
        )


@dataclass(frozen=True)
class FailedPacket:
    """A packet that could not be made, and why."""

    id: str
    kind: type[AccessKitError]
    problems: tuple[Problem, ...]
