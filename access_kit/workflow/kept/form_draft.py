"""A form that was stopped on the way: what was said so far, to go on from. It counts for nothing.

It lies in the store alone, under a kind that nothing reads for an answer, until the form is
recorded or given up, or ``purge`` takes it away. It goes with the person.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from access_kit.model.record import StoredDocument

KIND = "form-draft"


class DraftStore(Protocol):
    """The part of a store that keeps drafts."""

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None: ...

    def document(self, kind: str, key: str) -> StoredDocument | None: ...

    def remove_document(self, kind: str, key: str) -> bool: ...


@dataclass(frozen=True)
class DraftPlace:
    """Whose draft of which form. ``stands_on`` names the words shown and what was said before.

    Where one of these is another by now, a draft is none: yes to other words, or before a no.
    """

    session: str
    person: str
    form: str
    stands_on: str

    @property
    def key(self) -> str:
        return f"{self.person.casefold()}/{self.session}/{self.form}"


@dataclass(frozen=True)
class SaidAnswers:
    """What a person said to a form: answers, and ``words`` of their own, by the item's key.

    ``at`` is the key of the item that comes next; empty behind the last one.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    at: str = ""


def find_draft(store: DraftStore, place: DraftPlace) -> SaidAnswers | None:
    """Where somebody stopped; ``None`` where nobody did, or a draft stands on nothing any more."""
    found = store.document(KIND, place.key)
    try:
        held = json.loads(found.data) if found else {}
        if held.pop("stands_on", "") != place.stands_on:
            return None
        said = SaidAnswers(**held)
        texts = (said.at, *said.answers.values(), *said.words.values())
    except (ValueError, TypeError, AttributeError):
        return None
    return said if all(isinstance(one, str) for one in texts) else None


def has_draft(store: DraftStore, place: DraftPlace) -> bool:
    """Whether there is a draft, be it one to go on from or not."""
    return store.document(KIND, place.key) is not None


def keep_draft(store: DraftStore, place: DraftPlace, said: SaidAnswers) -> None:
    plain = {"stands_on": place.stands_on} | dataclasses.asdict(said)
    data = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")
    store.put_document(KIND, place.key, data, person=place.person)


def drop_draft(store: DraftStore, place: DraftPlace) -> None:
    store.remove_document(KIND, place.key)
