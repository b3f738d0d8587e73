"""Other judges: gettext's msgfmt and translate-toolkit's pofilter, and where we differ from them.

- gettext looks at names in braces only under the flag python-brace-format; ``update`` sets it.
- Neither looks at tags, bold words, script, glossary or approval: only we tell those.
- pofilter knows no language's own end signs for made-up words; it is asked for what both can see.
"""

import dataclasses
import subprocess
import sys

import pytest

from access_kit.i18n.catalogues import DOMAINS, catalogue_path, locales_folder, template_path
from access_kit.localization.checks.all_checks import check_message
from access_kit.localization.habits import habits_of
from access_kit.localization.po_writer import write_catalogue
from access_kit.localization.update import flag_names
from tests.localization.corpus import clean_catalogue
from tests.localization.faults import FAULTS
from tests.tools import require, required_program

SHIPPED = ("es", "ar", "hi")


def msgfmt(path):
    tool = required_program("msgfmt")
    return subprocess.run(
        [tool, "--check-format", "--check-domain", "-o", "/dev/null", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("domain", DOMAINS)
def test_msgfmt_takes_every_catalogue_that_ships(domain):
    paths = [template_path(locales_folder(), domain)]
    paths += [catalogue_path(locales_folder(), language, domain) for language in SHIPPED]
    for path in filter(lambda one: one.is_file(), paths):
        done = msgfmt(path)
        assert done.returncode == 0, done.stderr


def spoiled(code, language="es", count=15):
    """A catalogue in which each message has one fault of a kind, as files and for ours."""
    catalogue = clean_catalogue(language)
    made = []
    for message in catalogue.messages:
        target = FAULTS[code](message, language)
        if target is not None and len(made) < count:
            made.append(flag_names(dataclasses.replace(message, target=target)))
    return dataclasses.replace(catalogue, messages=tuple(made))


def ours(catalogue, code):
    found = (check_message("x.po", m, m, habits_of("es"), ()) for m in catalogue.messages)
    return sum(any(problem.code == code for problem in problems) for problems in found)


def test_msgfmt_and_we_refuse_the_same_names(tmp_path):
    catalogue = spoiled("catalogue.placeholders")
    for number, message in enumerate(catalogue.messages):
        one = dataclasses.replace(catalogue, messages=(message,))
        path = tmp_path / f"{number}.po"
        path.write_bytes(write_catalogue(one))
        assert msgfmt(path).returncode != 0, message
    assert ours(catalogue, "catalogue.placeholders") == len(catalogue.messages)


def pofilter(path, *tests):
    try:
        import translate  # noqa: F401
    except ImportError:
        require("translate-toolkit", None)
    command = [sys.executable, "-m", "translate.filters.pofilter", "--language=es"]
    command += [f"--test={test}" for test in tests]
    done = subprocess.run(
        [*command, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.count("(pofilter)")


def write(tmp_path, catalogue):
    path = tmp_path / "es.po"
    path.write_bytes(write_catalogue(catalogue))
    return path


@pytest.mark.parametrize(
    ("code", "test"),
    [
        ("catalogue.numbers", "numbers"),
        ("catalogue.unchanged", "unchanged"),
        ("catalogue.end-sign", "endpunc"),
        ("catalogue.opening-sign", "endpunc"),
        ("catalogue.spaces", "doublespacing"),
        ("catalogue.repeated-word", "doublewords"),
        ("catalogue.addresses", "urls"),
    ],
)
def test_what_pofilter_finds_we_find(tmp_path, code, test):
    catalogue = spoiled(code)
    theirs = pofilter(write(tmp_path, catalogue), test)
    assert ours(catalogue, code) == len(catalogue.messages) >= theirs


def test_pofilter_and_we_are_quiet_on_a_clean_catalogue(tmp_path):
    catalogue = clean_catalogue("es")
    names = ("numbers", "unchanged", "doublespacing", "doublewords", "urls", "emails", "brackets")
    assert pofilter(write(tmp_path, catalogue), *names) <= 0.03 * len(catalogue.messages)
