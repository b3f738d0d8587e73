"""Words, dates and times in the person's language."""

from access_kit.i18n.dates import When, has_calendar, say_date
from access_kit.i18n.lists import list_texts, say_list
from access_kit.i18n.words import Words, load_words

__all__ = ["When", "Words", "has_calendar", "list_texts", "load_words", "say_date", "say_list"]
