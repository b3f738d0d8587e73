"""What ``start`` writes of the answers: the kit with the agency's words, and a session or group.

A file that somebody changed since is never written over.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from access_kit.budgets import HANDWRITTEN
from access_kit.errors import BadInput, CannotWrite, Problem, Severity
from access_kit.files import read_start, read_text, refuse_existing_folder, shown
from access_kit.i18n import load_words
from access_kit.intake.template import toml_value
from access_kit.intake.toml_lines import find_lines
from access_kit.kit_files import KIT_FILE, PLACEHOLDERS, placeholders_in, read_kit
from access_kit.model.kit import Kit
from access_kit.notation import NotParsed, parse_toml
from access_kit.store.out_folders import out_folders
from access_kit.store.protocol import Store
from access_kit.store.take_back import session_folders
from access_kit.workflow.first_hour.meeting_answers import usual_zone
from access_kit.workflow.first_hour.read_meeting import file_stem, session_values
from access_kit.workflow.first_hour.start_answers import StartAnswers, answers_in
from access_kit.workflow.keep.access import KitAccess
from access_kit.workflow.keep.begin import (
    GROUPS_FOLDER,
    SessionPeople,
    begin_group,
    begin_session,
    kit_text,
    make_kit_folders,
)
from access_kit.workflow.mail.desk import files_of_sessions
from access_kit.workflow.people.erased_ids import ids_in_log
from access_kit.workflow.people.interview_desk import DRAFT
from access_kit.workflow.prepare.pack import PACKETS

CRISIS_SHORT, REPORTING = "crisis-short.md", "reporting.md"
PAPERS = {"crisis_plan": CRISIS_SHORT, "crisis_short": CRISIS_SHORT, "reporting": REPORTING}
"""The file behind each key. Until there is a longer plan for those who lead, the lines are it."""

_OUR_ID = re.compile(r"\bk-[0-9]{2,6}\b")

LETTER_PAPER = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)
"""Countries whose paper is US letter, by CLDR and habit; all others use A4."""


def answers_for(folder: Path, *, now: datetime.datetime) -> StartAnswers:
    """Where somebody stopped, else a new start; a kit that is there is taken as it is.

    ``BadInput`` for a kit that cannot be read; ``CannotWrite`` where the folder's name is a file's.
    """
    if folder.exists() and not folder.is_dir():
        refuse_existing_folder(folder)
    found = answers_in(folder)
    if found is not None:
        found.usual_zone = usual_zone(folder)
        return found
    answers = StartAnswers(folder)
    path = folder / KIT_FILE
    if not path.is_file():
        return answers
    kit, problems = read_kit(folder, today=now.date())
    if kit is None:
        raise BadInput(problems)
    if placeholders_in(kit) and read_text(path) == _untouched(kit.defaults.locale):
        answers.put(path, read_text(path))
        return answers
    answers.begins_kit = False
    answers.waits = list(what_waits(kit, folder))
    answers.usual_zone = usual_zone(folder)
    answers.said["locale"] = kit.defaults.locale
    if kit.store.operator:
        answers.said["you"] = kit.store.operator
    return answers


def _untouched(locale: str) -> str:
    """The file of a kit as ``init`` writes it, when nothing was said to it."""
    return kit_text({"agency": dict(PLACEHOLDERS), "defaults": {"locale": locale}})


def write_kit(answers: StartAnswers, *, today: datetime.date) -> Iterator[Problem]:
    """The kit's file and the agency's own words, as they were said. Gives what stays as it was."""
    if not answers.begins_kit:
        yield from _add_words(answers, today)
        return
    make_kit_folders(answers.folder)
    texts = dict(_own_papers(answers, today))
    texts[KIT_FILE] = kit_text(_kit_values(answers, today, set(texts)))
    for name, text in texts.items():
        path = answers.folder / name
        if answers.may_write(path):
            answers.put(path, text)
        elif read_text(path) != text:
            yield Problem("start.changed-file", Severity.WARNING, file=shown(path))


def _add_words(answers: StartAnswers, today: datetime.date) -> Iterator[Problem]:
    """What a kit that is there waited for, as far as it was said now."""
    said = [key for key in answers.waits if answers.said.get(key)]
    if not said:
        return
    path = answers.folder / KIT_FILE
    if not (answers.kit_before and answers.may_write(path)):
        answers.kit_before = read_text(path)
    texts = {name: text for name, text in _own_papers(answers, today) if _key_of(name) in said}
    papers = {key: name for key, name in PAPERS.items() if name in texts}
    try:
        crisis = _crisis_lines(answers, today) if "crisis" in said else []
        texts[KIT_FILE] = with_words(answers.kit_before, papers, crisis)
    except NotParsed:
        yield Problem("start.kit-takes-none", Severity.WARNING, file=shown(path))
    for name, text in texts.items():
        at = answers.folder / name
        if name == KIT_FILE or answers.may_write(at):
            answers.put(at, text)
        elif read_text(at) != text:
            yield Problem("start.changed-file", Severity.WARNING, file=shown(at))


def what_waits(kit: Kit, folder: Path) -> tuple[str, ...]:
    """The questions of which the answers are in no file of the kit yet."""
    named = {"crisis_short": kit.documents.crisis_short, "reporting": kit.documents.reporting}
    waits = [] if any(one.emergency and one.has_way for one in kit.crisis) else ["crisis"]
    waits += [key for key, at in named.items() if not at and not (folder / PAPERS[key]).exists()]
    return tuple(waits)


def with_words(text: str, papers: Mapping[str, str], crisis: list[dict[str, Any]]) -> str:
    """The kit's text with more papers named and lines to call; ``NotParsed`` where it takes none.

    A paper that is named already stays.
    """
    held = parse_toml(text)
    left = {key: name for key, name in papers.items() if not held.get("documents", {}).get(key)}
    lines = [f"{key} = {toml_value(name)}\n" for key, name in left.items()]
    head = find_lines(text).get(("documents",))
    if lines and head is not None:
        own = text.splitlines(keepends=True)
        text = "".join([*own[:head], *lines, *own[head:]])
    elif lines:
        text = f"{_ended(text)}\n[documents]\n{''.join(lines)}"
    for one in crisis:
        keys = "".join(f"{key} = {toml_value(value)}\n" for key, value in one.items() if value)
        text = f"{_ended(text)}\n[[crisis]]\n{keys}"
    parse_toml(text)
    return text


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _key_of(paper: str) -> str:
    return "reporting" if paper == REPORTING else "crisis_short"


def _crisis_lines(answers: StartAnswers, today: datetime.date) -> list[dict[str, Any]]:
    fixed = {"country": answers.country, "checked_on": today}
    return [{**fixed, **one} for one in answers.said.get("crisis") or ()]


def _kit_values(answers: StartAnswers, today: datetime.date, papers: set[str]) -> dict[str, Any]:
    said, country = answers.said, answers.country
    agency = {"name": said["name"], "envelope_sender": said["sender"]}
    for key in ("from_name", "phone", "email"):
        if said.get(key):
            agency[key] = said[key]
    if country:
        agency["country"] = country
    defaults: dict[str, Any] = {"locale": said["locale"]}
    if country and country not in LETTER_PAPER:
        defaults |= {"paper": "a4", "envelope": "dl"}
    values: dict[str, Any] = {
        "agency": agency,
        "defaults": defaults,
        "documents": {key: name for key, name in PAPERS.items() if name in papers},
        "store": {"operator": said["you"]},
    }
    lines = _crisis_lines(answers, today)
    return values | ({"crisis": lines} if lines else {})


def _own_papers(answers: StartAnswers, today: datetime.date) -> Iterator[tuple[str, str]]:
    """The agency's lines, each an item of a list, under a title that everybody can read."""
    head = f"lang: {answers.said['locale']}\ndate: {today}\n---\n"
    words = load_words(answers.said["locale"])
    if lines := answers.said.get("crisis_short"):
        title = words.text("agree.crisis-short")
        yield CRISIS_SHORT, f"---\ntitle: {title}\n{head}\n{_items(lines)}"
    if lines := answers.said.get("reporting"):
        title = words.text("consent.reporting")
        body = f"## {title} {{participants}}\n\n{_items(lines)}"
        yield REPORTING, f"---\ntitle: {title}\n{head}\n{body}"


