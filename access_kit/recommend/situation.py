"""Everything but the person that a recommendation depends on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from access_kit.documents.looks import look_for
from access_kit.model.kit import Kit, Resource
from access_kit.model.look import LookName
from access_kit.model.session import Session


@dataclass(frozen=True)
class Situation:
    """``now`` is aware. Without a session or a kit, what they would say is unknown."""

    now: datetime.datetime
    session: Session | None = None
    kit: Kit | None = None
    resources: tuple[Resource, ...] = ()

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now must carry its zone")

    @property
    def facilitator_languages(self) -> tuple[str, ...]:
        """The facilitator's, or the kit's language where the session names none."""
        named = self.session.facilitator.languages if self.session else ()
        return named or ((self.kit.defaults.locale,) if self.kit else ())

    @property
    def look_pt(self) -> float | None:
        """The body size of the kit's look, in points."""
        if self.kit is None:
            return None
        return look_for(LookName(self.kit.defaults.look), paper=self.kit.defaults.paper).body_pt

    @property
    def today(self) -> datetime.date:
        """Today where the session is held."""
        zone = ZoneInfo(self.session.timezone) if self.session else self.now.tzinfo
        return self.now.astimezone(zone).date()
