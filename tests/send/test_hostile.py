"""Every text that people type is a text wherever it arrives: mail, page, calendar, table, screen.

What cannot be one is refused before anything is made, with words that are safe to show.
"""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
import vobject

from access_kit.delivery.emails import Attachment, Email, build_message
from access_kit.errors import BadInput
from access_kit.intake.template import toml_value
from access_kit.model.ledger import MailKey
from access_kit.workflow.mail.by_hand import guard
from tests.send.replies import original, text_of
from tests.workflow.kits import copy_example

SESSION = "evening-group-2026-12-03"
SENT_AT = "2026-11-27T10:00:00-05:00"

TEXTS = {
    "header": "Jo\r\nBcc: qz@evil.example",
    "folded": "Jo\n X-Evil: 1",
    "nel": "Jo\u0085Bcc: qz@evil.example",
    "separator": "Jo\u2028Bcc: qz@evil.example",
    "nul": "Jo\x00Bcc",
    "tab-feed": "Jo\x0b\x0cBcc: qz@evil.example",
    "address": "qz@evil.example, other@evil.example; group:a@b.example;",
    "display": 'Jo" <qz@evil.example>',
    "encoded": "=?utf-8?q?Jo=0d=0aBcc:_qz@evil.example?=",
    "tag": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover='alert(1)' style=\"background:url(https://evil.example)",
    "link": "[qz](javascript:alert(1)) javascript:alert(1)",
    "template": "{{ 7*7 }}{% include '/etc/passwd' %}${7*7}",
    "calendar": "Jo\\nBEGIN:VALARM\\nEND:VALARM;X=1,Y:2",
    "formula": '=HYPERLINK("https://evil.example","qz")',
    "plus": "+SUM(1+1)*cmd|' /C calc'!A0",
    "at": "@SUM(1)",
    "override": "Jo\u202egnp.exe",
    "isolate": "Jo\u2066\u2066\u2066",
    "escape": "Jo\x1b]52;c;cXo=\x07\x1b[2J",
    "zalgo": "J" + "o\u0301\u0302\u0303" * 300,
    "dots": "Jo\r\n.\r\nMAIL FROM:<qz@evil.example>",
}

FIELDS = (
    ("profiles/K-11.toml", "name"),
    ("session.toml", "title"),
    ("session.toml", "facilitator.name"),
    ("session.toml", "join_url"),
    ("kit.toml", "agency.name"),
    ("kit.toml", "agency.from_name"),
    ("kit.toml", "agency.tech_help.name"),
    ("resources.toml", "resource.name"),
)


