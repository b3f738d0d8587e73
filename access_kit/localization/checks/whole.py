"""Faults that show only when a catalogue is looked at as a whole, or beside its template."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from access_kit.errors import Problem, Severity
from access_kit.i18n.message import Message, TranslationState
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.habits import Habits

_WORD = re.compile(r"[^\W\d_]+")


def _tell(
    code: str, severity: Severity, catalogue: Catalogue, message: Message, **facts: str | int
) -> Problem:
    line = message.target_line or message.line
    return Problem(code, severity, catalogue.file, line or None, message.key or None, facts)


def check_template(
    catalogue: Catalogue, template: Catalogue, *, complete: bool
) -> Iterator[Problem]:
    """What is missing, stale, unsure or unknown. ``complete``: no safety string may be missing.

    What only the host reads may be missing: then the host's papers stay in the source language.
    """
    known = catalogue.by_id()
    by_key = {message.key: message for message in template.messages}
    wanted = {message.id: message for message in template.messages}
    for message in catalogue.messages:
        source = wanted.get(message.id)
        if source is not None:
            yield from _check_fuzzy(catalogue, message, source)
        elif complete and message.key in by_key:
            yield _tell("catalogue.stale", Severity.WARNING, catalogue, message)
        else:
            yield _tell("catalogue.unknown", Severity.WARNING, catalogue, message)
    found = {key: known.get(key) for key in wanted}
    missing = [wanted[key] for key, one in found.items() if not (one and one.target)]
    for message in missing:
        if message.is_safety and complete and not message.is_for_host:
            at = found[message.id] or Message(message.key, message.source)
            yield _tell(
                "catalogue.safety-missing", Severity.ERROR, catalogue, at, text=message.source[:60]
            )
    if missing:
        facts = {"count": len(missing), "total": len(wanted)}
        yield Problem("catalogue.incomplete", Severity.WARNING, catalogue.file, facts=facts)
    yield from _check_approval(catalogue, wanted)


def _check_fuzzy(catalogue: Catalogue, message: Message, source: Message) -> Iterator[Problem]:
    if message.is_fuzzy and message.target:
        code = "catalogue.safety-fuzzy" if source.is_safety else "catalogue.fuzzy"
        severity = Severity.ERROR if source.is_safety else Severity.WARNING
        yield _tell(code, severity, catalogue, message)
    if message.review.unknown:
        facts = {"word": message.review.unknown}
        yield _tell("catalogue.unknown-state", Severity.WARNING, catalogue, message, **facts)
    elif message.is_translated and message.review.state.rank > message.state.rank:
        yield _tell("catalogue.changed-since", Severity.WARNING, catalogue, message)


def _check_approval(
    catalogue: Catalogue, wanted: Mapping[tuple[str, str], Message]
) -> Iterator[Problem]:
    """One finding for all: a draft has hundreds of them."""
    open_ = [
        message
        for message in catalogue.messages
        if message.id in wanted
        and message.is_translated
        and message.state is not TranslationState.APPROVED
    ]
    safety = [message for message in open_ if wanted[message.id].is_safety]
    if safety:
        machine = sum(message.is_machine for message in safety)
        facts = {"count": len(safety), "machine": machine}
        yield _tell(
            "catalogue.safety-not-approved", Severity.WARNING, catalogue, safety[0], **facts
        )


def check_consistency(catalogue: Catalogue) -> Iterator[Problem]:
    """The same words said in two ways, or two things said with the same words."""
    by_source: dict[str, list[Message]] = defaultdict(list)
    by_target: dict[str, list[Message]] = defaultdict(list)
    for message in catalogue.messages:
        if message.is_translated:
            by_source[_fold(message.source)].append(message)
            by_target[_fold(message.target)].append(message)
    for same in by_source.values():
        for other in same[1:]:
            if _fold(other.target) != _fold(same[0].target):
                yield _tell(
                    "catalogue.two-translations",
                    Severity.WARNING, catalogue, other, first=same[0].key or same[0].line,
                )  # fmt: skip
    for same in by_target.values():
        for other in same[1:]:
            if _fold(other.source) != _fold(same[0].source):
                yield _tell(
                    "catalogue.two-sources",
                    Severity.WARNING, catalogue, other, first=same[0].key or same[0].line,
                )  # fmt: skip


def _fold(text: str) -> str:
    """Words and placeholders; case and signs do not make a difference."""
    return " ".join(re.findall(r"\{\w+\}|<\d+|\w+", text.casefold()))


def check_register(catalogue: Catalogue, habits: Habits) -> Iterator[Problem]:
    """Formal and familiar address in one catalogue: the rarer of the two is told."""
    if not habits.formal or not habits.familiar:
        return
    marked: dict[str, list[Message]] = {"formal": [], "familiar": []}
    for message in catalogue.messages:
        if message.is_translated:
            words = {_lower(word, habits) for word in _WORD.findall(message.target)}
            for name, markers in (("formal", habits.formal), ("familiar", habits.familiar)):
                if words & markers:
                    marked[name].append(message)
    rarer = min(marked, key=lambda name: len(marked[name]))
    usual = next(name for name in marked if name != rarer)
    if marked[usual]:
        for message in marked[rarer]:
            yield _tell(
                "catalogue.register", Severity.WARNING, catalogue, message, form=rarer, usual=usual
            )


def _lower(word: str, habits: Habits) -> str:
    """In lower case, but where a capital makes the word formal (Ihr, Lei)."""
    return word if word in habits.formal else word.lower()
