"""The tool that makes the tiny models: same seed, same bytes; sums that are right."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import numpy as np
import pytest

from tests.captions.sounds import TINY_EN
from tests.tools import ROOT, require
from tools.tiny_vosk.network import forward, loss_and_gradients, make_layers
from tools.tiny_vosk.sound import imitate_codec, mfcc, resample


def has_espeak() -> bool:
    try:
        import espeakng_loader  # noqa: F401
    except ImportError:
        return ctypes.util.find_library("espeak-ng") is not None
    return True


@pytest.mark.soak
def test_same_seed_same_bytes(tmp_path):
    require("espeak-ng", has_espeak())
    for name in ("first", "second"):
        size = ["--utterances", "150", "--hidden", "8", "--epochs", "1", "--seed", "3"]
        command = [sys.executable, ROOT / "tools" / "make_tiny_vosk.py", tmp_path / name, *size]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    first, second = (read_files(tmp_path / name) for name in ("first", "second"))
    assert first == second
    assert set(first) == set(read_files(TINY_EN))


def read_files(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_gradients_are_those_of_the_loss():
    pick = np.random.default_rng(0)
    layers = make_layers(4, 5, 3, pick)
    for layer in layers:
        layer.weight = layer.weight.astype(np.float64)
    batch = pick.normal(size=(2, 30, 4))
    labels = pick.integers(0, 3, (2, forward(layers, batch)[0].shape[1]))
    _, gradients = loss_and_gradients(layers, batch, labels)
    for number, layer in enumerate(layers):
        before = layer.weight[1, 1]
        losses = []
        for step in (1e-5, -1e-5):
            layer.weight[1, 1] = before + step
            losses.append(loss_and_gradients(layers, batch, labels)[0])
        layer.weight[1, 1] = before
        slope = (losses[0] - losses[1]) / 2e-5
        assert gradients[2 * number][1, 1] == pytest.approx(slope, rel=1e-3, abs=1e-6)


def test_resampling_keeps_a_tone():
    at = np.arange(22_050) / 22_050
    changed = resample(np.sin(2 * np.pi * 500 * at), 22_050, 16_000)
    wanted = np.sin(2 * np.pi * 500 * np.arange(len(changed)) / 16_000)
    assert np.abs(changed - wanted)[200:-200].max() < 0.03


def test_features():
    assert mfcc(np.zeros(16_000, np.int16)).shape == (98, 40)


def test_codec_without_limits_changes_nothing():
    sound = np.random.default_rng(0).normal(0, 900, 8000)
    assert np.allclose(imitate_codec(sound, 8000, 400), sound)
