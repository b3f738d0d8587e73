"""The door to the file system.

Rules of this file:
- Reading says what is wrong with a file before anyone parses it.
- Writing is beside, synced, then replaced: nothing is ever half-written.
- What is private is readable by its owner alone, temporary files too.
- Names on disk are made from ids and safe characters only.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from access_kit.budgets import HANDWRITTEN, TextBudget
from access_kit.errors import AccessKitError, BadInput, CannotWrite, Problem, Refused

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True)
class Stamp:
    """What shows that a file was changed; zeros when there is none."""

    path: Path
    changed_ns: int = 0
    size: int = 0


def stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return Stamp(path)
    return Stamp(path, found.st_mtime_ns, found.st_size)


def shown(path: Path) -> str:
    """The path as the user would write it: relative to the working folder when inside it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def read_bytes(path: Path, *, limit: int = HANDWRITTEN.size) -> bytes:
    """Read a regular file of at most ``limit`` bytes, or raise ``BadInput`` saying what it is."""
    data = read_start(path, limit + 1)
    if len(data) > limit:
        facts = {"limit_kb": limit // 1000}
        raise BadInput(Problem("file.too-large", file=shown(path), facts=facts))
    return data


def read_start(path: Path, size: int) -> bytes:
    """The first ``size`` bytes of a regular file, or ``BadInput`` saying what it is."""

    def refuse(code: str, **facts: str | int) -> BadInput:
        return BadInput(Problem(code, file=shown(path), facts=facts))

    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise refuse("file.is-folder")
        if not stat.S_ISREG(path.stat().st_mode):
            raise refuse("file.not-regular")
        with path.open("rb") as stream:
            return stream.read(size)
    except FileNotFoundError:
        raise refuse("file.missing") from None
    except PermissionError:
        raise refuse("file.no-permission") from None
    except ValueError:
        raise refuse("file.bad-name") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise refuse("file.link-loop") from None
        if error.errno == errno.ENAMETOOLONG:
            raise refuse("file.bad-name") from None
        raise refuse("file.unreadable", reason=os.strerror(error.errno or 0)) from None
    except RuntimeError:
        raise refuse("file.link-loop") from None


def read_text(path: Path, budget: TextBudget = HANDWRITTEN) -> str:
    """Read UTF-8 text, with or without a BOM, LF or CRLF; anything else is refused by name."""
    text = decode_text(read_bytes(path, limit=budget.size), shown(path))
    require_lines(text, budget, shown(path))
    return text


def require_lines(text: str, budget: TextBudget, name: str) -> None:
    """``BadInput`` when ``text``, whose lines end with LF, has too many lines or too long ones."""
    if text.count("\n") > budget.lines:
        facts = {"most": budget.lines}
        raise BadInput(Problem("file.too-many-lines", file=name, facts=facts))
    start = 0
    while (end := text.find("\n", start, start + budget.line + 1)) >= 0:
        start = end + 1
    if len(text) - start > budget.line:
        line = text.count("\n", 0, start) + 1
        facts = {"most": budget.line}
        raise BadInput(Problem("file.line-too-long", file=name, line=line, facts=facts))


def require_content(data: bytes, name: str) -> None:
    """``BadInput`` where ``data`` holds nothing but white space."""
    if not data.strip():
        raise BadInput(Problem("file.empty", file=name))


def decode_text(data: bytes, name: str) -> str:
    """``data`` as text with LF line ends, or ``BadInput`` naming the encoding fault."""
    require_content(data, name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(Problem("file.utf-16", file=name))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(Problem("file.not-utf-8", file=name, line=line)) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput(Problem("file.nul", file=name, line=line))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cannot_write(path: Path, error: OSError) -> CannotWrite:
    codes = {
        errno.ENOSPC: "write.disk-full",
        errno.EDQUOT: "write.disk-full",
        errno.EROFS: "write.read-only",
        errno.EACCES: "write.no-permission",
        errno.EPERM: "write.no-permission",
        errno.ENOENT: "write.no-folder",
        errno.ENOTDIR: "write.not-a-folder",
        errno.EISDIR: "write.is-folder",
        errno.ENAMETOOLONG: "write.bad-name",
    }
    code = codes.get(error.errno or 0, "write.failed")
    facts = {"reason": os.strerror(error.errno or 0)} if code == "write.failed" else {}
    return CannotWrite(Problem(code, file=shown(path), facts=facts))


def file_fault(error: OSError) -> AccessKitError | None:
    """What is wrong with a file that nobody expected to be looked at; ``None`` if that says little.

    A name may be too long for any question about it, and a folder closed to its reader.
    """
    name, number = error.filename, error.errno or 0
    if not isinstance(name, str | bytes):
        return None
    path = Path(os.fsdecode(name))
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return _cannot_write(path, error)
    codes = {
        errno.EACCES: "file.no-permission",
        errno.EPERM: "file.no-permission",
        errno.ENAMETOOLONG: "file.bad-name",
        errno.ELOOP: "file.link-loop",
    }
    return BadInput(Problem(codes[number], file=shown(path))) if number in codes else None


@contextlib.contextmanager
def telling_write_errors(path: Path) -> Iterator[None]:
    """Turn an ``OSError`` inside the block into ``CannotWrite`` about ``path``."""
    try:
        yield
    except OSError as error:
        raise _cannot_write(path, error) from error


def refuse_existing(paths: Iterable[Path], *, force: bool = False) -> None:
    """Nothing is overwritten unless asked: ``CannotWrite`` names each path that is taken.

    A folder is never overwritten, nor is the file of a kit, a session or a group.
    """
    faults = [one for path in paths if (one := _standing(path, force=force))]
    if faults:
        raise CannotWrite(faults)


def _standing(path: Path, *, force: bool) -> Problem | None:
    """What is wrong with a path at which a file should be written, by what stands there."""
    with telling_write_errors(path):
        if path.is_dir() and not path.is_symlink():
            return Problem("write.is-folder", file=shown(path))
        is_there = path.exists() or path.is_symlink()
        if is_there and force and path.suffix.lower() == ".toml" and _is_kits(path):
            return Problem("write.is-input", file=shown(path))
    return Problem("write.exists", file=shown(path)) if is_there and not force else None


_KITS = re.compile(rb'^[ \t]*schema[ \t]*=[ \t]*"access-kit/(?!profile/)', re.MULTILINE)


def _is_kits(path: Path) -> bool:
    """Whether somebody wrote a file for the program to read: a kit, a session, a group."""
    with path.open("rb") as stream:
        return bool(_KITS.search(stream.read(HANDWRITTEN.size)))


def refuse_existing_folder(folder: Path) -> None:
    """``CannotWrite`` where something stands at the place of a folder that is to be made."""
    with telling_write_errors(folder):
        if folder.exists() or folder.is_symlink():
            raise CannotWrite(Problem("write.exists", file=shown(folder)))


_LOGGED = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z ")


def require_log(path: Path) -> None:
    """``CannotWrite`` where lines would be added to a file that is no log."""
    with telling_write_errors(path):
        if path.is_dir():
            refuse_existing([path])
        if not path.is_file():
            return
        with path.open("rb") as stream:
            start = stream.read(30)
    if start and not _LOGGED.match(start):
        raise CannotWrite(Problem("write.not-a-log", file=shown(path)))


def lies_inside(path: Path, *folders: Path) -> bool:
    """Whether ``path`` lies in one of ``folders`` when every link is followed."""
    try:
        end = path.resolve()
        return any(end.is_relative_to(folder.resolve()) for folder in folders)
    except (OSError, ValueError, RuntimeError):
        return False


def make_folder(path: Path, *, private: bool = True) -> None:
    """Make a folder and its parents; private ones, parents too, are for their owner alone."""
    mode = PRIVATE_FOLDER if private else 0o755
    with telling_write_errors(path):
        if path.exists() and not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        missing = [one for one in (path, *path.parents) if not one.exists()]
        for folder in reversed(missing[1:]):
            folder.mkdir(exist_ok=True, mode=mode)
        path.mkdir(exist_ok=True, mode=mode)


def keep_private(folder: Path) -> None:
    """Close a folder of ours to others, if it is there and was made open."""
    with telling_write_errors(folder):
        if os.name != "nt" and folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(PRIVATE_FOLDER)


def write_new(path: Path, data: bytes) -> None:
    """Write a private file that nobody reads yet; ``sync_tree`` makes it durable with the rest."""
    with telling_write_errors(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)


def write_atomic(path: Path, data: bytes, *, private: bool = True) -> None:
    """Write ``data`` beside ``path``, sync it, then replace: the old file or the new, no mix."""
    write_pieces(path, (data,), private=private)


def write_pieces(path: Path, pieces: Iterable[bytes], *, private: bool = True) -> None:
    """The same piece by piece, so that the size of a file does not matter."""
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    with telling_write_errors(path):
        try:
            mode = PRIVATE_FILE if private else 0o644
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(pieces)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable, where the system can (not on Windows)."""
    if os.name == "nt":
        return
    with telling_write_errors(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> str:
    """The digest of a file of any size."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


NO_STEM = "paper"
"""What a name is called of which no letter can be spelt in ASCII."""


def safe_stem(name: str) -> str:
    """A file-name stem of lower-case ASCII letters, digits and hyphens, never empty.

    Letters lose their accents; what is left of no script we can spell becomes ``NO_STEM``.
    """
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else " " for c in flat).split()
    return "-".join(words)[:60].strip("-") or NO_STEM


def sync_tree(folder: Path) -> None:
    """Make everything below a folder durable: in one call where the system has one that waits."""
    if sys.platform == "linux":
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with telling_write_errors(path), path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _exchange(first: Path, second: Path) -> bool:
    """Swap two names in one step where the system can; ``False`` where it cannot."""
    import ctypes

    calls = {"linux": ("renameat2", -100, 2), "darwin": ("renameatx_np", -2, 2)}
    if sys.platform not in calls:
        return False
    name, here, flag = calls[sys.platform]
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return False
    done = call(here, os.fsencode(first), here, os.fsencode(second), ctypes.c_uint(flag))
    return bool(done == 0)


def replace_folder(new: Path, place: Path) -> None:
    """Put the folder ``new`` at ``place``: the old folder or the new one stands there, no mix.

    The old one is removed. Where names cannot be swapped in one step, the old folder waits beside
    under ``.old`` for an instant; ``restore_folder`` puts it back if that instant was the last.
    """
    import shutil

    with telling_write_errors(place):
        if not place.exists():
            new.rename(place)
        elif _exchange(new, place):
            shutil.rmtree(new)
        else:
            old = place.with_name(f".{place.name}.old")
            place.rename(old)
            new.rename(place)
            shutil.rmtree(old)


def restore_folder(place: Path) -> None:
    """Undo a replacement that was cut off between its two steps; finish one that was not."""
    import shutil

    old = place.with_name(f".{place.name}.old")
    with telling_write_errors(place):
        if old.exists() and not place.exists():
            old.rename(place)
        elif old.exists():
            shutil.rmtree(old)


@contextlib.contextmanager
def lock_folder(folder: Path, *, name: str = ".lock") -> Iterator[None]:
    """One writer at a time: ``Refused`` names the process that holds the folder.

    The lock belongs to the open file, so it ends with the process, however that ends.
    """
    path = folder / name
    with telling_write_errors(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        if not _try_lock(descriptor) or not _is_still_there(descriptor, path):
            holder = os.pread(descriptor, 100, 0).decode("ascii", "replace") if _POSIX else ""
            process, _, since = holder.partition(" ")
            facts = {"process": process or "?", "since": since or "?"}
            raise Refused(Problem("write.locked", file=shown(folder), facts=facts))
        with telling_write_errors(path):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()} {time.strftime('%H:%M:%S')}".encode())
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                path.unlink()
    finally:
        os.close(descriptor)


_POSIX = os.name != "nt"


def _is_still_there(descriptor: int, path: Path) -> bool:
    """Whether the locked file is the one at ``path``: its last holder may just have removed it."""
    if not _POSIX:
        return True
    try:
        there = path.stat()
    except OSError:
        return False
    return os.path.samestat(os.fstat(descriptor), there)


def _try_lock(descriptor: int) -> bool:
    try:
        if _POSIX:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
