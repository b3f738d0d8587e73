"""Make a tiny Vosk model from synthetic speech, on numpy alone.

    python tools/make_tiny_vosk.py tests/data/models/tiny-en --language en
    python tools/make_tiny_vosk.py tests/data/models/tiny-es --language es

The model knows some fifty words, said by one synthesiser. It lets the tests run the real engine; it
says nothing about accuracy on people and is never offered to anyone. Same seed, same machine, same
bytes; on another processor the last digits may differ, so the models are kept in the repository.

1. speak   random sequences of the words, in several voices, with noise (espeak.py, corpus.py)
2. train   a time-delay network to name the phoneme of each frame (sound.py, network.py)
3. write   the network, the word loop and the settings as Vosk reads them (kaldi.py, graph.py)
4. say     the test sentences into one sound file, their text beside it (``--sentences``)
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the order of sums, and so the bytes, depend on it
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import av
import numpy as np

from tools.tiny_vosk.corpus import SILENCE, Utterance, make_corpus, make_lexicon
from tools.tiny_vosk.espeak import Synthesiser
from tools.tiny_vosk.graph import UNKNOWN, Lexicon, even_grammar, word_loop
from tools.tiny_vosk.kaldi import final_model, phone_table
from tools.tiny_vosk.languages import LANGUAGES, Language
from tools.tiny_vosk.network import Layer, fold_normalisation, train
from tools.tiny_vosk.sound import CONF, RATE, mfcc, resample

MODEL_CONF = """\
--max-active=3000
--beam=13.0
--lattice-beam=6.0
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
PLACES = {"_B": "begin", "_E": "end", "_I": "internal", "_S": "singleton"}
PAUSE_SECONDS = 0.9


def train_on(
    corpus: list[Utterance], hidden: int, epochs: int, seed: int
) -> tuple[list[str], list[Layer], np.ndarray]:
    """The phones (silence first), the network over raw features, and each phone's share."""
    features = [mfcc(utterance.samples) for utterance in corpus]
    named = [
        utterance.labels(len(found)) for utterance, found in zip(corpus, features, strict=True)
    ]
    phones = [SILENCE, *sorted({name for names in named for name in names} - {SILENCE})]
    number = {name: index for index, name in enumerate(phones)}
    labels = [np.array([number[name] for name in names]) for names in named]
    together = np.concatenate(features)
    mean, spread = together.mean(axis=0), together.std(axis=0)
    counts = np.bincount(np.concatenate(labels), minlength=len(phones))
    layers = train(
        [(found - mean) / spread for found in features],
        labels,
        len(phones),
        hidden=hidden,
        epochs=epochs,
        seed=seed,
        say=lambda line: print(line, flush=True),
    )
    fold_normalisation(layers, mean, spread)
    return phones, layers, counts / counts.sum()


def model_files(
    words: tuple[str, ...],
    lexicon: Lexicon,
    phones: list[str],
    layers: list[Layer],
    priors: np.ndarray,
) -> dict[str, bytes]:
    """Everything that Vosk reads, by its path in the model's folder."""
    table = phone_table(phones)
    ids = {word: index for index, word in enumerate(["<eps>", *words, UNKNOWN])}
    places = ["nonword" if name == SILENCE else PLACES[name[-2:]] for name, _ in table]
    unused_id = 2 * len(table) + 1
    return {
        "am/final.mdl": final_model(table, layers, priors),
        "conf/mfcc.conf": CONF.encode(),
        "conf/model.conf": MODEL_CONF.encode(),
        "graph/HCLr.fst": word_loop(lexicon, table, ids),
        "graph/Gr.fst": even_grammar(words, ids),
        "graph/disambig_tid.int": f"{unused_id}\n".encode(),
        "graph/words.txt": "".join(f"{word} {index}\n" for word, index in ids.items()).encode(),
        "graph/phones/word_boundary.int": "".join(
            f"{index} {place}\n" for index, place in enumerate(places, 1)
        ).encode(),
    }


def make_model(
    language: Language, *, utterances: int, hidden: int, epochs: int, seed: int
) -> dict[str, bytes]:
    """The files of a model of ``language``."""
    words = list(language.words)
    corpus = make_corpus(utterances, words, list(language.voices), seed)
    seconds = sum(len(utterance.samples) for utterance in corpus) / RATE
    print(f"{len(corpus)} utterances, {seconds / 60:.0f} minutes", flush=True)
    phones, layers, priors = train_on(corpus, hidden, epochs, seed)
    return model_files(language.words, make_lexicon(corpus, words), phones, layers, priors)


def say_sentences(language: Language) -> np.ndarray:
    """The test sentences in the first voice, with pauses between, at 16 kHz."""
    synthesiser, noise = Synthesiser(), np.random.default_rng(0)
    pause = np.zeros(int(RATE * PAUSE_SECONDS))
    parts = [pause]
    for sentence in language.sentences:
        speech = synthesiser.say(sentence, language.voices[0], 150, 50)
        parts += [resample(speech.samples, speech.rate, RATE) * 0.5, pause]
    sound = np.concatenate(parts)
    return np.clip(np.rint(sound + noise.normal(0, 3, len(sound))), -32768, 32767).astype("<i2")


def write_sentences(path: Path, language: Language) -> None:
    """The spoken test sentences as FLAC, and their text beside it."""
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(say_sentences(language)[None], "s16", "mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    path.with_suffix(".txt").write_text("\n".join(language.sentences) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("out", type=Path, help="folder of the model")
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="en")
    parser.add_argument("--utterances", type=int, default=2400)
    parser.add_argument("--hidden", type=int, default=96)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--sentences", type=Path, help="also say the test sentences into this FLAC file"
    )
    given = parser.parse_args()
    language = LANGUAGES[given.language]
    if given.sentences:
        write_sentences(given.sentences, language)
    files = make_model(
        language,
        utterances=given.utterances,
        hidden=given.hidden,
        epochs=given.epochs,
        seed=given.seed,
    )
    for name, data in files.items():
        path = given.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{given.out}: {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    main()
