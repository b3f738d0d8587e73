"""Where an interview's person, draft and record lie: in the store, or beside a file."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import read_bytes, read_text, shown, telling_write_errors, write_atomic
from access_kit.model.profile import Profile
from access_kit.model.record import PersonEntry
from access_kit.profiles import interview as steps
from access_kit.profiles.edit_file import change_text
from access_kit.profiles.interview import InterviewState
from access_kit.profiles.interview_draft import load_draft, save_draft
from access_kit.profiles.profile_files import read_profile
from access_kit.profiles.write_toml import write_profile
from access_kit.store.protocol import Store
from access_kit.store.speaking import draft_beside, drafted, is_draft
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import NO_STORE, all_people, is_file_name, usual_file
from access_kit.workflow.people.erased_ids import require_unused

DRAFT, RECORD = "interview-draft", "interview"
"""Kinds of documents in the store: a stopped interview, and what a person would rather not say."""


@dataclass(frozen=True)
class InterviewBeginning:
    """``problems``: a draft that cannot be read, so that the interview begins anew."""

    state: InterviewState
    is_resumed: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class InterviewDesk:
    """``version`` is that of the profile in the store when the interview began; 0 for a new one."""

    person: str
    profile: Profile | None
    named: str
    store: Store | None = None
    file: Path | None = None
    version: int = 0

    @property
    def _draft(self) -> Path:
        assert self.file
        return draft_beside(self.file)

    def begin(self, today: datetime.date) -> InterviewBeginning:
        """Where an interview that was stopped goes on, else a new one."""
        data = self._stopped()
        state = load_draft(data) if data else None
        if state is not None:
            return InterviewBeginning(state, is_resumed=True)
        faults = () if data is None else (Problem("interview.bad-draft", Severity.WARNING),)
        state = steps.start(self.profile, self.person, passed=self._passed(), today=today)
        return InterviewBeginning(state, problems=faults)

    def _stopped(self) -> bytes | None:
        if self.store:
            found = self.store.document(DRAFT, self.person)
            return found.data if found else None
        return read_bytes(self._draft) if self._draft.exists() else None

    def keep_draft(self, state: InterviewState) -> None:
        """Keep an interview that was stopped."""
        data = save_draft(state)
        if self.store:
            self.store.put_document(DRAFT, self.person, data, person=self.person)
        else:
            write_atomic(self._draft, data)

    def _passed(self) -> list[str]:
        """Keys that the person would rather not speak about, the last time."""
        found = self.store.document(RECORD, self.person) if self.store else None
        return list(json.loads(found.data)["passed"]) if found else []

    def save(self, profile: Profile, state: InterviewState) -> None:
        """Keep the profile, and what was passed over; the draft goes."""
        if self.file:
            text = write_profile(profile)
            if self.profile:
                text = change_text(read_text(self.file), self.profile, profile)
            write_atomic(self.file, text.encode())
            with telling_write_errors(self._draft):
                self._draft.unlink(missing_ok=True)
            return
        assert self.store
        record = {"passed": state.ended(steps.PASS), "not_asked": state.ended(steps.SKIP)}
        with self.store.transaction():
            self.store.put_profile(profile, if_version=self.version)
            data = json.dumps(record).encode()
            self.store.put_document(RECORD, self.person, data, person=self.person)
            self.store.remove_document(DRAFT, self.person)


def list_everybody(folder: Path | None, access: KitAccess) -> tuple[list[PersonEntry], list[str]]:
    """Everybody of a folder of profiles or of the store, and whose interview is half done."""
    if folder is not None:
        begun = sorted(map(drafted, filter(is_draft, folder.glob(".*"))))
        if begun and not any(folder.glob("*.toml")):
            return [], begun
        with all_people(folder, access) as (_, store):
            return store.people(), begun
    with all_people(None, access) as (_, store):
        return store.people(), sorted(draft.key for draft in store.documents(DRAFT))


@contextlib.contextmanager
def at_desk(person: str, access: KitAccess) -> Iterator[InterviewDesk]:
    if is_file_name(person) or not access.has_store():
        path = Path(person) if is_file_name(person) else usual_file(person)
        yield _file_desk(path, access)
        return
    with access.store(none=NO_STORE) as store:
        profile = store.profile(person)
        version = store.history(person)[-1].version if profile else 0
        name = profile.id if profile else person
        _require_id(name, name, access)
        access.tell(require_unused(store, name))
        yield InterviewDesk(name, profile, name, store=store, version=version)


def _file_desk(path: Path, access: KitAccess) -> InterviewDesk:
    if not path.exists():
        _require_id(path.stem, shown(path), access)
        return InterviewDesk(path.stem, None, shown(path), file=path)
    profile, problems = read_profile(path, today=access.today)
    if profile is None:
        raise BadInput(problems)
    access.tell(problems)
    return InterviewDesk(profile.id, profile, shown(path), file=path)


def _require_id(name: str, file: str, access: KitAccess) -> None:
    """The first thing to be sure of: a wrong id would be told only after the last question."""
    state = steps.start(None, name, today=access.today)
    _, problems = steps.finish(state, today=access.today)
    wrong = [problem for problem in problems if problem.is_error]
    if wrong:
        raise BadInput(Problem(one.code, file=file, where="id", facts=one.facts) for one in wrong)
