"""What is known of a language stands in its file, is read strictly, and stands nowhere in code."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import access_kit
from access_kit.errors import BadInput
from access_kit.i18n import language_habits
from access_kit.i18n.language_habits import (
    find_language,
    language_names,
    own_habits,
    pauses,
    sentence_ends,
)
from access_kit.i18n.locale_data import find_locale
from access_kit.i18n.sentence_ends import ends_sentence, split_sentences

PACKAGE = Path(access_kit.__file__).parent


@pytest.mark.parametrize("name", language_names())
def test_every_file_is_sound_and_its_patterns_are_patterns(name):
    habits = own_habits(name)
    rules = habits.syllables
    patterns = [change.before for change in habits.lists.changes]
    if rules:
        patterns += [*rules.silent_end, *rules.silent, *rules.apart, *rules.heard, rules.halves]
        patterns += [rules.silent_end_not, *(sign for sign, _ in rules.written)]
    for one in patterns:
        re.compile(one)
    assert name.split("-")[0] == "und" or find_locale(name) or name == "no"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[sentence]\nedn = { "." = "." }', "language.unknown-key"),
        ("[sentence]\nmost = 900", "language.out-of-range"),
        ('[replies]\nyes = "ja"', "language.wrong-type"),
        ("[braille]\nusual = 'x'", "language.missing-key"),
        ("[sentence", "toml.syntax"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(text, code, tmp_path, monkeypatch):
    (tmp_path / "xx.toml").write_text(text, "utf-8")
    for one in (language_names, own_habits):
        one.cache_clear()
    monkeypatch.setattr(language_habits, "_FOLDER", tmp_path)
    try:
        with pytest.raises(BadInput) as caught:
            own_habits("xx")
    finally:
        for one in (language_names, own_habits):
            one.cache_clear()
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == (code, "xx.toml")


@pytest.mark.parametrize(
    ("tag", "sign"),
    [("ar", "؟"), ("ckb", "؟"), ("es-MX", "?"), ("zh-TW", "？"), ("iw", "?"), ("xx", "?")],
)
def test_what_a_file_lacks_comes_from_its_parents(tag, sign):
    assert sign in find_language(tag).sentence.end["?"]


def test_a_tag_that_is_a_path_finds_no_file():
    assert find_language("../es") == find_language("und")


@pytest.mark.parametrize(
    ("text", "lang", "count"),
    [
        ("Ask Dr. Lee. Come at 6 p.m. on Monday. Bring No. 5.", "en", 3),
        ("I said no. Then I went.", "en", 2),
        ("Pregunte a la Sra. Ruiz. Venga.", "es", 2),
        ("क्या आप आएँगे? हाँ। ठीक है।", "hi", 3),
        ("متى؟ غدا. حسنا.", "ar", 3),
        ("你好。明天见？好！", "zh", 3),
        ("Τι ώρα; Στις έξι.", "el", 2),
        ("One; Two.", "en", 1),
        ("ሰላም። ደህና።", "am", 2),
    ],
)
def test_sentences_end_as_they_do_in_the_language(text, lang, count):
    assert len(split_sentences(text, lang)) == count
    assert ends_sentence(text, lang)


def test_signs_of_all_scripts_end_and_part_sentences_in_any_language():
    for name in language_names():
        ends = "".join(own_habits(name).sentence.end.values())
        assert {one for one in ends if not one.isascii()} - {"\u0589"} <= set(sentence_ends())
        assert set(own_habits(name).sentence.pause) <= set(pauses(name))


# -- nothing in code ----------------------------------------------------------------------------

OTHER = {
    "captions/korean.py": "where Hangul begins and ends",
    "captions/redact_sound.py": "letters by their sound",
    "delivery/charsets.py": "which letters tell a character set",
    "delivery/reply_numbers.py": "letters that look alike",
    "documents/gsm.py": "the alphabet of text messages",
    "documents/office/pdf_file.py": "what numbers a page at its foot, in a file of anybody",
    "documents/office/phrase.py": "figures that are raised or lowered",
    "localization/checks/contents.py": "the alphabet of text messages",
    "localization/pseudo.py": "letters with accents for a made-up language",
    "store/person_words.py": "letters without an accent to take away",
    "timed_text/code_pages.py": "which letters tell a code page",
}
"""Letters that are no words of a language, and what they are."""


def _strings(tree: ast.AST) -> Iterator[str]:
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    for child in ast.iter_child_nodes(tree):
        yield from _strings(child)


def _modules() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def _is_foreign(sign: str) -> bool:
    """A letter beyond ASCII; ranges of a script in a pattern are written as numbers or in pairs."""
    return ord(sign) > 0x7F and unicodedata.category(sign)[0] == "L"


def test_no_module_holds_letters_of_other_languages():
    found = {
        name
        for name, tree in _modules()
        for text in _strings(tree)
        if any(map(_is_foreign, text)) and not re.search(r"[^\x00-\x7f]-[^\x00-\x7f]", text)
    }
    assert found - set(OTHER) == set()
    assert set(OTHER) - found == set()


def test_no_table_in_code_goes_by_language():
    known = {one for one in language_names() if len(one) == 2}
    found = set()
    for name, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                keys = [one.value for one in node.keys if isinstance(one, ast.Constant)]
                if len(keys) > 1 and all(one in known for one in keys):
                    found.add(name)
    assert found == set()
