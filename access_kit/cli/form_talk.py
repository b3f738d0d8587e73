"""A form as it is gone through with a person: each line read out, heard, and gone back to."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from access_kit.cli.dialog import Dialog, WantsBack, count_of
from access_kit.console import clean, counted, wrapped
from access_kit.intake.reader import closest
from access_kit.model.answers import ManifestItem
from access_kit.workflow.agree.agreement_script import Script
from access_kit.workflow.kept.form_draft import SaidAnswers


@dataclass
class FormTalk:
    """``said`` is right at any moment; ``keep`` hears of it after each answer."""

    script: Script
    said: SaidAnswers
    keep: Callable[[SaidAnswers], None]

    def __post_init__(self) -> None:
        self._asked = [at for at, (_, item) in enumerate(self.script.steps) if item is not None]
        self._at = 0
        if self.is_begun:
            self._at = self._index_of(self.said.at)

    @property
    def is_begun(self) -> bool:
        return bool(self.said.answers or self.said.words)

    def hold(self, question: str) -> bool:
        """Ask until the end, and then if it is to be recorded; ``Stopped`` before that."""
        if self.is_begun:
            self._read_back()
        while True:
            while self._at < len(self.script.steps):
                self._step(*self.script.steps[self._at])
            try:
                return self._confirm(question)
            except WantsBack:
                self._go_to(self._before())

    def _read_back(self) -> None:
        _say("Going on where you stopped. So far:")
        for line, item in self.script.steps[: self._at]:
            if item is not None:
                _say(f"{line} {self._answer_to(item)}")
        _say("")

    def _answer_to(self, item: ManifestItem) -> str:
        if item.key in self.said.words:
            return f"They say: {self.said.words[item.key]}"
        answer = self.said.answers.get(item.key)
        return f"Answer: {_labels(item)[item.answers.index(answer)] if answer else 'left open'}"

    def _step(self, line: str, item: ManifestItem | None) -> None:
        if item is None:
            _say(line)
            self._at += 1
            return
        number = self._asked.index(self._at) + 1
        _say(f"{line} {count_of(number, len(self._asked))}")
        try:
            reply = _reply(_labels(item))
        except WantsBack:
            self._at = self._before()
            return
        answers = {key: one for key, one in self.said.answers.items() if key != item.key}
        words = {key: one for key, one in self.said.words.items() if key != item.key}
        if item.answers and reply:
            answers[item.key] = item.answers[int(reply) - 1]
        elif reply:
            words[item.key] = reply
        self.said = SaidAnswers(answers, words)
        self._go_to(self._at + 1)

    def _go_to(self, at: int) -> None:
        """Keep what is said with the line that comes next."""
        self._at = at
        items = (item.key for _, item in self.script.steps[at:] if item is not None)
        self.said = SaidAnswers(self.said.answers, self.said.words, next(items, ""))
        self.keep(self.said)

    def _before(self) -> int:
        """The line asked before this one; the first stays."""
        return max((one for one in self._asked if one < self._at), default=self._at)

    def _index_of(self, key: str) -> int:
        keys = [item.key if item else None for _, item in self.script.steps]
        return keys.index(key) if key in keys else len(keys)

    def _confirm(self, question: str) -> bool:
        _say("")
        _say(f"Answered: {counted(len(self.said.answers) + bool(self.said.words), 'line')}.")
        _say(question)
        while (reply := _reply(["Yes, record it", "No, record nothing"])) == "":
            _say("Type yes or no, or back to change a line.")
        return reply == "1"


def _labels(item: ManifestItem) -> list[str]:
    return [label or "Yes" for label in item.labels] if item.answers else []


def _reply(labels: Sequence[str]) -> str:
    """The number of an answer, or a person's own words where there are none to choose from.

    Empty: left open. ``Stopped`` and ``WantsBack`` for the words that mean it.
    """
    for number, label in enumerate(labels, start=1):
        _say(f"  {number}. {label}")
    if not labels:
        _say("  Type what they say, or nothing to go on.")
    while True:
        reply = Dialog().listen()
        found = reply if not labels or not reply else _number_of(reply, labels)
        if found is not None:
            return found
        near = closest(reply, labels)
        _say(f"Did you mean {near}?" if near else "That is none of the answers.")
        _say("Type the number before an answer, or its first word. Nothing: go on.")


def _number_of(reply: str, labels: Sequence[str]) -> str | None:
    """The number of the one answer that is meant by its number, by all of it or its beginning."""
    if reply.isdecimal():
        return reply if reply in map(str, range(1, len(labels) + 1)) else None
    said = _bare(reply)
    whole = [at for at, label in enumerate(labels, start=1) if _bare(label) == said]
    begun = [at for at, label in enumerate(labels, start=1) if _bare(label)[: len(said)] == said]
    found = whole or begun
    return str(found[0]) if said and len(found) == 1 else None


def _bare(text: str) -> list[str]:
    """The words of an answer, so that ``no`` is not the beginning of ``now``."""
    return re.findall(r"\w+", text.casefold())


def _say(text: str) -> None:
    """A line: broken between words for a person, whole for a program that reads it."""
    lines = wrapped(text) if sys.stderr.isatty() else [clean(text)]
    sys.stderr.write("".join(f"{line}\n" for line in lines))
