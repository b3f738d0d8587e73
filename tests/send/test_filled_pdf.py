"""A PDF filled in on a screen comes back by mail or as a file, and is read as its person's."""

from __future__ import annotations

import io
import json
import re
import sys
from email import message_from_bytes, policy

import pikepdf
import pytest

from access_kit.delivery.form_pdf import read_form
from access_kit.documents.measure import count_pages
from tests.conftest import SOAK
from tests.documents.filling import filling
from tests.send.replies import original, reply_to, with_file
from tests.send.test_returns import consent_of, eml_of, status_of
from tests.send.vault_kit import SESSION, must, run, session_file
from tests.validators.canary import find_canaries
from tests.validators.form_fields import words_in_form

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")

WHO, OTHER = "K-11", "K-23"
NAME = "answers.pdf"


def form_of(kit, person=WHO):
    """The file as it came with a person's mail."""
    (found,) = (one for one in original(eml_of(kit, person)).iter_attachments()
                if one.get_filename() == NAME)  # fmt: skip
    return found.get_content()


def filled(pdf, *answers, **written):
    """The file with boxes chosen, each by its name and answer, and lines written on."""
    with filling(pdf) as opened:
        for name, answer in answers:
            opened.click(name, answer)
        for name, words in written.items():
            opened.type(name.replace("_", "-"), words)
        return opened.saved()


def choices(pdf, *pieces):
    """The names of statements by a piece of each."""
    with filling(pdf) as opened:
        seen = opened.seen()
    return [next(one.name.rpartition(".")[2] for one in seen if piece in one.says)
            for piece in pieces]  # fmt: skip


def signed(pdf):
    """A yes to e-mail, in ticks, and signed by name."""
    (email,) = choices(pdf, "You may e-mail me")
    return filled(pdf, (email, "Yes"), ("cs-sign", "My name"), cs_name="Mei-Ling")


def attached(eml, pdf, *, body="", sender=None, kind="pdf"):
    return with_file(reply_to(eml, body, sender=sender), pdf, kind=kind)


def take(kit, data, name="came.eml", *more, inside=not SOAK):
    (kit / name).write_bytes(data)
    return run(kit, "returns", "import", kit / name, "--json", *more, inside=inside)


@pytest.mark.parametrize("kind", ["pdf", "octet-stream"])
def test_attached_to_a_reply_it_is_the_answer(kind, kit):
    pdf = form_of(kit)
    done = take(kit, attached(eml_of(kit), signed(pdf), body="Here it is.", kind=kind))
    (one,) = done.json["messages"]
    assert (one["kind"], one["id"], one["consent"]) == ("answer", WHO, "given")
    assert consent_of(kit)["state"] == "given"
    assert consent_of(kit, OTHER)["state"] == "waiting"
    (again,) = take(kit, attached(eml_of(kit), signed(pdf), body="Here it is.")).json["messages"]
    assert again["kind"] == "already"


def test_the_check_and_what_is_written_are_kept(kit):
    pdf = form_of(kit)
    (help_with,) = choices(pdf, "A1.")
    done = take(kit, attached(eml_of(kit), filled(pdf, (help_with, "Need help"))))
    assert done.json["messages"][0]["kind"] == "answer"
    assert status_of(kit)["tech_check"] != "waiting"


def test_an_answer_taken_back_is_no_answer(kit):
    pdf = form_of(kit)
    (email,) = choices(pdf, "You may e-mail me")
    back = filled(pdf, (email, "No"), (email, "No"), ("A1", "Yes"), ("A1", "Yes"))
    done = take(kit, attached(eml_of(kit), back))
    assert [one["kind"] for one in done.json["messages"]] == ["nothing"]
    assert consent_of(kit)["state"] == "waiting"


def test_as_a_file_it_waits_until_somebody_says_whose_it_is(kit):
    done = take(kit, signed(form_of(kit)), "back.pdf")
    assert [one["kind"] for one in done.json["messages"]] == ["held"]
    held = {one["id"]: one for one in done.json["held"]}
    assert held[WHO]["why"] == "no-sender"
    assert consent_of(kit)["state"] == "waiting"
    assert "does not say" in run(kit, "status", session_file(kit)).stdout
    must(run(kit, *held[WHO]["command"].replace("--person ID", f"--person {WHO}").split()[1:]))
    assert consent_of(kit)["state"] == "given"
    assert consent_of(kit, OTHER)["state"] == "waiting"


