"""All that a builder may know: of the session for everyone's papers, of one person for theirs."""

from __future__ import annotations

from dataclasses import dataclass

from access_kit.i18n import When, Words
from access_kit.materials.crisis_lines import NOBODY, Caller
from access_kit.model.document import Blocks, Text
from access_kit.model.kit import CrisisEntry, Kit, Resource
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import Contents, Profile
from access_kit.model.session import Session


@dataclass(frozen=True)
class SessionContext:
    """``when`` is the start, in the reader's language.

    ``crisis`` are the lines to call, those that ``caller`` can use best first.

    ``crisis_plan`` and ``reporting`` are the agency's own words, parsed; empty when missing.
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


@dataclass(frozen=True, kw_only=True)
class PaperContext(SessionContext):
    """``contents`` is resolved: the person's word, or else the kit's.

    ``enclosed`` are the titles of the papers that come with the letter, each with its language
    where that is not the letter's.
    """

    profile: Profile
    plan: PersonPlan
    contents: Contents
    enclosed: tuple[Text, ...] = ()

    @property
    def is_discreet(self) -> bool:
        return self.contents is Contents.DISCREET
