"""A file shown in the program that this computer has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def show_file(path: Path) -> bool:
    """Whether the system's own way to open a file took it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 (a file that we made, in the program of its kind)
        return True
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name) if sys.platform == "darwin" or has_screen else None
    if program is None:
        return False
    done = subprocess.run(
        [program, str(path.resolve())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0
