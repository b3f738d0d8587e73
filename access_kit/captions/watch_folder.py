"""A folder to watch a recording in: a page, the film as browsers play it, captions and transcript.

What every browser plays is copied, without what the file says of itself (telephones write there
where a film was taken); the rest is set anew as H.264 and AAC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from access_kit.captions.convert import CaptionSource, format_output
from access_kit.captions.draft_words import words_of_recording
from access_kit.captions.drafts import language_of, remove_draft_cue, state_of
from access_kit.captions.film import (
    PLAYED_PICTURES,
    FilmFacts,
    FilmPlan,
    ShowFilm,
    read_film,
    set_film,
)
from access_kit.captions.transcript import format_text_transcript
from access_kit.documents.labels import labels_for
from access_kit.documents.watch_page import Film, WatchPage, build_watch_page
from access_kit.errors import Problem
from access_kit.files import make_folder, refuse_existing, write_atomic
from access_kit.i18n import Words
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.model.cue import Captions
from access_kit.model.document import Document, Paragraph, Purpose, Text
from access_kit.model.look import Look
from access_kit.timed_text.paragraphs import group_paragraphs

PAGE, CUES, TRANSCRIPT = "index.html", "captions.vtt", "transcript.txt"
SAYS = ("player", "captions", "under", "on", "off", "again", "transcript", "follow", "empty")
IN_MP4 = {"h264": ("aac", "mp3", "opus"), "av1": ("aac", "mp3", "opus"), "vp9": ("aac", "mp3")}
IN_WEBM = {"vp8": ("opus", "vorbis"), "vp9": ("opus", "vorbis")}
"""Sounds that browsers play beside a picture, by container."""
ALONE = {"mp3": ("mp3", "mp3"), "aac": ("mp4", "m4a")}
"""Sound without a picture: container and suffix."""


@dataclass(frozen=True)
class WatchFolder:
    """What is written where."""

    folder: Path
    film: Path
    plan: FilmPlan
    facts: FilmFacts

    @property
    def files(self) -> tuple[Path, ...]:
        return (*(self.folder / name for name in (PAGE, CUES, TRANSCRIPT)), self.film)


def plan_folder(folder: Path, film: Path, track: int, *, force: bool) -> WatchFolder:
    """How ``film`` goes into ``folder``; nothing that is there already is written over unasked."""
    facts = read_film(film)
    plan, suffix = _plan(facts, track)
    name = "film" if facts.picture else "sound"
    planned = WatchFolder(folder, folder / f"{name}.{suffix}", plan, facts)
    refuse_existing(planned.files, force=force)
    return planned


def _plan(facts: FilmFacts, track: int) -> tuple[FilmPlan, str]:
    """What has to be set anew, and the suffix."""
    sound, picture = facts.sounds[track - 1], facts.picture
    if picture is None:
        container, suffix = ALONE.get(sound, ("mp4", "m4a"))
        return FilmPlan(
            container, copies_picture=False, copies_sound=sound in ALONE, track=track
        ), suffix
    is_played = facts.pixels in PLAYED_PICTURES and not facts.turned
    if is_played and sound in IN_WEBM.get(picture, ()):
        return FilmPlan("webm", True, True, track), "webm"
    keeps = is_played and picture in IN_MP4
    return FilmPlan(
        "mp4", keeps, sound in IN_MP4.get(picture if keeps else "h264", ()), track
    ), "mp4"


def write_folder(
    planned: WatchFolder, film: Path, captions: Captions, title: str, look: Look, step: ShowFilm
) -> tuple[Problem, ...]:
    """Film first, which may fail; then the page and what lies beside it. What is to be told."""
    make_folder(planned.folder)
    told = set_film(film, planned.facts, planned.film, planned.plan, step=step)
    lang = language_of(captions) or SOURCE_LOCALE
    words = words_of_recording(lang)
    state = state_of(captions)
    page = WatchPage(
        document=Document(
            title=title,
            lang=lang,
            purpose=Purpose.HANDOUT,
            blocks=(Paragraph((Text(title),)),),
            labels=labels_for(words),
        ),
        captions=captions,
        turns=group_paragraphs(remove_draft_cue(captions).cues),
        film=Film(planned.film.name, is_video=planned.film.stem == "film"),
        says=_says(words),
        cues_name=CUES,
        draft=words.text("transcript.draft") if state is not None and state.is_draft else None,
    )
    cues = planned.folder / CUES
    for path, data in {
        cues: format_output(cues, CaptionSource(None, captions), captions).data,
        planned.folder / TRANSCRIPT: format_text_transcript(captions),
        planned.folder / PAGE: build_watch_page(page, look),
    }.items():
        write_atomic(path, data)
    return told


def _says(words: Words) -> Mapping[str, str]:
    told = {name: words.text(f"watch.{name}") for name in SAYS}
    return {**told, "jump": words.text("watch.jump", clock="{clock}")}
