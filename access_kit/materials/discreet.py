"""What a packet that says little keeps back: told, never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from access_kit.documents.plain_words import all_words
from access_kit.i18n import Words
from access_kit.model.document import Document
from access_kit.model.plan import NotMet, SettingValue
from access_kit.model.session import Platform, Session
from access_kit.profiles.neutral import find_unneutral
from access_kit.profiles.telling import find_telling

SETTING = "packet.contents"
RULE = "U05"
"""Papers come before the meeting, by a way that the person called safe."""


def find_what_tells(document: Document, extra: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of a paper for which it cannot be in such a packet. ``extra`` are the kit's own."""
    text = all_words(document)
    ideas = (word for words in find_telling(text).values() for word in words)
    return tuple(dict.fromkeys((*find_unneutral(text, extra), *ideas)))


def care_withheld(session: Session, settings: Mapping[str, SettingValue]) -> tuple[str, ...]:
    """What is said to others for their care in the letter and the check, and here is not."""
    sheets = settings.get("sheets", ())
    held = {
        "private_place": session.platform is not Platform.IN_PERSON,
        "heads_up": bool(settings.get("topic.heads_up")),
        "texts": bool(settings.get("texts.warn")),
        "clear_history": isinstance(sheets, tuple) and "clear_history" in sheets,
    }
    return tuple(name for name, so in held.items() if so)


def withheld(
    words: Words,
    handouts: Sequence[str],
    *,
    care: Sequence[str] = (),
    has_lines: bool = True,
) -> tuple[NotMet, ...]:
    """What waits for another way: the agreement, the help lines, ``care``, each of ``handouts``.

    ``has_lines``: the kit has others than those for danger, which never wait. ``handouts`` are
    the names of the files that are not marked discreet, or that tell.
    """
    return tuple(_wait(words, kind, value) for kind, value in _waiting(handouts, care, has_lines))


def _waiting(
    handouts: Iterable[str], care: Iterable[str], has_lines: bool
) -> Iterator[tuple[str, str]]:
    yield "agreement", "consent"
    if has_lines:
        yield "lines", "crisis_lines"
    yield from (("care", one) for one in care)
    yield from (("handout", name) for name in handouts)


def _wait(words: Words, kind: str, value: str) -> NotMet:
    return NotMet(
        rule=RULE,
        setting=SETTING,
        value=value,
        because=words.text(f"withheld.{kind}"),
        alternatives=(
            words.text("withheld.alternative.together"),
            words.text("withheld.alternative.hand-over"),
        ),
    )
