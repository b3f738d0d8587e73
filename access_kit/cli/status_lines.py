"""What ``status`` says of a whole session: what to do first and for whom, then how far all is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from access_kit.cli.plain_labels import say_code, say_failure, say_item, say_way
from access_kit.model.answers import PersonStatus
from access_kit.workflow.sum_up import SCREEN_ROWS, Brevity, fit, say_ids

PAPERS = "papers"
"""What a packet is called here, among what else goes by mail."""

CHECKS = {"none": "not in the packet", "waiting": "no answer yet"}
AGREEMENTS = {
    "none": "not in the packet",
    "waiting": "no answer yet",
    "unsigned": "not signed",
    "given": "agreed",
    "ask_again": "to be asked again",
    "withdrawn": "taken back",
}
"""What the states of a form are called here, where that is another word than their codes."""


def sum_up_status(
    people: Sequence[PersonStatus], steps: Mapping[str, str], rows: int = SCREEN_ROWS
) -> tuple[str, ...]:
    """Lines by what is to be done, in the order of ``steps``; then mail, checks and agreements.

    In ``rows`` of a screen, where it can be: then fewer are named, and the others counted.
    """

    def say(brevity: Brevity) -> Iterator[str]:
        for code, step in steps.items():
            those = [_with_cause(one, brevity) for one in people if one.next == code]
            if those:
                yield f"{say_ids(those, brevity.ids)}: {step}"
        yield f"Mail: {_grouped(people, _say_mail, brevity) or 'nothing went yet'}."
        yield f"Checks: {_grouped(people, _say_check, brevity)}."
        yield f"Agreements: {_grouped(people, _say_agreement, brevity)}."

    return fit(say, rows)


def _with_cause(person: PersonStatus, brevity: Brevity) -> str:
    """``K-07 (letter: no address)``: what failed, what is open, and what changed."""
    causes = (
        *map(say_failure, person.failed),
        *map(say_way, person.uncertain),
        *map(say_code, person.changed),
        *map(say_item, person.open),
    )
    return f"{person.id} ({say_ids(causes, brevity.ids)})" if causes else person.id


def _say_mail(person: PersonStatus) -> Iterable[str]:
    """``papers posted by letter``, each message once; that there is none."""
    said = (
        f"{PAPERS if mail.what == 'packet' else mail.what} {mail.state} by {say_way(mail.channel)}"
        for mail in person.mail
    )
    return tuple(dict.fromkeys(said)) or ("nothing yet",)


def _say_check(person: PersonStatus) -> Iterable[str]:
    return (CHECKS.get(person.tech_check, person.tech_check),)


def _say_agreement(person: PersonStatus) -> Iterable[str]:
    return (AGREEMENTS.get(person.consent, person.consent),)


def _grouped(
    people: Iterable[PersonStatus],
    states: Callable[[PersonStatus], Iterable[str]],
    brevity: Brevity,
) -> str:
    """``nothing yet (K-02), papers posted by letter (K-07)``"""
    found: dict[str, list[str]] = {}
    for one in people:
        for state in states(one):
            found.setdefault(state.replace("_", " "), []).append(one.id)
    kept = list(found.items())[: brevity.lacks]
    said = [f"{state} ({say_ids(ids, brevity.ids)})" for state, ids in kept]
    left = len(found) - len(kept)
    return ", ".join([*said, *([f"and {left} more"] if left else [])])
