"""What people were shown, kept when it went out, and what their answers are called in any language.

A reply may come when the packet is long purged, or made anew with other words: so the forms of a
packet are kept in the store, every version that went.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

from access_kit.delivery.replies import Phrases, answers_in
from access_kit.delivery.single_words import NOT_YET, READY
from access_kit.delivery.word_lists import spoken, word_lists
from access_kit.errors import BadInput, Problem
from access_kit.i18n import Words, load_words
from access_kit.i18n.catalogues import Folders, find_languages
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.questionnaire import QUESTIONNAIRE
from access_kit.model.answers import ManifestForm, ManifestItem, to_plain
from access_kit.model.document import Purpose, Text
from access_kit.model.record import StoredDocument
from access_kit.workflow.packets import Packet

KIND = "asked"
FIRST = "first-asked"
"""Kept once: when a form was shown to a person first, whatever version of it."""

FORMS = (Purpose.TECH_CHECK.value, Purpose.CONSENT.value, QUESTIONNAIRE)


class KeepsDocuments(Protocol):
    """The part of a store that keeps documents."""

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None: ...

    def document(self, kind: str, key: str) -> StoredDocument | None: ...

    def documents(self, kind: str) -> Iterator[StoredDocument]: ...


def keep_asked(store: KeepsDocuments, packet: Packet) -> None:
    """Keep what the forms of ``packet`` ask, unless this version is kept already."""
    for entry in packet.manifest.get("forms", ()):
        keep_form(store, packet.session, packet.person, form_of(entry))


def keep_form(store: KeepsDocuments, session: str, person: str, form: ManifestForm) -> None:
    """Keep one form as it was shown to a person; the newest stands last."""
    key = _key(session, person, form.form)
    if store.document(FIRST, key) is None:
        store.put_document(FIRST, key, b"", person=person)
    kept = list(_load(store.document(KIND, key)))
    if form in kept:
        return
    data = json.dumps([to_plain(one) for one in (*kept, form)], ensure_ascii=False)
    store.put_document(KIND, key, data.encode(), person=person)


def shown_forms(
    store: KeepsDocuments, session: str, person: str, versions: Iterable[str] = ()
) -> tuple[ManifestForm, ...]:
    """Of each form the version that ``versions`` names, else the one that was shown last."""
    found = []
    for name in FORMS:
        kept = list(_load(store.document(KIND, _key(session, person, name))))
        named = [one for one in kept if one.version in versions]
        found += (named or kept)[-1:]
    return tuple(found)


def people_shown(store: KeepsDocuments, versions: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Everyone to whom a form of one of ``versions`` was shown, each with the newest session."""
    found: dict[str, StoredDocument] = {}
    for kept in store.documents(KIND) if versions else ():
        newest = found.get(kept.person)
        is_newer = newest is None or kept.at > newest.at
        if is_newer and any(form.version in versions for form in _load(kept)):
            found[kept.person] = kept
    return tuple((person, kept.key.partition("/")[0]) for person, kept in found.items())


def shown_since(store: KeepsDocuments, session: str, person: str) -> datetime.datetime | None:
    """When a person was shown a form of a session first; ``None`` where that was not kept."""
    kept = (store.document(FIRST, _key(session, person, name)) for name in FORMS)
    return min((one.at for one in kept if one), default=None)


def _key(session: str, person: str, form: str) -> str:
    return f"{session}/{person.casefold()}/{form}"


def _load(stored: StoredDocument | None) -> Iterator[ManifestForm]:
    if stored is None:
        return
    try:
        for entry in json.loads(stored.data):
            yield form_of(entry)
    except (ValueError, TypeError, KeyError):
        raise BadInput(Problem("store.damaged", where=stored.person)) from None


def form_of(entry: Any) -> ManifestForm:  # noqa: ANN401 (JSON)
    """A form as a manifest of ours has it."""
    items = tuple(
        ManifestItem(
            number=str(one["number"]),
            key=str(one["key"]),
            kind=str(one["kind"]),
            answers=tuple(one["answers"]),
            labels=tuple(one["labels"]),
            said=str(one.get("said", "")),
        )
        for one in entry["items"]
    )
    return ManifestForm(
        str(entry["form"]), str(entry["version"]), str(entry["sha256"]), str(entry["locale"]), items
    )


# -- what answers are called --------------------------------------------------------------------

_ANSWERS = ("yes", "no", "not-yet", "need-help", "not-for-me")
_TAIL = ("as-now", "larger", "smaller", "other-format", "simpler", "other-language")
_SIGNS = ("sign-name", "sign-mark", "sign-voice", "sign-phone", "sign-writing")


def phrases_of(folders: Folders) -> Phrases:
    """What answers are called in every language of ``folders``, drafts too: they are only read."""
    languages = sorted({SOURCE_LOCALE, *(lang for one in folders for lang in find_languages(one))})
    every = [load_words(lang, folders) for lang in languages]
    lists = word_lists()
    known = [
        *((word, "yes") for word in lists.yes),
        *((word, "no") for word in lists.no),
        *((word, "need-help") for word in lists.help),
    ]
    return Phrases(
        answers=answers_in((*known, *_named(every, _ANSWERS))),
        tail=answers_in(_named(every, _TAIL)),
        signs=answers_in(_named(every, _SIGNS)),
        words=_whole_check(every),
    )


def _named(every: Sequence[Words], keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    for words in every:
        for key in keys:
            yield words.text(f"answer.{key}"), key


def _whole_check(every: Sequence[Words]) -> dict[str, str]:
    """The words that papers ask people to text: those that stand out in that sentence."""
    pairs = [
        (text, meaning)
        for words in every
        for meaning, text in zip((READY, NOT_YET), _texted(words), strict=False)
    ]
    return {spoken(text): meaning for text, meaning in answers_in(pairs).items()}


def _texted(words: Words) -> list[str]:
    pieces = words.inlines("form.return-text", host_number="")
    return [one.text for one in pieces if isinstance(one, Text) and one.strong]
