"""A person follows the guide and gets a small Vosk model: it is added, listed, used and removed.

Small models come as a graph in parts, and their table of words lies inside one of the parts.
"""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import shutil
import threading
from pathlib import Path

import pytest

from tests.captions.sounds import SPEECH
from tests.captions.vosk_shapes import make_graph_in_parts, make_whole_graph
from tests.tools import VOSK_KOREAN, required_speech_model

CLIP = SPEECH / "tiny-en.flac"
SHAPES = {"parts": make_graph_in_parts, "whole": make_whole_graph}


@pytest.fixture
def captions(run_cli, tmp_path):
    def run(*args, **more):
        env = {"ACCESS_KIT_MODELS": str(tmp_path / "models")}
        return run_cli("captions", *args, env=env, timeout=300, **more)

    return run


def names_listed(captions) -> dict[str, str]:
    ran = captions("models", "list", "--json")
    assert ran.code == 0, ran.stderr
    return {entry["name"]: entry["lang"] for entry in ran.json["models"]}


@pytest.mark.parametrize("shape", SHAPES)
def test_both_shapes_are_added_listed_used_and_removed(captions, tmp_path, shape):
    folder = SHAPES[shape](tmp_path / "vosk-model-small-en-us-0.15")
    added = captions("models", "add", folder)
    assert added.code == 0, added.stderr
    assert names_listed(captions) == {folder.name: "en-US"}
    made = captions("make", CLIP, "--own-film", "--lang", "en", "--out", "a.txt", "--json")
    assert made.code == 0, made.stderr
    assert "captions are" in (tmp_path / "a.txt").read_text(encoding="utf-8").lower()
    assert captions("models", "remove", folder.name, "--yes").code == 0
    assert names_listed(captions) == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_both_shapes_come_in_a_zip_and_serve_from_any_folder(captions, tmp_path, shape):
    folder = SHAPES[shape](tmp_path / "vosk-model-small-en-us-0.15")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, folder.name)
    added = captions("models", "add", packed)
    assert added.code == 0, added.stderr
    assert names_listed(captions) == {folder.name: "en-US"}
    made = captions("make", CLIP, "--own-film", "--model", folder, "--out", "a.vtt")
    assert made.code == 0, made.stderr


@pytest.mark.parametrize(
    ("shape", "missing"),
    [
        ("parts", "graph/Gr.fst"),
        ("parts", "graph/disambig_tid.int"),
        ("parts", "graph/HCLr.fst"),
        ("whole", "graph/words.txt"),
        ("whole", "graph/HCLG.fst"),
        ("whole", "am/final.mdl"),
    ],
)
def test_a_folder_without_a_part_is_still_no_model(captions, tmp_path, shape, missing):
    folder = SHAPES[shape](tmp_path / "vosk-model-en")
    (folder / missing).unlink()
    ran = captions("models", "add", folder)
    assert ran.code == 2
    assert "captions.not-a-model" in ran.stderr
    assert names_listed(captions) == {}


def test_the_engine_is_the_judge_of_what_is_inside(captions, tmp_path):
    """All files are there, but the table of words is in none of them."""
    folder = make_graph_in_parts(tmp_path / "vosk-model-en")
    plain = make_graph_in_parts(tmp_path / "other")
    (folder / "graph" / "Gr.fst").write_bytes((plain / "graph" / "HCLr.fst").read_bytes())
    ran = captions("models", "add", folder)
    assert ran.code == 3
    assert "captions.broken-model" in ran.stderr
    assert names_listed(captions) == {}


def is_korean(text: str) -> bool:
    return any("가" <= character <= "힣" for character in text)


def test_a_real_small_model_hears_from_its_folder(captions, tmp_path):
    model = required_speech_model(VOSK_KOREAN)
    ran = captions(
        "make", SPEECH / "test_en.flac", "--own-film", "--model", model, "--lang", "ko",
        "--out", "a.txt", "--out", "a.words.json", "--jobs", "1",
    )  # fmt: skip
    assert ran.code == 0, ran.stderr
    words = json.loads((tmp_path / "a.words.json").read_text(encoding="utf-8"))["words"]
    assert all(is_korean(word["text"]) for word in words if word["text"] != "[?]")
    assert words


def test_a_real_small_model_is_added_and_chosen_by_its_language(captions, tmp_path):
    model = required_speech_model(VOSK_KOREAN)
    added = captions("models", "add", model, "--name", "vosk-model-small-ko-0.22")
    assert added.code == 0, added.stderr
    assert names_listed(captions) == {"vosk-model-small-ko-0.22": "ko"}
    ran = captions(
        "make", SPEECH / "test_en.flac", "--own-film", "--lang", "ko", "--out", "a.txt", "--jobs",
        "1",
    )  # fmt: skip
    assert ran.code == 0, ran.stderr
    assert is_korean((tmp_path / "a.txt").read_text(encoding="utf-8"))


class Publisher(http.server.SimpleHTTPRequestHandler):
    """A publisher's server on this computer."""

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def publisher(tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    handler = functools.partial(Publisher, directory=str(shelf))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield shelf, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def offer(shelf: Path, address: str, folder: Path) -> str:
    """Put a model on the publisher's shelf, and return the address of its list."""
    packed = Path(shutil.make_archive(str(shelf / folder.name), "zip", folder.parent, folder.name))
    entry = {
        "name": folder.name,
        "lang": "en-us",
        "md5": hashlib.md5(packed.read_bytes(), usedforsecurity=False).hexdigest(),
        "size": packed.stat().st_size,
        "url": f"{address}/{packed.name}",
        "obsolete": "false",
    }
    (shelf / "list.json").write_text(json.dumps([entry]), encoding="utf-8")
    return f"{address}/list.json"


def test_the_model_that_the_guide_names_is_fetched_and_used(captions, tmp_path, publisher):
    shelf, address = publisher
    folder = make_graph_in_parts(tmp_path / "vosk-model-small-en-us-0.15")
    address = offer(shelf, address, folder)
    fetched = captions("models", "fetch", folder.name, "--list", address)
    assert fetched.code == 0, fetched.stderr
    assert names_listed(captions) == {folder.name: "en-US"}
    made = captions("make", CLIP, "--own-film", "--out", "a.vtt")
    assert made.code == 0, made.stderr
