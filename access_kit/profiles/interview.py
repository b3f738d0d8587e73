"""An interview: one question at a time, kept apart from how it is asked.

Rules of this file:
- An answer may be known, "would rather not say" (``passed``) or "not asked" (``skipped``). Neither
  of the last two says anything about the person; the profile stays silent there, never "no".
- Nothing asks for a reason, and nothing asks for more than a profile holds.
- Everything here is pure: texts come in, a state goes out.
"""

from __future__ import annotations

import dataclasses
import datetime
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from access_kit.errors import BadInput, Problem, Severity
from access_kit.intake.reader import closest, shown_value
from access_kit.model.constraint import TextFormat
from access_kit.model.profile import Channel, Consent, Profile, StatedBy
from access_kit.model.stated import Wish
from access_kit.profiles.cells import read_cell, split_list
from access_kit.profiles.fields import Field, fields_by_key, get_path, set_path
from access_kit.profiles.language_names import find_language_tag
from access_kit.profiles.tree import Tree, from_tree, to_tree
from access_kit.profiles.usual_forms import Unclear, Usual, read_usual

PASS, SKIP, SAID = "passed", "skipped", "said"
_ADDRESS = ("contact.post.name", "contact.post.street", "contact.post.city", "contact.post.country")
_REACHED_BY = {
    Channel.LETTER: _ADDRESS,
    Channel.EMAIL: ("contact.email",),
    Channel.SMS: ("contact.phone",),
    Channel.CALL: ("contact.phone",),
    Channel.VOICEMAIL: ("contact.phone",),
}
_LATER = ("channel-without-address", "reminder-not-safe", "missing-key")
"""Faults that further answers may still mend."""


@dataclass(frozen=True)
class InterviewQuestion:
    """``when`` names the field that must be known, and hold one of ``has`` if that is not empty."""

    field: Field
    when: str = ""
    has: tuple[str, ...] = ()
    choices: str = ""

    @property
    def key(self) -> str:
        return self.field.key


@lru_cache(maxsize=1)
def _read_data() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "interview.toml").read_text(encoding="utf-8"))


def short_keys(country: str | None) -> tuple[str, ...]:
    """The questions that change papers most, in the order of a conversation.

    ``country`` is that of addresses; where it is not known, it is asked.
    """
    keys = list(_read_data()["short"])
    if country is None:
        keys.insert(keys.index("contact.post.postal_code") + 1, "contact.post.country")
    return tuple(keys)


