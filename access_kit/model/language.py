"""What the program knows of a language: the shape of a file in ``access_kit/languages/``.

A file may leave out any key; what it leaves out comes from ``und-<Script>.toml`` and ``und.toml``,
and a check without words judges nothing. Lists that are long are texts with spaces between their
words. Regular expressions are Python's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from access_kit.model.constraint import Doc, Range


@dataclass(frozen=True)
class SentenceHabits:
    """How sentences end, pause and join, and how long they may be.

    Lengths are words, or signs where the script sets no space between words.
    """

    end: Annotated[
        Mapping[str, str],
        Doc("The sign for each English one; several are all good. Empty: the language has none"),
    ] = field(default_factory=dict)
    open: Annotated[Mapping[str, str], Doc("The sign in front, by the one at the end")] = field(
        default_factory=dict
    )
    signs: Annotated[str, Doc("Other signs that end a sentence")] = ""
    pause: Annotated[str, Doc("Signs between the parts of a sentence")] = ""
    short: Annotated[str, Doc("Short forms with their point, which ends no sentence")] = ""
    short_before_number: Annotated[str, Doc("Others, whose point ends none before digits")] = ""
    most: Annotated[int, Range(5, 200), Doc("A longer sentence is an error")] = 25
    good: Annotated[int, Range(5, 200), Doc("A longer one is a warning")] = 25
    easy_read: Annotated[
        int, Range(5, 200), Doc("A longer one is an error in a paper with pictures")
    ] = 15
    mean: Annotated[float, Range(0, 200), Doc("A longer mean is a warning; 0: not judged")] = 0.0
    long_words: Annotated[
        float, Range(0, 1), Doc("Share of words of three syllables or more; 0: not judged")
    ] = 0.0
    joiners: Annotated[tuple[str, ...], Doc("A long sentence is best cut before these")] = ()
    weak_joiners: Annotated[tuple[str, ...], Doc("Or before these")] = ()


@dataclass(frozen=True)
class ListChange:
    """``end`` at the end of what joins the last entry is ``becomes``, ``before`` such an entry."""

    end: str
    before: str
    becomes: str


@dataclass(frozen=True)
class ListHabits:
    """What CLDR's list patterns do not say. ``between``: entries where they have no words."""

    between: str = ", "
    changes: tuple[ListChange, ...] = ()


@dataclass(frozen=True)
class TranslationHabits:
    """What a check of translations goes by.

    ``formal`` and ``familiar`` show the form of address: a catalogue uses one of the two.
    ``doubled`` words may stand twice in a row; "*" is any word.
    """

    formal: tuple[str, ...] = ()
    familiar: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


@dataclass(frozen=True)
class LevelFormula:
    """A reading formula: ``base + words * mean words a sentence + syllables * mean a word``.

    ``passes`` and ``fails`` are limits on the side where reading is hard.
    """

    measure: str
    words: float
    syllables: float
    base: float
    passes: float
    fails: float


@dataclass(frozen=True)
class SyllableRules:
    """Syllables by spelling: groups of ``vowels``, and what is heard otherwise. See ``syllables``.

    ``written``: what is taken for what. ``silent_end``: one of them at most is left out at the end;
    ``silent`` are left out anywhere. ``apart``: places inside a group where two vowels are heard;
    ``heard``: a syllable without a vowel. ``halves``: first parts of words that are counted by
    themselves. ``known``: words that follow no rule.
    """

    vowels: str
    written: tuple[tuple[str, ...], ...] = ()
    silent_end: tuple[str, ...] = ()
    silent_end_not: str = ""
    silent: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    halves: str = ""
    known: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LineBreaks:
    """Words that a line of captions must not end with: texts of words.

    ``free_negations`` may begin a line, unlike other ``negations``. ``names_by_capital``: two words
    with capitals are a name, which is not so where every noun has one. ``verbs`` do not end a line
    before one of ``objects``, nor ``linked_verbs`` before one of ``links`` ("want / to go").
    """

    articles: str = ""
    prepositions: str = ""
    conjunctions: str = ""
    auxiliaries: str = ""
    pronouns: str = ""
    weak_pronouns: str = ""
    negations: str = ""
    free_negations: str = ""
    verbs: str = ""
    objects: str = ""
    linked_verbs: str = ""
    links: str = ""
    modifiers: str = ""
    titles: str = ""
    first_names: str = ""
    names_by_capital: bool = True


