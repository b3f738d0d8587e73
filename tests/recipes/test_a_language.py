"""A new language is one file and one catalogue: Catalan, which nothing in the tree names."""

from __future__ import annotations

import json

from tests.test_contributing import places_of
from tests.tools import ROOT

CATALAN = """# Catalan

[sentence]
short = "sr. sra. dr. dra."
most = 22
good = 17
joiners = ["perquè", "quan", "si"]

[level]
measure = "Made up for a test"
words = -1
syllables = -62
base = 207
passes = 65
fails = 55

[syllables]
vowels = "aeiouàèéíòóúïü"

[translation]
formal = ["vostè"]
familiar = ["tu", "teu"]

[line_breaks]
articles = "el la els les un una"
prepositions = "a de en amb per"

[replies]
yes = ["sí"]
stop = ["prou"]
may_stop = ["no m'escriviu"]

[braille]
usual = "es-g1.ctb"
full = "es-g1.ctb"

[neutral]
age = ["avi", "àvia"]

[jargon]
"utilitzar" = "fer servir"
"""

HANDOUT = """# Com entrar

Pregunteu al Sr. Puig. Heu d'utilitzar el telèfon i heu d'esperar fins que algú us digui que ja hi \
podeu entrar perquè la sala encara és tancada i ningú no hi és a dins.
"""


HEARD = "La Maria va entrar a la sala amb una amiga i la mare"


def catalogue(tree):
    """The Spanish catalogue stands for a translator's work; two sentences are made Catalan."""
    text = (ROOT / "locales/es/LC_MESSAGES/access_kit.po").read_text("utf-8")
    text = text.replace('"Language: es\\n"', '"Language: ca\\n"')
    text = text.replace("BORRADOR de subtítulos, aún sin revisar", "ESBORRANY de subtítols")
    tree.write("locales/ca/LC_MESSAGES/access_kit.po", text)


def test_a_language_needs_one_file_and_one_catalogue(tree, tmp_path):
    assert "ca" not in {path.stem for path in (ROOT / "access_kit/languages").iterdir()}
    tree.write("access_kit/languages/ca.toml", CATALAN)
    catalogue(tree)

    kit = tree.root / "examples/evening-group"
    profile = kit / "catalan" / "K-01.toml"
    profile.parent.mkdir()
    profile.write_text(
        'schema = "access-kit/profile/1"\nid = "K-01"\nname = "Núria"\nstated_by = "self"\n'
        'review_by = 2027-05-20\n[language]\nwritten = ["ca"]\n[reading]\nformats = ["braille"]\n'
        '[contact]\nsafe = ["call"]\nphone = "+1 603 555 0100"\nasked_on = 2026-11-20\n',
        "utf-8",
    )
    session = (ROOT / "examples/evening-group/session.toml").read_text("utf-8")
    session = session.replace('profiles = "profiles"', 'profiles = "catalan"')
    (kit / "catalan.toml").write_text(session, "utf-8")
    made = tree.run("prepare", kit / "catalan.toml", "--out", tmp_path / "out", "--json")
    assert made.code == 0, made.stderr
    manifest = json.loads(next((tmp_path / "out").rglob("manifest.json")).read_text("utf-8"))
    assert "ca" in {one["locale"] for one in manifest["drafts"]}, made.stderr
    assert "tech-check.brf" in {one["file"] for one in manifest["artefacts"]}, made.stderr

    handout = tmp_path / "entrar.md"
    handout.write_text("---\nlang: ca\n---\n" + HANDOUT, "utf-8")
    found = tree.run("materials", "check", handout, "--json")
    codes = {one["code"]: one for one in json.loads(found.stdout)["problems"]}
    assert "fer servir" in str(codes["words.jargon"])
    assert "perquè" in str(codes["reading.long-sentence"]), "where it could be cut"
    assert codes["reading.too-short"], "a formula is known"

    words = {
        "schema": "access-kit/words/1",
        "lang": "ca",
        "notes": ['access-kit {"state": "draft", "engine": "vosk"}'],
        "words": [
            {"text": text, "start_ms": 6000 + 400 * at, "end_ms": 6300 + 400 * at}
            for at, text in enumerate(
                [
                    "La",
                    "Maria",
                    "va",
                    "entrar",
                    "a",
                    "la",
                    "sala",
                    "amb",
                    "una",
                    "amiga",
                    "i",
                    "la",
                    "mare",
                ]
            )
        ],
    }
    (tmp_path / "film.words.json").write_text(json.dumps(words), "utf-8")
    film = tmp_path / "film.vtt"
    assert tree.run("captions", "convert", tmp_path / "film.words.json", "--out", film).code == 0
    assert "ESBORRANY" in film.read_text("utf-8")
    lines = film.read_text("utf-8").splitlines()
    assert not [line for line in lines if line.endswith((" a", " la", " una", " amb"))]

    ask = "from access_kit.delivery.word_lists import word_lists as w; print('prou' in w().stop)"
    assert tree.python("-c", ask) == "True\n"
    ask = "from access_kit.profiles.neutral import find_unneutral as f; print(f('La meva àvia'))"
    assert tree.python("-c", ask) == "['àvia']\n"

    assert tree.touched <= places_of("A language", LANG="ca")