def _items(lines: Iterable[str]) -> str:
    return "".join(f"- {_plain(one)}\n" for one in lines)


def _plain(line: str) -> str:
    """A line as it was said: no sign in it is taken for markup."""
    safe = "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#!|~^$&" else sign for sign in line)
    # A sign in front, or a number with its point, would begin a list inside of the list.
    return re.sub(r"^(?:([-+=])|(\d+)([.)]))", _escaped, safe)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def waiting_words(answers: StartAnswers) -> list[Problem]:
    """What waits because it was left for later, a warning each."""
    codes = {
        "crisis": ("no-crisis-line", "crisis"),
        "crisis_short": ("agreement-waits-crisis", "documents.crisis_plan"),
        "reporting": ("agreement-waits-reporting", "documents.reporting"),
    }
    asked = codes if answers.begins_kit else answers.waits
    left = [one for key, one in codes.items() if key in asked and not answers.said.get(key)]
    return [Problem(f"start.{code}", Severity.WARNING, where=where) for code, where in left]


def new_person(store: Store, kit: Path) -> str:
    """The next id that nobody has or ever had, as far as can be known here: ``K-01``.

    Papers, letters and files of a session may still speak of somebody who was erased, or who was
    in a vault that is lost.
    """
    taken = {one.id.casefold() for one in store.people()}
    taken |= {one.key.casefold() for one in store.documents(DRAFT)}
    taken |= ids_in_log(store) | set(_ids_in_files(kit))
    number = 1
    while f"k-{number:02d}" in taken:
        number += 1
    return f"K-{number:02d}"


