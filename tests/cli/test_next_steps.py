"""The last line of every command says what comes next, or the table says why nothing does."""

import re

import typer

from access_kit.cli import app
from access_kit.cli.next_steps import NEXT
from tests.tools import ROOT

OWN_WORDS = {
    "start": "open, send and today, with the kit's names in them",
    "tour": "begin your own, with its two commands",
    "init": "the vault, and in which folder",
    "prepare": "the run sheet to read, then send, within the rows of a screen",
    "send": "by what became of each: letters, --mark-sent, texts by hand",
    "today": "a command beside each thing that is due",
    "status": "the next step of each person",
    "group show": "what is open for the next meeting",
    "recommend": "--verbose, where reasons and sources are",
    "captions review": "what nobody has looked at yet, else approve",
    "locales approve": "who reads it, and how to say that they agree",
    "locales export": "the import, for when it comes back",
    "vault unlock": "the lock, which ends it",
    "vault restore": "what is not in a backup, with the commands that bring it",
    "materials confirm": "the option that says who looked",
    "doctor": "the command that brings each part that is missing",
    "help": "the command of the topic",
    "captions make": "approve, once a person has checked what was heard",
    "captions live": "approve, once a person has checked what was heard",
}
READ = "an answer to read: nothing follows of itself"
MADE = "the file is the end, and goes where its maker wants it"
NOTHING_NEXT = {
    **dict.fromkeys(
        ("consent show", "consent report", "profile show", "profile check", "materials list",
         "materials check", "captions check", "captions models list", "captions models check",
         "locales list", "locales check", "report", "vault audit", "quiz", "themes"), READ),
    **dict.fromkeys(
        ("materials make", "materials preview", "captions align",
         "captions convert", "captions burn", "captions redact", "captions approve",
         "profile export", "vault backup"), MADE),
    **dict.fromkeys(("captions models fetch", "captions models add", "captions models remove"),
                    "models serve whatever is captioned next"),
    **dict.fromkeys(("vault lock", "vault passphrase", "vault recover", "vault erase", "purge",
                     "profile edit"), "an end: what it was needed for goes on"),
    "open": "what opens is to be read",
    "completion": "the line for the shell is the answer",
}  # fmt: skip


def commands():
    def inside(command, parent, words):
        context = command.context_class(command, info_name="access-kit", parent=parent)
        names = command.list_commands(context) if hasattr(command, "list_commands") else ()
        for name in names:
            yield from inside(command.get_command(context, name), context, [*words, name])
        if words and not names:
            yield " ".join(words), {opt for one in command.params for opt in one.opts}

    return dict(inside(typer.main.get_command(app), None, []))


COMMANDS = commands()


def command_in(words):
    return max((one for one in COMMANDS if f"{words} ".startswith(f"{one} ")), key=len, default="")


def test_every_command_has_its_row():
    told = [command_in(re.split(", | --", one)[0]) for one in NEXT]
    assert sorted({*told, *OWN_WORDS, *NOTHING_NEXT}) == sorted(COMMANDS)
    assert not set(told) & (OWN_WORDS.keys() | NOTHING_NEXT.keys())
    assert not OWN_WORDS.keys() & NOTHING_NEXT.keys()


def test_what_comes_next_is_a_command_and_is_said_where_it_belongs():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "access_kit" / "cli").glob("*.py"))
    for key, line in NEXT.items():
        words = line.partition("access-kit ")[2]
        assert command_in(words), line
        assert set(re.findall(r"--[a-z-]+", words)) <= COMMANDS[command_in(words)], line
        base = re.escape(key.partition(",")[0])
        assert re.search(rf'(?:say_next|run_order)\([^"]*"{base}', code), key


def test_the_last_line_says_it_and_quiet_does_not(run_cli):
    session = ROOT / "examples" / "evening-group" / "session.toml"
    said = run_cli("session", "check", session).stdout.splitlines()
    assert re.fullmatch(r"Next: access-kit prepare \S+session.toml", said[-1])
    assert "Next:" not in run_cli("session", "check", session, "--quiet").stdout
