"""Recordings heard, and written as captions, transcripts or words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from access_kit import __version__
from access_kit.captions.engines import Engine, EngineWish, open_engine
from access_kit.captions.listen import (
    ListeningJob,
    Recognition,
    find_works,
    hear_and_write,
    measure_work,
    open_model,
)
from access_kit.captions.model_shapes import engine_of
from access_kit.captions.models import find_model, models_home
from access_kit.captions.outputs import check_outputs
from access_kit.captions.readable import Fillers
from access_kit.captions.readable_list import parse_word_list
from access_kit.captions.session_needs import require_consent
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import read_text, shown
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.recordings.audience import (
    SaidOfOutputs,
    ShowProgress,
    jobs_or_cores,
    names_to_expect,
    recorded_people,
    whole_seconds,
)


@dataclass(frozen=True)
class Recorded:
    """What was recorded: whole recordings, or a file for each speaker, and what becomes of them.

    ``formats`` and ``out_dir`` are for many recordings, ``outputs`` for one.
    """

    media: Sequence[Path] = ()
    tracks: Sequence[str] = ()
    outputs: Sequence[Path] = ()
    formats: str | None = None
    out_dir: Path | None = None
    force: bool = False


@dataclass(frozen=True)
class RecordedConsent:
    """Whose recording it is: a session's people, who each agree, or a film without any."""

    session_file: Path | None = None
    checked_by: str = ""
    own_film: bool = False


@dataclass(frozen=True)
class HearingWish:
    """How to hear: a model's name or folder (else the best there is), or roughly without one.

    ``hints`` hold names and words to expect; ``words``, how names and numbers are written.
    """

    model: str | None = None
    rough: bool = False
    hints: Sequence[Path] = ()
    words: Path | None = None
    fillers: str = "keep"
    jobs: int = 0


@dataclass(frozen=True)
class HearingPlan:
    """All that is known before anything is heard. ``model`` is empty for a rough draft."""

    recognition: Recognition
    model: str
    works: Sequence[ListeningJob]
    seconds: Sequence[int]
    limits: list[Problem] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.recognition.engine

    @property
    def outputs(self) -> list[Path]:
        return [path for work in self.works for path in work.outputs]

    def hear(self, show: ShowProgress) -> list[Problem]:
        """Hear each recording and write its files; what an earlier run heard is not heard again."""
        problems = list(self.limits)
        for work, seconds in zip(self.works, self.seconds, strict=True):
            with show(seconds) as progress:
                problems += hear_and_write(work, self.recognition, whole_seconds(progress.step))
        if self.engine.rough:
            problems.append(Problem("captions.rough-draft", Severity.WARNING))
        return problems


def is_cut_short(problems: Sequence[Problem]) -> bool:
    """Whether the end of a recording was missing."""
    return any(problem.code == "media.cut-short" for problem in problems)


def plan_hearing(
    access: KitAccess,
    recorded: Recorded,
    consent: RecordedConsent,
    wish: HearingWish,
    said: SaidOfOutputs,
) -> HearingPlan:
    """Everything is asked and looked at first: consent, files, formats, the model, the words."""
    work = None
    if consent.session_file is not None:
        work, record = recorded_people(access, consent.session_file)
        require_consent(own_film=consent.own_film, checked_by=consent.checked_by, record=record)
    works = find_works(
        recorded.media, recorded.tracks, recorded.outputs, recorded.formats, recorded.out_dir
    )
    outputs = [path for one in works for path in one.outputs]
    sources = [track.path for one in works for track in one.tracks]
    check_outputs(outputs, sources, force=recorded.force)
    measured = [measure_work(one) for one in works]
    audience = said.audience(work)
    setting = said.settings(audience)
    if wish.fillers not in list(Fillers):
        raise BadInput(Problem("captions.bad-fillers", facts={"value": wish.fillers}))
    listed = parse_word_list(read_text(wish.words), shown(wish.words)) if wish.words else ()
    engine, model = _open_engine(wish, audience.lang, names_to_expect(work) if work else "")
    return HearingPlan(
        recognition=Recognition(
            engine,
            setting,
            jobs_or_cores(wish.jobs),
            __version__,
            listed,
            Fillers(wish.fillers),
            consent.checked_by.strip(),
        ),
        model=model,
        works=works,
        seconds=[seconds for seconds, _ in measured],
        limits=[problem for _, limits in measured for problem in limits],
    )


def _open_engine(wish: HearingWish, lang: str, names: str) -> tuple[Engine, str]:
    """The engine that hears, and the name of its model, if it has one.

    ``names`` are those of kit and session; only an engine that they cannot mislead is told them.
    """
    text = "\n".join(read_text(path) for path in wish.hints)
    if wish.rough:
        return open_engine("pocketsphinx", EngineWish(lang, None, text)), ""
    folder = find_model(wish.model, lang, models_home())
    if wish.hints and engine_of(folder) == "vosk":
        raise BadInput(Problem("captions.hint-needs-rough-draft"))
    return open_model(folder, EngineWish(lang, folder, f"{text}\n{names}".strip())), folder.name
