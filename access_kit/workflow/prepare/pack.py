"""Step 5: put what was made in its place, so that each packet is the old one or the new, whole.

Everything is first written to a private folder ``.new`` beside the packets. Then each packet is
swapped into its place; ``plan.json`` is written last, with every digest. What a run that was cut
off had made serves the next one, which clears it away. Nothing is written that is there already as
it should be. Files that were changed since the last run, or that are not ours,
stop the run before anything is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from access_kit.errors import CannotWrite, Problem
from access_kit.files import (
    file_sha256,
    lock_folder,
    make_folder,
    replace_folder,
    restore_folder,
    shown,
    sync_folder,
    sync_tree,
    telling_write_errors,
    write_atomic,
    write_new,
)
from access_kit.notation import read_own_json
from access_kit.store.laid_ready import LOCK, OUTBOX, REGISTER, read_laid
from access_kit.workflow.prepare.shapes import Files

PLAN = "plan.json"
MANIFEST = "manifest.json"
PACKETS = "packets"
GROUP = "group"
RECORDS = ".made"
"""Of what each packet was made, and what came of it: a file a person, and one of shared papers."""

SHARED_RECORD = "shared.json"
_STAGING = ".new"
_CUT_OFF = ".before"
"""What a run that was cut off had staged: files that need not be made again."""

_PENDING = ".pending.json"
LAID_READY = (OUTBOX, REGISTER, "letters.pdf", "labels.pdf", "addresses.csv", "calibration.pdf")
"""What step 6 lays into a session's folder."""

_IGNORED = frozenset({".lock", LOCK, _PENDING, ".DS_Store", "Thumbs.db", "desktop.ini"})

Digests = Mapping[str, str]


