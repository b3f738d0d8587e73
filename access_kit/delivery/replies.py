"""What a person's reply says, read against the forms that they were shown. Pure: text in, data out.

People answer as their mail program lets them: between the quoted lines, above them, by number, with
an x or a sign in the brackets, in any of the languages that we ship. Rules of this file:

- Yes is a list: known ticks, known words. Whatever else stands in a box, two ticks where one answer
  goes, or an answer that was not offered, is told as unclear, and nothing is kept of it. Nothing is
  guessed from what stands around.
- Silence is no answer. What is quoted twice was said before, and is no answer either.
- What else the person wrote is for a human to read, whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from access_kit.delivery.reply_boxes import DOUBTED, TICKED, ReplyBox, read_box, tick_at_end
from access_kit.delivery.reply_lines import (
    ReplyLine,
    is_saying,
    is_signature,
    own_lines,
    split_lines,
)
from access_kit.delivery.reply_numbers import NUMBER, between, by_number, fold_line, number_of
from access_kit.delivery.single_words import find_stop, find_word
from access_kit.delivery.word_lists import spoken, without_polite, word_lists
from access_kit.i18n.language_habits import pauses, sentence_ends
from access_kit.model.answers import ManifestForm, ManifestItem
from access_kit.model.document import FORM_VERSION

VERSION = re.compile(rf"\b{FORM_VERSION}\b")

WRITE, MANY = "write", "many"
NAME, SIGN_ITEM = "cs-name", "cs-sign"
YES = "yes"


@dataclass(frozen=True)
class Phrases:
    """What answers are called, in every language that is at hand: phrase → id of the answer.

    ``answers`` are answers to items, ``tail`` what may stand at the end of a letter (``as-now``),
    ``signs`` the ways to say yes to the agreement, ``words`` answer the whole check (``ready``).
    Keys are as ``plain`` makes them; those of ``words`` as ``spoken`` does.
    """

    answers: Mapping[str, str]
    tail: Mapping[str, str]
    signs: Mapping[str, str]
    words: Mapping[str, str]


@dataclass
class Reply:
    """``answers`` by form and item. ``sign`` is how the agreement was signed, if it was.

    ``word`` is ``ready``, ``not-yet`` or ``help``, if one stands alone; ``stop`` is ``stop``, or
    ``may-stop`` where somebody has to ask. ``unclear`` are numbers whose answer cannot be told.
    ``wrote`` is what the person wrote, whole; ``also_wrote``: there are words in it that answer
    nothing.
    """

    answers: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    tail: tuple[str, ...] = ()
    sign: str = ""
    word: str = ""
    stop: str = ""
    unclear: tuple[str, ...] = ()
    wrote: str = ""
    also_wrote: bool = False


_AROUND = "¡¿\"'“”‘’()«»*_-–—"
"""Signs that people set around an answer, beside those that end or part a sentence."""


def plain(text: str) -> str:
    """``text`` as it is compared: no case, accents, invisible signs or punctuation around it."""
    text = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
        if unicodedata.category(sign) not in ("Mn", "Cf", "Cc", "Cs")
    )
    around = f" {sentence_ends()}{pauses()}{_AROUND}"
    return " ".join("".join(kept).split()).strip(around)


_plain_label = lru_cache(maxsize=2_048)(plain)
_spoken_label = lru_cache(maxsize=2_048)(spoken)
"""Labels of forms, which each line of a reply is compared with."""


def read_reply(
    text: str,
    forms: Sequence[ManifestForm],
    phrases: Phrases,
    *,
    subject: str = "",
    name: str = "",
) -> Reply:
    """What ``text`` answers. Of each form there should be one, the version that was answered.

    ``name`` is what the person likes to be called: written on the line for it, it signs.
    """
    reader = _Reader(forms, phrases, name)
    lines = list(split_lines(text))
    for line in lines:
        reader.take(line)
    reply = reader.finish()
    own = list(own_lines(lines))
    stop, single = find_stop(own, subject), find_word(own, dict(phrases.words))
    reply.stop, reply.word = stop.word, single.word
    known = {id(line) for line in (*stop.lines, *single.lines)}
    own_words = [line for line in own if not is_signature(line.text)]
    reply.wrote = "\n".join(line.text.rstrip() for line in own_words).strip()
    reply.also_wrote = any(
        is_saying(line.text) and not line.used and id(line) not in known for line in own_words
    )
    return reply


def versions_in(text: str) -> frozenset[str]:
    """The versions of forms that ``text`` names."""
    return frozenset(VERSION.findall(text))


BOX = "[x]"
"""How a box without a number is called in a form that a browser sends as text."""


class _Reader:
    """Goes through the lines, and remembers which statement it is below."""

    def __init__(self, forms: Sequence[ManifestForm], phrases: Phrases, name: str) -> None:
        self.phrases = phrases
        self.name = spoken(name)
        self.form_of: dict[str, str] = {}
        self.items: dict[str, ManifestItem] = {}
        self.lines: list[tuple[str, ManifestItem]] = []
        for form in forms:
            for item in form.items:
                if item.kind == WRITE:
                    self.lines.append((form.form, item))
                elif item.number:
                    self.items[item.number.casefold()] = item
                    self.form_of[item.number.casefold()] = form.form
        self.keys = {BOX, *(item.key for item in self.items.values())}
        signing = (number for number, item in self.items.items() if item.key == SIGN_ITEM)
        self.signing = next(signing, "")
        self.here = ""
        self.said: dict[str, list[str]] = {}
        self.tail: list[str] = []
        self.signs: list[str] = []
        self.written: dict[str, dict[str, str]] = {}
        self.wrong: set[str] = set()
        self.doubted: set[str] = set()

    # -- one line -------------------------------------------------------------------------------

    def take(self, line: ReplyLine) -> None:
        text = self._from_form(line.text)
        if line.is_empty or line.depth > 1:
            return
        if VERSION.search(text):
            line.used = True
            return
        box = read_box(text, self.phrases.answers)
        if box:
            line.used = self._box(box)
            return
        line.used = self._numbers(text) or self._bare(text) or self._line(text)

    def _from_form(self, text: str) -> str:
        """A field as a browser writes it into an e-mail, ``name=answer``, as a box that is ticked.

        The name is that of a box, or the key of a statement without a number.
        """
        name, equals, answer = text.partition("=")
        return f"{BOX} {answer}" if equals and name in self.keys else text

    def _box(self, box: ReplyBox) -> bool:
        number = self._number_at_start(box.label)
        if number:
            if self.items[number].answers == (YES,):
                if box.mark == TICKED:
                    self._say(number, YES)
                elif box.mark == DOUBTED:
                    self.doubted.add(number)
            self.here = number
            return True
        if box.mark == TICKED:
            return self._ticked(box.label)
        if box.mark == DOUBTED:
            return self._doubt(box.label)
        return True

    def _ticked(self, label: str) -> bool:
        """A tick at a label: of the statement above, or of the end of a letter or agreement."""
        word = plain(label)
        item = self.items.get(self.here)
        answer = self._answer_to(item, word) if item else ""
        if answer:
            self._say(self.here, answer)
            return True
        if word in self.phrases.signs:
            self.signs.append(self.phrases.signs[word])
            return True
        if word in self.phrases.tail:
            self.tail.append(self.phrases.tail[word])
            return True
        if item and word and self.here:
            self.wrong.add(self.here)
        return False

    def _doubt(self, label: str) -> bool:
        """What is no tick at a label: the statement above, or the signing, is not clear."""
        word = plain(label)
        item = self.items.get(self.here)
        if item and self._answer_to(item, word):
            self.doubted.add(self.here)
        elif word in self.phrases.signs and self.signing:
            self.doubted.add(self.signing)
        return False

    def _number_at_start(self, text: str) -> str:
        found = NUMBER.match(fold_line(text).lstrip("\u00a0 \t*"))
        if not found:
            return ""
        number = number_of(found)
        return number if number in self.items else ""

    def _numbers(self, text: str) -> bool:
        """``A7 yes``, ``A1, A2: yes``, ``A1-A5 yes``, ``A1 yes, A2 no``; or a statement alone."""
        lists = word_lists()
        folded = fold_line(text).strip("\u00a0 \t*-•")
        marks = list(NUMBER.finditer(folded))
        if not marks or marks[0].start() > 0:
            return False
        names = list(map(number_of, marks))
        if names[0] not in self.items:
            self.here = ""
            return False
        self.here = names[0]
        ends = [*(one.start() for one in marks[1:]), len(folded)]
        waiting: list[str] = []
        pairs: list[tuple[str, str]] = []
        is_range = False
        for name, mark, end in zip(names, marks, ends, strict=True):
            rest = folded[mark.end() : end].strip(f"\u00a0 \t.)={pauses()}{sentence_ends()}")
            waiting += between(waiting[-1], name) if is_range and waiting else [name]
            is_range = False
            if end < len(folded) and rest in lists.joined and rest not in lists.ranges:
                continue
            if end < len(folded) and rest in lists.ranges:
                is_range = True
                continue
            word = plain(rest.lstrip("-–—=: \t"))
            if not word:
                return False
            for one in waiting:
                answer = self._answer_to(self.items.get(one), word)
                if not answer:
                    return self._not_an_answer(one, word, names)
                pairs.append((one, answer))
            waiting = []
        for one, answer in pairs:
            self._say(one, answer)
        return bool(pairs)

    def _not_an_answer(self, number: str, word: str, names: Sequence[str]) -> bool:
        """A statement as it was printed says nothing; one of our answers where none fits does."""
        if len(names) == 1 and number in self.items and word in self.phrases.answers:
            self.wrong.add(number)
            return True
        return False

    def _bare(self, text: str) -> bool:
        """An answer alone on a line, below its statement."""
        item = self.items.get(self.here)
        if item is None or item.answers == (YES,):
            return False
        answer = self._answer_to(item, plain(tick_at_end(text) or text))
        if answer:
            self._say(self.here, answer)
        return bool(answer)

    def _line(self, text: str) -> bool:
        """Something written behind the label of a line to write on."""
        parts = text.replace("：", ":").split(":")
        field, equals, value = text.partition("=")  # of a form that was sent as text
        for form, item in self.lines:
            for shown in item.labels:
                at = shown.count(":") + 1  # a label may hold colons of its own
                label, rest = ":".join(parts[:at]), ":".join(parts[at:]).strip(" \t\u00a0_")
                is_label = bool(plain(field)) and plain(field) == _plain_label(shown)
                is_field = bool(equals) and (is_label or field == item.key)
                if is_field:
                    label, rest = field, value.strip()
                elif not plain(label) or plain(label) != _plain_label(shown):
                    continue
                if rest:
                    self.written.setdefault(form, {})[item.key] = rest[:500]
                return bool(rest) or is_field or len(parts) <= at
        return False

    def _answer_to(self, item: ManifestItem | None, word: str) -> str:
        """The answer of ``item`` that ``word`` names, in the words shown or in any we know."""
        if item is None or not word:
            return ""
        bare = without_polite(spoken(word))
        for answer, label in zip(item.answers, item.labels, strict=False):
            parts = (label, *label.split(" / "))
            if word in map(_plain_label, parts) or bare in map(_spoken_label, parts):
                return answer
        known = self.phrases.answers.get(bare, "")
        if known in item.answers:
            return known
        return _by_part(item, bare) if item.number.startswith(_IN_FULL) else ""

    def _say(self, number: str, answer: str) -> None:
        said = self.said.setdefault(number, [])
        if answer not in said:
            said.append(answer)

    # -- the end --------------------------------------------------------------------------------

    def finish(self) -> Reply:
        answers: dict[str, dict[str, tuple[str, ...]]] = {}
        for number, said in self.said.items():
            item = self.items[number]
            is_doubtful = number in self.doubted and YES in said
            if is_doubtful or (len(said) > 1 and item.kind != MANY):
                self.wrong.add(number)
                continue
            answers.setdefault(self.form_of[number], {})[item.key] = tuple(said)
        sign = self._sign(answers)
        unclear = {one for one in self.wrong if one not in self._clear(answers)} | self.doubted
        return Reply(
            answers=answers,
            written=self.written,
            tail=tuple(dict.fromkeys(self.tail)),
            sign=sign,
            unclear=tuple(sorted((one.upper() for one in unclear), key=by_number)),
        )

    def _sign(self, answers: Mapping[str, Mapping[str, object]]) -> str:
        """How the agreement was signed. A name alone signs if it is the person's."""
        if not self.signing:
            return ""
        names = [spoken(held[NAME]) for held in self.written.values() if NAME in held]
        if any(name in word_lists().nothing for name in names):
            self.doubted.add(self.signing)
        signs = list(self.signs)
        if SIGN_ITEM in answers.get(self.form_of[self.signing], {}):
            signs.append("sign-writing")
        if names and not signs:
            if any(name and name == self.name for name in names):
                signs.append("sign-name")
            else:
                self.wrong.add(self.signing)
        return "" if self.signing in self.doubted or not signs else signs[0]

    def _clear(self, answers: Mapping[str, Mapping[str, object]]) -> frozenset[str]:
        return frozenset(
            number
            for number, item in self.items.items()
            if item.key in answers.get(self.form_of[number], {})
        )


_IN_FULL = "C"
"""The form whose answers are phrases: a part that only one of them has names it."""


def _by_part(item: ManifestItem, said: str) -> str:
    """``large print`` for "In large print": the one answer that begins or ends with these words."""
    if len(said) < 5:
        return ""
    found = [
        answer
        for answer, label in zip(item.answers, item.labels, strict=False)
        if f" {plain(label)}".endswith(f" {said}") or f"{plain(label)} ".startswith(f"{said} ")
    ]
    return found[0] if len(found) == 1 else ""


def answers_in(phrases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Phrases as they are compared; one that could mean two things means neither."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for phrase, answer in phrases:
        for key in {plain(phrase), spoken(phrase)}:
            if found.get(key, answer) != answer:
                doubtful.add(key)
            found[key] = answer
    return {key: answer for key, answer in found.items() if key and key not in doubtful}
