"""The handout that everyone sets: three pages of large print with every common kind of block."""

from __future__ import annotations

import io
from functools import cache

from access_kit.documents.looks import look_for
from access_kit.model.document import (
    BulletList,
    Contact,
    ContactBox,
    Document,
    Heading,
    Image,
    Link,
    ListItem,
    Paragraph,
    Purpose,
    Steps,
    Table,
    Text,
    TickList,
)
from access_kit.model.look import Look, LookName, PaperSize

LABELS = {
    "language": "en",
    "page": "Page {page} of {pages}",
    "skip_to_content": "Skip to the text",
    "contents": "Contents",
    "page_list": "Pages of the printed paper",
    "picture": "Picture",
    "access_summary": "All the words can be read aloud or in braille, and set in any size.",
    "braille_not_proofread": "A program made this braille. No transcriber has proofread it.",
    "reading_settings": "How this page looks",
    "text_size": "Size of the letters",
    "size_as_sent": "As sent",
    "size_larger": "Larger",
    "size_largest": "Largest",
    "colours": "Colors",
    "colours_as_sent": "As sent",
    "dark_on_light": "Black on white",
    "light_on_dark": "White on black",
    "speak_answer": "Answer {number}:",
    "speak_at": "at",
    "speak_dot": "dot",
    "speak_heading": "Heading:",
    "speak_hour": "{hour} o'clock",
    "speak_hour_of_half": "{hour}",
    "speak_item": "{number}:",
    "speak_list": "A list of {count}.",
    "speak_minutes_below_ten": "{hour} oh {minutes}",
    "speak_plus": "plus",
    "speak_range": "{first} to {last}",
    "speak_row": "Row {number}.",
    "speak_slash": "slash",
    "speak_step": "Step {number}:",
    "speak_table": "A table. Rows: {count}.",
    "speak_tick": "Yes or no?",
    "speak_time": "{hour} {minutes}",
    "speak_write": "A line to write on:",
    "listen": "Listen to this page",
    "card_number": "Card {number} of {count}",
}
"""Written out, so that a cold start is not that of reading a catalogue."""


def sample_look() -> Look:
    return look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER)


def sample_document(number: int) -> Document:
    """The handout for person ``number``; everything but the name is the same."""
    return Document(
        title="Getting ready for our group",
        lang="en",
        purpose=Purpose.HANDOUT,
        blocks=(
            _words(f"Hello Rosa {number}. This paper helps you get ready. Keep it near the phone."),
            *_before(),
            *_during(),
            *_after(),
        ),
        labels=LABELS,
    )


def _before():
    return (
        _heading("Before we meet"),
        TickList(
            _items(
                "I know the day and the time.",
                "My phone or tablet is charged.",
                "I have a quiet place, or headphones.",
                "I know how to turn my camera off.",
                "I know whom to call when it does not work.",
            )
        ),
        _heading("How to join by telephone"),
        Steps(
            _items(
                "Call the number in the box on the last page.",
                "Wait for the voice, then type the meeting number.",
                "Press the hash key.",
                "Say your first name when you hear the tone, if you like.",
            )
        ),
        Image(_picture(), "image/png", "A telephone beside a cup of tea.", False, 480, 240),
    )


def _during():
    return (
        _heading("While we meet"),
        _words("You choose how you take part. You may just listen. You may leave and come back."),
        BulletList(
            _items(
                "Your camera is your choice.",
                "You may type when you do not want to talk.",
                "We pause every twenty minutes.",
                "What is said in the group stays in the group.",
            )
        ),
        _heading("When we pause"),
        Table(
            header=(_text("Time"), _text("What"), _text("How long")),
            rows=(
                (_text("6:00 pm"), _text("Welcome"), _text("20 minutes")),
                (_text("6:20 pm"), _text("Pause"), _text("5 minutes")),
                (_text("6:25 pm"), _text("We talk"), _text("30 minutes")),
            ),
        ),
    )


def _after():
    return (
        _heading("After we meet"),
        _words("Was this right for you? Tell us what to change. You need no reason."),
        Paragraph((Text("More is on "), Link("our page", "https://peer.example/group"), Text("."))),
        _heading("Who helps"),
        ContactBox(
            _text("Call us"),
            (
                Contact("Jo, facilitator", "+1 603 555 0123", "tel:+16035550123"),
                Contact("Sam, help with technology", "+1 603 555 0101", "tel:+16035550101"),
                Contact("To join by telephone", "+1 603 555 0199", "tel:+16035550199"),
            ),
        ),
    )


def _text(words: str):
    return (Text(words),)


def _heading(words: str) -> Heading:
    return Heading(1, _text(words))


def _words(words: str) -> Paragraph:
    return Paragraph(_text(words))


def _items(*lines: str) -> tuple[ListItem, ...]:
    return tuple(ListItem(_text(line)) for line in lines)


@cache
def _picture() -> bytes:
    from PIL import Image as Pictures
    from PIL import ImageDraw

    image = Pictures.new("RGB", (480, 240), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 60, 240, 200), 20, outline="#1a1a1a", width=6)
    draw.ellipse((300, 90, 420, 200), outline="#1a1a1a", width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
