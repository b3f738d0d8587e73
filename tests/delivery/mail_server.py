"""A mail server for tests: real sockets, real TLS, real RFC 5321, and faults on demand.

It answers each connection in a thread of its own. ``faults`` is asked at each stage of each
transaction and may name a fault of ``FAULTS``; ``accepted`` is called, and must have kept the
message, before the server says 250 to the final dot.
"""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

STAGES = ("connect", "ehlo", "auth", "mail", "rcpt", "data", "dot")
FAULTS = ("soft", "hard", "closing", "drop", "garbage")
ANSWERS = {
    "soft": b"451 4.3.0 try K-99@secret.example again\r\n",
    "hard": b"550 5.1.1 no K-99@secret.example here\r\n",
    "closing": b"421 4.3.2 going away\r\n",
    "full": b"552 5.2.2 the mailbox is full\r\n",
    "garbage": b"\xff\xfe what was that\r\n",
}
ANSWER_LOST = "answer-lost"
"""At the final dot only: the message is kept, and the connection is cut before the answer."""


@dataclass(frozen=True)
class Accepted:
    sender: str
    recipients: tuple[str, ...]
    data: bytes


@dataclass
class MailServer:
    """``tls`` is ``implicit`` or ``starttls``; ``stripped``: STARTTLS is not offered."""

    context: ssl.SSLContext
    tls: str = "implicit"
    stripped: bool = False
    users: dict[str, str] = field(default_factory=dict)
    token: str = ""
    extensions: tuple[str, ...] = ("8BITMIME",)
    faults: Callable[[str, int], str | None] = lambda stage, number: None
    keep: Callable[[Accepted], None] | None = None
    accepted: list[Accepted] = field(default_factory=list)
    commands: list[bytes] = field(default_factory=list)

    def __enter__(self) -> MailServer:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        self._lock = threading.Lock()
        self._transactions = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError, _Over):
            connection.settimeout(30)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls == "implicit":
                connection = self.context.wrap_socket(connection, server_side=True)
            talk = _Talk(self, connection)
            try:
                talk.run()
            finally:
                talk.stream.close()
                talk.connection.close()
        with contextlib.suppress(OSError):
            connection.close()

    def fault(self, stage: str) -> str | None:
        with self._lock:
            if stage == "mail":
                self._transactions += 1
            return self.faults(stage, self._transactions)

    def take(self, message: Accepted) -> None:
        with self._lock:
            if self.keep:
                self.keep(message)
            self.accepted.append(message)


class _Over(Exception):
    pass


class _Talk:
    def __init__(self, server: MailServer, connection: socket.socket) -> None:
        self.server = server
        self.connection = connection
        self.stream = connection.makefile("rb")
        self.is_safe = server.tls == "implicit"
        self.is_in = not (server.users or server.token)
        self.sender = ""
        self.recipients: list[str] = []

    def say(self, line: bytes) -> None:
        self.connection.sendall(line)

    def fail(self, stage: str) -> bool:
        fault = self.server.fault(stage)
        if fault is None or fault == ANSWER_LOST:
            return False
        if fault == "drop":
            raise _Over
        self.say(ANSWERS[fault])
        if fault == "closing":
            raise _Over
        return True

    def run(self) -> None:
        if self.fail("connect"):
            raise _Over
        self.say(b"220 test ESMTP\r\n")
        while line := self.stream.readline(10_000):
            self.server.commands.append(line)
            word = line.strip().split(b" ")[0].upper()
            handler = getattr(self, "on_" + word.decode("ascii", "replace").lower(), None)
            if handler is None:
                self.say(b"500 what\r\n")
            else:
                handler(line)

    def on_ehlo(self, line: bytes) -> None:
        if self.fail("ehlo"):
            return
        offered = list(self.server.extensions)
        if self.server.tls == "starttls" and not self.is_safe and not self.server.stripped:
            offered.append("STARTTLS")
        if self.is_safe and (self.server.users or self.server.token):
            offered.append("AUTH PLAIN LOGIN XOAUTH2")
        lines = ["test", *offered]
        for at, one in enumerate(lines):
            mark = " " if at == len(lines) - 1 else "-"
            self.say(f"250{mark}{one}\r\n".encode())

    def on_helo(self, line: bytes) -> None:
        self.say(b"250 test\r\n")

    def on_starttls(self, line: bytes) -> None:
        self.say(b"220 go\r\n")
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.stream = self.connection.makefile("rb")
        self.is_safe = True

    def on_auth(self, line: bytes) -> None:
        if self.fail("auth"):
            return
        words = line.strip().split(b" ")
        kind, first = words[1].upper(), base64.b64decode(words[2]) if len(words) > 2 else b""
        if kind == b"XOAUTH2":
            good = f"auth=Bearer {self.server.token}\x01".encode() in first
            if not good:
                self.say(b"334 e30=\r\n")
                self.stream.readline(1000)
        else:
            _, user, password = first.split(b"\0")
            good = self.server.users.get(user.decode()) == password.decode()
        self.is_in = good
        self.say(b"235 in\r\n" if good else b"535 5.7.8 no\r\n")

    def on_mail(self, line: bytes) -> None:
        if not (self.is_safe and self.is_in):
            self.say(b"530 first log in\r\n")
        elif not self.fail("mail"):
            self.sender, self.recipients = _address(line), []
            self.say(b"250 ok\r\n")

    def on_rcpt(self, line: bytes) -> None:
        if not self.fail("rcpt"):
            self.recipients.append(_address(line))
            self.say(b"250 ok\r\n")

    def on_data(self, line: bytes) -> None:
        if self.fail("data"):
            return
        self.say(b"354 go on\r\n")
        lines = []
        while True:
            line = self.stream.readline()
            if not line:
                raise _Over
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        fault = self.server.fault("dot")
        if fault is None or fault == ANSWER_LOST:
            data = b"".join(lines)
            self.server.take(Accepted(self.sender, tuple(self.recipients), data))
        if fault == ANSWER_LOST:
            raise _Over
        if fault is None:
            self.say(b"250 taken\r\n")
        elif fault == "drop":
            raise _Over
        else:
            self.say(ANSWERS[fault])
            if fault == "closing":
                raise _Over

    def on_rset(self, line: bytes) -> None:
        self.say(b"250 ok\r\n")

    def on_noop(self, line: bytes) -> None:
        self.say(b"250 ok\r\n")

    def on_quit(self, line: bytes) -> None:
        self.say(b"221 bye\r\n")
        raise _Over


def _address(line: bytes) -> str:
    found = re.search(rb"<([^>]*)>", line)
    return found.group(1).decode() if found else ""
