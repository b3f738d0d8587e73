"""What other kinds of Markdown mean by a sign, and this one would print as it stands.

Nothing of it is guessed at: the sign is told with its line, and whoever wrote it says it otherwise.
Signs after a backslash and in code are not looked at.
"""

from __future__ import annotations

import re

_ANYWHERE = tuple(
    re.compile(one)
    for one in (
        r"==[^\s=][^=\n]{0,200}==",
        r"(?<![\w+])\+\+[^\s+][^+\n]{0,200}\+\+",
        r"\w\^[^\s^]{1,40}\^",
        r"\w~[^\s~]{1,40}~",
        r"\^\[[^\]\n]{1,200}\]",
        r"\{[.#:][^{}\n]{1,80}\}",
        r"\[\[[^\[\]\n]{1,80}\]\]",
        r"(?<!\S):[a-z][a-z0-9_+-]{1,30}:(?!\S)",
        r"\$\$",
        r"\*\*",
    )
)
_AT_A_LINES_START = tuple(
    re.compile(one)
    for one in (
        r":{3,}",
        r":[ ]{1,4}\S",
        r"\*\[[^\]\n]{1,40}\]:",
        r"(?:!!!|\?\?\?)[ ]\w",
        r"\[TOC\]\Z",
        r"\[![A-Za-z]{1,20}\]",
        r"\|[^\n]{0,300}\|\Z",
    )
)


def find_dialect(text: str, *, at_start: bool) -> str:
    """The first such sign in ``text``, or nothing; ``at_start`` of a line more signs count."""
    found = [match for one in _ANYWHERE if (match := one.search(text))]
    if at_start:
        found += [match for one in _AT_A_LINES_START if (match := one.match(text))]
    first = min(found, key=lambda match: match.start(), default=None)
    return first[0][:40] if first else ""
