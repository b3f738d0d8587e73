"""What somebody wrote in a handout is set, or told with its line: never dropped, never a sign."""

from __future__ import annotations

import pytest

from tests.documents.words import split_words

HEAD = "---\nlang: en\ntitle: Our evening\n---\n\n"


def check(run_cli, folder, text, name="evening.md"):
    (folder / name).write_text(text, encoding="utf-8")
    ran = run_cli("materials", "check", name, "--json")
    return {(one["code"], one.get("line")) for one in ran.json["problems"]}


def make(run_cli, text, folder, formats="text,html"):
    (folder / "evening.md").write_text(text, encoding="utf-8")
    return run_cli(
        "materials", "make", "evening.md", "--format", formats, "--out", "made", "--json"
    )


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("| Day | Hour |\n|---|---|\n| Monday | nine | bring a cup |\n", "cells-beyond-heads", 8),
        ("Front desk\n:   The room beside the door\n", "dialect", 7),
        ("::: {.note}\nRing twice.\n:::\n", "dialect", 6),
        ("We meet ~~Monday~~ Tuesday.\n", "struck", 6),
        ("The door[^1] is red.\n", "footnote-missing", 6),
        ("The door is red.\n\n[^1]: It sticks.\n", "footnote-unnamed", 8),
        ("Bring these three things\n---\n", "heading-underlined", 6),
        ("A bell\u0007 rings.\n", "control-characters", 6),
        ("![A door](door.png)\n", "image-missing", 6),
    ],
)
def test_what_cannot_be_set_is_told_with_its_line(body, code, line, run_cli, tmp_path):
    assert (f"document.{code}", line) in check(run_cli, tmp_path, HEAD + body)


def test_notes_quotes_code_and_levels_that_jump_are_set(run_cli, tmp_path):
    body = (
        "The door[^1] is red.\n\n[^1]: It sticks.\n\n> Come as you are.\n\n#### Deep\n\n"
        "```\nring twice\n```\n\nWrite to jo@river.example\n"
    )
    ran = make(run_cli, HEAD + body, tmp_path)
    assert ran.code == 0, ran.stderr
    said = split_words((tmp_path / "made" / "evening.txt").read_text("utf-8"))
    assert said == split_words(
        "Our evening The door 1 is red 1 It sticks Come as you are Deep ring twice "
        "Write to jo@river.example"
    )
    assert "mailto:jo@river.example" in (tmp_path / "made" / "evening.html").read_text("utf-8")


def test_a_page_without_a_head_takes_the_kits_language_and_its_own_heading(run_cli, tmp_path):
    ran = run_cli("init", "kit")
    assert ran.code == 0, ran.stderr
    (tmp_path / "kit" / "materials").mkdir(exist_ok=True)
    (tmp_path / "kit" / "materials" / "evening.md").write_text("# Our evening\n\nCome in.\n")
    ran = run_cli("materials", "make", "evening.md", "--kit", "kit", "--out", "made", "--json")
    assert ran.code == 0, ran.stderr


def test_links_and_pictures_are_found_in_markdown_as_in_its_page(run_cli, tmp_path):
    from tests.documents.office_files import png

    (tmp_path / "img.png").write_bytes(png())
    body = "Read [click here](https://river.example/).\n\n![img_01](img.png)\n"
    found = check(run_cli, tmp_path, HEAD + body)
    assert {("check.link-vague", 6), ("check.alt-is-file-name", 8)} <= found
    make(run_cli, HEAD + body, tmp_path, "html")
    ran = run_cli("materials", "check", "made/evening.html", "--json")
    codes = {one["code"] for one in ran.json["problems"]}
    assert {"check.link-vague", "check.alt-is-file-name"} <= codes


NAUGHTY = (
    "\u1680", "a\u1680b", "\u200b", "\u2028\u2029", "\u202egnirts\u202c", "\ufeff", "\ufffe",
    "#set text(red)", "$x$ @ref <label> *a* _b_ `c`", "\\u{0}", "{{7*7}}", "<script>x</script>",
    "' OR 1=1; --", "%s%n", "../../etc/passwd", "Ωçµ÷", "٠١٢٣٤٥٦٧٨٩", "\u0301\u0302\u0303",
    "e" + "\u0301" * 60, "\U000e0001\U000e0020", "a\u00adb", "\u2066open", "close\u2069",
    "x" * 4_000, "\u3000", "\u115f\u1160", "½ ⅓ ²", "👩‍💻", "\x85", "\x0b\x0c",
)  # fmt: skip
"""Texts of the kinds that public lists of naughty strings hold, put together here."""


def test_no_text_makes_the_typesetter_refuse_a_paper(run_cli, tmp_path):
    escaped = [
        "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+-.!|~=^$:" else char for char in text)
        for text in NAUGHTY
    ]
    body = "\n\n".join(f"{at} {text} end" for at, text in enumerate(escaped))
    ran = make(run_cli, HEAD + body + "\n", tmp_path, "pdf,html,text,sms,card,docx")
    assert ran.code == 0, ran.stderr
    codes = {one["code"] for one in ran.json["problems"]}
    assert codes == {"document.control-characters", "render.costly-letters"}
    assert (tmp_path / "made" / "evening.pdf").stat().st_size


def test_a_character_without_a_glyph_is_told_once_with_its_line(run_cli, tmp_path):
    ran = make(run_cli, f"{HEAD}One.\n\nThe sign √ and √ again.\n", tmp_path, "pdf,card,html")
    glyphs = [one for one in ran.json["problems"] if one["code"] == "font.missing-glyph"]
    assert [(one["file"], one["line"]) for one in glyphs] == [("evening.md", 8)]
