"""A time-delay network in numpy: four convolutions over time, trained with Adam on every frame."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

OFFSETS = ((-2, -1, 0, 1, 2), (-3, 0, 3), (-3, 0, 3), (-3, 0, 3))
CONTEXT = sum(max(offsets) for offsets in OFFSETS)
BATCH, PEAK_RATE, CLIP = 16, 4e-3, 2.0
WARM_UP = 0.3
IGNORED = -1

Say = Callable[[str], None]


@dataclass
class Layer:
    """``weight`` is (taps x inputs, outputs), the taps in the order of ``offsets``."""

    offsets: tuple[int, ...]
    weight: np.ndarray
    bias: np.ndarray

    def gather(self, inputs: np.ndarray) -> np.ndarray:
        length = inputs.shape[1] - 2 * max(self.offsets)
        first = max(self.offsets)
        return np.concatenate(
            [inputs[:, first + at : first + at + length] for at in self.offsets], axis=2
        )

    def spread(self, gradient: np.ndarray, inputs: np.ndarray) -> np.ndarray:
        """The gradient by the inputs, from the one by what ``gather`` gave."""
        result = np.zeros_like(inputs)
        length, width, first = gradient.shape[1], inputs.shape[2], max(self.offsets)
        for tap, at in enumerate(self.offsets):
            part = gradient[:, :, tap * width : (tap + 1) * width]
            result[:, first + at : first + at + length] += part
        return result


def make_layers(inputs: int, hidden: int, outputs: int, rng: np.random.Generator) -> list[Layer]:
    sizes = [inputs, hidden, hidden, hidden, outputs]
    layers = []
    for offsets, fan_in, fan_out in zip(OFFSETS, sizes[:-1], sizes[1:], strict=True):
        bound = math.sqrt(6.0 / (fan_in * len(offsets)))
        shape = (fan_in * len(offsets), fan_out)
        weight = rng.uniform(-bound, bound, shape).astype(np.float32)
        layers.append(Layer(offsets, weight, np.zeros(fan_out, np.float32)))
    return layers


def pad_edges(features: np.ndarray, frames: int) -> np.ndarray:
    """Repeat the first and last frame, as Kaldi does, up to ``frames`` and the context around."""
    after = frames - len(features) + CONTEXT
    return np.concatenate(
        [features[:1].repeat(CONTEXT, 0), features, features[-1:].repeat(after, 0)]
    )


def forward(layers: list[Layer], batch: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """The last layer's outputs, and the inputs of each layer."""
    inputs, current = [], batch
    for number, layer in enumerate(layers):
        inputs.append(current)
        current = layer.gather(current) @ layer.weight + layer.bias
        if number < len(layers) - 1:
            current = np.maximum(current, 0.0)
    return current, inputs


def loss_and_gradients(
    layers: list[Layer], batch: np.ndarray, labels: np.ndarray
) -> tuple[float, list[np.ndarray]]:
    """Mean cross entropy over the labelled frames, and its gradients (weight, bias a layer)."""
    scores, inputs = forward(layers, batch)
    scores -= scores.max(axis=2, keepdims=True)
    share = np.exp(scores)
    share /= share.sum(axis=2, keepdims=True)
    known = labels != IGNORED
    rows, columns = np.nonzero(known)
    picked = share[rows, columns, labels[known]]
    loss = float(-np.log(np.maximum(picked, 1e-20)).mean())
    gradient = share * known[:, :, None]
    gradient[rows, columns, labels[known]] -= 1.0
    gradient /= len(rows)
    found: list[np.ndarray] = []
    for number in range(len(layers) - 1, -1, -1):
        layer, given = layers[number], inputs[number]
        gathered = layer.gather(given)
        flat = gradient.reshape(-1, gradient.shape[2])
        found[:0] = [gathered.reshape(-1, gathered.shape[2]).T @ flat, flat.sum(axis=0)]
        if number:
            gradient = layer.spread(gradient @ layer.weight.T, given) * (given > 0)
    return loss, found


def learning_rate(step: int, steps: int) -> float:
    """One rise and one fall, both along a cosine."""
    turn = WARM_UP * steps
    if step < turn:
        low, high, share = PEAK_RATE / 25, PEAK_RATE, 1 - step / turn
    else:
        low, high, share = PEAK_RATE / 1e4, PEAK_RATE, (step - turn) / (steps - turn)
    return low + (high - low) * 0.5 * (1 + math.cos(math.pi * share))


class Adam:
    def __init__(self, layers: list[Layer]) -> None:
        self._values = [array for layer in layers for array in (layer.weight, layer.bias)]
        self._first = [np.zeros_like(value) for value in self._values]
        self._second = [np.zeros_like(value) for value in self._values]
        self._step = 0

    def update(self, gradients: list[np.ndarray], rate: float) -> None:
        self._step += 1
        size = math.sqrt(sum(float((gradient**2).sum()) for gradient in gradients))
        scale = min(1.0, CLIP / (size + 1e-6))
        rate *= math.sqrt(1 - 0.999**self._step) / (1 - 0.9**self._step)
        for value, gradient, first, second in zip(
            self._values, gradients, self._first, self._second, strict=True
        ):
            given = gradient * scale
            first += 0.1 * (given - first)
            second += 0.001 * (given**2 - second)
            value -= np.float32(rate) * first / (np.sqrt(second) + np.float32(1e-8))


def train(
    features: list[np.ndarray],
    labels: list[np.ndarray],
    outputs: int,
    *,
    hidden: int,
    epochs: int,
    seed: int,
    say: Say,
) -> list[Layer]:
    """Layers for normalised ``features``; every 40th utterance is held out and only measured."""
    rng = random.Random(seed)  # noqa: S311 (order of training, no secret)
    layers = make_layers(features[0].shape[1], hidden, outputs, np.random.default_rng(seed))
    held_out = list(range(0, len(features), 40))
    training = [index for index in range(len(features)) if index % 40]
    optimiser, step = Adam(layers), 0
    steps = epochs * math.ceil(len(training) / BATCH)
    for epoch in range(1, epochs + 1):
        order = sorted(training, key=lambda index: len(features[index]) + rng.random() * 80)
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            frames = max(len(features[index]) for index in batch)
            given = np.stack([pad_edges(features[index], frames) for index in batch])
            wanted = np.full((len(batch), frames), IGNORED)
            for row, index in enumerate(batch):
                wanted[row, : len(labels[index])] = labels[index]
            loss, gradients = loss_and_gradients(layers, given, wanted)
            optimiser.update(gradients, learning_rate(step, steps))
            step, total = step + 1, total + loss
        right = frames = 0
        for index in held_out:
            scores, _ = forward(layers, pad_edges(features[index], len(features[index]))[None])
            right += int((scores[0].argmax(axis=1) == labels[index]).sum())
            frames += len(labels[index])
        say(f"epoch {epoch}: loss {total / len(batches):.3f}, held-out frames {right / frames:.3f}")
    return layers


def fold_normalisation(layers: list[Layer], mean: np.ndarray, spread: np.ndarray) -> None:
    """Let the first layer take raw features, where training gave it normalised ones."""
    first = layers[0]
    taps = len(first.offsets)
    weight = first.weight / np.tile(spread, taps)[:, None]
    first.bias = (first.bias - np.tile(mean, taps) @ weight).astype(np.float32)
    first.weight = weight.astype(np.float32)
