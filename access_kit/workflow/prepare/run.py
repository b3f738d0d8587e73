"""The thread of ``prepare``: 1 read, 2 plan, 3 write, 4 set, 5 pack.

Steps 3 and 4 go hand in hand, a packet at a time, so that no paper is written twice and no more
than a few are in memory. ``--dry-run`` stops before anything is set. What is found on the way is
told beside the plan, which stays as it is: ``plan.json`` is the plan and what was made.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from access_kit.delivery.gate import PLACEHOLDER, VOICE_ONLY
from access_kit.delivery.mailing import MailingWay, choose_way
from access_kit.delivery.postage import postage_steps, sheets_at_steps
from access_kit.errors import BadInput, Problem, Refused, Severity
from access_kit.files import shown
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.kit_files import placeholders_in
from access_kit.materials.callers import caller_of
from access_kit.materials.crisis_lines import emergency_ways, voice_alone
from access_kit.materials.language_help import help_left_out
from access_kit.materials.letter_short import days_said
from access_kit.materials.note import reminders_end, way_to_join
from access_kit.model.answers import ArtefactAnswer, ChangedAnswer, PlanAnswer, to_plain
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import Channel, Contents, Profile
from access_kit.model.series import is_off, series_of
from access_kit.model.told import changes, read_told, told_of
from access_kit.store.out_folders import note_out
from access_kit.store.purge import remind_purge
from access_kit.store.take_back import take_back_in
from access_kit.workflow.prepare import answer as report
from access_kit.workflow.prepare.calendar_entry import (
    CALENDAR_FILE,
    Edition,
    calendar_id,
    event_of,
)
from access_kit.workflow.prepare.contexts import OwnWords, check_papers, paper_context
from access_kit.workflow.prepare.pack import MANIFEST, OutFolder, shared_digests, to_json
from access_kit.workflow.prepare.packet_makers import PacketTask, Workers, workers_for
from access_kit.workflow.prepare.plan import format_not_met, make_plan, wish_behind
from access_kit.workflow.prepare.read import FindPeople, read_work
from access_kit.workflow.prepare.set import Maker, failures_stop_all
from access_kit.workflow.prepare.shapes import (
    FailedPacket,
    Made,
    PlannedPerson,
    SessionPlan,
    Work,
    WrittenPapers,
)
from access_kit.workflow.prepare.write import tell_languages


@dataclass(frozen=True)
class Options:
    """How to prepare. ``only`` is one person's id; ``jobs`` 0 means as many as there are cores."""

    out: Path
    only: str | None = None
    jobs: int = 0
    force: bool = False
    fonts: tuple[Path, ...] = ()


@dataclass
class Prepared:
    """What came of it: ids made and failed, the plan as written, and every problem told."""

    folder: Path
    made: tuple[str, ...]
    failed: tuple[FailedPacket, ...]
    plan: PlanAnswer
    problems: tuple[Problem, ...]
    removed: tuple[str, ...] = field(default=())
    changed: tuple[ChangedAnswer, ...] = field(default=())


def choose_people(plan: SessionPlan, only: str | None) -> tuple[PlannedPerson, ...]:
    """Everyone, or the one person who was named."""
    if only is None:
        return plan.people
    chosen = tuple(p for p in plan.people if p.profile.id.casefold() == only.casefold())
    if not chosen:
        ids = ", ".join(person.profile.id for person in plan.people)
        facts = {"value": only, "known": ids}
        raise BadInput(Problem("command.unknown-id", where="--only", facts=facts))
    return chosen


def plan_session(
    session_file: Path,
    *,
    kit_folder: Path | None,
    now: datetime.datetime,
    find_people: FindPeople | None = None,
    locale: str | None = None,
) -> SessionPlan:
    """Steps 1 and 2: everything that the session names is read, and who gets what is decided."""
    work = read_work(session_file, kit_folder=kit_folder, now=now, find_people=find_people)
    if is_off(work.session):
        raise Refused(Problem("group.cancelled", file=shown(session_file)))
    return make_plan(work, locale=locale)


def preview(plan: SessionPlan, options: Options) -> Prepared:
    """What would be made, and where: ``--dry-run``. Nothing is set or put on disk."""
    people = choose_people(plan, options.only)
    told = tell(plan, Maker(plan), {})
    artefacts = {
        person.profile.id: report.planned_artefacts(person, told.outcomes[person.profile.id])
        for person in people
    }
    problems = (*plan.problems, *told.problems)
    answer = report.plan_answer(plan, report.Done(told.people, artefacts, problems))
    return Prepared(
        folder=options.out / plan.work.session.id,
        made=tuple(person.profile.id for person in people),
        failed=(),
        plan=answer,
        problems=(*problems, *check_papers(plan)),
    )


