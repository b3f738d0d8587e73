"""Advice without a packet: what would help a person or a group, and how platforms compare."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from access_kit.documents.looks import look_of
from access_kit.errors import BadInput, Problem
from access_kit.files import read_text, refuse_existing, shown
from access_kit.i18n.catalogues import kit_folders
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.intake import Intake
from access_kit.intake.reader import unknown_word
from access_kit.kit_files import find_kit, read_kit, read_resources
from access_kit.materials.choice_sheet import WayToMeet, build_choice_sheet
from access_kit.model.plan import GroupPlan, PersonPlan
from access_kit.model.profile import Profile
from access_kit.model.session import Platform
from access_kit.profiles.profile_files import parse_profile
from access_kit.recommend.compare import Comparison, compare
from access_kit.recommend.group import recommend_group
from access_kit.recommend.person import recommend_person
from access_kit.recommend.rules import RuleBook
from access_kit.recommend.situation import Situation
from access_kit.session_files import split_reference
from access_kit.workflow.alone.paper_alone import format_of_path, write_paper
from access_kit.workflow.prepare.languages import Scribe
from access_kit.workflow.prepare.plan import choose_locale, make_situation
from access_kit.workflow.prepare.read import FindPeople, read_book, read_work


@dataclass(frozen=True)
class Advice:
    """``people`` in the order of their ids; ``group`` only for a session; ``folder`` of the kit."""

    people: tuple[PersonPlan, ...]
    profiles: tuple[Profile, ...]
    group: GroupPlan | None
    situation: Situation
    book: RuleBook
    problems: tuple[Problem, ...]
    folder: Path | None = None


def advise(
    path: Path,
    *,
    kit_folder: Path | None,
    now: datetime.datetime,
    find_people: FindPeople | None = None,
) -> Advice:
    """Advice on a profile, a session or a group's meeting, whichever the file's schema says."""
    file, _ = split_reference(path)
    intake = Intake(shown(file), read_text(file), kind="file")
    if not intake.valid:
        raise BadInput(intake.problems)
    kind = str(intake.data.get("schema", "")).removeprefix("access-kit/").partition("/")[0]
    if kind in ("session", "group"):
        return _advise_session(path, kit_folder, now, find_people)
    if kind == "profile":
        profile, problems = parse_profile(read_text(path), file=shown(path), today=now.date())
        folder = kit_folder or find_kit(path.parent)
        return advise_person(profile, folder, now, problems, beside=path.parent)
    intake.tell("no-profile-or-session", ("schema",))
    raise BadInput(intake.problems)


def _advise_session(
    path: Path,
    kit_folder: Path | None,
    now: datetime.datetime,
    find_people: FindPeople | None,
) -> Advice:
    work = read_work(path, kit_folder=kit_folder, now=now, find_people=find_people)
    situation = make_situation(work)
    plans = [(one, recommend_person(one, situation, work.book)) for one in work.profiles]
    return Advice(
        people=tuple(plan for _, plan in plans),
        profiles=work.profiles,
        group=recommend_group(plans, situation, work.book),
        situation=situation,
        book=work.book,
        problems=work.problems,
        folder=work.folder,
    )


def advise_person(
    profile: Profile | None,
    folder: Path | None,
    now: datetime.datetime,
    told: Sequence[Problem] = (),
    *,
    beside: Path = Path(),
) -> Advice:
    """Advice on one person, by the kit in ``folder``, else by the rules ``beside``.

    ``told`` is what was wrong with the file that the profile stands in.
    """
    kit, problems = read_kit(folder, today=now.date()) if folder else (None, [])
    resources, found = read_resources(folder, today=now.date()) if folder else ((), [])
    book, wrong = read_book(folder or beside)
    problems = [*told, *problems, *found, *wrong]
    if any(problem.is_error for problem in problems) or profile is None or book is None:
        raise BadInput(problems)
    situation = Situation(now=now, kit=kit, resources=resources)
    plan = recommend_person(profile, situation, book)
    return Advice((plan,), (profile,), None, situation, book, tuple(problems), folder)


def compare_platforms(advice: Advice, names: Sequence[str]) -> Comparison:
    """One person on several platforms."""
    known = [platform.value for platform in Platform]
    wrong = [name for name in names if name not in known]
    if wrong:
        raise BadInput(unknown_word("--compare", name, known, Platform.noun()) for name in wrong)
    if len(advice.profiles) != 1:
        raise BadInput(Problem("command.compare-one", where="--compare"))
    platforms = [Platform(name) for name in names]
    return compare(advice.profiles[0], advice.situation, advice.book, platforms)


def write_choice_sheet(
    compared: Comparison,
    advice: Advice,
    out: Path,
    *,
    force: bool,
    fonts: tuple[Path, ...] = (),
) -> None:
    """The comparison as one page to tick, in the person's look."""
    name = format_of_path(out)
    refuse_existing([out], force=force)
    kit = advice.situation.kit
    profile = advice.profiles[0]
    scribe = Scribe(kit_folders(advice.folder), kit.home_country if kit else None)
    locale = choose_locale(profile, scribe.words, kit.defaults.locale if kit else SOURCE_LOCALE)
    look = look_of(profile, kit, advice.people[0].settings)
    features, ways = _as_table(compared)
    written = scribe.write(locale, lambda words, _: build_choice_sheet(words, features, ways))
    moment = advice.situation.now
    write_paper(written.document, look, name, out, moment=moment, fonts=fonts, force=force)


def _as_table(compared: Comparison) -> tuple[list[str], list[WayToMeet]]:
    """Each sentence once, and for each platform whether it holds: yes, no or unknown."""
    sentences: dict[str, str] = {}
    values: list[dict[str, str]] = []
    for choice in compared.choices:
        lines = {
            "yes": (*choice.met, *choice.not_needed),
            "no": choice.not_met,
            "unknown": choice.unknown,
        }
        own: dict[str, str] = {}
        for value, found in lines.items():
            for line in found:
                sentences.setdefault(line.key, line.sentence)
                own.setdefault(line.key, value)
        values.append(own)
    ways = [
        WayToMeet(
            choice.platform.value, choice.name, tuple(own.get(k, "unknown") for k in sentences)
        )
        for choice, own in zip(compared.choices, values, strict=True)
    ]
    return list(sentences.values()), ways
