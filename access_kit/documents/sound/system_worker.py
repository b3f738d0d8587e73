"""Speaks through pyttsx3; a program of its own, started anew for every document.

The system's voices want the main thread, keep state, and may hang; and pyttsx3 prints. Here none of
that touches the program.

Reads one JSON object from stdin; writes sounds into the folder that it names, and one JSON object
to stdout.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any, Literal

TRIES = 2
SECONDS_TO_WRITE = 12


def _voices(engine: Any) -> list[list[str]]:  # noqa: ANN401
    """[language, id] of each voice; the forms of a language differ between systems."""
    found = []
    for voice in engine.getProperty("voices"):
        named = [_tag(one) for one in voice.languages or ()]
        in_name = re.search(r"[_.]([A-Za-z]{2,3}[-_][A-Za-z]{2})[_.]", f"_{voice.id}_")
        named += [_tag(in_name[1])] if in_name else []
        found += [[tag, voice.id] for tag in named[:1] if tag]
    return found


def _tag(language: object) -> str:
    text = language.decode("ascii", "ignore") if isinstance(language, bytes) else str(language)
    found = re.search(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", text)
    return found[0].replace("_", "-").lower() if found else ""


def _speak(engine: Any, wish: dict[str, Any]) -> None:  # noqa: ANN401
    """A file for each utterance. A voice that is not taken would be followed by another's: stop."""
    for number, (text, voice) in enumerate(wish["say"]):
        engine.setProperty("voice", voice)
        engine.setProperty("rate", wish["words_a_minute"])
        target = Path(wish["folder"]) / f"{number}{wish['suffix']}"
        if not any(_save(engine, text, target) for _ in range(TRIES)):
            raise SystemExit("no sound was written")
        if str(engine.getProperty("voice")).lower() != str(voice).lower():
            raise SystemExit(f"voice not taken: {voice}")


def _save(engine: Any, text: str, target: Path) -> bool:  # noqa: ANN401
    """Whether the whole sound is in the file.

    pyttsx3 may come back before its driver, which speaks in a thread of its own, has written it.
    """
    engine.save_to_file(text, str(target))
    engine.runAndWait()
    end = time.monotonic() + SECONDS_TO_WRITE
    while not _is_whole(target):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    time.sleep(0.02)  # the driver tidies up behind itself
    return True


def _is_whole(target: Path) -> bool:
    """RIFF and FORM files say at their start how long they are."""
    try:
        data = target.read_bytes()
    except OSError:
        return False
    order: Literal["big", "little"] = "big" if data[:4] == b"FORM" else "little"
    return len(data) > 8 and len(data) - 8 >= int.from_bytes(data[4:8], order) > 36


def main() -> None:
    answer_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    wish = json.load(sys.stdin)
    if wish.get("library"):
        os.environ["ESPEAK_DATA_PATH"] = wish["data"]
        # Once it is loaded, pyttsx3 finds it by its name and asks for no package of the system.
        ctypes.CDLL(wish["library"], mode=ctypes.RTLD_GLOBAL)
    import pyttsx3

    engine = pyttsx3.init()
    answer: dict[str, Any] = {}
    if wish.get("list"):
        answer["voices"] = _voices(engine)
    else:
        _speak(engine, wish)
    answer_to.write(json.dumps(answer))
    answer_to.close()
    # Some drivers never return from their own end.
    os._exit(0)


if __name__ == "__main__":
    main()
