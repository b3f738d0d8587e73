"""A reply means what the person meant: any mail program, any language that we ship, any hand."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.mail_in import read_message
from access_kit.delivery.mail_page import page_to_text
from access_kit.delivery.replies import plain, read_reply, versions_in
from access_kit.documents.text import set_text
from access_kit.i18n import When, load_words
from access_kit.i18n.catalogues import kit_folders
from access_kit.materials.agreement import build_consent
from access_kit.materials.asked import asked_form
from access_kit.materials.mail_letter import build_message
from access_kit.materials.tech_check import build_tech_check
from access_kit.workflow.kept.forms_shown import phrases_of
from access_kit.workflow.prepare.answer import form_answer
from tests.materials.samples import SESSION, paper_context
from tests.send.replies import STYLES, as_page, chain, fill, tick, tick_label

LANGUAGES = ("en", "es", "ar", "hi")
PHRASES = phrases_of(kit_folders(None))


@lru_cache
def shown(lang: str):
    """The text of a message as it goes out, its forms, and the words of its language."""
    words = load_words(lang)
    context = paper_context(
        words=words, when=When(SESSION.begins, SESSION.timezone, words.formats, words)
    )
    forms = [asked_form(build(context)) for build in (build_tech_check, build_consent)]
    lines = set_text(build_message(context), box="[ ]").decode().splitlines()
    return lines, [form_answer(one) for one in forms if one], words


def number(lang: str, key: str) -> str:
    return next(i.number for form in shown(lang)[1] for i in form.items if i.key == key)


def label(lang: str, answer: str) -> str:
    return shown(lang)[2].text(f"answer.{answer}")


def read(lang: str, text: str, **more):
    return read_reply(text, shown(lang)[1], PHRASES, **more)


@pytest.mark.parametrize("page", [False, True], ids=["text", "page"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_typed_between_the_lines(lang, style, page):
    lines, forms, words = shown(lang)
    filled = chain(
        tick(number(lang, "tc-power"), label(lang, "yes")),
        tick(number(lang, "tc-noise"), label(lang, "need-help"), mark="[X]"),
        tick(number(lang, "cs-email"), label(lang, "yes"), mark="[x ]"),
        tick(number(lang, "cs-text"), label(lang, "no"), mark="[✓]"),
        tick_label(label(lang, "sign-name")),
        fill(words.text("consent.name"), "Rosa"),
        tick_label(label(lang, "larger"), mark="☒"),
    )(lines)
    text = STYLES[style](filled, "")
    if page:
        text = page_to_text(as_page(text))
    reply = read(lang, text)
    assert reply.answers == {
        "tech_check": {"tc-power": ("yes",), "tc-noise": ("need-help",)},
        "consent": {"cs-email": ("yes",), "cs-text": ("no",)},
    }
    assert (reply.sign, reply.tail, reply.unclear) == ("sign-name", ("larger",), ())
    assert reply.written["consent"]["cs-name"] == "Rosa"
    assert (reply.word, reply.also_wrote) == ("", False)
    assert {form.version for form in forms if form.form == "consent"} <= versions_in(text)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_reply_without_answers_answers_nothing(lang, style):
    lines, _, _ = shown(lang)
    reply = read(lang, STYLES[style](lines, ""))
    assert (reply.answers, reply.sign, reply.tail, reply.word, reply.stop) == ({}, "", (), "", "")
    assert (reply.unclear, reply.also_wrote) == ((), False)
    kind = STYLES[style](lines, "See you then, and bring the dog")
    assert read(lang, kind).also_wrote is True


CHECK, CHOICE, TICK = "tc-device", "cs-email", "cs-choice"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("{a} yes", "yes"),
        ("{a}. Yes.", "yes"),
        ("{a}: YES!", "yes"),
        ("{a} - yes", "yes"),
        ("{a}) yes please", "yes"),
        ("{a} = y", "yes"),
        ("{a} yes, thank you", "yes"),
        ("{a} not yet", "not-yet"),
        ("{a} Need help", "need-help"),
        ("{a} help", "need-help"),
        ("{a} not for me", "not-for-me"),
        ("{a}\nneed help", "need-help"),
        ("{a}. I have a phone or computer I can use that day.\nNot yet", "not-yet"),
        (
            "{a}. I have a phone or computer I can use that day.\n[ ] Yes\n[x] Need help",
            "need-help",
        ),
        ("{a}\n[ ] Yes x\n[ ] Not yet", "yes"),
        ("{a}\n[ ] Yes [x]", "yes"),
        ("{a}\n[x Yes", "yes"),
        ("{a}\nx Yes", "yes"),
        ("{a}\n(x) Yes", "yes"),
        ("{a}\n- [x] Yes", "yes"),
        ("{a}\n• [X] Yes", "yes"),
        ("{a}\n☑ Yes\n☐ Not yet", "yes"),
        ("{a}\n✅ Yes", "yes"),
        ("{a}\n[yes] Yes", "yes"),
        ("{a}\n[no] Yes", None),
        ("{a}\n[_] Yes", None),
        ("{a} sí", "yes"),
        ("{a} Si", "yes"),
        ("{a} todavia no", "not-yet"),
        ("{a} نعم", "yes"),
        ("\u200f{a} نَعَم\u200f", "yes"),
        ("{a} हाँ", "yes"),
        ("{a} अभी नहीं", "not-yet"),
        ("{ar} ليس بعد", "not-yet"),
        ("{hi} मदद चाहिए", "need-help"),
        ("А{n} yes", "yes"),
        ("{a}\u00a0yes", "yes"),
        ("{a} maybe", None),
        ("{a} no", None),
        ("{a} yes and no", None),
        ("{a} yes\n{a} not yet", None),
        ("I think {a} yes", None),
    ],
)
def test_one_answer_in_many_hands(text, means):
    name = number("en", CHECK)
    digits = name[1:]
    written = {
        "a": name.lower() if hash(text) % 2 else name,
        "n": digits,
        "ar": "A" + "".join("٠١٢٣٤٥٦٧٨٩"[int(d)] for d in digits),
        "hi": "A" + "".join("०१२३४५६७८९"[int(d)] for d in digits),
    }
    reply = read("en", text.format(**written))
    expected = {"tech_check": {CHECK: (means,)}} if means else {}
    assert reply.answers == expected


def test_several_numbers_on_one_line():
    def said(text):
        return {k: v[0] for k, v in read("en", text).answers.get("tech_check", {}).items()}

    keys = [item.key for item in shown("en")[1][0].items if item.number]
    assert said("A1, A2 and A4: yes") == dict.fromkeys((keys[0], keys[1], keys[3]), "yes")
    assert said("A1-A5 yes") == dict.fromkeys(keys[:5], "yes")
    assert said("A1 to A3 need help") == dict.fromkeys(keys[:3], "need-help")
    assert said("A1 yes, A2 not yet; A3 yes") == dict(
        zip(keys[:3], ("yes", "not-yet", "yes"), strict=True)
    )
    assert said("A1 yes A2 blue") == {}


def test_a_statement_that_holds_an_answer_is_none():
    """ "They will not be saved, unless I say yes.": printed words are not the person's."""
    lines, _, _ = shown("en")
    statements = [line for line in lines if re.match(r"(\[ \] )?[AB]\d+\. ", line)]
    statements.append("B4. They will not be saved, unless I say yes.")
    assert read("en", "\n".join(statements)).answers == {}


