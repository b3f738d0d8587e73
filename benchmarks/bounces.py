"""How many notices of failed delivery in a folder of real mail are understood.

    python -m benchmarks.bounces FOLDER [--expected FILE] [--list]

FOLDER holds one message a file. FILE holds what another program makes of them, a JSON object a
line: ``{"file": "name.eml", "recipients": ["a@b.example"]}``; a message without recipients is no
failure. Counted is what ``returns import`` goes by: an address that the notice is about, or that
stands in it, with which a person is found; and what it says became of the message. A notice that a
server still tries is none that mail did not arrive: read those that are told as delayed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from access_kit.delivery.mail_in import Incoming, read_message


def kind_of(found: Incoming) -> str:
    if found.notice:
        return f"notice, {found.notice.delivery}"
    return f"automatic, {found.automatic}" if found.automatic else found.fault or "a person's"


def judge(found: Incoming, recipients: set[str]) -> str:
    """How a message that another program calls a notice about ``recipients`` is understood."""
    if found.notice is None:
        return "dropped in silence" if found.automatic else "told as nobody's message"
    if recipients & set(found.notice.recipients):
        return "person found, named as recipient"
    if recipients & set(found.notice.mentioned):
        return "person found, address in the notice"
    return "told as a notice that fits nobody"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--expected", type=Path)
    parser.add_argument("--list", action="store_true", help="name the files of each count")
    said = parser.parse_args()
    expected: dict[str, set[str]] = {}
    if said.expected:
        for line in said.expected.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            expected[Path(one["file"]).name] = {at.lower() for at in one["recipients"]}
    counts: Counter[str] = Counter()
    files: dict[str, list[str]] = {}
    for path in sorted(one for one in said.folder.rglob("*") if one.is_file()):
        found = read_message(path.read_bytes())
        kinds = [kind_of(found)]
        if expected.get(path.name):
            kinds += ["expected to be a notice", judge(found, expected[path.name])]
            if found.notice:
                whom = "person found" if kinds[-1].startswith("person") else "nobody found"
                kinds.append(f"{whom}, told as {found.notice.delivery}")
        for kind in kinds:
            counts[kind] += 1
            files.setdefault(kind, []).append(path.name)
    for kind, count in sorted(counts.items()):
        print(f"{count:6} {kind}")
        if said.list:
            print("       " + " ".join(files[kind]))


if __name__ == "__main__":
    main()
