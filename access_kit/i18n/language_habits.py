"""What the program knows of each language: the files of ``access_kit/languages/``, read strictly.

A new language is one file there and one catalogue in ``locales/``; ``model/language.py`` says what
a file may hold, and no code names a language. A tag takes what its file lacks from its parents
(``es-MX``: ``es``), then from ``und-<Script>``, which is any language in that script, from the
language in another script, and from ``und``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from access_kit.errors import BadInput
from access_kit.i18n.fallback import fallback_chain, usual_tag
from access_kit.i18n.scripts import script_of
from access_kit.intake.reader import Intake
from access_kit.model.language import LanguageHabits

ANY = "und"
"""BCP 47's tag for an undetermined language."""

_FOLDER = Path(__file__).parent.parent / "languages"


@cache
def find_language(tag: str) -> LanguageHabits:
    """What is known of the language of a BCP 47 tag; what holds for any where nobody said it."""
    chain = fallback_chain(usual_tag(tag))
    wanted = dict.fromkeys((*chain, f"{ANY}-{script_of(tag)}", chain[-1].split("-")[0], ANY))
    tables: dict[str, Any] = {}
    for name in reversed(list(wanted)):
        if name in language_names():
            own_habits(name)
            tables = _laid_over(tables, tomllib.loads(_read_text(name)))
    intake = Intake(tag, "", kind="language")
    intake.data = tables
    return _sound(intake)


@cache
def language_names() -> tuple[str, ...]:
    """The tags that have a file, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def every_language() -> tuple[LanguageHabits, ...]:
    """Each file by itself, for words that are looked for in any text."""
    return tuple(map(own_habits, language_names()))


@cache
def sentence_ends(tag: str = ANY) -> str:
    """Every sign that ends a sentence in text of a language."""
    habits = find_language(tag).sentence
    every = find_language(ANY).sentence.signs + habits.signs + "".join(habits.end.values())
    return "".join(dict.fromkeys(every))


@cache
def pauses(tag: str = ANY) -> str:
    """Every sign that parts a sentence in text of a language."""
    return "".join(
        dict.fromkeys(find_language(ANY).sentence.pause + find_language(tag).sentence.pause)
    )


@cache
def own_habits(name: str) -> LanguageHabits:
    """What a tag's own file says, without its parents; nothing where it has none."""
    if name not in language_names():
        return LanguageHabits()
    return _sound(Intake(f"{name}.toml", _read_text(name), kind="language"))


def _read_text(name: str) -> str:
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def _sound(intake: Intake) -> LanguageHabits:
    found = intake.read(LanguageHabits)
    if found is None:
        raise BadInput(intake.problems)
    return found


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two files as one: of each section, each key of ``above`` in place of the one below."""
    both = dict(below)
    for key, value in above.items():
        old = below.get(key)
        both[key] = {**old, **value} if isinstance(value, dict) and isinstance(old, dict) else value
    return both
