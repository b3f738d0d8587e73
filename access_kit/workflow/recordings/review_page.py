"""The page of a review: on loopback until it is done, or as one file for another computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from access_kit.captions.loopback import (
    JSON,
    LoopbackPage,
    OtherVersion,
    PageDoors,
    ServedPart,
    WrongRequest,
)
from access_kit.captions.reviewing.page import (
    find_peaks,
    offline_page,
    page_data,
    page_parts,
    wave_sound,
)
from access_kit.captions.reviewing.review_json import parse_change
from access_kit.errors import AccessKitError, BadInput
from access_kit.files import shown, write_atomic
from access_kit.workflow.recordings.review_captions import CaptionReview, ReviewedFiles

ASK_EVERY_SECONDS = 0.2


def serve_review(review: CaptionReview, announce: Callable[[str], None]) -> ReviewedFiles:
    """Serve the page of ``review`` until it is finished there, or by Ctrl-C; then all is written.

    ``announce`` gets the address. What fails to be written is raised, whoever asked for it; the
    changes themselves are kept in ``FILE.review.json`` all the while.
    """
    sound = review.sound()
    peaks, recording = find_peaks(sound), ServedPart("audio/wav", wave_sound(sound))
    file = review.wish.file
    parts = page_parts(file, review.state.lang)
    done: list[ReviewedFiles] = []
    failed: list[AccessKitError] = []

    def take_change(value: Any) -> object:  # noqa: ANN401 (JSON)
        try:
            version, splices, heard = parse_change(value)
        except BadInput as error:
            raise WrongRequest from error
        if not review.change(splices, heard, version):
            raise OtherVersion
        return {"version": review.state.version}

    def finish(_: object) -> object:
        try:
            done.append(review.write())
        except AccessKitError as error:
            failed.append(error)
            raise WrongRequest from error
        return {"files": [shown(path) for path in done[-1].files]}

    parts["sound.wav"] = recording

    def show_review() -> ServedPart:
        return ServedPart(JSON, page_data(review.state, peaks, file))

    takes = {"change": take_change, "finish": finish}
    with LoopbackPage(PageDoors(parts, {"review": show_review}, takes), "finish") as page:
        announce(page.address)
        try:
            while not page.over.wait(ASK_EVERY_SECONDS):
                pass
        except KeyboardInterrupt:
            pass
    if failed:
        raise failed[0]
    return done[-1] if done else review.write()


def write_page(review: CaptionReview, page: Path) -> None:
    """The review as one page that saves by download."""
    write_atomic(page, offline_page(review.state, review.sound(), review.wish.file))
