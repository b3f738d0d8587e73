"""Random cues, as any program may make them."""

from __future__ import annotations

from hypothesis import strategies as st

from access_kit.model.cue import Captions, Cue, Note, Region

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(LETTERS, max_size=60)
LINE = st.text(LETTERS, max_size=20).map(lambda text: "".join(text.splitlines()))
IDS = LINE.filter(lambda text: "-->" not in text and "\r" not in text and text != "\n")
NAMES = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
PERCENT = st.integers(0, 100).map(lambda number: f"{number}%")
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "vertical": st.sampled_from(["rl", "lr"]),
        "line": PERCENT | st.integers(-20, 20).map(str),
        "position": PERCENT | PERCENT.map(lambda value: f"{value},line-left"),
        "size": PERCENT,
        "align": st.sampled_from(["start", "center", "end", "left", "right"]),
    },
)
TIMES = st.integers(0, 100 * 3_600_000)


@st.composite
def some_cues(draw: st.DrawFn) -> Cue:
    start = draw(TIMES)
    return Cue(
        id=draw(IDS),
        start_ms=start,
        end_ms=start + draw(st.integers(1, 20_000)),
        text=draw(TEXT),
        settings=draw(SETTINGS),
        speaker=draw(st.none() | NAMES),
    )


REGIONS = st.builds(
    Region,
    id=st.from_regex(r"[a-z]{1,5}", fullmatch=True),
    width=st.integers(0, 100).map(float),
    lines=st.integers(0, 9),
    scroll_up=st.booleans(),
)
NOTES = st.builds(Note, text=st.from_regex(r"[a-z]{1,9}( [a-z]{1,9})?", fullmatch=True))


@st.composite
def some_captions(draw: st.DrawFn, most: int = 8) -> Captions:
    return Captions(
        cues=tuple(draw(st.lists(some_cues(), max_size=most))),
        regions=tuple(draw(st.lists(REGIONS, max_size=2, unique_by=lambda region: region.id))),
        notes=tuple(draw(st.lists(NOTES, max_size=2))),
    )
