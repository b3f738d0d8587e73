"""What went to a person for each meeting: which handouts, which papers, which questions.

It is kept for each message when it is handed over or laid ready; the ledger says whether it went.
What was laid ready and never went is no part of what somebody has. Of who does not want to be kept
nothing stands here: their papers come in full each time.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from access_kit.errors import BadInput, Problem
from access_kit.model.ledger import MailKey
from access_kit.model.profile import Channel
from access_kit.store.protocol import Store
from access_kit.workflow.kept.forms_shown import keep_asked
from access_kit.workflow.packets import Packet
from access_kit.workflow.prepare.answer import stem_of

KIND = "given"


@dataclass(frozen=True)
class GivenPapers:
    """``handouts`` are digests of what they say, ``stems`` the papers, ``asked`` questions.

    ``forms`` are the versions of the forms among them. ``series`` says how the group goes on, as
    these papers told it, ``way`` by which way the person joins; empty where they did not.
    ``differs`` are dates of the group that they say are off (``""``) or moved, with the new start.
    ``ends_reminders``: they say that reminders end.
    """

    handouts: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    series: str = ""
    way: str = ""
    is_note: bool = False
    differs: Mapping[str, str] = field(default_factory=dict)
    ends_reminders: bool = False

    def __or__(self, other: GivenPapers) -> GivenPapers:
        """Both together: what went for one meeting by two ways."""
        return GivenPapers(
            handouts=_both(self.handouts, other.handouts),
            stems=_both(self.stems, other.stems),
            asked=_both(self.asked, other.asked),
            forms=_both(self.forms, other.forms),
            series=other.series or self.series,
            way=other.way or self.way,
            is_note=self.is_note or other.is_note,
            differs={**self.differs, **other.differs},
            ends_reminders=self.ends_reminders or other.ends_reminders,
        )


def _both(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def keep_what_goes(
    store: Store, going: Iterable[tuple[Packet, MailKey]], *, unkept: Container[str] = ()
) -> None:
    """The forms that go out now, so that answers can be read however late they come; and with
    what else, so that nobody gets it twice, but of the ``unkept``, who do not want that.
    """
    with store.transaction():
        for packet, key in going:
            keep_asked(store, packet)
            if packet.person in unkept:
                continue
            data = json.dumps(dataclasses.asdict(_given(packet, key))).encode()
            store.put_document(KIND, _place(key), data, person=packet.person)


def _given(packet: Packet, key: MailKey) -> GivenPapers:
    """What a message holds of a packet. Texts hold no form: it is gone through another way."""
    manifest = packet.manifest
    is_text = key.channel == Channel.SMS.value
    going = packet.of_kind("sms", "card") if is_text else packet.goes
    forms = () if is_text else manifest.get("forms", ())
    return GivenPapers(
        handouts=tuple(manifest.get("handouts", {}).values()),
        stems=tuple(sorted({stem_of(one.file) for one in going})),
        asked=() if is_text else tuple(manifest.get("asked", ())),
        forms=tuple(str(one.get("version", "")) for one in forms),
        series=str(manifest.get("series", "")),
        way=str(manifest.get("way", "")),
        is_note=bool(manifest.get("note", False)),
        differs={} if is_text else dict(manifest.get("differs", {})),
        ends_reminders=bool(manifest.get("ends_reminders", False)),
    )


def given_in(store: Store, key: MailKey) -> GivenPapers:
    """What a message held, as far as it was kept."""
    kept = store.document(KIND, _place(key))
    if kept is None:
        return GivenPapers()
    try:
        said = json.loads(kept.data)
        return GivenPapers(
            handouts=tuple(said["handouts"]),
            stems=tuple(said["stems"]),
            asked=tuple(said["asked"]),
            forms=tuple(said["forms"]),
            series=str(said["series"]),
            way=str(said["way"]),
            is_note=bool(said["is_note"]),
            differs=dict(said.get("differs", {})),
            ends_reminders=bool(said.get("ends_reminders", False)),
        )
    except (ValueError, TypeError, KeyError):
        raise BadInput(Problem("store.damaged", where=key.person)) from None


def _place(key: MailKey) -> str:
    return f"{key.session}/{key.person.casefold()}/{key.channel}/{key.words}"
