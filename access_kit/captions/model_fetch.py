"""Fetching a model from its publisher: the only module of the program that opens a socket to fetch.

The publisher's list tells size and checksum; a download that was stopped goes on where it ended.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tomllib
import urllib.error
import urllib.request
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from access_kit.budgets import MODEL_LIST_BYTES
from access_kit.captions.models import NAME, Model, add_model
from access_kit.captions.workers import Step
from access_kit.errors import CannotWrite, FactValue, MissingPart, Problem
from access_kit.files import make_folder, telling_write_errors
from access_kit.notation import parse_json

TIMEOUT_SECONDS = 30
PIECE = 1 << 16
PARTIAL = 206

_MD5 = re.compile(r"^[0-9a-f]{32}$")
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Offer:
    """A model that its publisher offers; ``size`` in bytes, ``md5`` of the archive."""

    name: str
    lang: str
    size: int
    md5: str
    url: str


def default_list_url() -> str:
    """Where the publisher tells which models there are."""
    text = (files(__package__) / "models.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["list_url"])


def fetch_offers(list_url: str) -> list[Offer]:
    """What the publisher offers, without what it calls obsolete."""
    with _opened(list_url) as answer:
        data = answer.read(MODEL_LIST_BYTES + 1)
    try:
        entries = parse_json(data)
        offers = [_offer(entry) for entry in entries if entry.get("obsolete") != "true"]
    except (ValueError, TypeError, AttributeError):
        raise MissingPart(Problem("captions.bad-model-list", facts={"url": list_url})) from None
    return [offer for offer in offers if offer is not None]


def _offer(entry: dict[str, Any]) -> Offer | None:
    """An entry of the list; ``None`` for one that could not be fetched safely."""
    name, md5, url = (str(entry.get(key, "")) for key in ("name", "md5", "url"))
    size = entry.get("size")
    good = NAME.match(name) and _MD5.match(md5) and isinstance(size, int) and size > 0
    return Offer(name, str(entry.get("lang", "")), int(size or 0), md5, url) if good else None


def find_offer(offers: list[Offer], name: str) -> Offer:
    found = next((offer for offer in offers if offer.name == name), None)
    if found is None:
        facts = {"model": name, "known": ", ".join(offer.name for offer in offers)[:600]}
        raise MissingPart(Problem("captions.no-such-offer", facts=facts))
    return found


def fetch_model(offer: Offer, home: Path, step: Step) -> Model:
    """Download, check and add a model; ``step`` is told of every piece's bytes."""
    if (home / offer.name).exists():
        raise CannotWrite(Problem("captions.model-exists", facts={"name": offer.name}))
    folder = home / ".fetched"
    make_folder(folder)
    part = folder / f"{offer.name}.zip.part"
    _download(offer, part, step)
    _check(offer, part)
    model = add_model(part, home, name=offer.name)
    part.unlink()
    return model


@contextlib.contextmanager
def _telling_network_errors(url: str) -> Any:  # noqa: ANN401
    try:
        yield
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        host = urlsplit(url).hostname or url
        facts = {"host": host, "reason": str(reason)[:120]}
        raise MissingPart(Problem("captions.cannot-fetch", facts=facts)) from None


@contextlib.contextmanager
def _opened(url: str, start: int = 0) -> Any:  # noqa: ANN401
    """An answer over TLS, or in the clear from this computer alone."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise MissingPart(Problem("captions.unsafe-address", facts={"url": url}))
    request = urllib.request.Request(url, headers={"User-Agent": "access-kit"})  # noqa: S310 (checked above)
    if start:
        request.add_header("Range", f"bytes={start}-")
    with (
        _telling_network_errors(url),
        urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer,  # noqa: S310
    ):
        yield answer


def _download(offer: Offer, part: Path, step: Step) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have > offer.size:
        part.unlink()
        have = 0
    if have == offer.size:
        return
    with _opened(offer.url, have) as answer:
        resumed = have and answer.status == PARTIAL
        if resumed:
            step(have)
        got = have if resumed else 0
        with telling_write_errors(part), part.open("ab" if resumed else "wb") as out:
            while piece := answer.read(PIECE):
                got += len(piece)
                if got > offer.size:
                    break
                out.write(piece)
                step(len(piece))


def _check(offer: Offer, part: Path) -> None:
    size = part.stat().st_size
    if size < offer.size:
        facts: dict[str, FactValue] = {
            "name": offer.name,
            "got_mb": size // 1_000_000,
            "mb": offer.size // 1_000_000,
        }
        raise MissingPart(Problem("captions.fetch-cut-short", facts=facts))
    digest = hashlib.new("md5", usedforsecurity=False)
    with part.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() != offer.md5:
        part.unlink()
        raise MissingPart(Problem("captions.wrong-checksum", facts={"name": offer.name}))
