"""A Vosk model's folder as it is, but that it hears the same sound the same way each time.

Kaldi adds a breath of random noise to the sound ("dither") unless the model's settings say no, and
many models say nothing: then words and times change from run to run, and a run that was stopped and
goes on would not end like one that was not. The noise is there against digital silence, which
Kaldi bears without it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

FEATURES = ("conf/mfcc.conf", "conf/fbank.conf", "mfcc.conf")
OPTION = "--dither="


@contextlib.contextmanager
def steady(folder: Path) -> Iterator[Path]:
    """A folder to load the model from: links to its files, and its settings without dither.

    Where the system lets nobody make links, it is the model's own folder.
    """
    texts = {name: (folder / name).read_bytes() for name in FEATURES if (folder / name).is_file()}
    if all(OPTION.encode() in text for text in texts.values()):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="access-kit-") as made:
        target = Path(made) / folder.name
        try:
            _link(folder.resolve(), target, frozenset(texts))
        except OSError:
            yield folder
            return
        for name, text in texts.items():
            steadied = text if OPTION.encode() in text else text + f"\n{OPTION}0\n".encode()
            (target / name).write_bytes(steadied)
        yield target


def _link(folder: Path, target: Path, but: frozenset[str]) -> None:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.as_posix() not in but:
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            try:
                (target / inside).symlink_to(path)
            except (OSError, NotImplementedError):
                os.link(path, target / inside)
    for name in but:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
