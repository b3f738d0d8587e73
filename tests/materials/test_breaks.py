from hypothesis import given
from hypothesis import strategies as st

from access_kit.materials.breaks import Break, place_breaks

MINUTES, EVERY, LENGTH = st.integers(5, 480), st.integers(5, 60), st.integers(2, 30)


@given(MINUTES, EVERY, LENGTH)
def test_nobody_sits_longer_than_they_can(minutes, every, length):
    breaks = place_breaks(minutes, every, length)
    starts = [0, *(one.end for one in breaks)]
    ends = [*(one.start for one in breaks), minutes]
    assert all(0 <= end - start <= every for start, end in zip(starts, ends, strict=True))


@given(MINUTES, EVERY, LENGTH)
def test_breaks_lie_inside_the_session_and_are_no_longer_than_asked(minutes, every, length):
    for one in place_breaks(minutes, every, length):
        assert 0 <= one.start < one.end <= minutes
        assert one.end - one.start == min(length, every)


@given(MINUTES, LENGTH)
def test_a_session_that_is_short_enough_has_no_break(minutes, length):
    assert place_breaks(min(minutes, 60), 60, length) == ()


def test_breaks_begin_at_round_times():
    assert place_breaks(60, 25, 5) == (Break(15, 20), Break(35, 40))
    assert place_breaks(60, 30, 5) == (Break(25, 30),)
    assert place_breaks(90, 25, 5) == (Break(15, 20), Break(40, 45), Break(65, 70))
