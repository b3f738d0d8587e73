"""Where catalogues lie, and each read once: ``locales/<lang>/LC_MESSAGES/<domain>.po``.

The package has its own; a kit's ``locales`` folder is looked at first. A file that was changed is
read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from access_kit.errors import BadInput, Problem
from access_kit.files import Stamp, stamp
from access_kit.i18n.fallback import canonical
from access_kit.i18n.po_reader import Catalogue, read_catalogue

WORDS = "access_kit"
"""The domain of the sentences that the program says by key."""

DOCS = "docs"
"""The domain of documents, one message a block, and of the rules' sentences."""

DOMAINS = (WORDS, DOCS)
"""What papers are made of."""

HELP = "language-help"
"""The domain of one line a language, above papers that are not in it; approved by itself."""

EVERY_DOMAIN = (*DOMAINS, HELP)

KIT_FOLDER = "locales"

Folders = tuple[Path, ...]


def locales_folder() -> Path:
    """The package's catalogues: inside it when installed, or beside it in a checkout."""
    inside = Path(__file__).parent.parent / "locales"
    return inside if inside.is_dir() else inside.parent.parent / "locales"


def kit_folders(kit: Path | None) -> Folders:
    """The folders of catalogues for a kit, the kit's own first."""
    own = (kit / KIT_FOLDER,) if kit is not None else ()
    return (*own, locales_folder())


def catalogue_path(folder: Path, language: str, domain: str) -> Path:
    """Where a catalogue is; ``es_MX`` serves as well as ``es-MX``."""
    written = language.replace("-", "_")
    name = language
    if written != language and not (folder / language).is_dir() and (folder / written).is_dir():
        name = written
    return folder / name / "LC_MESSAGES" / f"{domain}.po"


def template_path(folder: Path, domain: str) -> Path:
    return folder / f"{domain}.pot"


def find_languages(folder: Path, domains: Iterable[str] = DOMAINS) -> tuple[str, ...]:
    """The languages of which ``folder`` has a catalogue of one of ``domains``."""
    files = (path for domain in domains for path in folder.glob(f"*/LC_MESSAGES/{domain}.po"))
    return tuple(sorted({canonical(path.parents[1].name) for path in files}))


def load_catalogue(path: Path) -> Catalogue | None:
    """The catalogue in ``path``; ``None`` when there is none. ``BadInput`` when it is broken."""
    catalogue, problems = read_cached(path)
    if any(problem.is_error for problem in problems):
        raise BadInput(problems)
    return catalogue


def read_cached(path: Path) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """What ``read_catalogue`` says of ``path``; nothing at all when there is no such file."""
    found = stamp(path)
    return _read(found) if found.changed_ns else (None, ())


@lru_cache(maxsize=64)
def _read(found: Stamp) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    catalogue, problems = read_catalogue(found.path)
    return catalogue, tuple(problems)


def list_catalogues(
    languages: Iterable[str], folders: Folders, domain: str
) -> Iterator[tuple[str, Catalogue]]:
    """Each catalogue there is, in the order in which it is asked: language first, then folder."""
    for language in languages:
        for folder in folders:
            catalogue = load_catalogue(catalogue_path(folder, language, domain))
            if catalogue is not None:
                yield language, catalogue
