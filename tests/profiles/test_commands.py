"""The profile commands over a real vault: what goes in comes out, or nothing happens at all."""

from __future__ import annotations

import shlex
import shutil
import stat
import subprocess
import sys

import pytest

from access_kit.notation import parse_toml
from access_kit.profiles.csv_exchange import write_csv
from access_kit.profiles.profile_files import parse_profile
from access_kit.profiles.write_toml import write_profile
from tests.conftest import command_environment
from tests.inside import run_with_passphrase
from tests.profiles.test_pnp import TODAY
from tests.store.conftest import PASSPHRASE, make_vault
from tests.strategies import canaries_of, canary_profile
from tests.validators.canary import canaries_in_text, find_canaries
from tests.validators.pdf import poppler_text

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="passes a descriptor")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit")
    subprocess.run(
        [sys.executable, "-m", "access_kit", "init", str(folder / "kit"), "--name", "Riverside"],
        env=command_environment(), check=True, capture_output=True,
    )  # fmt: skip
    make_vault(folder / "kit")
    return folder / "kit"


@pytest.fixture
def kit(template, tmp_path):
    """A kit whose vault holds three people full of canaries, and a command that opens it."""
    folder = tmp_path / "kit"
    shutil.copytree(template, folder)
    run(folder, "profile", "import", crowd(folder / "in.csv", 3))
    (folder / "in.csv").unlink()
    return folder


def crowd(path, count):
    path.write_bytes(b"".join(write_csv(canary_profile(number) for number in range(1, count + 1))))
    return path


def run(kit, *arguments, stdin="", env=None):
    """The command in the kit's folder; the passphrase comes by a descriptor of its own."""
    state = {"XDG_STATE_HOME": str(kit.parent / "state")}
    return run_with_passphrase(
        kit,
        [*map(str, arguments)],
        passphrase=PASSPHRASE,
        environment=command_environment() | state | (env or {}),
        stdin=stdin,
    )


def ids(kit):
    return [one["id"] for one in run(kit, "profile", "list", "--json").json["people"]]


def test_a_new_person_goes_into_the_vault(kit):
    made = run(kit, "profile", "new", "K-77", "--name", "Sam")
    assert (made.code, made.stderr) == (0, "")
    assert not list(kit.rglob("K-77*"))
    assert "K-77" in ids(kit)
    again = run(kit, "profile", "new", "k-77", "--name", "Max")
    assert (again.code, "[profile.id-taken]" in again.stderr) == (2, True)


@pytest.mark.parametrize("ending", ["csv", "pnp.json"])
def test_export_erase_import_gives_the_same_people(kit, tmp_path, ending):
    path = tmp_path / f"all.{ending}"
    before = run(kit, "profile", "show", "K-0002", "--json").json
    out = run(kit, "profile", "export", path)
    assert out.code == 0, out.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = run(kit, "profile", "export", path)
    assert again.code == 4
    assert run(kit, "profile", "erase", "k-0002", "--yes").code == 0
    assert ids(kit) == ["K-0001", "K-0003"]
    back = run(kit, "profile", "import", path, "--json")
    assert (back.json["read"], back.json["changed"]) == (3, 1)
    assert run(kit, "profile", "show", "K-0002", "--json").json == before


@pytest.mark.parametrize("ending", ["csv", "toml", "pnp.json"])
@pytest.mark.parametrize("scope", ["email", "all"])
def test_what_was_taken_back_is_no_safe_way_in_any_export(kit, tmp_path, ending, scope):
    person = "K-0002"
    before = profile_of(kit, person)
    assert "email" in before["contact"]["safe"]
    assert run(kit, "consent", "withdraw", person, "--scope", scope).code == 0
    path = tmp_path / f"one.{ending}"
    out = run(kit, "profile", "export", path, "--only", person, "--json")
    assert (out.code, out.json["narrowed"]) == (0, 1), out.stderr
    read = tmp_path / "read"
    taken = run(kit, "profile", "import", path, "--to", read, "--json")
    assert taken.code == 0, taken.stdout
    there = parse_toml((read / f"{person}.toml").read_text("utf-8"))
    left = [] if scope == "all" else [one for one in before["contact"]["safe"] if one != "email"]
    assert there["contact"].get("safe", []) == left
    assert profile_of(kit, person) == before, "the profile in the vault stays as it was said"
    others = tmp_path / f"others.{ending}"
    same = run(kit, "profile", "export", others, "--only", "K-0001", "--json")
    assert same.json["narrowed"] == 0


