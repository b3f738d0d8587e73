"""``access-kit returns bounced``: write down that a letter, or a mail, came back."""

from __future__ import annotations

from typing import Annotated

import typer

from access_kit.cli.door import KitDoor
from access_kit.cli.options import QuickTalk
from access_kit.errors import BadInput, Problem
from access_kit.model.answers import BouncedAnswer
from access_kit.model.profile import Channel
from access_kit.workflow.returns.failures import note_return, rows_that_went
from access_kit.workflow.returns.take_in import require_person


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
    with door.store(talk) as (_, store):
        who = require_person(store, person)
        rows = rows_that_went(store, who, channel, session)
        if not rows:
            facts = {"id": who, "way": channel.value}
            raise BadInput(Problem("returns.nothing-went", where=who, facts=facts))
        row = rows[0]
        note_return(store, row)
    talk.say(f"{who}: the {channel.value} of session {row.key.session} came back.")
    talk.say("It did not arrive: use another safe way, and ask for the right address.")
    talk.answer(BouncedAnswer(who, row.key.session, channel.value, "came_back"))
