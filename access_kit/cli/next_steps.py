"""What comes after a command: its last line, so that nobody has to look for the next one."""

from __future__ import annotations

from access_kit.console import Talk

NEXT = {
    "session new": "access-kit session check {file}",
    "session check": "access-kit prepare {file}",
    "group new": "access-kit group check {file}",
    "group check": "access-kit prepare {file}",
    "letters": "print them, post them, then access-kit letters {session} --mark-posted",
    "letters --mark-posted": "access-kit status {session}",
    "remind": "access-kit status {session}",
    "returns import": "access-kit today",
    "returns bounced": "access-kit profile interview {person}",
    "consent record": "access-kit status {session}",
    "consent withdraw": "access-kit consent show {person}",
    "profile new": "access-kit profile interview {person}",
    "profile interview": "access-kit recommend {person}",
    "profile import": "access-kit profile list",
    "profile import, not asked": "ask what is safe: access-kit profile interview {person}",
    "profile import, files": "access-kit profile check {folder}",
    "profile list": "access-kit today",
    "profile list, nobody": "access-kit profile interview K-01",
    "profile erase": "access-kit today",
    "profile erase, backups": "destroy them, then access-kit vault backup",
    "vault init": "access-kit profile interview K-01",
    "vault migrate": "access-kit vault audit",
    "vault migrate, a vault": "access-kit vault backup",
    "vault migrate, only tried": "the same without --dry-run: access-kit vault migrate {old} {new}",
    "locales extract": "access-kit locales update LANG",
    "locales update": "access-kit locales check",
    "locales import": "access-kit locales approve {language}",
}
"""By command, with what became of it behind a comma where more than one thing may come next."""


def say_next(talk: Talk, command: str, **facts: str) -> None:
    """The last line of a command; silent with ``--quiet``."""
    talk.sum_up(f"Next: {NEXT[command].format_map(facts)}")
