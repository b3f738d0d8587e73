"""Models: found, added, refused, removed; fetched from a server on this computer."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import shutil
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access_kit.captions.model_archive import unpack_model
from access_kit.captions.model_fetch import Offer, default_list_url, fetch_model, fetch_offers
from access_kit.captions.model_shapes import is_model
from access_kit.captions.model_try import try_model
from access_kit.captions.models import (
    add_model,
    find_model,
    list_models,
    models_home,
    remove_model,
)
from access_kit.captions.vosk_engine import find_language
from access_kit.errors import AccessKitError, BadInput, CannotWrite, MissingPart
from tests.captions.sounds import TINY_EN, TINY_ES


def codes(caught) -> list[str]:
    return [problem.code for problem in caught.value.problems]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    base = tmp_path_factory.mktemp("zip") / "tiny-en"
    return shutil.make_archive(str(base), "zip", TINY_EN.parent, TINY_EN.name)


def test_home(tmp_path, monkeypatch):
    assert models_home({"ACCESS_KIT_MODELS": str(tmp_path)}) == tmp_path
    monkeypatch.setattr("sys.platform", "linux")
    assert models_home({"XDG_DATA_HOME": "/data"}).as_posix() == "/data/access-kit/models"
    monkeypatch.setattr("sys.platform", "win32")
    assert models_home({"LOCALAPPDATA": "/local"}).as_posix() == "/local/access-kit/models"
    monkeypatch.setattr("sys.platform", "darwin")
    assert "Application Support" in models_home({}).as_posix()


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("vosk-model-small-en-us-0.15", "en-US"),
        ("vosk-model-es-0.42", "es"),
        ("tiny-es", "es"),
        ("vosk-model-en-us-0.22-lgraph", "en-US"),
        ("model", None),
    ],
)
def test_language_of_a_name(tmp_path, name, lang):
    assert find_language(tmp_path / name) == lang


def test_add_list_find_remove(tmp_path, archive):
    home = tmp_path / "models"
    assert list_models(home) == []
    add_model(TINY_ES, home)
    made = add_model(Path(archive), home, name="english-en")
    assert [model.name for model in list_models(home)] == ["english-en", "tiny-es"]
    assert made.size > 200_000
    assert find_model(None, "es-MX", home).name == "tiny-es"
    assert find_model("english-en", "", home).name == "english-en"
    assert find_model(str(TINY_EN), "", home) == TINY_EN
    with pytest.raises(MissingPart) as caught:
        find_model(None, "vi", home)
    assert codes(caught) == ["captions.no-model"]
    with pytest.raises(CannotWrite) as caught:
        add_model(TINY_ES, home)
    assert codes(caught) == ["captions.model-exists"]
    remove_model("tiny-es", home)
    assert [model.name for model in list_models(home)] == ["english-en"]
    for name in ("tiny-es", "..", ".tried", "../" + tmp_path.name):
        with pytest.raises(MissingPart):
            remove_model(name, home)
    assert not [path for path in home.iterdir() if path.name.startswith(".adding")]


def broken(tmp_path, name, change):
    folder = tmp_path / name
    shutil.copytree(TINY_EN, folder)
    change(folder)
    return folder


def drop_silence_phones(folder):
    """The library ends the whole process over this one."""
    conf = folder / "conf" / "model.conf"
    lines = [line for line in conf.read_text().split("\n") if "silence-phones" not in line]
    conf.write_text("\n".join(lines))


def cut_network(folder):
    path = folder / "am" / "final.mdl"
    path.write_bytes(path.read_bytes()[:9000])


@pytest.mark.parametrize("change", [drop_silence_phones, cut_network])
def test_a_broken_model_is_a_sentence_not_a_crash(tmp_path, change):
    folder = broken(tmp_path, "bad", change)
    assert is_model(folder)
    assert not try_model(folder)
    with pytest.raises(MissingPart) as caught:
        find_model(str(folder), "", tmp_path / "models")
    assert codes(caught) == ["captions.broken-model"]
    with pytest.raises(MissingPart) as caught:
        add_model(folder, tmp_path / "models")
    assert codes(caught) == ["captions.broken-model"]
    assert list_models(tmp_path / "models") == []


def test_a_good_model_is_tried_once(tmp_path):
    assert try_model(TINY_EN, tmp_path / "tried")
    (mark,) = (tmp_path / "tried").iterdir()
    assert try_model(TINY_EN, tmp_path / "tried")
    assert [mark] == list((tmp_path / "tried").iterdir())


def zip_of(path, entries) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)


FILE = stat.S_IFREG | 0o644
UNSAFE = {
    "parent": [("../evil.txt", b"x", FILE)],
    "deep-parent": [("m/../../evil.txt", b"x", FILE)],
    "absolute": [("/evil.txt", b"x", FILE)],
    "backslash": [("..\\evil.txt", b"x", FILE)],
    "drive": [("C:/evil.txt", b"x", FILE)],
    "link": [("m/link", b"/etc", stat.S_IFLNK | 0o777)],
    "device": [("m/pipe", b"", stat.S_IFIFO | 0o644)],
    "twice": [("m/A.txt", b"x", FILE), ("m/a.txt", b"y", FILE)],
}


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_archives_write_nothing(tmp_path, name):
    path, target = tmp_path / "model.zip", tmp_path / "in" / "target"
    target.mkdir(parents=True)
    zip_of(path, UNSAFE[name])
    with pytest.raises(BadInput) as caught:
        unpack_model(path, target, is_model)
    assert codes(caught) == ["captions.unsafe-archive"]
    assert list(target.iterdir()) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "model.zip"]


def test_bomb(tmp_path):
    path = tmp_path / "bomb.zip"
    zip_of(path, [("m/zeros", bytes(30_000_000), FILE)])
    with pytest.raises(BadInput) as caught:
        unpack_model(path, tmp_path / "t", is_model)
    assert codes(caught) == ["captions.archive-bomb"]


@given(cut=st.integers(0, 150_000))
@settings(max_examples=20)
def test_any_cut_archive_is_refused(tmp_path_factory, archive, cut):
    folder = tmp_path_factory.mktemp("cut")
    path = folder / "cut.zip"
    path.write_bytes(Path(archive).read_bytes()[:cut])
    (folder / "t").mkdir()
    with pytest.raises(AccessKitError):
        unpack_model(path, folder / "t", is_model)


class Server(http.server.ThreadingHTTPServer):
    """Serves one archive and its list; may cut the first answer short, or know no ranges."""

    def __init__(self, data: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.data, self.cut, self.ranges, self.seen = data, 0, True, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *args) -> None:
        pass

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.seen.append((self.path, asked))
        data = self.server.data
        if self.path == "/list.json":
            md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
            entry = {
                "name": "tiny-en",
                "lang": "en",
                "md5": md5,
                "size": len(data),
                "url": self.server.url + "/tiny.zip",
                "obsolete": "false",
            }
            old = entry | {"name": "old", "obsolete": "true"}
            odd = entry | {"name": "../odd"}
            data = json.dumps([entry, old, odd]).encode()
            asked = None
        start = int(asked[6:-1]) if asked and self.server.ranges else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        part = data[start:]
        if self.path != "/list.json" and self.server.cut:
            part, self.server.cut = part[: self.server.cut], 0
        self.wfile.write(part)


@pytest.fixture
def server(archive):
    running = Server(Path(archive).read_bytes())
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def offer_of(server) -> Offer:
    (offer,) = fetch_offers(server.url + "/list.json")
    return offer


def test_fetch(tmp_path, server):
    got = []
    model = fetch_model(offer_of(server), tmp_path, got.append)
    assert sum(got) == len(server.data)
    assert is_model(model.folder)
    assert [m.name for m in list_models(tmp_path)] == ["tiny-en"]
    assert list((tmp_path / ".fetched").iterdir()) == []


@pytest.mark.parametrize("ranges", [True, False])
def test_fetch_goes_on_where_it_stopped(tmp_path, server, ranges):
    server.cut, server.ranges = 100_000, ranges
    with pytest.raises(MissingPart) as caught:
        fetch_model(offer_of(server), tmp_path, lambda _: None)
    assert codes(caught)[0] in ("captions.fetch-cut-short", "captions.cannot-fetch")
    fetch_model(offer_of(server), tmp_path, lambda _: None)
    assert server.seen[-1][1].startswith("bytes=")
    assert [m.name for m in list_models(tmp_path)] == ["tiny-en"]


def test_wrong_checksum_keeps_nothing(tmp_path, server):
    offer = offer_of(server)
    server.data = server.data[:-1] + b"x"
    with pytest.raises(MissingPart) as caught:
        fetch_model(offer, tmp_path, lambda _: None)
    assert codes(caught) == ["captions.wrong-checksum"]
    assert list((tmp_path / ".fetched").iterdir()) == []
    assert list_models(tmp_path) == []


def test_addresses(tmp_path):
    assert default_list_url().startswith("https://")
    for url in ("http://models.example/list.json", "file:///etc/passwd", "ftp://h/x"):
        with pytest.raises(MissingPart) as caught:
            fetch_offers(url)
        assert codes(caught) == ["captions.unsafe-address"]
    with pytest.raises(MissingPart) as caught:
        fetch_offers("http://127.0.0.1:9/list.json")
    assert codes(caught) == ["captions.cannot-fetch"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_with_links_is_not_copied(tmp_path):
    folder = broken(tmp_path, "linked", lambda f: (f / "more").symlink_to("/etc"))
    with pytest.raises(BadInput) as caught:
        add_model(folder, tmp_path / "models")
    assert codes(caught) == ["captions.unsafe-archive"]
