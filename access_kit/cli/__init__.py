"""The command line: one file a command group, loaded when it is called.

``COMMANDS`` names every command with one line about it, so that ``--help`` imports none of them.
For the same reason a command imports inside its function what the help does not need.
``main`` is the one place where exceptions become words and exit codes.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from access_kit import __version__

if TYPE_CHECKING:
    from access_kit.errors import AccessKitError

COMMANDS = {
    "start": ("access_kit.cli.start", "Set up all by questions, up to the first papers."),
    "tour": ("access_kit.cli.tour", "Make the papers of an invented group, and explain them."),
    "init": ("access_kit.cli.init", "Start a kit: a folder with your agency's file."),
    "prepare": ("access_kit.cli.prepare", "Make everyone's papers for a session."),
    "open": ("access_kit.cli.open", "Open what was made: the run sheet, or a packet."),
    "send": ("access_kit.cli.send", "Hand over what was prepared, by the ways called safe."),
    "letters": ("access_kit.cli.letters", "Make one file for the printer, of all letters."),
    "today": ("access_kit.cli.today", "Say what is due and what is wrong, in the whole kit."),
    "status": ("access_kit.cli.status", "Say what went out, what came back, what is next."),
    "returns": ("access_kit.cli.returns", "Take in what people sent back."),
    "consent": ("access_kit.cli.consent", "Record, take back, show and report agreements."),
    "remind": ("access_kit.cli.remind", "Remind those who asked for it and have not answered."),
    "recommend": ("access_kit.cli.recommend", "Show what would help a person or a group."),
    "session": ("access_kit.cli.session", "Write or check a session file."),
    "group": ("access_kit.cli.group", "Begin, check or show a group that goes on."),
    "profile": ("access_kit.cli.profile", "Write, check or show a person's profile."),
    "themes": ("access_kit.cli.themes", "List what serves each theme of peer support online."),
    "quiz": ("access_kit.cli.quiz", "Think through twenty questions about peer support online."),
    "materials": ("access_kit.cli.materials", "Make, list or check handouts."),
    "captions": ("access_kit.cli.captions", "Make captions from recordings; check and mend them."),
    "vault": ("access_kit.cli.vault", "Keep people's details in an encrypted file."),
    "purge": ("access_kit.cli.purge", "Take away papers of sessions long over."),
    "report": ("access_kit.cli.report", "Count who got papers they can use, by month."),
    "locales": ("access_kit.cli.locales", "List, check and approve translations."),
    "doctor": ("access_kit.cli.doctor", "See what works on this computer."),
    "help": ("access_kit.cli.help", "Say what a command does, or which a topic has."),
    "completion": ("access_kit.cli.completion", "Let your shell finish what you begin to type."),
}

COMPLETE_VARIABLE = "_ACCESS_KIT_COMPLETE"
"""In which a shell says that it wants words finished, and how."""

CANNOT_WRITE = 4
STOPPED = 130
USAGE = 2

SPEAKS = ("cli/", "console.py")
"""Where this program writes to a screen and to no file: what fails there is the answer."""


class LazyGroup(TyperGroup):
    """A group whose commands are imported by name when they are called."""

    def __init__(self, **known: Any) -> None:  # noqa: ANN401 (Typer's own)
        super().__init__(**known)
        names: Any = dict.fromkeys(COMMANDS)  # by which Typer finds what was meant
        self.commands = names

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 (Typer's own context)
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        _refuse_twice(command)
        if COMPLETE_VARIABLE in os.environ:
            importlib.import_module("access_kit.cli.completion").teach(command)
        return command

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:  # noqa: ANN401
        from typer._click.shell_completion import CompletionItem

        found = [name for name in COMMANDS if name.startswith(incomplete)]
        return [CompletionItem(name, help=COMMANDS[name][1]) for name in found]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


def _refuse_twice(command: Any) -> None:  # noqa: ANN401 (Typer's own)
    """Of an option that takes one value, a second one is refused: the first would be lost."""
    from typer._click.exceptions import UsageError

    make_parser = command.make_parser

    def make(context: Any) -> Any:  # noqa: ANN401 (Typer's own)
        parser = make_parser(context)
        parse = parser.parse_args

        def parse_once(args: list[str]) -> Any:  # noqa: ANN401 (Typer's own)
            values, rest, order = parse(args)
            for one in order:
                has_value = getattr(one, "opts", ()) and not getattr(one, "is_flag", True)
                if has_value and not one.multiple and order.count(one) > 1:
                    name = max(one.opts, key=len)
                    raise UsageError(f"{name} stands twice, and takes one value", context)
            return values, rest, order

        parser.parse_args = parse_once
        return parser

    command.make_parser = make
    for below in getattr(command, "commands", {}).values():
        _refuse_twice(below)


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"access-kit {__version__}\n")
        raise typer.Exit


@app.callback(
    epilog="Example: access-kit prepare examples/evening-group/session.toml",
)
def access_kit(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say the version."
    ),
) -> None:
    """Prepare a session so that each person can take part.

    Nothing leaves this computer until you send it. Start with: access-kit prepare SESSION
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit with its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = run(words)
        sys.stdout.flush()
    except OSError as error:
        # Nobody can read our answer any more; a second error at exit would only confuse.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        has_gone = isinstance(error, BrokenPipeError)
        code = 0 if has_gone else tell_exception(error, words)
    raise SystemExit(code)


