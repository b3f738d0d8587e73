"""Questions to a person at a terminal, or to a program that answers line by line.

Rules of this file:
- Questions go to stderr and answers come from stdin, so that stdout holds the answer alone.
- A question begins its line, so that whoever hears it knows at once what is asked.
- Lines are broken between words, never in one.
- Whoever asks is asked again where an answer does not fit; nothing ends the program but ``stop``,
  the end of the input, and Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from access_kit.console import word_problem, wrapped
from access_kit.errors import BadInput, Problem

STOP, BACK, PASS = "stop", "back", "pass"

PASTE_SECONDS = 0.05
"""What comes so soon after a line was pasted with it: nobody types so fast."""


class Stopped(Exception):
    """Whoever answers wants to go on another day, or the answers ended."""


class Ended(Stopped):
    """The answers ended: nobody is there, or the terminal was closed."""


class WantsBack(Exception):
    """Whoever answers wants the question before."""


class Dialog:
    """Lines out on stderr, lines in on stdin: nothing that a screen reader would stumble over."""

    def tell(self, text: str = "") -> None:
        """A paragraph, broken between words; what is short stays as it is."""
        sys.stderr.write("".join(f"{line}\n" for line in wrapped(text)))

    def tell_faults(self, problems: Iterable[Problem]) -> None:
        """What is wrong with an answer, and what to do."""
        for problem in problems:
            for line in self.worded(problem):
                sys.stderr.write(f"{line}\n")

    def worded(self, problem: Problem) -> list[str]:
        """A problem as a person says it: sentences, and no code."""
        worded = word_problem(problem)
        texts = [one for one in (worded.message, worded.hint) if one]
        ends = (".", "?", "!")
        said = (one[:1].upper() + one[1:] + ("" if one.endswith(ends) else ".") for one in texts)
        return [line for one in said for line in wrapped(one)]

    def listen(self) -> str:
        """One answer. Lines that were pasted at once are one answer, joined by blanks.

        Raises ``Stopped`` and ``WantsBack`` for the words that mean it.
        """
        lines = self.listen_whole()
        answer = " ".join(one.strip() for one in lines if one.strip())
        if answer.casefold() == BACK:
            raise WantsBack
        return answer

    def listen_whole(self) -> list[str]:
        """One answer as its lines: of a paste all of them, else the one that was typed."""
        lines = [self._line()]
        while _has_more():
            lines.append(self._line(is_first=False))
        if len(lines) > 1:
            # The last line of a paste comes only when Enter follows it.
            self.tell("Press Enter when all of it is there.")
            lines.append(self._line())
        if lines[0].strip().casefold() == STOP:
            raise Stopped
        return lines

    def listen_lines(
        self, check: Callable[[list[str]], object], begun: Sequence[str] = ()
    ) -> list[str]:
        """An answer of several lines: an empty one ends it. Nothing at all is no line.

        ``check`` looks at all lines so far; a line with which it raises ``BadInput`` is told and
        not taken, and what was said before stays. ``begun`` are lines of another day.
        """
        lines = list(begun)
        while line := self._line(is_first=not _has_more()).strip():
            word = line.casefold()
            if word == STOP:
                raise Stopped
            if word == BACK:
                raise WantsBack
            try:
                check([*lines, line])
            except BadInput as error:
                self.tell_faults(error.problems)
                continue
            lines.append(line)
        return lines

    def _line(self, *, is_first: bool = True) -> str:
        """A line, without its end. ``is_first``: nobody typed it yet, so they are asked to."""
        if is_first and sys.stdin.isatty():
            sys.stderr.write("> ")
        sys.stderr.flush()
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:  # half a letter, as a broken line of a paste leaves it
            return ""
        if not line:
            raise Ended
        return line.rstrip("\r\n")


def count_of(number: int, total: int, *, about: bool = False) -> str:
    """``(4 of 12)``, which no line is broken in; ``about`` where an answer may change the total."""
    return f"({number} of {'about ' if about else ''}{total})".replace(" ", "\N{NO-BREAK SPACE}")


def _has_more() -> bool:
    """Whether another line is there already, at a terminal: then it was pasted."""
    if not sys.stdin.isatty():
        return False
    try:
        import select

        return bool(select.select([sys.stdin], [], [], PASTE_SECONDS)[0])
    except (OSError, ValueError):  # Windows waits for sockets alone
        return False