def old_papers(work: Work, options: Options) -> list[Problem]:
    """A note of papers there of sessions that are long over."""
    return remind_purge(options.out, out_days=work.kit.retention.out_days, now=work.now)


def prepare(plan: SessionPlan, options: Options, step: Callable[[], None]) -> Prepared:
    """Steps 3 to 5: write, set and pack. ``step`` is called once a packet.

    Where papers lie outside the kit is noted in it, so that whoever erases somebody finds them.
    """
    people = choose_people(plan, options.only)
    note_out(plan.work.folder, options.out)
    out = OutFolder(options.out / plan.work.session.id)
    # The folder is locked from the first look at what lies there to the last line of its plan:
    # between the two, another run or a sending would see packets of which no plan knows.
    with out.writing():
        gone = _check_folder(people, options, out)
        maker = Maker(plan, fonts=options.fonts, edition=_next_edition(plan, out))
        workers = workers_for(maker, out, options.jobs)
        made, failed = _write_and_set(plan, people, workers, step)
        # Only now is it known how thick each packet is. One that is too thick for a window puts
        # everyone into flats, so packets that this run leaves alone count as well.
        before = report.sheets_of_plan(out.plan()) if options.only else {}
        way = _settle_envelopes(plan, people, made, workers, before)
        told = tell(plan, maker, made)
        group = maker.make_group()
        # The run sheet is last of the papers, for it says whose packet could not be made.
        run_sheet = maker.make_run_sheet(_guests(plan, told, failed))
        manifests = {
            one.profile.id: _manifest(plan, one, made[one.profile.id])
            for one in people
            if one.profile.id in made
        }
        changed = tuple(_changed(plan, out, made))
        _pack(out, manifests, group, run_sheet, gone)
        problems = (*_without_moot(plan, way), *told.problems)
        done = report.Done(
            people=told.people,
            artefacts=_known_artefacts(plan, out, made),
            problems=problems,
            group=group,
            run_sheet=run_sheet,
            sheets={**before, **{key: one.sheets for key, one in made.items()}},
            flats=way.flats,
        )
        answer = report.plan_answer(plan, done)
        # With this file the run has happened: it holds the digest of everything before it.
        out.place_plan(to_plain(answer))
    short = (_of(one, problem) for one, packet in made.items() for problem in packet.problems)
    all_told = (
        *problems,
        *check_papers(plan),
        *way.problems,
        *short,
        *_failed_problems(failed),
    )
    old = tuple(_take_old_print(out.path, changed))
    all_told = (*all_told, *old)
    return Prepared(out.path, tuple(made), failed, answer, all_told, tuple(gone), changed)


def _take_old_print(folder: Path, changed: Iterable[ChangedAnswer]) -> Iterator[Problem]:
    """Files for the printer that hold papers of another time, or way to join, are removed."""
    ways = {Channel.LETTER.value, Channel.IN_PERSON.value}
    for one in changed:
        for taken in take_back_in([folder], one.id, ways).taken:
            yield Problem("letters.taken-back", Severity.WARNING, file=shown(taken.path))


def _changed(plan: SessionPlan, out: OutFolder, made: Iterable[str]) -> Iterator[ChangedAnswer]:
    """Whose papers tell another time or way to join than the packet that they replace."""
    now = told_of(plan.work.session)
    for person in made:
        before = read_told(str((out.manifest(person) or {}).get("told", "")))
        what = changes(before, now) if before else ()
        if what:
            yield ChangedAnswer(person, tuple(one.value for one in what))


def _check_folder(people: Iterable[PlannedPerson], options: Options, out: OutFolder) -> list[str]:
    """Stop where somebody changed a file; the packets of people who are no longer named."""
    ids = [person.profile.id for person in people]
    gone = [] if options.only else [one for one in out.packet_ids() if one not in ids]
    if not options.force:
        out.check_untouched([*ids, *gone])
    return gone


