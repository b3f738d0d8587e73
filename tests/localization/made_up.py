"""A kit in a made-up language, and what its packets are."""

import json
import re
from functools import cache
from pathlib import Path

from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.pseudo import pseudo_catalogue
from access_kit.model.answers import to_plain
from access_kit.workflow.kit_locales import Home, make_templates
from access_kit.workflow.prepare.answer import manifest_answer
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.run import tell
from access_kit.workflow.prepare.set import Maker
from access_kit.workflow.prepare.write import PaperWriter
from tests.localization.shelf import ANA, NOW, header, put

MADE_UP = "eo"
"""A language that ships no translation: all of its words here are made by the tests."""


def set_language(session: Path, person: str, *tags: str) -> None:
    path = session.parent / "profiles" / f"{person}.toml"
    text = path.read_text(encoding="utf-8")
    written = ", ".join(f'"{tag}"' for tag in tags)
    assert re.search(r"^written = .*$", text, re.M)
    text = re.sub(r"^written = .*$", f"written = [{written}]", text, flags=re.M)
    path.write_text(text, encoding="utf-8")


def set_kit_language(session: Path, language: str) -> None:
    path = session.parent / "kit.toml"
    text = path.read_text(encoding="utf-8")
    assert 'locale = "en"' in text
    path.write_text(text.replace('locale = "en"', f'locale = "{language}"'), encoding="utf-8")


@cache
def templates_of(kit: Path) -> dict[str, Catalogue]:
    return make_templates(Home(kit / "locales", kit), now=NOW)


def translate_kit(kit: Path, language: str = MADE_UP, *, reviewer=ANA, keep=lambda m: True) -> None:
    """Every word of the kit in a made-up language, approved by ``reviewer`` if there is one."""
    for domain, template in templates_of(kit).items():
        made = pseudo_catalogue(template, reviewer)
        messages = tuple(message for message in made.messages if keep(message))
        put(
            kit / "locales", language, Catalogue(header=header(language), messages=messages), domain
        )


def plan_of(session, **options):
    return make_plan(read_work(session, kit_folder=None, now=NOW), **options)


def person_in(plan, person):
    return next(one for one in plan.people if one.profile.id == person)


def told_of(plan):
    """What is told beside a plan before anything is made."""
    return tell(plan, Maker(plan), {})


def states(plan, person):
    found = PaperWriter(plan).foresee(person).papers
    return {one.paper.stem: (one.lang, one.state.value) for one in found}


def states_of_all(plan):
    return {one.profile.id: states(plan, one) for one in plan.people}


def guests(plan):
    return [(p.profile, t) for p, t in zip(plan.people, told_of(plan).people, strict=True)]


def not_met_in(plan, person):
    plans = {one.id: one for one in told_of(plan).people}
    return [one for one in plans[person].not_met if one.setting == "language.written"]


def made_manifest(plan, person):
    made = Maker(plan).make_packet(person, None)
    return json.loads(json.dumps(to_plain(manifest_answer(plan.work.session, person, made)))), made
