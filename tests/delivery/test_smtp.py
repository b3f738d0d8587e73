"""Handing over by SMTP, against servers that fail at each stage in each way."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import os
import socket
import ssl
import subprocess
import threading
import time
from types import SimpleNamespace

import pytest
import trustme
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st

from access_kit.delivery.outgoing import HandOverVerdict, Outgoing
from access_kit.delivery.smtp import SmtpSender, stuff_dots
from access_kit.model.kit import MailSecurity, Smtp
from access_kit.model.ledger import MailKey
from tests.delivery.conftest import context_of
from tests.delivery.mail_server import ANSWER_LOST, FAULTS, STAGES, MailServer
from tests.tools import TOOLS, require
from tests.tools import program as find_program

BODY = b"From: a@b.example\r\nTo: r@x.example\r\nSubject: s\r\n\r\n.dot\r\nwords\r\n"


def outgoing(number=1, *, recipient="r@x.example", needs_utf8=False, data=BODY):
    key = MailKey("s", f"K-{number:02}", "email", "packet", "v")
    name = f"<{number}@b.example>"
    return Outgoing(key, "a@b.example", recipient, name, data, needs_utf8)


@pytest.fixture
def sender_for():
    opened = []

    def open_for(server, *, user="", password=lambda: ""):
        kind = MailSecurity.TLS if server.tls == "implicit" else MailSecurity.STARTTLS
        smtp = Smtp(host="localhost", port=server.port, security=kind, user=user)
        opened.append(SmtpSender(smtp, password))
        return opened[-1]

    yield open_for
    for sender in opened:
        sender.close()


def deliver(sender, message=None):
    """The outcome, and whether the last moment before the final dot was reached."""
    reached = []
    outcome = sender.deliver(message or outgoing(), lambda: reached.append(True))
    return outcome, bool(reached)


EXPECTED = {
    ("connect", "soft"): HandOverVerdict.LATER,
    ("connect", "hard"): HandOverVerdict.STOP,
    ("connect", "closing"): HandOverVerdict.LATER,
    ("connect", "drop"): HandOverVerdict.LATER,
    ("ehlo", "soft"): HandOverVerdict.LATER,
    ("ehlo", "hard"): HandOverVerdict.STOP,
    ("ehlo", "closing"): HandOverVerdict.LATER,
    ("ehlo", "drop"): HandOverVerdict.LATER,
    ("auth", "soft"): HandOverVerdict.LATER,
    ("auth", "hard"): HandOverVerdict.STOP,
    ("auth", "closing"): HandOverVerdict.LATER,
    ("auth", "drop"): HandOverVerdict.LATER,
    ("mail", "soft"): HandOverVerdict.LATER,
    ("mail", "hard"): HandOverVerdict.STOP,
    ("mail", "closing"): HandOverVerdict.LATER,
    ("mail", "drop"): HandOverVerdict.LATER,
    ("rcpt", "soft"): HandOverVerdict.LATER,
    ("rcpt", "hard"): HandOverVerdict.ADDRESS,
    ("rcpt", "closing"): HandOverVerdict.LATER,
    ("rcpt", "drop"): HandOverVerdict.LATER,
    ("data", "soft"): HandOverVerdict.LATER,
    ("data", "hard"): HandOverVerdict.CONTENT,
    ("data", "closing"): HandOverVerdict.LATER,
    ("data", "drop"): HandOverVerdict.LATER,
    ("dot", "soft"): HandOverVerdict.LATER,
    ("dot", "hard"): HandOverVerdict.CONTENT,
    ("dot", "closing"): HandOverVerdict.LATER,
    ("dot", "drop"): HandOverVerdict.UNCERTAIN,
    ("dot", "garbage"): HandOverVerdict.UNCERTAIN,
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_at_each_stage_has_its_class(stage, fault, trusted, server_context, sender_for):
    def once(where, number):
        return fault if where == stage else None

    users = {"me": "open"} if stage == "auth" else {}
    with MailServer(server_context, users=users, faults=once) as server:
        sender = sender_for(server, user="me" if users else "", password=lambda: "open")
        outcome, reached = deliver(sender)
    expected = EXPECTED.get((stage, fault))
    if expected is None:  # nonsense before the dot: nothing was accepted
        assert outcome.verdict in (HandOverVerdict.LATER, HandOverVerdict.STOP)
    else:
        assert outcome.verdict is expected
    assert reached is (stage == "dot")
    assert server.accepted == []
    assert "secret" not in outcome.reason


def test_a_lost_answer_is_uncertain_and_the_message_was_taken(trusted, server_context, sender_for):
    def lose(stage, number):
        return ANSWER_LOST if stage == "dot" else None

    with MailServer(server_context, faults=lose) as server:
        outcome, reached = deliver(sender_for(server))
    assert (outcome.verdict, reached) == (HandOverVerdict.UNCERTAIN, True)
    assert len(server.accepted) == 1


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_messages_go_over_one_line_and_arrive_as_they_are(tls, trusted, server_context, sender_for):
    with MailServer(server_context, tls=tls, users={"me": "ö pen"}) as server:
        sender = sender_for(server, user="me", password=lambda: "ö pen")
        outcomes = [deliver(sender, outgoing(number))[0].verdict for number in range(3)]
    assert outcomes == [HandOverVerdict.ACCEPTED] * 3
    assert [(one.recipients, one.data) for one in server.accepted] == [(("r@x.example",), BODY)] * 3
    assert sum(line.upper().startswith(b"EHLO") for line in server.commands) <= 2


def test_a_token_logs_in(trusted, server_context, monkeypatch, sender_for):
    with MailServer(server_context, token="good") as server:
        monkeypatch.setenv("ACCESS_KIT_SMTP_TOKEN", "bad")
        assert deliver(sender_for(server, user="me"))[0].verdict is HandOverVerdict.STOP
        monkeypatch.setenv("ACCESS_KIT_SMTP_TOKEN", "good")
        assert deliver(sender_for(server, user="me"))[0].verdict is HandOverVerdict.ACCEPTED


def test_a_wrong_password_stops_the_run(trusted, server_context, sender_for):
    with MailServer(server_context, users={"me": "open"}) as server:
        outcome, _ = deliver(sender_for(server, user="me", password=lambda: "shut"))
    assert (outcome.verdict, outcome.reason) == (HandOverVerdict.STOP, "login")


def test_a_line_that_lay_idle_is_opened_again(trusted, server_context, sender_for):
    closed = []

    def close_once(stage, number):
        if stage == "mail" and number == 2 and not closed:
            closed.append(True)
            return "drop"
        return None

    with MailServer(server_context, faults=close_once) as server:
        sender = sender_for(server)
        assert deliver(sender)[0].verdict is HandOverVerdict.ACCEPTED
        assert deliver(sender, outgoing(2))[0].verdict is HandOverVerdict.ACCEPTED
    assert len(server.accepted) == 2


# -- TLS ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_nothing_goes_to_a_server_that_is_not_known(tls, trusted, sender_for):
    stranger = trustme.CA().issue_cert("localhost")
    with MailServer(context_of(stranger), tls=tls, users={"me": "open"}) as server:
        outcome, reached = deliver(sender_for(server, user="me", password=lambda: "open"))
    assert (outcome.verdict, outcome.reason, reached) == (
        HandOverVerdict.STOP,
        "certificate",
        False,
    )
    assert not any(b"AUTH" in line or b"MAIL" in line for line in server.commands)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_nothing_goes_to_a_server_of_another_name(tls, trusted, sender_for):
    other = trusted.issue_cert("mail.other.example")
    with MailServer(context_of(other), tls=tls) as server:
        outcome, _ = deliver(sender_for(server))
    assert (outcome.verdict, outcome.reason) == (HandOverVerdict.STOP, "certificate")


def test_nothing_goes_to_a_server_whose_certificate_is_over(trusted, sender_for):
    over = trusted.issue_cert(
        "localhost", not_after=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )
    with MailServer(context_of(over)) as server:
        outcome, _ = deliver(sender_for(server))
    assert (outcome.verdict, outcome.reason) == (HandOverVerdict.STOP, "certificate")


def test_where_tls_is_taken_out_nothing_goes_in_clear_text(trusted, server_context, sender_for):
    with MailServer(server_context, tls="starttls", stripped=True, users={"me": "open"}) as server:
        outcome, _ = deliver(sender_for(server, user="me", password=lambda: "open"))
    assert (outcome.verdict, outcome.reason) == (HandOverVerdict.STOP, "no-tls")
    assert all(line.upper().startswith((b"EHLO", b"QUIT")) for line in server.commands)


def test_no_server_is_a_try_for_later():
    with socket.create_server(("127.0.0.1", 0)) as idle:
        port = idle.getsockname()[1]
    sender = SmtpSender(Smtp(host="localhost", port=port), None)
    outcome, reached = deliver(sender)
    assert (outcome.verdict, outcome.reason, reached) == (
        HandOverVerdict.LATER,
        "no-connection",
        False,
    )


# -- addresses and content ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["a@b.example> SIZE=1 <", "a@b.example\r\nDATA", "a@b.example\0", "a@b, c@d", "a", "<a@b>", ""],
)
def test_an_address_that_is_a_command_never_reaches_the_line(
    address, trusted, server_context, sender_for
):
    with MailServer(server_context) as server:
        outcome, _ = deliver(sender_for(server), outgoing(recipient=address))
    assert outcome.verdict is HandOverVerdict.ADDRESS
    assert server.commands == []


def test_letters_beyond_ascii_need_a_server_that_takes_them(trusted, server_context, sender_for):
    message = outgoing(recipient="josé@x.example", needs_utf8=True)
    with MailServer(server_context) as server:
        assert deliver(sender_for(server), message)[0].reason == "server-without-utf8"
    with MailServer(server_context, extensions=("8BITMIME", "SMTPUTF8")) as server:
        assert deliver(sender_for(server), message)[0].verdict is HandOverVerdict.ACCEPTED
    assert server.accepted[0].recipients == ("josé@x.example",)


def test_a_full_mailbox_is_tried_again(trusted, server_context, sender_for):
    with MailServer(server_context, faults=lambda s, n: "full" if s == "rcpt" else None) as server:
        assert deliver(sender_for(server))[0].verdict is HandOverVerdict.LATER


def test_when_the_ledger_cannot_be_written_the_message_does_not_go(
    trusted, server_context, sender_for
):
    class DiskFullError(Exception):
        pass

    def fail():
        raise DiskFullError

    with MailServer(server_context) as server:
        sender = sender_for(server)
        with pytest.raises(DiskFullError):
            sender.deliver(outgoing(), fail)
        time.sleep(0.1)
        assert server.accepted == []
        assert deliver(sender)[0].verdict is HandOverVerdict.ACCEPTED


@given(st.binary(max_size=200))
def test_no_message_can_end_itself(data):
    over_the_line = stuff_dots(data)
    assert b"\r\n.\r\n" not in b"\r\n" + over_the_line
    assert over_the_line.endswith(b"\r\n")
    bare = over_the_line.replace(b"\r\n", b"")
    assert b"\r" not in bare
    assert b"\n" not in bare


# -- other people's servers -----------------------------------------------------------------------


class Inbox:
    def __init__(self):
        self.got = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 ok"


def test_aiosmtpd_takes_what_we_send(trusted, server_context):
    inbox = Inbox()
    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=server_context,
        require_starttls=True,
    )
    controller.start()
    try:
        smtp = Smtp(host="localhost", port=controller.port, security=MailSecurity.STARTTLS)
        sender = SmtpSender(smtp, None)
        assert deliver(sender)[0].verdict is HandOverVerdict.ACCEPTED
        sender.close()
    finally:
        controller.stop()
    assert inbox.got == [(["r@x.example"], BODY)]


@pytest.fixture
def sink(server_context, tmp_path):
    """Postfix's smtp-sink behind TLS: it keeps each message as a file, and its port is given."""
    brought = TOOLS / "postfix" / "usr" / "sbin" / "smtp-sink"
    program = find_program("smtp-sink") or (brought if brought.is_file() else None)
    require("smtp-sink", program)
    plain, port = free_port(), free_port()
    libraries = program.parents[1] / "lib" / "postfix"
    environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries)}
    command = [program, "-d", str(tmp_path / "mail."), "-u", getpass.getuser()]
    server = subprocess.Popen([*command, f"127.0.0.1:{plain}", "16"], env=environment)
    wait_for(plain)
    with tls_before(plain, port, server_context):
        yield port
    server.terminate()
    server.wait(10)


