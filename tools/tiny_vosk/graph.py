"""The decoding graph: a loop of words over phones, as OpenFST's binary files."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from tools.tiny_vosk.kaldi import forward_id, loop_id

START, LOOP, SILENCE, FIRST_FREE = 0, 1, 2, 3
STAY_OR_LEAVE = math.log(2)
PAUSE_OR_NOT = math.log(2)
UNKNOWN = "[unk]"
UNKNOWN_PHONE_COST = 2.0
MAGIC, VERSION, EXPANDED_MUTABLE = 2125659606, 2, 3
SORTED_BY = {"input": 1 << 28, "output": 1 << 30}

Lexicon = Mapping[str, Sequence[tuple[str, ...]]]


class Arc(NamedTuple):
    source: int
    target: int
    input: int
    output: int
    cost: float


def write_fst(
    arcs: Sequence[Arc], finals: Mapping[int, float], by: Literal["input", "output"]
) -> bytes:
    """An OpenFST ``vector`` file over the tropical semiring, its arcs sorted ``by`` a label."""
    count = 1 + max(max(arc.source, arc.target) for arc in arcs)
    leaving: list[list[Arc]] = [[] for _ in range(count)]
    for arc in arcs:
        leaving[arc.source].append(arc)
    names = b"".join(struct.pack("<i", len(name)) + name for name in (b"vector", b"standard"))
    properties = EXPANDED_MUTABLE | SORTED_BY[by]
    head = struct.pack("<i", MAGIC) + names
    head += struct.pack("<iiQqqq", VERSION, 0, properties, START, count, len(arcs))
    body = []
    for state, found in enumerate(leaving):
        body.append(struct.pack("<fq", finals.get(state, math.inf), len(found)))
        for arc in sorted(found, key=lambda arc: (getattr(arc, by), arc)):
            body.append(struct.pack("<iifi", arc.input, arc.output, arc.cost, arc.target))
    return head + b"".join(body)


class _Builder:
    """Grows the graph; in each state the phone's forward arc comes first, then its self-loop."""

    def __init__(self, phones: Sequence[tuple[str, int]]) -> None:
        self._ids = {name: number for number, (name, _) in enumerate(phones, 1)}
        self._free = FIRST_FREE
        silence = 1
        self.arcs = [
            Arc(START, LOOP, 0, 0, PAUSE_OR_NOT),
            Arc(START, SILENCE, forward_id(silence), 0, PAUSE_OR_NOT),
            Arc(SILENCE, SILENCE, loop_id(silence), 0, STAY_OR_LEAVE),
            Arc(SILENCE, LOOP, 0, 0, STAY_OR_LEAVE),
        ]

    def state(self) -> int:
        self._free += 1
        return self._free - 1

    def phone(self, source: int, name: str, word: int, cost: float) -> int:
        phone, target = self._ids[name], self.state()
        self.arcs.append(Arc(source, target, forward_id(phone), word, cost))
        self.arcs.append(Arc(target, target, loop_id(phone), 0, STAY_OR_LEAVE))
        return target

    def end_word(self, source: int) -> None:
        cost = STAY_OR_LEAVE + PAUSE_OR_NOT
        self.arcs.append(Arc(source, LOOP, 0, 0, cost))
        self.arcs.append(Arc(source, SILENCE, forward_id(1), 0, cost))

    def word(self, said: Sequence[str], word: int, cost: float) -> None:
        state = LOOP
        for index, name in enumerate(said):
            ends = (index == 0) + 2 * (index == len(said) - 1)
            place = ("_I", "_B", "_E", "_S")[ends]
            first = index == 0
            state = self.phone(
                state, name + place, word if first else 0, cost if first else STAY_OR_LEAVE
            )
        self.end_word(state)

    def unknown(self, word: int) -> None:
        """A loop over all phones, dear enough that a known word wins where it fits."""
        names = sorted({name[:-2] for name in self._ids if name.endswith("_B")})
        cost, hub = math.log(len(names)) + UNKNOWN_PHONE_COST, self.state()
        for name in names:
            for source, place, label in ((LOOP, "_B", word), (hub, "_I", 0)):
                state = self.phone(source, name + place, label, cost)
                self.arcs.append(Arc(state, hub, 0, 0, STAY_OR_LEAVE))
            self.end_word(self.phone(hub, name + "_E", 0, cost))


def word_loop(lexicon: Lexicon, phones: Sequence[tuple[str, int]], ids: Mapping[str, int]) -> bytes:
    """``HCLr.fst``: any words in any order; their costs come from the grammar beside it."""
    builder = _Builder(phones)
    for word, pronunciations in lexicon.items():
        for said in pronunciations:
            builder.word(said, ids[word], math.log(len(pronunciations)))
    builder.unknown(ids[UNKNOWN])
    return write_fst(builder.arcs, {LOOP: 0.0}, "output")


def even_grammar(words: Sequence[str], ids: Mapping[str, int]) -> bytes:
    """``Gr.fst``: each word as likely as any other."""
    cost = math.log(len(words))
    return write_fst([Arc(0, 0, ids[word], ids[word], cost) for word in words], {0: 0.0}, "input")
