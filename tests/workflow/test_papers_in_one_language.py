"""An agency's page that nobody translated keeps back the papers that print it, and no other."""

from __future__ import annotations

import datetime

import pytest

from access_kit.documents.check_tree import plain_text, walk_blocks
from access_kit.model.document import Paragraph, Question
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.write import PaperWriter
from tests.burden.test_budgets import resized
from tests.conftest import NOW
from tests.localization.shelf import approve_shipped
from tests.workflow.kits import copy_example

SHORT, FULL = "K-1", "K-2"
PRINTED = ("reporting.md", "crisis-short.md", "agreement-lines.md")
"""The agency's pages that stand in an agreement; the crisis plan stands in none."""


@pytest.fixture
def session(tmp_path):
    """Two readers of Spanish, one of whom wants everything at once; all our own words approved."""
    session = copy_example(tmp_path / "kit")
    folder = session.parent / "profiles"
    plain = (folder / "K-23.toml").read_text()
    for path in folder.iterdir():
        path.unlink()
    (folder / "1.toml").write_text(resized(plain, SHORT, "es", 18))
    full = resized(plain, FULL, "es", 18).replace("[reading]\n", '[reading]\ndetail = "full"\n')
    (folder / "2.toml").write_text(full)
    approve_shipped(session.parent, "es")
    return session


def written(session):
    """Each person's papers by their stems."""
    work = read_work(session, kit_folder=None, now=datetime.datetime.fromisoformat(NOW))
    plan = make_plan(work)
    writer = PaperWriter(plan)
    return {
        person.profile.id: {p.stem: one.document for p, one in writer.write_packet(person).papers}
        for person in plan.people
    }


def asked_in(document) -> set[str]:
    return {block.key for block in walk_blocks(document.blocks) if isinstance(block, Question)}


def test_an_agreement_waits_for_its_own_pages_and_an_e_mail_for_none(session):
    found = written(session)
    assert found[SHORT]["agreement"].lang == found[SHORT]["agreement-full"].lang == "en"
    for person in (SHORT, FULL):
        assert found[person]["letter"].lang == "es"
        assert found[person]["message"].lang == "es"
        assert found[person]["answers"].lang == "es"
        assert "tc-link" in asked_in(found[person]["answers"])
        assert "cs-sign" not in asked_in(found[person]["answers"]) | asked_in(
            found[person]["message"]
        )


def test_no_paper_waits_for_the_crisis_plan(session):
    for name in PRINTED:
        page = session.with_name(name)
        page.write_text(page.read_text().replace("lang: en", "lang: es"))
    found = written(session)
    own = {stem: one for stem, one in found[SHORT].items() if "agreement" in stem}
    assert {one.lang for one in own.values()} == {"es"}
    assert found[FULL]["message"].lang == "es"
    assert {"tc-link", "cs-sign"} <= asked_in(found[FULL]["message"])
    for one in own.values():
        said = " ".join(
            plain_text(block.content)
            for block in walk_blocks(one.blocks)
            if isinstance(block, Paragraph)
        )
        assert "The host stays calm" not in said
