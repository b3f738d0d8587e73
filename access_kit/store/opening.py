"""``kit.toml``'s ``store.url`` → an open store."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.profile import Profile
from access_kit.model.record import Actor
from access_kit.store.protocol import STORES, Opening, OpenStore, Store

ERASED = "profile-erased"
"""What the log says of an erasing; it keeps the id."""


def open_store(url: str, opening: Opening) -> Store:
    """The store at ``url``: ``vault.db``, ``folder:profiles`` or ``postgresql://host/name``."""
    scheme, place = split_url(url)
    module, _, function = STORES[scheme].partition(":")
    opener = cast(OpenStore, getattr(importlib.import_module(module), function))
    return opener(place, opening)


def split_url(url: str) -> tuple[str, str]:
    """Scheme and place; a server keeps its whole URL, a Windows drive is no scheme."""
    head, colon, rest = url.partition(":")
    if not colon or len(head) == 1 or "/" in head or "\\" in head:
        return "vault", url
    scheme = {"postgres": "postgresql"}.get(head.lower(), head.lower())
    if scheme not in STORES:
        facts = {"scheme": head[:20], "known": ", ".join(STORES)}
        raise BadInput(Problem("store.unknown-scheme", where="store.url", facts=facts))
    return scheme, url if rest.startswith("//") else rest


def vault_path(url: str, folder: Path) -> Path | None:
    """The file of a vault's URL; ``None`` for other stores."""
    scheme, place = split_url(url)
    return folder / place if scheme == "vault" else None


def operating_system_user() -> str:
    """The name of the account this runs under; not what the environment says it is."""
    if os.name == "nt":
        return os.getlogin()
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def this_actor(name: str = "") -> Actor:
    return Actor(operating_system_user(), name)


def find_people(
    store: Store, people: Sequence[str], *, file: str
) -> tuple[list[Profile], list[Problem]]:
    """The newest profiles of a session's participants, and an error for each unknown id.

    Of somebody who was erased it is a warning: the others need their papers all the same. ``file``
    is the session's, where the ids stand.
    """
    found = list(store.profiles(people))
    known = {profile.id.casefold() for profile in found}
    missing = {at: one for at, one in enumerate(people) if one.casefold() not in known}
    erased = erased_ids(store) if missing else frozenset()
    problems = []
    for at, person in missing.items():
        where, facts = f"participants[{at}]", {"id": person}
        if person.casefold() in erased:
            told = Problem("store.erased-person", Severity.WARNING, file, where=where, facts=facts)
        else:
            told = Problem("store.unknown-person", file=file, where=where, facts=facts)
        problems.append(told)
    return found, problems


def erased_ids(store: Store, *, whose: str | None = None) -> frozenset[str]:
    """The ids of people who were erased, folded, as the log has them; of one person, or of all."""
    return frozenset(one.whose.casefold() for one in store.audit(whose=whose) if one.what == ERASED)
