"""Who else could read or replace the files of a vault.

Permissions and owners are looked at before every opening; Windows keeps a user's files to
themselves in other ways, so there only the kind of file and synced folders are looked at.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from access_kit.errors import BadInput, CannotWrite, Problem, Refused, Severity
from access_kit.files import shown

_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
    "pcloud": "pCloud",
    "megasync": "MEGA",
    "syncthing": "Syncthing",
}


def check_folder(folder: Path) -> None:
    """Raise unless ``folder`` can hold a vault: it is ours to write, and no one else's."""
    try:
        found = folder.stat()
    except OSError:
        raise CannotWrite(Problem("vault.no-folder", file=shown(folder))) from None
    if not stat.S_ISDIR(found.st_mode):
        raise CannotWrite(Problem("vault.no-folder", file=shown(folder)))
    if os.name != "nt" and found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX:
        raise Refused(Problem("vault.folder-open-to-others", file=shown(folder)))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotWrite(Problem("vault.folder-read-only", file=shown(folder)))


def check_file(path: Path) -> None:
    """Raise unless ``path`` is an ordinary file of this user's that no one else may read."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        raise BadInput(Problem("vault.missing", file=shown(path))) from None
    except OSError as error:
        facts = {"reason": os.strerror(error.errno or 0)}
        raise BadInput(Problem("file.unreadable", file=shown(path), facts=facts)) from None
    if not stat.S_ISREG(found.st_mode):
        raise Refused(Problem("vault.not-a-plain-file", file=shown(path)))
    if os.name == "nt":
        return
    if found.st_uid != os.geteuid():
        raise Refused(Problem("vault.wrong-owner", file=shown(path)))
    if found.st_mode & 0o077:
        raise Refused(Problem("vault.open-to-others", file=shown(path), facts={"name": path.name}))
    if not os.access(path, os.R_OK | os.W_OK):
        raise Refused(Problem("vault.closed-to-you", file=shown(path), facts={"name": path.name}))


def warn_of_others(folder: Path) -> list[Problem]:
    """What is not wrong, but good to know about the place of a vault."""
    problems = []
    service = synced_by(folder)
    if service:
        facts = {"service": service}
        problems.append(Problem("vault.synced", Severity.WARNING, file=shown(folder), facts=facts))
    return problems


PAGE_STEM = "recovery-page"


def usual_page(vault: str) -> Path:
    """Where a recovery page goes unless the person says otherwise: their home folder.

    Not the kit: whoever copies or takes that would have both the lock and the key. Not the folder
    for documents, the desktop or the downloads: clouds copy those, and the home folder is left
    alone. The number of the vault in the name keeps the pages of two vaults apart.
    """
    return Path.home() / f"{PAGE_STEM}-{vault[:8]}.pdf"


def warn_of_page(path: Path, made_at: str) -> list[Problem]:
    """A warning for each recovery page beside the vault, or still where it was made (if known)."""
    pages = sorted(path.parent.glob(f"{PAGE_STEM}*.pdf"))
    if made_at and Path(made_at) not in pages and Path(made_at).exists():
        pages.append(Path(made_at))
    return [
        Problem("vault.recovery-page-here", Severity.WARNING, file=shown(page)) for page in pages
    ]


def synced_by(folder: Path) -> str | None:
    """The service that seems to copy this folder to other computers, by its usual names."""
    for part in (folder.absolute(), *folder.absolute().parents):
        name = part.name.lower()
        for start, service in _SYNCED.items():
            if name == start or name.startswith((f"{start} -", f"{start}-")):
                return service
        if (part / ".stfolder").exists():
            return "Syncthing"
        if (part / ".dropbox").exists() or (part / ".dropbox.cache").exists():
            return "Dropbox"
    return None
