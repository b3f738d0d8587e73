"""PDF/UA-1 as veraPDF judges it: one Java process for as many files as there are."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.tools import JAVA, jars, require

FILES_A_RUN = 400
"""Paths on one command line; keeps it far below the shortest limit of our systems."""

SECONDS_A_RUN = 300


def failed_rules(pdfs: Path | Iterable[Path]) -> dict[Path, list[str]]:
    """For each PDF, the PDF/UA-1 rules that it breaks; an empty list is a pass.

    ``pdfs`` is a folder (all PDFs below it) or files. A rule reads ``7.2-34: what it asks for
    (8 times)``. A file that cannot be read at all has one entry that starts with ``unreadable``.
    """
    classpath = jars("verapdf")
    require("veraPDF", classpath)
    assert classpath is not None
    paths = _files(pdfs)
    verdicts: dict[Path, list[str]] = {}
    for start in range(0, len(paths), FILES_A_RUN):
        verdicts.update(_run(classpath, paths[start : start + FILES_A_RUN]))
    return verdicts


def _files(pdfs: Path | Iterable[Path]) -> list[Path]:
    if not isinstance(pdfs, Path):
        return list(pdfs)
    return sorted(pdfs.rglob("*.pdf")) if pdfs.is_dir() else [pdfs]


def _run(classpath: Path, paths: list[Path]) -> dict[Path, list[str]]:
    by_name = {str(path.resolve()): path for path in paths}
    command = [
        *JAVA, "-cp", str(classpath / "*"), "org.verapdf.apps.GreenfieldCliWrapper",
        "--flavour", "ua1", "--format", "json", "--maxfailuresdisplayed", "1", "--loglevel", "0",
        "--nonpdfext", *by_name,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=SECONDS_A_RUN, check=False)
    try:
        jobs = json.loads(done.stdout)["report"]["jobs"]
    except (ValueError, KeyError) as error:
        raise RuntimeError(f"veraPDF gave no report: {done.stderr.decode()[-500:]}") from error
    verdicts = {by_name[job["itemDetails"]["name"]]: list(_verdict(job)) for job in jobs}
    return {path: verdicts.get(path, ["unreadable: not in the report"]) for path in paths}


def _verdict(job: dict) -> Iterator[str]:
    results = job.get("validationResult") or []
    if not results or job.get("taskException"):
        yield f"unreadable: {job.get('taskException', {}).get('exceptionMessage', 'no result')}"
    for result in results:
        if result["jobEndStatus"] != "normal":
            yield f"unreadable: ended {result['jobEndStatus']}"
        for rule in result["details"]["ruleSummaries"]:
            name = f"{rule['clause']}-{rule['testNumber']}"
            yield f"{name}: {rule['description']} ({rule['failedChecks']} times)"
