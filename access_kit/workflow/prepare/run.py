"""The thread of ``prepare``: 1 read, 2 plan, 3 write, 4 set, 5 pack.

Steps 3 and 4 go hand in hand, a packet at a time, so that no paper is written twice and no more
than a few are in memory. ``--dry-run`` stops before anything is set. What is found on the way is
told beside the plan, which stays as it is: ``plan.json`` is the plan and what was made.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from access_kit.delivery.gate import PLACEHOLDER, VOICE_ONLY
from access_kit.delivery.mailing import MailingWay
from access_kit.errors import BadInput, Problem, Refused, Severity
from access_kit.files import shown
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.kit_files import placeholders_in
from access_kit.materials.callers import caller_of
from access_kit.materials.crisis_lines import emergency_ways, voice_alone
from access_kit.materials.language_help import help_left_out
from access_kit.materials.letter_short import days_said
from access_kit.materials.note import reminders_end, way_to_join
from access_kit.model.answers import (
    ArtefactAnswer,
    ChangedAnswer,
    MadeFileAnswer,
    PlanAnswer,
    to_plain,
)
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
from access_kit.workflow.prepare.cluster.cluster_workers import ClusterWorkers
from access_kit.workflow.prepare.contexts import OwnWords, check_papers, paper_context
from access_kit.workflow.prepare.pack import MANIFEST, OutFolder, shared_digests, to_json
from access_kit.workflow.prepare.packet_makers import Workers, workers_for
from access_kit.workflow.prepare.plan import format_not_met, make_plan, wish_behind
from access_kit.workflow.prepare.read import FindPeople, read_work
from access_kit.workflow.prepare.reuse.deciders import Deciders
from access_kit.workflow.prepare.reuse.explain import explain_files
from access_kit.workflow.prepare.reuse.memory import Memory, shared_record
from access_kit.workflow.prepare.reuse.records import PartDigests, record_to_plain
from access_kit.workflow.prepare.reuse.run_packets import RunPackets
from access_kit.workflow.prepare.set import Maker
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
    """How to prepare. ``only`` is one person's id; ``jobs`` 0 means as many as there are cores.

    ``cluster`` is the address of a Dask scheduler, whose workers make the packets.
    """

    out: Path
    only: str | None = None
    jobs: int = 0
    force: bool = False
    fonts: tuple[Path, ...] = ()
    cluster: str = ""


@dataclass
class Prepared:
    """What came of it: ids made and failed, the plan as written, and every problem told.

    ``reused`` are those whose packet stands as an earlier run made it; ``why`` each file was made.
    """

    folder: Path
    made: tuple[str, ...]
    failed: tuple[FailedPacket, ...]
    plan: PlanAnswer
    problems: tuple[Problem, ...]
    removed: tuple[str, ...] = field(default=())
    changed: tuple[ChangedAnswer, ...] = field(default=())
    reused: tuple[str, ...] = ()
    why: tuple[MadeFileAnswer, ...] = ()


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
    out = OutFolder(options.out / plan.work.session.id)
    deciders = Deciders(plan, _next_edition(plan, out), options.fonts)
    packets = RunPackets(plan, people, deciders, Memory(out), workers=None)
    told = tell(plan, Maker(plan), packets.made)
    artefacts = {
        person.profile.id: report.planned_artefacts(person, told.outcomes[person.profile.id])
        for person in people
    }
    problems = (*plan.problems, *told.problems)
    answer = report.plan_answer(plan, report.Done(told.people, artefacts, problems))
    return Prepared(
        folder=out.path,
        made=packets.missing,
        failed=(),
        plan=answer,
        problems=(*problems, *check_papers(plan)),
        reused=packets.reused,
        why=tuple(packets.foresee(artefacts)),
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
        run = _make_papers(plan, people, options, out, step)
        made = run.packets.made
        manifests = {
            one.profile.id: _manifest(plan, one, made[one.profile.id])
            for one in people
            if one.profile.id in run.packets.new
        }
        changed = tuple(_changed(plan, out, run.packets.new))
        if manifests or gone or run.shared:
            _pack(out, run, manifests, gone)
        problems = (*_without_moot(plan, run.way), *run.told.problems)
        done = report.Done(
            people=run.told.people,
            artefacts=_known_artefacts(plan, out, made),
            problems=problems,
            group=run.group,
            run_sheet=run.run_sheet,
            sheets={**run.left_alone, **{key: one.sheets for key, one in made.items()}},
            flats=run.way.flats,
        )
        answer = report.plan_answer(plan, done)
        # With this file the run has happened: it holds the digest of everything before it.
        out.place_plan(to_plain(answer))
        if run.shared:
            out.place_shared_record(shared_record(run.shared))
    failed = tuple(run.packets.failed)
    told = (
        *problems,
        *check_papers(plan),
        *run.way.problems,
        *(_of(one, problem) for one, packet in made.items() for problem in packet.problems),
        *_failed_problems(failed),
        *_take_old_print(out.path, changed),
    )
    return Prepared(
        out.path,
        run.packets.new,
        failed,
        answer,
        told,
        tuple(gone),
        changed,
        reused=run.packets.reused,
        why=run.why,
    )


@dataclass(frozen=True)
class _Run:
    """Everything that was made, before it is put in its place.

    ``left_alone`` are the sheets of packets that another run made and this one does not look at.
    ``shared`` is what decides the papers that are nobody's own; empty where they stand.
    """

    packets: RunPackets
    way: MailingWay
    left_alone: Mapping[str, int]
    told: PlannedPeople
    group: Made
    run_sheet: Made
    shared: PartDigests
    why: tuple[MadeFileAnswer, ...]


def _make_papers(
    plan: SessionPlan,
    people: Sequence[PlannedPerson],
    options: Options,
    out: OutFolder,
    step: Callable[[], None],
) -> _Run:
    """Steps 3 and 4: what does not stand is written, set and staged."""
    edition = _next_edition(plan, out)
    deciders, memory = Deciders(plan, edition, options.fonts), Memory(out)
    earlier = memory.earlier(deciders.program)
    maker = Maker(plan, fonts=options.fonts, edition=edition, earlier=earlier)
    workers = _workers(maker, out, options)
    packets = RunPackets(plan, people, deciders, memory, workers)
    packets.make(step)
    # Only now is it known how thick each packet is. One that is too thick for a window puts
    # everyone into flats, so packets that this run leaves alone count as well.
    left_alone = report.sheets_of_plan(out.plan()) if options.only else {}
    way = packets.settle_envelopes(left_alone)
    told = tell(plan, maker, packets.made)
    # The run sheet is last of the papers, for it says whose packet could not be made.
    guests = _guests(plan, told, packets.failed)
    shared = deciders.of_shared(guests)
    stand = memory.shared(shared)
    group, run_sheet = stand or (maker.make_group(), maker.make_run_sheet(guests))
    papers = {one.file: one.sha256 for one in (*group.artefacts, *run_sheet.artefacts)}
    before = (memory.shared_parts(), memory.shared_digests())
    why = (*packets.explain(), *explain_files("", papers, shared, *before))
    return _Run(packets, way, left_alone, told, group, run_sheet, {} if stand else shared, why)


def _workers(maker: Maker, out: OutFolder, options: Options) -> Workers:
    if not options.cluster:
        return workers_for(maker, out, options.jobs)
    return ClusterWorkers(maker, out, options.cluster)


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


def _without_moot(plan: SessionPlan, way: MailingWay) -> tuple[Problem, ...]:
    """How an address fits the window is of no interest once nobody's goes in a window."""
    moot = plan.carriers.problems if way.flats and not plan.carriers.flats else ()
    return tuple(one for one in plan.problems if one not in moot)


def _pack(out: OutFolder, run: _Run, manifests: Mapping[str, bytes], gone: Iterable[str]) -> None:
    """Step 5: everything that was staged into its place; the plan follows last of all."""
    for person_id, manifest in manifests.items():
        out.stage_packet(person_id, {MANIFEST: manifest})
    for record in run.packets.records():
        out.stage_record(record.profile, record_to_plain(record))
    group, run_sheet = run.group, run.run_sheet
    out.stage_group({n.removeprefix("group/"): d for n, d in group.files.items()})
    old = shared_digests(out.plan())
    if run.shared:
        out.forget_shared_record()
    out.settle({one.file: one.sha256 for one in (*group.artefacts, *run_sheet.artefacts)})
    for person_id in manifests:
        out.place_packet(person_id)
    for person_id in gone:
        out.remove_packet(person_id)
    if not run.shared:
        return
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
