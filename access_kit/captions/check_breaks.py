"""Line ends that part a verb from what belongs to it, by a list of the judge's own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from access_kit.captions.layout_breaks import bare, ends_clause
from access_kit.i18n.fallback import SOURCE_LOCALE

_SHORTEST_STEM = 2


@dataclass(frozen=True)
class JudgedVerbs:
    """One language's list; see the head of ``judged_breaks.toml``."""

    verbs: frozenset[str]
    objects: frozenset[str]
    joined: frozenset[str]
    subject_verbs: frozenset[str]
    before_to: frozenset[str]
    to: frozenset[str]
    modal: frozenset[str]
    infinitives: tuple[str, ...]


@cache
def load_judged_verbs(lang: str | None) -> JudgedVerbs | None:
    """The list for ``lang`` (``None``: English), or ``None`` where there is none."""
    text = (files(__package__) / "judged_breaks.toml").read_text(encoding="utf-8")
    one = tomllib.loads(text).get((lang or SOURCE_LOCALE).split("-")[0].lower())
    if one is None:
        return None
    lists = {key: frozenset(row.split()) for key, row in one.items() if isinstance(row, str)}
    bases, irregular = lists.pop("verbs"), lists.pop("irregular")
    return JudgedVerbs(
        verbs=_forms(bases, one["endings"]) | irregular,
        modal=irregular if one.get("infinitives") else frozenset(),
        infinitives=tuple(one.get("infinitives", ())),
        **lists,
    )


def _forms(bases: Iterable[str], endings: Sequence[str]) -> frozenset[str]:
    """Regular forms: with each ending, and with it in place of a last e or y."""
    forms = set(bases)
    for base in bases:
        stem = base[:-1] if base[-1] in "ey" and len(base) > _SHORTEST_STEM else base
        forms |= {base + ending for ending in endings} | {stem + ending for ending in endings}
    return frozenset(forms)


def parts_verb(before: str, after: str, lang: str | None) -> bool:
    """Whether a line that ends with ``before``, above ``after``, parts a verb's phrase."""
    lists = load_judged_verbs(lang)
    words = after.split()[:2]
    if lists is None or not before.split() or not words or ends_clause(before.split()[-1]):
        return False
    last, first = bare(before.split()[-1]), bare(words[0])
    if last in lists.before_to and first in lists.to:
        return True
    if last in lists.modal and first.endswith(lists.infinitives):
        return True
    if last not in lists.verbs:
        return False
    second = bare(words[1]) if len(words) > 1 else ""
    if first in lists.objects:
        return second not in lists.subject_verbs
    return first in lists.joined and second in lists.verbs
