"""The PDF that is filled in on a screen: by mouse and keyboard, read aloud, and saved by PDFium."""

from __future__ import annotations

import dataclasses
import datetime
import io
import sys
from itertools import pairwise

import pikepdf
import pytest

from access_kit.delivery.form_pdf import read_form
from access_kit.documents.looks import look_for
from access_kit.documents.pdf import render
from access_kit.documents.pdf_fields import fillable
from access_kit.errors import BadInput, MissingPart
from access_kit.i18n import When, load_words
from access_kit.materials.library import find_builtin
from access_kit.materials.mail_letter import build_answers, with_form
from access_kit.materials.questionnaire import QUESTIONNAIRE, number_questions
from access_kit.model.document import Purpose
from access_kit.model.look import Contrast, LookName, PaperSize
from access_kit.workflow.prepare.read import read_handout
from tests.documents.filling import SPACE, TAB, filling
from tests.materials.samples import SESSION, paper_context
from tests.validators.form_fields import faults, field_names, widgets, words_in_form
from tests.validators.structure import bare, heard, promised, read_tree
from tests.validators.verapdf import failed_rules

MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
LOOK = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER)


def document_in(lang):
    words = load_words(lang)
    when = When(SESSION.begins, SESSION.timezone, words.formats, words)
    document = build_answers(paper_context(words=words, when=when))
    if lang == "en":
        handout, _ = read_handout(find_builtin(QUESTIONNAIRE))
        document = with_form(document, number_questions(handout.document, words))
    return document


@pytest.fixture(scope="module", params=["en", "es", "ar", "hi"])
def form(request):
    return render(document_in(request.param), LOOK, moment=MOMENT)


@pytest.fixture(scope="module")
def english():
    return render(document_in("en"), LOOK, moment=MOMENT)


def changed(pdf, change):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened, [note for _, note in widgets(opened)])
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()


def test_every_box_is_reached_named_and_shown(form, tmp_path):
    assert faults(form) == []
    path = tmp_path / "form.pdf"
    path.write_bytes(form)
    assert failed_rules(path)[path] == []
    assert len(field_names(form)) > 15
    assert words_in_form(form).isascii(), "stable keys, whatever the language"


def test_the_same_input_gives_the_same_bytes(english):
    assert render(document_in("en"), LOOK, moment=MOMENT) == english


def lose_form(opened, notes):
    opened.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array()


def lose_name(opened, notes):
    del notes[4].TU


def lose_role(opened, notes):
    held = opened.Root.StructTreeRoot.ParentTree.Nums
    element = dict(zip(map(int, held[::2]), held[1::2], strict=True))[int(notes[0].StructParent)]
    element.S = pikepdf.Name.Span


def turn_order(opened, notes):
    page = opened.pages[0].obj
    page.Annots = pikepdf.Array(list(reversed(list(page.Annots))))


def lose_tabs(opened, notes):
    del opened.pages[0].obj.Tabs


def lose_looks(opened, notes):
    del notes[0].AP


def share_name(opened, notes):
    first, other = notes[0].Parent, next(n.Parent for n in notes if n.Parent.T != notes[0].Parent.T)
    other.T = first.T


@pytest.mark.parametrize(
    "change", [lose_form, lose_name, lose_role, turn_order, lose_tabs, lose_looks, share_name]
)
def test_the_judge_sees_what_is_broken(change, english):
    assert faults(changed(english, change)) != []


def test_one_answer_out_of_several_is_changed_and_taken_back(english):
    with filling(english) as opened:
        opened.click("A1", "Yes")
        opened.click("A1", "Need help")
        assert _on(opened) == [("A1", "Need help")]
        opened.click("A1", "Need help")
        assert _on(opened) == []
        for answer in ("Letter", "Call"):
            opened.click(_number_of(opened, answer), answer)
        assert len(_on(opened)) == 2


def _on(opened):
    return [(one.name.rpartition(".")[2], one.value) for one in opened.seen() if one.is_on]


def _number_of(opened, answer):
    found = (one.name for one in opened.seen() if one.value == answer and "safe" in one.says)
    return next(found).rpartition(".")[2]


def test_by_keyboard_every_box_is_met_in_reading_order_and_space_ticks_it(english):
    with filling(english) as opened:
        order = [(one.page, one.number) for one in opened.seen()]
        first = opened.seen()[0]
        opened.click("A1", first.value)
        met = [opened.focused()]
        while len(met) < sum(page == 0 for page, _ in order):
            opened.press(0, TAB)
            met.append(opened.focused())
        assert met == order[: len(met)]
        assert _on(opened) == [("A1", "Yes")]
        opened.press(0, SPACE)
        assert len(_on(opened)) == 2
        opened.press(0, SPACE)
        assert _on(opened) == [("A1", "Yes")]


