"""A meeting and its papers as they are now, asked before each message while a run is on the line.

A run takes minutes, and a meeting may be moved meanwhile. What is on disk is read again only where
it is another file than at the last look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from access_kit.files import Stamp, stamp
from access_kit.model.ledger import CANCEL, LEFT, PACKET
from access_kit.model.series import Meeting, is_off
from access_kit.model.session import Session
from access_kit.model.told import told_of
from access_kit.session_files import split_reference
from access_kit.workflow.mail.choose import paper_faults
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mailed.changed import tells_untrue
from access_kit.workflow.mailed.dispatches import Dispatch
from access_kit.workflow.mailed.messages import packet_version
from access_kit.workflow.packets import packet_of
from access_kit.workflow.prepare.pack import PACKETS

_NAMES = {"cancelled": CANCEL, "cancelled-letter": CANCEL, LEFT: LEFT}
"""What is told by hand, by its reason; anything else is about a meeting that takes place."""


class MeetingNow:
    """What is wrong by now with what a run was about to say. ``cancels``: that there is no meeting.

    Codes are those of the gate.
    """

    def __init__(self, desk: MailDesk, *, cancels: bool) -> None:
        self._desk = desk
        self._cancels = cancels
        self._told = str(desk.told)
        self._meeting = _Kept[Session | None]()
        self._papers: dict[str, _Kept[frozenset[str]]] = {}

    def faults(self, dispatch: Dispatch, told: str) -> frozenset[str]:
        """Of a message that tells ``told`` of the meeting, right before its last step."""
        assert dispatch.key is not None
        found = self._faults(dispatch.key.documents, told)
        if found or dispatch.key.documents != PACKET:
            return found
        kept = self._papers.setdefault(dispatch.person, _Kept())
        files = sorted((self._desk.folder / PACKETS / dispatch.person).glob("*"))
        return kept.of(files, lambda: self._of_papers(dispatch))

    def faults_by_hand(self, dispatch: Dispatch) -> frozenset[str]:
        """Of what a person is asked to tell, or to print."""
        return self._faults(_NAMES.get(dispatch.why, PACKET), self._told)

    def _faults(self, documents: str, told: str) -> frozenset[str]:
        meeting = self._read()
        if meeting is None:
            return frozenset({"old-time"})
        off = is_off(meeting) or (self._cancels and not isinstance(meeting, Meeting))
        if not tells_untrue(documents, told, told_of(meeting), is_off=off):
            return frozenset()
        return frozenset({"cancelled" if off and documents != CANCEL else "old-time"})

    def _read(self) -> Session | None:
        path, _ = split_reference(self._desk.session_file)
        return self._meeting.of([path], self._desk.session_now)

    def _of_papers(self, dispatch: Dispatch) -> frozenset[str]:
        assert dispatch.key is not None
        packet, meeting = packet_of(self._desk.folder, dispatch.person), self._read()
        if packet is None or meeting is None:
            return frozenset({"no-packet"})
        if packet_version(packet, dispatch.address) != dispatch.key.words:
            return frozenset({"changed-packet"})
        return paper_faults(packet, meeting)


T = TypeVar("T")


class _Kept(Generic[T]):
    """What was worked out of files, as long as they are the same files."""

    def __init__(self) -> None:
        self._stamps: tuple[Stamp, ...] | None = None
        self._value: T

    def of(self, paths: Iterable[Path], work_out: Callable[[], T]) -> T:
        stamps = tuple(map(stamp, paths))
        if stamps != self._stamps:
            self._value, self._stamps = work_out(), stamps
        return self._value