def put(folder, file, key, value):
    """Put ``value`` in place of the first value of the last part of ``key``."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    name = key.rpartition(".")[2]
    if key == "title":
        pattern = r'(?m)^title = "[^"]*"'
    elif key == "agency.tech_help.name":
        pattern = r'(?<=tech_help = \{ )name = "[^"]*"'
    elif key == "facilitator.name":
        pattern = r'(?ms)(?<=^\[facilitator\]\n)name = "[^"]*"'
    else:
        pattern = rf'(?m)^{name} = "[^"]*"'
    changed = re.sub(pattern, lambda _: f"{name} = {toml_value(value)}", text, count=1)
    assert changed != text, (file, key)
    path.write_text(changed, encoding="utf-8")


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def check_page(page: str):
    reader = Tags()
    reader.feed(page)
    for tag, attributes in reader.found:
        assert tag not in ("script", "iframe", "object", "form", "base", "link", "img"), tag
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("href", "src", "action"):
                assert re.match(r"(https?://|tel:|sms:|mailto:|#)", value or ""), value
            if name == "style":
                assert "url(" not in (value or "")


def check_screen(text: str):
    assert all(sign.isprintable() or sign in "\n\u202f" for sign in text), ascii(text[-300:])


REFUSED = frozenset(
    ("header", "folded", "nul", "tab-feed", "override", "escape", "dots", "separator", "nel")
) | {"isolate"}
"""Texts with signs that nobody sees: the readers refuse them in every field."""


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_text_is_inert_or_refused_in_all_fields_at_once(name, run_cli, tmp_path):
    fields = [one for one in FIELDS if one[1] != "join_url"]
    done = try_text(fields, TEXTS[name], run_cli, tmp_path / "kit")
    assert (done.code == 2) == (name in REFUSED or name == "zalgo"), done.stderr
    if name in REFUSED:
        told = {problem["where"] for problem in done.json["problems"]}
        assert len(told) >= len(fields) - 1, told


@pytest.mark.parametrize("name", ["tag", "link", "header", "template"])
def test_an_address_of_a_page_is_one_or_refused(name, run_cli, tmp_path):
    done = try_text([("session.toml", "join_url")], TEXTS[name], run_cli, tmp_path / "kit")
    assert done.code == 2


@pytest.mark.soak
@pytest.mark.parametrize(("file", "key"), FIELDS, ids=[key for _, key in FIELDS])
def test_each_text_in_each_field(file, key, run_cli, tmp_path):
    for number, text in enumerate(TEXTS.values()):
        try_text([(file, key)], text, run_cli, tmp_path / f"kit-{number}")


def try_text(fields, text, run_cli, folder):
    """``text`` in ``fields``, through prepare and send to the outbox; what prepare answered."""
    session = copy_example(folder)
    for file, key in fields:
        put(folder, file, key, text)
    done = run_cli("prepare", session, "--only", "K-11", "--json", "--quiet", now=SENT_AT)
    check_screen(done.stderr)
    if done.code == 2:
        assert not (folder / "out").exists()
        return done
    assert done.code in (0, 4), done.stderr
    sent = run_cli("send", session, "--json", now=SENT_AT)
    check_screen(sent.stderr)
    mails = list((folder / "out" / SESSION / "outbox").glob("K-11-*.eml"))
    assert mails or done.code == 4 or sent.code in (5, 6), sent.stdout
    for path in mails:
        check_message(path.read_bytes())
    return done


def check_message(data: bytes):
    parsed = message_from_bytes(data, policy=policy.default)
    assert not parsed.defects
    names = {name.lower() for name in parsed}
    assert names <= {
        "reply-to",
        "x-unsent", "from", "to", "subject", "date", "message-id", "auto-submitted",
        "x-auto-response-suppress", "list-unsubscribe", "content-language", "mime-version",
        "content-type",
    }  # fmt: skip
    assert [one.addr_spec for one in parsed["To"].addresses] == ["mei-ling@mail.example"]
    assert [one.addr_spec for one in parsed["From"].addresses] == ["hello@riverside.example"]
    for part in parsed.walk():
        kind = part.get_content_type()
        if kind == "text/html" and part.get_content_disposition() != "attachment":
            check_page(part.get_content())
        if kind == "text/calendar":
            calendar = vobject.readOne(part.get_content())
            assert [c.name for c in calendar.components()] == ["VEVENT"]
            kinds = {one.name for one in calendar.vevent.getChildren()}
            assert not kinds & {"VALARM", "ATTENDEE", "ORGANIZER", "X"}
        if part.get_filename():
            assert re.fullmatch(r"[A-Za-z0-9-]+(\.[a-z0-9]+){1,2}", part.get_filename())


@pytest.mark.parametrize("name", [k for k in TEXTS if k not in ("zalgo",)])
def test_a_message_is_one_message_whatever_stands_in_it(name):
    """Below the readers too: the builder alone keeps a text from becoming a line or an address."""
    text = TEXTS[name]
    email = Email(
        from_name=text, from_address="hello@riverside.example", to_address="a@mail.example",
        subject=text, lang="en", date=datetime.datetime(2026, 11, 27), text=text,
        html=f"<p>{text}</p>", attachments=(Attachment("a.pdf", "application/pdf", b"%PDF"),),
    )  # fmt: skip
    try:
        made = build_message(MailKey("s", "K-01", "email", "packet", "v"), email)
    except BadInput:
        return
    parsed = message_from_bytes(made.data, policy=policy.default)
    assert [one.addr_spec for one in parsed["To"].addresses] == ["a@mail.example"]
    assert [one.addr_spec for one in parsed["From"].addresses] == ["hello@riverside.example"]
    assert parsed["Bcc"] is None
    assert parsed["X-Evil"] is None


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_cell_of_the_table_is_never_a_formula(name):
    out = io.StringIO()
    csv.writer(out).writerow([guard(TEXTS[name])])
    (cell,) = next(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert cell[0] not in "=+-@\t\r|%"
    assert guard("+1 603 555 0142") == "+1 603 555 0142"


def test_the_text_alone_carries_every_word_of_the_page(run_cli, tmp_path):
    session = copy_example(tmp_path / "kit")
    assert run_cli("prepare", session, "--quiet", now=SENT_AT).code == 0
    assert run_cli("send", session, now=SENT_AT).code == 0
    mails = list((session.parent / "out" / SESSION / "outbox").glob("*.eml"))
    assert len(mails) == 3
    for path in mails:
        message = original(path.read_bytes())
        page = message.get_body(("html",)).get_content()
        words = re.sub(r"(?s)<(style|title).*?</\1>|<[^>]+>", " ", page)
        words = html.unescape(words).replace("☐", " ")
        text = "\n".join(text_of(message))
        said = re.findall(r"\w+", text)
        shown = re.findall(r"\w+", words)
        assert shown, "the page has words"
        missing = [word for word in dict.fromkeys(shown) if word not in set(said)]
        assert missing == []
        assert message.get_body(("plain",)) is next(
            part for part in message.walk() if not part.is_multipart()
        ), "the text comes first"
