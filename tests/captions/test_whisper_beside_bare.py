"""Our Whisper beside bare faster-whisper on the same model: never worse, and better with a hint."""

from __future__ import annotations

import pytest

from access_kit.captions.check_words import align_words
from access_kit.captions.engines import EngineWish, open_engine
from tests.captions.sounds import SPEECH, load_clip
from tests.captions.test_whisper import CLIPS, hear, model, normal  # noqa: F401 (a fixture)

HINT = "Mr. John Dashwood. Mr. Quilter. Montreal Forced Aligner. The acoustic corpus. Platforms."
"""Names and words of the clips, as a facilitator would write them down."""
NAMES = {"dashwood", "quilter", "montreal", "aligner", "acoustic", "corpus", "platforms"}


def count_wrong(texts: dict[str, str]) -> tuple[int, int, int, int]:
    """(wrong words, words, names missed, names) of the clips."""
    wrong = total = missed = names = 0
    for name, said in CLIPS:
        reference = normal(said)
        steps = align_words(reference, normal(texts[name]))
        wrong += sum(not step.equal for step in steps)
        total += len(reference)
        named = [s for s in steps if s.reference is not None and reference[s.reference] in NAMES]
        names += len(named)
        missed += sum(not step.equal for step in named)
    return wrong, total, missed, names


@pytest.mark.parametrize("name", ["goforward.flac", "005.flac"])
def test_a_hint_is_not_written_behind_what_was_said(model, name):  # noqa: F811
    said = dict(CLIPS)[name]
    heard = hear(open_engine("whisper", EngineWish("en", model, HINT)), SPEECH / name)
    assert len(normal(" ".join(word.text for word in heard))) == len(normal(said))


@pytest.mark.soak
@pytest.mark.timeout(3_600)
def test_words_and_names_beside_the_bare_engine(model, record_numbers):  # noqa: F811
    import faster_whisper

    bare_model = faster_whisper.WhisperModel(
        str(model), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
    )
    bare: dict[str, str] = {}
    for name, _ in CLIPS:
        sound = load_clip(SPEECH / name).astype("float32") / 32_768
        segments, _ = bare_model.transcribe(sound, language="en", condition_on_previous_text=False)
        bare[name] = " ".join(segment.text for segment in segments)
    told = {"bare": count_wrong(bare)}
    for kind, hint in (("ours", ""), ("ours with a hint", HINT)):
        engine = open_engine("whisper", EngineWish("en", model, hint))
        heard = {
            name: " ".join(word.text for word in hear(engine, SPEECH / name)) for name, _ in CLIPS
        }
        told[kind] = count_wrong(heard)
    for kind, (wrong, total, missed, names) in told.items():
        record_numbers(f"{kind}: {wrong} of {total} words wrong, {missed} of {names} names missed")
    assert told["ours"][0] <= told["bare"][0]
    assert told["ours with a hint"][0] < told["bare"][0]
    assert told["ours with a hint"][2] <= 0.1 * told["ours with a hint"][3]
