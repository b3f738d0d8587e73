import importlib
import inspect
import pkgutil
import re
import tomllib
from importlib.resources import files

from access_kit import materials
from access_kit.materials.items import Item, load_items
from access_kit.materials.paper_facts import load_fact_rules, person_facts, read_settings
from access_kit.model.session import Platform
from tests.materials.samples import SESSION, paper_context
from tests.materials.test_words import ITEM_FILES
from tests.materials.worlds import usual_contexts

FROM_CODE = {
    *map(str, Platform),
    *("remote", "video", "messenger", "app", "writing", "link", "dial_in", "pin", "recording"),
    *("hours", "reporting", "crisis", "agency_email", "agency_contact"),
    *("host_number", "host_email", "host_camera_off", "full", "discreet", "voice", "by_phone"),
    *(
        "by_text",
        "called",
        "type_too",
        "stores",
        "anyone",
        "supervisor",
        "no_live_way",
        "calls_first",
    ),
    *(
        "reporting_short",
        "agency_phone",
        "large",
        "giant",
        "answered_before",
        "spot_known",
        "beginner",
    ),
    *("minutes_limited", "internet_unsure", "device_known", "assistive", "lip_reads", "mailed"),
    *("person_number", "asks_text", "asks_voicemail", "asks_email", "asks_mail"),
    *("asks_phone", "asks_captions", "gives_back", "either_captions", "captions_each"),
    "captions_ask",
    *("room_captions", "aloud", "typed", "written", "seen"),
    *(
        "one_to_one",
        "host_called",
        "host_phone",
        "texts_first",
        "texting",
        "no_session",
        "no_typing",
        "awaits_number",
        "no_phone",
        "texted",
        "report_page",
    ),
}
MODULES = [
    importlib.import_module(f"{materials.__name__}.{one.name}")
    for one in pkgutil.iter_modules(materials.__path__)
    if not one.ispkg
]


def known():
    rules = (*load_fact_rules(), *load_fact_rules("short"))
    return FROM_CODE | {rule.name for rule in rules} | set(known_settings())


def test_items_ask_only_for_facts_that_there_are():
    asked = [(name, item) for name in ITEM_FILES for item in load_items(name)]
    asked += [(module.__name__, item) for module in MODULES for item in items_in(module)]
    for name, item in asked:
        assert {*item.needs, *item.unless} <= known(), (name, item.word)


def test_code_asks_only_for_facts_that_there_are():
    """A fact that nobody states is never there, so the line that waits for it never comes."""
    for module in MODULES:
        source = inspect.getsource(module)
        named = set(re.findall(r'"([a-z][\w.]*)" (?:not )?in (?:self\.)?facts', source))
        for group in re.findall(r"facts & \{([^}]*)\}", source):
            named |= set(re.findall(r'"([a-z][\w.]*)"', group))
        assert named <= known(), module.__name__


def items_in(module):
    groups = [value for value in vars(module).values() if isinstance(value, tuple)]
    return [one for group in groups for one in group if isinstance(one, Item)]


def known_settings():
    text = (files("access_kit.recommend") / "settings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["setting"]


def test_facts_name_only_settings_that_the_rules_give():
    known = known_settings()
    rules = (*load_fact_rules(), *load_fact_rules("short"))
    assert {rule.setting for rule in rules} <= set(known)


def test_facts_name_only_values_that_a_setting_may_have():
    known = known_settings()
    for rule in load_fact_rules():
        allowed = known[rule.setting].get("of") or known[rule.setting].get("order")
        if allowed:
            assert set(rule.values) <= set(allowed), rule.name


def test_false_none_and_empty_settings_are_no_facts():
    assert read_settings({"chat.first": False, "contact.relay": (), "sheets": ()}) == frozenset()
    assert read_settings({"contact.voice_ok": True}) == {"contact.voice_ok"}
    assert read_settings({"contact.voice_ok": False}) == {"no_voice"}


def test_everybody_has_a_way_to_join():
    for context in usual_contexts():
        facts = person_facts(context)
        ways = {"app", "writing", "by_phone", "by_text", "in_person"}
        assert facts & ways, (context.session.platform, context.plan.settings)


def test_a_plain_phone_is_not_asked_to_open_a_link():
    facts = person_facts(paper_context("basic-phone", session=SESSION))
    assert "video" not in facts
    assert "by_phone" in facts
