"""``docs/access-for-all.md``, made from the mapping itself.

``make generate`` writes it; a test fails when the page is stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from access_kit.profiles.fields import Field, profile_fields
from access_kit.profiles.pnp import SETS
from access_kit.profiles.pnp_terms import OWN, PnpTerm, load_terms

PAGE = Path(__file__).parents[1] / "docs" / "access-for-all.md"

_HEAD = """# Access for All: how a profile maps to PNP

`access-kit profile export people.pnp.json` writes profiles as JSON with the terms of 1EdTech Access
for All Personal Needs and Preferences (PNP) 3.0; `access-kit profile import people.pnp.json` reads
them. Writing and reading again gives the same profile. A term that is not in these tables is
refused by its name: to leave it out would be to lose what a person said.

This page is made from the mapping that the program uses.

## A file

```json
{"accessForAllPnpRecords": {"records": [
  {"personSourcedId": "K-07",
   "ext:access-kit.name": "Rosa",
   "ext:access-kit.stated_by": "self",
   "accessForAllPnp": {
     "activateAtInitializationSet": {"features": [{"name": "text-appearance", "fontSize": 20}]},
     "activateAsOptionSet": {"features": ["captions", "ext:access-kit.camera.own.off"]},
     "prohibitSet": {"features": ["ext:access-kit.talk.modes.video"]}}}
]}}
```

A record alone, without the two outer keys, is read too. Sets part a list by wish; where that loses
which value came first, `ext:access-kit.order` beside the sets names the values of the list in their
order.

## How much a person wants it

| In a profile | In PNP |
|---|---|
"""

_TERMS = """
## Terms of PNP

"Nearest" marks a term that means a little more or less than the value; values without a term of PNP
go under a name of our own, below.

| Field | Value | Term | Value beside it | |
|---|---|---|---|---|
"""

_OWN = """
## Names of our own

PNP has no words for the camera, weak connections, private places or safe ways to reach somebody. It
allows names that begin with `ext:`. Ours are the field's key and, for needs, the value:
`ext:access-kit.<field>.<value>`.

| Field | Values |
|---|---|
"""

_BESIDE = """
## Beside the sets

What is no need stands in the record under its key, with its value as in a profile's file.
`personSourcedId` is the id.

| Key | Values |
|---|---|
"""


def page() -> str:
    """The whole page as Markdown."""
    return "".join(
        [
            _HEAD,
            *(f"| {wish.value} | `{name}` |\n" for name, wish in SETS.items()),
            _TERMS,
            *map(_term_row, load_terms()),
            _OWN,
            *_own_rows(),
            _BESIDE,
            *_beside_rows(),
        ]
    )


def _term_row(term: PnpTerm) -> str:
    value = f"`{term.value}`" if term.value else "any"
    beside = f"`{term.parameter}`" if term.parameter else ""
    beside += f" = `{term.fixed}`" if term.fixed else ""
    nearest = "nearest" if term.nearest else ""
    return f"| `{term.field}` | {value} | `{term.term}` | {beside} | {nearest} |\n"


def _own_rows() -> Iterator[str]:
    for field in (one for one in profile_fields() if one.stated):
        terms = [term for term in load_terms() if term.field == field.key]
        if any(not term.value for term in terms):
            continue
        named = {term.value for term in terms}
        left = [value for value in field.values if value not in named]
        yield f"| `{OWN}{field.key}` | {_values(field, left)} |\n"


def _beside_rows() -> Iterator[str]:
    hidden = ("schema", "id", "talk.avoid")
    for field in profile_fields():
        if not field.stated and field.key not in hidden:
            yield f"| `{OWN}{field.key}` | {_values(field, list(field.values))} |\n"


def _values(field: Field, values: list[str]) -> str:
    names = {"int": "a whole number", "float": "a number", "str": "text", "date": "a date"}
    shown = ", ".join(f"`{value}`" if value else "empty" for value in values)
    return (shown or names[field.kind.__name__]) + (" (a list)" if field.many else "")


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