@dataclass(frozen=True)
class HeardWords:
    """What bare words of an engine need to read as sentences.

    ``questions`` begin one where one of ``question_second`` follows, ``always_questions`` always;
    ``before_questions`` may stand in front. ``openers`` begin a sentence after a pause, ``fillers``
    end none. ``capitals`` are words with their spelling: ``i=I``.
    """

    questions: str = ""
    question_second: str = ""
    always_questions: str = ""
    before_questions: str = ""
    openers: str = ""
    fillers: str = ""
    capitals: str = ""


@dataclass(frozen=True)
class SpokenSigns:
    """How signs beside numbers are said; of more than one way, the others stand after ``|``.

    ``half`` is said for :30 after an hour, ``hours`` between hour and minutes. ``short``: how short
    forms are said.
    """

    signs: Mapping[str, str] = field(default_factory=dict)
    half: str = ""
    hours: str = ""
    short: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ScriptWords:
    """How scripts are written down: the letters of question and answer, words of every day.

    What stands before a colon and is a word of every day is no name. ``sounds`` are beginnings of
    words that tell of a sound: (laughter), (audience applauds).
    """

    question: str = ""
    answer: str = ""
    everyday: str = ""
    sounds: str = ""


@dataclass(frozen=True)
class ReplyWords:
    """What people write in a reply; ``en.toml`` says what each list is for."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    polite: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    may_stop: tuple[str, ...] = ()
    not_stop: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClockHabits:
    """How people write hours and zones, where that is not as CLDR has it."""

    says: Annotated[
        Mapping[str, str], Doc("What is written for words of CLDR: ``AM``, the name of a zone")
    ] = field(default_factory=dict)
    noon: Annotated[str, Doc("What twelve at noon is called, where it is not 12:00")] = ""
    bare_hours: Annotated[
        bool, Doc("Whether full hours go without minutes, and a working day is ``9 to 5``")
    ] = False


@dataclass(frozen=True)
class BrailleCodes:
    """Tables of liblouis: ``usual`` is what readers expect, ``full`` spells out each word."""

    usual: str
    full: str
    reads_back: Annotated[
        bool, Doc("Whether liblouis reads the usual code back as it stood, where nothing is wrong")
    ] = False


@dataclass(frozen=True)
class VoiceNames:
    """Other tags under which voices for the language go, the best first."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class LanguageHabits:
    """All of one file. A section that is None is not there."""

    sentence: SentenceHabits = SentenceHabits()
    lists: ListHabits = ListHabits()
    clock: ClockHabits = ClockHabits()
    translation: TranslationHabits = TranslationHabits()
    level: LevelFormula | None = None
    syllables: SyllableRules | None = None
    jargon: Mapping[str, str] = field(default_factory=dict)
    stigma: Mapping[str, str] = field(default_factory=dict)
    links: Annotated[tuple[str, ...], Doc("Words of a link that say nothing")] = ()
    undelivered: Annotated[
        tuple[str, ...], Doc("Words of a mail server's notice that a message did not arrive")
    ] = ()
    known_short_forms: Annotated[str, Doc("Short forms that everybody knows")] = ""
    line_breaks: LineBreaks | None = None
    heard: HeardWords | None = None
    spoken: SpokenSigns = SpokenSigns()
    script: ScriptWords = ScriptWords()
    replies: ReplyWords = ReplyWords()
    neutral: Annotated[
        Mapping[str, tuple[str, ...]], Doc("Words by topic that are not neutral")
    ] = field(default_factory=dict)
    telling: Annotated[
        Mapping[str, tuple[str, ...]], Doc("Phrases by idea that tell of hiding")
    ] = field(default_factory=dict)
    offers: Annotated[
        Mapping[str, tuple[str, ...]],
        Doc(
            "Phrases that offer a way to talk, by way; ``fine``: what makes an offer none; "
            "``ours``: what those who lead do among themselves"
        ),
    ] = field(default_factory=dict)
    braille: BrailleCodes | None = None
    voice: VoiceNames = VoiceNames()