def _ids_in_files(kit: Path) -> Iterator[str]:
    """Ids of our kind in the files of sessions and groups, and of whom papers lie made."""
    for path in files_of_sessions(kit):
        text = read_start(path, HANDWRITTEN.size).decode("utf-8", "replace")
        yield from _OUR_ID.findall(text.casefold())
    for folder in session_folders(out_folders(kit)):
        yield from (one.name.casefold() for one in folder.glob(f"{PACKETS}/*"))


def write_meeting(answers: StartAnswers, access: KitAccess) -> tuple[Path, list[Problem]]:
    """A session's file, or a group's where it goes on. ``BadInput`` when a value does not fit.

    One of ours that is there is written anew; under a name that somebody else's has, a number goes
    behind it.
    """
    said = answers.said
    handouts = [said["handout"]] if said.get("handout") else []
    values = session_values(answers, handouts)
    rule = said.get("repeats") or ""
    stem = file_stem(said["title"])
    if not rule:
        stem = f"{stem}-{said['starts'][:10]}"
    folder = answers.folder / (GROUPS_FOLDER if rule else "")
    path = _free(folder, stem, answers)
    values["id"] = path.stem
    if path.exists():
        path.unlink()
    if rule:
        named = {**values, "repeats": rule, "participants": [answers.person]}
        _, problems = begin_group(access, path, named, None)
    else:
        people = SessionPeople(ids=answers.person)
        problems = begin_session(access, path, values, people, lambda: answers.person)
    answers.put(path, read_text(path))
    answers.session = str(path)
    answers.keep()
    return path, problems


def _free(folder: Path, stem: str, answers: StartAnswers) -> Path:
    for number in range(1, 100):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.toml"
        if answers.may_write(path):
            return path
    raise CannotWrite(Problem("write.exists", file=shown(folder / f"{stem}.toml")))
