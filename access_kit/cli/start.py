"""``access-kit start``: from nothing to a first packet, one question at a time.

Parts follow each other: the agency, the vault, one person, one meeting, the papers. ``back`` leads
through all of them to the first question; ``stop`` keeps what was said, and so does whatever else
ends the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access_kit.cli.dialog import Dialog, Stopped, WantsBack
from access_kit.cli.door import PassphraseFd
from access_kit.cli.options import QuickTalk, make_app, read_now
from access_kit.cli.start_asks import StartAsker
from access_kit.cli.unlock import OneEvening
from access_kit.console import Talk, problem_answers
from access_kit.errors import AccessKitError, CheckFailed, MissingPart, Problem, Severity
from access_kit.files import shown
from access_kit.model.answers.start import StartAnswer

if TYPE_CHECKING:
    from access_kit.cli.interview_talk import InterviewTalk
    from access_kit.workflow.first_hour.start_answers import StartAnswers
    from access_kit.workflow.first_hour.start_questions import StartQuestion
    from access_kit.workflow.keep.access import KitAccess, SecretGiver

app = make_app()

USUAL_FOLDER = Path("our-kit")
VAULT_PARTS = ("sqlcipher3", "cryptography")
"""Without these there is no vault, and without a vault no real person is asked."""


@app.command(name="start", epilog="Example: access-kit start our-kit")
def start_command(
    talk: QuickTalk,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="The kit's folder: this one's, else our-kit."),
    ] = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Set up a kit, one person, one meeting and the first papers, by questions alone.

    Type back for the question before, and stop to go on another day: the next start goes on there.
    """
    from access_kit.kit_files import find_kit
    from access_kit.workflow.first_hour.start_files import answers_for

    _require_vault_parts()
    place = folder or find_kit(Path.cwd()) or USUAL_FOLDER
    answers = answers_for(place, now=read_now())
    dialog = Dialog()
    guide = Guide(talk, dialog, answers, OneEvening(passphrase_fd))
    try:
        guide.greet()
        guide.lead()
    except (Stopped, KeyboardInterrupt) as error:
        dialog.tell()
        if answers.path.is_file():
            dialog.tell(f"Stopped. What you said is kept in {shown(place)}, for you alone to read.")
        else:
            dialog.tell("Stopped. Nothing was said yet.")
        dialog.tell(f"To go on: access-kit start {shown(place)}")
        if isinstance(error, KeyboardInterrupt):
            raise
        talk.answer(StartAnswer(shown(place), answers.person, answers.session, "", False, ()))


def _require_vault_parts() -> None:
    import importlib.util

    if any(importlib.util.find_spec(one) is None for one in VAULT_PARTS):
        raise MissingPart(Problem("extra.missing", facts={"extra": "vault"}))