def to_json(value: object) -> bytes:
    """JSON as every file of ours has it: keys in the order given, UTF-8, a line end at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


class OutFolder:
    """The folder of one session: ``DIR/<session id>``. Use it inside ``writing()``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._staging = path / _STAGING
        self.cut_off = path / _CUT_OFF
        self._digests: dict[Path, str] = {}

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder alone; nothing of an unfinished run stays behind."""
        make_folder(self.path)
        with lock_folder(self.path):
            self._recover()
            try:
                yield
            finally:
                with telling_write_errors(self._staging):
                    shutil.rmtree(self._staging, ignore_errors=True)
                    shutil.rmtree(self.cut_off, ignore_errors=True)

    def _recover(self) -> None:
        with telling_write_errors(self.path):
            if self._staging.exists():
                self._set_aside()
                shutil.rmtree(self._staging)
            for folder in (self.path, self.path / PACKETS):
                if not folder.is_dir():
                    continue
                for old in list(folder.glob(".*.old")):
                    restore_folder(folder / old.name[1:-4])
                for part in list(folder.glob(".*.part")):
                    part.unlink()

    def _set_aside(self) -> None:
        """Keep what a run that was cut off had made: a packet whole, with its record."""
        for made, record in packets_with_records(self._staging):
            kept = self.cut_off / PACKETS / made.name
            place = record_path(self.cut_off, made.name)
            make_folder(kept.parent)
            make_folder(place.parent)
            shutil.rmtree(kept, ignore_errors=True)
            made.rename(kept)
            record.replace(place)

    def newest_beside(self, pattern: str, most: int = 2) -> list[OutFolder]:
        """Those of other meetings, whose names end in their dates: the last ones."""
        found = sorted(self.path.parent.glob(pattern), reverse=True)
        return [OutFolder(one) for one in found if one != self.path and one.is_dir()][:most]

    # -- earlier packets --------------------------------------------------------------------------

    def packet_ids(self) -> list[str]:
        folder = self.path / PACKETS
        if not folder.is_dir():
            return []
        return sorted(p.name for p in folder.iterdir() if p.is_dir() and p.name[0] != ".")

    def manifest(self, packet_id: str) -> Any:  # noqa: ANN401 (JSON)
        return read_own_json(self.path / PACKETS / packet_id / MANIFEST)

    def file(self, packet_id: str, name: str) -> bytes | None:
        """A file of a packet as it stands; ``None`` when there is none."""
        try:
            return (self.path / PACKETS / packet_id / name).read_bytes()
        except OSError:
            return None

    def digest(self, path: Path) -> str:
        """Of a file as it stands; it is read once a run. Empty where there is none."""
        if path not in self._digests:
            try:
                self._digests[path] = file_sha256(path)
            except OSError:
                return ""
        return self._digests[path]

    def strangers(self, folder: str, known: Collection[str]) -> list[str]:
        """The files below a folder that are not ``known``, nor its manifest, nor a system's."""
        place = self.path / folder
        files = (one for one in place.rglob("*") if not one.is_dir() and one.name not in _IGNORED)
        names = (one.relative_to(place).as_posix() for one in files)
        return [one for one in names if one not in known and one != MANIFEST]

    def plan(self) -> Any:  # noqa: ANN401 (JSON)
        return read_own_json(self.path / PLAN)

    def check_untouched(self, packet_ids: list[str]) -> None:
        """Raise ``CannotWrite`` naming each file that is not as the last run left it."""
        problems: list[Problem] = []
        for packet_id in packet_ids:
            folder = self.path / PACKETS / packet_id
            if folder.is_dir():
                digests = _digests(self.manifest(packet_id), "access-kit/manifest/1")
                packet = {name: {digest} for name, digest in digests.items()}
                problems += self._touched(folder, packet, own=MANIFEST)
        plan = self.plan()
        if plan is None and (self.path / PLAN).exists():
            problems.append(Problem("write.foreign-file", file=shown(self.path / PLAN)))
        known = {name: {digest} for name, digest in shared_digests(plan).items()}
        for name, digest in (read_own_json(self.path / _PENDING) or {}).items():
            known.setdefault(name, set()).add(digest)
        problems += self._touched(self.path, known, own=PLAN, skip=self._not_papers())
        if problems:
            raise CannotWrite(problems)

    def _touched(
        self, folder: Path, known: Mapping[str, set[str]], *, own: str, skip: tuple[str, ...] = ()
    ) -> list[Problem]:
        problems = []
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if name.split("/")[0] in skip or path.is_dir() or name == own or path.name in _IGNORED:
                continue
            if _is_unfinished(path):
                continue
            if name not in known or self.digest(path) not in known[name]:
                problems.append(Problem("write.foreign-file", file=shown(path)))
        return problems

    def _not_papers(self) -> tuple[str, ...]:
        """The program's own folders, and what step 6 laid here, by its register too."""
        laid = (one.file for one in read_laid(self.path))
        return (PACKETS, RECORDS, _STAGING, _CUT_OFF, *LAID_READY, *laid)

    # -- putting things there -------------------------------------------------------------------

    def stage_packet(self, packet_id: str, files: Files) -> None:
        """Write a packet beside its place. May be called again to replace some of its files.

        A file that is there already as it should be stays the same file: who copies or compares
        the folder sees what is new.
        """
        folder, place = self._staging / PACKETS / packet_id, self.path / PACKETS / packet_id
        make_folder(folder)
        for name, data in files.items():
            _lay(data, folder / name, place / name)

    def stage_record(self, packet_id: str, record: object) -> None:
        """Write beside its place of what a packet was made; may be called again."""
        path = record_path(self._staging, packet_id)
        make_folder(path.parent)
        write_new(path, to_json(record))

    def settle(self, shared: Digests) -> None:
        """Everything is staged: make it durable, and note what is about to be put in place.

        ``shared`` are the digests of the group's and the facilitator's files. Should the run be cut
        off before its plan is written, the next run knows them by this note.
        """
        self._digests.clear()
        make_folder(self._staging)
        sync_tree(self._staging)
        write_atomic(self.path / _PENDING, to_json(dict(shared)))

    def place_packet(self, packet_id: str) -> None:
        make_folder(self.path / PACKETS)
        replace_folder(self._staging / PACKETS / packet_id, self.path / PACKETS / packet_id)
        record = record_path(self._staging, packet_id)
        place = record_path(self.path, packet_id)
        with telling_write_errors(place):
            if record.exists():
                make_folder(place.parent)
                record.replace(place)
            else:
                place.unlink(missing_ok=True)

    def remove_packet(self, packet_id: str) -> None:
        with telling_write_errors(self.path / PACKETS / packet_id):
            shutil.rmtree(self.path / PACKETS / packet_id)
            record_path(self.path, packet_id).unlink(missing_ok=True)

    def stage_group(self, files: Files) -> None:
        folder = self._staging / GROUP
        if not files:
            return
        make_folder(folder)
        for name, data in files.items():
            make_folder((folder / name).parent)
            _lay(data, folder / name, self.path / GROUP / name)

    def place_group(self) -> None:
        """The group's papers, all at once; where there are none now, older ones go."""
        if (self._staging / GROUP).exists():
            replace_folder(self._staging / GROUP, self.path / GROUP)
        elif (self.path / GROUP).exists():
            with telling_write_errors(self.path / GROUP):
                shutil.rmtree(self.path / GROUP)

    def place_files(self, files: Files, *, gone: tuple[str, ...] = ()) -> None:
        for name, data in files.items():
            if not self._holds(name, data):
                write_atomic(self.path / name, data)
        for name in gone:
            with telling_write_errors(self.path / name):
                (self.path / name).unlink(missing_ok=True)

    def forget_shared_record(self) -> None:
        """Until the plan stands, nobody knows of what the shared papers were made."""
        path = self.path / RECORDS / SHARED_RECORD
        with telling_write_errors(path):
            path.unlink(missing_ok=True)

    def place_shared_record(self, record: object) -> None:
        """Of what the papers were made that are nobody's own."""
        make_folder(self.path / RECORDS)
        write_atomic(self.path / RECORDS / SHARED_RECORD, to_json(record))

    def place_plan(self, plan: object) -> None:
        """The plan, where it is not there already."""
        said = to_json(plan)
        with telling_write_errors(self.path / PLAN):
            if not self._holds(PLAN, said):
                write_atomic(self.path / PLAN, said)
            (self.path / _PENDING).unlink(missing_ok=True)
        sync_folder(self.path)

    def _holds(self, name: str, data: bytes) -> bool:
        path = self.path / name
        return path.is_file() and path.read_bytes() == data