def _next_edition(plan: SessionPlan, out: OutFolder) -> Edition:
    """That of the calendar entries made before, or the next one when what they say has changed.

    Of a group, also those that were made for its other meetings; its time is that of the entries
    that lie here, so that packets made again on another day are the same.
    """
    session, words = plan.work.session, plan.work.words(SOURCE_LOCALE)
    asked = [one for one in plan.people if one.profile.contact.calendar]
    if not asked:
        return Edition(0, plan.work.now)
    from access_kit.delivery.calendar import next_sequence, stamp_of

    of_each = {calendar_id(session, one.profile.id): one for one in asked}
    events = [event_of(plan, words, one) for one in of_each.values()]
    series = series_of(session)
    folders = [out, *(out.newest_beside(f"{series.group}-????-??-??") if series else ())]
    found = [folder.file(one, CALENDAR_FILE) for folder in folders for one in folder.packet_ids()]
    before = [entry for entry in found if entry]
    sequence = max((next_sequence(one, entry) for one in events for entry in before), default=0)
    here = (out.file(one, CALENDAR_FILE) for one in out.packet_ids())
    stamps = [stamp for entry in here if entry and (stamp := stamp_of(entry, sequence))]
    return Edition(sequence, max(stamps, default=plan.work.now))


def _write_and_set(
    plan: SessionPlan, people: Iterable[PlannedPerson], workers: Workers, step: Callable[[], None]
) -> tuple[dict[str, Made], tuple[FailedPacket, ...]]:
    """Steps 3 and 4, a packet at a time: each is written, set and staged by one worker.

    One cause that stops every packet stops the run.
    """
    tasks = [PacketTask(person, plan.carrier_of(person)) for person in people]
    made: dict[str, Made] = {}
    failed: list[FailedPacket] = []
    for task, result in zip(tasks, workers.make(tasks), strict=True):
        if isinstance(result, FailedPacket):
            failed.append(result)
        else:
            made[task.person.profile.id] = result
        step()
    stopped = failures_stop_all(failed, len(tasks))
    if stopped:
        raise stopped
    return made, tuple(failed)


def _settle_envelopes(
    plan: SessionPlan,
    people: Iterable[PlannedPerson],
    made: dict[str, Made],
    workers: Workers,
    before: Mapping[str, int],
) -> MailingWay:
    """One kind of envelope for everyone. In flats, letters are set again without a window page.

    ``before`` are the sheets of packets that an earlier run made and this one leaves alone.
    """
    posted = [p for p in people if p.is_posted and p.profile.id in made]
    sheets = {person.profile.id: made[person.profile.id].sheets for person in posted}
    counted = {**before, **sheets}
    chosen = choose_way(counted, window=not plan.carriers.flats)
    told = _tell_postage(plan, counted, flats=chosen.flats)
    way = replace(chosen, problems=(*chosen.problems, *told))
    if not way.flats or plan.carriers.flats:
        return way
    tasks = [PacketTask(person, None, letter_only=True) for person in posted]
    for person, letter in zip(posted, workers.make(tasks), strict=True):
        if isinstance(letter, FailedPacket):
            raise letter.kind(letter.problems)
        made[person.profile.id] = made[person.profile.id].with_changed(letter)
    return way


def _tell_postage(
    plan: SessionPlan, sheets: Mapping[str, int], *, flats: bool
) -> Iterator[Problem]:
    """At how many sheets postage grows, in the envelope that everyone's papers go in."""
    steps = postage_steps(plan.work.home_country, flat=flats)
    thickest = max(sheets.values(), default=0)
    if steps is None or not thickest:
        return
    paper = plan.work.kit.defaults.paper
    found = sheets_at_steps(steps, paper, thickest, flat=flats)
    facts = {"steps": ", ".join(f"{step}: {most}" for step, most in found.items())}
    yield Problem("delivery.postage-steps", Severity.NOTE, facts=facts)


def _without_moot(plan: SessionPlan, way: MailingWay) -> tuple[Problem, ...]:
    """How an address fits the window is of no interest once nobody's goes in a window."""
    moot = plan.carriers.problems if way.flats and not plan.carriers.flats else ()
    return tuple(one for one in plan.problems if one not in moot)


def _pack(
    out: OutFolder,
    manifests: Mapping[str, bytes],
    group: Made,
    run_sheet: Made,
    gone: Iterable[str],
) -> None:
    """Step 5: everything that was staged into its place; the plan follows last of all."""
    for person_id, manifest in manifests.items():
        out.stage_packet(person_id, {MANIFEST: manifest})
    out.stage_group({n.removeprefix("group/"): d for n, d in group.files.items()})
    old = shared_digests(out.plan())
    out.settle({one.file: one.sha256 for one in (*group.artefacts, *run_sheet.artefacts)})
    for person_id in manifests:
        out.place_packet(person_id)
    for person_id in gone:
        out.remove_packet(person_id)
    out.place_group()
    stale = tuple(name for name in old if "/" not in name and name not in run_sheet.files)
    out.place_files(run_sheet.files, gone=stale)


