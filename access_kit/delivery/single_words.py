"""Words that say something alone: stop, ready, not yet, help. Pure: lines in, findings out.

- A word that stops counts where it stands alone: as the whole of what the person wrote, as the
  subject, or as a line of its own with nothing around it that it could belong to.
- A phrase that may mean it, or such a word among others, does not stop: it holds e-mail until
  somebody has asked. Silence of ours is mended by a question, a message too many by nothing.
- A word on a line of its own inside a sentence ("close to the / stop / so I should …") is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from access_kit.delivery.reply_lines import ReplyLine, is_saying, without_signature
from access_kit.delivery.word_lists import (
    holds_phrase,
    spoken,
    without_phrases,
    without_polite,
    word_lists,
)
from access_kit.i18n.language_habits import pauses, sentence_ends
from access_kit.i18n.sentence_ends import CLOSERS

STOP, MAY_STOP, READY, NOT_YET, HELP = "stop", "may-stop", "ready", "not-yet", "help"

_SHORT = 3
"""Words of a line that is a greeting, a name or a thank-you, and no part of a sentence."""


@dataclass(frozen=True)
class Single:
    """The word that was found, and the lines that it was found on."""

    word: str = ""
    lines: tuple[ReplyLine, ...] = ()


def find_stop(own: Sequence[ReplyLine], subject: str) -> Single:
    """``STOP``, ``MAY_STOP`` or nothing. ``own`` are all lines of the person's own, in order."""
    lists = word_lists()
    lines = [line for line in own if not line.used and is_saying(line.text)]
    whole = spoken(" ".join(without_signature(line.text) for line in lines))
    about = spoken(subject)
    if _is_one_of(whole, lists.stop):
        return Single(STOP, tuple(lines))
    words = [at for at, line in enumerate(own) if _is_stop(line)]
    alone = [_stands_alone(own, at) for at in words]
    if True in alone or _is_one_of(about, lists.stop):
        return Single(STOP, tuple(own[at] for at in words))
    clear = without_phrases(whole, lists.not_stop)
    if None in alone or holds_phrase(clear, lists.may_stop) or holds_phrase(about, lists.may_stop):
        return Single(MAY_STOP)
    return Single()


def find_word(own: Sequence[ReplyLine], words: dict[str, str]) -> Single:
    """Ready, not yet or help, where it stands alone; ``words`` are such words by their meaning."""
    lists = word_lists()
    known = {
        **words,
        **dict.fromkeys(lists.ready, READY),
        **dict.fromkeys(lists.not_yet, NOT_YET),
        **dict.fromkeys(lists.help, HELP),
    }
    found: dict[str, list[ReplyLine]] = {}
    for at, line in enumerate(own):
        word = known.get(without_polite(spoken(without_signature(line.text))), "")
        if word and not line.used and (word == HELP or _stands_alone(own, at)):
            found.setdefault(word, []).append(line)
    if HELP in found:
        return Single(HELP, tuple(found[HELP]))
    if len(found) != 1:
        return Single()
    ((word, lines),) = found.items()
    return Single(word, tuple(lines))


def asks_for_help(text: str) -> bool:
    """Whether a word that asks for help stands anywhere in ``text``; for the order alone."""
    said = f" {spoken(text)} "
    return any(f" {one} " in said for one in word_lists().help)


def _is_stop(line: ReplyLine) -> bool:
    said = spoken(without_signature(line.text))
    return not line.used and _is_one_of(said, word_lists().stop)


def _is_one_of(said: str, words: frozenset[str]) -> bool:
    """Whether spoken words are one of ``words``, with or without polite ones around it."""
    return said in words or without_polite(said) in words


def _stands_alone(own: Sequence[ReplyLine], at: int) -> bool | None:
    """Whether the line belongs to no sentence; ``None`` when that cannot be told."""
    before = _neighbour(own, at, -1)
    after = _neighbour(own, at, 1)
    opens = before is None or _is_short(before) or _is_ended(before)
    ends = after is None or _is_short(after) or _is_ended(own[at].text)
    if opens and ends:
        return True
    if opens or own[at].text.strip() == own[at].text.strip().upper() != own[at].text.lower():
        return None
    return False


def _neighbour(own: Sequence[ReplyLine], at: int, step: int) -> str | None:
    """The line beside, if it is said in the same paragraph and is no answer."""
    place = at + step
    if not 0 <= place < len(own):
        return None
    line = own[place]
    return line.text if not line.used and is_saying(line.text) else None


def _is_short(text: str) -> bool:
    return len(spoken(text).split()) <= _SHORT


def _is_ended(text: str) -> bool:
    """Whether a sentence or a part of one ends with the line."""
    return text.rstrip(f" \t\u00a0{CLOSERS}").endswith(tuple(sentence_ends() + pauses()))
