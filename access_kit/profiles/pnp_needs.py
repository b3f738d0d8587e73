"""The needs of a record of Access for All PNP → the tree of a profile.

Rules of this file:
- A term in a set has that set's wish; a setting that no set names is a need.
- What PNP knows and a profile has no place for is left out and told by its name, never its value.
- A term that PNP does not know is refused by name: it may be a need, wrongly spelled.
- What former versions wrote is read as well: settings inside the features, names with ``ext:``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from access_kit.errors import Severity
from access_kit.intake.reader import closest, shown_value
from access_kit.model.stated import Wish
from access_kit.profiles.fields import Field, fields_by_key, get_path, profile_fields, set_path
from access_kit.profiles.pnp_terms import (
    EXTENSIONS,
    FEATURES,
    HAZARDS,
    NAMESPACE,
    NEEDS,
    OLD_OWN,
    ORDER,
    SETS,
    known_keys,
    old_feature,
    plain_texts,
    setting_name,
    terms_by_setting,
    terms_named,
    text_value,
    value_of,
    value_text,
)
from access_kit.profiles.pnp_write import NO_NEED, wished
from access_kit.profiles.tree import Tree

OLD_ORDER = f"{OLD_OWN}order"
_OTHERS = "ext:"

Part = Mapping[str, Any]


class TellsFaults(Protocol):
    """Takes a fault down: its code without ``pnp.``, and where in the record it is."""

    def __call__(
        self, code: str, where: str = "", severity: Severity = Severity.ERROR, **facts: str
    ) -> None: ...


@dataclass
class NeedsReader:
    """Reads ``needs`` into ``tree``; every fault goes to ``tell``."""

    needs: Mapping[str, Any]
    tree: Tree
    tell: TellsFaults
    settings: dict[str, list[Part]] = field(default_factory=dict)
    wishes: set[str] = field(default_factory=set)
    """Terms that a set names, and hazards: what is left is a need."""
    left_out: set[str] = field(default_factory=set)
    orders: dict[str, list[str]] = field(default_factory=dict)

    def read(self) -> None:
        self._find_settings()
        for name, wish in SETS.items():
            self._read_set(name, wish)
        for term, parts in self.settings.items():
            if term not in self.wishes:
                self._read_term(term, parts, Wish.NEED, f"{NEEDS}.{setting_name(term)}")
        self._read_extensions(self.needs.get(EXTENSIONS, []), NEEDS, self._read_personal)
        self._put_in_order()

    # -- settings -------------------------------------------------------------------------------

    def _find_settings(self) -> None:
        known = terms_by_setting()
        for name, raw in self.needs.items():
            term = known.get(name)
            if name in SETS or name in (EXTENSIONS, OLD_ORDER):
                continue
            if term is None:
                self._unknown(name, NEEDS, [*SETS, *known])
                continue
            parts = _parts(term, raw)
            if parts is None:
                self.tell("wrong-setting", f"{NEEDS}.{name}")
            else:
                self.settings[term] = parts

    def _read_term(self, term: str, parts: Iterable[Part], wish: Wish, where: str) -> None:
        rows = terms_named(term)
        if not rows:
            self._leave_out(term, where)
            return
        for part in parts:
            if term in plain_texts() and part.get(plain_texts()[term]) in self.wishes:
                continue
            fitting = [
                row
                for row in rows
                if (not row.parameter or row.parameter in part)
                and row.fixed in ("", part.get(row.parameter))
            ]
            for row in fitting:
                self._say(*value_of(row, part.get(row.parameter)), wish, where)
            if not fitting:
                self._leave_out_part(term, part, where)
            self._leave_out_keys(term, part, {row.parameter for row in fitting}, where)

    def _leave_out_part(self, term: str, part: Part, where: str) -> None:
        if term in plain_texts() and part:
            self._leave_out(f"{setting_name(term)} {next(iter(part.values()))}", where)
        else:
            key = next(row.parameter for row in terms_named(term))
            self.tell("no-value", where, Severity.WARNING, term=term, key=key)

    def _leave_out_keys(self, term: str, part: Part, read: set[str], where: str) -> None:
        known = known_keys()[term]
        for key in part:
            if key in read or term in plain_texts():
                continue
            if key in known:
                self._leave_out(f"{setting_name(term)}.{key}", where)
            else:
                self._unknown(key, where, known)

    # -- sets -----------------------------------------------------------------------------------

    def _read_set(self, name: str, wish: Wish) -> None:
        held = self.needs.get(name, {})
        where = f"{NEEDS}.{name}"
        is_sound = isinstance(held, dict) and set(held) <= {FEATURES, EXTENSIONS}
        features = held.get(FEATURES, []) if is_sound else None
        if not isinstance(features, list):
            self.tell("wrong-shape", where)
            return

        def stated(key: str, text: str, place: str) -> None:
            self._read_stated(key, text, wish, place)

        for index, feature in enumerate(features):
            self._read_feature(feature, wish, f"{where}.{FEATURES}[{index}]")
        self._read_extensions(held.get(EXTENSIONS, []), where, stated)

    def _read_feature(self, feature: object, wish: Wish, where: str) -> None:
        name = feature.get("name") if isinstance(feature, dict) else feature
        if not isinstance(name, str):
            self.tell("unknown-term", where, term=shown_value(name or ""), guess="")
        elif name.startswith(OLD_OWN):
            found = old_feature(name) if isinstance(feature, str) else None
            if found is None:
                self._unknown(name, where, _old_names())
            else:
                self._say(*found, wish, where)
        elif name.startswith(_OTHERS):
            self._leave_out(name, where)
        elif name not in known_keys():
            self._unknown(name, where, list(known_keys()))
        else:
            inside = {key: raw for key, raw in _items(feature) if key != "name"}
            parts = [inside] if inside else self.settings.get(name, [{}])
            self._read_term(name, parts, wish, where)
            self.wishes.add(name)

    def _read_stated(self, key: str, text: str, wish: Wish, where: str) -> None:
        one = fields_by_key().get(key)
        if one is not None and one.stated:
            self._say(one, text_value(one, text), wish, where)
        elif key == HAZARDS:
            part = {plain_texts()[HAZARDS]: text}
            self._read_term(HAZARDS, [part], wish, where)
            self.wishes.add(text)
        else:
            self._unknown(key, where, [one.key for one in profile_fields() if one.stated])

    # -- extensions -----------------------------------------------------------------------------

    def _read_extensions(self, nodes: object, where: str, read: Any) -> None:  # noqa: ANN401
        where = f"{where}.{EXTENSIONS}"
        if not isinstance(nodes, list):
            self.tell("wrong-shape", where)
            return
        for index, node in enumerate(nodes):
            place = f"{where}[{index}]"
            space, name = (dict(_items(node)).get(key) for key in ("namespace", "name"))
            if not isinstance(space, str) or not isinstance(name, str):
                self.tell("wrong-shape", place)
            elif space != NAMESPACE:
                self._leave_out(f"{space} {name}", place)
            elif set(node) != {"namespace", "name", "value"}:
                self.tell("wrong-shape", place)
            else:
                read(name, value_text(node["value"]), place)

    def _read_personal(self, key: str, text: str, where: str) -> None:
        one = fields_by_key().get(key)
        if key.startswith(ORDER):
            self.orders.setdefault(key.removeprefix(ORDER), []).append(text)
        elif one is None or one.stated or key in NO_NEED:
            self._unknown(key, where, [one.key for one in profile_fields() if not one.stated])
        else:
            self._put(one, text_value(one, text), where)

    def _put_in_order(self) -> None:
        old = self.needs.get(OLD_ORDER, {})
        orders = {**(old if isinstance(old, dict) else {"": None}), **self.orders}
        for key, wanted in orders.items():
            one = fields_by_key().get(key)
            said = get_path(self.tree, one.path) if one else None
            if one is None or not isinstance(said, list) or not isinstance(wanted, list):
                self.tell("wrong-order", NEEDS, key=shown_value(key))
                continue
            by_text = {value_text(wished(raw)[1]): raw for raw in said}
            texts = [str(text) for text in wanted]
            if sorted(by_text) != sorted(texts) or len(said) != len(texts):
                self.tell("wrong-order", NEEDS, key=shown_value(key))
                continue
            set_path(self.tree, one.path, [by_text[text] for text in texts])

    # -- what was found -------------------------------------------------------------------------

    def _say(self, field: Field, value: object, wish: Wish, where: str) -> None:
        bare = wish is Wish.PREFER and value != ""
        self._put(field, value if bare else {"value": value, "wish": wish.value}, where)

    def _put(self, field: Field, raw: object, where: str) -> None:
        before = get_path(self.tree, field.path)
        if field.many:
            set_path(self.tree, field.path, [*(before or []), raw])
        elif before is None:
            set_path(self.tree, field.path, raw)
        else:
            self.tell("said-twice", where, key=field.key)

    def _leave_out(self, term: str, where: str) -> None:
        if term not in self.left_out:
            self.left_out.add(term)
            self.tell("no-place", where, Severity.WARNING, term=shown_value(term))

    def _unknown(self, name: str, where: str, known: Iterable[str]) -> None:
        if name.startswith(_OTHERS) and not name.startswith(OLD_OWN):
            self._leave_out(name, where)
        else:
            guess = closest(name, list(known))
            self.tell("unknown-term", where, term=shown_value(name), guess=guess)


def _old_names() -> list[str]:
    return [OLD_OWN + one.key for one in profile_fields()]


def _items(raw: object) -> Iterable[tuple[str, Any]]:
    return raw.items() if isinstance(raw, dict) else ()


def _parts(term: str, raw: object) -> list[Part] | None:
    """A setting as a list of tables, whatever its shape; ``None`` for none that PNP has."""
    text = plain_texts().get(term)
    many: list[Any] = raw if isinstance(raw, list) else [raw]
    if text:
        return [{text: one} for one in many] if all(isinstance(one, str) for one in many) else None
    if isinstance(raw, bool):
        return [{}] if raw or not terms_named(term) else None
    return many if all(isinstance(one, dict) for one in many) else None