def topics(besides: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """What may be asked ``besides`` some questions, by topic."""
    known = frozenset(besides)
    found = _read_data()["topic"].items()
    return {name: tuple(key for key in keys if key not in known) for name, keys in found}


@lru_cache(maxsize=1)
def load_questions() -> tuple[InterviewQuestion, ...]:
    """Every question, in the order in which a whole interview asks them."""
    fields = fields_by_key()
    return tuple(
        InterviewQuestion(
            fields[row["field"]],
            row.get("when", ""),
            tuple(row.get("has", ())),
            row.get("choices", ""),
        )
        for row in _read_data()["question"]
    )


def questions_of(keys: Sequence[str] | None) -> tuple[InterviewQuestion, ...]:
    """Only these questions, in this order; ``None`` for all of them."""
    if keys is None:
        return load_questions()
    by_key = {one.key: one for one in load_questions()}
    return tuple(by_key[key] for key in keys)


@dataclass(frozen=True)
class InterviewState:
    """How far an interview got. ``tree`` holds what is known, ``status`` how each question ended.

    ``passed_before`` are keys that the person would rather not speak about, an earlier time.
    """

    tree: Tree
    status: dict[str, str] = field(default_factory=dict)
    passed_before: frozenset[str] = frozenset()

    def known(self, key: str) -> Any:  # noqa: ANN401 (a raw value)
        return get_path(self.tree, fields_by_key()[key].path)

    def ended(self, status: str) -> list[str]:
        return [key for key, one in self.status.items() if one == status]


def start(
    profile: Profile | None, person: str, *, passed: Iterable[str] = (), today: datetime.date
) -> InterviewState:
    """The state before the first question; of someone new, or of somebody known."""
    if profile is not None:
        known = to_tree(profile)
        _forget_default_consents(known)
        return InterviewState(known, passed_before=frozenset(passed))
    review = today + datetime.timedelta(days=180)
    tree: Tree = {
        "schema": "access-kit/profile/1",
        "id": person,
        "name": person,
        "stated_by": StatedBy.SELF.value,
        "review_by": review,
    }
    return InterviewState(tree)


def _forget_default_consents(tree: Tree) -> None:
    """A file says no where nobody was asked; an interview does not take that for an answer."""
    for one in dataclasses.fields(Consent):
        if tree["consent"][one.name] == one.default:
            del tree["consent"][one.name]


def next_question(
    state: InterviewState, keys: Sequence[str] | None = None
) -> InterviewQuestion | None:
    """The first question that fits and has not ended; of ``keys``, if given."""
    asked = questions_of(keys)
    return next((q for q in asked if q.key not in state.status and fits(q, state)), None)


def answered_before(
    question: InterviewQuestion, state: InterviewState, keys: Sequence[str] | None = None
) -> str:
    """The key of the last question before this one that has ended; empty at the first."""
    keys = [one.key for one in questions_of(keys)]
    before = keys[: keys.index(question.key)]
    return next((key for key in reversed(before) if key in state.status), "")


def fits(question: InterviewQuestion, state: InterviewState) -> bool:
    if not question.when:
        return True
    known = _bare_values(state.known(question.when))
    return any(one in known for one in question.has) if question.has else bool(known)


def _bare_values(raw: Any) -> list[Any]:  # noqa: ANN401 (a raw value)
    many = raw if isinstance(raw, list) else [] if raw is None else [raw]
    return [one["value"] if isinstance(one, dict) else one for one in many]


def choices_of(question: InterviewQuestion, state: InterviewState) -> tuple[str, ...]:
    """The values to choose from, in the order of their numbers; empty for open questions."""
    if question.choices:
        return tuple(_bare_values(state.known(question.choices)))
    return question.field.values


# -- answers ------------------------------------------------------------------------------------


def leave(state: InterviewState, key: str, status: str) -> InterviewState:
    """A question that ended without an answer. One passed over in silence keeps what was known."""
    tree = _copy(state.tree)
    if status == PASS and key not in ("name", "stated_by"):
        set_path(tree, fields_by_key()[key].path, None)
    return dataclasses.replace(state, tree=tree, status={**state.status, key: status})


def reopen(state: InterviewState, key: str) -> InterviewState:
    """The state as if the question had not been asked yet."""
    status = {one: how for one, how in state.status.items() if one != key}
    return dataclasses.replace(state, status=status)


def answer(
    state: InterviewState,
    question: InterviewQuestion,
    text: str,
    *,
    today: datetime.date,
    locale: str = "en",
    labels: Sequence[str] = (),
    country: str | None = None,
) -> InterviewState:
    """The state with an answer; ``BadInput`` says why it is none.

    ``locale`` is the language in which languages are named, ``labels`` how the choices are shown:
    an answer is a number, what is shown, or the beginning of it. ``country`` is where telephone
    numbers are from that do not say it.
    """
    choices = choices_of(question, state)
    raw = _read(question, text, Choices(choices, tuple(labels or choices)), locale, country)
    tree = _copy(state.tree)
    set_path(tree, question.field.path, raw)
    _, problems = from_tree(tree, file="", today=today)
    faults = [
        dataclasses.replace(problem, file=None, line=None, where=None)
        for problem in problems
        if problem.is_error
        and (problem.where or "").startswith(question.key)
        and problem.code.rpartition(".")[2] not in _LATER
    ]
    if faults:
        raise BadInput(faults)
    if question.key == "contact.safe":
        set_path(tree, ("contact", "asked_on"), today)
    return dataclasses.replace(state, tree=tree, status={**state.status, question.key: SAID})


@dataclass(frozen=True)
class Choices:
    """What may be chosen, and how each is shown."""

    values: tuple[str, ...]
    labels: tuple[str, ...]

    def find(self, text: str) -> str | None:
        """The value that ``text`` means; ``None`` where that is not clear."""
        if text.isdecimal():
            number = int(text[:3])
            return self.values[number - 1] if 1 <= number <= len(self.values) else None
        plain = _plain(text)
        for same in (str.__eq__, str.startswith):
            found = [
                value
                for value, label in zip(self.values, self.labels, strict=True)
                if any(same(_plain(name), plain) for name in (label, value))
            ]
            if len(found) == 1 and len(plain) >= _LEAST_LETTERS:
                return found[0]
        return None

    def near(self, text: str) -> str:
        """What somebody may have meant, as it is shown; empty where nothing is near."""
        by_name = {
            name.casefold(): label
            for value, label in zip(self.values, self.labels, strict=True)
            for name in (value, label, *label.split())
        }
        return by_name.get(closest(text, list(by_name)), "")


_LEAST_LETTERS = 2


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _read(
    question: InterviewQuestion, text: str, choices: Choices, locale: str, country: str | None
) -> Any:  # noqa: ANN401 (a raw value)
    one = question.field
    if not choices.values:
        return _read_open(one, _as_usual(one, text, country), locale)
    parts = text.replace(";", ",").split(",") if one.many else [text]
    values = [_read_choice(one, part, choices) for part in parts if part.strip()]
    if not values:
        raise BadInput(Problem("interview.no-answer-fits", facts={"value": ""}))
    return values if one.many else values[0]


def _as_usual(field: Field, text: str, country: str | None) -> str:
    """A number to call or an address for mail as a profile writes it, however it was typed."""
    if field.form not in (TextFormat.PHONE, TextFormat.EMAIL, TextFormat.COUNTRY):
        return text
    try:
        return read_usual(field, text, Usual(country))
    except Unclear as unclear:
        raise BadInput(Problem(f"said.{unclear.reason}")) from None


def _read_choice(field: Field, text: str, choices: Choices) -> Any:  # noqa: ANN401
    bare, wish = _split_wish(field, text)
    value = choices.find(bare)
    if value is None:
        facts = {"value": shown_value(text.strip()), "guess": choices.near(bare)}
        raise BadInput(Problem("interview.no-answer-fits", facts=facts))
    return _with_wish(value == "true" if field.kind is bool else value, wish)


def _read_open(field: Field, text: str, locale: str) -> Any:  # noqa: ANN401 (a raw value)
    bare, wish = _split_wish(field, text)
    if field.path[0] == "language":
        parts = [part for part in bare.replace(";", ",").split(",") if part.strip()]
        return [_with_wish(find_language_tag(part, locale), wish) for part in parts]
    if field.many:
        return [part.strip() for part in split_list(bare) if part.strip()]
    if field.kind is str:
        return bare
    single = dataclasses.replace(field, stated=False)
    return _with_wish(read_cell(single, bare), wish)


def _split_wish(field: Field, text: str) -> tuple[str, Wish]:
    """``2 need`` as ``2`` and its wish, where the field takes one."""
    bare = text.strip()
    head, _, last = bare.rpartition(" ")
    if field.stated and head and last.lower() in list(Wish):
        return head.strip(), Wish(last.lower())
    return bare, Wish.PREFER


def _with_wish(value: Any, wish: Wish) -> Any:  # noqa: ANN401 (a raw value)
    return value if wish is Wish.PREFER else {"value": value, "wish": wish.value}


# -- the end ------------------------------------------------------------------------------------


def finish(state: InterviewState, *, today: datetime.date) -> tuple[Profile | None, list[Problem]]:
    """The profile. Channels that nothing leads to, and an address cut short, are left out."""
    tree = _copy(state.tree)
    told: list[Problem] = []

    def lacks(keys: Iterable[str]) -> bool:
        return any(get_path(tree, fields_by_key()[key].path) is None for key in keys)

    if lacks(_ADDRESS):
        set_path(tree, ("contact", "post"), None)
    if lacks(("contact.emergency.name", "contact.emergency.phone")):
        set_path(tree, ("contact", "emergency"), None)
    safe = get_path(tree, ("contact", "safe")) or []
    left = [one for one in safe if not lacks(_REACHED_BY.get(Channel(one), ()))]
    for one in safe:
        if one not in left:
            facts = {"channel": one}
            told.append(Problem("interview.channel-left-out", Severity.WARNING, facts=facts))
    set_path(tree, ("contact", "safe"), left or None)
    kept = get_path(tree, ("pace", "reminders")) or []
    kept = [one for one in kept if _bare_values(one)[0] in left]
    set_path(tree, ("pace", "reminders"), kept or None)
    profile, problems = from_tree(tree, file="", today=today)
    told += [dataclasses.replace(problem, file=None) for problem in problems]
    return profile, told


def fill_address(state: InterviewState, country: str | None) -> InterviewState:
    """An address of which only the street was asked: under the person's name, in ``country``."""
    tree = _copy(state.tree)
    if get_path(tree, ("contact", "post", "street")):
        known = {"name": tree["name"], "country": country}
        for key, value in known.items():
            if get_path(tree, ("contact", "post", key)) is None:
                set_path(tree, ("contact", "post", key), value)
    return dataclasses.replace(state, tree=tree)


def _copy(tree: Tree) -> Tree:
    return {key: _copy(one) if isinstance(one, dict) else one for key, one in tree.items()}
