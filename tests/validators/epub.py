"""EPUBs as EPUBCheck and DAISY Ace judge them."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

from tests.tools import BROWSERS, JAVA, jars, node_file, program, require

SECONDS = 180


def epubcheck_messages(epub: Path) -> list[str]:
    """What EPUBCheck has to say (``ID severity: message (place)``); empty is a pass."""
    classpath = jars("epubcheck")
    require("EPUBCheck", classpath)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *JAVA, "-cp", f"{classpath}/*", "com.adobe.epubcheck.tool.Checker",
            str(epub), "--json", str(report),
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    return [
        f"{m['ID']} {m['severity']}: {m['message']} ({_place(m)})"
        for m in messages
        if m["severity"] in ("FATAL", "ERROR", "WARNING")
    ]


def _place(message: dict) -> str:
    places = message.get("locations") or [{}]
    return f"{places[0].get('path', '')}:{places[0].get('line', '')}"


def ace_failures(epub: Path) -> list[str]:
    """What DAISY Ace finds wrong (``rule: what``); empty is a pass."""
    ace = node_file("@daisy/ace/bin/ace-puppeteer.js")
    chromium = program(*BROWSERS)
    require("DAISY Ace", ace and chromium and program("node"))
    assert ace is not None
    with tempfile.TemporaryDirectory() as folder:
        command = ["node", str(ace), "--force", "--silent", "--outdir", folder, str(epub)]
        environment = dict(os.environ, PUPPETEER_EXECUTABLE_PATH=str(chromium), HOME=folder)
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=SECONDS, check=False
        )
        report = Path(folder) / "report.json"
        if not report.is_file():
            raise RuntimeError(f"Ace gave no report: {(done.stdout + done.stderr)[-500:]}")
        found = json.loads(report.read_text(encoding="utf-8"))
    return [
        f"{item['earl:test']['dct:title']}: {item['earl:result']['dct:description'][:200]}"
        for document in found["assertions"]
        for item in document["assertions"]
        if item["earl:result"]["earl:outcome"] == "fail"
    ]
