"""A catalogue brought up to its template: what is the same stays, what changed is asked again.

- A translation is kept where key and source are the same, with its state and its reviewer.
- Where the source changed, the old translation may stay as a fuzzy hint, which is never used; not
  for a safety string, and not where numbers, placeholders or tags changed with it.
- What the template no longer has moves to the end and stays there.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from access_kit.i18n.integrity import find_changes
from access_kit.i18n.message import Message
from access_kit.i18n.po_reader import Catalogue
from access_kit.localization.po_writer import previous_of

LIKE_ENOUGH = 0.7
"""How alike two sources must be, from 0 to 1, for the old translation to be a hint."""


def update_catalogue(
    template: Catalogue,
    current: Catalogue | None,
    *,
    language: str,
    now: datetime.datetime,
    others: Iterable[Catalogue] = (),
) -> Catalogue:
    """``current`` with the messages of ``template``. ``others`` lend exact translations."""
    current = current or Catalogue()
    known = {message.id: message for one in (*reversed(tuple(others)), current)
             for message in (*one.obsolete, *one.messages) if message.target}  # fmt: skip
    wanted = {message.id for message in template.messages}
    left = [m for m in (*current.messages, *current.obsolete) if m.id not in wanted and m.target]
    hints = _by_key(left)
    messages = tuple(_update(flag_names(one), known, hints) for one in template.messages)
    return Catalogue(
        current.file,
        {**new_header(language, now), **current.header, "Language": language},
        current.head_remarks,
        messages,
        tuple(_retire(message) for message in left),
    )


def new_header(language: str, now: datetime.datetime) -> dict[str, str]:
    header = {
        "Project-Id-Version": "access-kit",
        "PO-Revision-Date": now.strftime("%Y-%m-%d %H:%M%z"),
        "Last-Translator": "",
        "Language-Team": "",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return header | {"Plural-Forms": plural_forms(language)}


def plural_forms(language: str) -> str:
    """The plural rule of a language by gettext's own table; two forms where it has none."""
    from babel.core import UnknownLocaleError
    from babel.messages.plurals import get_plural

    try:
        return str(get_plural(language.replace("-", "_")).plural_forms)
    except (UnknownLocaleError, ValueError):
        return TWO_FORMS


TWO_FORMS = "nplurals=2; plural=(n != 1);"

NAMES_FLAG = "python-brace-format"
"""The flag by which gettext and its kin know that a message holds names in braces."""


def flag_names(message: Message) -> Message:
    """``message`` with that flag where it belongs, whether the template has it or not."""
    if "{" not in message.source or NAMES_FLAG in message.flags:
        return message
    return dataclasses.replace(message, flags=(*message.flags, NAMES_FLAG))


def _update(
    wanted: Message,
    known: Mapping[tuple[str, str], Message],
    hints: Mapping[str, list[Message]],
) -> Message:
    old = known.get(wanted.id)
    if old is not None and old.plural == wanted.plural:
        return dataclasses.replace(
            wanted,
            target=old.target,
            targets=old.targets,
            notes=(*wanted.notes, *(note for note in old.standing if note in old.notes)),
            remarks=old.remarks,
            flags=(*wanted.flags, *(("fuzzy",) if old.is_fuzzy else ())),
            previous=old.previous,
        )
    hint = _find_hint(wanted, hints.get(wanted.key, ()))
    if hint is None:
        return wanted
    return dataclasses.replace(
        wanted,
        target=hint.target,
        notes=(*wanted.notes, *(note for note in hint.notes if note.startswith("mt:"))),
        flags=(*wanted.flags, "fuzzy"),
        previous=previous_of(hint.source),
        remarks=hint.remarks,
    )


def _find_hint(wanted: Message, old: Iterable[Message]) -> Message | None:
    """The old message most like this one, if a hint from it can do no harm."""
    if wanted.is_safety or wanted.plural:
        return None
    harmless = (
        one
        for one in old
        if not one.is_safety and not one.is_fuzzy and not find_changes(one.source, wanted.source)
    )
    ranked = ((_likeness(one.source, wanted.source), one) for one in harmless)
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= LIKE_ENOUGH else None


def _likeness(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _by_key(messages: Iterable[Message]) -> Mapping[str, list[Message]]:
    found: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        found[message.key].append(message)
    return found


def _retire(message: Message) -> Message:
    """An old message keeps its texts and the notes about its state, and nothing else."""
    return dataclasses.replace(
        message, notes=message.standing, remarks=(), places=(), flags=(), previous=""
    )
