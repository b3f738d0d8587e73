"""Kaldi's binary objects: the transition model and the network, in one ``final.mdl``."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

import numpy as np

from tools.tiny_vosk.network import CONTEXT, Layer

POSITIONS = ("_B", "_E", "_I", "_S")
"""Begin, end, inside of a word, and a word of one phone."""


def _token(name: str) -> bytes:
    return name.encode() + b" "


def _int(value: int) -> bytes:
    return b"\x04" + struct.pack("<i", value)


def _float(value: float) -> bytes:
    return b"\x04" + struct.pack("<f", value)


def _ints(values: Sequence[int]) -> bytes:
    return b"\x04" + struct.pack(f"<i{len(values)}i", len(values), *values)


def _vector(values: Sequence[float] | np.ndarray) -> bytes:
    data = np.asarray(values, "<f4")
    return _token("FV") + _int(len(data)) + data.tobytes()


def _matrix(values: np.ndarray) -> bytes:
    data = np.ascontiguousarray(values, "<f4")
    return _token("FM") + _int(data.shape[0]) + _int(data.shape[1]) + data.tobytes()


def phone_table(phones: Sequence[str]) -> list[tuple[str, int]]:
    """(name, output of the network) of each phone; their ids count from 1 in this order."""
    inner = [(name + end, k) for k, name in enumerate(phones) if k for end in POSITIONS]
    return [(phones[0], 0), *inner]


def forward_id(phone: int) -> int:
    """The transition id that leaves the only state of ``phone``."""
    return 2 * phone


def loop_id(phone: int) -> int:
    """The transition id that stays in it."""
    return 2 * phone - 1


def _transition_model(table: Sequence[tuple[str, int]]) -> bytes:
    count = len(table)
    topology = (
        _ints(range(1, count + 1))
        + _ints([-1] + [0] * count)
        + _int(1)
        + (_int(2) + _int(0) + _int(2) + _int(0) + _float(0.5) + _int(1) + _float(0.5))
        + (_int(-1) + _int(0))
    )
    triples = b"".join(_int(i) + _int(0) + _int(out) for i, (_, out) in enumerate(table, 1))
    return (
        _token("<TransitionModel>")
        + (_token("<Topology>") + topology + _token("</Topology>"))
        + (_token("<Triples>") + _int(count) + triples + _token("</Triples>"))
        + (_token("<LogProbs>") + _vector([0.0] + [math.log(0.5)] * (2 * count)))
        + (_token("</LogProbs>") + _token("</TransitionModel>"))
    )


def _affine(layer: Layer) -> bytes:
    return (
        _token("<FixedAffineComponent>")
        + (_token("<LinearParams>") + _matrix(layer.weight.T))
        + (_token("<BiasParams>") + _vector(layer.bias))
        + _token("</FixedAffineComponent>")
    )


def _pointwise(kind: str, size: int) -> bytes:
    empty: list[float] = []
    return (
        _token(f"<{kind}>")
        + (_token("<Dim>") + _int(size))
        + (_token("<ValueAvg>") + _vector(empty))
        + (_token("<DerivAvg>") + _vector(empty))
        + (_token("<Count>") + _float(0.0))
        + _token(f"</{kind}>")
    )


def _network(layers: Sequence[Layer]) -> bytes:
    lines, parts, before = ["input-node name=input dim=40"], [], "input"
    for number, layer in enumerate(layers, 1):
        taps = [before if at == 0 else f"Offset({before}, {at})" for at in layer.offsets]
        affine = f"aff{number}"
        lines.append(
            f"component-node name={affine} component={affine} input=Append({', '.join(taps)})"
        )
        parts.append((affine, _affine(layer)))
        last = number == len(layers)
        kind, before = (
            ("LogSoftmaxComponent", "logsm")
            if last
            else ("RectifiedLinearComponent", f"relu{number}")
        )
        lines.append(f"component-node name={before} component={before} input={affine}")
        parts.append((before, _pointwise(kind, len(layer.bias))))
    lines.append(f"output-node name=output input={before} objective=linear")
    config = "".join(line + "\n" for line in lines).encode()
    components = b"".join(_token("<ComponentName>") + _token(name) + part for name, part in parts)
    count = _token("<NumComponents>") + _int(len(parts))
    return _token("<Nnet3>") + b"\n" + config + b"\n" + count + components + _token("</Nnet3>")


def final_model(
    table: Sequence[tuple[str, int]], layers: Sequence[Layer], priors: np.ndarray
) -> bytes:
    """``final.mdl``; ``priors`` are the share of each output among the training frames."""
    return (
        b"\0B"
        + _transition_model(table)
        + _network(layers)
        + (_token("<LeftContext>") + _int(CONTEXT) + _token("<RightContext>") + _int(CONTEXT))
        + (_token("<Priors>") + _vector(priors))
    )
