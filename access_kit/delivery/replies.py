"""What a person's reply says, read against the forms that they were shown. Pure: text in, data out.

People answer as their mail program lets them: between the quoted lines, above them, by number, with
an x or a sign in the brackets, in any of the languages that we ship. Rules of this file:

- Only what is plain counts. Two ticks where one answer goes, or an answer that was not offered, are
  told as unclear, and nothing is kept of them. Nothing is guessed from what stands around.
- Silence is no answer.
- What else the person wrote is for a human to read; only that it is there is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from access_kit.model.answers import AskedAnswer, FormAnswer

VERSION = re.compile(r"\b[0-9A-F]{4}(?:-[0-9A-F]{4}){2}\b")

WRITE, MANY = "write", "many"
SIGN, STOP, READY, HELP, NAME = "sign", "stop", "ready", "help", "cs-name"


@dataclass(frozen=True)
class Phrases:
    """What answers are called, in every language that is at hand: phrase → id of the answer.

    ``answers`` are answers to items, ``tail`` what may stand at the end of a letter (``as-now``),
    ``signs`` the ways to say yes to the agreement, ``words`` are ``stop``, ``ready`` and ``help``.
    Keys are as ``plain`` makes them.
    """

    answers: Mapping[str, str]
    tail: Mapping[str, str]
    signs: Mapping[str, str]
    words: Mapping[str, str]


@dataclass
class Reply:
    """``answers`` by form and item. ``sign`` is how the agreement was signed, if it was.

    ``unclear`` are numbers whose answer cannot be told. ``also_wrote``: there are words of the
    person's own that answer nothing.
    """

    answers: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    tail: tuple[str, ...] = ()
    sign: str = ""
    word: str = ""
    unclear: tuple[str, ...] = ()
    also_wrote: bool = False


def plain(text: str) -> str:
    """``text`` as it is compared: no case, accents, invisible signs or punctuation around it."""
    text = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
        if unicodedata.category(sign) not in ("Mn", "Cf", "Cc", "Cs")
    )
    return " ".join("".join(kept).split()).strip(" .,;:!?¡¿\"'“”‘’()«»*_-–—،؛؟।\u2026")


def read_reply(
    text: str, forms: Sequence[FormAnswer], phrases: Phrases, *, subject: str = ""
) -> Reply:
    """What ``text`` answers. Of each form there should be one, the version that was answered."""
    reader = _Reader(forms, phrases)
    lines = list(_lines(text))
    for line in lines:
        reader.take(line)
    reply = reader.finish()
    own = [line for line in _own(lines) if not line.used]
    words = [phrases.words.get(plain(line.text), "") for line in own]
    if phrases.words.get(plain(subject)) == STOP:
        words.insert(0, STOP)
    reply.word = next((one for one in words if one == STOP), next(filter(None, words), ""))
    said = [line for line, one in zip(own, words[-len(own) :], strict=False) if not one]
    reply.also_wrote = any(_is_saying(line.text) for line in said)
    return reply


def versions_in(text: str) -> frozenset[str]:
    """The versions of forms that ``text`` names."""
    return frozenset(VERSION.findall(text))


# -- lines --------------------------------------------------------------------------------------


@dataclass
class _Line:
    text: str
    quoted: bool
    used: bool = False


_QUOTE = re.compile(r"^(?:\s{0,3}[>|›»][ \u00a0]?)+")
_DIVIDER = re.compile(
    r"^\s*(?:[-_=*]{8,}|-{2,}\s*\S.{3,60}\s*-{2,}"
    r"|\*?(?:From|De|Von|Da|Van|Från|Fra|Od|От|Από|من|प्रेषक|發件人|发件人)\*?\s?[:：].*)\s*$"
)
_WROTE = re.compile(
    r"\S.*[\w.+-]+@[\w.-]+.*[:：]\s*$|^.{0,40}(\d{4}|\d\d?[./-]\d\d?[./-]\d\d).{0,160}[:：]\s*$"
)
_DATED = re.compile(r"\d{4}|\d\d?[./]\d\d?[./]\d\d|@")
_SIGNATURE = re.compile(r"^\s*--\s?$")
_PHONE_LINE = re.compile(
    r"(?i)^\s*(sent from (my|outlook|yahoo|mail|samsung|proton).*|get outlook for .*"
    r"|enviado (desde|de) mi .*|أُ?رسلت? من .*|मेरे .* से भेजा गया.*|.* से भेजा गया)\s*$"
)


def _lines(text: str) -> Iterator[_Line]:
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found = _QUOTE.match(raw)
        yield _Line(raw[found.end() :] if found else raw, bool(found))


def _own(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines that are surely the person's own: not quoted, and above an original in full."""
    for at, line in enumerate(lines):
        bare = line.text.strip()
        if line.quoted or not bare:
            continue
        if _DIVIDER.match(bare) or _SIGNATURE.match(line.text):
            return
        rest = [one for one in lines[at + 1 : at + 6] if one.text.strip()]
        joined = f"{bare} {rest[0].text.strip()}" if rest and _DATED.search(bare) else ""
        if _WROTE.match(bare) or (joined and not rest[0].quoted and _WROTE.match(joined)):
            if not any(one.quoted for one in rest):
                return
            continue
        if (
            at
            and _DATED.search(lines[at - 1].text)
            and _WROTE.match(f"{lines[at - 1].text} {bare}")
        ):
            continue
        yield line


