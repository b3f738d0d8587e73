"""The few words that renderers add by themselves, from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from access_kit.i18n import Words

_LABELS = {
    name: f"render.{name.replace('_', '-')}"
    for name in (
        "contents",
        "page_list",
        "picture",
        "access_summary",
        "braille_not_proofread",
        "reading_settings",
        "text_size",
        "size_as_sent",
        "size_larger",
        "size_largest",
        "colours",
        "colours_as_sent",
        "dark_on_light",
        "light_on_dark",
        "speak_answer",
        "speak_at",
        "speak_dot",
        "speak_heading",
        "speak_hour",
        "speak_hour_of_half",
        "speak_item",
        "speak_list",
        "speak_minutes_below_ten",
        "speak_plus",
        "speak_range",
        "speak_row",
        "speak_slash",
        "speak_step",
        "speak_table",
        "speak_tick",
        "speak_time",
        "speak_write",
        "listen",
        "card_number",
        "answers_make",
        "answers_text",
        "answers_send",
        "answers_none",
        "answers_back",
        "answers_copy",
        "answers_copied",
        "answers_clear",
        "answers_cleared",
        "answers_undo",
        "answers_mail",
        "answers_mail_how",
        "answers_print_how",
        "answers_file",
    )
}


_FILLED_BY_RENDERERS = ("count", "first", "hour", "last", "minutes", "number")
"""Values that only the renderer knows; their names stay in the label."""


def labels_for(words: Words) -> Mapping[str, str]:
    """The few words that renderers add by themselves."""
    labels = {
        "language": words.locale,
        "page": words.text("page.number", page="{page}", pages="{pages}"),
        "skip_to_content": words.text("page.skip"),
    }
    holes = {name: f"{{{name}}}" for name in _FILLED_BY_RENDERERS}
    added = {name: words.text(key, **holes) for name, key in _LABELS.items()}
    return MappingProxyType(labels | added)
