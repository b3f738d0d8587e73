"""The catalogue: every key is used, every used key is there, and all of it is easy to read."""

import dataclasses
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path

from access_kit.i18n import Words, load_words
from access_kit.i18n.words import locales_folder
from access_kit.materials.agreement import build_consent
from access_kit.materials.call_back import build_call_back
from access_kit.materials.choice_sheet import WayToMeet, build_choice_sheet
from access_kit.materials.discreet import withheld
from access_kit.materials.letter import build_letter
from access_kit.materials.tech_check import build_tech_check
from access_kit.materials.texts import build_texts
from access_kit.model.kit import CrisisEntry
from access_kit.model.profile import Channel, ContactWays, Detail, EmergencyContact
from access_kit.profiles.neutral import find_unneutral
from tests.materials.readability import grade, split_sentences
from tests.materials.samples import english, make_profile
from tests.materials.worlds import usual_contexts

ITEM_FILES = (
    "letter.toml",
    "letter_short.toml",
    "tech_check.toml",
    "check_short.toml",
    "consent.toml",
    "consent_short.toml",
    "run_sheet.toml",
)
PACKAGE = Path(__file__).parents[2] / "access_kit"

CARE_WORDS = {
    "cs.what": {"therapy", "medical"},
    "agree.what": {"therapy", "medical", "crisis"},
    "agree.sign": {"health"},
    "plan.alternative.write-crisis-short": {"crisis"},
    "cs.role": {"medicine"},
    "cs.not-crisis": {"crisis"},
    "cs.not-crisis-no-lines": {"crisis"},
    "recovery.title": {"Recovery"},
}
"""The agreement must say what the group is not, and the vault's own page, which no participant
sees, what it recovers; no other words of ours may be unneutral."""

ELSEWHERE = ("interview.", "letters.", "live.", "profile-copy.", "recovery.", "watch.")
"""Keys that other rooms use; their own tests hold them."""


@lru_cache
def catalogue():
    from babel.messages.pofile import read_po

    with (locales_folder() / "access_kit.pot").open("rb") as stream:
        return tuple(message for message in read_po(stream) if message.id)


def literal_keys() -> set[str]:
    """Every string in our code and data that is a key of the catalogue."""
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    found = {key for text in sources for key in re.findall(r'"([a-z_]+(?:\.[a-z0-9_-]+)+)"', text)}
    words = load_words("en")
    return {key for key in found if key in words} | {
        entry["word"]
        for name in ITEM_FILES
        for entry in tomllib.loads(
            (files("access_kit.materials") / name).read_text(encoding="utf-8")
        )["item"]
    }


BUILT_KEYS = {
    "platform.": "values.py",
    "answer.": "forms.py",
    "consent.": "agreement.py",
    "crisis.": "contacts.py",
    "choice.": "choice_sheet.py",
    "withheld.": "discreet.py",
    "callback.": "call_back.py",
    "run.book.": "run_people.py",
    "run.waits.": "run_people.py",
    "lack.": "lacks.py",
    "join.by-": "letter_parts.py",
    "render.": "../documents/labels.py",
    "first.": "contacts.py",
    "text.": "texts.py",
}
"""Beginnings of keys that code puts together, and the file that does."""


def test_every_key_of_the_data_is_in_the_catalogue():
    words = load_words("en")
    for name in ITEM_FILES:
        data = tomllib.loads((files("access_kit.materials") / name).read_text(encoding="utf-8"))
        assert [one["word"] for one in data["item"] if one["word"] not in words] == []


def test_every_key_of_the_catalogue_is_used():
    used = literal_keys()
    left = {message.context for message in catalogue()} - used
    assert sorted(key for key in left if not key.startswith((*BUILT_KEYS, *ELSEWHERE))) == []


class RecordingWords(Words):
    """Words that remember which keys were asked for."""

    asked: set[str] = set()  # noqa: RUF012

    def inlines(self, key, /, **values):
        self.asked.add(key)
        return super().inlines(key, **values)