def _is_saying(text: str) -> bool:
    if _PHONE_LINE.match(text):
        return False
    return len(re.sub(r"[\W\d_]", "", text)) >= 2


# -- boxes and numbers --------------------------------------------------------------------------

_EMPTY_SIGNS = "☐□▢◻◽⬜"
_TICKED_SIGNS = "☑☒✅✓✔✗✘×⊠▣◼"
_BOX = re.compile(
    rf"^[\s\u00a0]*(?:[-•*–][\s\u00a0]+)?(?:"
    rf"[\[【][\s\u00a0]*(?P<inside>[^\[\]]{{0,8}}?)[\s\u00a0]*[\]】]"
    rf"|\([\s\u00a0]*(?P<round>[xX×хХ{_TICKED_SIGNS}]?)[\s\u00a0]*\)"
    rf"|(?P<sign>[{_EMPTY_SIGNS}{_TICKED_SIGNS}])\ufe0f?"
    rf"|\[?(?P<bare>[xX×хХ✓✔])\]?(?=[\s\u00a0]))[\s\u00a0]*(?P<rest>.*)$"
)
_TICK_AT_END = re.compile(
    rf"^(?P<rest>.*?\S)[\s\u00a0]*(?:[\[(][\s\u00a0]*[xX×хХ✓✔{_TICKED_SIGNS}][\s\u00a0]*[\])]"
    rf"|[\s\u00a0][xX×хХ]|[{_TICKED_SIGNS}]\ufe0f?)[\s\u00a0]*$"
)
_NOTHING = frozenset(("", "_", "-", "–", ".", "·", "…", "n", "no"))
_NUMBER = re.compile(r"(?<![\w])([abc])[\s\u00a0]?(\d{1,2})(?![\w])")
_LIKE_LATIN = str.maketrans({"а": "a", "в": "b", "с": "c", "α": "a", "β": "b"})
_JOINED = frozenset(("", "and", "y", "e", "&", "/", "و", "और", "+", "plus"))
_RANGE = frozenset(("-", "–", "—", "to", "a", "bis", "hasta", "through", "الى", "से"))
_POLITE = re.compile(
    r"[\s,]+(please|thanks|thank you|thx|gracias|por favor|شكرا|من فضلك|धन्यवाद|कृपया)$"
)


