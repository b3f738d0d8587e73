"""Copies of files with the names replaced, in the format that each file has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.budgets import CAPTIONS
from access_kit.captions.convert import read_own_source, read_source
from access_kit.captions.drafts import language_of
from access_kit.captions.redact import (
    Mute,
    RedactedPerson,
    Redaction,
    parse_names,
    redact_captions,
    redact_text,
    redact_words,
)
from access_kit.errors import BadInput, Problem
from access_kit.files import make_folder, read_text, refuse_existing, shown, write_atomic
from access_kit.model.profile import Profile
from access_kit.timed_text.formats import WORDS_SUFFIX, write_captions
from access_kit.timed_text.words_json import format_words

TEXT_SUFFIXES = (".txt", ".html")


@dataclass(frozen=True)
class Copy:
    """A file and where its copy goes."""

    source: Path
    target: Path

    @staticmethod
    def of(source: Path, out_dir: Path | None) -> Copy:
        """Into ``out_dir`` under its own name, else beside it as ``name.redacted.suffix``."""
        if out_dir is not None:
            return Copy(source, out_dir / source.name)
        words = source.name.lower().endswith(WORDS_SUFFIX)
        suffix = source.name[-len(WORDS_SUFFIX) :] if words else source.suffix
        stem = source.name[: len(source.name) - len(suffix)]
        return Copy(source, source.with_name(f"{stem}.redacted{suffix}"))


@dataclass(frozen=True)
class Redacted:
    files: tuple[Path, ...]
    counts: tuple[tuple[str, int], ...]
    mutes: tuple[Mute, ...]
    problems: tuple[Problem, ...]


def find_language_of(paths: Sequence[Path]) -> str | None:
    """The language that the first of some files says; text and pages say none."""
    for path in paths:
        if path.suffix.lower() not in TEXT_SUFFIXES:
            source = read_source(path)
            if source.words and source.words.lang:
                return source.words.lang
            if source.captions and (said := language_of(source.captions)):
                return said
    return None


def people_of(profiles: Sequence[Profile], lang: str | None) -> tuple[RedactedPerson, ...]:
    """The people of a session, by name, labelled in the order of their ids."""
    names = [profile.name for profile in sorted(profiles, key=lambda one: one.id)]
    lines = "\n".join(name.replace("#", " ").replace("=", " ") for name in names)
    return parse_names(lines, "", lang)


def redact_copies(
    copies: Sequence[Copy],
    people: Sequence[RedactedPerson],
    *,
    mute: Path | None,
    out_dir: Path | None,
    force: bool,
) -> Redacted:
    """Write every copy, and with ``mute`` the recording's sound, silent where names are said."""
    muted = (out_dir or mute.parent) / f"{mute.stem}.muted.wav" if mute else None
    _check_targets([*(copy.target for copy in copies), *([muted] if muted else [])], force)
    if mute and all(copy.source.suffix.lower() in TEXT_SUFFIXES for copy in copies):
        raise BadInput(Problem("captions.mute-needs-times", file=shown(mute)))
    ready: list[tuple[Path, bytes]] = []
    counts: Counter[str] = Counter()
    mutes: list[Mute] = []
    problems: list[Problem] = []
    for copy in copies:
        data, redaction, found = _redact(copy.source, people)
        ready.append((copy.target, data))
        counts.update(dict(redaction.counts))
        mutes += [one for one in redaction.mutes if one not in mutes]
        problems += [one for one in (*found, *redaction.problems) if one not in problems]
    if out_dir:
        make_folder(out_dir)
    for path, data in ready:
        write_atomic(path, data)
    if mute and muted:
        from access_kit.captions.mute import write_muted  # needs numpy, which texts do not

        write_muted(mute, muted, mutes)
    files = (*(copy.target for copy in copies), *([muted] if muted else []))
    return Redacted(files, tuple(sorted(counts.items())), tuple(mutes), tuple(problems))


def _check_targets(targets: Sequence[Path], force: bool) -> None:
    twice = [path for index, path in enumerate(targets) if path in targets[:index]]
    if twice:
        raise BadInput([Problem("captions.same-file", file=shown(path)) for path in twice])
    refuse_existing(targets, force=force)


def _redact(
    path: Path, people: Sequence[RedactedPerson]
) -> tuple[bytes, Redaction, tuple[Problem, ...]]:
    """The copy's bytes, what was replaced, and what could not be read or kept."""
    suffix = path.suffix.lower()
    if suffix in TEXT_SUFFIXES:
        text = read_text(path, CAPTIONS)
        done, redaction = redact_text(text, people, markup=suffix == ".html")
        return done.encode(), redaction, ()
    source = read_own_source(path)
    if source.words is not None:
        words, redaction = redact_words(source.words, people)
        return format_words(words), redaction, source.problems
    assert source.captions is not None
    captions, redaction = redact_captions(source.captions, people)
    written = write_captions(path, captions)
    return written.data, redaction, (*source.problems, *written.losses)
