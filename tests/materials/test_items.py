"""Rows overlap, people do not fit into rows: nobody reads the same words twice all the same."""

from hypothesis import given
from hypothesis import strategies as st

from access_kit.materials.items import choose_items, load_items
from tests.tools import ROOT

TABLES = [
    path.name
    for path in sorted((ROOT / "access_kit" / "materials").glob("*.toml"))
    if "\n  { id = " in path.read_text(encoding="utf-8")
]


@given(table=st.sampled_from(TABLES), data=st.data())
def test_no_line_is_said_twice(table, data):
    items = load_items(table)
    names = sorted({fact for item in items for fact in (*item.needs, *item.unless)})
    facts = data.draw(st.sets(st.sampled_from(names)))
    for kind in {item.kind for item in items}:
        said = [item.word for item in choose_items(items, facts, kind)]
        assert len(said) == len(set(said))
