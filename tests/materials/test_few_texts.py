"""An invitation is a few texts in any shape: each one message, each a whole thought, none a crumb.

Long names, names in other scripts, links that fill a text, times of another zone, every way to
join, all that may not be arranged, and a translation that nobody checked.
"""

from __future__ import annotations

import dataclasses
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.documents.gsm import count_parts
from access_kit.documents.text_messages import messages_of
from access_kit.i18n import When, load_words
from access_kit.materials.blocks import mark_draft_text
from access_kit.materials.texts import build_texts
from access_kit.model.plan import NotMet, PersonPlan
from access_kit.model.profile import Contents, Detail
from access_kit.model.session import Platform
from tests.conftest import SOAK
from tests.materials.samples import (
    BASELINE,
    SESSION,
    STARTS,
    make_profile,
    paper_context,
)

MOST, MOST_COSTLY = 4, 6
ENDS = (".", "!", "?", "؟", "।")
NAMES = (
    "Jo",
    "María José",
    "Maximiliana Bartholomew",
    "Bartholomew-Theodore Featherstonehaugh",
    "Abdulrahman Al-Khatib",
    "محمد عبد الرحمن",
    "प्रियंका चतुर्वेदी",
)
LINKS = (
    "https://meet.example/j/5550100",
    "https://us02web.zoom.us/j/81234567890?pwd=aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ.1",
    "https://teams.example/l/meetup-join/19%3ameeting_NmM4ZmY5ZDItNjM4Ny00ZGI2LWE1%40thread/0?c=a",
)
ZONES = ("America/New_York", "America/Argentina/Buenos_Aires", "Asia/Kathmandu")
WAYS = {
    Platform.ZOOM: (("video", "text_chat"), ("video",), ("phone",), ("sms",)),
    Platform.TEAMS: (("video",),),
    Platform.PHONE: (("phone",), ("sms",)),
    Platform.SMS: (("sms",),),
    Platform.SIGNAL: (("text_chat", "sms"),),
    Platform.IN_PERSON: (("in_person",),),
}
JOINED = [(platform, ways) for platform, those in WAYS.items() for ways in those]
LACKS = (
    NotMet("S04", "captions.live", "human", "", ()),
    NotMet("S07", "interpreter.kinds", ("signed",), "", ()),
    NotMet("D06", "device.loan", True, "", ()),
    NotMet("U05", "transcript", "full", "", ()),
    NotMet("U02", "join.ways", "email", "", ()),
)
IS_LINK = "https://"


SHAPES = st.fixed_dictionaries(
    {
        "joined": st.sampled_from(JOINED),
        "lang": st.sampled_from(("en", "es", "ar", "hi")),
        "name": st.sampled_from(NAMES),
        "host": st.sampled_from(NAMES),
        "zone": st.sampled_from(ZONES),
        "link": st.sampled_from(LINKS),
        "lacking": st.lists(st.sampled_from(range(len(LACKS))), unique=True),
        "contents": st.sampled_from(Contents),
    }
)


def context_of(shape):
    platform, ways = shape["joined"]
    words = load_words(shape["lang"])
    has_link = platform not in (Platform.PHONE, Platform.SMS, Platform.IN_PERSON)
    session = dataclasses.replace(
        SESSION,
        platform=platform,
        join_url=shape["link"] if has_link else None,
        facilitator=dataclasses.replace(SESSION.facilitator, name=shape["host"]),
    )
    settings = {**BASELINE, "join.ways": ways, "contact.voice_ok": "phone" in ways}
    return paper_context(
        words=words,
        session=session,
        when=When(STARTS.replace(tzinfo=ZoneInfo(ZONES[0])), shape["zone"], words.formats, words),
        profile=make_profile(name=shape["name"]),
        plan=PersonPlan("K-07", (), settings, tuple(LACKS[at] for at in shape["lacking"])),
        contents=shape["contents"],
        detail=Detail.ESSENTIALS,
    )


def is_whole(message: str) -> bool:
    """A sentence's end, or the link that a sentence leads to."""
    words = message.strip("\u2066\u2067\u2068\u2069").split()
    return words[-1].endswith(ENDS) or IS_LINK in words[-1]


@given(SHAPES)
@settings(max_examples=3000 if SOAK else 60)
def test_an_invitation_is_a_few_whole_texts_in_any_shape(shape):
    context = context_of(shape)
    document = build_texts(context)
    for texts in (document, mark_draft_text(document, context.words)):
        messages = messages_of(texts)
        costly = any(not count_parts(one).is_gsm for one in messages)
        told = "\n".join(messages)
        assert len(messages) <= (MOST_COSTLY if costly else MOST), told
        assert all(count_parts(one).parts == 1 for one in messages), told
        assert all(map(is_whole, messages)), told
        assert "STOP" in told
        assert "911" in told
        if context.session.join_url and shape["joined"][1] == ("video",):
            assert context.session.join_url in told
        if len(messages) > 1:
            assert len(messages[-1]) > len("4/4 ") + 20, f"a crumb: {told}"


def test_what_is_said_is_as_before_where_it_fits():
    messages = messages_of(build_texts(paper_context(settings={"join.ways": ("video",)})))
    assert messages[0].startswith("1/4 Hi Rosa, it's Jo. We meet Thu, Dec 3, 6:00 to 7:00 p.m.")
    assert messages[-1].endswith("STOP to end texts. Msg & data rates may apply.")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "We read texts only Mon-Fri 9-5."),
        ("es", "Leemos mensajes lun-vie 9:00-17:00."),
        ("ar", "9 إلى 5"),
        ("hi", "9 से 5"),
    ],
)
@pytest.mark.parametrize("contents", Contents)
def test_who_is_asked_to_reply_reads_when_that_is_read(lang, said, contents):
    shape = {"joined": (Platform.ZOOM, ("video",)), "lang": lang, "name": "Rosa", "host": "Jo"}
    shape |= {"zone": ZONES[0], "link": LINKS[0], "lacking": [], "contents": contents}
    messages = messages_of(build_texts(context_of(shape)))
    assert said in "\n".join(messages)
    assert len(messages) <= (MOST if lang in ("en", "es") else MOST_COSTLY)
    unknown = context_of(shape)
    nobody = dataclasses.replace(unknown.session.facilitator, hours="")
    unknown = dataclasses.replace(
        unknown, session=dataclasses.replace(unknown.session, facilitator=nobody)
    )
    told = "\n".join(messages_of(build_texts(unknown)))
    assert unknown.words.text("back.hours-unknown") in told
