"""A person's own copy of all that is held about them, in a format that they can read."""

from __future__ import annotations

import dataclasses
import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from access_kit.documents.labels import labels_for
from access_kit.documents.renderers import FORMATS
from access_kit.errors import MissingPart, Problem, Severity
from access_kit.files import shown
from access_kit.i18n import load_words
from access_kit.i18n.fallback import SOURCE_LOCALE, same_language
from access_kit.model.document import Document
from access_kit.model.kit import Kit
from access_kit.model.profile import Profile, ReadingFormat
from access_kit.profiles.copy import AllHeld, build_copy
from access_kit.profiles.interview_draft import load_draft
from access_kit.store.made_copies import note_copies
from access_kit.store.protocol import Store
from access_kit.workflow.alone.paper_alone import format_of_path, look_alone, write_paper
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import KeptProfile, note
from access_kit.workflow.people.interview_desk import DRAFT, RECORD
from access_kit.workflow.prepare.plan import made_for


def copy_for(
    held: KeptProfile, access: KitAccess, out: Path | None, *, fonts: tuple[Path, ...], force: bool
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Write the copy of a person at hand, and note in the log that it was made."""
    folder, kit = access.kit_if_any() or (None, None)
    place = CopyTarget(kit, folder, access.clock(), out, fonts, force)
    paths, problems = write_copy(held.profile, held.store, place)
    if held.store:
        note(held.store, "copy-made", held.profile.id)
        note_copies(held.store, paths, held.profile.id)
    return paths, problems


@dataclass(frozen=True)
class CopyTarget:
    """Where a copy goes and what it is made with. Without ``out`` the person's format decides."""

    kit: Kit | None
    folder: Path | None
    now: datetime.datetime
    out: Path | None = None
    fonts: tuple[Path, ...] = ()
    force: bool = False


def write_copy(
    profile: Profile, store: Store | None, place: CopyTarget
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Write the copy; its files, and what to know about it.

    Whoever names a file has chosen the format. Else it is the one that the person likes best, or
    what stands in for that where it cannot be made here.
    """
    kit = place.kit
    words = load_words(_language(profile, kit), country=kit.home_country if kit else None)
    document = build_copy(gather(profile, store), kit.agency if kit else None, words)
    document = dataclasses.replace(document, labels=labels_for(words))
    if place.out:
        problems: list[Problem] = []
        paths = _write(document, profile, format_of_path(place.out), place)
    else:
        paths, problems = _write_liked(document, profile, place)
    return paths, [*problems, *_other_language(profile, document)]


def _write_liked(
    document: Document, profile: Profile, place: CopyTarget
) -> tuple[tuple[Path, ...], list[Problem]]:
    wished = best_liked(profile)
    name = made_for(wished)[0]
    try:
        return _write(document, profile, name, place), []
    except MissingPart:
        instead = FORMATS[name].instead
        if not instead:
            raise
    paths = _write(document, profile, instead, place)
    facts = {"format": wished.value, "made": instead}
    told = Problem("copy.other-format", Severity.WARNING, file=shown(paths[0]), facts=facts)
    return paths, [told]


def _write(document: Document, profile: Profile, name: str, place: CopyTarget) -> tuple[Path, ...]:
    return write_paper(
        document,
        look_alone(profile, place.kit, place.folder, place.now),
        name,
        place.out or Path(f"copy-{profile.id}.{FORMATS[name].suffix}"),
        moment=place.now,
        fonts=place.fonts,
        force=place.force,
    )


def best_liked(profile: Profile) -> ReadingFormat:
    """The format that a person likes best: what they need comes before what they prefer."""
    liked = sorted(profile.reading.formats, key=lambda one: one.wish.value != "need")
    return next((one.value for one in liked if one.wanted), ReadingFormat.PRINT)


def gather(profile: Profile, store: Store | None) -> AllHeld:
    """All that the store holds about a person; of a file, its profile alone."""
    if store is None:
        return AllHeld(profile)
    record = store.document(RECORD, profile.id)
    stopped = store.document(DRAFT, profile.id)
    draft = load_draft(stopped.data) if stopped else None
    return AllHeld(
        profile,
        store.history(profile.id),
        store.consents(profile.id),
        store.mail(person=profile.id),
        tuple(store.audit(whose=profile.id)),
        tuple(json.loads(record.data)["passed"]) if record else (),
        draft.tree if draft else {},
    )


def _other_language(profile: Profile, document: Document) -> list[Problem]:
    liked = [one.value for one in profile.language.written if one.wanted]
    if not liked or same_language(liked[0], document.lang):
        return []
    facts = {"wanted": liked[0], "made": document.lang}
    return [Problem("copy.other-language", Severity.WARNING, facts=facts)]


def _language(profile: Profile, kit: Kit | None) -> str:
    liked = next((one.value for one in profile.language.written if one.wanted), "")
    return liked or (kit.defaults.locale if kit else SOURCE_LOCALE)