def test_two_people_who_fill_in_the_same_are_both_heard(kit):
    pdf = filled(form_of(kit), ("A1", "Yes"))
    for person in (WHO, OTHER):
        (one,) = take(kit, pdf, "back.pdf", "--person", person).json["messages"]
        assert (one["kind"], one["id"]) == ("answer", person)
    (again,) = take(kit, pdf, "back.pdf", "--person", OTHER).json["messages"]
    assert again["kind"] == "already"


def test_from_another_address_it_is_held(kit):
    pdf = signed(form_of(kit))
    done = take(kit, attached(eml_of(kit), pdf, sender="ex-partner@evil.example"))
    assert [one["why"] for one in done.json["held"]] == ["other-address"]
    assert consent_of(kit)["state"] == "waiting"


def test_in_a_message_that_is_passed_on_it_is_nobodys_answer(kit):
    inner = message_from_bytes(attached(eml_of(kit), signed(form_of(kit))), policy=policy.SMTP)
    outer = message_from_bytes(reply_to(eml_of(kit), "See below."), policy=policy.SMTP)
    outer.add_attachment(inner)
    take(kit, outer.as_bytes())
    assert consent_of(kit)["state"] == "waiting"


def test_the_body_and_the_file_that_differ_are_told_as_unclear(kit):
    pdf = filled(form_of(kit), ("A1", "Yes"))
    done = take(kit, attached(eml_of(kit), pdf, body="A1 need help"))
    assert done.json["messages"][0]["unclear"] == ["A1"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"%PDF-1.7 and no more", "returns.form-damaged"), (None, "returns.no-form")],
)
def test_a_file_that_is_no_form_is_told(data, code, kit):
    paper = kit / "out" / SESSION / "packets" / WHO / "letter.pdf"
    done = take(kit, data or paper.read_bytes(), "other.pdf")
    assert done.code == 2
    assert [one["code"] for one in done.json["problems"]] == [code]


def test_a_pdf_that_is_no_form_of_ours_changes_nothing_in_a_reply(kit):
    paper = (kit / "out" / SESSION / "packets" / WHO / "letter.pdf").read_bytes()
    for number, data in (("A1", paper), ("A2", b"%PDF-1.7 and no more")):
        done = take(kit, attached(eml_of(kit), data, body=f"{number} need help"))
        assert done.json["messages"][0]["kind"] == "answer"


def test_without_the_part_that_reads_it_the_reply_is_taken_and_it_is_told(kit, monkeypatch):
    data = attached(eml_of(kit), signed(form_of(kit)), body="A1 need help")
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    done = take(kit, data, inside=True)
    assert done.json["messages"][0]["kind"] == "answer"
    assert "returns.form-unread" in [one["code"] for one in done.json["problems"]]


def test_only_the_screen_gets_fields_and_no_envelope_does(kit):
    packet = kit / "out" / SESSION / "packets" / WHO
    manifest = json.loads((packet / "manifest.json").read_text(encoding="utf-8"))
    kinds = {one["file"]: one["kind"] for one in manifest["artefacts"]}
    assert kinds[NAME] == "answers"
    printed = [one for one in kinds if one.endswith(".pdf") and one != NAME]
    assert all(b"/AcroForm" not in (packet / one).read_bytes() for one in printed)
    done = must(run(kit, "letters", session_file(kit), "--json"))
    letters = (kit / "out" / SESSION / "letters.pdf").read_bytes()
    assert b"/AcroForm" not in letters
    pages = sum(count_pages((packet / one).read_bytes()) for one in printed)
    assert pages, done.json


def test_names_of_fields_and_facts_of_the_file_tell_nothing(kit, tmp_path):
    pdf = form_of(kit)
    said = words_in_form(pdf)
    assert re.fullmatch(r"[\w #./-]+", said.replace("\n", " "))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        facts = [str(dict(opened.docinfo)), opened.Root.Metadata.read_bytes().decode()]
    folder = tmp_path / "said"
    folder.mkdir()
    (folder / "names.txt").write_text("\n".join([said, *facts]), encoding="utf-8")
    assert find_canaries(folder, ["Mei-Ling", "mei-ling@mail.example", WHO]) == []
    back = read_form(filled(pdf, ("A1", "Yes")))
    assert "Mei" not in back
