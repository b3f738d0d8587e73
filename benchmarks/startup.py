"""How long a person waits for ``--help``, beside a Typer program that does nothing.

The empty program turns off the same extras as ours does, so that ours gains nothing by that.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import Measured, compared, own_python, run_times, show

EMPTY = """
import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def main() -> None:
    pass


app()
"""


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY)
        found = run_times(
            {
                "ours": own_python("-m", "access_kit", "--help"),
                "empty": own_python(empty, "--help"),
                "python": own_python("-c", "pass"),
            }
        )
    what = "`--help`, seconds, beside"
    return [
        compared(f"{what} an empty Typer program", found["ours"], found["empty"], "<= 1.5", ".3f"),
        compared(f"{what} bare Python", found["ours"], found["python"], "", ".3f"),
    ]


if __name__ == "__main__":
    show("startup", measure())
