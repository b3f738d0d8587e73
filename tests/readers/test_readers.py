"""Whatever is done to a file from elsewhere: it is read, or told as what it is, soon.

No exit code of a bug, no run over ten seconds or a gigabyte. Seconds are those of the processor,
stretched by how much slower this machine is at the moment than it should be.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.readers.bombs import BOMBS, all_bombs
from tests.readers.damage import damage
from tests.readers.doors import OURS, modules_with_doors
from tests.readers.rows import READERS, Reader
from tests.readers.trial import Child
from tests.readers.world import LEFT_OUT, make_world

BOMB_SECONDS = 2
KNOWN = [
    ("mail", "dashes"), ("mail", "senders"), ("mail", "wrote"), ("mail", "CDATA"),
    ("page", "depth"), ("page", "open tags"), ("page", "pictures"), ("page", "links"),
    ("page", "a long word"), ("markdown", "pictures"), ("vtt", "tags"), ("ttml", "depth"),
    ("ttml", "a long number"), ("book", "method"), ("backup without age", "ratio"),
    ("backup without age", "deep note"), ("key", "work"),
]  # fmt: skip
"""Those that were found once."""

FULL = 1_000_000


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    return make_world(tmp_path_factory.mktemp("readers") / "world")


@pytest.fixture(scope="module")
def small_world(tmp_path_factory) -> Path:
    return make_world(tmp_path_factory.mktemp("readers") / "small", small=True)


@pytest.fixture(scope="module")
def pace() -> float:
    """How many times slower this machine is now than one on which nothing else runs."""
    took = []
    for _ in range(3):
        began = time.process_time()
        sum(number * number % 7 for number in range(1_000_000))
        took.append(time.process_time() - began)
    return max(1.0, min(took) / 0.1)


class Laid:
    """A reader's file in a world, and what lay there before."""

    def __init__(self, world: Path, reader: Reader) -> None:
        self.world = world
        self.reader = reader
        self.sound = [p.read_bytes() for s in reader.sound for p in sorted(world.glob(s))]
        starred = "*" in reader.lies
        self.path = sorted(world.glob(reader.lies))[0] if starred else world / reader.lies
        self._before = self.path.read_bytes() if self.path.exists() else None

    def __enter__(self) -> Laid:
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is None:
            self.path.unlink(missing_ok=True)
        else:
            self.path.write_bytes(self._before)

    def lay(self, data: bytes) -> None:
        self.path.write_bytes(data)
        for name in ("people", "models"):
            shutil.rmtree(self.world / name, ignore_errors=True)
        (self.world / "models").mkdir()


def test_every_door_has_its_row():
    """A new reader of files stands in the table, or is no reader of files from elsewhere."""
    rows = {module for reader in READERS.values() for module in reader.modules}
    assert modules_with_doors() - rows - set(OURS) == set()
    assert (rows | set(OURS)) - modules_with_doors() == set(), "these read no file any more"


def test_every_kind_of_bomb_belongs_to_a_reader():
    assert set(BOMBS) <= set(READERS)
    assert set(KNOWN) <= set(all_bombs())


@pytest.mark.soak
@pytest.mark.parametrize("name", READERS)
def test_damaged_files_are_read_or_told(name, world, pace, soak, seed, record_numbers):
    reader = READERS[name]
    dice = random.Random(f"{seed} {name}")
    count = 300 if soak else 3
    faults, codes = [], {}
    with Laid(world, reader) as laid, Child(world, reader.secret) as child:
        for number in range(count):
            data = damage(laid.sound[number % len(laid.sound)],
                          reader.like or laid.path.suffix, dice)  # fmt: skip
            laid.lay(data)
            command = reader.commands[number // len(laid.sound) % len(reader.commands)]
            ended = child.run(command, laid.path)
            codes[ended.code] = codes.get(ended.code, 0) + 1
            if fault := ended.fault(pace):
                faults.append((number, command, fault))
    record_numbers(f"{name}: {count} damaged files, by exit code {dict(sorted(codes.items()))}")
    assert faults == []


def test_one_damaged_file_of_each_kind_is_read_or_told(small_world, pace, seed):
    """What every run tries; sound, models and the many of each kind are for the long runs."""
    faults = []
    with _children(small_world) as children:
        for name, reader in READERS.items():
            if reader.slow or name in LEFT_OUT:
                continue
            dice = random.Random(f"{seed} one {name}")
            with Laid(small_world, reader) as laid:
                sound, command = dice.choice(laid.sound), dice.choice(reader.commands)
                laid.lay(damage(sound, reader.like or laid.path.suffix, dice))
                if fault := children[reader.secret].run(command, laid.path).fault(pace):
                    faults.append((seed, name, command, fault))
    assert faults == []


def test_every_bomb_that_harmed_once_is_told_within_two_seconds(small_world, pace):
    faults = []
    with _children(small_world) as children:
        for name, kind in KNOWN:
            reader = READERS[name]
            child, command = children[reader.secret], reader.commands[0]
            with Laid(small_world, reader) as laid:
                laid.lay(BOMBS[name][kind](FULL))
                child.run(command, Path("nowhere"))  # what is imported once is no part of it
                if fault := child.run(command, laid.path).fault(pace, BOMB_SECONDS):
                    faults.append((name, kind, fault))
    assert faults == []


@contextmanager
def _children(world: Path) -> Iterator[dict[str, Child]]:
    """One process for each secret: what it imported, it need not import again."""
    with ExitStack() as stack:
        secrets = {reader.secret for reader in READERS.values()}
        yield {secret: stack.enter_context(Child(world, secret)) for secret in secrets}


@pytest.mark.parametrize(
    ("name", "kind"),
    [pytest.param(*one, marks=pytest.mark.soak, id="-".join(one)) for one in all_bombs()],
)
def test_a_bomb_is_told_before_it_harms(name, kind, world, pace):
    reader = READERS[name]
    seconds = BOMB_SECONDS if (name, kind) in KNOWN else 10
    with Laid(world, reader) as laid, Child(world, reader.secret) as child:
        laid.lay(BOMBS[name][kind](FULL))
        child.run(reader.commands[0], Path("nowhere"))  # what is imported once is no part of it
        faults = [
            (command, fault)
            for command in (reader.commands if (name, kind) not in KNOWN else reader.commands[:1])
            if (fault := child.run(command, laid.path).fault(pace, seconds))
        ]
    assert faults == []


@pytest.mark.soak
@pytest.mark.parametrize("name", READERS)
def test_a_sound_file_is_read(name, world):
    """The damage says something only where the sound file goes through."""
    reader = READERS[name]
    with Laid(world, reader) as laid, Child(world, reader.secret) as child:
        laid.lay(laid.sound[0])
        ended = child.run(reader.commands[0], laid.path)
    assert ended.code in ((0, 1, 2) if name in ("transcript", "markdown", "txt") else (0, 1, 6))
