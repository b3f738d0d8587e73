"""What codes are called where a facilitator reads; ``--json`` and ``--verbose`` have the codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from access_kit.delivery.consent_rules import ALL

WAYS = {
    ALL: "all of it",
    "sms": "text message",
    "call": "phone call",
    "email": "e-mail",
    "voicemail": "voice message",
    "they_contact_us": "nothing, they reach out",
    "name": "signature",
}
"""Ways to reach somebody or to answer, where that is another word than the code."""


@lru_cache(maxsize=1)
def item_labels() -> Mapping[str, str]:
    """The lines of the check and of the agreement by their ids."""
    data = tomllib.loads((files(__package__) / "plain_labels.toml").read_text(encoding="utf-8"))
    return {**data["check"], **data["agreement"]}


def say_item(key: str) -> str:
    """``tc-hear`` as "following what is said", ``own-2`` as "your own line 2"."""
    if key.startswith("own-"):
        return f"your own line {key.removeprefix('own-')}"
    return item_labels().get(key, say_code(key))


def say_way(way: str) -> str:
    return WAYS.get(way, say_code(way))


def say_scope(scope: str) -> str:
    """What a withdrawal covers: all, a way to reach somebody, or a line of the agreement."""
    return say_item(scope) if scope in item_labels() else say_way(scope)


def say_said(said: str) -> str:
    """An answer to a line: ``need-help`` as "need help", ``sign-phone`` as "phone"."""
    return say_way(said.removeprefix("sign-"))


def say_failure(failed: str) -> str:
    """``sms (no-number)`` as "text message: no number"."""
    way, _, why = failed.partition(" (")
    return f"{say_way(way)}: {say_code(why.rstrip(')'))}" if why else say_way(way)


def say_code(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
