"""The line above a paper that is not in its reader's language: help in it is free, whom to call.

It is one sentence a language, apart from all other translations: a person who knows the language
approves it alone. One that nobody approved is left out and told. It never makes a paper a draft.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from access_kit.errors import Problem
from access_kit.i18n import Words
from access_kit.i18n.catalogues import (
    HELP,
    Folders,
    list_catalogues,
    load_catalogue,
    locales_folder,
    template_path,
)
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language, words_chain
from access_kit.i18n.phones import say_phone
from access_kit.i18n.words import is_approved, is_usable
from access_kit.model.constraint import Choice
from access_kit.model.document import Document, Paragraph, Purpose, Text
from access_kit.model.kit import Resource, ResourceKind
from access_kit.model.plan import NotMet
from access_kit.model.profile import Profile

RULE = "S08"
"""Language help is free, and by somebody who is able to."""

SETTING = "language.help"

LEFT_OUT = "paper.help-left-out"
"""The problem that a file was made without the line: its letters or its voice are missing."""


class HelpLack(Choice):
    """a reason why there is no line about help: the code of the problem that tells it"""

    NOBODY = "language.help-nobody"
    BY_VOICE = "language.help-by-voice"
    NO_SENTENCE = "language.help-no-sentence"
    NOT_APPROVED = "language.help-not-approved"


@dataclass(frozen=True)
class LanguageHelp:
    """``line`` stands above papers for a reader of ``lang``, ``text`` is a text message of it.

    Both are ``None`` where something lacks.
    """

    lang: str
    line: Paragraph | None = None
    text: Paragraph | None = None
    lacks: tuple[HelpLack, ...] = ()

    def fitting(self, document: Document) -> Paragraph | None:
        """The line as it fits ``document``."""
        return self.text if document.purpose is Purpose.TEXTS else self.line


def first_language(profile: Profile) -> str | None:
    """The language that a person reads best, else the one that they speak best."""
    own = profile.language
    return next((one.value for one in (*own.written, *own.spoken) if one.wanted), None)


def find_help(
    lang: str,
    resources: Iterable[Resource],
    folders: Folders,
    *,
    voice: bool = True,
    country: str | None = None,
) -> LanguageHelp:
    """The line for a reader of ``lang`` in ``country``, or what lacks for one.

    ``voice``: whether the reader may be asked to call. ``BadInput`` when a catalogue is broken.
    """
    service, nobody = _interpreter(lang, resources, voice=voice)
    words, unsaid = _load_sentences(lang, folders)
    if service is None or words is None:
        return LanguageHelp(lang, lacks=tuple(one for one in (nobody, unsaid) if one))
    name = Text(service.name, isolate=True)
    by_page = bool(service.url) and not (voice and service.phone)
    phone = say_phone(service.phone, country) if service.phone else ""
    number = Text(service.url if by_page else phone, isolate=True)
    said = words.inlines("help.page", name=name, link=number) if by_page else None
    line = said or words.inlines("help.call", name=name, number=number)
    text = words.inlines("help.text", number=number)
    return LanguageHelp(lang, Paragraph(line, words.locale), Paragraph(text, words.locale))


def _interpreter(
    lang: str, resources: Iterable[Resource], *, voice: bool
) -> tuple[Resource | None, HelpLack | None]:
    """The first interpreter of the kit for a language whom the reader can reach, or the lack."""
    lack = HelpLack.NOBODY
    for one in resources:
        knows_it = any(same_language(lang, known) for known in one.languages)
        if one.kind is not ResourceKind.INTERPRETER or not knows_it:
            continue
        if one.url or (one.phone and voice):
            return one, None
        lack = HelpLack.BY_VOICE if one.phone else lack
    return None, lack


def _load_sentences(lang: str, folders: Folders) -> tuple[Words | None, HelpLack | None]:
    """The approved sentences of the first catalogue that has all of them, or the source's."""
    if same_language(lang, SOURCE_LOCALE):
        template = load_catalogue(template_path(locales_folder(), HELP))
        assert template is not None
        source = {one.key: one.source for one in template.messages}
        return Words(SOURCE_LOCALE, MappingProxyType(source)), None
    drafted = False
    for locale, catalogue in list_catalogues(words_chain(lang), folders, HELP):
        usable = [one for one in catalogue.messages if is_usable(one)]
        drafted = drafted or bool(usable)
        if usable and all(map(is_approved, usable)) and len(usable) == len(catalogue.messages):
            messages: Mapping[str, str] = {one.key: one.target for one in usable}
            return Words(locale, MappingProxyType(messages)), None
    return None, HelpLack.NOT_APPROVED if drafted else HelpLack.NO_SENTENCE


def put_above(document: Document, line: Paragraph) -> Document:
    """``document`` beginning with ``line``."""
    pages = (*document.print_pages[:1], *document.print_pages)
    return dataclasses.replace(document, blocks=(line, *document.blocks), print_pages=pages)


_SAID_OF = {
    HelpLack.NOBODY: ("plan.help-nobody", "plan.alternative.name-interpreter"),
    HelpLack.BY_VOICE: ("plan.help-by-voice", "plan.alternative.interpreter-page"),
}
_NOT_SAID = ("plan.help-not-said", "plan.alternative.check-help-line")


def help_not_met(help_: LanguageHelp, words: Words) -> Iterator[NotMet]:
    """What lacks for a line about help, each with what to do."""
    for lack in help_.lacks:
        yield _not_met(help_.lang, words, *_SAID_OF.get(lack, _NOT_SAID))


def help_left_out(problems: Iterable[Problem], words: Words) -> Iterator[NotMet]:
    """That files had to be made without the line, of whatever format they are."""
    for lang in dict.fromkeys(str(one.facts["lang"]) for one in problems if one.code == LEFT_OUT):
        yield _not_met(lang, words, "plan.help-left-out", "plan.alternative.web-page")


def _not_met(lang: str, words: Words, because: str, way: str) -> NotMet:
    return NotMet(
        rule=RULE,
        setting=SETTING,
        value=lang,
        because=words.text(because),
        alternatives=(words.text(way), words.text("plan.alternative.interpreter-call")),
    )
