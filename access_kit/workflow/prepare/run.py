"""The thread of steps 1 to 3: plan, make, pack; ``--dry-run`` stops after the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from access_kit.delivery.mailing import MailingWay, choose_way
from access_kit.errors import BadInput, Problem
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.materials.crisis_lines import emergency_ways
from access_kit.model.answers import ArtefactAnswer, ChangedAnswer, PlanAnswer, to_plain
from access_kit.model.told import changes, read_told, told_of
from access_kit.workflow.prepare import answer as report
from access_kit.workflow.prepare.answer import Wording
from access_kit.workflow.prepare.calendar_entry import CALENDAR_FILE, event_of
from access_kit.workflow.prepare.callers import caller_of
from access_kit.workflow.prepare.contexts import check_papers
from access_kit.workflow.prepare.pack import MANIFEST, OutFolder, shared_digests, to_json
from access_kit.workflow.prepare.plan import Person, SessionPlan, format_not_met, wish_behind
from access_kit.workflow.prepare.set import Failed, Made, Maker, failures_stop_all
from access_kit.workflow.prepare.workers import Task, Workers, workers_for


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
    failed: tuple[Failed, ...]
    plan: PlanAnswer
    problems: tuple[Problem, ...]
    removed: tuple[str, ...] = field(default=())
    changed: tuple[ChangedAnswer, ...] = field(default=())


def choose_people(plan: SessionPlan, only: str | None) -> tuple[Person, ...]:
    """Everyone, or the one person who was named."""
    if only is None:
        return plan.people
    chosen = tuple(p for p in plan.people if p.profile.id.casefold() == only.casefold())
    if not chosen:
        ids = ", ".join(person.profile.id for person in plan.people)
        facts = {"value": only, "known": ids}
        raise BadInput(Problem("command.unknown-id", where="--only", facts=facts))
    return chosen


def preview(plan: SessionPlan, options: Options, word: Wording) -> Prepared:
    """What would be made, and where. Nothing is written."""
    people = choose_people(plan, options.only)
    folder = options.out / plan.work.session.id
    artefacts = {p.profile.id: report.planned_artefacts(p) for p in people}
    answer = report.plan_answer(plan, artefacts, Made({}, ()), Made({}, ()), {}, False, word)
    made = tuple(person.profile.id for person in people)
    return Prepared(folder, made, (), answer, (*plan.problems, *check_papers(plan)))


def prepare(
    plan: SessionPlan, options: Options, word: Wording, step: Callable[[], None]
) -> Prepared:
    """Make and put in place. ``step`` is called once a packet."""
    people = choose_people(plan, options.only)
    out = OutFolder(options.out / plan.work.session.id)
    with out.writing():
        return _prepare_locked(plan, people, options, out, word, step)


def _prepare_locked(
    plan: SessionPlan,
    people: tuple[Person, ...],
    options: Options,
    out: OutFolder,
    word: Wording,
    step: Callable[[], None],
) -> Prepared:
    ids = [person.profile.id for person in people]
    gone = [] if options.only else [one for one in out.packet_ids() if one not in ids]
    if not options.force:
        out.check_untouched([*ids, *gone])
    plan = replace(plan, sequence=_next_sequence(plan, out))
    maker = Maker(plan, fonts=options.fonts)
    workers = workers_for(maker, out, options.jobs)
    packets = _make_packets(plan, people, workers, step)
    failed = tuple(one for one in packets.values() if isinstance(one, Failed))
    stopped = failures_stop_all(list(failed), len(people))
    if stopped:
        raise stopped
    group = maker.make_group()
    made = {key: one for key, one in packets.items() if isinstance(one, Made)}
    before = report.sheets_of_plan(out.plan()) if options.only else {}
    way = _settle_envelopes(plan, people, made, workers, before)
    plan = _tell_missing(_without_moot(plan, way), made)
    run_sheet = Maker(plan, fonts=options.fonts).make_run_sheet({one.id for one in failed})
    for person in people:
        person_id = person.profile.id
        if person_id in made:
            manifest = _manifest(plan, person, made[person_id])
            out.stage_packet(person_id, {MANIFEST: manifest})
    out.stage_group({n.removeprefix("group/"): d for n, d in group.files.items()})
    changed = tuple(_changed(plan, out, made))
    old = shared_digests(out.plan())
    out.settle({one.file: one.sha256 for one in (*group.artefacts, *run_sheet.artefacts)})
    for person_id in made:
        out.place_packet(person_id)
    for person_id in gone:
        out.remove_packet(person_id)
    out.place_group()
    stale = tuple(name for name in old if "/" not in name and name not in run_sheet.files)
    out.place_files(run_sheet.files, gone=stale)
    artefacts = _known_artefacts(plan, out, made)
    sheets = {**before, **{key: one.sheets for key, one in made.items()}}
    answer = report.plan_answer(plan, artefacts, group, run_sheet, sheets, way.flats, word)
    out.place_plan(to_plain(answer))
    short = (_of(one, problem) for one, packet in made.items() for problem in packet.problems)
    problems = (
        *plan.problems,
        *check_papers(plan),
        *way.problems,
        *short,
        *_failed_problems(failed),
    )
    return Prepared(out.path, tuple(made), failed, answer, problems, tuple(gone), changed)


def _changed(plan: SessionPlan, out: OutFolder, made: Iterable[str]) -> Iterator[ChangedAnswer]:
    """Whose papers tell another time or way to join than the packet that they replace."""
    now = told_of(plan.work.session)
    for person in made:
        before = read_told(str((out.manifest(person) or {}).get("told", "")))
        what = changes(before, now) if before else ()
        if what:
            yield ChangedAnswer(person, tuple(one.value for one in what))


def _next_sequence(plan: SessionPlan, out: OutFolder) -> int:
    """That of the calendar entries made before, or one more when the meeting has moved."""
    if not any(one.profile.contact.calendar for one in plan.people):
        return 0
    from access_kit.delivery.calendar import next_sequence

    event = event_of(plan, plan.work.words(SOURCE_LOCALE))
    before = (out.file(one, CALENDAR_FILE) for one in out.packet_ids())
    return max((next_sequence(event, entry) for entry in before if entry), default=0)


def _make_packets(
    plan: SessionPlan, people: Iterable[Person], workers: Workers, step: Callable[[], None]
) -> dict[str, Made | Failed]:
    """Every packet made and staged, by id."""
    tasks = [Task(person, plan.carrier_of(person)) for person in people]
    results: dict[str, Made | Failed] = {}
    for task, result in zip(tasks, workers.make(tasks), strict=True):
        results[task.person.profile.id] = result
        step()
    return results


def _settle_envelopes(
    plan: SessionPlan,
    people: Iterable[Person],
    made: dict[str, Made],
    workers: Workers,
    before: Mapping[str, int],
) -> MailingWay:
    """One kind of envelope for everyone. In flats, letters are set again without a window page.

    ``before`` are the sheets of packets that an earlier run made and this one leaves alone.
    """
    posted = [p for p in people if p.is_posted and p.profile.id in made]
    sheets = {person.profile.id: made[person.profile.id].sheets for person in posted}
    way = choose_way({**before, **sheets}, window=not plan.carriers.flats)
    if not way.flats or plan.carriers.flats:
        return way
    tasks = [Task(person, None, letter_only=True) for person in posted]
    for person, letter in zip(posted, workers.make(tasks), strict=True):
        if isinstance(letter, Failed):
            raise letter.kind(letter.problems)
        made[person.profile.id] = made[person.profile.id].with_changed(letter)
    return way


def _without_moot(plan: SessionPlan, way: MailingWay) -> SessionPlan:
    """How an address fits the window is of no interest once nobody's goes in a window."""
    moot = plan.carriers.problems if way.flats and not plan.carriers.flats else ()
    return replace(plan, problems=tuple(one for one in plan.problems if one not in moot))


