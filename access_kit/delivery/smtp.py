"""Handing messages to the agency's own mail server (RFC 5321). The only module with smtplib.

Rules of this file:
- Never clear text: implicit TLS (RFC 8314), or STARTTLS (RFC 3207) that the server must offer. The
  certificate and the host's name are verified by the computer's own list of authorities.
- The body goes first, then ``before_dot``, then the final dot by itself: whatever is lost before it
  was not accepted, and whatever is lost after it is uncertain (RFC 1047). No delay of the system's
  own comes between the two (TCP_NODELAY).
- One recipient a message. Addresses are checked again here, for a command is a line of text.
- A server's words go nowhere: they may repeat an address. Only its three digits count.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import smtplib
import socket
import ssl
from collections.abc import Callable

from access_kit.delivery.outgoing import HandOver, HandOverVerdict, Outgoing
from access_kit.delivery.senders import Sender, SenderNeeds
from access_kit.errors import BadInput, Problem
from access_kit.model.kit import MailSecurity, Smtp

TOKEN_VARIABLE = "ACCESS_KIT_SMTP_TOKEN"  # noqa: S105 (the name of a variable)
"""An OAuth 2 access token; where it is set, the program logs in with it (XOAUTH2)."""

STEP_SECONDS = 300.0
"""RFC 5321, 4.5.3.2: five minutes for the greeting, MAIL and RCPT, three for a block of data."""

DOT_SECONDS = 600.0
"""RFC 5321, 4.5.3.2.6: ten minutes; to give up earlier makes doubles."""

_BARE_ADDRESS = re.compile(
    r"[^\s<>()\[\]\\,;:\"@\x00-\x20\x7f-\x9f]+@[^\s<>()\[\]\\,;:\"@\x00-\x20\x7f-\x9f]+"
)

LATER, STOP = HandOverVerdict.LATER, HandOverVerdict.STOP


class _Ended(Exception):
    """A try is over; ``outcome`` says how. ``keep``: the connection can be used again."""

    def __init__(self, verdict: HandOverVerdict, reason: str, *, keep: bool = False) -> None:
        super().__init__(reason)
        self.outcome = HandOver(verdict, reason)
        self.keep = keep


def open_sender(needs: SenderNeeds) -> Sender:
    if needs.smtp is None:
        raise BadInput(Problem("send.no-server", where="smtp"))
    return SmtpSender(needs.smtp, needs.password)


class SmtpSender:
    """One connection at a time, opened when there is something to hand over."""

    def __init__(self, smtp: Smtp, password: Callable[[], str] | None) -> None:
        self._smtp = smtp
        self._ask_password = password
        self._secret: str | None = None
        self._line: smtplib.SMTP | None = None
        self._used = False

    def deliver(self, message: Outgoing, before_dot: Callable[[], None]) -> HandOver:
        for address in (message.sender, message.recipient):
            if not _BARE_ADDRESS.fullmatch(address):
                return HandOver(HandOverVerdict.ADDRESS, "unsafe-address")
        # A connection that lay idle may have been closed; nothing was handed over on it yet.
        for attempt in (1, 2):
            was_used = self._used
            try:
                self._begin(message)
                break
            except _Ended as ended:
                if not ended.keep:
                    self._drop()
                stale = ended.outcome.reason in ("lost-connection", "closing") and was_used
                if attempt == 2 or not stale:
                    return ended.outcome
        try:
            return self._finish(message, before_dot)
        except _Ended as ended:
            if not ended.keep:
                self._drop()
            return ended.outcome

    def close(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._line.quit()
        self._drop()

    # -- the connection -------------------------------------------------------------------------

    def _open(self) -> smtplib.SMTP:
        if self._line is not None:
            return self._line
        smtp = self._smtp
        context = ssl.create_default_context()
        try:
            if smtp.security is MailSecurity.TLS:
                line: smtplib.SMTP = smtplib.SMTP_SSL(
                    smtp.host, smtp.port, timeout=STEP_SECONDS, context=context
                )
            else:
                line = smtplib.SMTP(smtp.host, smtp.port, timeout=STEP_SECONDS)
            self._line = line
            self._greet(line)
            if smtp.security is MailSecurity.STARTTLS:
                if not line.has_extn("starttls"):
                    raise _Ended(STOP, "no-tls")
                line.starttls(context=context)
                self._greet(line)
            if line.sock is not None:
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._log_in(line)
        except ssl.SSLCertVerificationError:
            raise _Ended(STOP, "certificate") from None
        except ssl.SSLError:
            raise _Ended(STOP, "tls") from None
        except smtplib.SMTPConnectError as error:
            raise _Ended(*_of_code(error.smtp_code, STOP, "refused")) from None
        except smtplib.SMTPServerDisconnected:
            raise _Ended(LATER, "lost-connection") from None
        except smtplib.SMTPResponseException as error:
            raise _Ended(*_of_code(error.smtp_code, STOP, "tls")) from None
        except (smtplib.SMTPException, ValueError):
            raise _Ended(STOP, "not-understood") from None
        except OSError:
            raise _Ended(LATER, "no-connection") from None
        self._used = False
        return line

    def _greet(self, line: smtplib.SMTP) -> None:
        # The computer's own name is nobody's business.
        code, _ = line.ehlo("[127.0.0.1]")
        if not 200 <= code < 300:
            raise _Ended(*_of_code(code, STOP, "refused"))

    def _log_in(self, line: smtplib.SMTP) -> None:
        token = os.environ.get(TOKEN_VARIABLE, "")
        if not self._smtp.user:
            return
        if not line.has_extn("auth"):
            raise _Ended(STOP, "no-login-offered")
        try:
            if token:
                text = f"user={self._smtp.user}\x01auth=Bearer {token}\x01\x01"
                code, _ = line.docmd("AUTH", "XOAUTH2 " + base64.b64encode(text.encode()).decode())
                if code == 334:  # the server wants to say why not; an empty line lets it
                    code, _ = line.docmd("")
                if code != 235:
                    raise _Ended(*_of_code(code, STOP, "login"))
                return
            if self._secret is None:
                self._secret = self._ask_password() if self._ask_password else ""
            if "PLAIN" not in line.esmtp_features["auth"].upper().split():
                line.login(self._smtp.user, self._secret)
                return
            # smtplib's own login knows ASCII alone; PLAIN is UTF-8 (RFC 4616).
            secret = base64.b64encode(f"\0{self._smtp.user}\0{self._secret}".encode()).decode()
            code, _ = line.docmd("AUTH", f"PLAIN {secret}")
            if code != 235:
                raise _Ended(*_of_code(code, STOP, "login"))
        except smtplib.SMTPAuthenticationError as error:
            raise _Ended(*_of_code(error.smtp_code, STOP, "login")) from None
        except (smtplib.SMTPNotSupportedError, UnicodeEncodeError):
            raise _Ended(STOP, "no-login-offered") from None
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException:
            raise _Ended(STOP, "login") from None

    def _drop(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.close()
        self._line = None
        self._used = False

    # -- one message ----------------------------------------------------------------------------

    def _begin(self, message: Outgoing) -> None:
        """MAIL, RCPT and DATA: nothing of the message has gone yet."""
        line = self._open()
        options = ""
        if message.needs_utf8:
            if not line.has_extn("smtputf8"):
                raise _Ended(HandOverVerdict.ADDRESS, "server-without-utf8", keep=True)
            options = " SMTPUTF8 BODY=8BITMIME"
            line.command_encoding = "utf-8"
        else:
            line.command_encoding = "ascii"
        size = line.esmtp_features.get("size", "")
        if size.isdecimal() and 0 < int(size) < len(message.data):
            raise _Ended(HandOverVerdict.CONTENT, "too-large", keep=True)
        self._used = True
        code = self._say(line, "MAIL", f"FROM:<{message.sender}>{options}")
        if code != 250:
            raise self._refused(line, code, STOP, "sender-refused")
        code = self._say(line, "RCPT", f"TO:<{message.recipient}>")
        if code not in (250, 251, 252):
            # 552 here is a full mailbox, for which 452 is meant (RFC 5321, 4.5.3.1.10).
            code = 452 if code == 552 else code
            raise self._refused(line, code, HandOverVerdict.ADDRESS, "address-refused")
        code = self._say(line, "DATA")
        if code != 354:
            raise self._refused(line, code, HandOverVerdict.CONTENT, "content-refused")

    def _say(self, line: smtplib.SMTP, command: str, arguments: str = "") -> int:
        try:
            code, _ = line.docmd(command, arguments)
        except smtplib.SMTPServerDisconnected:
            raise _Ended(LATER, "lost-connection") from None
        except (smtplib.SMTPException, ValueError):
            raise _Ended(LATER, "not-understood") from None
        except OSError:
            raise _Ended(LATER, "lost-connection") from None
        return code

    def _refused(
        self, line: smtplib.SMTP, code: int, verdict: HandOverVerdict, reason: str
    ) -> _Ended:
        ended = _Ended(*_of_code(code, verdict, reason))
        if code == 421 or not 400 <= code < 600:
            return ended
        try:
            ended.keep = line.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            ended.keep = False
        return ended

    def _finish(self, message: Outgoing, before_dot: Callable[[], None]) -> HandOver:
        line = self._line
        assert line is not None
        try:
            line.send(stuff_dots(message.data))
        except (OSError, smtplib.SMTPException):
            raise _Ended(LATER, "lost-connection") from None
        try:
            before_dot()
        except BaseException:
            self._drop()  # without the final dot, the server throws away what it has
            raise
        try:
            if line.sock is not None:
                line.sock.settimeout(DOT_SECONDS)
            line.send(b".\r\n")
            code, _ = line.getreply()
            if line.sock is not None:
                line.sock.settimeout(STEP_SECONDS)
        except (OSError, smtplib.SMTPException, ValueError):
            raise _Ended(HandOverVerdict.UNCERTAIN, "answer-lost") from None
        if 200 <= code < 300:
            return HandOver(HandOverVerdict.ACCEPTED)
        if not 400 <= code < 600:
            raise _Ended(HandOverVerdict.UNCERTAIN, "answer-not-understood")
        verdict, reason = _of_code(code, HandOverVerdict.CONTENT, "content-refused")
        raise _Ended(verdict, reason, keep=code != 421)


def _of_code(code: int, verdict: HandOverVerdict, reason: str) -> tuple[HandOverVerdict, str]:
    """4xx: later. Anything else: what a lasting refusal means at this stage."""
    if code == 421:
        return LATER, "closing"
    if 400 <= code < 500:
        return LATER, "busy"
    if 500 <= code < 600:
        return verdict, reason
    return LATER, "not-understood"


def stuff_dots(data: bytes) -> bytes:
    """The message as it goes over the line: CRLF line ends, leading dots doubled, no last dot.

    A lone CR or LF becomes CRLF too: some servers take one for a line end, others do not, and
    between the two a second message could be hidden.
    """
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    data = re.sub(rb"(?m)^\.", b"..", data)
    return data if data.endswith(b"\r\n") else data + b"\r\n"
