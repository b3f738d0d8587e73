"""Handouts and what their readers avoid: who gets which, and what is told of it.

What a person avoids is left out of what they get. What an agency's own paper offers all the same is
told to whoever prepares: the program changes nobody's words. Whom to call in danger or in a
crisis is for everyone, whatever is marked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from access_kit.documents.front_matter import WAYS
from access_kit.documents.plain_words import all_words, words_of_block
from access_kit.errors import Problem, Severity
from access_kit.files import read_text
from access_kit.materials.agency_words import CRISIS_LINE
from access_kit.materials.way_marks import Kept, avoided_ways, without_ways
from access_kit.model.document import Block, Document, WriteLine
from access_kit.model.kit import CrisisEntry, Kit
from access_kit.model.profile import Profile
from access_kit.model.session import Session
from access_kit.profiles.offered_ways import find_offers, names_a_line
from access_kit.workflow.handouts.handout_shapes import Handout, OfferedWay

_START = 40
"""Characters of a sentence by which its line is found."""


def digits_of(entries: Iterable[CrisisEntry]) -> frozenset[str]:
    """The numbers of lines for danger or a crisis, digits alone."""
    said = (one for entry in entries for one in (entry.call, entry.text) if one)
    return frozenset(filter(None, (re.sub(r"\D", "", one) for one in said)))


def handouts_for(handouts: Iterable[Handout], avoided: Collection[str], kit: Kit) -> list[Handout]:
    """The handouts that somebody who avoids these ways gets, as they get them."""
    lines = digits_of(kit.crisis)
    ways = frozenset(avoided)
    return [_without(one, ways, lines) for one in handouts if not is_left_out(one, ways, lines)]


def is_left_out(handout: Handout, avoided: Collection[str], lines: Collection[str]) -> bool:
    """Whether a handout is about ways that somebody avoids, each of them."""
    if not handout.about or not handout.about <= set(avoided):
        return False
    return not any(map(for_everyone(lines), handout.document.blocks))


def _without(handout: Handout, ways: frozenset[str], lines: Collection[str]) -> Handout:
    """The same, and each edition of it, without the parts that are marked for these ways."""
    if not ways or not (handout.marked or any(one.marked for one in handout.editions)):
        return handout
    kept = for_everyone(lines)

    def cut(marked: Document | None, document: Document) -> Document:
        return without_ways(marked, ways, kept) if marked else document

    editions = tuple(replace(e, document=cut(e.marked, e.document)) for e in handout.editions)
    document = cut(handout.marked, handout.document)
    return replace(handout, document=document, editions=editions, cut=ways)


def for_everyone(lines: Collection[str]) -> Kept:
    """Whether a block says whom to call in danger or in a crisis, at one of these numbers."""

    def is_for_everyone(block: Block) -> bool:
        is_place = isinstance(block, WriteLine) and block.key == CRISIS_LINE
        return is_place or names_a_line(words_of_block(block), lines)

    return is_for_everyone


# -- told ------------------------------------------------------------------------------------------


def offers_of(handout: Handout, kit: Kit, session: Session) -> Handout:
    """An agency's handout, or what it wrote in place of one of ours, with what it offers."""
    find = partial(offers_in, kit=kit, session=session)
    editions = tuple(replace(one, offers=find(one.as_written)) for one in handout.editions)
    own = () if handout.is_built_in else find(handout.as_written)
    return replace(handout, editions=editions, offers=own)


def offers_in(document: Document, *, kit: Kit, session: Session) -> tuple[OfferedWay, ...]:
    """What a document with its marks offers to those who avoid it, each way by itself."""
    helpers = (session.facilitator, kit.agency.tech_help, kit.agency.supervisor)
    names = tuple(one.name for one in helpers if one)
    lines = digits_of(kit.crisis)
    text = _lines_of(document)
    return tuple(
        OfferedWay(way, said, _line_in(text, said))
        for way in WAYS
        for said in find_offers(
            all_words(without_ways(document, (way,), for_everyone(lines))), way, names, lines
        )
    )


def _lines_of(document: Document) -> list[str]:
    """The lines of the Markdown file that a document was read from; of other files, none."""
    path = Path(document.source or "")
    return read_text(path).split("\n") if path.suffix.lower() == ".md" and path.is_file() else []


def _line_in(lines: Iterable[str], sentence: str) -> int | None:
    """Where a sentence begins."""
    start = sentence[:_START].strip()
    bare = (re.sub(r"[*`]", "", line) for line in lines)
    return next((at for at, line in enumerate(bare, 1) if start in line), None)


class _MayHoldHandout(Protocol):
    @property
    def handout(self) -> Handout | None: ...


class GetsHandouts(Protocol):
    """Somebody with the papers that are planned for them, handouts among these."""

    @property
    def profile(self) -> Profile: ...
    @property
    def reads(self) -> Sequence[str]: ...
    @property
    def locale(self) -> str: ...
    @property
    def papers(self) -> Sequence[_MayHoldHandout]: ...


def tell_ways(
    handouts: Sequence[Handout], kit: Kit, people: Iterable[GetsHandouts]
) -> tuple[Problem, ...]:
    """Whose packet goes without a handout, and who is offered what they avoid; to the host."""
    lines = digits_of(kit.crisis)
    without: Mapping[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    offered: Mapping[OfferedWay, list[str]] = defaultdict(list)
    for person in people:
        avoided = avoided_ways(person.profile)
        for one in handouts:
            if is_left_out(one, avoided, lines):
                without[one.file, tuple(sorted(one.about))].append(person.profile.id)
        for file, offer in _offered(person, avoided):
            offered[replace(offer, file=file)].append(person.profile.id)
    return (*_tell_without(without), *tell_offered("handout.offers", offered))


def _offered(person: GetsHandouts, avoided: Collection[str]) -> Iterator[tuple[str, OfferedWay]]:
    """The first sentence of each way that a person avoids, of each handout that they get."""
    for paper in person.papers:
        if paper.handout is None:
            continue
        locale = paper.handout.locale_for(person.reads, person.locale)
        edition = paper.handout.edition_for(locale, approved=True)
        offers, file = (edition or paper.handout).offers, (edition or paper.handout).file
        for way in sorted(avoided):
            yield from ((file, one) for one in [o for o in offers if o.way == way][:1])


def _tell_without(
    without: Mapping[tuple[str, tuple[str, ...]], list[str]],
) -> Iterator[Problem]:
    """All in one: notes that are alike are told by the first of them."""
    if without:
        told = (f"{file} [{', '.join(about)}]: {', '.join(ids)}"
                for (file, about), ids in sorted(without.items()))  # fmt: skip
        facts = {"handouts": "; ".join(told)}
        yield Problem("handout.left-out", Severity.NOTE, facts=facts)


def tell_offered(code: str, offered: Mapping[OfferedWay, list[str]]) -> Iterator[Problem]:
    """Who is offered what they avoid, a sentence at a time."""
    for offer, ids in sorted(offered.items(), key=lambda one: (one[0].file, one[0].way)):
        facts = {"people": ", ".join(ids), "way": offer.way, "text": offer.sentence}
        yield Problem(code, Severity.WARNING, offer.file, offer.line, facts=facts)
