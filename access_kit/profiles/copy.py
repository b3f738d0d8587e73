"""The copy that a person gets of all that is held about them, as a Document.

Rules of this file:
- Everything held is in it: answers now and earlier, consents, messages, the log; nothing is judged.
- It says why it is held, what the person can do about it, and whom to ask.
- Staff are named as the log names them; other people are not in it.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from access_kit.i18n import Words
from access_kit.i18n.dates import say_date
from access_kit.i18n.phones import say_phone
from access_kit.model.consent import ConsentRecord
from access_kit.model.document import (
    Block,
    Blocks,
    BulletList,
    Contact,
    ContactBox,
    Document,
    Heading,
    Inlines,
    ListItem,
    Paragraph,
    Purpose,
)
from access_kit.model.kit import Agency
from access_kit.model.ledger import MailRow, MailState
from access_kit.model.profile import Profile
from access_kit.model.record import AuditEntry, ProfileVersion
from access_kit.profiles.fields import fields_by_key, profile_fields
from access_kit.profiles.said import say_label, say_profile, say_tree
from access_kit.profiles.tree import Tree


@dataclass(frozen=True)
class AllHeld:
    """All that is held about one person. ``passed`` are keys they would rather not speak about."""

    profile: Profile
    history: tuple[ProfileVersion, ...] = ()
    consents: tuple[ConsentRecord, ...] = ()
    mails: tuple[MailRow, ...] = ()
    log: tuple[AuditEntry, ...] = ()
    passed: tuple[str, ...] = ()
    draft: Tree = dataclasses.field(default_factory=dict)
    """Answers of an interview that was stopped, and not yet confirmed."""


def build_copy(held: AllHeld, agency: Agency | None, words: Words) -> Document:
    """The copy, in the language of ``words``; its labels are set by who renders it."""
    blocks = (
        _text(words, "hello", name=held.profile.name),
        _text(words, "intro"),
        *_section(words, "told.heading", _answers(held.profile, words)),
        *_section(words, "draft.heading", _unconfirmed(held.draft, words)),
        *_section(words, "rather-not.heading", _passed(held.passed, words)),
        *_section(words, "consent.heading", _consents(held.consents, words)),
        *_section(words, "mail.heading", _mails(held.mails, words)),
        *_section(words, "earlier.heading", _earlier(held.history, words)),
        *_section(words, "log.heading", _log(held.log, words), _text(words, "log.intro")),
        _head(words, "why.heading"),
        _text(words, "why.text"),
        _head(words, "rights.heading"),
        *(_text(words, f"rights.{key}") for key in ("change", "erase", "same")),
        *_whom_to_ask(agency, words),
    )
    title = words.text("profile-copy.title")
    return Document(title, words.locale, Purpose.HANDOUT, blocks)


def _head(words: Words, key: str) -> Heading:
    return Heading(1, words.inlines(f"profile-copy.{key}"))


def _text(words: Words, key: str, **values: str) -> Paragraph:
    return Paragraph(words.inlines(f"profile-copy.{key}", **values))


def _section(words: Words, key: str, lines: Iterable[Inlines], *before: Block) -> Blocks:
    """A heading with a list; nothing at all when there is nothing to list."""
    items = tuple(ListItem(line) for line in lines)
    return (_head(words, key), *before, BulletList(items)) if items else ()


def _answers(profile: Profile, words: Words) -> list[Inlines]:
    return [
        words.inlines("profile-copy.line", label=one.label, answer=one.answer)
        for one in say_profile(profile, words)
    ]


def _unconfirmed(draft: Tree, words: Words) -> list[Inlines]:
    return [
        words.inlines("profile-copy.line", label=one.label, answer=one.answer)
        for one in say_tree(draft, words)
    ]


def _passed(keys: Iterable[str], words: Words) -> list[Inlines]:
    fields = fields_by_key()
    wanted = set(keys)
    known = [field for field in profile_fields() if field.key in wanted & set(fields)]
    return [words.inlines("profile-copy.told-label", label=say_label(f, words)) for f in known]


def _consents(records: Iterable[ConsentRecord], words: Words) -> list[Inlines]:
    return [
        words.inlines(
            "profile-copy.consent.line",
            date=_day(record.given_at, words),
            act=words.text(f"profile-copy.consent.{record.act.value}"),
            form=f"{record.form} {record.version}",
            items=", ".join(f"{key}: {said}" for key, said in record.answers.items()) or "–",
        )
        for record in records
    ]


def _mails(rows: Iterable[MailRow], words: Words) -> list[Inlines]:
    return [
        words.inlines(
            "profile-copy.mail.line",
            date=_day(row.at, words),
            channel=words.text(f"profile-copy.contact.safe.{row.key.channel}"),
            state=_state(row.state, words),
        )
        for row in rows
    ]


def _state(state: MailState, words: Words) -> str:
    """A state in the words of ``status``; of what is on the line nobody knows if it went."""
    said = MailState.UNCERTAIN if state is MailState.IN_FLIGHT else state
    return words.text(f"profile-copy.mail.{said.value}")


def _earlier(history: tuple[ProfileVersion, ...], words: Words) -> list[Inlines]:
    """Answers that a later version changed, with the day until which they stood."""
    lines = []
    for before, after in pairwise(history):
        now = {(one.label, one.answer) for one in say_profile(after.profile, words)}
        lines += [
            words.inlines(
                "profile-copy.earlier.line",
                date=_day(after.at, words),
                label=one.label,
                answer=one.answer,
            )
            for one in say_profile(before.profile, words)
            if (one.label, one.answer) not in now
        ]
    return lines


def _log(entries: Iterable[AuditEntry], words: Words) -> list[Inlines]:
    return [
        words.inlines(
            "profile-copy.log.line",
            date=_day(entry.at, words),
            who=entry.name or entry.user,
            what=_did(entry.what, words),
        )
        for entry in entries
    ]


def _did(what: str, words: Words) -> str:
    """``copy-made`` as "copy made"; how far a message got in the words for that."""
    state = what.removeprefix("mail-").replace("-", "_")
    if what.startswith("mail-") and state in set(MailState):
        return words.text("profile-copy.log.mail", state=_state(MailState(state), words))
    return what.replace("-", " ")


def _day(moment: datetime.datetime, words: Words) -> str:
    return say_date(moment.date(), words.locale)


def _whom_to_ask(agency: Agency | None, words: Words) -> Blocks:
    if agency is None:
        return ()
    number = say_phone(agency.phone, words.country or None) if agency.phone else None
    ways = [
        ("phone", number, f"tel:{agency.phone.replace(' ', '')}" if agency.phone else None),
        ("email", agency.email, f"mailto:{agency.email}" if agency.email else None),
        ("post", ", ".join(agency.envelope_sender), None),
    ]
    contacts = tuple(
        Contact(words.text(f"profile-copy.ask.{kind}"), value, url)
        for kind, value, url in ways
        if value
    )
    return (ContactBox(words.inlines("profile-copy.ask.heading"), contacts),)
