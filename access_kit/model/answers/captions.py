"""What ``captions`` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.answers.base import Answer
from access_kit.model.answers.problems import ProblemAnswer
from access_kit.model.constraint import Doc, Schema

WrittenFiles = Annotated[tuple[str, ...], Doc("The files that were written.")]


@dataclass(frozen=True)
class SaidAnswer:
    """Words, and when they are said."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class MuteAnswer:
    """A stretch of sound that is muted."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class CaptionsMakeAnswer(Answer):
    """Captions that a computer heard: drafts until somebody approves them."""

    schema: Annotated[str, Schema("access-kit/captions-make/1")] = field(init=False)
    files: WrittenFiles
    problems: tuple[ProblemAnswer, ...]
    engine: Annotated[str, Doc("What heard the words.")]
    model: Annotated[str, Doc("The name of its model; empty when it has none.")]
    rough: Annotated[bool, Doc("Whether half the words may be wrong.")]


@dataclass(frozen=True)
class CaptionsAlignAnswer(Answer):
    """A script laid onto its recording."""

    schema: Annotated[str, Schema("access-kit/captions-align/1")] = field(init=False)
    files: WrittenFiles
    problems: tuple[ProblemAnswer, ...]
    engine: Annotated[str, Doc("What found the times; espeak-ng is the computer's own voice.")]
    model: Annotated[str, Doc("The name of its model; empty when it has none.")]
    lang: Annotated[str, Doc("The language of the script, BCP 47.")]
    words: Annotated[int, Doc("How many words the script has.")]
    interpolated: Annotated[tuple[SaidAnswer, ...], Doc("What stands at a guessed time.")]
    not_said: Annotated[tuple[str, ...], Doc("What the sound has no room for.")]
    not_in_script: Annotated[tuple[SaidAnswer, ...], Doc("What is said and not in the script.")]


@dataclass(frozen=True)
class CaptionsConvertAnswer(Answer):
    """Captions in other formats."""

    schema: Annotated[str, Schema("access-kit/captions-convert/1")] = field(init=False)
    files: WrittenFiles
    problems: Annotated[tuple[ProblemAnswer, ...], Doc("What a format cannot hold, too.")]


@dataclass(frozen=True)
class CaptionsBurnAnswer(Answer):
    """Captions drawn into a film."""

    schema: Annotated[str, Schema("access-kit/captions-burn/1")] = field(init=False)
    files: WrittenFiles
    problems: Annotated[tuple[ProblemAnswer, ...], Doc("What was told of the captions.")]


@dataclass(frozen=True)
class CaptionsCheckAnswer(Answer):
    """What was found in captions."""

    schema: Annotated[str, Schema("access-kit/captions-check/1")] = field(init=False)
    files: Annotated[tuple[str, ...], Doc("The files that were looked at.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class CaptionsRedactAnswer(Answer):
    """Copies with labels for names."""

    schema: Annotated[str, Schema("access-kit/captions-redact/1")] = field(init=False)
    files: WrittenFiles
    problems: tuple[ProblemAnswer, ...]
    counts: Annotated[Mapping[str, int], Doc("How often each label stands for a name.")]
    mutes: tuple[MuteAnswer, ...]


@dataclass(frozen=True)
class DoubtAnswer:
    """A word, and how likely it is wrong."""

    cue: Annotated[int, Doc("The caption that it stands in, counted from 1.")]
    text: str
    start_ms: int
    doubt: Annotated[float, Doc("0 to 1: how likely the word is wrong.")]
    why: Annotated[
        tuple[str, ...],
        Doc(
            "low-confidence, heard-otherwise, more-was-heard, time-guessed, marked-unsure;"
            " empty where nothing is known against it."
        ),
    ]
    seen: Annotated[bool, Doc("Whether a person has looked at it.")]


@dataclass(frozen=True)
class CaptionsReviewAnswer(Answer):
    """The words of captions, the one most likely wrong first."""

    schema: Annotated[str, Schema("access-kit/captions-review/1")] = field(init=False)
    review: Annotated[str, Doc("The file in which the review is kept.")]
    queue: tuple[DoubtAnswer, ...]
    doubtful: Annotated[int, Doc("How many of them have to be looked at before an approval.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class CaptionsApproveAnswer(Answer):
    """Captions that somebody checked."""

    schema: Annotated[str, Schema("access-kit/captions-approve/1")] = field(init=False)
    files: Annotated[tuple[str, ...], Doc("The files that were signed off.")]
    by: Annotated[str, Doc("Who checked them.")]
    problems: tuple[ProblemAnswer, ...]
    unreviewed: Annotated[bool, Doc("Whether no review stands behind it; the files say so.")]
    sisters: Annotated[tuple[str, ...], Doc("Files of the same recording, made again with them.")]


@dataclass(frozen=True)
class CaptionsLiveAnswer(Answer):
    """Live captions that have ended."""

    schema: Annotated[str, Schema("access-kit/captions-live/1")] = field(init=False)
    words: Annotated[int, Doc("How many words were shown.")]
    seconds: Annotated[int, Doc("How much sound was heard.")]
    engine: Annotated[str, Doc("What heard the words.")]
    model: Annotated[str, Doc("The name of its model.")]
    lang: Annotated[str, Doc("The language spoken, BCP 47; empty when the model decides.")]
    files: Annotated[tuple[str, ...], Doc("The files that hold the words, where asked for.")]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True)
class ModelAnswer:
    """A model of speech."""

    name: str
    lang: Annotated[str, Doc("The language it hears; empty when its name does not say.")]
    size: Annotated[int, Doc("In bytes.")]


@dataclass(frozen=True)
class ModelsAnswer(Answer):
    """Models that there are, or the one that was fetched or added; none after it was removed."""

    schema: Annotated[str, Schema("access-kit/captions-models/1")] = field(init=False)
    models: tuple[ModelAnswer, ...]


@dataclass(frozen=True)
class ModelCheckAnswer(Answer):
    """A model that works; how well it hears, where a recording was given to try it with."""

    schema: Annotated[str, Schema("access-kit/captions-models-check/1")] = field(init=False)
    name: str
    works: bool
    words: Annotated[int | None, Doc("How many words are said in the recording.")] = None
    wrong: int | None = None
    missing: int | None = None
    extra: Annotated[int | None, Doc("Words that nobody said.")] = None
    word_error_rate: Annotated[float | None, Doc("Share of words, 0.05 for one in twenty.")] = None
