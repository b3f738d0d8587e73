"""A document in another language, as far as its translation goes.

- A block without a translation stays in the document's own language and says so.
- Where a safety block, or words that cannot carry a language mark, have none, the document stays
  as it is, as a whole: half an emergency plan is worse than one in another language.
- What no person approved makes a draft. So does a document of which too much stays untranslated.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from access_kit.i18n.catalogues import DOCS, Folders, list_catalogues
from access_kit.i18n.fallback import same_language, words_chain
from access_kit.i18n.message import Message, TranslationState
from access_kit.i18n.words import is_approved, is_usable
from access_kit.localization.segments import (
    TITLE,
    Segment,
    Slot,
    cut,
    fill,
    list_segments,
    map_document,
)
from access_kit.model.document import Document, Inlines

LEAST_SHARE = 0.95
"""Of a document's blocks that are to be in its language: with less it is a draft."""


@dataclass(frozen=True)
class Translated:
    """``whole`` when nothing of it is in the wanted language; blocks of either are counted.

    ``title_draft`` when no person approved its title, which other papers name it by.
    """

    document: Document
    whole: bool = False
    draft: bool = False
    title_draft: bool = False
    machine: bool = False
    own: int = 0
    other: int = 0


@dataclass(frozen=True)
class _Found:
    lang: str
    message: Message


class Translator:
    """Translates documents into one locale, from the catalogues in ``folders``.

    With ``approved``, what no person approved is as if it were not there, and a document of which
    too much is missing then stays in its own language: what comes out is final.
    """

    def __init__(self, locale: str, folders: Folders, *, approved: bool = False) -> None:
        self.locale = locale
        found: Mapping[str, list[_Found]] = defaultdict(list)
        self._approved = approved
        for lang, catalogue in list_catalogues(words_chain(locale), folders, DOCS):
            for message in catalogue.messages:
                if is_usable(message) and (is_approved(message) or not approved):
                    found[message.source].append(_Found(lang, message))
        self._found = found

    def translate(self, document: Document, name: str, *, safety: bool = False) -> Translated:
        """``document``, known to the catalogue as ``name``; all of it is safety where said so."""
        near = same_language(document.lang, self.locale)
        if near and not self._found:
            return Translated(document)
        segments = list_segments(document)
        chosen = {(s.kind, s.text): self._choose(s, name) for s in segments}
        missing = [s for s in segments if chosen[s.kind, s.text] is None]
        # Without a single translation it stays the source's document, and is no draft of another.
        if len(missing) == len(segments):
            return Translated(document, whole=not near, other=0 if near else len(segments))
        # A mix is borne only where each piece can say its language, and none is about safety.
        if not near and any(s.bare or s.safety or safety for s in missing):
            return Translated(document, whole=True, other=len(segments))
        own = len(segments) - len(missing)
        if self._approved and own < LEAST_SHARE * len(segments):
            return Translated(document, whole=not near, other=0 if near else len(segments))
        lang = self._main_language(chosen.values())

        def change(slot: Slot) -> tuple[Inlines, str | None]:
            segment = cut(slot)
            found = chosen.get((segment.kind, segment.text))
            if found is None:
                return slot.content, document.lang if segment.needs_words else None
            content = fill(segment, found.message.target)
            assert content is not None  # only what is usable was chosen
            return content, found.lang if found.lang != lang else None

        used = [found for found in chosen.values() if found is not None]
        return Translated(
            dataclasses.replace(map_document(document, change), lang=lang),
            draft=any(found.message.state is not TranslationState.APPROVED for found in used)
            or own < LEAST_SHARE * len(segments),
            title_draft=any(
                found is not None and found.message.state is not TranslationState.APPROVED
                for (kind, _), found in chosen.items()
                if kind == TITLE
            ),
            machine=any(found.message.is_machine for found in used),
            own=own,
            other=len(missing),
        )

    def _choose(self, segment: Segment, name: str) -> _Found | None:
        """The translation made for this place, else one of the same words elsewhere."""
        known = self._found.get(segment.text, ())
        found = [one for one in known if fill(segment, one.message.target) is not None]
        key = message_key(name, segment)
        return next((f for f in found if f.message.key == key), found[0] if found else None)

    def _main_language(self, found: Iterable[_Found | None]) -> str:
        """The first of the chain that any block is in."""
        languages = {one.lang for one in found if one is not None}
        return next(lang for lang in words_chain(self.locale) if lang in languages)


def message_key(name: str, segment: Segment) -> str:
    """``things-that-help-me/paragraph``: where a message of a document stands."""
    return f"{name}/{segment.kind}"
