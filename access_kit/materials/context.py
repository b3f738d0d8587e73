"""All that a builder may know: of the session for everyone's papers, of one person for theirs."""

from __future__ import annotations

from dataclasses import dataclass

from access_kit.documents.looks import GIANT_FROM_PT
from access_kit.i18n import When, Words
from access_kit.materials.crisis_lines import NOBODY, Caller
from access_kit.model.document import Blocks, Inlines, Purpose, Text
from access_kit.model.kit import CrisisEntry, Kit, Resource
from access_kit.model.past import Past
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import Contents, Detail, Profile
from access_kit.model.session import Session


@dataclass(frozen=True)
class SessionContext:
    """``when`` is the start, in the reader's language.

    ``crisis`` are the lines to call, those that ``caller`` can use best first.

    ``answer_by`` is the day until which an answer helps; ``None`` where it is too late for one.

    ``crisis_plan`` and ``reporting`` are the agency's own words, parsed; empty when missing. Of
    them, ``crisis_short``, ``reporting_short`` and the lines ``required`` stand in every agreement,
    ``reporting`` and ``more_lines`` in the full one, and the plan on the run sheet alone.
    """

    kit: Kit
    session: Session
    group: GroupPlan
    words: Words
    when: When
    crisis: tuple[CrisisEntry, ...] = ()
    caller: Caller = NOBODY
    resources: tuple[Resource, ...] = ()
    crisis_plan: Blocks = ()
    reporting: Blocks = ()
    reporting_short: Blocks = ()
    crisis_short: Blocks = ()
    answer_by: When | None = None
    required: tuple[Inlines, ...] = ()
    more_lines: tuple[Inlines, ...] = ()


LARGE_FROM_PT = 25


@dataclass(frozen=True, kw_only=True)
class PaperContext(SessionContext):
    """``contents`` is resolved: the person's word, or else the kit's.

    ``enclosed`` are the titles of the papers that come with the letter, each with its language
    where that is not the letter's. ``detail``: how much of a paper is said. ``body_pt`` is the size
    of its letters. ``hears_at`` is how fast somebody hears it, in shares of the normal speed; 0:
    they read. ``answered`` are the questions of the check that were answered lately: they are
    not asked again. ``past`` is what they got and said at earlier meetings of the group; ``signs``:
    an agreement comes along with what is new since. ``apart`` are the forms that an e-mail or a
    page to fill in does without: they are in another language, and come as papers of their own.
    """

    profile: Profile
    plan: PersonPlan
    contents: Contents
    enclosed: tuple[Text, ...] = ()
    detail: Detail = Detail.ESSENTIALS
    body_pt: float = 18.0
    hears_at: float = 0.0
    answered: frozenset[str] = frozenset()
    past: Past | None = None
    signs: bool = False
    apart: frozenset[Purpose] = frozenset()

    @property
    def is_large(self) -> bool:
        """Whether letters are so large that words have to give way: the rest is said by phone."""
        return self.body_pt >= LARGE_FROM_PT

    @property
    def is_giant(self) -> bool:
        """Whether a page holds a dozen lines: what is comfort alone, or said elsewhere, goes."""
        return self.body_pt >= GIANT_FROM_PT

    @property
    def is_long(self) -> bool:
        """Whether the long form of a paper is wanted, which begins with the short one."""
        return self.detail is Detail.FULL

    @property
    def is_note(self) -> bool:
        """Whether it is for somebody who has been there, and takes a letter's place."""
        return self.past is not None and not self.is_long

    def was_shown_in(self, lang: str) -> bool:
        """Whether the agreement that was shown last was in this language."""
        forms = self.past.forms if self.past else ()
        return any(one.form == Purpose.CONSENT and one.locale == lang for one in forms)

    @property
    def is_discreet(self) -> bool:
        return self.contents is Contents.DISCREET
