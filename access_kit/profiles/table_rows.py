"""One row of a table as the tree of a profile, whoever made the table. Pure.

What a row does not say stays unsaid: no way to reach somebody is safe because it stands in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from access_kit.errors import Problem, Severity
from access_kit.profiles.cells import read_cell, unguard
from access_kit.profiles.csv_lines import Row
from access_kit.profiles.fields import Field, fields_by_key, get_path, set_path
from access_kit.profiles.table_columns import (
    ADDRESS,
    BESIDE,
    FIRST_NAME,
    LAST_NAME,
    LEFT_OUT,
    is_checkbox,
    known_names,
)
from access_kit.profiles.tree import Tree
from access_kit.profiles.usual_forms import CHECKED, UNCHECKED, Unclear, Usual, read_usual

_POST = ("contact", "post")
_NEEDED = ("street", "city")
"""Of an address: without them nothing can be sent there."""

_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_STATE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class RowReader:
    """``columns`` are the fields of the cells in their order, by the names of ``targets``.

    ``usual`` is how cells are written; ``said`` holds what is true of everybody in the table.
    ``is_ours``: names stand as they are to be said, never as ``García, Rosa``.
    """

    columns: Sequence[str]
    usual: Usual = field(default_factory=Usual)
    said: Mapping[str, str] = field(default_factory=dict)
    is_ours: bool = True

    def read(self, row: Row, file: str) -> tuple[Tree, list[Problem]]:
        """The tree of a row, with what could not be read told."""
        fields, problems = fields_by_key(), list[Problem]()
        tree: Tree = {"schema": "access-kit/profile/1", **self.said}
        beside: dict[str, str] = {}
        for name, raw in zip(self.columns, row.cells, strict=False):
            if name == LEFT_OUT or not raw.strip():
                continue
            try:
                if name in BESIDE:
                    beside[name] = " ".join(unguard(raw).split())
                elif is_checkbox(name):
                    self._tick(tree, name, raw)
                else:
                    self._put(tree, fields[name], raw)
            except Unclear as unclear:
                problems.append(
                    Problem(f"csv.{unclear.reason}", file=file, line=row.line, where=name)
                )
        if first := beside.get(FIRST_NAME):
            tree.setdefault("name", first)
        if not self.is_ours:
            problems += self._tell_foreign(tree, beside, file, row.line)
        try:
            self._address(tree, beside)
        except Unclear as unclear:
            problems.append(
                Problem(f"csv.{unclear.reason}", file=file, line=row.line, where=ADDRESS)
            )
        return tree, problems

    def _put(self, tree: Tree, field: Field, cell: str) -> None:
        bare = unguard(cell)
        usual = read_usual(field, bare, self.usual)
        raw = read_cell(field, cell if usual == bare else usual)
        if raw is None:
            return
        before = get_path(tree, field.path)
        if field.many and isinstance(before, list):
            raw = [*before, *raw]
        set_path(tree, field.path, raw)

    def _tick(self, tree: Tree, name: str, cell: str) -> None:
        """One choice of many: ticked, it is said; not ticked, nothing is."""
        key, _, value = name.partition("=")
        said = cell.strip().casefold()
        if said in UNCHECKED:
            return
        if said not in CHECKED:
            raise Unclear("not-ticked")
        one = fields_by_key()[key]
        before = get_path(tree, one.path)
        if one.many:
            set_path(tree, one.path, [*(before or []), value])
        elif before is None:
            set_path(tree, one.path, read_cell(one, value))
        else:
            raise Unclear("ticked-twice")

    def _tell_foreign(
        self, tree: Tree, beside: dict[str, str], file: str, line: int
    ) -> Iterator[Problem]:
        """A table of another program holds names and addresses in its own way."""
        if self._turn_name(tree, beside):
            yield Problem("csv.name-turned", Severity.NOTE, file, line, "name")
        post = get_path(tree, _POST)
        is_whole = beside.get(ADDRESS) or not post or all(post.get(key) for key in _NEEDED)
        if not is_whole:
            set_path(tree, _POST, None)
            yield Problem("csv.address-lacks", Severity.WARNING, file, line, "contact.post")

    def _turn_name(self, tree: Tree, beside: dict[str, str]) -> bool:
        """``García, Rosa`` becomes Rosa, and García for the envelope; a title stays."""
        last, comma, first = str(tree.get("name", "")).partition(",")
        plain = first.strip().rstrip(".").casefold()
        if (
            not comma
            or "," in first
            or not last.strip()
            or not plain
            or plain in known_names()["names"]["titles"]
        ):
            return False
        tree["name"] = first.strip()
        beside.setdefault(LAST_NAME, last.strip())
        return True

    def _address(self, tree: Tree, beside: Mapping[str, str]) -> None:
        """What an address lacks that the table says elsewhere: its name, its country."""
        if whole := beside.get(ADDRESS):
            tree.setdefault("contact", {}).setdefault("post", {}).update(self._parse(whole))
        post = get_path(tree, _POST)
        if not isinstance(post, dict):
            return
        name = " ".join(filter(None, (str(tree.get("name", "")), beside.get(LAST_NAME, ""))))
        post.setdefault("name", name)
        if self.usual.country:
            post.setdefault("country", self.usual.country)

    def _parse(self, text: str) -> dict[str, object]:
        """``12 Elm St, Exampletown, NH 03755``, from its end; other countries write otherwise."""
        rest, _, code = text.rpartition(" ")
        rest, _, region = rest.rstrip(" ,").rpartition(" ")
        street, _, city = rest.rstrip(" ,").rpartition(",")
        is_whole = bool(_ZIP.fullmatch(code) and _STATE.fullmatch(region) and city.strip())
        lines = [part.strip() for part in street.split(",") if part.strip()]
        if self.usual.country != "US" or not is_whole or not lines:
            raise Unclear("address-in-one")
        return {"street": lines, "city": city.strip(), "region": region, "postal_code": code}
