"""Catalogues made for tests: whole ones in the made-up language, and small ones by hand."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from access_kit.i18n.catalogues import (
    DOCS,
    EVERY_DOMAIN,
    KIT_FOLDER,
    WORDS,
    catalogue_path,
    load_catalogue,
    locales_folder,
    template_path,
)
from access_kit.i18n.message import Message, TranslationState, review_of
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.po_writer import write_catalogue
from access_kit.localization.review import Reviewer

NOW = datetime.datetime(2026, 11, 24, 9, tzinfo=datetime.UTC)
ANA = Reviewer("Ana Ruiz", "certified translator", NOW.date())


def words_template() -> Catalogue:
    found = load_catalogue(template_path(locales_folder(), WORDS))
    assert found is not None
    return found


def approved(message: Message) -> Message:
    review = review_of(
        message, TranslationState.APPROVED, by=ANA.name, qualification=ANA.qualification, on=ANA.on
    )
    return dataclasses.replace(message, notes=(*message.own_notes, review.as_note()))


def approve_shipped(kit: Path, language: str) -> None:
    """A kit in which everything that ships in ``language`` is approved, as if Ana had read it."""
    for domain, data in _approved_files(language).items():
        put(kit / KIT_FOLDER, language, Catalogue(), domain, data=data)


@cache
def _approved_files(language: str) -> dict[str, bytes]:
    found = {}
    for domain in EVERY_DOMAIN:
        shipped = load_catalogue(catalogue_path(locales_folder(), language, domain))
        if shipped is not None:
            done = [approved(one) if one.is_translated else one for one in shipped.messages]
            found[domain] = write_catalogue(dataclasses.replace(shipped, messages=tuple(done)))
    return found


def header(language: str) -> dict[str, str]:
    return {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }


def translated(
    template: Catalogue,
    say: Callable[[Message], str],
    language: str,
    *,
    approve: bool = True,
    keys: Iterable[str] | None = None,
) -> Catalogue:
    """``template`` as ``say`` translates it; only ``keys``, when given."""
    chosen = [m for m in template.messages if keys is None or m.key in set(keys)]
    messages = [dataclasses.replace(m, target=say(m)) for m in chosen]
    if approve:
        messages = [approved(message) for message in messages]
    return Catalogue(header=header(language), messages=tuple(messages))


def put(
    folder: Path, language: str, catalogue: Catalogue, domain: str = WORDS, *, data: bytes = b""
) -> Path:
    """Write a catalogue into a folder of catalogues; ``data`` instead of it, when given."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data or write_catalogue(catalogue))
    return path


def small(messages: Mapping[str, str], language: str, *, approve: bool = True) -> Catalogue:
    """A catalogue of a few keys of the program, with these translations."""
    return translated(
        words_template(), lambda m: messages[m.key], language, approve=approve, keys=messages
    )


__all__ = [
    "ANA",
    "DOCS",
    "NOW",
    "WORDS",
    "approve_shipped",
    "approved",
    "header",
    "put",
    "small",
    "translated",
    "words_template",
]
