"""Every sentence that a participant or facilitator reads, by key, from the catalogues.

``locales/access_kit.pot`` is the source of all English words: each message has a key as its
context (``letter.how-to-join``) and the English sentence as its id. Code and data name keys only.
A message may hold ``{placeholders}``, ``**strong words**`` and ``[link words]({placeholder})``;
nothing else is markup. Values are put in as data: they are never read as markup.

A translation is used only when it is of this very source, is not fuzzy and keeps every number,
placeholder and address. What is left comes from the locale's parents, at last from the source, and
says so: ``Words`` knows of each key in which language it is and whether a person approved it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from access_kit.files import Stamp, stamp
from access_kit.i18n.catalogues import (
    DOCS,
    DOMAINS,
    WORDS,
    Folders,
    catalogue_path,
    list_catalogues,
    load_catalogue,
    locales_folder,
    template_path,
)
from access_kit.i18n.fallback import (
    SOURCE_LOCALE,
    canonical,
    formats_locale,
    same_language,
    words_chain,
)
from access_kit.i18n.integrity import find_changes
from access_kit.i18n.language_habits import find_language, sentence_ends
from access_kit.i18n.message import Message, TranslationState
from access_kit.i18n.po_reader import Catalogue
from access_kit.model.document import Inline, Inlines, LineBreak, Link, Text

__all__ = ["SOURCE_LOCALE", "Asked", "TranslationStanding", "Words", "load_words", "locales_folder"]

SENTENCE_KEYS = ("rule.", "group.", "floor.", "feature.", "platform.notice", "plan.", "withheld.")
"""Beginnings of the keys of sentences that a plan holds, in the words of the source."""

SENTENCE = "sentence: "
"""How their keys begin here; the rest is the sentence itself, for a kit may change a rule."""

FilledIn = str | Text | Link | Inlines
"""What stands for a placeholder: text alone is isolated, in its own direction."""

_PIECE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\[(?P<words>[^\[\]]+)\]\(\{(?P<url>\w+)\}\)|\{(?P<value>\w+)\}|(?P<br>\n)"
)


@dataclass(frozen=True)
class TranslationStanding:
    """Of one translation: its language, how far it has come, and whether a machine made it."""

    lang: str
    state: TranslationState = TranslationState.APPROVED
    machine: bool = False


@dataclass
class Asked:
    """The keys that were said, and those of them said as bare text, which no language marks."""

    keys: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Words:
    """The words of one locale. A key that is not there is a bug, and raises ``KeyError``.

    ``standing`` holds the keys that are not approved words of ``locale`` itself. ``wanted`` is the
    locale that was asked for: of dates and numbers, where ``locale`` is its parent. ``country`` is
    where the paper is used: the clock is written as people there write it.
    """

    locale: str
    messages: Mapping[str, str]
    standing: Mapping[str, TranslationStanding] = field(
        default_factory=lambda: MappingProxyType({})
    )
    safety: frozenset[str] = frozenset()
    wanted: str = ""
    country: str = ""
    noted: Asked | None = field(default=None, compare=False)

    def __contains__(self, key: str) -> bool:
        return key in self.messages

    @property
    def formats(self) -> str:
        """The locale of dates, times and numbers."""
        return formats_locale(self.wanted or self.locale, self.country)

    def text(self, key: str, /, **values: object) -> str:
        """The message as plain text with its values put in; its markup marks are removed."""
        if self.noted is not None:
            self.noted.bare.add(key)
        return "".join(
            "\n" if isinstance(piece, LineBreak) else piece.text
            for piece in self.inlines(key, **{name: str(value) for name, value in values.items()})
        )

    def inlines(self, key: str, /, **values: FilledIn) -> Inlines:
        """The message as inline content; each value stands isolated, in its own direction."""
        if self.noted is not None:
            self.noted.keys.add(key)
        lang = self.lang_of(key)
        stops = find_language(lang or self.locale).sentence.end.get(".", ".") + "."
        message = self.messages[key]
        if _BEGINS_WITH_DAY.match(message):
            values["on"] = _begin_sentence(values["on"])
        pieces = tuple(_without_second_stop(_pieces(message, values), stops))
        return in_language(pieces, lang) if lang else pieces

    def say(self, sentence: str) -> Inlines:
        """A sentence of a plan in this language; one of the agency's own as it is."""
        key = SENTENCE + sentence
        return self.inlines(key) if key in self.messages else (Text(sentence),)

    def lang_of(self, key: str) -> str | None:
        """The language of a message where it is not this locale."""
        found = self.standing.get(key)
        return found.lang if found and found.lang != self.locale else None

    def noting(self) -> tuple[Words, Asked]:
        """The same words, and a list that fills with the keys that are said."""
        asked = Asked()
        return dataclasses.replace(self, noted=asked), asked

    def is_foreign(self, key: str) -> bool:
        """Whether the message is in a language that a reader of this one may not know."""
        lang = self.lang_of(key)
        return lang is not None and not same_language(lang, self.locale)


def in_language(content: Inlines, lang: str) -> Inlines:
    """``content`` with its language on each run; values keep their own."""
    return tuple(
        dataclasses.replace(part, lang=lang)
        if isinstance(part, Text | Link) and part.lang is None and not _is_value(part)
        else part
        for part in content
    )


def _is_value(part: Text | Link) -> bool:
    return isinstance(part, Text) and part.isolate


