"""Mailings: sheets are counted, and one thick packet moves everyone's to flats."""

from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.mailing import MailLimits, choose_way
from access_kit.errors import Severity


def test_thin_packets_go_in_windows():
    way = choose_way({"K-01": 6, "K-02": 1})
    assert (way.flats, way.problems) == (False, ())


def test_one_thick_packet_moves_everyone_to_flats_and_is_not_named():
    way = choose_way({"K-01": 7, "K-02": 1})
    assert way.flats
    (note,) = way.problems
    assert (note.code, note.severity, note.where) == (
        "delivery.flats-too-thick",
        Severity.NOTE,
        None,
    )
    assert dict(note.facts) == {"sheets": 7, "most": 6}


def test_limit_is_the_users_to_set():
    assert not choose_way({"K-01": 7}, limits=MailLimits(window=8)).flats


def test_flats_that_were_chosen_need_no_reason():
    way = choose_way({"K-01": 30}, window=False)
    assert (way.flats, way.problems) == (True, ())


def test_packet_too_heavy_for_a_flat_is_a_warning_with_its_id():
    way = choose_way({"K-01": 71, "K-02": 2}, window=False)
    (problem,) = way.problems
    assert (problem.code, problem.where) == ("delivery.packet-too-heavy", "K-01")
    assert problem.severity is Severity.WARNING


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 100)))
def test_everyone_goes_the_same_way_whatever_the_order(sheets):
    turned = dict(reversed(sheets.items()))
    assert choose_way(sheets) == choose_way(turned)
    assert choose_way(sheets).flats == any(count > 6 for count in sheets.values())
