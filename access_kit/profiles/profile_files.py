"""Profile files → ``Profile``, with every mistake told."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

from access_kit.errors import AccessKitError, Problem, Severity
from access_kit.files import read_text, shown
from access_kit.intake import Intake
from access_kit.model.profile import Channel, Profile, TalkModes
from access_kit.model.stated import Stated, Wish

STALE_CONTACT_DAYS = 90
"""Safe channels asked longer ago than this are asked again before anything is sent."""


def read_profile(path: Path, *, today: datetime.date) -> tuple[Profile | None, list[Problem]]:
    """One profile file, and its problems; ``None`` when any of them is an error."""
    try:
        text = read_text(path)
    except AccessKitError as error:
        return None, list(error.problems)
    return parse_profile(text, file=shown(path), today=today)


def parse_profile(
    text: str, *, file: str, today: datetime.date
) -> tuple[Profile | None, list[Problem]]:
    return read_intake(Intake(file, text, kind="profile"), today)


def read_intake(intake: Intake, today: datetime.date) -> tuple[Profile | None, list[Problem]]:
    """The profile that an intake holds, and its problems; ``None`` when any of them is an error."""
    profile = intake.read(Profile)
    if profile is None:
        return None, intake.problems
    profile = _merge_avoided_modes(profile, intake)
    _check_contact(profile, intake, today)
    _check_review(profile, intake, today)
    return (profile if intake.ok else None), intake.problems


def _merge_avoided_modes(profile: Profile, intake: Intake) -> Profile:
    """The profile with ``talk.avoid`` as modes to avoid; one in both lists is told."""
    listed = {mode.value for mode in profile.talk.modes}
    for index, mode in enumerate(profile.talk.avoid):
        if mode in listed:
            intake.tell("mode-in-both-lists", ("talk", "avoid", index), value=mode.value)
    modes = (*profile.talk.modes, *(Stated(mode, Wish.AVOID) for mode in profile.talk.avoid))
    talk = TalkModes(modes, (), profile.talk.speech, profile.talk.extra_time)
    return dataclasses.replace(profile, talk=talk)


def _check_contact(profile: Profile, intake: Intake, today: datetime.date) -> None:
    """Tell ways called safe that have no address, and when nobody asked for long."""
    contact = profile.contact
    needs = {
        Channel.LETTER: ("post", contact.post),
        Channel.EMAIL: ("email", contact.email),
        Channel.SMS: ("phone", contact.phone),
        Channel.CALL: ("phone", contact.phone),
        Channel.VOICEMAIL: ("phone", contact.phone),
    }
    for index, channel in enumerate(contact.safe):
        field, value = needs.get(channel, ("", True))
        if value is None:
            where = ("contact", "safe", index)
            intake.tell("channel-without-address", where, channel=channel.value, key=field)
    for index, reminder in enumerate(profile.pace.reminders):
        if reminder.wanted and reminder.value not in contact.safe:
            where = ("pace", "reminders", index)
            intake.tell("reminder-not-safe", where, value=reminder.value.value)
    if contact.safe and contact.asked_on is None:
        intake.tell("contact-not-dated", ("contact", "safe"), Severity.WARNING)
    elif contact.asked_on and contact.asked_on > today:
        value = contact.asked_on.isoformat()
        intake.tell("date-in-future", ("contact", "asked_on"), Severity.WARNING, value=value)
    elif contact.safe and contact.asked_on and (today - contact.asked_on).days > STALE_CONTACT_DAYS:
        days = (today - contact.asked_on).days
        intake.tell("contact-stale", ("contact", "asked_on"), Severity.WARNING, days=days)


def _check_review(profile: Profile, intake: Intake, today: datetime.date) -> None:
    """Tell a profile that should have been looked at again before ``today``."""
    if profile.review_by and profile.review_by < today:
        intake.tell(
            "review-due", ("review_by",), Severity.WARNING, date=profile.review_by.isoformat()
        )


def read_profile_folder(
    folder: Path, *, today: datetime.date
) -> tuple[list[Profile], list[Problem]]:
    """Every ``*.toml`` of a folder, by id; ids are unique without regard to case."""
    if not folder.is_dir():
        code = "profiles.not-a-folder" if folder.exists() else "profiles.no-folder"
        return [], [Problem(code, file=shown(folder))]
    paths = sorted(p for p in folder.iterdir() if p.suffix == ".toml" and p.name[0] != ".")
    if not paths:
        return [], [Problem("profiles.empty", file=shown(folder))]
    profiles: list[Profile] = []
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    for path in paths:
        profile, found = read_profile(path, today=today)
        problems += found
        if profile is None:
            continue
        first = seen.setdefault(profile.id.casefold(), path)
        if first is not path:
            facts = {"id": profile.id, "first": first.name}
            problems.append(
                Problem("profile.duplicate-id", file=shown(path), where="id", facts=facts)
            )
        profiles.append(profile)
    return sorted(profiles, key=lambda profile: profile.id.casefold()), problems
