"""The public JSON form of Access for All PNP 3.0.1, strictly: what a file of ours has to pass.

Written after the schema that others read such files with, apart from the program: this module uses
none of its tables. ``faults(document)`` gives the places that do not fit; none means valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Check = Callable[[Any, str], Iterator[str]]

_FEATURES = """
    linguistic-guidance keyword-emphasis keyword-translation simplified-language-portions
    simplified-graphics item-translation sign-language encouragement additional-testing-time
    line-reader invert-display-polarity magnification spoken tactile braille answer-masking
    keyboard-directions additional-directions long-description captions transcript
    alternative-text audio-description high-contrast input-requirements language-of-interface
    layout-single-column text-appearance calculator-on-screen dictionary-on-screen
    glossary-on-screen thesaurus-on-screen homophone-checker-on-screen note-taking-on-screen
    visual-organizer-on-screen outliner-on-screen peer-interaction-on-screen
    spell-checker-on-screen
"""
_MODES = """
    auditory color item-size olfactory orientation position tactile text-on-image textual
    visual
"""


def faults(document: object) -> list[str]:
    """Every place of a whole file that does not fit."""
    if isinstance(document, dict) and "accessForAllPnp" in document:
        return list(table({"accessForAllPnp": NEEDS}, "accessForAllPnp")(document, ""))
    records = table({"records": many(RECORD, least=1)}, "records")
    return list(table({"accessForAllPnpRecords": records}, "accessForAllPnpRecords")(document, ""))


def text(raw: object, place: str) -> Iterator[str]:
    if not isinstance(raw, str):
        yield place


def some_text(raw: object, place: str) -> Iterator[str]:
    if not isinstance(raw, str) or not raw:
        yield place


def number(raw: object, place: str) -> Iterator[str]:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        yield place


def whole(raw: object, place: str) -> Iterator[str]:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != int(raw):
        yield place


def yes_or_no(raw: object, place: str) -> Iterator[str]:
    if not isinstance(raw, bool):
        yield place


def anything(_raw: object, _place: str) -> Iterator[str]:
    return iter(())


def colour(raw: object, place: str) -> Iterator[str]:
    if not isinstance(raw, str) or not re.fullmatch(r"#?[A-Fa-f0-9]{3,8}", raw):
        yield place


def one_of(*known: str) -> Check:
    def check(raw: object, place: str) -> Iterator[str]:
        if not isinstance(raw, str) or raw not in known:
            yield place

    return check


def many(inner: Check, least: int = 0) -> Check:
    def check(raw: object, place: str) -> Iterator[str]:
        if not isinstance(raw, list) or len(raw) < least:
            yield place
            return
        for index, one in enumerate(raw):
            yield from inner(one, f"{place}[{index}]")

    return check


def table(keys: dict[str, Check], *required: str, only_one: tuple[str, ...] = ()) -> Check:
    """A table with these keys and no other; of ``only_one`` at most one."""

    def check(raw: object, place: str) -> Iterator[str]:
        if not isinstance(raw, dict):
            yield place
            return
        yield from (f"{place}.{key} is missing" for key in required if key not in raw)
        yield from (f"{place}.{key} is unknown" for key in raw if key not in keys)
        if sum(raw.get(key) not in (None, False) for key in only_one) > 1:
            yield f"{place}: more than one of {only_one}"
        for key in raw.keys() & keys.keys():
            yield from keys[key](raw[key], f"{place}.{key}")

    return check


def setting(*required: str, only_one: tuple[str, ...] = (), **keys: Check) -> Check:
    modes = {"replaceAccessModes": many(one_of(*_MODES.split()))}
    return table(modes | keys, *required, only_one=only_one)


_ZOOM = table({"zoomAmount": number})


def _magnification(raw: object, place: str) -> Iterator[str]:
    yield from setting(allContent=_ZOOM, text=_ZOOM, nonText=_ZOOM)(raw, place)
    if isinstance(raw, dict) and raw.get("allContent") and (raw.get("text") or raw.get("nonText")):
        yield f"{place}: all of it, and parts"


EXTENSIONS = many(
    table(
        {
            "namespace": some_text,
            "name": some_text,
            "value": anything,
            "attributes": table({}),
            "children": many(anything),
        },
        "namespace",
        "name",
    )
)
SET = table({"features": many(one_of(*_FEATURES.split())), "extensions": EXTENSIONS})
_LANGUAGE = setting("xmlLang", xmlLang=text)
_BARE = """
    linguisticGuidance keywordEmphasis simplifiedLanguagePortions simplifiedGraphics
    encouragement tactile answerMasking keyboardDirections additionalDirections captions
    transcript alternativeText audioDescription highContrast layoutSingleColumn
"""
_TOOLS = """
    dictionaryOnScreen glossaryOnScreen thesaurusOnScreen homophoneCheckerOnScreen
    noteTakingOnScreen visualOrganizerOnScreen outlinerOnScreen peerInteractionOnScreen
    spellCheckerOnScreen
"""
NEEDS = table(
    {
        "hazardAvoidance": many(some_text),
        "inputRequirements": some_text,
        "languageOfInterface": many(_LANGUAGE),
        "keywordTranslation": _LANGUAGE,
        "itemTranslation": _LANGUAGE,
        "signLanguage": _LANGUAGE,
        "additionalTestingTime": setting(
            timeMultiplier=number,
            fixedMinutes=whole,
            unlimited=yes_or_no,
            only_one=("timeMultiplier", "fixedMinutes", "unlimited"),
        ),
        "lineReader": setting(highlightColor=colour),
        "invertDisplayPolarity": setting(foreground=colour, background=colour),
        "magnification": _magnification,
        "spoken": setting(
            readingType=one_of("screen-reader", "computer-read-aloud"),
            restrictionTypes=many(some_text),
            speechRate=whole,
            pitch=number,
            volume=number,
            linkIndication=one_of("speak-link", "different-voice", "sound-effect", "none"),
            typingEcho=one_of("characters", "words", "characters-and-words", "none"),
        ),
        "braille": setting(
            deliveryMode=one_of("refreshable", "embossed"),
            grade=one_of("1", "2", "3"),
            brailleType=some_text,
            mathType=some_text,
            xmlLang=text,
        ),
        "longDescription": setting(hideVisually=yes_or_no),
        "environment": setting(
            description=text, medical=text, software=text, hardware=text, breaks=yes_or_no
        ),
        "textAppearance": setting(
            backgroundColor=colour,
            fontColor=colour,
            fontSize=number,
            fontFace=table(
                {
                    "fontName": many(text),
                    "genericFontFace": one_of(
                        "serif", "sans serif", "monospaced", "cursive", "fantasy"
                    ),
                }
            ),
            lineSpacing=number,
            lineHeight=number,
            letterSpacing=number,
            uniformFontSizing=yes_or_no,
            wordSpacing=number,
            wordWrapping=yes_or_no,
        ),
        "calculatorOnScreen": table({"calculatorType": some_text}),
        "activateAtInitializationSet": SET,
        "activateAsOptionSet": SET,
        "prohibitSet": SET,
        "extensions": EXTENSIONS,
    }
    | dict.fromkeys(_BARE.split(), setting())
    | dict.fromkeys(_TOOLS.split(), yes_or_no)
)
RECORD = table(
    {
        "personSourcedId": table({"value": text, "sourceSystem": text}, "value", "sourceSystem"),
        "appointmentId": many(text),
        "accessForAllPnp": NEEDS,
    },
    "personSourcedId",
    "accessForAllPnp",
)
