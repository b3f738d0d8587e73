"""What a profile says, in words that the person reads: one label and one answer a field."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from access_kit.i18n import Words
from access_kit.i18n.dates import say_date
from access_kit.i18n.names import say_language
from access_kit.model.profile import Profile
from access_kit.model.stated import Wish
from access_kit.profiles.fields import Field, get_path, profile_fields
from access_kit.profiles.tree import Tree, to_tree

KEY = "profile-copy"


@dataclass(frozen=True)
class FieldInWords:
    """``key`` is the field's key path; both texts are in the reader's language."""

    key: str
    label: str
    answer: str


def say_profile(profile: Profile, words: Words) -> list[FieldInWords]:
    """Everything that is known, in the order of the model; no id, no schema."""
    return list(say_tree(to_tree(profile), words))


def say_tree(tree: Tree, words: Words) -> Iterator[FieldInWords]:
    for field in profile_fields():
        raw = get_path(tree, field.path)
        if field.key in ("schema", "id") or raw in (None, []):
            continue
        # What is avoided is said with the ways to talk, as one list.
        shown = field if field.key != "talk.avoid" else _modes()
        answer = say_answer(shown, _avoided(raw) if shown is not field else raw, words)
        yield FieldInWords(shown.key, say_label(shown, words), answer)


def _modes() -> Field:
    return next(field for field in profile_fields() if field.key == "talk.modes")


def _avoided(modes: list[str]) -> list[dict[str, str]]:
    return [{"value": mode, "wish": Wish.AVOID.value} for mode in modes]


def say_label(field: Field, words: Words) -> str:
    return words.text(f"{KEY}.{field.key}")


def say_answer(field: Field, raw: Any, words: Words) -> str:  # noqa: ANN401 (a raw value)
    """A raw value of a field: ``large print (you need this), a sound file``."""
    many = raw if isinstance(raw, list) else [raw]
    return ", ".join(_say_one(field, one, words) for one in many)


def _say_one(field: Field, raw: Any, words: Words) -> str:  # noqa: ANN401 (a raw value)
    if not isinstance(raw, dict):
        return say_value(field, raw, words)
    answer = say_value(field, raw["value"], words)
    if raw["wish"] == Wish.PREFER.value:
        return answer
    return words.text(f"{KEY}.{raw['wish']}", answer=answer)


def say_value(field: Field, value: Any, words: Words) -> str:  # noqa: ANN401 (a raw value)
    """One value without its wish."""
    if isinstance(value, bool):
        return words.text(f"{KEY}.yes" if value else f"{KEY}.no")
    if isinstance(value, datetime.date):
        return say_date(value, words.locale)
    if field.values:
        name = "contact.safe" if field.key == "pace.reminders" else field.key
        return words.text(f"{KEY}.{name}.{value or 'kit'}")
    if field.path[0] == "language":
        return say_language(str(value), words.locale)
    return f"{value:g}" if isinstance(value, float) else str(value)
