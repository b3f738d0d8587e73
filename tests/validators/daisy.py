"""Talking books as DAISY Pipeline's schemas of DAISY 2.02 judge them: RELAX NG by Jing, with the
Schematron rules inside, asked of lxml. What lies between the files, links and times, is read here.
"""

from __future__ import annotations

import io
import posixpath
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

import av
from lxml import etree

from tests.tools import JAVA, TOOLS, jars, require

SECONDS = 120
_CLOCK = re.compile(r"(?:npt=)?(?:(\d+):(\d\d):)?([\d.]+)s?$")
_NAME = re.compile(r"[a-z0-9-]{1,24}\.\w{3,4}")
PLAYED = ("par", "text")
XPATH_2 = {(None, "lower-case"): lambda _, nodes: "".join(nodes).lower()}
"""What a rule asks of XPath that libxml2 does not have."""
SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def daisy_faults(book: bytes) -> list[str]:
    """What is wrong with a book; empty is a pass."""
    files = _unzip(book)
    return [*_schema_faults(files), *_link_faults(files), *_time_faults(files)]


def _unzip(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _schema_of(name: str) -> str | None:
    if name == "ncc.html":
        return "d202ncc"
    if name == "master.smil":
        return "d202msmil"
    return "d202smil" if name.endswith(".smil") else None


def _schema_faults(files: dict[str, bytes]) -> list[str]:
    jing = jars("epubcheck")
    jar = next(TOOLS.glob("daisy/daisy202-utils-*.jar"), None)
    require("EPUBCheck", jing)
    require("DAISY Pipeline's schemas", jar)
    faults = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with zipfile.ZipFile(str(jar)) as archive:
            archive.extractall(folder)
        schemas = folder / "xml" / "schemas" / "d202"
        by_schema: dict[str, list[Path]] = {}
        for name, data in files.items():
            if (schema := _schema_of(name)) is not None:
                # Without its document type, which is an address in the network.
                path = folder / name
                path.write_bytes(re.sub(rb"<!DOCTYPE[^>]*>", b"", data))
                by_schema.setdefault(schema, []).append(path)
        for schema, paths in by_schema.items():
            rng = schemas / f"{schema}.rng"
            command = [
                *JAVA, "-cp", f"{jing}/*", "com.thaiopensource.relaxng.util.Driver",
                str(rng), *map(str, paths),
            ]  # fmt: skip
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS, check=False
            )
            faults += [line.replace(f"{folder}/", "") for line in done.stdout.splitlines()]
            faults += _rule_faults(rng, paths)
    return faults


def _rule_faults(rng: Path, paths: list[Path]) -> list[str]:
    """The Schematron rules that stand inside a schema, which is older than lxml's Schematron."""
    schema = etree.parse(str(rng))
    names = {one.get("prefix"): one.get("uri") for one in schema.iter(f"{SCHEMATRON}ns")}
    found = []
    for path in paths:
        tree = etree.parse(str(path))
        for rule in schema.iter(f"{SCHEMATRON}rule"):
            for node in tree.xpath(f"//{rule.get('context')}", namespaces=names):
                found += [
                    f"{path.name}: {' '.join(one.text.split())}"
                    for one in rule.iter(f"{SCHEMATRON}assert", f"{SCHEMATRON}report")
                    if bool(node.xpath(one.get("test"), namespaces=names, extensions=XPATH_2))
                    == one.tag.endswith("report")
                ]
    return found


def _link_faults(files: dict[str, bytes]) -> list[str]:
    """Links to what is not there, or is no place that a player goes to; names a player refuses."""
    trees = {name: _tree(data) for name, data in files.items() if not name.endswith(".mp3")}
    ids = {name: {one.get("id"): one for one in tree.iter() if one.get("id")}
           for name, tree in trees.items()}  # fmt: skip
    faults = [
        f"{name}: no name for a player"
        for name in files
        if not re.fullmatch(r"[a-z0-9-]{1,24}\.\w{3,4}", name)
    ]
    for name, tree in trees.items():
        for one in tree.iter():
            for key in ("href", "src"):
                address = one.get(key)
                if address is None:
                    continue
                file, _, place = address.partition("#")
                if posixpath.normpath(file) not in files:
                    faults.append(f"{name}: {address} is not there")
                elif place and place not in ids[file]:
                    faults.append(f"{name}: {address} leads nowhere")
                elif (
                    place and file.endswith(".smil") and ids[file][place].tag not in ("par", "text")
                ):
                    faults.append(f"{name}: {address} is no place to play")
    return faults


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(load_dtd=False, no_network=True))


def seconds(value: str) -> float:
    hours, minutes, rest = _CLOCK.match(value).groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest)


def _time_faults(files: dict[str, bytes]) -> list[str]:
    """Clips that overlap, lie outside of the sound, or do not add up to what the heads say."""
    faults, elapsed, before = [], 0.0, 0.0
    with av.open(io.BytesIO(files["speech.mp3"])) as sound:
        length = sum(frame.samples / frame.sample_rate for frame in sound.decode(audio=0))
    sections = sorted(name for name in files if re.fullmatch(r"s\d+\.smil", name))
    for name in sections:
        tree = _tree(files[name])
        head = {one.get("name"): one.get("content") for one in tree.iter("meta")}
        if abs(seconds(head["ncc:totalElapsedTime"]) - elapsed) > 0.01:
            faults.append(f"{name}: {head['ncc:totalElapsedTime']} have not passed before")
        clips = [(seconds(one.get("clip-begin")), seconds(one.get("clip-end")))
                 for one in tree.iter("audio")]  # fmt: skip
        for begin, end in clips:
            if begin < before - 0.001 or end <= begin or end > length + 0.2:
                faults.append(f"{name}: a clip from {begin} to {end} of {length}")
            before = end
        spoken = sum(end - begin for begin, end in clips)
        if abs(seconds(head["ncc:timeInThisSmil"]) - spoken) > 0.01:
            faults.append(f"{name}: it says {head['ncc:timeInThisSmil']} and takes {spoken}")
        elapsed += spoken
    contents = _tree(files["ncc.html"])
    told = next(one.get("content") for one in contents.iter(f"{XHTML}meta")
                if one.get("name") == "ncc:totalTime")  # fmt: skip
    if abs(seconds(told) - elapsed) > 0.01:
        faults.append(f"ncc.html: it says {told} and takes {elapsed}")
    return faults
