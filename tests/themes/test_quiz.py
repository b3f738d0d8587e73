"""The quiz: one text on paper and on the screen, nothing counted, nothing kept."""

from __future__ import annotations

from access_kit.documents.front_matter import THEMES
from access_kit.materials.themes import load_themes

OWN = """---
title: Ours
lang: en
---

## Here

```question our-1
1. Who has the key?
[ ] Sam
[ ] Nobody
```

**Question 1: A.** Sam lives next door.
"""


def asked(run_cli, folder, *words):
    return run_cli("quiz", "--json", *words, cwd=folder).json["questions"]


def test_two_questions_to_each_theme_with_a_thought_on_each(run_cli, tmp_path):
    questions = asked(run_cli, tmp_path)
    assert len(questions) == 2 * len(THEMES)
    assert len({one["theme"] for one in questions}) == len(THEMES) == len(load_themes())
    for one in questions:
        assert one["right"] in "ABC"[: len(one["choices"])]
        assert len(one["why"].split()) >= 8


def test_the_answer_that_fits_is_not_always_the_same_letter(run_cli, tmp_path):
    letters = [one["right"] for one in asked(run_cli, tmp_path)]
    assert len(set(letters)) == 3


def test_each_answer_gets_a_thought_and_nothing_is_kept(run_cli, tmp_path):
    before = set(tmp_path.iterdir())
    said = "\n".join(["b", "It stays with us", "zzz", "C", "", "stop"]) + "\n"
    done = run_cli("quiz", cwd=tmp_path, stdin=said)
    assert done.code == 0
    said = " ".join(done.stderr.split())
    assert "Look first, then try it yourself" in said
    assert "Type the letter before an answer" in said
    assert "What we'd try is B. You can't see their screen" in said
    assert "(4 of 20)" in said
    for word in ("score", "wrong", "points", "passed"):
        assert word not in (done.stdout + done.stderr).lower()
    assert set(tmp_path.iterdir()) == before


def test_an_agency_adds_its_own(run_cli, tmp_path):
    (tmp_path / "ours.md").write_text(OWN, encoding="utf-8")
    assert asked(run_cli, tmp_path, "--also", "ours.md")[-1]["why"] == "Sam lives next door."
    (tmp_path / "ours.md").write_text(OWN.replace("1: A.", "1: C."), encoding="utf-8")
    refused = run_cli("quiz", "--also", "ours.md", cwd=tmp_path)
    assert refused.code == 2
    assert "no thought on question 1" in refused.stderr


def test_it_is_there_on_paper_too(run_cli, tmp_path):
    made = ("materials", "make", "quiz", "--format", "text", "--out", "made")
    done = run_cli(*made, cwd=tmp_path)
    assert done.code == 0, done.stderr
    text = (tmp_path / "made" / "quiz.txt").read_text("utf-8")
    assert "20. A test result is in the portal" in text
    assert "Question 20: C." in text
