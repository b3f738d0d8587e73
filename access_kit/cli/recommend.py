"""``access-kit recommend``: what would help a person, or the people of a session."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import Force, QuickTalk, Verbose, make_app, read_now
from access_kit.cli.users_fonts import font_folders
from access_kit.console import Talk, problem_answers
from access_kit.files import shown
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.words import load_words
from access_kit.model.answers.advice import (
    ChoiceLineAnswer,
    CompareAnswer,
    PlatformAnswer,
    RecommendAnswer,
)
from access_kit.model.plan import Duty, NotMet, PersonPlan, Recommendation
from access_kit.recommend.compare import ChoiceLine, PlatformChoice
from access_kit.workflow.advise import (
    Advice,
    advise,
    advise_person,
    compare_platforms,
    write_choice_sheet,
)
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.kept_profile import held_person, is_file_name
from access_kit.workflow.prepare.answer import group_answer, participant_answer
from access_kit.workflow.sum_up import SCREEN_ROWS, sum_up_advice

app = make_app()


@app.command(epilog="Example: access-kit recommend profiles/K-07.toml --compare zoom,phone,sms")
def recommend(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PROFILE|SESSION", help="Whom to advise on: a file, or a person's id."
        ),
    ],
    door: KitDoor,
    talk: QuickTalk,
    compare: Annotated[
        str, typer.Option(metavar="P,…", help="Compare platforms for one person, with commas.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With --compare: a choice sheet in the file's format."),
    ] = None,
    force: Force = False,
    verbose: Verbose = False,
) -> None:
    """Show what would help a person, or sum up what would help the people of a session.

    What a person said they want comes before every rule; nothing is decided for anyone.
    """
    advice = _advice(path, door.access(talk))
    rows = talk.tell(advice.problems, brief=not verbose)
    if compare:
        _compare(talk, advice, compare, out, force)
        return
    answer = RecommendAnswer(
        participants=tuple(participant_answer(plan, ()) for plan in advice.people),
        group=group_answer(advice.group, ()) if advice.group else None,
        problems=problem_answers(advice.problems),
    )
    if verbose:
        for plan in advice.people:
            _say_person(talk, plan)
        if advice.group:
            talk.say("For everyone:")
            _say(talk, advice.group.recommendations, advice.group.not_met)
    else:
        words = load_words(SOURCE_LOCALE)
        for line in sum_up_advice(advice.people, answer, words, SCREEN_ROWS - 1 - rows):
            talk.say(line)
        for plan in () if advice.group else advice.people:
            _say_sentences(talk, plan, {one.id for one in advice.book.rules if one.baseline})
        talk.say("Each recommendation, with its reason and source: --verbose.")
    talk.answer(answer)


def _advice(path: Path, access: KitAccess) -> Advice:
    """On a file, or on a person of the store."""
    if is_file_name(str(path)) or path.exists():
        return advise(path, kit_folder=access.named, now=read_now(), find_people=access.find_people)
    with held_person(str(path), access) as held:
        profile = held.profile
    found = access.kit_if_any()
    return advise_person(profile, found[0] if found else None, read_now())


def _say_sentences(talk: Talk, plan: PersonPlan, for_all: Set[str]) -> None:
    """What holds for one person in sentences, each once: what is sure, offered, and the way on.

    ``for_all`` are the rules that hold for everyone: of them nothing is said.
    """
    own = [one for one in plan.recommendations if one.rule not in for_all]
    sure = [one.because for one in own if one.duty is Duty.REQUIRED]
    offered = [one.because for one in own if one.duty is not Duty.REQUIRED]
    ways_on = [way for one in plan.not_met for way in one.alternatives]
    for label, said in (
        ("You can tell them", sure),
        ("You can offer", [one for one in offered if one not in sure]),
        ("For what is not arranged", ways_on),
    ):
        if said:
            talk.say(f"{label}: {' '.join(dict.fromkeys(said))}")


def _say_person(talk: Talk, plan: PersonPlan) -> None:
    talk.say(f"For {plan.id}:")
    _say(talk, plan.recommendations, plan.not_met)
    for booking in plan.bookings:
        late = " (too late)" if booking.late else ""
        talk.say(f"  book by {booking.book_by}{late}: {booking.what} [{booking.rule}]")
    talk.say()


def _say(
    talk: Talk, recommendations: tuple[Recommendation, ...], not_met: tuple[NotMet, ...]
) -> None:
    for one in recommendations:
        value = ", ".join(one.value) if isinstance(one.value, tuple) else str(one.value).lower()
        source = f"[{one.rule}, {one.source}]"
        talk.say(f"  {one.duty}: {one.setting} = {value}. {one.because} {source}")
    for missed in not_met:
        ways = " Or: ".join(missed.alternatives)
        talk.say(f"  not met: {missed.setting}. {missed.because} Instead: {ways} [{missed.rule}]")


def _compare(talk: Talk, advice: Advice, names: str, out: Path | None, force: bool) -> None:
    compared = compare_platforms(advice, [name.strip() for name in names.split(",")])
    if out is not None:
        write_choice_sheet(compared, advice, out, force=force, fonts=font_folders())
        talk.sum_up(f"Wrote {shown(out)}")
    for choice in compared.choices:
        talk.say(f"{choice.name}:")
        for verdict, lines in (
            ("yes", choice.met),
            ("no", choice.not_met),
            ("not known", choice.unknown),
        ):
            for line in lines:
                talk.say(f"  {verdict}: {line.sentence}" + (f" ({line.note})" if line.note else ""))
        for way in choice.alternatives:
            talk.say(f"  instead: {way}")
    talk.say(compared.notice)
    talk.answer(
        CompareAnswer(
            id=compared.id,
            choices=tuple(map(_platform, compared.choices)),
            notice=compared.notice,
        )
    )


def _platform(choice: PlatformChoice) -> PlatformAnswer:
    def lines(found: tuple[ChoiceLine, ...]) -> tuple[ChoiceLineAnswer, ...]:
        return tuple(ChoiceLineAnswer(o.key, o.sentence, o.reason, o.note) for o in found)

    return PlatformAnswer(
        platform=choice.platform.value,
        name=choice.name,
        kinds=tuple(kind.value for kind in choice.kinds),
        met=lines(choice.met),
        not_met=lines(choice.not_met),
        unknown=lines(choice.unknown),
        not_needed=lines(choice.not_needed),
        alternatives=choice.alternatives,
        stale=choice.stale,
    )
