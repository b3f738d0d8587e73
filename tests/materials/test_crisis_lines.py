"""Lines to call are put in order for their reader, and none is lost by it."""

from hypothesis import given
from hypothesis import strategies as st

from access_kit.materials.contacts import crisis_box
from access_kit.materials.crisis_lines import (
    Caller,
    emergency_ways,
    keyword_for,
    needs_no_voice,
    order_lines,
    speaks,
)
from access_kit.model.kit import CrisisEntry
from tests.materials.samples import english

TAGS = ("en", "es", "es-MX", "vi", "zh-Hant", "ase", "ar")
COUNTRIES = ("US", "GB", "MX")
numbers = st.sampled_from([None, "911", "988"])
entries = st.builds(
    CrisisEntry,
    country=st.sampled_from(COUNTRIES),
    name=st.sampled_from(["One", "Two", "Three"]),
    call=numbers,
    text=numbers,
    signed=st.sampled_from(["", "https://sign.example"]),
    languages=st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple),
    emergency=st.booleans(),
    keyword=st.dictionaries(st.sampled_from(TAGS), st.just("Press 2"), max_size=2),
)
callers = st.builds(
    Caller,
    country=st.sampled_from([None, *COUNTRIES]),
    home=st.sampled_from([None, *COUNTRIES]),
    languages=st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple),
    voice=st.booleans(),
)


@given(st.lists(entries, max_size=6), callers)
def test_order_loses_no_line_and_a_discreet_packet_keeps_each_number_for_danger(lines, caller):
    full = order_lines(lines, caller)
    assert sorted(map(repr, full)) == sorted(map(repr, lines))
    kept = order_lines(lines, caller, discreet=True)
    assert kept == tuple(line for line in full if line.emergency)


@given(st.lists(entries, min_size=1, max_size=6), callers)
def test_what_comes_first_is_near_then_usable_then_in_a_language_of_the_reader(lines, caller):
    first = order_lines(lines, caller)[0]
    for country in (caller.country, caller.home):
        if country and any(line.country == country for line in lines):
            assert first.country == country
            break
    same_place = [line for line in lines if line.country == first.country]
    if not caller.voice and any(map(needs_no_voice, same_place)):
        assert needs_no_voice(first)
        same_place = [line for line in same_place if needs_no_voice(line)]
    if any(speaks(line, caller.languages) for line in same_place):
        assert speaks(first, caller.languages)


def test_lines_of_one_rank_stay_as_the_kit_has_them():
    lines = tuple(CrisisEntry("US", str(n), call="1", languages=("en",)) for n in range(4))
    assert order_lines(lines, Caller("US", languages=("vi",))) == lines


def test_spoken_and_signed_languages_count():
    other = CrisisEntry("US", "Other", call="1", languages=("fr",))
    signed = CrisisEntry("US", "Signed", signed="https://sign.example", languages=("ase",))
    caller = Caller("US", languages=("vi", "ase"))
    assert order_lines((other, signed), caller) == (signed, other)


def test_a_keyword_is_found_for_a_region_and_means_that_the_line_speaks_it():
    entry = CrisisEntry("US", "Line", call="1", languages=("en",), keyword={"es": "Presione 2"})
    assert keyword_for(entry, ("vi", "es-MX")) == ("es", "Presione 2")
    assert keyword_for(entry, ("vi",)) is None
    assert speaks(entry, ("es-MX",))


def test_a_keyword_stands_below_its_line_for_who_reads_that_language_alone():
    entry = CrisisEntry("US", "Line", call="1", keyword={"es": "Presione 2"})
    facts = frozenset({"voice"})
    (box,) = crisis_box(english(), (entry,), facts, Caller("US", languages=("es",)))
    assert [(one.label, one.value, one.url) for one in box.contacts] == [
        ("Call Line", "1", "tel:1"),
        ("For help in Spanish", "Presione 2", None),
    ]
    (box,) = crisis_box(english(), (entry,), facts, Caller("US", languages=("en",)))
    assert len(box.contacts) == 1


def test_a_line_of_another_country_names_it():
    entry = CrisisEntry("GB", "Line", call="1")
    (box,) = crisis_box(english(), (entry,), frozenset({"voice"}), Caller("US"))
    assert box.contacts[0].label == "Call Line (United Kingdom)"


def test_a_number_for_danger_counts_only_with_a_way_and_where_the_reader_is():
    line = CrisisEntry("US", "Danger", call="911", emergency=True)
    empty = CrisisEntry("US", "Danger", emergency=True)
    crisis = CrisisEntry("US", "Crisis", call="988")
    assert emergency_ways((empty, crisis, line)) == (line,)
    assert emergency_ways((line,), Caller("US")) == (line,)
    assert emergency_ways((line,), Caller("CA", "US")) == ()
    assert emergency_ways((line,), Caller(None, "US")) == (line,)
    assert emergency_ways((line,), Caller()) == (line,)