def _manifest(plan: SessionPlan, person: PlannedPerson, made: Made) -> bytes:
    kit = plan.work.kit
    caller = caller_of(person.profile, person.plan.settings, kit)
    discreet = person.contents is Contents.DISCREET
    faults = {
        PLACEHOLDER: bool(placeholders_in(kit)),
        VOICE_ONLY: voice_alone(kit.crisis, caller, discreet=discreet),
    }
    context = paper_context(plan, person, plan.work.words(SOURCE_LOCALE), OwnWords())
    answer = report.manifest_answer(
        plan.work.session,
        person,
        made,
        emergency_line=bool(emergency_ways(kit.crisis, caller)),
        held=tuple(code for code, holds in faults.items() if holds),
        way=way_to_join(context),
        differs=days_said(context),
        ends_reminders=context.is_note and reminders_end(context),
    )
    return to_json(to_plain(answer))


def _known_artefacts(
    plan: SessionPlan, out: OutFolder, made: Mapping[str, Made]
) -> dict[str, tuple[ArtefactAnswer, ...]]:
    """Artefacts of every packet that stands in place, of this run or an earlier one."""
    known = {}
    for person in plan.people:
        one = person.profile.id
        if one in made:
            known[one] = tuple(report.artefact_answer(a) for a in made[one].artefacts)
        else:
            known[one] = report.artefacts_of_manifest(out.manifest(one))
    return known


@dataclass(frozen=True)
class PlannedPeople:
    """The plans of people with what was found on the way; problems are about languages."""

    people: tuple[PersonPlan, ...]
    outcomes: Mapping[str, WrittenPapers]
    problems: tuple[Problem, ...]


def tell(plan: SessionPlan, maker: Maker, made: Mapping[str, Made]) -> PlannedPeople:
    """What is told of everyone, beside the plan; of who has no new packet, what is foreseen."""
    outcomes = {
        person.profile.id: made[person.profile.id].written
        if person.profile.id in made
        else maker.foresee(person)
        for person in plan.people
    }
    people = tuple(
        _as_told(plan, person, outcomes[person.profile.id], made.get(person.profile.id))
        for person in plan.people
    )
    papers = [one for found in outcomes.values() for one in found.papers if not one.paper.copy_in]
    return PlannedPeople(people, outcomes, tuple(tell_languages(papers)))


def _as_told(
    plan: SessionPlan, person: PlannedPerson, outcome: WrittenPapers, packet: Made | None
) -> PersonPlan:
    missing = packet.missing if packet else ()
    words = plan.work.words(SOURCE_LOCALE)
    wishes = dict.fromkeys(filter(None, map(wish_behind, missing)))
    left = [one for one in person.formats if one not in missing]
    short = [format_not_met(one, left, words, "plan.format-failed") for one in wishes]
    helpless = help_left_out(packet.problems if packet else (), words)
    return replace(
        person.plan,
        not_met=(*person.plan.not_met, *outcome.not_met, *short, *helpless),
        problems=(*person.plan.problems, *(packet.problems if packet else ())),
    )


def _guests(
    plan: SessionPlan, planned: PlannedPeople, failed: Iterable[FailedPacket]
) -> list[tuple[Profile, PersonPlan]]:
    """Who may come, for the run sheet. Whose packet could not be set is called by their id:

    what stopped it must not stop the sheet that everyone depends on.
    """
    by_id = {one.id for one in failed}
    profiles = (person.profile for person in plan.people)
    called = [_by_id(one) if one.id in by_id else one for one in profiles]
    return list(zip(called, planned.people, strict=True))


def _by_id(profile: Profile) -> Profile:
    contact = replace(profile.contact, emergency=None)
    return replace(profile, name=profile.id, contact=contact)


def _of(person_id: str, problem: Problem) -> Problem:
    where = f"{person_id}: {problem.where}" if problem.where else person_id
    return replace(problem, where=where)


def _failed_problems(failed: Iterable[FailedPacket]) -> Iterable[Problem]:
    for one in failed:
        for problem in one.problems:
            yield _of(one.id, problem)
