"""``access-kit profile show --for-person``: a person's own copy of all that is held about them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path

from access_kit.cli.options import read_now
from access_kit.cli.profile_desk import DRAFT, RECORD
from access_kit.cli.profile_people import Held, WhichStore
from access_kit.cli.words import font_folders
from access_kit.errors import Problem, Severity
from access_kit.files import refuse_existing, shown, write_atomic
from access_kit.model.document import Document
from access_kit.model.kit import Kit
from access_kit.model.look import Contrast, Look, LookName, Paper
from access_kit.model.profile import Profile, ReadingFormat
from access_kit.profiles.copy import AllHeld, build_copy
from access_kit.profiles.interview_draft import load_draft

_RENDERED_AS = {
    ReadingFormat.PRINT: ("pdf",),
    ReadingFormat.LARGE_PRINT: ("pdf",),
    ReadingFormat.SCREEN_READER_FILE: ("html",),
    ReadingFormat.BRAILLE: ("brf", "braille", "html"),
    ReadingFormat.AUDIO: ("audio", "html"),
    ReadingFormat.TEXT_MESSAGE: ("text", "txt", "html"),
}
"""How each format that a person likes is made: the first of these that there is."""


def write_copy(
    held: Held, which: WhichStore, out: Path | None, force: bool
) -> tuple[Path, list[Problem]]:
    """Write the copy in the person's own look and format; its path, and what to know about it."""
    from access_kit.documents.labels import labels_for
    from access_kit.documents.renderers import render_main
    from access_kit.i18n import load_words

    found = which.find_kit()
    kit = found[1] if found else None
    words = load_words(_language(held.profile, kit))
    document = build_copy(gather(held), kit.agency if kit else None, words)
    document = dataclasses.replace(document, labels=labels_for(words))
    wished, suffix = choose_format(held.profile)
    path = out or Path(f"copy-{held.profile.id}.{suffix}")
    if out and out.suffix.lstrip(".") in _known_formats():
        suffix = out.suffix.lstrip(".")
    refuse_existing([path], force=force)
    data = render_main(
        suffix, document, _look(held.profile, kit), moment=read_now(), fonts=font_folders()
    )
    write_atomic(path, data)
    return path, [*_other_format(wished, suffix, path), *_other_language(held.profile, document)]


def gather(held: Held) -> AllHeld:
    """All that the store holds about a person; of a file, its profile alone."""
    store, person = held.store, held.profile.id
    if store is None:
        return AllHeld(held.profile)
    record = store.document(RECORD, person)
    stopped = store.document(DRAFT, person)
    draft = load_draft(stopped.data) if stopped else None
    return AllHeld(
        held.profile,
        store.history(person),
        store.consents(person),
        store.mail(person=person),
        tuple(store.audit(whose=person)),
        tuple(json.loads(record.data)["passed"]) if record else (),
        draft.tree if draft else {},
    )


def _known_formats() -> Iterable[str]:
    from access_kit.documents.renderers import FORMATS

    return [name for name, one in FORMATS.items() if name == one.suffix]


def choose_format(profile: Profile) -> tuple[ReadingFormat, str]:
    """The format the person likes best, and the renderer nearest to it."""
    liked = sorted(profile.reading.formats, key=lambda one: one.wish.value != "need")
    wished = next((one.value for one in liked if one.wanted), ReadingFormat.PRINT)
    known = set(_known_formats())
    return wished, next((one for one in _RENDERED_AS[wished] if one in known), "html")


def _other_format(wished: ReadingFormat, suffix: str, path: Path) -> list[Problem]:
    if suffix == _RENDERED_AS[wished][0]:
        return []
    facts = {"format": wished.value, "made": suffix}
    return [Problem("copy.other-format", Severity.WARNING, file=shown(path), facts=facts)]


def _other_language(profile: Profile, document: Document) -> list[Problem]:
    liked = [one.value for one in profile.language.written if one.wanted]
    if not liked or any(tag.split("-")[0] == document.lang.split("-")[0] for tag in liked[:1]):
        return []
    facts = {"wanted": liked[0], "made": document.lang}
    return [Problem("copy.other-language", Severity.WARNING, facts=facts)]


def _language(profile: Profile, kit: Kit | None) -> str:
    liked = next((one.value for one in profile.language.written if one.wanted), "")
    return liked or (kit.defaults.locale if kit else "en")


def _look(profile: Profile, kit: Kit | None) -> Look:
    from access_kit.documents.look import look_for

    size, contrast = profile.reading.print_size_pt, profile.reading.contrast
    return look_for(
        kit.defaults.look if kit else LookName.LARGE_PRINT_US,
        paper=kit.defaults.paper if kit else Paper.LETTER,
        print_size_pt=size.value if size and size.wanted else None,
        contrast=contrast.value if contrast and contrast.wanted else Contrast.DEFAULT,
        large_print=any(
            one.value is ReadingFormat.LARGE_PRINT and one.wanted for one in profile.reading.formats
        ),
    )
