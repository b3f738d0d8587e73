"""``kit.toml``'s ``store.url`` → an open store."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from access_kit.errors import BadInput, Problem
from access_kit.model.profile import Profile
from access_kit.model.record import Actor
from access_kit.store.protocol import STORES, Opening, OpenStore, Store


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

    ``file`` is the session's, where the ids stand.
    """
    found = list(store.profiles(people))
    known = {profile.id.casefold() for profile in found}
    problems = [
        Problem(
            "store.unknown-person", file=file, where=f"participants[{index}]", facts={"id": person}
        )
        for index, person in enumerate(people)
        if person.casefold() not in known
    ]
    return found, problems
