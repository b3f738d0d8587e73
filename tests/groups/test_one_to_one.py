"""Two people who meet: no group words, a call or a text first, and an agreement about texts."""

from __future__ import annotations

import dataclasses
import itertools
import re
import shutil

import pytest

from access_kit.documents.front_matter import read_front_matter
from access_kit.i18n import Words, load_words
from access_kit.materials.agreement import build_consent
from access_kit.materials.items import load_items
from access_kit.materials.letter import build_letter
from access_kit.materials.library import FOR_GROUPS, list_builtin
from access_kit.materials.mail_letter import build_answers, build_message
from access_kit.materials.run_sheet import build_run_sheet
from access_kit.materials.tech_check import build_tech_check
from access_kit.materials.texts import build_texts
from access_kit.model.plan import GroupPlan
from access_kit.model.profile import Channel, ContactWays, Detail, Mode, Speech, TalkModes
from access_kit.model.session import Platform, SessionKind
from access_kit.model.stated import Stated, Wish
from tests.conftest import NOW
from tests.groups.group_words import GROUP_WORDS, find_group_words
from tests.harms.commands import call
from tests.harms.reading import read_page, read_pdf
from tests.materials.reading import text_of
from tests.materials.samples import SESSION, make_profile, paper_context
from tests.materials.test_words import ITEM_FILES
from tests.materials.worlds import usual_contexts
from tests.tools import ROOT

LOCALES = sorted(GROUP_WORDS)
BUILDERS = (
    build_letter,
    build_tech_check,
    build_consent,
    build_message,
    build_answers,
    build_texts,
)
TWO = dataclasses.replace(SESSION, kind=SessionKind.ONE_TO_ONE, title="A talk with Jo")
EXAMPLE = ROOT / "examples" / "evening-group"


@pytest.fixture
def kit(tmp_path):
    """The example kit, with a session of two people."""
    return make_kit(tmp_path / "kit")


