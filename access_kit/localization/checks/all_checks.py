"""The table of checks, and running them over a catalogue."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from access_kit.errors import Problem, Severity
from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.checks import contents, style, whole
from access_kit.localization.checks.pair import Check, TranslationPair
from access_kit.localization.glossary import Glossary
from access_kit.localization.habits import Habits, habits_of

ERRORS: Mapping[str, Check] = {
    "catalogue.placeholders": contents.placeholders,
    "catalogue.tags": contents.tags,
    "catalogue.numbers": contents.numbers,
    "catalogue.addresses": contents.addresses,
    "catalogue.line-ends": contents.line_ends,
    "catalogue.control-signs": contents.control_signs,
    "catalogue.direction-marks": contents.direction_marks,
    "catalogue.mixed-script": contents.mixed_script,
    "catalogue.wrong-script": contents.wrong_script,
    "catalogue.glossary": contents.glossary_words,
    "catalogue.too-long": contents.too_long,
}
"""What makes a translation wrong: with one of these a language is not approved."""

WARNINGS: Mapping[str, Check] = {
    "catalogue.unchanged": style.unchanged,
    "catalogue.end-sign": style.end_sign,
    "catalogue.opening-sign": style.opening_sign,
    "catalogue.emphasis": style.emphasis,
    "catalogue.length": style.length,
    "catalogue.spaces": style.spaces,
    "catalogue.capital": style.capital,
    "catalogue.repeated-word": style.repeated,
    "catalogue.long-sentence": style.long_sentence,
}
"""What a person should look at again."""

CHECKS: Mapping[str, tuple[Severity, Check]] = {
    **{code: (Severity.ERROR, check) for code, check in ERRORS.items()},
    **{code: (Severity.WARNING, check) for code, check in WARNINGS.items()},
}


def check_catalogue(
    catalogue: Catalogue,
    template: Catalogue,
    *,
    locale: str,
    glossary: Glossary = (),
    complete: bool = True,
) -> list[Problem]:
    """Every finding in a catalogue that could be read, in the order of its lines.

    ``complete`` is for the words of the program: there, no safety string may be missing. Of the
    documents, one that is not all there stays in its own language.
    """
    habits = habits_of(locale)
    wanted = {message.id: message for message in template.messages}
    found = [
        problem
        for message in catalogue.messages
        if message.is_translated
        for problem in check_message(
            catalogue.file, message, wanted.get(message.id), habits, glossary
        )
    ]
    found += _check_language(catalogue, locale)
    found += whole.check_template(catalogue, template, complete=complete)
    found += whole.check_consistency(catalogue)
    found += whole.check_register(catalogue, habits)
    return sorted(found, key=Problem.sort_key)


def check_changed(
    file: str,
    messages: Iterable[Message],
    template: Catalogue,
    *,
    locale: str,
    glossary: Glossary = (),
) -> list[Problem]:
    """The findings in some messages of a catalogue, without those about it as a whole."""
    habits, wanted = habits_of(locale), {message.id: message for message in template.messages}
    return [
        problem
        for message in messages
        if message.is_translated
        for problem in check_message(file, message, wanted.get(message.id), habits, glossary)
    ]


def check_message(
    file: str, message: Message, source: Message | None, habits: Habits, glossary: Glossary
) -> Iterator[Problem]:
    """The findings in one message; ``source`` is the template's, whose notes hold."""
    line = message.target_line or message.line
    seen = set()
    for pair in _pairs(message, source or message, habits, glossary):
        for code, (severity, check) in CHECKS.items():
            for facts in check(pair):
                problem = Problem(code, severity, file, line, message.key or None, facts)
                key = (code, tuple(facts.items()))
                if key not in seen:
                    seen.add(key)
                    yield problem


def _pairs(
    message: Message, source: Message, habits: Habits, glossary: Glossary
) -> Iterator[TranslationPair]:
    """Each form of a message with its source."""
    message = dataclasses.replace(message, notes=source.notes)
    if not message.plural:
        yield TranslationPair(message, message.source, message.target, habits, glossary)
        return
    for number, form in enumerate(message.targets):
        spare = message.source if number == 0 else ""
        yield TranslationPair(message, message.plural, form, habits, glossary, spare)


def _check_language(catalogue: Catalogue, locale: str) -> Iterator[Problem]:
    if catalogue.language and catalogue.language.lower() != locale.lower():
        facts = {"value": catalogue.language, "wanted": locale}
        yield Problem("catalogue.other-language", Severity.ERROR, catalogue.file, 1, facts=facts)
