"""The agency's own pages in agreements, and what their readers avoid.

Who avoids a way gets them without the parts that are marked for it. What a page offers all the same
is told to whoever prepares, as of handouts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from access_kit.errors import Problem
from access_kit.materials.way_marks import avoided_ways, without_ways
from access_kit.model.document import Document, Purpose
from access_kit.model.kit import Kit
from access_kit.model.profile import Detail, Profile
from access_kit.model.session import Session
from access_kit.workflow.handouts.handout_shapes import HandoutEdition, OfferedWay, edition_for
from access_kit.workflow.handouts.handout_ways import (
    digits_of,
    for_everyone,
    offers_in,
    tell_offered,
)

_IN_SHORT = {
    "reporting_short": "reporting",
    "crisis_short": "crisis_short",
    "required": "agreement_lines",
}
_IN_LONG = {"reporting": "reporting", "more_lines": "agreement_lines"}
"""Parts of ``OwnPapers`` in an agreement, with the key of the page that each is of."""


def as_read(document: Document, avoided: Collection[str], kit: Kit) -> Document:
    """A page of the agency's as it is printed for somebody who avoids these ways."""
    return without_ways(document, avoided, for_everyone(digits_of(kit.crisis)))


def edition_as_read(edition: HandoutEdition, avoided: Collection[str], kit: Kit) -> HandoutEdition:
    """The same of an edition."""
    return replace(edition, document=as_read(edition.document, avoided, kit))


class _OfPacket(Protocol):
    @property
    def purpose(self) -> Purpose: ...
    @property
    def detail(self) -> Detail: ...


class GetsAgreement(Protocol):
    """Somebody with the papers that are planned for them, agreements among these."""

    @property
    def profile(self) -> Profile: ...
    @property
    def locale(self) -> str: ...
    @property
    def papers(self) -> Sequence[_OfPacket]: ...


class HasPages(Protocol):
    """A kit in hand with its own pages: ``own`` by the part, and editions of each."""

    @property
    def kit(self) -> Kit: ...
    @property
    def session(self) -> Session: ...
    @property
    def own(self) -> object: ...
    @property
    def own_editions(self) -> Mapping[str, tuple[HandoutEdition, ...]]: ...


def tell_own_ways(work: HasPages, people: Iterable[GetsAgreement]) -> Iterator[Problem]:
    """Who is offered what they avoid: the first sentence of each way in each page that they get."""
    found: dict[tuple[str, str], tuple[OfferedWay, ...]] = {}
    offered: Mapping[OfferedWay, list[str]] = defaultdict(list)
    for person in people:
        told: set[tuple[str, str]] = set()
        avoided = avoided_ways(person.profile)
        for part, file, document in _pages_of(person, work) if avoided else ():
            if (part, file) not in found:
                found[part, file] = offers_in(document, kit=work.kit, session=work.session)
            for one in found[part, file]:
                if one.way in avoided and (file, one.way) not in told:
                    told.add((file, one.way))
                    offered[replace(one, file=file)].append(person.profile.id)
    return tell_offered("kit.page-offers", offered)


def _pages_of(person: GetsAgreement, work: HasPages) -> Iterator[tuple[str, str, Document]]:
    """Each part that stands in somebody's agreement, its file, and its words with their marks."""
    details = {one.detail for one in person.papers if one.purpose is Purpose.CONSENT}
    parts = _IN_SHORT | (_IN_LONG if Detail.FULL in details else {}) if details else {}
    for part, page in parts.items():
        document: Document | None = getattr(work.own, part)
        if document is None:
            continue
        written = [one for one in work.own_editions.get(part, ()) if one.is_approved]
        edition = edition_for(written, person.locale, document.lang)
        if edition:
            yield part, edition.file, edition.document
        else:
            yield part, getattr(work.kit.documents, page), document
