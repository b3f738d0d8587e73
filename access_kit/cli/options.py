"""The options that many commands share, each said once."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Annotated

import typer

from access_kit.errors import BadInput, Problem

Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
Plain = Annotated[bool, typer.Option("--plain", help="Progress as lines of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say errors only.")]
Log = Annotated[
    Path | None, typer.Option("--log", metavar="FILE", help="Write ids and codes to a file.")
]
KitFolder = Annotated[
    Path | None, typer.Option("--kit", metavar="DIR", help="The kit's folder, if it is elsewhere.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace changed or foreign files.")]


def make_app() -> typer.Typer:
    """An app for one command or one group of commands, with the settings that all share."""
    return typer.Typer(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def read_now() -> datetime.datetime:
    """Now, which ``ACCESS_KIT_NOW`` (ISO 8601) or ``SOURCE_DATE_EPOCH`` (seconds) may fix."""
    said = os.environ.get("ACCESS_KIT_NOW", "").strip()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    try:
        if said:
            moment = datetime.datetime.fromisoformat(said)
            return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        if epoch:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        name = "ACCESS_KIT_NOW" if said else "SOURCE_DATE_EPOCH"
        raise BadInput(Problem("command.bad-now", facts={"name": name})) from None
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
