"""A kit in which something lies ready for two people by every way, and a look at what does."""

from __future__ import annotations

import csv

from tests.send.vault_kit import SESSION, must, run, session_file

WHO, OTHER = "K-11", "K-23"
PHONE, OTHERS_PHONE = "+1 603 555 0150", "+1 603 555 0151"
WAYS = ("contact.safe=email,letter,sms", "reading.formats=print,text_message")
FORGED = "K-11-0123abcd.eml"


def lay(kit):
    must(run(kit, "prepare", session_file(kit), "--quiet"))
    must(run(kit, "send", session_file(kit)), ok=(0, 6))
    must(run(kit, "letters", session_file(kit)), ok=(0, 6))


def outbox(kit):
    return kit / "out" / SESSION / "outbox"


def lies_ready(kit, who, phone) -> set[str]:
    """The ways by which something lies ready, by looking at the files and at no list of ours."""
    found = set()
    if [one for one in outbox(kit).glob(f"{who}-*.eml") if one.name != FORGED]:
        found.add("email")
    table = outbox(kit) / "text-messages.csv"
    if table.exists():
        with table.open(newline="", encoding="utf-8") as stream:
            if any(row[0] == phone for row in csv.reader(stream)):
                found.add("sms")
    if (kit / "out" / SESSION / "letters.pdf").exists():
        found.add("letter")
    return found