def test_a_screen_reader_hears_the_statement_and_the_answer(form):
    with pikepdf.open(io.BytesIO(form)) as opened:
        for where, note in widgets(opened):
            if note.Parent.FT == "/Btn":
                state = next(one for one in note.AP.N.keys() if one != "/Off")  # noqa: SIM118
                answer = str(note.Parent.Opt[int(state[1:])])
                assert str(note.TU) == f"{note.Parent.TU} {answer}", where


def test_every_word_is_read_and_each_box_right_before_its_answer(english):
    read, said = heard(english), promised(fillable(document_in("en")))
    promised_words = "".join(words for _, words in said).replace("☐", "")
    assert "".join(words for _, words in read) == promised_words
    parts = list(_parts(read_tree(english)))
    with filling(english) as opened:
        seen = iter(opened.seen())
    for at, part in enumerate(parts):
        if part is BOX:
            one = next(seen)
            above = "".join(bare(words) for words in parts[:at] if words is not BOX)
            below = "".join(bare(words) for words in parts[at:] if words is not BOX)
            if one.is_text:
                assert above.endswith(bare(one.says)), one
            else:
                assert below.startswith(bare(one.value)), one
    assert next(seen, None) is None


BOX = "a box"


def _parts(node):
    for kid in node.kids:
        if isinstance(kid, str):
            if bare(kid):
                yield kid
        elif kid.role == "Form":
            yield BOX
        else:
            yield from _parts(kid)


@pytest.mark.parametrize("look", [LOOK, dataclasses.replace(LOOK, body_pt=37.0)])
def test_fields_are_large_enough_and_never_over_each_other(look):
    pdf = render(document_in("en"), look, moment=MOMENT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            boxes = [[float(x) for x in n.Rect] for n in page.obj.get("/Annots", ())
                     if n.Subtype == "/Widget"]  # fmt: skip
            for left, bottom, right, top in boxes:
                assert min(right - left, top - bottom) >= 18, "24 CSS pixels"
            for one, other in pairwise(boxes):
                beside = one[2] <= other[0] or one[0] >= other[2]
                assert beside or one[1] >= other[3] - 0.1 or one[3] <= other[1] + 0.1


def test_what_is_filled_in_is_read_back_and_the_file_still_holds(form, tmp_path):
    with filling(form) as opened:
        first = opened.seen()[0]
        opened.click(first.name.rpartition(".")[2], first.value)
        opened.type("cs-name", "Mei-Ling Ñandú 42")
        saved = opened.saved()
    version, _, name = first.name.rpartition(".")
    assert read_form(saved).splitlines() == [
        f"{name}={first.value}", "cs-name=Mei-Ling Ñandú 42", *version.split(" ")
    ]  # fmt: skip
    assert faults(saved) == []
    path = tmp_path / "filled.pdf"
    path.write_bytes(saved)
    assert failed_rules(path)[path] == []


def test_whatever_is_written_is_read_back(english):
    said = "李美玲 فاطمة नीता"
    with filling(english) as opened:
        opened.type("cs-name", said)
        assert f"cs-name={said}" in read_form(opened.saved()).splitlines()


def test_nothing_filled_in_is_nothing(english):
    assert read_form(english) == ""
    with filling(english) as opened:
        opened.click("A1", "Yes")
        opened.click("A1", "Yes")
        assert read_form(opened.saved()) == ""


def test_printed_papers_hold_no_field():
    document = dataclasses.replace(document_in("en"), purpose=Purpose.TECH_CHECK)
    pdf = render(document, LOOK, moment=MOMENT)
    assert field_names(pdf) == set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/AcroForm" not in opened.Root
    with pytest.raises(BadInput, match=r"returns\.no-form"):
        read_form(pdf)


def test_boxes_are_seen_in_light_on_dark():
    light = Contrast.LIGHT_ON_DARK
    look = look_for(LookName.LARGE_PRINT_US, paper=PaperSize.LETTER, contrast=light)
    pdf = render(document_in("en"), look, moment=MOMENT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _, note = next(widgets(opened))
        drawn = note.AP.N.Off.read_bytes().split(b" RG")[0]
        assert min(map(float, drawn.split())) > 0.6


@pytest.mark.parametrize("name", ["pikepdf", "pypdfium2"])
def test_without_the_part_it_is_said(name, monkeypatch, english):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPart, match=r"extra\.missing") as missing:
        read_form(english) if name == "pypdfium2" else render(
            document_in("en"), LOOK, moment=MOMENT
        )
    assert missing.value.problems[0].facts["extra"] == "forms"
