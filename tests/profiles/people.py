"""Random people with odd but valid private texts, for formats that must give them back."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st

from access_kit.model.profile import (
    EmergencyContact,
    PostalAddress,
    Profile,
    PronounPlace,
    StatedBy,
)
from tests.strategies import profiles

_EVIL = ["=1+1", "@cmd", "-5", "'=x", "''+y", "\\", ";", "a;=b", "need:x", '"', "ü\u0301", "  x "]


_SEEN = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
"""The signs that a line may hold."""


def lines(high: int = 40) -> st.SearchStrategy[str]:
    """Texts of one line, some of them meant to break a writer."""
    free = st.text(_SEEN, min_size=1, max_size=high).filter(lambda text: bool(text.strip()))
    return st.sampled_from(_EVIL) | free


@st.composite
def odd_people(draw: st.DrawFn) -> Profile:
    person = draw(profiles())
    contact = dataclasses.replace(
        person.contact,
        asked_on=draw(st.none() | st.dates()),
        emergency=draw(
            st.none() | st.builds(EmergencyContact, lines(), st.just("+1 603 555 0177"))
        ),
        post=draw(
            st.builds(
                PostalAddress,
                name=lines(),
                street=st.lists(lines(), min_size=1, max_size=4, unique=True).map(tuple),
                city=lines(),
                country=st.sampled_from(["US", "GB"]),
                region=st.just("") | lines(),
                postal_code=st.just("") | lines(12),
            )
        ),
    )
    return dataclasses.replace(
        person,
        name=draw(lines()),
        stated_by=draw(st.sampled_from(list(StatedBy))),
        pronouns=draw(st.just("") | lines()),
        pronouns_in=draw(st.lists(st.sampled_from(PronounPlace), unique=True).map(tuple)),
        review_by=draw(st.none() | st.dates()),
        contact=contact,
    )
