"""The options that many commands share, each said once.

A parameter marked ``From(make)`` stands for the options of ``make``, and the command gets what
``make`` makes of them: ``talk: QuickTalk`` is ``--json`` and ``--quiet``. Such options come after
the command's own, in the order of these parameters.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import os
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from access_kit.budgets import YEARS
from access_kit.console import Talk
from access_kit.errors import BadInput, Problem
from access_kit.files import refuse_existing, require_log, shown

Command = Callable[..., None]

JsonFlag = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
Plain = Annotated[bool, typer.Option("--plain", help="Progress as lines of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say each thing of each person.")]
Log = Annotated[
    Path | None, typer.Option("--log", metavar="FILE", help="Write ids and codes to a file.")
]
KitFolder = Annotated[
    Path | None, typer.Option("--kit", metavar="DIR", help="The kit's folder, if it is elsewhere.")
]
SessionFile = Annotated[
    Path,
    typer.Argument(metavar="SESSION", help="A session's or group's file, or GROUP@2026-12-10."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace changed or foreign files.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@dataclass(frozen=True)
class From:
    """Marks a parameter that is made of options: those are the parameters of ``make``."""

    make: Callable[..., object]


def _quick_talk(json: JsonFlag = False, quiet: Quiet = False) -> Talk:
    return Talk(json=json, quiet=quiet)


def _slow_talk(json: JsonFlag = False, plain: Plain = False, quiet: Quiet = False) -> Talk:
    return Talk(json=json, plain=plain, quiet=quiet)


def _logged_talk(
    json: JsonFlag = False, plain: Plain = False, quiet: Quiet = False, log: Log = None
) -> Talk:
    if log:
        require_log(log)
    return Talk(json=json, plain=plain, quiet=quiet, log=log)


QuickTalk = Annotated[Talk, From(_quick_talk)]
SlowTalk = Annotated[Talk, From(_slow_talk)]
"""With ``--plain``, for work that shows how far it is."""
LoggedTalk = Annotated[Talk, From(_logged_talk)]
"""With ``--plain`` and ``--log``."""


class Commands(typer.Typer):
    """An app whose commands may take parameters that are made of options."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Command], Command]:  # type: ignore[override]  # noqa: ANN401
        register = super().command(*args, **kwargs)

        def add(function: Command) -> Command:
            register(_with_options(function))
            return function

        return add


def _with_options(function: Command) -> Command:
    """The function as Typer calls it: with options in place of what is made of them."""
    own: list[inspect.Parameter] = []
    options: list[inspect.Parameter] = []
    makers: dict[str, Callable[..., object]] = {}
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        mark = next((m for m in _marks(parameter.annotation) if isinstance(m, From)), None)
        if mark:
            makers[parameter.name] = mark.make
            options += inspect.signature(mark.make, eval_str=True).parameters.values()
        else:
            own.append(parameter)

    @functools.wraps(function)
    def command(**values: Any) -> None:  # noqa: ANN401 (whatever the options hold)
        for name, make in makers.items():
            taken = {key: values.pop(key) for key in inspect.signature(make).parameters}
            values[name] = make(**taken)
        function(**values)

    by_name = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own, *options)]
    command.__signature__ = inspect.Signature(by_name)  # type: ignore[attr-defined]
    return command


def _marks(annotation: object) -> tuple[object, ...]:
    is_marked = typing.get_origin(annotation) is Annotated
    return typing.get_args(annotation)[1:] if is_marked else ()


def make_app() -> Commands:
    """An app for one command or one group of commands, with the settings that all share."""
    return Commands(
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


PAGE_ENDINGS, TABLE_ENDINGS, PICTURE_ENDINGS = (".html", ".htm"), (".csv",), (".png",)


def require_free(path: Path, where: str, endings: Sequence[str], *, force: bool = False) -> None:
    """``BadInput`` where a name does not end as what is to be written, so that ``force`` never
    replaces a file of another kind, such as ``kit.toml``; ``CannotWrite`` where it is taken.
    """
    refuse_existing([path], force=force)
    if path.suffix.lower() not in endings:
        facts = {"value": shown(path), "known": ", ".join(endings)}
        raise BadInput(Problem("command.unknown-suffix", where=where, facts=facts))


def read_now() -> datetime.datetime:
    """Now, which ``ACCESS_KIT_NOW`` (ISO 8601) or ``SOURCE_DATE_EPOCH`` (seconds) may fix."""
    said = os.environ.get("ACCESS_KIT_NOW", "").strip()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    try:
        if said:
            moment = datetime.datetime.fromisoformat(said)
            return _require_near(moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC))
        if epoch:
            return _require_near(datetime.datetime.fromtimestamp(int(epoch), datetime.UTC))
    except (ValueError, OverflowError, OSError):
        name = "ACCESS_KIT_NOW" if said else "SOURCE_DATE_EPOCH"
        raise BadInput(Problem("command.bad-now", facts={"name": name})) from None
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _require_near(moment: datetime.datetime) -> datetime.datetime:
    """``ValueError`` for a moment from which one cannot reckon back or forward."""
    if moment.year not in YEARS:
        raise ValueError
    return moment
