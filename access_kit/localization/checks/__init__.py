"""Checks of translations. Each is a small function in a table: its code, how bad, what it sees.

To add one: write a function from a ``TranslationPair`` to the facts of each fault, and give it a
line in ``all_checks`` and words in ``problem_words/locales.toml``.
"""

from access_kit.localization.checks.all_checks import check_catalogue, check_changed

__all__ = ["check_catalogue", "check_changed"]
