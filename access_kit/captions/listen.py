"""From recordings to files: what ``captions make`` and ``captions align`` do, without a console."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.captions.align import align_script
from access_kit.captions.align_fit import require_found
from access_kit.captions.align_heard import align_heard
from access_kit.captions.align_voice import align_by_voice
from access_kit.captions.align_ways import BY_VOICE, AlignWay, voice_for
from access_kit.captions.convert import CaptionSource
from access_kit.captions.draft_words import words_of_recording
from access_kit.captions.drafts import DraftState, mark_draft_words
from access_kit.captions.engines import Engine, EngineWish, open_engine
from access_kit.captions.journal import Journal, journal_path
from access_kit.captions.media import SoundFacts, Tell, find_limits, raise_fault, read_facts
from access_kit.captions.model_shapes import engine_of
from access_kit.captions.outputs import OutputSettings, write_outputs
from access_kit.captions.pauses import Chunk, cut_at_pauses
from access_kit.captions.readable import Fillers, make_readable
from access_kit.captions.readable_list import Listed
from access_kit.captions.recording import (
    Track,
    hear_pieces,
    hear_recording,
    identify_recording,
    parse_track,
)
from access_kit.captions.script import ScriptWord
from access_kit.captions.sound_tracks import SoundChoice, choose_sound, stream_speech
from access_kit.captions.workers import Step, start_processes
from access_kit.errors import BadInput, Problem
from access_kit.files import shown
from access_kit.model.word import RecordedWords, Word


@dataclass(frozen=True)
class ListeningJob:
    """One recording (a file, or one file a speaker) and what to make of it."""

    tracks: tuple[Track, ...]
    outputs: tuple[Path, ...]


@dataclass(frozen=True)
class Recognition:
    """How to hear: the same for every recording of a run. ``checked_by``: see ``session_needs``."""

    engine: Engine
    setting: OutputSettings
    jobs: int
    version: str
    listed: tuple[Listed, ...] = ()
    fillers: Fillers = Fillers.KEEP
    checked_by: str = ""


def find_works(
    media: Sequence[Path],
    tracks: Sequence[str],
    outputs: Sequence[Path],
    formats: str | None,
    out_dir: Path | None,
) -> list[ListeningJob]:
    """What to make of what, or ``BadInput`` where the arguments do not fit together."""
    sound = _sound_number(tracks) if media else None
    tracks = [] if sound else tracks
    if bool(media) == bool(tracks):
        raise BadInput(Problem("captions.media-or-tracks"))
    if tracks and (formats or out_dir or not outputs):
        raise BadInput(Problem("captions.tracks-need-out"))
    if tracks:
        return [ListeningJob(tuple(parse_track(text) for text in tracks), tuple(outputs))]
    if outputs and not (formats or out_dir) and len(media) == 1:
        return [ListeningJob((Track(media[0], sound=sound),), tuple(outputs))]
    if outputs or not (formats and out_dir):
        raise BadInput(Problem("captions.many-need-folder"))
    # Several recordings: each file is named after its recording, so two may claim one name.
    suffixes = [one.strip().lstrip(".") for one in formats.split(",") if one.strip()]
    works = [
        ListeningJob(
            (Track(path, sound=sound),),
            tuple(out_dir / f"{path.stem}.{suffix}" for suffix in suffixes),
        )
        for path in media
    ]
    names = [path for work in works for path in work.outputs]
    twice = sorted({shown(path) for path in names if names.count(path) > 1})
    if twice:
        raise BadInput([Problem("captions.same-file", file=name) for name in twice])
    return works


def _sound_number(tracks: Sequence[str]) -> int | None:
    """The number of a sound track, where that is all that ``--track`` says."""
    one = tracks[0] if len(tracks) == 1 else ""
    return int(one) if one.isdecimal() and 0 < len(one) < 4 else None


def measure_work(work: ListeningJob) -> tuple[int, list[Problem]]:
    """The length of all tracks in seconds, which sound of each is heard, and its limits."""
    measured = [measure_sound(track.path, track.sound) for track in work.tracks]
    seconds = sum((fact.duration_ms or 0) // 1000 for fact, _ in measured)
    return seconds, [problem for _, told in measured for problem in told]


def measure_sound(path: Path, sound: int | None) -> tuple[SoundFacts, list[Problem]]:
    """What a recording's sound is, and what is to be told of it before it is heard."""
    chosen = SoundChoice(sound, 1) if sound else choose_sound(path)
    facts = read_facts(path, chosen.track)
    return facts, [*chosen.tell(path), *find_limits(path, facts)]


