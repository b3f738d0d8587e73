"""Thoughts put into few texts: each is one message, none ends inside a thought.

A thought has ways to say it, the fullest first, and may be one that a reader can do without. What
is said fully where it fits gives way where it would not: first what can be done without, then the
fuller ways, then the order in which thoughts stand together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from access_kit.documents.gsm import count_parts
from access_kit.documents.text_messages import messages_of
from access_kit.i18n import Words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.blocks import make_document, run_on
from access_kit.model.document import Document, Inlines, Link, Paragraph, Purpose, Text

MOST_TEXTS, MOST_COSTLY = 4, 6
"""So many texts an invitation has at most; more where a letter is none of GSM 03.38."""


@dataclass(frozen=True)
class Thought:
    """A sentence or two that stay together: ``ways`` to say it, the fullest first.

    ``goes_last``: it is given up where nothing else makes the texts few enough. ``is_alone``: it is
    a text of its own, such as a link that fills one.
    """

    ways: tuple[Inlines, ...]
    can_go: bool = False
    goes_last: bool = False
    is_alone: bool = False


def thought(*ways: Inlines, can_go: bool = False) -> Thought:
    return Thought(ways, can_go)


def in_few(
    words: Words,
    texts: Iterable[Sequence[Thought]],
    *,
    most: int = MOST_TEXTS,
    most_costly: int = MOST_COSTLY,
) -> tuple[Inlines, ...]:
    """``texts`` as they are where each fits into one message, else in fewer words.

    The first keeps room for what a draft has to say before it.
    """
    kept = [list(one) for one in texts if one]
    packed: tuple[Inlines, ...] = ()
    for version in _versions(words, kept):
        packed = tuple(
            text for at, one in enumerate(version) for text in _pack(words, one, is_first=at == 0)
        )
        if len(packed) <= (most_costly if _is_costly(words, packed) else most):
            break
    return packed


def _versions(words: Words, texts: list[list[Thought]]) -> Iterator[list[list[Thought]]]:
    """As meant; without what can go; all run together; in the shortest words; and less of that."""
    whole = [one for text in texts for one in text]
    needed = [one for one in whole if not one.can_go]
    yield [list(_without(words, one, is_first=one is texts[0])) for one in texts]
    yield [[one for one in text if not one.can_go] for text in texts]
    yield [whole]
    yield [needed]
    short = [dataclasses.replace(one, ways=one.ways[-1:]) for one in needed]
    yield [short]
    yield [[one for one in short if not one.goes_last]]


def _without(words: Words, text: Sequence[Thought], *, is_first: bool) -> Sequence[Thought]:
    """A text without the last that it can do without, and so on, until it is one message."""
    kept = list(text)
    while len(_pack(words, kept, is_first=is_first)) > 1 and any(one.can_go for one in kept):
        last = max(at for at, one in enumerate(kept) if one.can_go)
        del kept[last]
    return kept if len(_pack(words, kept, is_first=is_first)) == 1 else text


def _pack(words: Words, thoughts: Sequence[Thought], *, is_first: bool) -> list[Inlines]:
    """In order, as few texts as hold them, filled from the last: that one is never a crumb."""
    packed: list[list[Inlines]] = []
    closed = True
    for at, one in reversed([*enumerate(thoughts)]):
        mark = words.text("text.draft") if is_first and at == 0 and _may_be_draft(words) else ""
        said = next((way for way in one.ways if fits_one(words, way, mark)), one.ways[-1])
        longer = run_on([said, *packed[0]]) if packed else said
        if closed or one.is_alone or not fits_one(words, longer, mark):
            packed.insert(0, [said])
        else:
            packed[0].insert(0, said)
        closed = one.is_alone
    return [run_on(one) for one in packed]


def _may_be_draft(words: Words) -> bool:
    return words.locale != SOURCE_LOCALE


def _is_costly(words: Words, texts: tuple[Inlines, ...]) -> bool:
    messages = messages_of(as_texts_of(words, "-", texts))
    return any(not count_parts(one).is_gsm for one in messages)


def fits_one(words: Words, content: Inlines, mark: str = "") -> bool:
    """Whether a text is one message; ``mark`` is what a draft has to say before it."""
    marked = (Text(f"{mark} "), *content) if mark else content
    return _is_one_message(words.locale, marked)


@lru_cache(maxsize=4096)
def _is_one_message(locale: str, content: Inlines) -> bool:
    paragraph = Paragraph(content, _lang_of(content))
    messages = messages_of(Document("-", locale, Purpose.TEXTS, (paragraph,), {}))
    return len(messages) == 1 and count_parts(messages[0]).parts == 1


def as_texts_of(words: Words, title: str, texts: Sequence[Inlines]) -> Document:
    """A document of texts, one a paragraph."""
    blocks = tuple(Paragraph(text, _lang_of(text)) for text in texts if text)
    return make_document(words, title, Purpose.TEXTS, blocks)


def _lang_of(text: Inlines) -> str | None:
    """A link alone is in no language: in Latin letters it takes the room that these take."""
    is_link = len(text) == 1 and isinstance(text[0], Link)
    return SOURCE_LOCALE if is_link else None
