"""The options that say how a handout is to look, as one parameter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from access_kit.cli.options import From, KitFolder, read_now
from access_kit.cli.users_fonts import font_folders

if TYPE_CHECKING:
    from access_kit.workflow.alone.handout import HandoutOrder

ProfileFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="For this person's size and colours.")
]
LookWord = Annotated[
    str | None, typer.Option(help="clear-print, large-print-us, large-print-uk or giant.")
]
LocaleTag = Annotated[str | None, typer.Option(metavar="L", help="Its language.")]
WithPictures = Annotated[
    bool, typer.Option("--with-pictures", help="Pictures beside short sentences.")
]


@dataclass(frozen=True)
class HandoutWishes:
    """For whom, how large and in which language."""

    profile: Path | None
    look: str | None
    locale: str | None
    easy_read: bool
    kit: Path | None

    def order(self, name: str, **more: Any) -> HandoutOrder:  # noqa: ANN401 (fields of the order)
        """The order of a handout that is to look so."""
        from access_kit.workflow.alone.handout import HandoutOrder

        return HandoutOrder(
            name,
            read_now(),
            profile=self.profile,
            look=self.look,
            locale=self.locale,
            easy_read=self.easy_read,
            kit_folder=self.kit,
            fonts=font_folders(),
            **more,
        )


def _wish(
    profile: ProfileFile = None,
    look: LookWord = None,
    locale: LocaleTag = None,
    easy_read: WithPictures = False,
    kit: KitFolder = None,
) -> HandoutWishes:
    return HandoutWishes(profile, look, locale, easy_read, kit)


HandoutWish = Annotated[HandoutWishes, From(_wish)]
