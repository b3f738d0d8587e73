"""The strict reader: bad input is an error or a repair with its line; good input is read."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access_kit.console import word_problem
from access_kit.errors import Severity
from access_kit.i18n.catalogues import locales_folder
from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue, parse_catalogue, read_catalogue
from access_kit.localization.po_writer import write_catalogue

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
HELLO = 'msgctxt "a"\nmsgid "Hello"\nmsgstr "Hola"\n'
PLURAL = 'msgid "one cup"\nmsgid_plural "{n} cups"\n'

REFUSED = {
    "open-quote": (HEADER + 'msgid "Hello"\nmsgstr "Hola\n', "catalogue.open-quote", 8),
    "quote-never-opened": (HEADER + "msgid Hello\nmsgstr Hola\n", "catalogue.no-quote", 7),
    "text-after-quote": (HEADER + 'msgid "a" b\nmsgstr "c"\n', "catalogue.after-quote", 7),
    "twice-with-other-words": (
        HEADER + HELLO + "\n" + HELLO.replace("Hola", "Buenas"),
        "catalogue.twice",
        11,
    ),
    "plural-form-missing": (
        HEADER + PLURAL + 'msgstr[0] "una taza"\n', "catalogue.plural-missing", 7,
    ),
    "plural-form-empty": (
        HEADER + PLURAL + 'msgstr[0] "una taza"\nmsgstr[1] ""\n', "catalogue.plural-missing", 7,
    ),
    "plural-form-too-many": (
        HEADER + PLURAL + 'msgstr[0] "u"\nmsgstr[1] "d"\nmsgstr[2] "t"\n',
        "catalogue.plural-extra",
        11,
    ),
    "plural-without-rule": (
        HEADER.replace('"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n', "")
        + PLURAL + 'msgstr[0] "u"\nmsgstr[1] "d"\n',
        "catalogue.no-plural-header",
        6,
    ),
    "plural-forms-unasked": (
        HEADER + 'msgid "a"\nmsgstr[0] "b"\n', "catalogue.plural-unasked", 8,
    ),
    "no-header": (HELLO, "catalogue.no-header", 1),
    "header-without-fields": ('msgid ""\nmsgstr ""\n\n' + HELLO, "catalogue.no-header", 1),
    "template-header-charset": (
        HEADER.replace("UTF-8", "CHARSET") + HELLO, "catalogue.template-header", 1,
    ),
    "template-header-plurals": (
        HEADER.replace("nplurals=2; plural=(n != 1)", "nplurals=INTEGER; plural=EXPRESSION")
        + HELLO,
        "catalogue.template-header",
        1,
    ),
    "plural-rule-unreadable": (
        HEADER.replace("nplurals=2", "nplurals=many") + HELLO, "catalogue.bad-plural-header", 1,
    ),
    "charset-latin-1": (HEADER.replace("UTF-8", "ISO-8859-1") + HELLO, "catalogue.charset", 1),
    "unknown-escape": (HEADER + 'msgid "a"\nmsgstr "b\\q"\n', "catalogue.bad-escape", 8),
    "cut-off": (HEADER + HELLO + '\nmsgid "Bye"\n', "catalogue.no-translation", 11),
    "translation-without-source": (HEADER + 'msgstr "Hola"\n', "catalogue.no-source", 7),
    "stray-text": (HEADER + '"Hola"\n', "catalogue.stray-text", 7),
    "not-a-line": (HEADER + "Hola\n", "catalogue.not-a-line", 7),
    "keyword-twice": (HEADER + 'msgid "a"\nmsgid "b"\nmsgstr "c"\n', "catalogue.out-of-order", 8),
    "merge-conflict": (
        HEADER + 'msgid "a"\n<<<<<<< ours\nmsgstr "b"\n', "catalogue.not-a-line", 8,
    ),
}  # fmt: skip

REPAIRED = {
    "bom": ("\ufeff" + HEADER + HELLO, "catalogue.bom", 1),
    "twice-the-same": (HEADER + HELLO + "\n" + HELLO, "catalogue.twice-same", 11),
    "no-language": (HEADER.replace("Language: es", "X: y") + HELLO, "catalogue.no-language", 1),
}


def codes(problems):
    return [(problem.code, problem.line) for problem in problems]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_line(name):
    text, code, line = REFUSED[name]
    catalogue, problems = parse_catalogue(text.encode(), file="es.po")
    assert catalogue is None
    assert (code, line) in codes(problems)


@pytest.mark.parametrize("name", REPAIRED)
def test_read_all_the_same_with_a_warning(name):
    text, code, line = REPAIRED[name]
    catalogue, problems = parse_catalogue(text.encode(), file="es.po")
    assert codes(problems) == [(code, line)]
    assert problems[0].severity is Severity.WARNING
    assert [(one.key, one.source, one.target) for one in catalogue.messages] == [
        ("a", "Hello", "Hola")
    ]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ((HEADER + HELLO).encode("utf-16"), "file.utf-16", None),
        ((HEADER + 'msgid "a"\nmsgstr "\0"\n').encode(), "file.nul", 8),
        (HEADER.encode() + 'msgid "a"\nmsgstr "año"\n'.encode("latin-1"), "file.not-utf-8", 8),
        (b"", "file.empty", None),
    ],
    ids=["utf-16", "nul", "latin-1", "empty"],
)
def test_not_utf_8_is_refused(data, code, line):
    catalogue, problems = parse_catalogue(data, file="es.po")
    assert catalogue is None
    assert codes(problems) == [(code, line)]


def test_every_fault_is_told_at_once():
    text = HEADER + 'msgid "a"\nmsgstr "b\n\nnonsense\n\nmsgid "c"\nmsgstr "\\q"\n'
    _, problems = parse_catalogue(text.encode(), file="es.po")
    assert [code for code, _ in codes(problems)] == [
        "catalogue.open-quote",
        "catalogue.not-a-line",
        "catalogue.bad-escape",
    ]


def test_every_problem_has_words():
    for text, _, _ in (*REFUSED.values(), *REPAIRED.values()):
        for problem in parse_catalogue(text.encode(), file="es.po")[1]:
            assert word_problem(problem).message != problem.code
            assert word_problem(problem).hint


def test_crlf_and_a_missing_last_line_end_are_read():
    text = (HEADER + HELLO).rstrip("\n").replace("\n", "\r\n")
    catalogue, problems = parse_catalogue(text.encode(), file="es.po")
    assert problems == []
    assert catalogue.messages[0].target == "Hola"


def test_comments_lines_and_obsolete_messages_are_kept():
    text = HEADER + (
        "# by hand\n#. safety\n#. state: draft\n#: letter.md:3\n#, fuzzy, python-brace-format\n"
        '#| msgid "Old"\nmsgctxt "a"\nmsgid "Hello"\nmsgstr "Hola"\n\n'
        '#~ msgctxt "b"\n#~ msgid "Bye"\n#~ msgstr ""\n#~ "Adiós"\n'
    )
    catalogue, problems = parse_catalogue(text.encode(), file="es.po")
    assert problems == []
    (message,) = catalogue.messages
    assert (message.line, message.target_line) == (13, 15)
    assert message.notes == ("safety", "state: draft")
    assert message.remarks == ("by hand",)
    assert message.places == ("letter.md:3",)
    assert message.flags == ("fuzzy", "python-brace-format")
    assert message.is_fuzzy
    assert not message.is_translated
    assert [(one.key, one.target) for one in catalogue.obsolete] == [("b", "Adiós")]


def test_own_catalogues_are_read_without_a_word():
    for path in sorted(locales_folder().rglob("*.po*")):
        catalogue, problems = read_catalogue(path)
        assert problems == [], path
        assert catalogue.messages


# -- as Babel reads it ----------------------------------------------------------------------------

texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=("Cs",)),
    max_size=40,
)
sources = texts.filter(lambda text: text.strip() and not text.startswith("\n"))


@st.composite
def catalogues(draw):
    keys = draw(st.lists(st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}", fullmatch=True), unique=True))
    messages = []
    for key in keys:
        plural = draw(st.one_of(st.just(""), sources))
        forms = (draw(sources), draw(sources)) if plural else ()
        target = forms[0] if forms else draw(texts)
        messages.append(
            Message(key, draw(sources), target, plural=plural, targets=forms, notes=("safety",))
        )
    header = {
        "Language": "es",
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return Catalogue(header=header, messages=tuple(messages))


@given(catalogues())
def test_what_is_written_is_read_and_babel_agrees(catalogue):
    from babel.messages.pofile import read_po

    data = write_catalogue(catalogue)
    read, problems = parse_catalogue(data, file="es.po")
    assert problems == []
    assert [(m.key, m.source, m.plural, m.target, m.targets, m.notes) for m in read.messages] == [
        (m.key, m.source, m.plural, m.target, m.targets, m.notes) for m in catalogue.messages
    ]
    theirs = [m for m in read_po(io.BytesIO(data), abort_invalid=True) if m.id]
    assert [(m.context, m.id, m.string) for m in theirs] == [
        (m.key, (m.source, m.plural) if m.plural else m.source, m.targets or m.target)
        for m in read.messages
    ]


@given(st.data())
def test_no_damage_of_a_file_makes_the_reader_fail(data):
    """Whatever is cut, doubled or changed: it is read or refused, never an exception."""
    good = (locales_folder() / "access_kit.pot").read_bytes()[:6000]
    dice = random.Random(data.draw(st.integers(0, 2**32)))
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 5))):
        at = dice.randrange(len(damaged))
        damaged[at : at + dice.randrange(40)] = dice.choice(
            [b"", b'"', b"\n", b"\\", b"msgid", b"\xff", b"#~ ", bytes([dice.randrange(256)])]
        )
    catalogue, problems = parse_catalogue(bytes(damaged), file="es.po")
    assert catalogue is not None or any(problem.is_error for problem in problems)
    assert all(problem.file == "es.po" for problem in problems)
