"""What the operator should hear of messages that do not simply go, as problems with codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from access_kit.errors import Problem, Severity
from access_kit.workflow.mailed.dispatches import SERVED, Dispatch, MailStep


def tell(dispatches: Iterable[Dispatch]) -> Iterator[Problem]:
    """What the operator should hear of messages that do not simply go."""
    for one in dispatches:
        if one.left_out and one.step in (MailStep.PLANNED, *SERVED):
            facts = {"files": ", ".join(one.left_out)}
            yield Problem("send.left-out", Severity.WARNING, where=one.person, facts=facts)
        if one.step in (MailStep.PLANNED, *SERVED, MailStep.ALREADY) or not one.why:
            continue
        until = one.until.strftime("%Y-%m-%d %H:%M") if one.until else ""
        facts = {"channel": one.channel, "until": until}
        note = one.step in (MailStep.WAITS, MailStep.BY_HAND)
        yield Problem(
            f"send.{_WORDED.get(one.step, one.step).value.replace('_', '-')}.{one.why}",
            Severity.NOTE if note else Severity.WARNING,
            where=one.person,
            facts=facts,
        )


_WORDED = {MailStep.TAKEN_BACK: MailStep.NOT_REACHED}
"""Steps whose reasons have the words of another step."""
