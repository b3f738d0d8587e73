"""The steps of ``prepare``: each paper is written once, the plan stays as it is, no circles."""

from __future__ import annotations

import ast
import copy
import datetime
from collections import Counter
from pathlib import Path

import access_kit
from access_kit.workflow.prepare.plan import make_plan
from access_kit.workflow.prepare.read import read_work
from access_kit.workflow.prepare.run import Options, prepare, preview
from access_kit.workflow.prepare.write import PaperWriter
from tests.tools import ROOT
from tests.workflow.kits import copy_example

NOW = datetime.datetime(2026, 11, 24, 14, tzinfo=datetime.UTC)
FOLDER = Path(access_kit.__file__).parent / "workflow" / "prepare"
ROOM = "access_kit.workflow.prepare."
STEPS = ("read", "plan", "write", "set", "pack")
HEAVY = {"access_kit.delivery.calendar"}
"""Imported where it is used, because icalendar is slow to load."""


def watched(monkeypatch):
    """Who gets which paper written, as often as it happens."""
    written = Counter()
    write = PaperWriter.write_both

    def counted(self, paper, person):
        written[person.profile.id, paper.stem] += 1
        return write(self, paper, person)

    monkeypatch.setattr(PaperWriter, "write_both", counted)
    return written


def test_each_paper_is_written_once_and_none_while_planning(tmp_path, monkeypatch):
    written = watched(monkeypatch)
    session = copy_example(tmp_path / "kit")
    plan = make_plan(read_work(session, kit_folder=None, now=NOW), locale="es")
    assert not written
    before = copy.copy(plan)
    done = prepare(plan, Options(out=tmp_path / "out"), lambda: None)
    assert plan == before
    assert done.failed == ()
    assert done.plan.mailing.envelope == "flat"
    twice = {stem for (_, stem), count in written.items() if count > 1}
    assert twice == {"letter"}  # in flats they lose the page for the window
    assert {one for one, _ in written} == set(done.made)


def test_a_dry_run_writes_each_paper_once_at_most(tmp_path, monkeypatch):
    written = watched(monkeypatch)
    plan = make_plan(
        read_work(ROOT / "examples/evening-group/session.toml", kit_folder=None, now=NOW),
        locale="es",
    )
    done = preview(plan, Options(out=tmp_path / "out"))
    assert done.made
    assert set(written.values()) == {1}
    assert not (tmp_path / "out").exists()


def imports_of(module: Path) -> dict[str, bool]:
    """What a module imports of the program, and whether at its top."""
    tree = ast.parse(module.read_text("utf-8"))
    top = {id(node) for node in tree.body}
    for node in tree.body:
        if isinstance(node, ast.If):  # TYPE_CHECKING
            top |= {id(inner) for inner in node.body}
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("access_kit"):
            whole = [f"{node.module}.{name.name}" for name in node.names]
            inner = [one for one in whole if (FOLDER / f"{one.rpartition('.')[2]}.py").exists()]
            for one in inner if node.module == ROOM.rstrip(".") else [node.module]:
                found[one] = id(node) in top
    return found


def test_nothing_is_imported_late_to_hide_a_circle():
    for module in FOLDER.glob("*.py"):
        late = {name for name, is_top in imports_of(module).items() if not is_top}
        assert late <= HEAVY, module.name


def test_the_modules_have_an_order():
    graph = {
        module.stem: {n.removeprefix(ROOM) for n in imports_of(module) if n.startswith(ROOM)}
        for module in FOLDER.glob("*.py")
        if module.stem != "__init__"
    }
    assert len(graph) <= 12
    while graph:
        leaves = [name for name, needs in graph.items() if not needs & graph.keys()]
        assert leaves, f"a circle among {sorted(graph)}"
        for name in leaves:
            del graph[name]


def test_the_steps_are_numbered_once():
    for number, step in enumerate(STEPS, start=1):
        text = (FOLDER / f"{step}.py").read_text("utf-8")
        assert text.startswith(f'"""Step {number}: '), step
    line = (ROOT / "docs" / "design.md").read_text("utf-8")
    assert "─1 read─2 plan─▶ Plan ─3 write─▶ Documents ─4 set─▶" in line
    assert "─5 pack─▶ Packets ─6 send─▶ Receipts; 7 take in ◀─ replies" in line