def _manifest(plan: SessionPlan, person: Person, made: Made) -> bytes:
    kit = plan.work.kit
    lines = emergency_ways(kit.crisis, caller_of(person.profile, person.plan.settings, kit))
    answer = report.manifest_answer(
        plan.work.session, person.profile.id, made, emergency_line=bool(lines)
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


def _tell_missing(plan: SessionPlan, made: Mapping[str, Made]) -> SessionPlan:
    """The plan with what the packets turned out to be short of, for answer and run sheet."""
    people = []
    for person in plan.people:
        packet = made.get(person.profile.id)
        if packet and (packet.problems or packet.missing):
            words = plan.work.words(SOURCE_LOCALE)
            wishes = dict.fromkeys(filter(None, map(wish_behind, packet.missing)))
            left = [one for one in person.formats if one not in packet.missing]
            short = [format_not_met(one, left, words, "plan.format-failed") for one in wishes]
            told = replace(
                person.plan,
                not_met=(*person.plan.not_met, *short),
                problems=(*person.plan.problems, *packet.problems),
            )
            person = replace(person, plan=told)
        people.append(person)
    return replace(plan, people=tuple(people))


def _of(person_id: str, problem: Problem) -> Problem:
    where = f"{person_id}: {problem.where}" if problem.where else person_id
    return replace(problem, where=where)


def _failed_problems(failed: Iterable[Failed]) -> Iterable[Problem]:
    for one in failed:
        for problem in one.problems:
            yield _of(one.id, problem)