def hear_and_write(work: ListeningJob, hearing: Recognition, step: Step) -> list[Problem]:
    """Hear one recording and write its outputs; what an earlier run heard is not heard again."""
    engine = hearing.engine
    key = identify_recording(work.tracks, engine, hearing.version)
    told: list[Problem] = []
    workers = engine.start_workers(hearing.jobs)
    try:
        with Journal(journal_path(work.outputs[0]), key) as journal:
            heard = hear_recording(
                work.tracks,
                engine,
                workers,
                journal,
                jobs=hearing.jobs,
                step=step,
                tell=told.append,
            )
            words = make_readable(heard, hearing.listed, hearing.fillers)
            words = draft_words(
                words,
                DraftState("draft", engine=engine.name, rough=engine.rough),
                hearing.checked_by,
            )
            problems = [
                *told,
                *write_outputs(CaptionSource(words, None), work.outputs, hearing.setting),
            ]
            journal.remove()
    finally:
        workers.shutdown(wait=True, cancel_futures=True)
    return problems


def draft_words(words: RecordedWords, state: DraftState, checked_by: str) -> RecordedWords:
    """Words that a computer heard, marked so; with who checked that people agreed, if anybody."""
    marked = mark_draft_words(words, state)
    if not checked_by:
        return marked
    note = words_of_recording(words.lang).text("captions.consent-checked", name=checked_by)
    return replace(marked, notes=(*marked.notes, note))


def align_file(
    track: Track,
    script: Sequence[ScriptWord],
    way: AlignWay,
    *,
    lang: str,
    jobs: int,
    length_ms: int,
    step: Step,
    tell: Tell,
) -> RecordedWords:
    """The words of ``script`` with their times in a track.

    ``CheckFailed`` where not one of them was found.
    """

    def pieces() -> Iterable[Chunk]:
        return cut_at_pauses(stream_speech(track.path, track=track.sound, tell=tell))

    voice = voice_for(lang) if way.engine == BY_VOICE else None
    if way.model is not None:
        engine = open_model(way.model, EngineWish(lang, way.model))
        heard = _hear_all(track, engine, jobs, step, tell)
        found = align_heard(heard, script, lang, length_ms)
    elif voice is not None:
        found = align_by_voice(pieces(), script, voice, lang, step=step)
    else:
        workers = start_processes(jobs)
        try:
            found = align_script(pieces, script, workers, jobs=jobs, step=step)
        finally:
            workers.shutdown(wait=True, cancel_futures=True)
    require_found(found, script)
    return replace(found, lang=lang)


def open_model(folder: Path, wish: EngineWish) -> Engine:
    """The engine whose model this is, ready to hear."""
    return open_engine(engine_of(folder) or "vosk", wish)


def hear_words(media: Path, model: Path, *, jobs: int) -> tuple[Word, ...]:
    """What a model hears in a recording."""
    engine = open_model(model, EngineWish(model=model))
    return _hear_all(Track(media), engine, jobs, lambda _: None, raise_fault)


def _hear_all(track: Track, engine: Engine, jobs: int, step: Step, tell: Tell) -> tuple[Word, ...]:
    """Every word of a recording, without a journal: alignment is quick enough to begin again."""
    workers = engine.start_workers(jobs)
    try:
        return hear_pieces(track, engine, workers, jobs=jobs, step=step, tell=tell)
    finally:
        workers.shutdown(wait=True, cancel_futures=True)