def profile_of(kit, person):
    return run(kit, "profile", "show", person, "--json").json["profile"]


def test_a_wrong_row_undoes_the_whole_import(kit, tmp_path):
    path = crowd(tmp_path / "new.csv", 6)
    path.write_bytes(path.read_bytes().replace(b"K-0005,", b"K 0005,").replace(b"self", b"me", 1))
    ran = run(kit, "profile", "import", path)
    assert ran.code == 2
    assert "new.csv, line 2: " in ran.stderr
    assert "new.csv, line 6: " in ran.stderr
    assert ids(kit) == ["K-0001", "K-0002", "K-0003"]
    assert list(tmp_path.glob("*.rejected.csv")) == []


def test_partial_takes_the_sound_rows_and_keeps_the_others_apart(kit, tmp_path):
    path = crowd(tmp_path / "new.csv", 6)
    path.write_bytes(path.read_bytes().replace(b"K-0005,", b"K 0005,"))
    ran = run(kit, "profile", "import", path, "--partial", "--json")
    assert ran.code == 1
    assert ran.json["read"] == 5
    assert ids(kit) == [f"K-000{number}" for number in (1, 2, 3, 4, 6)]
    rejected = tmp_path / "new.rejected.csv"
    assert stat.S_IMODE(rejected.stat().st_mode) == 0o600
    assert len(rejected.read_text().splitlines()) == 2
    rejected.write_bytes(rejected.read_bytes().replace(b"K 0005", b"K-0005"))
    assert run(kit, "profile", "import", rejected).code == 0
    assert len(ids(kit)) == 6


def test_a_folder_of_files_needs_no_vault(run_cli, tmp_path):
    path = crowd(tmp_path / "in.csv", 3)
    taken = run_cli("profile", "import", path, "--to", "people")
    assert taken.code == 0, taken.stderr
    text = (tmp_path / "people" / "K-0002.toml").read_text()
    assert parse_profile(text, file="x", today=TODAY)[0] == canary_profile(2)
    out = run_cli("profile", "export", "all.csv", "--from", "people")
    assert (out.code, (tmp_path / "all.csv").read_bytes()) == (0, path.read_bytes())
    assert run_cli("profile", "list", "--from", "people").stdout.splitlines()[-1] == "3 people."
    again = run_cli("profile", "import", path, "--to", "people")
    assert (again.code, "[profile.files-exist]" in again.stderr) == (4, True)
    one = run_cli("profile", "export", "one.toml", "--from", "people", "--only", "K-0003")
    assert one.code == 0
    assert (tmp_path / "one.toml").read_text() == write_profile(canary_profile(3))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import", "none.csv"], "file.missing"),
        (["import", "x.ods"], "profile.unknown-suffix"),
        (["export", "x.xlsx"], "profile.unknown-suffix"),
        (["export", "x.json"], "profile.unknown-suffix"),
        (["export", "x.toml"], "profile.one-person-a-file"),
        (["export", "x.csv", "--only", "K-99"], "profile.no-such-person"),
        (["show", "K-99"], "profile.no-such-person"),
        (["edit", "K-99", "name=x"], "profile.no-such-person"),
        (["erase", "K-99", "--yes"], "store.unknown-person"),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence(kit, arguments, code):
    before = sorted(path.name for path in kit.iterdir())
    ran = run(kit, "profile", *arguments)
    assert (ran.code, ran.stdout) == (2, "")
    assert f"[{code}]" in ran.stderr
    assert sorted(path.name for path in kit.iterdir()) == before


def test_without_a_kit_there_is_no_store(run_cli):
    ran = run_cli("profile", "list")
    assert (ran.code, "[profile.no-store]" in ran.stderr) == (2, True)


def test_edit_by_key_and_in_an_editor(kit):
    assert run(kit, "profile", "edit", "K-0001", "reading.print_size_pt=24").code == 0
    script = kit.parent / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/print_size_pt = 24/print_size_pt = $SIZE/" "$1"\n')
    script.chmod(0o700)
    editor = {"EDITOR": shlex.quote(str(script)), "SIZE": "28"}
    assert run(kit, "profile", "edit", "K-0001", env=editor).code == 0
    said = run(kit, "profile", "show", "K-0001", "--json").json
    assert said["profile"]["reading"]["print_size_pt"] == 28
    run(kit, "profile", "edit", "K-0001", "reading.print_size_pt=24")
    wrong = run(kit, "profile", "edit", "K-0001", env=editor | {"SIZE": "280"})
    assert (wrong.code, "[profile.out-of-range]" in wrong.stderr) == (2, True)
    none = run(kit, "profile", "edit", "K-0001", env={"EDITOR": "no-such-editor"})
    assert (none.code, "[profile.no-editor]" in none.stderr) == (2, True)
    assert run(kit, "profile", "edit", "K-0001", "name=Rosa").stderr == ""


