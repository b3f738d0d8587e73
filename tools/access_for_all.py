"""``docs/access-for-all.md``, made from the mapping itself.

``make generate`` writes it; a test fails when the page is stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from access_kit.profiles.fields import Field, profile_fields
from access_kit.profiles.pnp_terms import SETS, PnpTerm, known_keys, load_terms
from access_kit.profiles.pnp_write import NO_NEED

PAGE = Path(__file__).parents[1] / "docs" / "access-for-all.md"

_HEAD = """# Access for All: how a profile maps to PNP

`access-kit profile export people.pnp.json` writes profiles as 1EdTech Access for All Personal Needs
and Preferences (PNP) 3.0 in JSON, as its public schema has it, so that other programs can read
them. `access-kit profile import people.pnp.json` reads them again, and gives the same profiles. It
also reads what other programs write, and the files of former versions of this program.

This page is made from the mapping that the program uses.

## A file

```json
{"accessForAllPnpRecords": {"records": [
  {"personSourcedId": {"value": "K-07", "sourceSystem": "access-kit"},
   "accessForAllPnp": {
     "textAppearance": {"fontSize": 20},
     "activateAtInitializationSet": {"features": ["text-appearance"]},
     "activateAsOptionSet": {
       "features": ["captions"],
       "extensions": [
         {"namespace": "urn:access-kit:profile:1", "name": "camera.own", "value": "off"}]},
     "extensions": [
       {"namespace": "urn:access-kit:profile:1", "name": "name", "value": "Rosa"},
       {"namespace": "urn:access-kit:profile:1", "name": "stated_by", "value": "self"}]}}
]}}
```

The needs of one person alone, `{"accessForAllPnp": …}`, are read too.

## What comes from other programs

- A setting that no set names counts as a need.
- What a profile has no place for, such as a calculator or an appointment, is left out, and a
  warning names it. Its value is not repeated.
- A term that PNP does not know is refused by its name: it may be a need, spelled wrongly.
- An id of another system is not taken over, since it may be somebody else's here. The person gets
  an id of yours, and a note says which.
- Say the name with `--name`, or at the terminal, which asks; and say who states the needs with
  `--stated-by`.

## How much a person wants it

| In a profile | In PNP |
|---|---|
"""

_TERMS = """
## Terms of PNP

"Nearest" marks a term that means a little more or less than the value, "read" one that is
understood but not written. Of a list, the first value takes the setting. What a person avoids is
never written as a setting, but as an extension: another program might go by it.

| Field | Value | Term | In its setting | |
|---|---|---|---|---|
"""

_OWN = """
## Extensions in a set

PNP has no words for the camera, weak connections, private places or safe ways to reach somebody. It
keeps room for them: extensions, each with a namespace, a name and a value. Ours have the namespace
`urn:access-kit:profile:1`; the name is the field. An extension `hazard-avoidance` says that the
hazard which it names is a preference. Where the sets lose which value of a list came first,
extensions beside them such as `order.talk.modes` name the values in their order.

| Name | Values |
|---|---|
"""

_BESIDE = """
## Extensions beside the sets

What is no need stands here under its field, a list as one extension for each value.
`personSourcedId` is the id.

| Name | Values |
|---|---|
"""

_NO_PLACE = """
## Terms that a profile has no place for

They are told by name when a file is read.

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
            _NO_PLACE,
            f"{', '.join(f'`{term}`' for term in _no_place())}.\n",
        ]
    )


def _term_row(term: PnpTerm) -> str:
    value = f"`{term.value}`" if term.value else "any"
    beside = f"`{term.parameter}`" if term.parameter else ""
    beside += f" = `{term.fixed}`" if term.fixed else ""
    notes = (("nearest", term.nearest), ("read", term.read_only))
    note = ", ".join(name for name, is_so in notes if is_so)
    return f"| `{term.field}` | {value} | `{term.term}` | {beside} | {note} |\n"


def _no_place() -> list[str]:
    used = {term.term for term in load_terms()}
    return [term for term in known_keys() if term not in used]


def _own_rows() -> Iterator[str]:
    for field in (one for one in profile_fields() if one.stated):
        terms = [term for term in load_terms() if term.field == field.key and not term.read_only]
        if any(not term.value for term in terms):
            continue
        named = {term.value for term in terms}
        left = [value for value in field.values if value not in named]
        yield f"| `{field.key}` | {_values(field, left)} |\n"


def _beside_rows() -> Iterator[str]:
    for field in profile_fields():
        if not field.stated and field.key not in NO_NEED:
            yield f"| `{field.key}` | {_values(field, list(field.values))} |\n"


def _values(field: Field, values: list[str]) -> str:
    names = {"int": "a whole number", "float": "a number", "str": "text", "date": "a date"}
    shown = ", ".join(f"`{value}`" if value else "empty" for value in values)
    return (shown or names[field.kind.__name__]) + (" (a list)" if field.many else "")


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
