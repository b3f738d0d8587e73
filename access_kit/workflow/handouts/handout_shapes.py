"""A handout as it is kept in hand: in its own language, and in editions for other readers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from access_kit.i18n.fallback import canonical, same_language, words_chain
from access_kit.materials.form_version import form_version
from access_kit.model.document import Document


@dataclass(frozen=True)
class OfferedWay:
    """A sentence of ``file``, on ``line`` where that is known, that offers a way to talk."""

    way: str
    sentence: str
    line: int | None = None
    file: str = ""


@dataclass(frozen=True)
class HandoutEdition:
    """A handout, or a page of the agency's, as the agency wrote it in ``lang``, for its readers.

    ``is_approved``: a person stands for it beside its source as that is now; before, it is a draft.
    ``marked`` and ``offers`` are those of ``Handout``.
    """

    lang: str
    document: Document
    file: str = ""
    discreet: bool = False
    is_approved: bool = False
    marked: Document | None = None
    offers: tuple[OfferedWay, ...] = ()

    @property
    def as_written(self) -> Document:
        """With the marks of its parts."""
        return self.marked or self.document


def edition_for(
    editions: Iterable[HandoutEdition], locale: str, source_lang: str
) -> HandoutEdition | None:
    """The edition nearest to a reader of ``locale``; ``None`` where the source is as near."""
    chain = words_chain(locale)
    near = {canonical(source_lang): None, **{one.lang: one for one in editions}}
    return next((near[tag] for tag in chain if tag in near), None)


@dataclass(frozen=True)
class Handout:
    """A handout in its own language. ``file`` is the name by which the agency knows it.

    ``discreet``: the agency marked it so, and nothing in it tells. ``is_built_in``: it is ours.
    ``is_unconfirmed``: nobody has yet confirmed the order of its words, so that it is a draft.
    ``is_for_people``: for those who take part, and not for the one who leads alone. ``editions``
    are the same in other languages, each for its readers alone. ``about`` are the ways that it is
    about: who avoids all of them does not get it. ``marked`` is the document with the marks of its
    parts, where it has any, and ``cut`` are the ways whose parts are out. ``offers`` are what an
    agency's handout offers in spite of them.
    """

    stem: str
    document: Document
    discreet: bool
    file: str = ""
    is_built_in: bool = False
    is_unconfirmed: bool = False
    is_for_people: bool = True
    editions: tuple[HandoutEdition, ...] = ()
    about: frozenset[str] = frozenset()
    marked: Document | None = None
    cut: frozenset[str] = frozenset()
    offers: tuple[OfferedWay, ...] = ()

    @property
    def as_written(self) -> Document:
        """With the marks of its parts."""
        return self.marked or self.document

    def edition_for(self, locale: str, *, approved: bool = False) -> HandoutEdition | None:
        """What readers of ``locale`` get in its place; with ``approved``, never a draft."""
        found = edition_for(self.editions, locale, self.document.lang)
        return found if found and (found.is_approved or not approved) else None

    def locale_for(self, reads: Sequence[str], locale: str) -> str:
        """The first of the languages that somebody ``reads`` which it is in, or else ``locale``.

        There may be an edition where the program has no words of its own.
        """
        for one in reads:
            if same_language(one, locale):
                break
            if self.edition_for(one):
                return one
        return locale

    def for_discreet(self) -> Handout:
        """The same without editions that tell more than a discreet packet may."""
        kept = tuple(one for one in self.editions if one.discreet)
        return self if kept == self.editions else dataclasses.replace(self, editions=kept)

    def digest_for(self, locale: str) -> str:
        """A digest of what it says: in its own language, or in the edition that goes."""
        edition = self.edition_for(locale, approved=True)
        return form_version(edition.document if edition else self.document)
