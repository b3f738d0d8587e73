"""Ids of people who were erased: letters, late answers and files may still speak of them.

Whoever gets such an id next would be taken for that person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from access_kit.errors import BadInput, Problem, Severity
from access_kit.model.profile import Profile
from access_kit.store.opening import erased_ids
from access_kit.store.protocol import Store


def ids_in_log(store: Store) -> frozenset[str]:
    """Every id that something was ever held under, folded."""
    return frozenset(one.whose.casefold() for one in store.audit() if one.whose)


def require_unused(store: Store, person: str) -> tuple[Problem, ...]:
    """A warning about an id that somebody had who was erased; nothing where it is in use.

    ``BadInput`` where agreements were kept under it: they would count for somebody else.
    """
    again = _was_somebodys(store, person, erased_ids(store, whose=person))
    return _warned([person] if again else [])


def unused_ids(people: Iterable[Profile], store: Store, told: list[Problem]) -> Iterator[Profile]:
    """The same people; at their end ``told`` gets what ``require_unused`` says of them all."""
    before = erased_ids(store)
    again = list[str]()
    for one in people:
        if _was_somebodys(store, one.id, before):
            again.append(one.id)
        yield one
    told += _warned(again)


def _was_somebodys(store: Store, person: str, erased: frozenset[str]) -> bool:
    if person.casefold() not in erased or store.profile(person) is not None:
        return False
    if store.consents(person):
        raise BadInput(Problem("profile.id-kept", where=person, facts={"id": person}))
    return True


def _warned(ids: list[str]) -> tuple[Problem, ...]:
    facts = {"ids": ", ".join(ids)}
    return (Problem("profile.id-of-erased", Severity.WARNING, facts=facts),) if ids else ()