@dataclass
class Guide:
    """Goes through the parts, forward and back."""

    talk: Talk
    dialog: Dialog
    answers: StartAnswers
    secrets: OneEvening
    told: set[tuple[str, str | None]] = field(default_factory=set)

    @property
    def asks(self) -> StartAsker:
        return StartAsker(self.dialog, self.answers)

    @property
    def folder(self) -> Path:
        return self.answers.folder

    @property
    def access(self) -> KitAccess:
        from access_kit.workflow.keep.access import KitAccess

        giver: SecretGiver = self.secrets
        return KitAccess(self.folder, lambda: giver, self._tell, read_now)

    def _tell(self, problems: Iterable[Problem]) -> None:
        """Each warning once: the vault is opened several times."""
        for one in problems:
            if one.severity is not Severity.NOTE and (one.code, one.file) not in self.told:
                self.dialog.tell_faults([one])
            if not one.is_error:
                self.told.add((one.code, one.file))

    def greet(self) -> None:
        say = self.dialog.tell
        if self.answers.is_resumed:
            say(f"Going on where you stopped, in {shown(self.folder)}.")
        elif not self.answers.begins_kit:
            say(
                f"The kit in {shown(self.folder)} is there. This adds one person and one meeting,"
                " and makes its papers. Nothing leaves this computer."
            )
            if self.answers.waits:
                say("First comes what was left for later. Enter leaves it for later still.")
        else:
            say(
                "This sets up your agency, a vault for people's details, one person and one"
                " meeting, and makes the first papers. Nothing leaves this computer."
            )
        say("Type back for the question before. Type stop to go on another day.")

    def lead(self) -> None:
        """Each part after the other; one that is left by ``back`` gives way to the one before."""
        from access_kit.workflow.first_hour.start_questions import (
            ABOUT_AGENCY,
            ABOUT_MEETING,
            WORDS_OF_AGENCY,
        )

        about_agency = (*ABOUT_AGENCY, *WORDS_OF_AGENCY)
        parts: tuple[Callable[[bool], None], ...] = (
            lambda at_end: self._agency(about_agency, at_end),
            self._vault,
            self._person,
            lambda at_end: self.asks.all_of(ABOUT_MEETING, at_end),
            self._papers,
        )
        at, at_end = 0, False
        while at < len(parts):
            try:
                parts[at](at_end)
                at, at_end = at + 1, False
            except WantsBack:
                at_end = at > 0
                at = max(0, at - 1)
                if not at_end:
                    self.dialog.tell("This is the first question.")

    # -- the agency ------------------------------------------------------------------------------

    def _agency(self, questions: Sequence[StartQuestion], at_end: bool) -> None:
        from access_kit.workflow.first_hour.start_files import write_kit

        self.asks.all_of(questions, at_end)
        self.dialog.tell_faults(write_kit(self.answers, today=read_now().date()))
        self.answers.keep()

    # -- the vault --------------------------------------------------------------------------------

    def _vault(self, at_end: bool) -> None:
        from access_kit.cli.vault_init import offers_keyring, recovery_way
        from access_kit.workflow.keep.vault_life import make_vault

        if at_end:
            raise WantsBack
        access, say = self.access, self.dialog.tell
        if access.has_store():
            return
        say()
        say(
            "Now the vault: one file, vault.db, that nobody can read without a passphrase. What"
            " people tell you lies there and nowhere else. The passphrase is 15 characters or"
            " more, or five words that have nothing to do with each other. What you type does"
            " not show. You type it twice."
        )
        vault = access.vault(name=str(self.answers.said.get("you", "")))
        keyring = offers_keyring(self.dialog)
        given = make_vault(vault, recovery_way(self.talk, None, False), keyring=keyring)
        self.secrets.is_right = True
        if self.answers.is_saved:  # in a vault that is not there any more
            self.answers.forget_person()
        say(f"Made {shown(vault.path)} and its key file, which belongs to it.")
        if given.page:
            say(
                "The recovery page opens the vault when the passphrase is lost. Without both,"
                " nobody can: that includes us."
            )

    # -- one person -------------------------------------------------------------------------------

    def _person(self, at_end: bool) -> None:
        from access_kit.cli.interview_talk import InterviewTalk, known_tree
        from access_kit.i18n import load_words
        from access_kit.workflow.first_hour.read_agency import require_printable
        from access_kit.workflow.first_hour.start_files import new_person
        from access_kit.workflow.people.interview_desk import at_desk

        if self.answers.is_saved and not at_end:
            return
        access = self.access
        if not self.answers.person:
            with access.store() as store:
                self.secrets.is_right = True
                self.answers.person = new_person(store, self.folder)
            self.answers.keep()
        kit = access.kit()[1]
        with at_desk(self.answers.person, access) as desk:
            self.secrets.is_right = True
            begun = desk.begin(read_now().date())
            state = known_tree(begun.state, kit.home_country) if at_end else begun.state
            words = load_words(kit.defaults.locale)
            held = InterviewTalk(
                self.dialog,
                words,
                state,
                country=kit.home_country,
                is_part=True,
                keep=desk.keep_draft,
                check=require_printable,
            )
            self._say_person(held, is_resumed=begun.is_resumed)
            profile, problems = held.hold()
            desk.save(profile, held.state)
        self._tell(problems)
        self.answers.is_saved = True
        self.answers.keep()

    def _say_person(self, held: InterviewTalk, *, is_resumed: bool) -> None:
        say = self.dialog.tell
        say()
        say(
            f"Now one person, who gets the id {self.answers.person}. Sit down with them, or call"
            " them. These are the questions that change papers most; the rest comes after them, or"
            f" on another day: access-kit profile interview {self.answers.person}"
        )
        for key in ("start", "how-skip", "how-wish"):
            held.say(key)
        if is_resumed:
            held.say("resumed")

    # -- the papers -------------------------------------------------------------------------------

    def _papers(self, at_end: bool) -> None:
        from access_kit.cli.prepare import PrepareWish, make_papers
        from access_kit.workflow.first_hour.start_files import waiting_words, write_meeting

        say = self.dialog.tell
        say()
        say("Making the papers …")
        access = self.access
        try:
            session, _ = write_meeting(self.answers, access)
            done = make_papers(Talk.silent(), access, session, PrepareWish())
            if done.failed:
                raise CheckFailed(one for one in done.problems if one.is_error)
        except AccessKitError as error:
            self.dialog.tell_faults(error.problems)
            say("Type back to change an answer, stop to keep all of it, or Enter to try again.")
            self.dialog.listen()
            self._papers(at_end)
            return
        self.answers.drop()
        waits = waiting_words(self.answers)
        told = {one.where for one in waits}
        problems = (
            *waits,
            *(one for one in done.problems if one.where not in told or not one.where),
        )
        self._say_done(session, done.folder, problems)
        person = self.answers.person
        self.talk.answer(
            StartAnswer(
                kit=shown(self.folder),
                person=person,
                session=shown(session),
                folder=shown(done.folder),
                finished=True,
                problems=problem_answers(problems),
            )
        )

    def _say_done(self, session: Path, out: Path, problems: Sequence[Problem]) -> None:
        say, person = self.talk.say, self.answers.person
        say()
        say(f"The first packet is made. All of it lies in {shown(out)}")
        say(f"  packets/{person}: what {person} gets")
        say("  runsheet.pdf, runsheet.html: yours, for the meeting")
        if problems:
            say("Still to do:")
        for one in problems:
            for line in self.dialog.worded(one):
                say(line)
        here = self.folder.resolve()
        say("Next:")
        if here != Path.cwd().resolve():
            say(f"  cd {shown(self.folder)}")
        named = session.resolve().relative_to(here).as_posix()
        say(f"  access-kit open {named}")
        say(f"  access-kit send {named}")
        say("  access-kit today")
        say("To type the passphrase once for all of them, begin with: access-kit vault unlock")
