"""The tour: the example, copied, made, and each result told in a sentence."""

from __future__ import annotations

import tomllib

import pytest

from access_kit.workflow.first_hour.example import find_example
from tests.tools import ROOT

EXAMPLE = ROOT / "examples" / "evening-group"


def test_every_file_of_the_example_is_in_an_installation():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    brought = tool["build"]["targets"]["wheel"]["force-include"]
    ours = {one for one in brought if one.startswith("examples/")}
    there = {one.name for one in EXAMPLE.iterdir()} - {"out"}
    assert ours == {f"examples/evening-group/{name}" for name in there}
    assert {brought[one] for one in ours} == {f"access_kit/example/{name}" for name in there}
    assert find_example() == EXAMPLE


def test_a_folder_that_is_there_is_never_written_over(run_cli, tmp_path):
    (tmp_path / "access-kit-tour").mkdir()
    done = run_cli("tour", "--json")
    assert (done.code, done.json["problems"][0]["code"]) == (4, "write.exists")


@pytest.mark.soak
def test_each_result_is_there_and_has_its_sentence(run_cli, tmp_path):
    done = run_cli("tour", "--json", now=None)
    folder = tmp_path / done.json["folder"]
    told = {one["name"]: one["about"] for one in done.json["results"]}
    assert all((folder / name).exists() for name in told)
    made = {f"packets/{one.name}" for one in (folder / "packets").iterdir()}
    assert {name for name in told if name.startswith("packets/")} == made
    assert "print" in told["packets/K-07"]
    assert "sound" in told["packets/K-02"]
