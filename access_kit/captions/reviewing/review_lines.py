"""One line of a terminal as what it changes: an empty one says that the words are right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from access_kit.captions.check_words import split_words
from access_kit.captions.reviewing.words_reviewed import ReviewedWord, Splice
from access_kit.timed_text.shared_time import share_time

NOTHING, EVERYWHERE = "-", "all "
"""Lines that are no words: nobody said anything there; the same wherever these words stand."""

_TOKEN = re.compile(r"\[[^\]]*\]|\S+")
_SPEAKER = re.compile(r"[^\s:][^:]{0,60}:")


def read_line(words: Sequence[ReviewedWord], item: range, line: str) -> list[Splice]:
    """What a person answers about the words of ``item``, as changes in their order."""
    said = " ".join(line.split())
    if _SPEAKER.fullmatch(said):
        return _name_speaker(words, item, said[:-1].strip())
    if said.startswith(EVERYWHERE) and len(said) > len(EVERYWHERE):
        return _everywhere(words, item, said[len(EVERYWHERE) :])
    return [Splice(item.start, len(item), _put([words[at] for at in item], said))]


def _put(here: Sequence[ReviewedWord], said: str) -> tuple[ReviewedWord, ...]:
    """What stands in place of ``here``: the same, looked at; nothing; or other words."""
    if not said:
        return tuple(replace(word, seen=True) for word in here)
    if said == NOTHING:
        return ()
    first, last = here[0], here[-1]
    texts = _TOKEN.findall(said)
    return tuple(
        ReviewedWord(
            word.text, word.start_ms, word.end_ms, first.cue, first.speaker, seen=True, changed=True
        )
        for word in share_time(texts, first.start_ms, last.end_ms, first.speaker)
    )


def _everywhere(words: Sequence[ReviewedWord], item: range, said: str) -> list[Splice]:
    """The answer to ``item`` wherever its words stand, with the mark behind the last of them."""
    wanted = [split_words(words[at].text) for at in item]
    splices: list[Splice] = []
    at = moved = 0
    while at + len(item) <= len(words):
        here = words[at : at + len(item)]
        if [split_words(word.text) for word in here] != wanted or here[0].cue != here[-1].cue:
            at += 1
            continue
        mark = re.search(r"[^\w\]]*$", here[-1].text)
        text = said.rstrip(".,;:!?…") + (mark[0] if mark else "")
        put = _put(here, said if at == item.start else text)
        splices.append(Splice(at + moved, len(here), put))
        moved += len(put) - len(here)
        at += len(item)
    return splices


def _name_speaker(words: Sequence[ReviewedWord], item: range, name: str) -> list[Splice]:
    """Who speaks, from the caption of ``item`` on until another does; the item stays open."""
    first = item.start
    while first and words[first - 1].cue == words[item.start].cue:
        first -= 1
    end = first
    while end < len(words) and words[end].speaker == words[first].speaker:
        end += 1
    named = tuple(replace(word, speaker=name) for word in words[first:end])
    return [Splice(first, end - first, named)]


def take_back(words: Sequence[ReviewedWord], splices: Sequence[Splice]) -> list[Splice]:
    """What undoes ``splices``, which were made on ``words``."""
    now = list(words)
    undone: list[Splice] = []
    for one in splices:
        gone = tuple(now[one.at : one.at + one.removed])
        now[one.at : one.at + one.removed] = one.words
        undone.insert(0, Splice(one.at, len(one.words), gone))
    return undone
