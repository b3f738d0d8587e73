"""Where the package opens files: by its source, whatever the reader is called."""

from __future__ import annotations

import ast
from pathlib import Path

import access_kit

ROOT = Path(access_kit.__file__).parent
READS = frozenset(("read_bytes", "read_text", "read_start", "open_archive", "read_own_json"))
WRITES = frozenset("wax")

OURS = {
    "archives": "the one reader of archives; books, models and backups come to it",
    "files": "the door itself", "notation": "the door for JSON of ours",
    "i18n.locale_data": "data of Babel", "documents.font_file": "fonts of the package",
    "documents.cards.faces": "fonts of the package",
    "documents.sound.system": "sound that a voice made here a moment ago",
    "documents.sound.system_worker": "the same",
    "captions.whisper_model": "a model that was tried before",
    "captions.steady_model": "the same",
    "workflow.first_hour.start_files": "what start wrote, or what init did; kit.toml has its row",
    "workflow.first_hour.start_answers": "answers that start kept; others are begun anew",
    "workflow.first_hour.read_meeting": "titles of handouts, which have their row",
    "captions.reviewing.sisters": "looked at for the words of a draft of ours, not read",
    "captions.model_fetch": "a publisher, whom tests/captions plays by a server",
    "workflow.first_hour.meeting_answers": "the clock in files that have their row",
    "workflow.handouts.handout_ways": "lines of handouts, which have their row",
    "workflow.keep.store_line": "kit.toml, which has its row and was read a moment ago",
    "store.sql_core": "what the system says of a process",
    "materials.themes": "heads of our own handouts",
    "workflow.prepare.reuse.earlier": "papers of an earlier run, each held to its digest",
    "workflow.prepare.reuse.records": "records of them; any shape of one is tried beside them",
    "workflow.prepare.reuse.memory": "the same",
    "workflow.prepare.reuse.deciders": "catalogues, which have their row: for a digest alone",
    "workflow.prepare.cluster.item": "the program itself, for a digest",
    "workflow.week.due_page": "what the last run left, begun anew where it is another's",
}  # fmt: skip
"""Modules that open nothing that came from outside, and what it is instead."""

DATA_CALLS = (
    "files(__package__)",
    "resources.files",
    "files('access_kit",
    "files('tzdata')",
    "FOLDER",
    "__file__",
)


def modules_with_doors() -> set[str]:
    """Modules in which a file is opened to be read, but for data that ships beside them."""
    found = set()
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(_opens(node, tree) for node in ast.walk(tree)):
            found.add(name)
    return found


def _opens(node: ast.AST, tree: ast.Module) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    said = ast.unparse(node)
    if any(mark in said for mark in DATA_CALLS):
        return False
    if name in READS:
        return not (isinstance(called, ast.Attribute) and _is_data(ast.unparse(called.value), tree))
    if name == "open" and isinstance(called, ast.Attribute) and node.args:
        mode = node.args[0]
        return isinstance(mode, ast.Constant) and mode.value in ("rb", "r")
    return False


def _is_data(variable: str, tree: ast.Module) -> bool:
    """Whether a variable is set to data that ships."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.For | ast.comprehension):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            value = node.value if isinstance(node, ast.Assign) else node.iter
            if variable in map(ast.unparse, targets):
                return any(mark in ast.unparse(value) for mark in DATA_CALLS)
    return False
