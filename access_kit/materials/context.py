"""All that a builder may know: of the session for everyone's papers, of one person for theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access_kit.i18n import When, Words
from access_kit.model.document import Blocks, Text
from access_kit.model.kit import CrisisEntry, Kit, Resource
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import Contents, Profile
from access_kit.model.session import Session


@dataclass(frozen=True)
class SessionContext:
    """``when`` is the start, in the reader's language; ``crisis`` fits the reader's country.

    ``crisis_plan`` and ``reporting`` are the agency's own words, parsed; empty when missing.
    """

    kit: Kit
    session: Session
    group: GroupPlan
    words: Words
    when: When
    crisis: tuple[CrisisEntry, ...] = ()
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


def choose_crisis_entries(
    entries: Iterable[CrisisEntry], country: str | None, languages: Iterable[str]
) -> tuple[CrisisEntry, ...]:
    """The entries a reader can use: of their country (any, when unknown) and in their languages.

    An entry without languages serves everyone. When none speaks a language of the reader, all of
    the country are given: a line in another language is better than none.
    """
    near = tuple(entry for entry in entries if country is None or entry.country == country)
    wanted = {_base(language) for language in languages}
    spoken = tuple(
        entry
        for entry in near
        if not entry.languages or not wanted or wanted & {_base(tag) for tag in entry.languages}
    )
    return spoken or near


def _base(tag: str) -> str:
    return tag.split("-")[0].lower()
