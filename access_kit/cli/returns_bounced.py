"""``access-kit returns bounced``: write down that a letter, or a mail, came back."""

from __future__ import annotations

from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.next_steps import say_next
from access_kit.cli.options import QuickTalk
from access_kit.model.answers import BouncedAnswer
from access_kit.model.profile import Channel
from access_kit.workflow.returns.failures import note_letter_back


def add_commands(app: typer.Typer) -> None:
    app.command(name="bounced", epilog="Example: access-kit returns bounced K-07")(bounced)


def bounced(
    person: Annotated[str, typer.Argument(metavar="ID", help="To whom it did not come.")],
    door: KitDoor,
    talk: QuickTalk,
    channel: Annotated[
        Channel, typer.Option(help="How it went: a letter, unless said otherwise.")
    ] = Channel.LETTER,
    session: Annotated[
        str, typer.Option(metavar="ID", help="The session it was for; the newest, if not said.")
    ] = "",
) -> None:
    """Write down that a letter came back, so that its person no longer counts as told.

    What mail servers send back is read by returns import.
    """
    row = note_letter_back(door.access(talk), person, channel, session)
    who = row.key.person
    talk.say(f"{who}: the {channel.value} of session {row.key.session} came back.")
    talk.say("It did not arrive: use another safe way, and ask for the right address.")
    say_next(talk, "returns bounced", person=who)
    talk.answer(BouncedAnswer(who, row.key.session, channel.value, "came_back"))
