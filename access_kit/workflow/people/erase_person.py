"""Everything that is held about a person erased: in the store or a file, and in all papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.files import shown, telling_write_errors
from access_kit.model.profile import Profile
from access_kit.model.record import Erased
from access_kit.profiles.profile_files import read_profile
from access_kit.store.erase_papers import erase_papers
from access_kit.store.made_copies import MadeCopy, copies_of, erase_copies, missing_folders
from access_kit.store.noted_files import noted_files, noted_of, take_noted
from access_kit.store.opening import erased_ids
from access_kit.store.out_folders import missing_outs, out_folders
from access_kit.store.person_words import pointers_to
from access_kit.store.speaking import draft_beside
from access_kit.workflow.gone_papers import speaking_files, staying, taken_problems
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import NO_STORE
from access_kit.workflow.kept.erased_addresses import forget_senders


@dataclass(frozen=True)
class PaperErasure:
    """What became of a person's papers.

    ``staying`` hold the person and are not ours to change. ``problems`` say of each what to see to;
    the errors among ``stuck`` are what could not go.
    """

    removed: tuple[Path, ...] = ()
    rewritten: tuple[Path, ...] = ()
    staying: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    stuck: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class PaperTrail:
    """By what a person who was erased is found in the papers of a kit.

    ``profiles`` are all versions: papers may hold an address that they had once.
    """

    kit: Path
    person: str
    profiles: tuple[Profile, ...]
    message_ids: frozenset[str] = frozenset()
    copies: tuple[MadeCopy, ...] = ()


def erase_stored(
    access: KitAccess, person: str, *, keep_consents: bool, confirm: Callable[[], None]
) -> tuple[Erased, PaperTrail]:
    """Erase a person of the store; their papers are still there.

    Of somebody who was erased before, nothing is left but papers that could not be reached then.
    """
    with access.store(none=NO_STORE) as store:
        confirm()
        before = store.profile(person) is None and person.casefold() in erased_ids(store)
        if before:
            kit, _ = access.kit(none=NO_STORE)
            nothing = Erased(person, profiles=0, consents=0, mails=0, documents=0)
            return nothing, PaperTrail(kit, person, ())
        profiles = tuple(one.profile for one in store.history(person))
        rows = store.mail(person=person)
        copies = copies_of(store, person)
        forget_senders(store, person)
        erased = store.erase(person, keep_consents=keep_consents)
    ids = frozenset(row.message_id for row in rows if row.message_id)
    kit, _ = access.kit(none=NO_STORE)
    name = profiles[-1].id if profiles else person
    return erased, PaperTrail(kit, name, profiles, ids, copies)


def erase_file(access: KitAccess, path: Path, confirm: Callable[[], None]) -> PaperTrail | None:
    """Remove a profile that is a file; ``None`` where no papers of a kit can be told as its."""
    if not path.is_file():
        raise BadInput(Problem("file.missing", file=shown(path)))
    confirm()
    profile, _ = read_profile(path, today=access.today)
    with telling_write_errors(path):
        draft_beside(path).unlink(missing_ok=True)
        path.unlink()
    found = access.kit_if_any()
    return PaperTrail(found[0], profile.id, (profile,)) if found and profile else None


def erase_in_papers(trail: PaperTrail) -> PaperErasure:
    """Take a person out of all papers of the kit, and of the copies that were noted."""
    kit, person = trail.kit, trail.person
    outs = out_folders(kit)
    done = erase_papers(outs, person, message_ids=trail.message_ids)
    pointers = pointers_to(person, trail.profiles)
    copied = erase_copies(trail.copies, pointers)
    noted = noted_of(kit, pointers)
    gone_noted, stuck_noted = take_noted(kit, [one for one in noted if one.may_go()])
    left = (*copied.staying, *(one.path for one in noted if one.path.is_file()))
    speaking = speaking_files(person, kit, outs, pointers, but=left)
    foreign = [path for path in done.foreign if path not in speaking]
    # What others were in, and what could not go, is worth a line each.
    taken = (*done.back.taken, *gone_noted)
    others = tuple(one for one in taken if one.shared and not one.rewritten)
    back = replace(done.back, taken=others, stuck=(*done.back.stuck, *copied.stuck, *stuck_noted))
    missing = dict.fromkeys(
        (*missing_outs(kit), *copied.missing, *missing_folders(noted_files(kit)))
    )
    gone = (one.path for one in taken if not one.rewritten)
    return PaperErasure(
        removed=(*gone, *copied.gone),
        rewritten=tuple(one.path for one in done.back.taken if one.rewritten),
        staying=(*speaking, *foreign, *left),
        problems=(
            *speaking.values(),
            *(staying("custody.foreign", person, path) for path in foreign),
            *(staying("custody.copy-stays", person, path) for path in left),
            *(staying("custody.out-missing", person, path) for path in missing),
        ),
        stuck=tuple(taken_problems(person, back)),
    )
