from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from access_kit.documents.check_tree import check_tree, plain_text
from access_kit.documents.markdown import MarkdownFile, read_markdown
from access_kit.model.document import (
    BulletList,
    Callout,
    Contact,
    ContactBox,
    Heading,
    Image,
    LineBreak,
    Link,
    ListItem,
    PageBreak,
    Paragraph,
    Question,
    Steps,
    Table,
    Text,
    TickList,
    WriteLine,
)

WORDS = Path(__file__).parents[2] / "access_kit" / "problem_words" / "documents.toml"
PROBLEM_WORDS = tomllib.loads(WORDS.read_text(encoding="utf-8"))

EVERYTHING = """\
---
title: Things that help me
lang: en
discreet: true
date: 2026-11-01
sources: [One, "Two"]
grade: 6
---

Plain and **bold**, a PIN `4711`,\\
a new line, [a link](https://a.example/x).

## What helps

- one
- two
  1. first
  2. second

3. third
4. fourth

- [ ] tick **me**
- [ ] and me

### Deeper

| Day | Time |
|-----|------|
| Mon | 9:00 |

![A red square](red.png)

![](red.png "decorative")

> **Good to know** The door is open.
>
> Come early.

---

```contact Who helps
Call Sam: +1 603 555 0101
Write: sam@river.example
Where: by the river
```

```question tc-hear
kind: Your choice
I can hear the other person.
[ ] Yes
[ ] No
note: You can ask for captions.
```

```write signature
Your name
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Pillow.new("RGB", (40, 20), "red").save(tmp_path / "red.png")
    return tmp_path


def read(text: str, folder: Path = Path(), lang: str = "en") -> MarkdownFile:
    return read_markdown(text, file="paper.md", folder=folder, lang=lang)


def found(result: MarkdownFile) -> list[tuple[str, int | None]]:
    for problem in result.problems:
        entry = PROBLEM_WORDS[problem.code]
        assert entry["message"].format(**problem.facts)
        assert entry["hint"].format(**problem.facts)
        assert problem.file == "paper.md"
    return [(problem.code.removeprefix("document."), problem.line) for problem in result.problems]


def plain(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def test_everything_becomes_the_tree(folder):
    result = read(EVERYTHING, folder, lang="")
    assert found(result) == []
    front = result.front
    assert (front.title, front.lang, front.discreet) == ("Things that help me", "en", True)
    assert (front.date, front.sources, front.grade) == (date(2026, 11, 1), ("One", "Two"), 6)
    blocks = list(result.document.blocks)
    pictures = [block for block in blocks if isinstance(block, Image)]
    assert [(p.alt, p.decorative, p.width_px, p.height_px) for p in pictures] == [
        ("A red square", False, 40, 20),
        ("", True, 40, 20),
    ]
    nested = Steps((ListItem(plain("first")), ListItem(plain("second"))))
    assert [block for block in blocks if not isinstance(block, Image)] == [
        Paragraph(
            (
                Text("Plain and "),
                Text("bold", strong=True),
                Text(", a PIN "),
                Text("4711", isolate=True),
                Text(","),
                LineBreak(),
                Text("a new line, "),
                Link("a link", "https://a.example/x"),
                Text("."),
            )
        ),
        Heading(1, plain("What helps")),
        BulletList((ListItem(plain("one")), ListItem(plain("two"), (nested,)))),
        Steps((ListItem(plain("third")), ListItem(plain("fourth"))), start=3),
        TickList(
            (
                ListItem((Text("tick "), Text("me", strong=True))),
                ListItem(plain("and me")),
            )
        ),
        Heading(2, plain("Deeper")),
        Table((plain("Day"), plain("Time")), ((plain("Mon"), plain("9:00")),)),
        Callout(
            plain("Good to know"),
            (Paragraph(plain("The door is open.")), Paragraph(plain("Come early."))),
        ),
        PageBreak(),
        ContactBox(
            plain("Who helps"),
            (
                Contact("Call Sam", "+1 603 555 0101", "tel:+16035550101"),
                Contact("Write", "sam@river.example", "mailto:sam@river.example"),
                Contact("Where", "by the river"),
            ),
        ),
        Question(
            "tc-hear",
            plain("I can hear the other person."),
            ("Yes", "No"),
            "Your choice",
            plain("You can ask for captions."),
        ),
        WriteLine("signature", "Your name"),
    ]
    assert list(check_tree(result.document)) == []


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("# T\n\n### Deep\n", [("headings-put-in-order", 3)]),
        ("# T\n\n# Again\n", [("second-title", 3)]),
        ("just words\n", [("title-of-file", 1)]),
        ("# T\n\n##\n", [("heading-empty", 3)]),
        ("# T\n\n<b>x</b>\n", [("html", 3)]),
        ("# T\n\n<div>\nx\n</div>\n", [("html", 3)]),
        ("# T\n\n    code\n", [("code-block", 3)]),
        ("# T\n\n```python\nx\n```\n", [("code-block", 3)]),
        ("# T\n\nsome *words*\n", [("italics", 3)]),
        ("# T\n\none\ntwo [x](javascript:alert)\n", [("link-scheme", 4)]),
        ("# T\n\n[x](other.md)\n", [("link-scheme", 3)]),
        ("# T\n\n[](https://a.example)\n", [("link-without-text", 3)]),
        ('# T\n\n[x](https://a.example "why")\n', [("link-title", 3)]),
        ("# T\n\n![](red.png)\n", [("image-without-alt", 3)]),
        ("# T\n\nsee ![x](red.png) here\n", [("image-in-text", 3)]),
        ("# T\n\n![x](../red.png)\n", [("image-outside", 3)]),
        ("# T\n\n![x](/etc/passwd)\n", [("image-outside", 3)]),
        ("# T\n\n![x](https://a.example/x.png)\n", [("image-outside", 3)]),
        ("# T\n\n| a | |\n|---|---|\n| 1 | 2 |\n", [("table-without-header", 3)]),
        ("# T\n\n- [ ] a\n- b\n", [("tick-list-mixed", 3)]),
        ("# T\n\n- [x] a\n- [ ] b\n", [("tick-filled", 3)]),
        ("# T\n\n- a\n-\n- b\n", [("list-item-empty", 4)]),
        ("# T\n\n```contct Jo\nx: y\n```\n", [("code-block", 3)]),
        ("# T\n\nWe meet ~~Monday~~ today.\n", [("struck", 3)]),
        ("# T\n\none\n\nTwo lines\n---\n", [("heading-underlined", 5)]),
        ("# T\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", [("cells-beyond-heads", 5)]),
        ("# T\n\n| a | b |\n|---|\n| 1 | 2 |\n", [("dialect", 3), ("dialect", 4), ("dialect", 5)]),
        ("# T\n\nDesk\n:   The room\n", [("dialect", 4)]),
        ("# T\n\n::: {.note}\nx\n:::\n", [("dialect", 3), ("dialect", 5)]),
        ("# T\n\nH~2~O and ==this== here\n", [("dialect", 3)]),
        ("# T\n\nhello {.big} you\n", [("dialect", 3)]),
        ("# T\n\n*[HTML]: Hyper Text\n", [("dialect", 3)]),
        ("# T\n\nso **open\n", [("dialect", 3)]),
        ("# T\n\nwe :smile: back\n", [("dialect", 3)]),
        ("# T\n\na[^1]\n", [("footnote-missing", 3)]),
        ("# T\n\na\n\n[^1]: lost\n", [("footnote-unnamed", 5)]),
        ("# T\n\nBell\u0007 and\u202e\n", [("control-characters", 3)]),
        ("# T\n\n- a\n\n  ## b\n", [("heading-in-list", 3)]),
        ("# T\n\n> **t** x\n>\n> ## h\n", [("heading-in-callout", 5)]),
        ("# T\n\n```contact\nSam: 1\n```\n", [("contact-without-title", 3)]),
        ("# T\n\n```contact Who\nno colon\n```\n", [("block-empty", 3), ("contact-line", 4)]),
        ("# T\n\n```question\nx\n[ ] y\n```\n", [("block-key", 3)]),
        ("# T\n\n```question a-b\nx\n```\n", [("question-incomplete", 3)]),
        ("# T\n\n```write a\n```\n", [("block-empty", 3)]),
    ],
)
def test_each_fault_is_told_with_its_line(body, problems, folder):
    assert found(read(body, folder)) == problems


@pytest.mark.parametrize(
    ("head", "problems"),
    [
        ("title: A\nlangg: en", [("front-matter-misspelt", 3)]),
        ("title: A\ncolour: red", [("front-matter-unknown", 3)]),
        ("title: A\ndiscreet: maybe", [("front-matter-value", 3)]),
        ("title: A\ndate: soon", [("front-matter-value", 3)]),
        ("title: A\ntitle: B", [("front-matter-twice", 3)]),
        ("title: A\nnonsense", [("front-matter-syntax", 3)]),
        ('title = "A"\ndiscreet = "maybe"', [("front-matter-value", 3)]),
        ('title = "A"\nlang = en', [("front-matter-syntax", 3), ("title-of-file", 1)]),
        ('title = "A"\nsources = ["x"]\ngrade = 5.5', []),
        ("title: A\nsources:\n- one\n- two", []),
    ],
)
def test_front_matter_faults(head, problems):
    assert sorted(found(read(f"---\n{head}\n---\n\nwords\n"))) == sorted(problems)


def test_front_matter_without_an_end():
    assert ("front-matter-open", 1) in found(read("---\ntitle: A\n\nwords\n"))


def test_missing_language_is_an_error():
    assert found(read("# T\n", lang="")) == [("no-language", 1)]


def test_a_footnote_stands_below_the_block_that_names_it():
    body = (
        "# T\n\nThe door[^a] and the bell[^b].\n\nMore.\n\n"
        "[^b]: It is **loud**.\n[^a]: Red,\n    on the left.\n"
    )
    result = read(body, lang="en")
    assert found(result) == []
    said = [plain_text(block.content) for block in result.document.blocks]
    assert said == [
        "The door[1] and the bell[2].",
        "[1] Red, on the left.",
        "[2] It is loud.",
        "More.",
    ]


def test_bare_addresses_lead_somewhere():
    body = "# T\n\nSee https://a.example/x_(y), www.b.example or (sam@c.example). A@b is none.\n"
    (paragraph,) = read(body, lang="en").document.blocks
    assert [part for part in paragraph.content if isinstance(part, Link)] == [
        Link("https://a.example/x_(y)", "https://a.example/x_(y)"),
        Link("www.b.example", "https://www.b.example"),
        Link("sam@c.example", "mailto:sam@c.example"),
    ]
    assert plain_text(paragraph.content) == body.split("\n")[2]


def test_signs_that_are_meant_are_printed():
    body = "# T\n\n\\**two stars\\*\\* and `==code==` at 5 ~ 6, C++ and a^b, Name: ____\n"
    result = read(body, lang="en")
    assert found(result) == []
    assert plain_text(result.document.blocks[0].content) == (
        "**two stars** and ==code== at 5 ~ 6, C++ and a^b, Name: ____"
    )


def test_code_and_line_ends_of_html_are_set_as_lines():
    result = read("# T\n\n```\none\n  two\n```\n\na<br>b\n", lang="en")
    assert found(result) == [("code-block", 3)]
    assert [plain_text(block.content) for block in result.document.blocks] == ["one two", "a b"]


def test_all_faults_are_told_at_once(folder):
    text = "---\nlangg: en\n---\n\n*a*\n\n<b>\n\n![](x.png)\n"
    assert [code for code, _ in found_codes(read(text, folder))] == [
        "document.title-of-file",
        "document.front-matter-misspelt",
        "document.italics",
        "document.html",
        "document.image-missing",
        "document.image-without-alt",
    ]


def found_codes(result: MarkdownFile) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in result.problems]


@pytest.mark.parametrize(
    ("text", "title", "levels"),
    [
        ("# T\n\n## a\n\n### b\n", "T", [1, 2]),
        ("---\ntitle: F\n---\n## a\n\n### b\n", "F", [1, 2]),
        ("---\ntitle: F\n---\n# a\n\n## b\n", "F", [1, 2]),
        ("---\ntitle: F\n---\n# F\n\n## b\n", "F", [1]),
    ],
)
def test_first_heading_level_is_one_below_the_title(text, title, levels):
    document = read(text).document
    assert document.title == title
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == levels


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_text_breaks_the_reader(text):
    result = read(text)
    assert isinstance(result.document.title, str)
    if not result.has_errors:
        assert [p.code for p in check_tree(result.document)] == []
