"""Texts to send by hand between meetings: short, with who writes, hours and STOP, without blame."""

from __future__ import annotations

import dataclasses
import re
import shutil
from functools import partial

import pytest

from access_kit.documents.text_messages import messages_of
from access_kit.i18n import When, load_words
from access_kit.materials.scripted_texts import BLANK, SCRIPTS, build_script
from access_kit.materials.values import session_values
from tests.conftest import NOW
from tests.harms import commands
from tests.materials.samples import ZONE, paper_context
from tests.tools import ROOT

EXAMPLE = ROOT / "examples" / "evening-group"
CARRIERS_WORDS = r"\b(CANCEL|END|QUIT|YES|START|UNSUBSCRIBE|HELP)\b"
BLAME = r"(?i)\b(miss(ed)?|absent|attend\w*|no.show|failed|must|should|sorry to|didn't come)\b"
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic letters of GSM 03.38: of these 160 go into one message, of others 70."""


call = partial(commands.call, opens_vault=False, now=NOW)


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit") / "kit"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    return folder


def make(kit, name, *args):
    out = kit / "made"
    made = call(kit, "materials", "make", name, "--format", "sms", "--out", out, "--force", *args)
    assert made.code == 0, made.stderr
    text = (out / f"{name}.sms.txt").read_text("utf-8").strip()
    return text.split("\n\n"), made


def fits(message: str) -> bool:
    units = len(message.encode("utf-16-le")) // 2
    return units <= (160 if set(message) <= GSM else 70)


LOCALES = ("en", "es", "ar", "hi")
FACTS = {
    "calls": {"calls_first", "pin"},
    "link": {"app", "link"},
    "texts": {"sms"},
    "no_session": {"no_session"},
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("way", FACTS)
@pytest.mark.parametrize("name", SCRIPTS)
def test_each_is_one_sms_once_it_is_approved_or_two_in_costly_letters(name, way, locale):
    context = paper_context(words=load_words(locale))
    when = When(context.when.moment, ZONE, context.words.formats, context.words)
    context = dataclasses.replace(context, when=when)
    values = {**session_values(context), "name": "Rosa", "way": BLANK}
    facts = FACTS[way] | {"hours", "host_number"}
    messages = messages_of(build_script(context.words, name, facts, values))
    assert len(messages) <= (1 if locale in ("en", "es") else 2)
    assert all(map(fits, messages)), messages
    assert "Jo" in messages[0]
    assert "STOP" in messages[0]
    message = " ".join(messages)
    assert not re.search(CARRIERS_WORDS, message)
    said = context.words.text("script.hours", hours="|").partition("|")[0].strip()
    assert said in message
    if name == "text-new-time":
        assert re.search(r"\b3\b", message)
        assert re.search("(6|18):00", message)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_draft_says_so_and_may_need_a_second_message(kit, name, locale):
    args = ["--profile", "profiles/K-15.toml", "--session", "session.toml", "--locale", locale]
    messages, _ = make(kit, name, *args)
    assert len(messages) <= {"en": 1, "es": 2}.get(locale, 3)
    assert all(map(fits, messages))
    assert "Jo" in messages[0]
    assert "STOP" in " ".join(messages)
    assert ("(" in messages[0]) == (locale != "en")
    assert not re.search(BLAME, " ".join(messages))


def test_without_a_session_there_is_a_line_to_fill_in(kit):
    for name in SCRIPTS:
        [message], _ = make(kit, name, "--profile", "profiles/K-15.toml")
        assert "Hi Arjun, it's ____." in message


def test_they_say_what_somebody_would_say(kit):
    with_session = ["--session", "session.toml", "--profile", kit / "profiles" / "K-15.toml"]
    said = {name: make(kit, name, *with_session)[0][0] for name in SCRIPTS}
    assert said["text-check-in"] == (
        "1/1 Hi Arjun, it's Jo. How's it going? You don't have to answer."
        " I read texts Monday to Friday, 9 to 5. STOP ends texts."
    )
    assert all("I read texts Monday to Friday, 9 to 5." in one for one in said.values())
    assert "You're welcome, and not coming is fine too." in said["text-missed"]
    assert "New time: Thu, Dec 3" in said["text-new-time"]
    assert "https://meet.example/j/5550100" in said["text-how-to-join"]


def test_how_to_join_is_the_persons_own_way(kit):
    session = ["--session", "session.toml"]
    by_phone, _ = make(kit, "text-how-to-join", *session, "--profile", "profiles/K-19.toml")
    assert "call" in by_phone[0]
    assert "meet.example" not in by_phone[0]


def test_a_group_fills_in_its_next_date(kit):
    made = call(kit, "group", "new", "--from", "session.toml", "--repeats", "FREQ=WEEKLY")
    assert made.code == 0, made.stderr
    later = "2026-12-05T09:00:00-05:00"
    out = kit / "later"
    args = ("--session", "evening-group.toml", "--format", "sms", "--out", out)
    made = call(kit, "materials", "make", "text-missed", *args, now=later)
    assert made.code == 0, made.stderr
    assert "Dec 10" in (out / "text-missed.sms.txt").read_text()


def test_a_no_to_texts_is_told_and_another_handout_takes_no_session(kit):
    _, made = make(kit, "text-check-in", "--profile", "profiles/K-07.toml")
    assert "K-07" in made.stderr
    assert "handout.texts-not-safe" in made.stderr
    _, made = make(kit, "text-check-in", "--profile", "profiles/K-15.toml")
    assert "handout.texts-not-safe" not in made.stderr
    out = ("--out", kit / "refused", "--session", "session.toml")
    refused = call(kit, "materials", "make", "join-phone", *out)
    assert refused.code == 2
    assert "command.session-for-texts" in refused.stderr


def test_they_stand_in_the_list(kit):
    listed = call(kit, "materials", "list").stdout
    assert all(name in listed for name in SCRIPTS)
