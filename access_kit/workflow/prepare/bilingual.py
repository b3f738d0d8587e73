"""Which two languages a person's papers are in, when they asked for two, and the two made one."""

from __future__ import annotations

import dataclasses

from access_kit.documents.bilingual import make_bilingual
from access_kit.i18n.fallback import same_language
from access_kit.model.plan import NotMet
from access_kit.model.profile import Bilingual
from access_kit.workflow.prepare.languages import Written
from access_kit.workflow.prepare.plan import Person
from access_kit.workflow.prepare.read import Work

SETTING = "text.bilingual"
RULE = "S10"


def asked_layout(person: Person) -> Bilingual:
    """How the person wants two languages in one paper; none when they do not."""
    said = person.plan.settings.get(SETTING)
    return Bilingual(said) if isinstance(said, str) else Bilingual.NONE


def second_locale(person: Person, work: Work) -> str | None:
    """The language beside the person's own: the next that they read, else the agency's."""
    read = [one.value for one in person.profile.language.written if one.wanted]
    others = (*read, work.kit.defaults.locale)
    return next((one for one in others if not same_language(one, person.locale)), None)


def join_written(first: Written, second: Written, layout: Bilingual) -> Written:
    """Both as one paper; ``first`` alone when both came out in one language.

    One draft makes it a draft: a reader may rely on either half.
    """
    one, other = first.document, second.document
    if same_language(one.lang, other.lang):
        return first
    document = make_bilingual(one, other, layout)
    banner = one.draft_banner or other.draft_banner
    return dataclasses.replace(
        first,
        document=dataclasses.replace(document, draft_banner=banner),
        draft=first.draft or second.draft,
        beside=f"{layout.value} {other.lang}",
    )


def bilingual_not_met(layout: Bilingual, because: str, ways: tuple[str, ...]) -> NotMet:
    """That a paper could not be in two languages."""
    return NotMet(RULE, SETTING, layout.value, because, ways)