def _pieces(
    message: str, values: Mapping[str, FilledIn], *, strong: bool = False
) -> Iterator[Inline]:
    at = 0
    for match in _PIECE.finditer(message):
        if match.start() > at:
            yield Text(message[at : match.start()], strong=strong)
        at = match.end()
        if match["strong"]:
            yield from _pieces(match["strong"], values, strong=True)
        elif match["words"]:
            yield Link(match["words"], str(values[match["url"]]))
        elif match["value"]:
            value = values[match["value"]]
            if isinstance(value, str):
                value = Text(value, strong=strong, isolate=True)
            yield from value if isinstance(value, tuple) else (value,)
        else:
            yield LineBreak()
    if at < len(message):
        yield Text(message[at:], strong=strong)


_BEGINS_WITH_DAY = re.compile(r"(?:\*\*)?\{on\}")


def _begin_sentence(day: FilledIn) -> FilledIn:
    """A day as a sentence begins with it: many languages write weekdays in small letters."""
    return day[:1].title() + day[1:] if isinstance(day, str) else day


def _without_second_stop(pieces: Iterable[Inline], stops: str) -> Iterator[Inline]:
    """Where a value ends a sentence itself ("Ready to take part?", "6:15 p. m."), no more stop."""
    ended = False
    for piece in pieces:
        if ended and isinstance(piece, Text) and _begins_with_stop(piece.text, stops):
            piece = dataclasses.replace(piece, text=piece.text[1:])
            if not piece.text:
                continue
        ended = (
            isinstance(piece, Text)
            and piece.isolate
            and piece.text.endswith(tuple(sentence_ends()))
        )
        yield piece


def _begins_with_stop(text: str, stops: str) -> bool:
    return text[:1] != "" and text[0] in stops and (len(text) == 1 or text[1].isspace())


def load_words(
    locale: str, folders: Folders = (), country: str | None = None, *, approved: bool = False
) -> Words:
    """The words for ``locale``; ``folders`` of catalogues are asked before the package's own.

    ``country`` is where they are read, as two letters. A locale without any catalogue gets the
    source. With ``approved``, what no person approved is as if it were not there. ``BadInput`` when
    a catalogue is broken.
    """
    own = locales_folder()
    places = (*(folder for folder in folders if folder != own), own)
    chain = words_chain(canonical(locale))
    paths = [template_path(own, domain) for domain in DOMAINS]
    paths += [catalogue_path(p, lang, d) for lang in chain for p in places for d in DOMAINS]
    words = _load(chain, places, tuple(stamp(path) for path in paths), approved)
    return dataclasses.replace(words, country=country) if country else words


@lru_cache(maxsize=64)
def _load(
    chain: tuple[str, ...], places: Folders, _stamps: tuple[Stamp, ...], approved: bool
) -> Words:
    """The stamps are here so that a file that was changed is read again."""
    own = places[-1]
    template = load_catalogue(template_path(own, WORDS))
    assert template is not None
    source = Words(
        SOURCE_LOCALE,
        MappingProxyType({message.key: message.source for message in template.messages}),
        safety=frozenset(message.key for message in template.messages if message.is_safety),
    )
    words = list(_messages_of(chain, places, WORDS, approved))
    if not words:
        return source
    rules = load_catalogue(template_path(own, DOCS)) or Catalogue()
    docs = list(_messages_of(chain, places, DOCS, approved))
    planned = (one for one in (*template.messages, *rules.messages) if is_sentence(one))
    sentences = {SENTENCE + one.source: one.source for one in planned}
    found = [(lang, one.key, one) for lang, messages in words for one in messages]
    found += [
        (lang, SENTENCE + one.source, one)
        for lang, messages in (*words, *docs)
        for one in messages
        if is_sentence(one)
    ]
    return _merge(source, sentences, chain[0], words[0][0], found)


def _messages_of(
    chain: tuple[str, ...], places: Folders, domain: str, approved: bool
) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """The messages of each catalogue; with ``approved`` only what a person approved."""
    for lang, catalogue in list_catalogues(chain, places, domain):
        messages = tuple(one for one in catalogue.messages if not approved or is_approved(one))
        if messages or not approved:
            yield lang, messages


def _merge(
    source: Words,
    sentences: Mapping[str, str],
    wanted: str,
    locale: str,
    found: Iterable[tuple[str, str, Message]],
) -> Words:
    """For each key the first of ``found`` that may be used, else the source."""
    messages = {**source.messages, **sentences}
    standing = {key: TranslationStanding(SOURCE_LOCALE) for key in messages}
    settled: set[str] = set()
    for lang, key, message in found:
        if key in settled or messages.get(key, message.source) != message.source:
            continue
        if key.startswith(SENTENCE) or key in messages:
            if not is_usable(message):
                continue
            settled.add(key)
            messages[key] = message.target
            state = message.state
            if lang == locale and state is TranslationState.APPROVED:
                standing.pop(key, None)
            else:
                standing[key] = TranslationStanding(lang, state, message.is_machine)
    return Words(
        locale,
        MappingProxyType(messages),
        MappingProxyType(standing),
        source.safety,
        wanted,
    )


def is_usable(message: Message) -> bool:
    """Whether a translation may be used at all: there, not fuzzy, and nothing in it altered."""
    return message.is_translated and not find_changes(message.source, message.target)


def is_approved(message: Message) -> bool:
    """Whether a person approved a translation."""
    return message.state is TranslationState.APPROVED


def is_sentence(message: Message) -> bool:
    """Whether a message is found by its words: a plan keeps sentences, not keys."""
    return message.key.startswith(SENTENCE_KEYS)