def _folded(text: str) -> str:
    """A line in which numbers such as ``A7`` can be found, in whatever digits and letters."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LIKE_LATIN)
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in text
        if unicodedata.category(sign) != "Cf"
    )


class _Reader:
    """Goes through the lines, and remembers which statement it is below."""

    def __init__(self, forms: Sequence[FormAnswer], phrases: Phrases) -> None:
        self.phrases = phrases
        self.form_of: dict[str, str] = {}
        self.items: dict[str, AskedAnswer] = {}
        self.lines: list[tuple[str, AskedAnswer]] = []
        for form in forms:
            for item in form.items:
                if item.kind == WRITE:
                    self.lines.append((form.form, item))
                elif item.number:
                    self.items[item.number.casefold()] = item
                    self.form_of[item.number.casefold()] = form.form
        self.has_agreement = any(item.key == "cs-sign" for item in self.items.values())
        self.here = ""
        self.said: dict[str, list[str]] = {}
        self.tail: list[str] = []
        self.signs: list[str] = []
        self.written: dict[str, dict[str, str]] = {}
        self.wrong: set[str] = set()

    # -- one line -------------------------------------------------------------------------------

    def take(self, line: _Line) -> None:
        text = line.text
        if not text.strip():
            return
        if VERSION.search(text):
            line.used = True
            return
        found = _BOX.match(text)
        if found:
            line.used = self._box(found)
            return
        line.used = self._numbers(text) or self._bare(text) or self._line(text)

    def _box(self, found: re.Match[str]) -> bool:
        inside, sign, rest = found["inside"], found["sign"], found["rest"]
        if sign:
            ticked = sign in _TICKED_SIGNS
        elif found["bare"]:
            ticked = True
        elif found["round"] is not None:
            ticked = bool(found["round"])
        else:
            ticked = plain(inside) not in _NOTHING and inside.strip() not in _NOTHING
        if not ticked:
            end = _TICK_AT_END.match(rest)
            ticked, rest = (True, end["rest"]) if end else (False, rest)
        number = self._number_at_start(rest)
        if number:
            if ticked and self.items[number].answers == ("yes",):
                self._say(number, "yes")
            self.here = number
            return True
        if ticked:
            return self._ticked(rest)
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

    def _number_at_start(self, text: str) -> str:
        found = _NUMBER.match(_folded(text).lstrip("\u00a0 \t*"))
        if not found:
            return ""
        number = found[1] + str(int(found[2]))
        return number if number in self.items else ""

    def _numbers(self, text: str) -> bool:
        """``A7 yes``, ``A1, A2: yes``, ``A1-A5 yes``, ``A1 yes, A2 no``; or a statement alone."""
        folded = _folded(text).strip("\u00a0 \t*-•")
        marks = list(_NUMBER.finditer(folded))
        if not marks or marks[0].start() > 0:
            return False
        names = [one[1] + str(int(one[2])) for one in marks]
        if names[0] not in self.items:
            self.here = ""
            return False
        self.here = names[0]
        ends = [*(one.start() for one in marks[1:]), len(folded)]
        waiting: list[str] = []
        pairs: list[tuple[str, str]] = []
        is_range = False
        for name, mark, end in zip(names, marks, ends, strict=True):
            rest = folded[mark.end() : end].strip("\u00a0 \t.,;:)=،؛।")
            waiting += _between(waiting[-1], name) if is_range and waiting else [name]
            is_range = False
            if end < len(folded) and plain(rest) in _JOINED and rest not in _RANGE:
                continue
            if end < len(folded) and rest in _RANGE:
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
        if item is None or item.answers == ("yes",):
            return False
        end = _TICK_AT_END.match(text)
        answer = self._answer_to(item, plain(end["rest"] if end else text))
        if answer:
            self._say(self.here, answer)
        return bool(answer)

    def _line(self, text: str) -> bool:
        """Something written behind the label of a line to write on."""
        label, colon, rest = text.replace("：", ":").partition(":")
        word, rest = plain(label), rest.strip(" \t\u00a0_")
        if not colon or not rest or not word:
            return False
        for form, item in self.lines:
            if any(word == plain(shown) for shown in item.labels):
                self.written.setdefault(form, {})[item.key] = rest[:500]
                return True
        return False

    def _answer_to(self, item: AskedAnswer | None, word: str) -> str:
        """The answer of ``item`` that ``word`` names, in the words shown or in any we know."""
        if item is None or not word:
            return ""
        bare = _POLITE.sub("", word)
        for answer, label in zip(item.answers, item.labels, strict=False):
            shown = {plain(part) for part in (label, *label.split(" / "))}
            if word in shown or bare in shown:
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
            if len(said) > 1 and item.kind != MANY:
                self.wrong.add(number)
                continue
            answers.setdefault(self.form_of[number], {})[item.key] = tuple(said)
            if item.key == "cs-sign":
                self.signs.append("sign-writing")
        named = any(NAME in held for held in self.written.values())
        signs = self.signs or (["sign-name"] if named else [])
        clear = {number for number in self.wrong if number not in self._clear(answers)}
        return Reply(
            answers=answers,
            written=self.written,
            tail=tuple(dict.fromkeys(self.tail)),
            sign=signs[0] if signs and self.has_agreement else "",
            unclear=tuple(sorted((one.upper() for one in clear), key=_by_number)),
        )

    def _clear(self, answers: Mapping[str, Mapping[str, object]]) -> frozenset[str]:
        return frozenset(
            number
            for number, item in self.items.items()
            if item.key in answers.get(self.form_of[number], {})
        )


_IN_FULL = "C"
"""The form whose answers are phrases: a part that only one of them has names it."""


def _by_part(item: AskedAnswer, said: str) -> str:
    """``large print`` for "In large print": the one answer that begins or ends with these words."""
    if len(said) < 5:
        return ""
    found = [
        answer
        for answer, label in zip(item.answers, item.labels, strict=False)
        if f" {plain(label)}".endswith(f" {said}") or f"{plain(label)} ".startswith(f"{said} ")
    ]
    return found[0] if len(found) == 1 else ""


def _between(first: str, last: str) -> list[str]:
    """The numbers after ``first`` up to ``last``; ``last`` alone when they are of two forms."""
    if first[0] != last[0] or int(first[1:]) >= int(last[1:]):
        return [last]
    return [f"{first[0]}{at}" for at in range(int(first[1:]) + 1, int(last[1:]) + 1)]


def _by_number(number: str) -> tuple[str, int]:
    return number[0], int(number[1:])


def answers_in(phrases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Phrases as they are compared; one that could mean two things means neither."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for phrase, answer in phrases:
        key = plain(phrase)
        if found.get(key, answer) != answer:
            doubtful.add(key)
        found[key] = answer
    return {key: answer for key, answer in found.items() if key and key not in doubtful}