def test_postfix_takes_what_we_send(sink, trusted, sender_for, tmp_path):
    sender = sender_for(SimpleNamespace(tls="implicit", port=sink))
    assert [deliver(sender, outgoing(n))[0].verdict for n in range(3)] == [
        HandOverVerdict.ACCEPTED
    ] * 3
    sender.close()
    files = list(tmp_path.glob("mail.*"))
    assert len(files) == 3
    for file in files:
        text = file.read_bytes()
        assert b"X-Rcpt-Args: <r@x.example>" in text
        assert text.endswith(BODY.replace(b"\r\n", b"\n") + b"\n") or b"\n.dot\nwords\n" in text


def wait_for(port):
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not start")


@contextlib.contextmanager
def tls_before(plain, port, context):
    """TLS on ``port``, clear text to ``plain``: for a server that has no TLS of its own."""

    def pump(source, target):
        with contextlib.suppress(OSError, ssl.SSLError):
            while data := source.recv(65536):
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                raw, _ = door.accept()
                inside = context.wrap_socket(raw, server_side=True)
                outside = socket.create_connection(("127.0.0.1", plain))
                there = threading.Thread(target=pump, args=(inside, outside), daemon=True)
                there.start()
                pump(outside, inside)
                there.join(5)
                inside.close()
                outside.close()

    with socket.create_server(("127.0.0.1", port)) as door:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield
        door.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
