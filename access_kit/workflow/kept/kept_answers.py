"""What came back from people: kept in the store, one document for each person and form.

An agreement is kept as a consent, entry by entry; the check, and "Did this work for you?", as the
last answers that were given. Nothing here holds a sentence: ids of items, and ids of answers.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from access_kit.delivery.consent_rules import ConsentStanding, must_ask_again, standing
from access_kit.errors import BadInput, Problem
from access_kit.model.consent import ConsentAct, ConsentRecord
from access_kit.model.record import StoredDocument
from access_kit.workflow.kept.kept_words import KIND as WORDS
from access_kit.workflow.kept.kept_words import when_written
from access_kit.workflow.packets import Packet

KIND = "answers"
TECH_CHECK, CONSENT, FEEDBACK = "tech_check", "consent", "feedback"


class AnswerStore(Protocol):
    """The part of a store that keeps answers."""

    def put_document(self, kind: str, key: str, data: bytes, *, person: str = "") -> None: ...

    def document(self, kind: str, key: str) -> StoredDocument | None: ...

    def consents(self, person: str) -> tuple[ConsentRecord, ...]: ...


class AnswerLister(Protocol):
    """The part of a store that lists answers."""

    def documents(self, kind: str, *, person: str | None = None) -> Iterator[StoredDocument]: ...


class HearsFrom(AnswerLister, Protocol):
    """The part of a store that knows what people said."""

    def consents(self, person: str) -> tuple[ConsentRecord, ...]: ...


@dataclass(frozen=True)
class Answers:
    """Answers to one form: ``version`` and ``sha256`` name the words that were shown.

    ``at`` is when the newest was said, ``times`` when each was.
    """

    form: str
    answers: Mapping[str, str]
    version: str = ""
    sha256: str = ""
    locale: str = ""
    way: str = ""
    recorded_by: str = ""
    at: str = ""
    times: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def merged(before: Answers | None, newer: Answers) -> Answers:
    """``newer`` beside what was said before: of each item the newest; at one moment, the lesser.

    In whatever order the two come, the same is kept.
    """
    if before is None:
        return dataclasses.replace(newer, times=dict.fromkeys(newer.answers, newer.at))
    kept = {key: (one, _time(before, key)) for key, one in before.answers.items()}
    for key, one in newer.answers.items():
        mine, at = kept.get(key, ("", ""))
        later = not at or _moment(newer.at) > _moment(at)
        if later or (_moment(newer.at) == _moment(at) and _rank(one) > _rank(mine)):
            kept[key] = (one, newer.at)
    newest = max((before, newer), key=lambda one: _moment(one.at) if one.at else _EVER)
    return dataclasses.replace(
        newest,
        answers={key: one for key, (one, _) in kept.items()},
        times={key: at for key, (_, at) in kept.items()},
    )


_EVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
_LESSER = ("yes", "not-for-me", "no", "not-yet", "need-help")
"""Answers, what asks for least first."""


def _rank(answer: str) -> int:
    return _LESSER.index(answer) if answer in _LESSER else 0


def _time(said: Answers, key: str) -> str:
    return said.times.get(key, said.at)


def _moment(at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(at)


def keep_answers(store: AnswerStore, session: str, person: str, said: Answers) -> None:
    plain = {**vars(said), "answers": dict(said.answers), "times": dict(said.times)}
    data = json.dumps(plain, ensure_ascii=False)
    store.put_document(KIND, _key(session, person, said.form), data.encode(), person=person)


def find_answers(store: AnswerStore, session: str, person: str, form: str) -> Answers | None:
    found = store.document(KIND, _key(session, person, form))
    if found is None:
        return None
    return _read(found, person)


def _read(found: StoredDocument, person: str) -> Answers:
    try:
        return Answers(**json.loads(found.data))
    except (ValueError, TypeError):
        raise BadInput(Problem("store.damaged", where=person)) from None


KNOWN_DAYS = 90
"""How long a yes to a question of the check is taken as still so, in days."""


def known_lately(
    store: AnswerLister, person: str, session: str, at: datetime.datetime
) -> frozenset[str]:
    """The questions of the check to which a person had said yes lately, before other meetings.

    What was answered for ``session`` itself does not count, nor after ``at``: its papers ask what
    they asked.
    """
    last: dict[str, tuple[datetime.datetime, str]] = {}
    for kept in store.documents(KIND, person=person):
        if kept.key.endswith(f"/{TECH_CHECK}") and kept.key != _key(session, person, TECH_CHECK):
            for key, answer, when in _said_by(kept, person, at):
                if key not in last or when > last[key][0]:
                    last[key] = (when, answer)
    since = at - datetime.timedelta(days=KNOWN_DAYS)
    return frozenset(key for key, (when, said) in last.items() if said == "yes" and when >= since)


def answered_by(
    store: AnswerStore, person: str, sessions: Iterable[str], at: datetime.datetime
) -> Iterator[str]:
    """The questions of the check that a person had answered for any of these sessions."""
    for session in sessions:
        kept = store.document(KIND, _key(session, person, TECH_CHECK))
        yield from (key for key, *_ in _said_by(kept, person, at)) if kept else ()


def _said_by(
    kept: StoredDocument, person: str, at: datetime.datetime
) -> Iterator[tuple[str, str, datetime.datetime]]:
    """What had been answered by a moment: question, answer, and when."""
    said = _read(kept, person)
    for key, answer in said.answers.items():
        when = _moment(_time(said, key))
        if when <= at:
            yield key, answer, when


def sessions_answered(store: AnswerLister, person: str) -> Iterator[str]:
    """The sessions to whose forms a person answered."""
    return (kept.key.partition("/")[0] for kept in store.documents(KIND, person=person))


def heard_at(store: HearsFrom, person: str, *, by: datetime.datetime) -> datetime.datetime | None:
    """When a person was heard from last: an answer, an agreement, or words of their own.

    What was said after ``by`` does not count, and that somebody asks them again is no word of
    theirs.
    """
    said = (_read(one, person) for one in store.documents(KIND, person=person))
    times = (at for one in said for at in (one.at, *one.times.values()))
    wrote = (when_written(one) for one in store.documents(WORDS, person=person))
    records = store.consents(person)
    agreed = (one.given_at for one in records if one.act is not ConsentAct.ASKED_AGAIN)
    heard = (*map(_moment, filter(None, (*times, *wrote))), *agreed)
    return max((one for one in heard if one <= by), default=None)


def _key(session: str, person: str, form: str) -> str:
    return f"{session}/{person.casefold()}/{form}"


@dataclass(frozen=True)
class CameBack:
    """What a person gave back for a session, and what is open.

    ``help`` are the items of the check with "need help" or "not yet".
    """

    tech_check: str
    consent: str
    help: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return "waiting" in (self.tech_check, self.consent) or self.consent in (
            "ask_again",
            "unsigned",
        )


def came_back(
    store: AnswerStore | None,
    session: str,
    person: str,
    packet: Packet | None,
    *,
    today: datetime.date,
    earlier: Sequence[str] = (),
) -> CameBack:
    """How a person's answers stand: ``none`` where nothing was asked, else ``waiting`` …

    In a group, what was answered before one of the ``earlier`` meetings counts until it is
    answered anew.
    """
    asked = asked_forms(packet)
    check = _last_answers(store, (*earlier, session), person) if store else None
    right = find_answers(store, session, person, FEEDBACK) if store else None
    consent = standing(store.consents(person) if store else (), today=today)
    needs = tuple(
        key for key, said in (check.answers if check else {}).items() if said in NEEDS_HELP
    )
    return CameBack(
        tech_check="answered" if check else "waiting" if TECH_CHECK in asked else "none",
        consent=_consent_state(
            consent,
            asked.get(CONSENT),
            is_unsigned=any(
                _is_unsigned(store, one, person, consent) for one in (*earlier, session)
            ),
        ),
        help=needs,
        feedback=tuple(right.answers) if right else (),
    )


NEEDS_HELP = ("need-help", "not-yet")


def _last_answers(store: AnswerStore, sessions: Sequence[str], person: str) -> Answers | None:
    """What was answered to the check, over all of these sessions; of each question the newest."""
    found = None
    for session in sessions:
        said = find_answers(store, session, person, TECH_CHECK)
        found = merged(found, said) if said and found else said or found
    return found


def _is_unsigned(
    store: AnswerStore | None, session: str, person: str, consent: ConsentStanding
) -> bool:
    """Whether answers came back without a yes to the whole, after the last agreement if any."""
    said = find_answers(store, session, person, CONSENT) if store else None
    return said is not None and (consent.given_at is None or _moment(said.at) > consent.given_at)


def _consent_state(consent: ConsentStanding, asked: str | None, *, is_unsigned: bool) -> str:
    if "all" in consent.withdrawn:
        return "withdrawn"
    if consent.is_given:
        return "ask_again" if asked and must_ask_again(consent, asked) else "given"
    if is_unsigned:
        return "unsigned"
    return "waiting" if asked else "none"


def asked_forms(packet: Packet | None) -> Mapping[str, str]:
    """The forms that a packet holds, with the digests of what they say."""
    if packet is None:
        return {}
    return dict(_forms(packet.manifest.get("forms", ())))


def _forms(entries: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    for entry in entries:
        yield str(entry.get("form", "")), str(entry.get("sha256", ""))
