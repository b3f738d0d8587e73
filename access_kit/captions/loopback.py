"""A page on loopback: one address with a token, for one browser on this computer.

Rules of this file:
- It listens on 127.0.0.1 alone. Whoever asks names exactly this host and port (a name that was
  bound to 127.0.0.1 by a stranger is another host), comes from no other page (``Origin``,
  ``Sec-Fetch-Site``), and knows the token. Everything else is answered with 403 or 404 and nothing.
- What is served are the parts that it was given by name: no path is ever a file's.
- What changes something comes by POST, with the ``Origin`` of this very page: JSON, or sound as it
  is (``application/octet-stream``, which no form of another page can send).
- A stream of events lasts until it ends or its reader goes. Each reader has a thread of its own.
- Nothing is kept by the browser (``no-store``), nothing is loaded from elsewhere (``CSP``), nothing
  is logged.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from access_kit.notation import parse_json

HOST = "127.0.0.1"
MOST_BODY = 60_000_000
"""Bytes of a change: all words of a long recording, when it is moved as a whole."""
MOST_SOUND = 200_000
"""Bytes of one piece of sound: more than a second of it at any rate."""
MOST_STREAMS = 16
"""Readers at once; one more is told to come back later."""
SLOWEST_SECONDS = 30
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; connect-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_NUMBER = re.compile(r"[0-9]{1,15}")
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})$")
JSON, BYTES, EVENTS = "application/json", "application/octet-stream", "text/event-stream"


@dataclass(frozen=True)
class ServedPart:
    """One thing that is served: its bytes and what they are."""

    kind: str
    data: bytes


class OtherVersion(Exception):
    """What was sent builds on another state than there is."""


class WrongRequest(Exception):
    """What was sent is nothing that a page of ours sends."""


PageQuery = Mapping[str, str]
"""What stands behind the ``?`` of an address."""


@dataclass(frozen=True)
class PageDoors:
    """What a page serves, each by its name.

    ``parts`` stay as they are, ``answers`` are made anew each time. What is taken is JSON or bytes,
    and the answer is JSON: see ``OtherVersion``, ``WrongRequest``. A stream gives events as they
    are sent (``text/event-stream``), from the id on that its reader saw last.
    """

    parts: Mapping[str, ServedPart]
    answers: Mapping[str, Callable[[], ServedPart]] = field(default_factory=dict)
    takes: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    bytes_taken: Mapping[str, Callable[[PageQuery, bytes], object]] = field(default_factory=dict)
    streams: Mapping[str, Callable[[str], Iterator[bytes]]] = field(default_factory=dict)


class LoopbackPage:
    """Serves what is behind ``doors`` until it is closed; ``address`` is where.

    ``over`` is set once what is called ``last`` has been taken and answered.
    """

    def __init__(self, doors: PageDoors, last: str = "") -> None:
        self.doors, self.last, self.over = doors, last, threading.Event()
        self.places = threading.Semaphore(MOST_STREAMS)
        self.token = secrets.token_urlsafe(32)
        page = self

        class Handler(_Handler):
            served = page

        self._server = _QuietServer((HOST, 0), Handler)
        self.port = int(self._server.server_address[1])
        self.origin = f"http://{HOST}:{self.port}"
        self.address = f"{self.origin}/{self.token}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> LoopbackPage:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no fault, and nothing that it sent is shown."""


