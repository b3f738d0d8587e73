"""What mail systems say in words: the texts of mail servers, and phrases of any language."""

from __future__ import annotations

import logging
import re
from email.message import Message

from access_kit.delivery.mail_text import headers_of
from access_kit.i18n.language_habits import every_language
from access_kit.model.constraint import Choice


class Delivery(Choice):
    """what became of a message"""

    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    UNSAID = "unsaid"


_ADDRESS = re.compile(
    r"[^\s<>()\[\],;:\"'|@]{1,64}@(?:[^\s<>()\[\],;:\"'|@.]{1,63}\.)+[^\W\d_][\w-]+"
)


def read_server_text(message: Message, notice: str) -> tuple[Delivery, tuple[str, ...]] | None:
    """What flufl.bounce makes of the texts of mail servers."""
    from flufl.bounce import all_failures

    logging.getLogger("flufl.bounce").disabled = True  # it would print what it reads
    small = Message()
    for name in ("From", "Subject", "X-Mailer", "Return-Path"):
        small[name] = field(message, name)
    small["Content-Type"] = 'text/plain; charset="utf-8"'
    lines = (line[:_LINE].encode("ascii", "replace").decode() for line in notice.split("\n"))
    small.set_payload("\n".join(lines)[:_FOR_FLUFL] + "\n\n--- Original message follows.\n")
    try:
        later, failed = all_failures(small)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return None
    for delivery, names in ((Delivery.FAILED, failed), (Delivery.DELAYED, later)):
        found = [
            one for name in sorted(names) for one in addresses(name.decode("ascii", "replace"))
        ]
        if found:
            return delivery, tuple(dict.fromkeys(found))
    return None


_LINE, _FOR_FLUFL = 200, 12_000
"""What flufl.bounce is given, in characters: some patterns grow with the square of a line."""

_DELAY_WORDS = re.compile(
    r"(?i)\bdelay(?:ed)?\b|not yet been delivered|will be retried|still being retried"
    r"|warning: (?:could not|message)|will continue to (?:try|be made)|has been postponed"
    r"|do not need to resend|no action is required"
)
_ARRIVED_WORDS = re.compile(
    r"(?i)successfully (?:delivered|relayed)|was delivered to|relayed to the following"
    r"|delivery status notification \(success\)|return receipt"
)
_FAILED_WORDS = re.compile(
    r"(?i)\b5[05]\d\b|undeliver|not (?:be )?deliver|could ?n[o']t|fail|reject|returned|unknown"
    r"|invalid|permanent|bounced?\b|does ?n[o']t exist|no such|full|refused|blocked|expired"
)


def read_words(text: str) -> Delivery:
    """What a notice says in words, where nothing else says it. Failure is what is not ruled out."""
    if _DELAY_WORDS.search(text) and not re.search(r"(?i)permanent|gave up|giving up", text):
        return Delivery.DELAYED
    failed = bool(_FAILED_WORDS.search(text)) or _says_undelivered(text)
    if _ARRIVED_WORDS.search(text) and not failed:
        return Delivery.ARRIVED
    return Delivery.FAILED if failed else Delivery.UNSAID


def _says_undelivered(text: str) -> bool:
    """The same in the words of any other language."""
    said = text.casefold()
    return any(words in said for language in every_language() for words in language.undelivered)


def field(message: Message, name: str) -> str:
    """A header on one line, or nothing."""
    return " ".join(next(iter(headers_of(message, name)), "").split())[:4_000]


def addresses(text: str) -> list[str]:
    """The addresses in a text, in small letters, each once."""
    return list(dict.fromkeys(one.casefold().rstrip(".") for one in _ADDRESS.findall(text)))
