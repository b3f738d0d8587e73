"""The rows of a language: every text of its catalogues, each form of a plural apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from access_kit.i18n.message import Message, TranslationState
from access_kit.i18n.po_reader import Catalogue

EMPTY, UNSURE = "empty", "unsure"
STATES = (EMPTY, UNSURE, *(one.value for one in TranslationState))
"""``unsure``: what it translates has changed, and the translation is a hint from before."""

_ID_LENGTH = 16


@dataclass(frozen=True)
class ExchangeRow:
    """``form`` is the number of a plural form, empty where there is none; then so is ``plural``.

    ``machine`` is the engine and the day of a machine's translation, ``limit`` the most characters
    (or ``sms``). ``notes``, ``remarks`` and ``places`` have a line each. ``line`` is where it
    stands in the file that it came from, 0 where that has no lines.
    """

    language: str
    domain: str
    context: str
    source: str
    plural: str = ""
    form: str = ""
    target: str = ""
    state: str = EMPTY
    machine: str = ""
    safety: str = ""
    limit: str = ""
    notes: str = ""
    remarks: str = ""
    places: str = ""
    id: str = ""
    line: int = 0

    @property
    def what(self) -> tuple[str, ...]:
        """What it translates, which nobody may change."""
        return (self.language, self.domain, self.context, self.source, self.plural, self.form)

    @property
    def right_id(self) -> str:
        return hashlib.sha256("\0".join(self.what).encode()).hexdigest()[:_ID_LENGTH]


def rows_of(language: str, catalogues: Mapping[str, Catalogue]) -> Iterator[ExchangeRow]:
    """The rows of catalogues by their domains; ``id`` is of what each translates."""
    for domain, catalogue in catalogues.items():
        for message in catalogue.messages:
            yield from message_rows(language, domain, message)


def message_rows(language: str, domain: str, message: Message) -> Iterator[ExchangeRow]:
    for form, target in enumerate(targets_of(message)):
        row = ExchangeRow(
            language,
            domain,
            message.key,
            message.source,
            message.plural,
            str(form) if message.plural else "",
            target,
            _state_of(message) if target else EMPTY,
            _machine_of(message),
            "yes" if message.is_safety else "",
            _limit(message),
            "\n".join(message.own_notes),
            "\n".join(remarks_of(message)),
            "\n".join(message.places),
        )
        yield replace(row, id=row.right_id)


def targets_of(message: Message) -> tuple[str, ...]:
    """Its translation, or each form of it; of an untouched plural two."""
    return (message.targets or ("", "")) if message.plural else (message.target,)


def _state_of(message: Message) -> str:
    return UNSURE if message.is_fuzzy else message.state.value


def _machine_of(message: Message) -> str:
    said = next((one for one in message.standing if one.startswith("mt:")), "")
    return said.removeprefix("mt:").strip()


def remarks_of(message: Message) -> tuple[str, ...]:
    """What translators wrote beside it, without what is about its state."""
    return tuple(one for one in message.remarks if not one.startswith(("state:", "mt:")))


def _limit(message: Message) -> str:
    said = next((one for one in message.notes if one.startswith("max:")), "")
    return said.removeprefix("max:").strip()
