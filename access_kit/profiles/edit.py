"""Changes such as ``reading.print_size_pt=24`` to a profile."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from access_kit.errors import Problem
from access_kit.intake.reader import closest, shown_value
from access_kit.model.profile import Profile
from access_kit.profiles.cells import read_cell
from access_kit.profiles.fields import fields_by_key, set_path
from access_kit.profiles.tree import from_tree, to_tree

STREET = ("contact", "post", "street")
"""The one list whose parts may hold a comma."""


def change_profile(
    profile: Profile, changes: Sequence[str], *, file: str, today: datetime.date
) -> tuple[Profile | None, list[Problem]]:
    """The profile with the changes, or ``None`` with every fault of all of them.

    A value is written as in a table's cell; a list may be parted by commas too. ``key=`` alone
    takes away what is known.
    """
    tree, fields = to_tree(profile), fields_by_key()
    problems: list[Problem] = []
    for change in changes:
        key, equals, text = change.partition("=")
        key = key.strip()
        if not equals:
            problems.append(Problem("profile.bad-change", facts={"value": shown_value(change)}))
        elif key in ("schema", "id"):
            problems.append(Problem("profile.fixed-id", where=key))
        elif key not in fields:
            guess = closest(key, list(fields))
            facts = {"value": shown_value(key), "guess": guess}
            problems.append(Problem("profile.unknown-path", facts=facts))
        else:
            field = fields[key]
            commas = field.many and field.path != STREET
            set_path(tree, field.path, read_cell(field, text.replace(",", ";") if commas else text))
    changed, found = from_tree(tree, file=file, today=today)
    problems += found
    return (None if any(problem.is_error for problem in problems) else changed), problems
