"""Every paper of the example kit before the outside judges: veraPDF, axe-core, text extraction."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from access_kit.model.document import Box, Document, Image, Link, Text
from access_kit.model.kit import EnvelopeName
from access_kit.model.look import LookName, PaperSize
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.set import Maker
from tests.tools import ROOT
from tests.validators.axe import browser, outside_requests, scrolls_sideways, violations
from tests.validators.pdf import ink_in, ink_outside, missing_strings, page_image, poppler_text
from tests.validators.verapdf import failed_rules

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
SESSION = ROOT / "examples" / "evening-group" / "session.toml"


def work_with(**defaults):
    work = read_work(SESSION, kit_folder=None, now=NOW)
    kit = dataclasses.replace(work.kit, defaults=dataclasses.replace(work.kit.defaults, **defaults))
    return dataclasses.replace(work, kit=kit)


def in_print_alone(plan):
    """The plan with nothing but PDF for anyone: speaking takes longer than all the rest."""
    people = tuple(
        dataclasses.replace(person, formats=tuple(f for f in person.formats if f == "pdf"))
        for person in plan.people
    )
    return dataclasses.replace(plan, people=people)


def make_everything(folder, *, only_print=False, **defaults):
    """Every packet, the group's papers and the run sheet, as files in ``folder``."""
    plan = make_plan(work_with(**defaults))
    if only_print:
        plan = in_print_alone(plan)
    maker = Maker(plan)
    made = {f"{p.profile.id}/": maker.make_packet(p, plan.carrier_of(p)) for p in plan.people}
    made |= {
        "": maker.make_group(),
        "all/": maker.make_run_sheet([(p.profile, p.plan) for p in plan.people]),
    }
    for prefix, one in made.items():
        for name, data in one.files.items():
            path = folder / (prefix + name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


@pytest.mark.parametrize("look", list(LookName))
def test_every_pdf_in_every_look_breaks_no_rule_of_pdf_ua_1(look, tmp_path):
    make_everything(tmp_path, only_print=True, look=look)
    verdicts = failed_rules(tmp_path)
    assert len(verdicts) > 15
    assert {path.name: rules for path, rules in verdicts.items() if rules} == {}


def one_of_each_page(folder):
    """One HTML page of each kind, those of different people where there are."""
    chosen = {}
    for path in sorted(folder.rglob("*.html")):
        chosen[path.name] = path
    return list(chosen.values())


def test_every_page_passes_axe_and_fits_at_400_percent(tmp_path):
    make_everything(tmp_path)
    pages = one_of_each_page(tmp_path)
    assert len(pages) >= 7
    with browser():
        assert {page.name: found for page, found in violations(pages).items() if found} == {}
        for page in pages:
            assert scrolls_sideways(page) == []
            assert outside_requests(page) == []


def strings_of(value) -> list[str]:
    """Every text that a reader of the document should find."""
    if isinstance(value, Text | Link):
        return [value.text]
    if isinstance(value, Image):
        return []
    if dataclasses.is_dataclass(value):
        skipped = {"key", "lang", "url", "labels", "address", "purpose", "source", "kind", "form"}
        fields = [f.name for f in dataclasses.fields(value) if f.name not in skipped]
        return [s for name in fields for s in strings_of(getattr(value, name))]
    if isinstance(value, tuple):
        return [s for element in value for s in strings_of(element)]
    return [value] if isinstance(value, str) else []


def test_every_source_string_is_found_in_the_extracted_text(tmp_path):
    plan = in_print_alone(make_plan(work_with()))
    maker = Maker(plan)
    built: list[tuple[Document, bytes]] = []
    make_file = maker._make_file

    def remember(written, look, format_name, stem, address=None):
        made = make_file(written, look, format_name, stem, address)
        if format_name == "pdf":
            built.append((written.document, *made.files.values()))
        return made

    maker._make_file = remember
    for person in plan.people:
        maker.make_packet(person, None)
    maker.make_group()
    maker.make_run_sheet([(p.profile, p.plan) for p in plan.people])
    missing = {}
    for number, (document, data) in enumerate(built):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        strings = [string for string in strings_of(document) if string.strip()]
        lost = {tool: found for tool, found in missing_strings(path, strings).items() if found}
        if lost:
            missing[document.title] = lost
    assert len(built) > 15
    assert missing == {}


SMOOTHED = (-0.3, -0.3, 0.3, 0.3)


def edges(box: Box) -> tuple[float, float, float, float]:
    return (box.left, box.top, box.right, box.bottom)


@pytest.mark.parametrize(
    ("envelope", "paper"),
    [
        (EnvelopeName.US10, PaperSize.LETTER),
        (EnvelopeName.US9, PaperSize.LETTER),
        (EnvelopeName.DL, PaperSize.A4),
        (EnvelopeName.C5, PaperSize.A4),
    ],
)
def test_the_window_can_show_nothing_but_the_address(envelope, paper, tmp_path):
    plan = in_print_alone(
        make_plan(work_with(envelope=envelope, paper=paper, look=LookName.CLEAR_PRINT))
    )
    maker = Maker(plan)
    posted = [person for person in plan.people if person.is_posted]
    sizes = set()
    for person in posted:
        carrier = plan.carrier_of(person)
        assert carrier is not None
        letter = tmp_path / f"{person.profile.id}.pdf"
        letter.write_bytes(maker.make_packet(person, carrier).files["letter.pdf"])
        page = page_image(letter, 1, dpi=200)
        assert ink_in(page, carrier.safe) > 0
        # A letter's edge may be smoothed over a third of a millimetre, never more.
        address = Box(
            *(edge + grow for edge, grow in zip(edges(carrier.safe), SMOOTHED, strict=True))
        )
        assert ink_outside(page, address, carrier.reveal) == 0
        first = poppler_text(letter).split("\f")[0].split("\n")
        assert tuple(line.strip() for line in first if line.strip()) == carrier.lines
        sizes.add((carrier.size_pt, carrier.safe, carrier.folds))
    assert len(posted) > 2
    assert len(sizes) == 1, "the same size and place for everyone"
