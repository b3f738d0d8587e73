"""Headings of a script: most are for the eye, and some are read out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from access_kit.captions.script import ScriptWord

Times = Mapping[int, tuple[int, int]]
"""Start and end in ms of script words, by their index."""

LEAST_PAUSE_MS = 150
"""After a heading that is read out, everyone makes a pause."""


def drop_headings(
    script: Sequence[ScriptWord], times: Times, doubted: Collection[int] = ()
) -> tuple[list[tuple[int, int]], dict[int, tuple[int, int]]]:
    """(first, end) of the headings that were not read out, and the times of all other words.

    A heading that runs into the next words has taken their sound: where they begin alike
    ("The hall", "The hall is …"), they get it back. A heading of which half the words are
    ``doubted`` was not read out.
    """
    dropped: list[tuple[int, int]] = []
    left = dict(times)
    for first, end in _find_headings(script):
        spoken = [index for index in range(first, end) if index in times]
        following = next((index for index in range(end, len(script)) if index in times), None)
        sure = [index for index in spoken if index not in doubted]
        if 2 * len(sure) >= len(spoken) > 0 and (
            following is None or times[following][0] - times[spoken[-1]][1] >= LEAST_PAUSE_MS
        ):
            continue
        dropped.append((first, end))
        for index in range(first, end):
            taken = left.pop(index, None)
            twin = index + end - first
            alike = twin < len(script) and script[twin].spoken == script[index].spoken
            if taken is not None and alike and twin in left:
                left[twin] = (min(taken[0], left[twin][0]), left[twin][1])
    return dropped, left


def _find_headings(script: Sequence[ScriptWord]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, word in enumerate(script):
        if not word.heading:
            continue
        if found and found[-1][1] == index and script[index - 1].line == word.line:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found