class _Closed(io.TextIOBase):
    """Where an answer goes whose stream was closed before we began: nowhere, and that is told."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _open_what_is_closed() -> None:
    """Python has ``None`` for a stream that was closed: questions find no answer there."""
    if sys.stdin is None:
        sys.stdin = io.StringIO()
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or io.StringIO()


def run(arguments: list[str]) -> int:
    """The exit code of a command line; every exception ends here."""
    try:
        if COMPLETE_VARIABLE in os.environ:
            from typer._completion_classes import completion_init

            completion_init()
        result = app(arguments, prog_name="access-kit", standalone_mode=False)
    except KeyboardInterrupt:
        sys.stderr.write("access-kit: stopped; nothing is left half-made\n")
        return STOPPED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 (the one funnel: see tell_exception)
        return tell_exception(error, arguments)
    return result if isinstance(result, int) else 0


def tell_exception(error: Exception, arguments: list[str]) -> int:
    """Say what went wrong and give the exit code that belongs to it."""
    from access_kit.console import Talk
    from access_kit.errors import Problem

    talk = Talk(json="--json" in arguments, quiet="--quiet" in arguments)
    if hasattr(error, "format_message"):  # a usage error of Typer's
        return _tell_usage(error, talk)
    if type(error).__name__ == "Abort":
        return STOPPED
    fault = fault_of(error)
    if isinstance(error, OSError) and _last_own_frame(error).startswith(SPEAKS):
        talk = Talk(quiet="--quiet" in arguments)
        talk.tell([Problem("output.not-written", facts={"reason": error.strerror or ""})])
        return CANNOT_WRITE
    talk.fail(fault.problems)
    return fault.exit_code


def fault_of(error: Exception) -> AccessKitError:
    """What is told of an error: as it is, a part that is missing, a file, or a bug of ours."""
    from access_kit.errors import AccessKitError, MissingPart, Problem
    from access_kit.files import file_fault

    if isinstance(error, AccessKitError):
        return error
    if isinstance(error, ModuleNotFoundError):
        from access_kit.workflow.parts import MODULES

        extra = MODULES.get((error.name or "").partition(".")[0])
        if extra:
            return MissingPart(Problem("extra.missing", facts={"extra": extra}))
    if "ACCESS_KIT_DEBUG" in os.environ:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, OSError) and (fault := file_fault(error)):
        return fault
    facts = {"kind": type(error).__name__, "place": _last_own_frame(error)}
    return AccessKitError(Problem("program.bug", facts=facts))


def _tell_usage(error: Any, talk: Any) -> int:  # noqa: ANN401 (Typer carries its own Click)
    from access_kit.errors import Problem

    message = error.format_message()
    if not message or type(error).__name__ == "NoArgsIsHelpError":
        context = getattr(error, "ctx", None)
        sys.stderr.write((context.get_help() if context else message) + "\n")
        return USAGE
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "access-kit"
    message = message[:1].lower() + message[1:].rstrip(".")
    talk.fail([Problem("command.usage", facts={"fault": message, "command": command})])
    return USAGE


def _last_own_frame(error: Exception) -> str:
    """File and line inside the package where a bug showed: enough for a report, nothing private."""
    place = "?"
    trace = error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        if "/access_kit/" in path:
            place = f"{path.rpartition('/access_kit/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
