"""Whole kits with many people, for tests: files on disk, as a facilitator would have them."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from access_kit.intake.template import toml_value
from tests.tools import ROOT

EXAMPLE = ROOT / "examples" / "evening-group"

CHOICES = {
    "language": {
        "interpreter": ["none", "spoken", "signed"],
    },
    "reading": {
        "level": ["standard", "plain", "easy_read"],
        "formats": [["print"], ["large_print"], ["screen_reader_file"], []],
        "print_size_pt": [14, 18, 20, 24, 36],
        "contrast": ["default", "high", "dark_on_cream", "light_on_dark"],
    },
    "hearing": {"captions": ["none", "auto", "human"], "lip_reads": [True, False]},
    "talk": {
        "modes": [["video"], ["phone"], ["text_chat", "sms"], ["sms"], ["voice", "in_person"]],
        "speech": ["speaks", "aac", "no"],
    },
    "camera": {"own": ["on", "optional", "off"], "see_others": ["ok", "fewer", "none"]},
    "device": {"has": [["smartphone"], ["basic_phone"], ["shared"], ["computer"], ["none"]]},
    "connection": {"quality": ["good", "weak", "none"], "minutes_limited": [True, False]},
    "pace": {"max_minutes": [20, 45, 90], "break_every_min": [10, 20, 30]},
    "sense": {"low_stimulus": [True, False]},
    "topic": {"heads_up": [True, False]},
    "help": {"tech": ["none", "steps_sheet", "practice_call"], "digital_confidence": [1, 2, 4]},
}


@dataclass(frozen=True)
class Canaries:
    """Strings that belong to one person alone."""

    name: str
    email: str
    phone: str
    emergency_name: str
    emergency_phone: str
    post_name: str
    street: str
    city: str

    def all(self) -> list[str]:
        return list(vars(self).values())


def canaries_of(number: int) -> Canaries:
    tag = f"{number:03d}"
    return Canaries(
        name=f"Qzname{tag}x",
        email=f"qzmail{tag}x@canary.example",
        phone=f"+1603667{number:04d}",
        emergency_name=f"Qzkin{tag}x",
        emergency_phone=f"+1603668{number:04d}",
        post_name=f"Qzpost{tag}x Qzpost{tag}y",
        street=f"{number + 1000} Qzstreet{tag}x Rd",
        city=f"Qzcity{tag}x",
    )


def profile_text(number: int, dice: random.Random) -> str:
    """A person with every private field filled by canaries and needs drawn at random."""
    own = canaries_of(number)
    safe = dice.choice([["letter"], ["letter", "call"], ["email"], ["sms", "call"], []])
    contact = {
        "asked_on": "2026-11-20",
        "safe": safe,
        "contents": dice.choice(["full", "discreet"]),
        "email": own.email,
        "phone": own.phone,
        "emergency": {"name": own.emergency_name, "phone": own.emergency_phone},
        "post": {
            "name": own.post_name,
            "street": [own.street],
            "city": own.city,
            "region": "NH",
            "postal_code": "03755",
            "country": "US",
        },
    }
    lines = [
        'schema = "access-kit/profile/1"',
        f'id = "K-{number:03d}"',
        f"name = {toml_value(own.name)}",
        'stated_by = "self"',
    ]
    for table, keys in CHOICES.items():
        lines.append(f"[{table}]")
        for key, choices in keys.items():
            if dice.random() < 0.4:
                lines.append(f"{key} = {toml_value(dice.choice(choices))}")
    lines.append("[contact]")
    for key, value in contact.items():
        lines.append(f"{key} = {value if key == 'asked_on' else toml_value(value)}")
    agreed = {"store": True, "facilitator": dice.random() < 0.5}
    lines += ["[consent]", *(f"{key} = {toml_value(value)}" for key, value in agreed.items())]
    return "\n".join(lines) + "\n"


def copy_example(folder: Path, *, spoken: bool = False) -> Path:
    """The example kit in ``folder``; its session file.

    Speaking every paper takes longer than all the rest: only where it matters does anyone ask for
    sound.
    """
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    for path in (folder / "profiles").glob("*.toml") if not spoken else ():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(', "audio"]', "]"), encoding="utf-8")
    return folder / "session.toml"


def large_kit(folder: Path, people: int, dice: random.Random) -> Path:
    """The example kit with ``people`` canary profiles instead of its own."""
    session = copy_example(folder)
    shutil.rmtree(folder / "profiles")
    (folder / "profiles").mkdir()
    for number in range(people):
        path = folder / "profiles" / f"K-{number:03d}.toml"
        path.write_text(profile_text(number, dice), encoding="utf-8")
    return session


def one_page_kit(folder: Path) -> Path:
    """The example without handouts, every person short enough for the window envelope."""
    session = copy_example(folder)
    text = session.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("handouts")]
    session.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return session
