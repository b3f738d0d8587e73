"""What ``status`` says of a whole session: what to do first and for whom, then how far all is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from access_kit.model.answers import PersonStatus
from access_kit.workflow.sum_up import say_ids

PAPERS = "papers"
"""What a packet is called here, among what else goes by mail."""


def sum_up_status(people: Sequence[PersonStatus], steps: Mapping[str, str]) -> Iterator[str]:
    """Lines by what is to be done, in the order of ``steps``; then mail, checks and agreements."""
    for code, step in steps.items():
        those = [_with_cause(one) for one in people if one.next == code]
        if those:
            yield f"{say_ids(those)}: {step}"
    yield f"Mail: {_grouped(people, _say_mail) or 'nothing went yet'}."
    yield f"Checks: {_grouped(people, lambda one: [one.tech_check])}."
    yield f"Agreements: {_grouped(people, lambda one: [one.consent])}."


def _with_cause(one: PersonStatus) -> str:
    """``K-07 (letter: came-back)``: what failed, what is open, and what changed, by its code."""
    causes = (*one.failed, *one.uncertain, *one.changed, *one.open)
    return f"{one.id} ({', '.join(causes)})" if causes else one.id


def _say_mail(one: PersonStatus) -> Iterable[str]:
    """``papers by letter posted``, each message once; that there is none."""
    said = (
        f"{PAPERS if mail.what == 'packet' else mail.what} by {mail.channel} {mail.state}"
        for mail in one.mail
    )
    return tuple(dict.fromkeys(said)) or ("none",)


def _grouped(
    people: Iterable[PersonStatus], states: Callable[[PersonStatus], Iterable[str]]
) -> str:
    found: dict[str, list[str]] = {}
    for one in people:
        for state in states(one):
            found.setdefault(state.replace("_", " "), []).append(one.id)
    return "; ".join(f"{state}: {say_ids(ids)}" for state, ids in found.items())