def test_every_key_that_code_puts_together_is_said_somewhere():
    words = RecordingWords("en", load_words("en").messages)
    values = (("yes", "plan"), ("no", "unknown"), ("not_applicable", "no"))
    ways = [WayToMeet("zoom", "Zoom", one) for one in values]
    build_choice_sheet(words, ["You can type.", "You can call."], ways)
    withheld(words, ["things-that-help-me.md"], care=["texts"])
    for context in usual_contexts(words=words):
        for build in (build_letter, build_tech_check, build_consent, build_texts):
            build(context)
            build(dataclasses.replace(context, detail=Detail.ESSENTIALS))
    for call, text in (("911", None), (None, "911")):
        line = CrisisEntry("US", "911", call=call, text=text, emergency=True)
        for context in usual_contexts(words=words, crisis=(line,)):
            build_texts(context)
    for context, safe in product(list(usual_contexts(words=words))[:1], CALLABLE):
        build_call_back(context, [(callable_profile(safe), context.plan)])
    keys = tuple(key for key in BUILT_KEYS if key != "lack.")
    built = {m.context for m in catalogue() if m.context.startswith(keys)}
    assert sorted(built - words.asked - literal_keys() - SEEN_ELSEWHERE) == []


CALLABLE = ((Channel.CALL,), (Channel.SMS,), (Channel.CALL, Channel.SMS))
SEEN_ELSEWHERE = {
    *(f"run.book.{what}" for what in ("cart", "signed_interpreter", "spoken_interpreter")),
    *("run.waits.consent", "run.waits.crisis_lines", "run.book.device_loan"),
    *(f"run.waits.{care}" for care in ("private_place", "heads_up", "texts", "clear_history")),
    *(f"crisis.{one}-{way}" for one in ("line", "number") for way in ("call", "call-relay")),
    *(f"crisis.{one}-{way}" for one in ("emergency", "danger") for way in ("call", "call-relay")),
    *(f"crisis.{one}-text" for one in ("line", "number", "emergency", "danger")),
    *("crisis.line-signed", "crisis.emergency-both"),
}
"""Asserted in the tests of the run sheet and of contacts; all of ``lack.`` in the first."""


def callable_profile(safe):
    contact = ContactWays(
        safe=safe, phone="+1 603 555 0142", emergency=EmergencyContact("Ana", "+1 603 555 0177")
    )
    return make_profile(contact=contact)


def test_every_message_has_a_comment_for_the_translator():
    assert [m.context for m in catalogue() if not " ".join(m.auto_comments).strip()] == []


SAFETY = ("cs.", "crisis.", "consent.", "callback.call", "when.", "join.call", "join.pin", "stop.")


def test_words_of_safety_are_marked_for_the_translator():
    for message in catalogue():
        if message.context.startswith(SAFETY) and message.context not in UNMARKED:
            assert message.auto_comments[0] == "safety", message.context


UNMARKED = {"when.heading", "when.leave-any-time", "when.leave-early", "stop.heading"}


def test_no_message_names_a_number_to_call():
    assert [m.context for m in catalogue() if re.search(r"\d{3}", m.id)] == []


def without_marks(text: str) -> str:
    """The words of a message, with a name for each value."""
    return re.sub(r"\{\w+\}", "Jo", text.replace("**", ""))


def test_the_counter_agrees_with_known_texts():
    assert grade(["The cat sat on the mat."]) < 1
    hard = "Participation is contingent upon comprehensive authorization documentation."
    assert grade([hard]) > 15
    assert [len(words) for words in split_sentences("You can pass. You can stop.")] == [3, 3]


def test_our_words_are_neutral():
    found = {m.context: set(find_unneutral(m.id)) for m in catalogue()}
    assert {key: words for key, words in found.items() if words} == CARE_WORDS


def test_the_words_are_english_source():
    assert english().locale == "en"