def make_kit(folder, *, people=("K-23",), **changes):
    """A kit whose session is one to one with ``people``."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("out"))
    for path in (folder / "profiles").glob("*.toml"):
        if path.stem not in people:
            path.unlink()
    session = (folder / "session.toml").read_text()
    changes = {
        'title = "Thursday evening group"': 'title = "A talk with Jo"\nkind = "one_to_one"',
        'handouts = ["things-that-help-me.md", "good-meetings.md"]': "",
        **changes,
    }
    for old, new in changes.items():
        assert old in session
        session = session.replace(old, new)
    (folder / "session.toml").write_text(session)
    return folder


# -- who comes -----------------------------------------------------------------------------------


def test_a_folder_of_nobody_is_an_error_with_words(tmp_path):
    kit = make_kit(tmp_path / "kit", people=())
    told = call(kit, "session", "check", "session.toml", "--json", now=NOW)
    assert told.code == 2
    assert any("profile" in one["message"] for one in told.json["problems"])


def test_a_folder_of_more_than_one_is_an_error_with_words(tmp_path):
    kit = make_kit(tmp_path / "kit", people=("K-07", "K-23"))
    for command in ("session check", "prepare"):
        told = call(kit, *command.split(), "session.toml", "--json", now=NOW)
        assert told.code == 2
        [problem] = [one for one in told.json["problems"] if "one-to-one" in one["code"]]
        assert problem["code"] == "session.one-to-one-people"
        assert problem["where"] == "profiles"
        assert "and 2 are named" in problem["message"]
    assert not (kit / "out").exists()


def test_ids_of_more_than_one_are_an_error_in_sessions_and_on_any_date_of_a_group(kit):
    session = kit / "session.toml"
    named = session.read_text().replace('profiles = "profiles"', 'participants = ["K-07", "K-23"]')
    session.write_text(named)
    told = call(kit, "session", "check", "session.toml", "--json", now=NOW)
    assert (told.code, told.json["problems"][0]["code"]) == (2, "session.one-to-one-people")

    group = kit / "talks.toml"
    text = named.replace("access-kit/session/1", "access-kit/group/1").replace('"K-07", ', "")
    text = text.replace("evening-group-2026-12-03", "talks")
    text = text.replace("minutes = 60", 'minutes = 60\nrepeats = "FREQ=WEEKLY;COUNT=4"')
    group.write_text(text + '\n[[meeting]]\ndate = 2026-12-10\nguest = ["K-07"]\n')
    told = call(kit, "group", "check", "talks.toml", "--json", now=NOW)
    [problem] = [one for one in told.json["problems"] if one["severity"] == "error"]
    assert problem["code"] == "group.one-to-one-people"
    assert problem["line"] == group.read_text().split("\n").index("[[meeting]]") + 1

    changed = 'leave = ["K-23"]\njoin = ["K-07"]'
    group.write_text(text + f"\n[[meeting]]\ndate = 2026-12-10\n{changed}\n")
    told = call(kit, "group", "check", "talks.toml", "--json", now=NOW)
    assert "group.one-to-one-people" not in told.stdout + told.stderr


# -- no group words ------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=LOCALES)
def finished(request, tmp_path_factory):
    """The folder of a talk between two, prepared in a language, and that language."""
    locale = request.param
    kit = make_kit(tmp_path_factory.mktemp(locale) / "kit")
    profile = kit / "profiles" / "K-23.toml"
    for page in ("crisis-plan.md", "reporting.md", "agreement-lines.md"):
        own = (kit / page).read_text()  # the agency's own words, as they are for a talk
        own = re.sub(r"(?i)the group|groups?|everyone", "talks", own)
        (kit / page).write_text(own)
    said = profile.read_text().replace('formats = ["print"]', 'formats = ["print", "text_message"]')
    said = said.replace('written = ["en"]', f'written = ["{locale}"]')
    profile.write_text(said + "\n[group]\nsize_max = 5\n")
    made = call(kit, "prepare", "session.toml", now=NOW)
    assert made.code == 0, made.stderr
    return kit / "out" / "evening-group-2026-12-03", locale


def test_no_group_word_stands_in_any_finished_paper(finished):
    out, locale = finished
    readers = {".html": lambda path: read_page(path.read_text("utf-8")), ".pdf": read_pdf}
    readers[".txt"] = lambda path: path.read_text("utf-8")
    read = [path for path in sorted(out.rglob("*")) if path.suffix in readers]
    names = {path.name for path in read}
    assert {"letter.pdf", "agreement-full.pdf", "tech-check.pdf", "runsheet.pdf"} <= names
    assert {"message.txt", "message.html", "answers.html", "hand-over.html"} <= names
    for path in read:
        assert find_group_words(readers[path.suffix](path), locale) == [], path.name
    assert not (out / "group").exists(), "what everyone gets alike is nothing for one person"


class RecordingWords(Words):
    """Words that remember which keys were asked for."""

    asked: set[str] = set()  # noqa: RUF012

    def inlines(self, key, /, **values):
        self.asked.add(key)
        return super().inlines(key, **values)

    def text(self, key, /, **values):
        self.asked.add(key)
        return super().text(key, **values)


@pytest.fixture(scope="module")
def said_to_two():
    """The keys of all that is said in a talk between two, on any platform, to any sample person."""
    words = RecordingWords("en", load_words("en").messages)
    wishes = itertools.cycle([(), (Stated(Mode.VIDEO),), (Stated(Mode.SMS),)])
    full = (one for one in usual_contexts(words=words) if not one.is_discreet)
    for context, modes in zip(full, wishes, strict=False):
        profile = dataclasses.replace(context.profile, talk=TalkModes(modes=modes))
        session = dataclasses.replace(context.session, kind=SessionKind.ONE_TO_ONE)
        two = dataclasses.replace(context, session=session, profile=profile)
        for build in BUILDERS:
            build(two)
        build_message(dataclasses.replace(two, detail=Detail.ESSENTIALS))
        build_run_sheet(two, [(two.profile, two.plan)])
    return words.asked


@pytest.mark.parametrize("locale", LOCALES)
def test_no_group_word_stands_in_any_sentence_of_any_platform(said_to_two, locale):
    messages = load_words(locale).messages
    told = {key: find_group_words(messages[key], locale) for key in said_to_two}
    assert {key: found for key, found in told.items() if found} == {}
    assert {"one.private", "one.hear-speak", "one.texts", "agree.complain-call"} <= said_to_two


@pytest.mark.parametrize("locale", LOCALES)
def test_an_item_that_speaks_of_a_group_is_never_said_to_two(locale):
    messages = load_words(locale).messages
    items = [one for name in ITEM_FILES for one in load_items(name)]
    speaking = [one for one in items if find_group_words(messages[one.word], locale)]
    assert len(speaking) >= 10
    assert [one.word for one in speaking if "one_to_one" not in one.unless] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_list_of_words_finds_the_papers_of_a_group(locale):
    """A self-test: what the list is blind to, it would never find in a talk between two."""
    words = load_words(locale)
    for build in (build_tech_check, build_consent):
        said = text_of(build(paper_context(words=words)))
        assert len(find_group_words(said, locale)) >= 1, build.__name__
    assert find_group_words("A page for everyone.", locale) == ["everyone"]
    assert find_group_words("Others may see e-mail.", locale) == []


def test_handouts_of_ours_that_speak_of_a_group_are_told_as_such(kit):
    session = kit / "session.toml"
    named = session.read_text().replace(
        "minutes = 60", 'minutes = 60\nhandouts = ["ground-rules.md"]'
    )
    session.write_text(named)
    told = call(kit, "session", "check", "session.toml", "--json", now=NOW)
    assert told.code == 0
    [problem] = [one for one in told.json["problems"] if "groups" in one["code"]]
    assert problem["code"] == "session.handout-for-groups"
    assert problem["where"] == "handouts[0]"
    (kit / "materials" / "ground-rules.md").write_text("# How we talk\n\nWe are kind.\n")
    told = call(kit, "session", "check", "session.toml", "--json", now=NOW)
    assert "handout-for-groups" not in told.stdout, "the agency's own page of that name is its own"


HARMLESS = {
    "names-and-pronouns": "np-group",
    "access-needs": "Everyone gets this page.",
    "join-whatsapp": "Others in a group see your phone number.",
    "tech-check": "other person",
    "when-the-call-drops": "It happens to everyone",
    "privacy-at-home": "when the others are out",
}


def test_the_handouts_that_speak_of_a_group_are_all_known():
    speaking = set()
    for path in list_builtin():
        front, _, _ = read_front_matter(path.read_text("utf-8"))
        if "participant" not in front.who or path.stem.startswith("good-and-bad-of-"):
            continue  # it goes into nobody's packet, or speaks of a way and of no meeting
        body = path.read_text("utf-8").split("---", 2)[2]
        body = " ".join(body.split()).replace(HARMLESS.get(path.stem, "—"), "")
        words = set(find_group_words(body, "en")) - {"others", "Others", "turn"}
        speaking |= {path.stem} if words else set()
    assert speaking == FOR_GROUPS


# -- which way comes first -----------------------------------------------------------------------


def letter_of(*modes, detail=Detail.ESSENTIALS, voice=True, platform=Platform.ZOOM, **changes):
    """The short letter of somebody who said ``modes``, best first."""
    ways = tuple(one.value for one in modes) or ("phone",)
    profile = make_profile(talk=TalkModes(modes=tuple(Stated(one) for one in modes)))
    session = dataclasses.replace(TWO, platform=platform, **changes)
    settings = {"join.ways": ways, "contact.voice_ok": voice}
    context = paper_context(session=session, profile=profile, detail=detail, settings=settings)
    return " ".join(text_of(build_letter(context)).split())


def place(text, *said):
    return [text.index(one) for one in said]


def test_a_call_comes_first_where_nobody_said_otherwise():
    text = letter_of()
    call, link = place(text, "Call (603) 555-0199", "https://meet.example/j/5550100")
    assert call < link
    assert "Join from browser" not in text


@pytest.mark.parametrize("mode", [Mode.VIDEO, Mode.TEXT_CHAT])
def test_a_wish_to_see_each_other_or_to_chat_is_kept(mode):
    text = letter_of(mode, Mode.PHONE)
    link, call = place(text, "open https://meet.example/j/5550100", "(603) 555-0199")
    assert link < call


def test_who_likes_texts_best_is_texted_with_and_has_the_call_behind_it():
    text = letter_of(Mode.SMS, Mode.PHONE)
    assert "text Jo at (603) 555-0123" in text
    assert "open https" not in text


def test_without_a_dial_in_the_one_who_leads_is_called():
    text = letter_of(dial_in=None)
    assert "Call (603) 555-0123" in text
    assert "If that doesn't work, call Jo" not in text, "the same number is no second way"


def test_who_uses_no_voice_texts_where_they_said_nothing_and_there_is_no_app():
    text = letter_of(voice=False, platform=Platform.PHONE)
    assert "text Jo at (603) 555-0123" in text


def test_an_avoid_of_texts_wins():
    profile = make_profile(
        talk=TalkModes(modes=(Stated(Mode.SMS, Wish.AVOID),), speech=Stated(Speech.SPEAKS))
    )
    context = paper_context(
        session=TWO, profile=profile, settings={"join.avoided": ("sms",)}, detail=Detail.ESSENTIALS
    )
    assert "text Jo at" not in text_of(build_letter(context))


# -- texts are agreed on -------------------------------------------------------------------------


TEXTING = {
    "en": ("Texting.", "STOP", "emergencies"),
    "es": ("Mensajes de texto.", "STOP", "emergencias"),
    "ar": ("الرسائل النصية.", "STOP", "للطوارئ"),
    "hi": ("टेक्स्ट संदेश।", "STOP", "आपात"),
}


def agreement_of(session=TWO, locale="en", safe=(Channel.SMS,), **settings):
    contact = ContactWays(safe=safe, phone="+1 603 555 0142")
    context = paper_context(
        session=session,
        profile=make_profile(contact=contact),
        settings=settings,
        words=load_words(locale),
        detail=Detail.ESSENTIALS,
    )
    return build_consent(context)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_agreement_says_how_texts_are_used_where_they_are_the_way(locale):
    document = agreement_of(locale=locale)
    text = text_of(document)
    assert all(one in text for one in TEXTING[locale])
    assert "cs-texting" in {line.key for line in document.form}
    assert "cs-who-hears" not in {line.key for line in document.form}


def test_it_says_hours_answers_what_not_what_is_kept_and_stop():
    text = text_of(agreement_of())
    for said in (
        "Jo reads and answers texts Monday to Friday",
        "At other times, a text waits until then.",
        "Texts aren't for emergencies.",
        "the company that carries them may keep them too",
        "Text STOP and Jo stops texting you.",
    ):
        assert said in text
    no_hours = dataclasses.replace(TWO.facilitator, hours="")
    text = text_of(agreement_of(dataclasses.replace(TWO, facilitator=no_hours)))
    assert "how long an answer can take" in text


def test_a_talk_by_text_has_it_and_nobody_else():
    by_text = dataclasses.replace(TWO, platform=Platform.SMS)
    assert "Texting." in text_of(agreement_of(by_text, safe=(Channel.LETTER,)))
    assert "Texting." not in text_of(agreement_of(safe=(Channel.LETTER,)))
    assert "Texting." not in text_of(agreement_of(SESSION))


def test_the_run_sheet_of_two_speaks_of_one_person():
    group = GroupPlan({"captions.on_by_default": True, "entry.mute": True}, ())
    context = paper_context(session=TWO, group=group)
    text = text_of(build_run_sheet(context, [(context.profile, context.plan)]))
    assert "Ask what town the person is in today." in text
    assert "Everyone" not in text
