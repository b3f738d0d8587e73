"""A person's word list: how names, numbers and times that are said are to be written.

One entry a line: ``Riverside`` writes every "riverside" so; ``nine eight eight = 988`` writes what
is said on the left as it stands on the right. ``#`` starts a comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from access_kit.captions.check_words import split_words
from access_kit.captions.layout_breaks import bare
from access_kit.errors import BadInput, Problem
from access_kit.model.word import Word


@dataclass(frozen=True)
class Listed:
    """What is said, word by word in lower case, and how it is written, word by word."""

    spoken: tuple[str, ...]
    written: tuple[str, ...]


def parse_word_list(text: str, name: str) -> tuple[Listed, ...]:
    """The entries of a word list; ``BadInput`` with every line that is none."""
    entries: list[Listed] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        said, sign, written = content.partition("=")
        spoken, spelled = tuple(split_words(said)), tuple((written if sign else said).split())
        if spoken and spelled:
            entries.append(Listed(spoken, spelled))
        else:
            problems.append(Problem("captions.bad-word-list", file=name, line=number))
    if problems:
        raise BadInput(problems)
    return tuple(sorted(entries, key=lambda entry: -len(entry.spoken)))


def apply_list(words: Sequence[Word], listed: Sequence[Listed]) -> tuple[Word, ...]:
    """Words in the spelling of the list, longest entry first; times and speakers stay.

    Where fewer words are written than were said (``988``), they share the whole time.
    """
    if not listed:
        return tuple(words)
    by_first: dict[str, list[Listed]] = {}
    for entry in listed:
        by_first.setdefault(entry.spoken[0], []).append(entry)
    plain = [bare(word.text) for word in words]
    done: list[Word] = []
    at = 0
    while at < len(words):
        fitting = (
            entry
            for entry in by_first.get(plain[at], ())
            if tuple(plain[at : at + len(entry.spoken)]) == entry.spoken
        )
        found = next(fitting, None)
        if found is None:
            done.append(words[at])
            at += 1
        else:
            done += _rewrite(words[at : at + len(found.spoken)], found.written)
            at += len(found.spoken)
    return tuple(done)


def _rewrite(words: Sequence[Word], written: Sequence[str]) -> list[Word]:
    tail = words[-1].text[len(words[-1].text.rstrip(".,;:?!…")) :]
    texts = [*written[:-1], written[-1] + ("" if written[-1].endswith(tail) else tail)]
    if len(texts) == len(words):
        return [replace(word, text=text) for word, text in zip(words, texts, strict=True)]
    start, end = words[0].start_ms, words[-1].end_ms
    known = [word.confidence for word in words if word.confidence is not None]
    step = (end - start) / len(texts)
    return [
        Word(
            text,
            start + round(step * index),
            start + round(step * (index + 1)),
            min(known) if known else None,
            words[0].speaker,
        )
        for index, text in enumerate(texts)
    ]
