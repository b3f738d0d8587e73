"""What could not be arranged, as a noun that stands in a list: on the run sheet and on a screen."""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.i18n import Words
from access_kit.model.plan import SettingValue


def name_lacks(words: Words, setting: str, value: SettingValue) -> tuple[str, ...]:
    """``("a captioner",)``: the nouns of a setting that is not met, one for each of its values.

    Empty where a setting has none, as one of an agency's own rules may: its sentence says it then.
    """
    return tuple(dict.fromkeys(_names(words, setting, value)))


def _names(words: Words, setting: str, value: SettingValue) -> Iterator[str]:
    values = value if isinstance(value, tuple) else (str(value),)
    for one in values:
        keys = (f"lack.{setting}.{one}", f"lack.{setting}")
        yield from (words.text(key) for key in keys[:1] if key in words)
        if keys[0] not in words and keys[1] in words:
            yield words.text(keys[1])