def test_advice_is_given_on_a_person_of_the_vault(kit):
    done = run(kit, "recommend", "K-0001", "--json")
    assert [one["id"] for one in done.json["participants"]] == ["K-0001"]
    nobody = run(kit, "recommend", "K-0077")
    assert (nobody.code, "[profile.no-such-person]" in nobody.stderr) == (2, True)


def test_an_interview_in_the_vault_stops_and_goes_on(kit):
    stopped = run(kit, "profile", "interview", "K-0009", stdin="\n6\npass\n")
    assert stopped.code == 0, stopped.stderr
    assert "K-0009" not in ids(kit)
    done = run(kit, "profile", "interview", "K-0009", stdin="\n" * 48 + "1\n1\n1\n", env={})
    assert "Going on where you stopped." in done.stderr
    assert done.stdout.startswith("Saved K-0009"), done.stderr[-500:]
    profile = run(kit, "profile", "show", "K-0009", "--json").json["profile"]
    assert profile["contact"] == {"asked_on": "2026-11-24", "safe": ["in_person"]}


def test_the_copy_for_the_person_holds_everything(kit, tmp_path):
    run(kit, "profile", "edit", "K-0001", "name=Zuzunewname", "reading.print_size_pt=need:20")
    out = tmp_path / "copy.pdf"
    made = run(kit, "profile", "show", "K-0001", "--for-person", "--out", out)
    assert made.code == 0, made.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = " ".join(poppler_text(out).split())
    for name, value in canaries_of(canary_profile(1)).items():
        assert value in text, name
    for words in (
        "Zuzunewname",
        "What you can do",
        "Whom to ask",
        "Until November",
        "profile added",
    ):
        assert words in text
    assert "Zuzu0002" not in text


def test_nothing_private_lies_outside_the_vault(kit, tmp_path):
    private = [c for number in (1, 2, 3) for c in canaries_of(canary_profile(number)).values()]
    script = kit.parent / "editor.sh"
    script.write_text("#!/bin/sh\nexit 0\n")
    script.chmod(0o700)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {"EDITOR": str(script), "TMPDIR": str(temporary), "XDG_RUNTIME_DIR": ""}
    said = [
        run(kit, "profile", "edit", "K-0001", env=env),
        run(kit, "profile", "edit", "K-0001", "reading.level=plane", env=env),
        run(kit, "profile", "interview", "K-0002", stdin="\n\nstop\n", env=env),
        run(kit, "profile", "erase", "K-0003", "--yes", env=env),
    ]
    # Whoever asks the questions sees the answers so far; nothing else says them.
    talk = "".join(one.stderr + one.stdout for one in (said[0], said[1], said[3]))
    assert canaries_in_text(talk, private) == []
    for folder in (kit, temporary):
        assert not find_canaries(folder, private)


def test_session_new_names_people_of_the_vault(kit):
    arguments = [
        "session", "new", "evening", "--title", "Thursday group", "--starts", "2026-12-03T18:00",
        "--timezone", "America/New_York", "--minutes", "60", "--platform", "zoom",
        "--facilitator", "Jo",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "access_kit", *arguments], cwd=kit, env=command_environment(),
        input="K-0001, K-0002\n", capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert 'participants = ["K-0001", "K-0002"]' in (kit / "evening.toml").read_text()
    assert "\nprofiles =" not in (kit / "evening.toml").read_text()


def test_the_list_tells_of_interviews_half_done(kit):
    assert run(kit, "profile", "interview", "Z-9", stdin="Sam\nstop\n").code == 0
    listed = run(kit, "profile", "list")
    assert "Z-9: an interview was begun. Go on: access-kit profile interview Z-9" in listed.stdout
    run(kit, "profile", "erase", "Z-9", "--yes")
    assert "Z-9" not in run(kit, "profile", "list").stdout