@pytest.mark.parametrize(
    ("text", "subject", "word"),
    [
        ("STOP", "", "stop"),
        ("stop!", "", "stop"),
        ("Stop\n\nSent from my iPhone", "", "stop"),
        ("Unsubscribe", "", "stop"),
        ("alto", "", "stop"),
        ("توقف", "", "stop"),
        ("रोकें", "", "stop"),
        ("", "stop", "stop"),
        ("thanks", "STOP", "stop"),
        ("READY", "", "ready"),
        ("listo", "", "ready"),
        ("مساعدة", "", "help"),
        ("Help", "", "help"),
        ("Please do not stop sending these", "", ""),
        ("> STOP", "", ""),
        ("", "Re: stop worrying", ""),
    ],
)
def test_single_words(text, subject, word):
    reply = read("en", text, subject=subject)
    assert (reply.stop or reply.word) == word


def test_a_word_in_what_is_quoted_is_not_the_persons():
    lines, _, _ = shown("en")
    for style in STYLES.values():
        reply = read("en", style(["STOP", *lines], "Thank you so much"))
        assert (reply.word, reply.stop) == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Enviado desde mi Samsung",
        "أُرسلت من الـ iPhone",
        "मेरे iPhone से भेजा गया",
        "--",
        "",
    ],
)
def test_what_a_phone_adds_is_not_taken_for_words_of_the_person(line):
    assert read("en", f"A1 yes\n\n{line}").also_wrote is False


# -- whatever comes in ---------------------------------------------------------------------------


@given(st.text(max_size=400))
def test_any_text_is_read_without_harm(text):
    reply = read("en", text)
    items = {i.key: i for form in shown("en")[1] for i in form.items}
    for held in reply.answers.values():
        for key, said in held.items():
            assert set(said) <= set(items[key].answers)


lines_of_forms = st.lists(
    st.sampled_from([line for lang in LANGUAGES for line in shown(lang)[0] if line]), max_size=30
)


@given(lines_of_forms, st.sampled_from(list(STYLES)))
def test_lines_of_ours_in_any_order_say_nothing(lines, style):
    reply = read("en", STYLES[style](lines, ""))
    assert (reply.answers, reply.sign, reply.word, reply.stop) == ({}, "", "", "")


@given(st.binary(max_size=600))
def test_any_bytes_are_a_message_or_unreadable(data):
    read_message(data)


NAMES = """From|Date|Subject|Content-Type|In-Reply-To|References|Content-Transfer-Encoding|
Auto-Submitted|MIME-Version""".replace("\n", "").split("|")
VALUES = """multipart/report; report-type=delivery-status; boundary=b|multipart/mixed|base64|
text/plain; charset=klingon|text/html; charset=utf-7|message/rfc822|quoted-printable|x-uuencode|
=?utf-8?b?////?=|<a@b> <c@d>""".replace("\n", "").split("|")
HEADERS = st.dictionaries(
    st.sampled_from(NAMES), st.one_of(st.text(max_size=60), st.sampled_from(VALUES))
)


@given(HEADERS, st.text(max_size=200))
def test_any_headers_are_read_without_harm(headers, body):
    head = "".join(f"{k}: {v}\r\n".replace("\x00", "") for k, v in headers.items())
    found = read_message((head + "\r\n" + body).encode("utf-8", "surrogatepass"))
    assert len(found.digest) == 64


@given(st.text(max_size=300))
def test_any_page_becomes_text(page):
    page_to_text(page)


def test_what_is_compared_has_no_case_accents_or_ends():
    assert plain("  ¡Sí!  ") == plain("SI") == "si"
    assert plain("A٧") == "a7"
    parsed = message_from_bytes(b"Subject: x\r\n\r\ny", policy=policy.default)
    assert parsed["Subject"] == "x"
