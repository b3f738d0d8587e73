"""Files made of the same recording beside the one that is reviewed: made again with it.

A file is a sister where it has the same name but for its suffix and says itself that it is a draft
of ours. A file that says nothing of the kind may be somebody's own, and is left.
"""

from __future__ import annotations

from pathlib import Path

from access_kit.budgets import CAPTIONS
from access_kit.captions.convert import PAGE_SUFFIXES, read_source
from access_kit.captions.draft_words import draft_banner, find_draft_language
from access_kit.captions.drafts import find_state, state_of
from access_kit.errors import BadInput
from access_kit.files import read_bytes
from access_kit.i18n.catalogues import find_languages, locales_folder
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.timed_text.formats import FORMATS, ONLY_READ, WORDS_SUFFIX, is_words_file


def stem_of(file: Path) -> str:
    """The name without its suffix, ``.words.json`` being one."""
    return file.name[: -len(WORDS_SUFFIX)] if is_words_file(file) else file.stem


def words_sister(file: Path) -> Path:
    return file.with_name(stem_of(file) + WORDS_SUFFIX)


def find_sisters(file: Path) -> list[Path]:
    """The drafts of ours beside ``file``, in the order of their names."""
    suffixes = [one for one in FORMATS if one not in ONLY_READ]
    names = [stem_of(file) + suffix for suffix in (*suffixes, WORDS_SUFFIX, ".html")]
    beside = [file.with_name(name) for name in sorted(names) if name != file.name]
    return [path for path in beside if path.is_file() and _is_draft(path)]


def find_left(file: Path) -> list[Path]:
    """Pages beside ``file`` that cannot be told to be ours, and so are not made again."""
    page = file.with_name(f"{stem_of(file)}.pdf")
    return [page] if page.is_file() else []


def _is_draft(path: Path) -> bool:
    try:
        if path.suffix.lower() in PAGE_SUFFIXES:
            text = read_bytes(path, limit=CAPTIONS.size).decode("utf-8", "replace")
            return any(banner in text for banner in _banners())
        if path.suffix.lower() == ".txt":
            text = read_bytes(path, limit=CAPTIONS.size).decode("utf-8", "replace")
            return find_draft_language(text.partition("\n")[0]) is not None
        source = read_source(path)
    except BadInput:
        return False
    if source.words is not None:
        state = find_state(source.words.notes)
    else:
        state = state_of(source.captions) if source.captions else None
    return state is not None and state.is_draft


def _banners() -> list[str]:
    return [draft_banner(lang) for lang in (SOURCE_LOCALE, *find_languages(locales_folder()))]
