"""A three-page large-print handout as PDF/UA-1: ours, WeasyPrint's, and what typst alone costs.

``python -m benchmarks.handout`` prints the table. ``--once NAME FILE`` makes one document and ends:
that is the cold start.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from access_kit.model.document import Document
from benchmarks import Measured, compared, own_python, rates, run_times, show
from benchmarks.sample import sample_document, sample_look

MOMENT = datetime(2026, 11, 24, 14, tzinfo=UTC)


def our_maker() -> Callable[[Document], bytes]:
    from access_kit.documents.renderers import renderer_for

    render, look = renderer_for("pdf"), sample_look()
    return lambda document: render(document, look, moment=MOMENT)


def maker(name: str) -> Callable[[Document], bytes]:
    if name == "access-kit":
        return our_maker()
    from benchmarks import peers

    return {"weasyprint": peers.weasyprint_maker, "typst": peers.bare_typst_maker}[name](
        sample_look()
    )


def measure_warm() -> list[Measured]:
    """Documents a second in one process that has made some before."""
    makers = {name: maker(name) for name in ("access-kit", "weasyprint", "typst")}
    found = rates(
        {name: lambda n, make=make: make(sample_document(n)) for name, make in makers.items()}
    )
    what = "handout, warm, documents a second, beside"
    ours = found["access-kit"]
    return [
        compared(f"{what} WeasyPrint", ours, found["weasyprint"], ">= 8", ".1f"),
        compared(f"{what} bare typst", ours, found["typst"], ">= 0.7", ".1f"),
    ]


def measure_cold() -> list[Measured]:
    """From the start of Python to one finished file."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "made.pdf"
        commands = {
            name: own_python("-m", "benchmarks.handout", "--once", name, target)
            for name in ("access-kit", "weasyprint")
        }
        found = run_times(commands)
    what = "handout, cold, seconds from start to file, beside WeasyPrint"
    return [compared(what, found["access-kit"], found["weasyprint"], "<= 0.25", ".2f")]


def measure_judged() -> list[Measured]:
    """Pages, and PDF/UA-1 rules that veraPDF finds broken, where veraPDF is installed."""
    from tests.tools import jars
    from tests.validators.pdf import page_count
    from tests.validators.verapdf import failed_rules

    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name in ("access-kit", "weasyprint", "typst"):
            paths[name] = Path(folder) / f"{name}.pdf"
            paths[name].write_bytes(maker(name)(sample_document(0)))
        pages = {name: page_count(path) for name, path in paths.items()}
        rows = [
            Measured(
                "handout, pages, beside WeasyPrint and bare typst",
                str(pages["access-kit"]),
                f"{pages['weasyprint']} and {pages['typst']}",
            )
        ]
        if jars("verapdf"):
            found = failed_rules(Path(folder))
            broken = {name: str(len(found[path])) for name, path in paths.items()}
            what = "handout, PDF/UA-1 rules broken, beside WeasyPrint and bare typst"
            beside = f"{broken['weasyprint']} and {broken['typst']}"
            rows.append(Measured(what, broken["access-kit"], beside))
    return rows


def measure() -> list[Measured]:
    return [*measure_judged(), *measure_warm(), *measure_cold()]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        Path(sys.argv[3]).write_bytes(maker(sys.argv[2])(sample_document(0)))
    else:
        show("handout", measure())