class _Handler(BaseHTTPRequestHandler):
    served: LoopbackPage
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "access-kit", ""
    timeout = SLOWEST_SECONDS

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
        """Nothing is logged."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A refusal says its number and no more."""
        self.close_connection = True
        self._send(
            HTTPStatus(code), ServedPart("text/plain; charset=utf-8", str(int(code)).encode())
        )

    def do_GET(self) -> None:
        name = self._name()
        if name is None:
            return
        doors = self.served.doors
        if name in doors.streams:
            self._stream(doors.streams[name])
        elif name in doors.parts:
            self._send_part(doors.parts[name])
        elif name in doors.answers:
            self._send_part(doors.answers[name]())
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    def do_POST(self) -> None:
        name = self._name()
        if name is None:
            return
        doors = self.served.doors
        takes_bytes = name in doors.bytes_taken
        if not takes_bytes and name not in doors.takes:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif self.headers.get("Origin") != self.served.origin:
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self._kind() != (BYTES if takes_bytes else JSON):
            self.send_error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        elif takes_bytes:
            take, asked = doors.bytes_taken[name], self._query()
            self._take(lambda body: take(asked, body), MOST_SOUND)
        else:
            self._take(lambda body: doors.takes[name](parse_json(body)), MOST_BODY)
            if name == self.served.last:
                self.served.over.set()

    def _kind(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip()

    def _query(self) -> PageQuery:
        return dict(parse_qsl(urlsplit(self.path).query, max_num_fields=8))

    def _take(self, take: Callable[[bytes], object], most: int) -> None:
        length = self.headers.get("Content-Length", "")
        if not (_NUMBER.fullmatch(length) and int(length) <= most):
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            answer = take(self.rfile.read(int(length)))
        except OtherVersion:
            self.send_error(HTTPStatus.CONFLICT)
        except (WrongRequest, ValueError):
            self.send_error(HTTPStatus.BAD_REQUEST)
        else:
            self._send(HTTPStatus.OK, ServedPart(JSON, json.dumps(answer).encode()))

    def _stream(self, stream: Callable[[str], Iterator[bytes]]) -> None:
        """Events until they end; what a reader does not take delays nobody else."""
        last = self.headers.get("Last-Event-ID") or self._query().get("after", "")
        if not self.served.places.acquire(blocking=False):
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self.close_connection = True
        try:
            self._send_head(HTTPStatus.OK, {"Content-Type": EVENTS})
            for piece in stream(last):
                self.wfile.write(piece)
        except OSError:
            pass  # the reader went away
        finally:
            self.served.places.release()

    def _name(self) -> str | None:
        """The name of what is asked for; ``None`` where whoever asks gets nothing."""
        if not self._is_ours():
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        token, sign, name = urlsplit(self.path).path.removeprefix("/").partition("/")
        if not sign or not hmac.compare_digest(token.encode(), self.served.token.encode()):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return name

    def _is_ours(self) -> bool:
        """Whether the request names this host and comes from this page or from no page at all."""
        hosts, origins = self.headers.get_all("Host", []), self.headers.get_all("Origin", [])
        site = self.headers.get("Sec-Fetch-Site", "none")
        return (
            hosts == [f"{HOST}:{self.served.port}"]
            and origins in ([], [self.served.origin])
            and site in ("same-origin", "none")
        )

    def _send_part(self, part: ServedPart) -> None:
        """All of it, or the stretch that a player asks for."""
        asked = _RANGE.match(self.headers.get("Range", ""))
        size = len(part.data)
        if not asked or int(asked[1]) >= size:
            self._send(HTTPStatus.OK, part)
            return
        first = int(asked[1])
        last = min(int(asked[2]) if asked[2] else size - 1, size - 1)
        piece = ServedPart(part.kind, part.data[first : last + 1])
        more = {"Content-Range": f"bytes {first}-{last}/{size}"}
        self._send(HTTPStatus.PARTIAL_CONTENT, piece, more)

    def _send(
        self, code: HTTPStatus, part: ServedPart, more: Mapping[str, str] | None = None
    ) -> None:
        told = {
            **(more or {}),
            "Accept-Ranges": "bytes",
            "Content-Type": part.kind,
            "Content-Length": str(len(part.data)),
        }
        self._send_head(code, told)
        self.wfile.write(part.data)

    def _send_head(self, code: HTTPStatus, told: Mapping[str, str]) -> None:
        self.send_response_only(code)
        for name, value in {**HEADERS, **told}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
