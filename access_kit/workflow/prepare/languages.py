"""A paper in the best language there is for its reader, and whether it is final or a draft.

The rules, the same for every paper:
- The reader's locale comes first, then its parents, at last the source.
- Safety sentences never come from another language, nor do words that cannot carry a language mark,
  nor an agency's own part: a paper that would need that goes to the next language as a whole.
- Other sentences may; each says in which language it is, and they are counted.
- What no person approved makes the paper a draft. It says so above the text of each page, in both
  languages, and it is not sent. What goes is the paper as it would be without any draft.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from access_kit.documents.labels import labels_for
from access_kit.i18n import Words, load_words
from access_kit.i18n.catalogues import Folders
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language, words_chain
from access_kit.i18n.message import TranslationState
from access_kit.i18n.words import Asked
from access_kit.localization.translate import LEAST_SHARE, Translated, Translator
from access_kit.materials.blocks import draft_banner, mark_draft_text
from access_kit.materials.language_help import LanguageHelp, put_above
from access_kit.materials.questionnaire import QUESTIONNAIRE, number_questions
from access_kit.model.document import Block, Blocks, Document, PageBreak, Purpose, Text
from access_kit.model.plan import ArtefactState
from access_kit.workflow.handouts.handout_shapes import HandoutEdition
from access_kit.workflow.prepare.shapes import Paper, PaperOutcome


@dataclass(frozen=True)
class Written:
    """A paper in words. ``wanted`` is the language that it should be in.

    ``other`` of its ``total`` sentences or blocks are in another language than the paper.
    ``beside`` names the layout and second language of a paper in two. ``machine`` when a draft has
    words of a program in it, ``title_draft`` when its title is a draft too. ``draft_in`` is the
    language in which there is a draft of a paper that goes in another; ``instead``, of such a
    draft, the stem of what goes in its place. ``help`` is about the line that stands above it
    once it is set, where it is not in the reader's language; its form does not hold it.
    """

    document: Document
    wanted: str
    draft: bool = False
    machine: bool = False
    title_draft: bool = False
    other: int = 0
    total: int = 0
    beside: str = ""
    draft_in: str = ""
    instead: str = ""
    help: LanguageHelp | None = None

    @property
    def state(self) -> ArtefactState:
        return ArtefactState.DRAFT if self.draft else ArtefactState.FINAL

    def with_help(self) -> Written:
        """The paper with the line about help above it, where there is one."""
        line = self.help.fitting(self.document) if self.help else None
        if line is None:
            return self
        return dataclasses.replace(self, document=put_above(self.document, line))

    def outcome(self, paper: Paper) -> PaperOutcome:
        """What came of ``paper``, without its words."""
        return PaperOutcome(
            paper,
            self.document.lang,
            self.wanted,
            self.draft,
            self.other,
            self.total,
            self.draft_in,
            self.instead,
            self.help,
        )


@dataclass(frozen=True)
class AgencyPart:
    """An agency's own document as blocks; ``foreign`` when it is not in the paper's language."""

    blocks: Blocks = ()
    foreign: bool = False
    draft: bool = False
    machine: bool = False


AgencyParts = tuple[AgencyPart, ...]


@dataclass(frozen=True)
class Borrowed:
    """What a paper takes from another one: its title, or its questions."""

    draft: bool
    machine: bool


class Scribe:
    """Writes papers and handouts with the catalogues in ``folders``, to be read in ``country``.

    One that is ``approved`` writes as if there were no drafts: what it writes is final, unless
    even the source needs words that nobody approved. A catalogue that is changed while it writes
    counts for the next one: papers of one run say the same.
    """

    def __init__(
        self, folders: Folders, country: str | None = None, *, approved: bool = False
    ) -> None:
        self.folders = folders
        self.country = country
        self.approved = approved
        self._translators: dict[str, Translator] = {}
        self.words = lru_cache(self._load_words)
        self.candidates = lru_cache(self._list_candidates)

    def _load_words(self, locale: str) -> Words:
        return load_words(locale, self.folders, self.country, approved=self.approved)

    def _list_candidates(self, locale: str) -> tuple[Words, ...]:
        """The words of a locale, of each of its parents, and the source: the best first."""
        found: dict[str, Words] = {}
        for tag in words_chain(locale):
            words = self.words(tag)
            if same_language(words.locale, locale) and words.locale != SOURCE_LOCALE:
                found.setdefault(words.locale, dataclasses.replace(words, wanted=locale))
        source = self.words(SOURCE_LOCALE)
        if same_language(locale, SOURCE_LOCALE):
            source = dataclasses.replace(source, wanted=locale)
        found.setdefault(SOURCE_LOCALE, source)
        return tuple(found.values())

    def write(
        self,
        locale: str,
        build: Callable[[Words, AgencyParts], Document],
        parts_in: Callable[[str, str], AgencyParts] = lambda _, __: (),
        borrowed: Sequence[Borrowed] = (),
    ) -> Written:
        """The paper in the first language that it may be in as a whole.

        ``build`` makes it with words and the agency's parts, which ``parts_in`` gives in a language
        for a reader of ``locale``.
        ``borrowed`` is what ``build`` takes from other papers: a draft among it makes this one a
        draft.
        """
        for words in self.candidates(locale):
            is_last = words.locale == SOURCE_LOCALE
            parts = parts_in(words.locale, locale)
            others: Sequence[AgencyPart | Borrowed] = (*parts, *borrowed)
            own, asked = words.noting()
            document = build(own, parts)
            foreign = any(part.foreign for part in parts)
            # A sentence about safety in another language than its paper may go unread, and so may
            # one that cannot say its language. Then the paper as a whole is in the next language;
            # the source alone has nothing after it.
            if not is_last and (foreign or must_not_mix(words, asked)):
                continue
            # A few sentences from the source are borne, and the rest may still be final. Beyond
            # that, one sentence that nobody approved makes the whole a draft.
            other = sum(words.lang_of(key) is not None for key in asked.keys)
            draft = (
                foreign
                or other > (1 - LEAST_SHARE) * len(asked.keys)
                or any(one.draft for one in others)
                or any(_state(words, key) is not TranslationState.APPROVED for key in asked.keys)
            )
            # A draft has to say that it is one, to whoever reads this language and no other.
            may_be_draft = not self.approved and has_banner(words, words.locale)
            if draft and not (is_last or may_be_draft):
                continue
            if draft:
                machine = any(one.machine for one in others) or any(
                    key in words.standing and words.standing[key].machine for key in asked.keys
                )
                if document.purpose is Purpose.TEXTS:
                    document = mark_draft_text(document, words)
                else:
                    source = self.words(SOURCE_LOCALE)
                    banner = draft_banner(words, source, machine=machine)
                    document = dataclasses.replace(document, draft_banner=banner)
            return Written(document, locale, draft, other=other, total=len(asked.keys))
        raise AssertionError("the source is always a candidate")

    def is_plain_source(self, locale: str) -> bool:
        """Whether there are no other words for ``locale`` than the source: all is final then."""
        words, *others = self.candidates(locale)
        return not others and not words.standing

    def write_handout(
        self, document: Document, name: str, locale: str, edition: HandoutEdition | None = None
    ) -> Written:
        """A handout, known to the catalogues as ``name``; in its own language if need be.

        The agency's own ``edition`` for a reader of ``locale`` goes before any translation.
        """
        if edition is not None:
            draft = not edition.is_approved
            found = Translated(edition.document, draft=draft, title_draft=draft)
        else:
            found = self.translate(document, name, locale)
        words = self.words(found.document.lang)
        if found.draft and not has_banner(words, found.document.lang):
            found = Translated(document, whole=True)
            words = self.words(document.lang)
        made = dataclasses.replace(found.document, labels=labels_for(words))
        if name == QUESTIONNAIRE:
            made = number_questions(made, words)
        if found.draft:
            banner = draft_banner(words, self.words(document.lang), machine=found.machine)
            made = dataclasses.replace(made, draft_banner=banner)
        other = 0 if found.whole else found.other
        return Written(
            made,
            locale,
            found.draft,
            found.machine,
            found.title_draft,
            other=other,
            total=found.own + other,
        )

    def write_part(
        self,
        document: Document | None,
        name: str,
        locale: str,
        edition: HandoutEdition | None = None,
    ) -> AgencyPart:
        """An agency's own words inside a paper of ours: all of them are safety."""
        if document is None:
            return AgencyPart()
        if edition is not None and same_language(edition.lang, locale):
            found = Translated(edition.document, draft=not edition.is_approved)
        else:
            found = self.translate(document, name, locale, safety=True)
        lang = found.document.lang
        blocks = found.document.blocks
        if lang != locale:
            blocks = tuple(_in_language(block, lang) for block in blocks)
        return AgencyPart(blocks, not same_language(lang, locale), found.draft, found.machine)

    def translate(
        self, document: Document, name: str, locale: str, *, safety: bool = False
    ) -> Translated:
        if locale not in self._translators:
            translator = Translator(locale, self.folders, approved=self.approved)
            self._translators[locale] = translator
        return self._translators[locale].translate(document, name, safety=safety)


def must_not_mix(words: Words, asked: Asked) -> bool:
    """Whether a sentence that was said may not be in another language than its paper."""
    if any(words.is_foreign(key) for key in asked.bare):
        return True
    return any(words.lang_of(key) is not None for key in asked.keys & words.safety)


def has_banner(words: Words, lang: str) -> bool:
    """Whether a draft in ``lang`` can say in its own language that it is one."""
    keys = ("draft.not-checked", "draft.machine")
    return same_language(words.locale, lang) and not any(words.is_foreign(key) for key in keys)


def title_in(document: Document, around: str) -> Text:
    """The title of ``document``, with its language where that is not the one around it."""
    return Text(document.title, lang=None if document.lang == around else document.lang)


def _state(words: Words, key: str) -> TranslationState:
    found = words.standing.get(key)
    return found.state if found else TranslationState.APPROVED


def _in_language(block: Block, lang: str) -> Block:
    if isinstance(block, PageBreak) or block.lang is not None:
        return block
    return dataclasses.replace(block, lang=lang)
