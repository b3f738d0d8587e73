"""Slips of the first hour: at which question, what is typed, and what the program says to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.first_hour.scripts import INVITATION, Script
from tests.first_hour.terminal import PASSPHRASE


@dataclass(frozen=True)
class Slip:
    """``said`` stands on the screen when the question waits for its answer again."""

    question: str
    typed: str
    said: str


SLIPS = (
    Slip("What is your agency called?", "", "This one is needed."),
    Slip("What is your agency called?", "Your agency", "Type your own."),
    Slip("What is your agency called?", "???", "has no letter in it"),
    Slip("What is your agency called?", "back", "This is the first question."),
    Slip("Which name may stand on an e-mail?", "Recovery House", "more than an outside should"),
    Slip("Which city has your clock?", "Londn", "Did you mean London?"),
    Slip("Which city has your clock?", "USA", "Type the city whose clock is yours: New York"),
    Slip("Which city has your clock?", "\N{EARTH GLOBE EUROPE-AFRICA}", "nearest large city"),
    Slip("Which city has your clock?", "\u0627\u0644\u0642\u0627\u0647\u0631\u0629", "large city"),
    Slip("Which return address", "PO Box 0", "Type your own."),
    Slip("At which telephone number", "1", "too short for a telephone number"),
    Slip("At which telephone number", "call us", "is no telephone number"),
    Slip("At which telephone number", "603-555-0100 / 603-555-0101", "more than one telephone"),
    Slip("At which telephone number", "(603) 555-0100 ext. 5", "has an extension"),
    Slip("From which e-mail address", "hello@", "is no e-mail address"),
    Slip("Whom do people call", "911", "does not say who answers there"),
    Slip("Whom do people call", "Police", "has no number to call"),
    Slip("In which language", "Klingon", "is not a language that is known"),
    Slip("What is your name?", "", "This one is needed."),
    Slip("New passphrase", "short", "too short"),
    Slip("Which ways to reach you are safe?", "leter", 'Did you mean "letter"?'),
    Slip("Which ways to reach you are safe?", "1, 9", "is not one of the answers"),
    Slip("get things to read", "large-prnt", 'Did you mean "large print"?'),
    Slip("size of print", "big", "number"),
    Slip("How do you meet?", "Zom", "Did you mean zoom?"),
    Slip("Which number do people call", "12", "too short for a telephone number"),
    Slip("What is the meeting called?", "Recovery group", "more than an outside should"),
    Slip("When is it", "Dec 3", "says no hour"),
    Slip("When is it", "Dec 3 at 6", "6 o'clock can be in the morning or in the evening"),
    Slip("When is it", "Friday, Dec 3, 6 pm", "2026-12-03 is a Thursday"),
    Slip("When is it", "Nov 3, 2026, 6 pm", "is past"),
    Slip("When is it", "Nov 3, 6 pm", "almost a year ahead"),
    Slip("When is it", "soon", "says no hour"),
    Slip("How long", "long", "is no length of time"),
    Slip("How often", "sometimes", "is not a way to go on that is known"),
    Slip("Which handout", "join", "is in several names"),
    Slip("Which handout", "list", "These handouts are there"),
    Slip("Which handout", "privcy at home", "Did you mean privacy-at-home?"),
)


def with_slips(script: Script, slips: Iterable[Slip]) -> Script:
    """The script of somebody who makes these slips before each right answer."""
    made: Script = []
    for question, answer in script:
        heard = question
        for one in slips:
            if question and one.question in question:
                made.append((heard, one.typed))
                heard = one.said
        made.append((heard, answer))
    return made


def parted(script: Script, question: str) -> tuple[Script, Script]:
    """What comes before a question, and the rest from there on."""
    at = next(at for at, (heard, _) in enumerate(script) if heard == question)
    return script[:at], script[at:]


def in_place_of(script: Script, question: str, *pairs: tuple[str, str]) -> Script:
    """The script with other answers at one question."""
    before, rest = parted(script, question)
    return [*before, *pairs, *rest[1:]]


WRONG_TWICE: Script = [
    ("New passphrase", PASSPHRASE),
    ("The same again", "five quiet words by hart"),
    ("not the same", PASSPHRASE),
    ("The same again", PASSPHRASE),
]
"""The second one is another."""

PASTED_NAME: Script = [
    ("What is your agency called?", "Riverside\nPeer Network"),
    ("Press Enter when all of it is there.", ""),
]
PASTED_ADDRESS = "PO Box 118\nExampletown, NH 03755"
PASTED_INVITATION: Script = [
    ("How do you meet?", INVITATION),
    ("Press Enter when all of it is there.", ""),
    ("Read as: Zoom, https://us02web.zoom.us/j/81234567890?pwd=abcDEF.1", ""),
    ("The invitation says: Dec 3, 2026 06:00 PM", ""),
    ("How long", "90 minutes"),
    ("The invitation says: Every week on Thu", ""),
    ("Which handout", ""),
]
