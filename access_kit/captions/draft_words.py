"""What a draft says about itself, in the language of its recording, from the catalogues."""

from __future__ import annotations

from access_kit.i18n.catalogues import find_languages, locales_folder
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.i18n.words import Words, load_words


def words_of_recording(lang: str | None) -> Words:
    """The catalogue for a recording in ``lang``, as its file says; the source's where none is said.

    A file may say anything for its language: what is no tag names no folder.
    """
    is_tag = lang is not None and lang.isascii() and lang.replace("-", "").isalnum()
    return load_words(lang if lang and is_tag else SOURCE_LOCALE)


def draft_cue_text(lang: str | None) -> str:
    """What the first cue of a draft says, in brackets and in two lines."""
    draft = words_of_recording(lang).text("captions.draft")
    return _in_two_lines(f"[{draft}]")


def draft_banner(lang: str | None) -> str:
    """What stands above the transcript of a draft, on one line."""
    return words_of_recording(lang).text("transcript.draft")


def find_draft_language(text: str) -> str | None:
    """The language in which ``text`` says that it is a draft; ``None`` where it says no such thing.

    Formats that keep neither notes nor language are known by it. Every catalogue is asked, for
    nobody says again in which language a file was made.
    """
    said = " ".join(text.split())
    for lang in (SOURCE_LOCALE, *find_languages(locales_folder())):
        if said in (" ".join(draft_cue_text(lang).split()), draft_banner(lang)):
            return lang
    return None


def _in_two_lines(text: str) -> str:
    """``text`` with a line end in place of the space that makes the longer line shortest."""
    spaces = [at for at, sign in enumerate(text) if sign == " "]
    middle = min(spaces, key=lambda at: max(at, len(text) - at - 1), default=None)
    return text if middle is None else f"{text[:middle]}\n{text[middle + 1 :]}"