def _lay(data: bytes, staged: Path, place: Path) -> None:
    """Write a file beside its place, or link it where it stands there already."""
    try:
        staged.unlink(missing_ok=True)
        if _is_private_file(place) and place.read_bytes() == data:
            os.link(place, staged)
            return
    except OSError:
        pass  # there is none, or no links on this disk: then it is written
    write_new(staged, data)


def _is_private_file(path: Path) -> bool:
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) and (os.name == "nt" or not mode & 0o077)


def record_path(folder: Path, packet_id: str) -> Path:
    """Where it stands of what a packet in ``folder`` was made."""
    return folder / RECORDS / PACKETS / f"{packet_id}.json"


def packets_with_records(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each packet in ``folder`` with the file that says of what it was made."""
    for record in sorted((folder / RECORDS / PACKETS).glob("*.json")):
        packet = folder / PACKETS / record.stem
        if packet.is_dir():
            yield packet, record


def _digests(manifest: Any, schema: str) -> Digests:  # noqa: ANN401 (JSON)
    """File → digest of a manifest; empty when it is not one of ours."""
    try:
        if manifest["schema"] != schema:
            return {}
        files = (*manifest["artefacts"], *manifest.get("drafts", ()))
        return {entry["file"]: entry["sha256"] for entry in files}
    except (KeyError, TypeError):
        return {}


def shared_digests(plan: Any) -> Digests:  # noqa: ANN401 (JSON)
    """The digests that a plan holds of the group's and the facilitator's files."""
    try:
        entries = [*plan["group"]["artefacts"], *plan["facilitator"]["artefacts"]]
        return {entry["file"]: entry["sha256"] for entry in entries}
    except (KeyError, TypeError):
        return {}


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith((".part", ".old"))
