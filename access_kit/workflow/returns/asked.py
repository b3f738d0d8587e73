"""What people were shown, kept when it went out, and what their answers are called in any language.

A reply may come when the packet is long purged, or made anew with other words: so the forms of a
packet are kept in the store, every version that went.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from access_kit.delivery.replies import HELP, READY, STOP, Phrases, answers_in
from access_kit.errors import BadInput, Problem
from access_kit.i18n import Words, load_words
from access_kit.i18n.catalogues import Folders, find_languages
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.questionnaire import QUESTIONNAIRE
from access_kit.model.answers import AskedAnswer, FormAnswer, to_plain
from access_kit.model.document import Purpose, Text
from access_kit.model.record import StoredDocument
from access_kit.workflow.mail.packets import Packet

KIND = "asked"
FORMS = (Purpose.TECH_CHECK.value, Purpose.CONSENT.value, QUESTIONNAIRE)


class KeepsDocuments(Protocol):
    """The part of a store that keeps documents."""

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None: ...

    def document(self, kind: str, key: str) -> StoredDocument | None: ...


def keep_asked(store: KeepsDocuments, packet: Packet) -> None:
    """Keep what the forms of ``packet`` ask, unless this version is kept already."""
    for entry in packet.manifest.get("forms", ()):
        keep_form(store, packet.session, packet.person, form_of(entry))


def keep_form(store: KeepsDocuments, session: str, person: str, form: FormAnswer) -> None:
    """Keep one form as it was shown to a person; the newest stands last."""
    key = _key(session, person, form.form)
    kept = list(_load(store.document(KIND, key)))
    if form in kept:
        return
    data = json.dumps([to_plain(one) for one in (*kept, form)], ensure_ascii=False)
    store.put_document(KIND, key, data.encode(), person=person)


def shown_forms(
    store: KeepsDocuments, session: str, person: str, versions: Iterable[str] = ()
) -> tuple[FormAnswer, ...]:
    """Of each form the version that ``versions`` names, else the one that was shown last."""
    found = []
    for name in FORMS:
        kept = list(_load(store.document(KIND, _key(session, person, name))))
        named = [one for one in kept if one.version in versions]
        found += (named or kept)[-1:]
    return tuple(found)


def _key(session: str, person: str, form: str) -> str:
    return f"{session}/{person.casefold()}/{form}"


def _load(stored: StoredDocument | None) -> Iterator[FormAnswer]:
    if stored is None:
        return
    try:
        for entry in json.loads(stored.data):
            yield form_of(entry)
    except (ValueError, TypeError, KeyError):
        raise BadInput(Problem("store.damaged", where=stored.person)) from None


def form_of(entry: Any) -> FormAnswer:  # noqa: ANN401 (JSON)
    """A form as a manifest of ours has it."""
    items = tuple(
        AskedAnswer(
            number=str(one["number"]),
            key=str(one["key"]),
            kind=str(one["kind"]),
            answers=tuple(one["answers"]),
            labels=tuple(one["labels"]),
        )
        for one in entry["items"]
    )
    return FormAnswer(
        str(entry["form"]), str(entry["version"]), str(entry["sha256"]), str(entry["locale"]), items
    )


# -- what answers are called --------------------------------------------------------------------

_ANSWERS = ("yes", "no", "not-yet", "need-help", "not-for-me")
_TAIL = ("as-now", "larger", "smaller", "other-format", "simpler", "other-language")
_SIGNS = ("sign-name", "sign-mark", "sign-voice", "sign-phone", "sign-writing")
_SHORT = (("y", "yes"), ("ok", "yes"), ("n", "no"), ("help", "need-help"))
_STOP = (
    *("STOP", "END", "CANCEL", "UNSUBSCRIBE", "QUIT", "ALTO", "BAJA", "PARAR", "CANCELAR"),
    *("توقف", "إيقاف", "قف", "रोकें", "रुकें", "रोको"),
)
"""What carriers take for a wish to stop, and the same in the languages that we ship."""


def phrases_of(folders: Folders) -> Phrases:
    """What answers are called in every language of ``folders``, drafts too: they are only read."""
    languages = sorted({SOURCE_LOCALE, *(lang for one in folders for lang in find_languages(one))})
    every = [load_words(lang, folders) for lang in languages]
    spoken = [pair for words in every for pair in zip((READY, HELP), _texted(words), strict=False)]
    return Phrases(
        answers=answers_in((*_SHORT, *_named(every, _ANSWERS))),
        tail=answers_in(_named(every, _TAIL)),
        signs=answers_in(_named(every, _SIGNS)),
        words=answers_in(
            [*((word, STOP) for word in _STOP), *((phrase, key) for key, phrase in spoken)]
        ),
    )


def _named(every: Sequence[Words], keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    for words in every:
        for key in keys:
            yield words.text(f"answer.{key}"), key


def _texted(words: Words) -> list[str]:
    """The words that a person may text back: those that stand out in that sentence."""
    pieces = words.inlines("form.return-text", host_number="")
    return [one.text for one in pieces if isinstance(one, Text) and one.strong]
