"""A line left alone is not answered: it gives no yes, takes none, closes no way, is asked again."""

from __future__ import annotations

import sys

import pytest

from tests.harms.replies import WHO, message, typed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
SIGNED = "> [x] My name"


def test_an_untouched_line_about_email_leaves_the_way_that_the_person_called_safe(desk):
    before = desk.ways()
    assert "email" in before
    (one,) = desk.take("boxes/left-alone.eml").json["messages"]
    assert one["consent"] == "given"
    assert desk.ways() == before
    stands = desk.consent()
    assert stands["yes"] == [], "silence is no yes either"
    assert "cs-email" in stands["unclear"], "so that it is asked again"


def test_an_untouched_line_takes_back_no_yes_and_no_no(desk):
    first = f"> B12. You may e-mail me.\n> [x] Yes\n> B13. You may text me.\n> [x] No\n{SIGNED}"
    desk.take(message(first))
    second = f"> B12. You may e-mail me.\n> [ ] No\n> [ ] Yes\n{SIGNED}"
    desk.take(message(second, number=2, date="Fri, 27 Nov 2026 19:00:00 -0500"))
    assert desk.consent()["yes"] == ["cs-email"]
    assert "sms" not in desk.ways()


def test_an_agreement_that_is_gone_through_and_left_open_closes_nothing(desk):
    session = desk.kit / "session.toml"
    desk.command("consent", "record", session, WHO, stdin=typed(desk, session))
    assert "email" in desk.ways()


def test_a_plain_no_without_a_signature_is_a_no_at_once(desk):
    (one,) = desk.take(message("B12 no")).json["messages"]
    assert one["consent"] == "unsigned"
    assert "email" not in desk.ways()


def test_no_paper_says_that_a_blank_is_a_no(desk):
    texts = [path.read_text("utf-8") for path in desk.kit.rglob("*.html")]
    assert any("Not sure? Leave it blank" in text for text in texts)
    assert not any("If you tick nothing" in text for text in texts)
