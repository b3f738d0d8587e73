"""What an installation is made of: by digest, in a list, and under licences that are named."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from access_kit.workflow.parts import EXTRAS
from tests.tools import ROOT
from tools.locks import extras, lock_path
from tools.part_sizes import MB, brought, more_than_base, plain, weight_of

DIST = importlib.metadata.distribution
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
SHIPPED = [one for one in extras() if one != "dev"]


def locked(extra: str) -> dict[str, tuple[str, int]]:
    """Names, each with its version and how many digests stand below it."""
    found: dict[str, tuple[str, int]] = {}
    name = ""
    for line in lock_path(extra).read_text(encoding="utf-8").splitlines():
        if line.startswith("    --hash=sha256:"):
            version, digests = found[name]
            found[name] = (version, digests + 1)
        elif not line.startswith("#"):
            name, _, rest = line.partition("==")
            found[plain(name)] = (rest.split()[0], 0)
            name = plain(name)
    return found


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("==") for line in lines if line and not line.startswith("#"))
    return {plain(name): version for name, _, version in pairs}


@pytest.mark.parametrize("extra", extras())
def test_a_lock_names_everything_that_its_extra_brings_by_version_and_digest(extra):
    lock = locked(extra)
    assert all(digests for _, digests in lock.values())
    assert brought(extra) - set(lock) == set()
    held = constraints()
    assert {name: version for name, (version, _) in lock.items() if name in held} == {
        name: held[name] for name in lock if name in held
    }


def test_what_one_facilitator_installs_takes_at_most_400_mb():
    ours = sum(one.stat().st_size for one in (ROOT / "access_kit").rglob("*.*") if one.is_file())
    assert weight_of("all") + ours <= 400 * MB


@pytest.mark.skipif(sys.platform != "linux", reason="other wheels weigh otherwise")
@pytest.mark.parametrize("extra", sorted(EXTRAS))
def test_the_doctor_says_what_a_part_weighs(extra):
    assert EXTRAS[extra].more_mb == pytest.approx(more_than_base(extra) / MB, rel=0.1, abs=1.5)


def test_the_readme_installs_by_digest():
    commands = re.findall(r"(?m)^.*pip install.*$", README)
    assert commands
    for one in commands:
        assert "--require-hashes -r locks/" in one or "--no-deps -e ." in one
    for name in re.findall(r"locks/([a-z]+)\.txt", README):
        assert name in extras()


def test_uv_compares_digests_before_it_installs_the_tool():
    """``uv tool install`` takes any file of the right version: it must have nothing to fetch."""
    for path in ("docs/facilitators.md", ".ci/try_uv.sh"):
        lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
        typed = [line for line in lines if line.startswith(("uv ", "bare uv "))]
        steps = [line for line in typed if " pip install" in line or " tool install" in line]
        assert len(steps) == 2
        assert "--require-hashes -r" in steps[0]
        assert "tool install" in steps[1]
        assert "--offline" in steps[1]


def test_what_builds_the_project_is_locked_too():
    asked_for = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    for extra in extras():
        assert {plain(Requirement(one).name) for one in asked_for} <= set(locked(extra))


def test_every_action_is_named_by_its_digest():
    flows = list((ROOT / ".github" / "workflows").glob("*.yml"))
    used = [line for flow in flows for line in re.findall(r"uses: *(.+)", flow.read_text())]
    assert used
    for one in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one), one


def test_every_tool_of_npm_is_named_by_its_digest():
    folder = ROOT / "tests" / "validators"
    lock = json.loads((folder / "package-lock.json").read_text())
    asked_for = json.loads((folder / "package.json").read_text())
    packages = dict(lock["packages"])
    assert packages.pop("")["dependencies"] == asked_for["dependencies"]
    assert all("integrity" in one or one.get("bundled") or one.get("inBundle")
               for one in packages.values())  # fmt: skip
    script = (ROOT / ".ci" / "tools.sh").read_text()
    assert "npm ci --ignore-scripts" in script
    assert "npm install" not in script


def test_what_lists_and_looks_through_an_installation_knows_every_part():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = re.search(r"(?m)^SHIPPED_LOCKS := (.+)$", makefile)[1].split()
    assert {name for one in listed for name in locked(one)} == {
        name for one in SHIPPED for name in locked(one)
    }
    assert {"av", "vosk", "pocketsphinx", "faster-whisper"} <= {
        name for one in listed for name in locked(one)
    }
    named = set(re.findall(r"locks/([a-z]+)\.txt", README))
    assert named <= {*listed, "dev"}
    commands = makefile.partition("\ndist:")[2]
    assert "for one in $(SHIPPED_LOCKS); do" in commands
    assert "for one in $(SHIPPED_LOCKS) dev; do" in commands


# -- licences -----------------------------------------------------------------------------------

LIBRARIES = {
    "libSvtAv1Enc": "SVT-AV1", "libXau": "libxcb", "libasound": "ALSA", "libavcodec": "FFmpeg",
    "libavdevice": "FFmpeg", "libavfilter": "FFmpeg", "libavformat": "FFmpeg",
    "libavutil": "FFmpeg", "libswresample": "FFmpeg", "libswscale": "FFmpeg",
    "libdav1d": "dav1d", "libdrm": "libdrm", "libgmp": "GMP", "libgnutls": "GnuTLS",
    "libhogweed": "Hogweed", "libnettle": "Nettle", "libmp3lame": "LAME",
    "libopencore-amrnb": "opencore-amr", "libopencore-amrwb": "opencore-amr", "libopus": "Opus",
    "libsharpyuv": "WebP", "libwebp": "WebP", "libwebpmux": "WebP", "libwebpdemux": "WebP",
    "libunistring": "libunistring", "libvpl": "oneVPL", "libvpx": "libvpx", "libx264": "x264",
    "libx265": "x265", "libxcb": "libxcb", "libxcb-shape": "libxcb", "libxcb-shm": "libxcb",
    "libxcb-xfixes": "libxcb", "libctranslate2": "CTranslate2", "libgomp": "libgomp",
    "libgfortran": "libgfortran", "libquadmath": "libquadmath", "libscipy_openblas64_": "OpenBLAS",
    "libjpeg": "libjpeg-turbo", "libqpdf": "QPDF", "libavif": "libavif",
    "libbrotlicommon": "Brotli", "libbrotlidec": "Brotli", "libfreetype": "FreeType",
    "libharfbuzz": "HarfBuzz", "liblcms2": "Little CMS", "liblzma": "xz", "libopenjp2": "OpenJPEG",
    "libpng16": "libpng", "libtiff": "libtiff", "libzstd": "zstd", "libcom_err": "MIT Kerberos",
    "libgssapi_krb5": "MIT Kerberos", "libk5crypto": "MIT Kerberos", "libkrb5": "MIT Kerberos",
    "libkrb5support": "MIT Kerberos", "libcrypt": "libxcrypt", "libcrypto": "OpenSSL",
    "libssl": "OpenSSL", "libkeyutils": "keyutils", "liblber": "OpenLDAP", "libldap": "OpenLDAP",
    "libpq": "libpq", "libsasl2": "Cyrus SASL", "libespeak-ng": "espeak-ng", "libvosk": "Vosk",
    "libpdfium": "PDFium", "libonnxruntime": "ONNX Runtime",
    "libonnxruntime_providers_shared": "ONNX Runtime",
}  # fmt: skip
"""Libraries inside wheels, and the name under which NOTICE speaks of each."""

INSIDE = {
    "sqlcipher3": ("SQLCipher", "OpenSSL", "SQLite"), "typst": ("Libertinus", "DejaVu"),
    "lxml": ("libxml2", "libxslt", "libiconv"), "cryptography": ("OpenSSL",),
    "pillow": ("Raqm", "FreeType"), "vosk": ("Kaldi", "OpenBLAS"),
}  # fmt: skip
"""What is built into a module, and cannot be told by the name of a file."""

FREE_WITH_DUTIES = re.compile(r"GPL|MPL|Mozilla|EPL|CDDL|EUPL|CC-BY", re.IGNORECASE)


def shipped_distributions() -> dict[str, importlib.metadata.Distribution]:
    names = {name for extra in SHIPPED for name in locked(extra)}
    found = {}
    for name in names:
        try:
            found[name] = DIST(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def test_the_notice_names_every_library_that_a_wheel_carries():
    carried = {}
    for name, dist in shipped_distributions().items():
        for file in dist.files or ():
            folder = file.parts[0]
            if re.search(r"\.(so|dll|dylib)(\.[\d.]+)?$", file.name) and (
                folder.endswith((".libs", ".dylibs")) or file.name.startswith("lib")
            ):
                carried[re.split(r"-[0-9a-f]{8}|\.so|\.dll|\.dylib|\.\d", file.name)[0]] = name
    assert carried, "the wheels here carry libraries"
    unknown = {stem: name for stem, name in carried.items() if stem not in LIBRARIES}
    assert unknown == {}, "write into NOTICE what these are, and into LIBRARIES how it calls them"
    assert {one for one in carried if LIBRARIES[one] not in NOTICE} == set()
    built_in = {word for name, words in INSIDE.items() for word in words if name in
                shipped_distributions()}  # fmt: skip
    assert {word for word in built_in if word not in NOTICE} == set()


def test_the_notice_names_every_package_whose_licence_asks_for_more_than_a_notice():
    for name, dist in shipped_distributions().items():
        facts = dist.metadata
        kinds = [one for one in facts.get_all("Classifier") or [] if one.startswith("License")]
        said = facts.get("License-Expression") or (facts.get("License") or "")[:80]
        if FREE_WITH_DUTIES.search(f"{said} {kinds}"):
            spoken = {name, name.replace("-", "_"), facts["Name"]}
            assert any(one in NOTICE for one in spoken), (name, said, kinds)


@pytest.mark.parametrize("extra", ["base", pytest.param("all", marks=pytest.mark.soak)])
def test_a_list_of_what_is_in_an_installation_is_made_from_the_lock(extra, tmp_path):
    made = tmp_path / "access-kit.cdx.json"
    command = Path(sys.executable).with_name("cyclonedx-py")
    subprocess.run(
        [command, "requirements", lock_path(extra), "--of", "JSON", "-o", made],
        check=True, capture_output=True, cwd=ROOT,
    )  # fmt: skip
    listed = json.loads(made.read_text())
    assert listed["bomFormat"] == "CycloneDX"
    versions = {plain(one["name"]): one["version"] for one in listed["components"]}
    assert versions == {name: version for name, (version, _) in locked(extra).items()}
    for one in listed["components"]:
        assert one["purl"].startswith("pkg:pypi/")
        assert one.get("hashes") or one["externalReferences"][0]["hashes"]
