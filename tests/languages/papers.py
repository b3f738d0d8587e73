"""Papers of the sample session in any language, alone or in two."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

from access_kit.documents.bilingual import make_bilingual
from access_kit.i18n import When, load_words
from access_kit.materials.agreement import build_consent
from access_kit.materials.group_notice import build_group_notice
from access_kit.materials.letter import build_letter
from access_kit.materials.tech_check import build_tech_check
from access_kit.model.document import Document
from access_kit.model.profile import Bilingual
from tests.documents.handout import any_look, make
from tests.materials.samples import STARTS, ZONE, paper_context

DRAFTED = ("es", "ar", "hi")
LAYOUTS = (Bilingual.SIDE_BY_SIDE, Bilingual.STACKED)
BUILDERS = {
    "letter": build_letter,
    "tech-check": build_tech_check,
    "consent": build_consent,
    "group": build_group_notice,
}


@cache
def paper(name: str, lang: str, person: str = "signs") -> Document:
    """One paper; the agency's own parts are left out, for nobody translated the sample's."""
    words = load_words(lang)
    when = When(STARTS.replace(tzinfo=ZoneInfo(ZONE)), ZONE, words.formats, words)
    context = paper_context(person, words=words, when=when, crisis_plan=(), reporting=())
    return BUILDERS[name](context)


@cache
def in_two(name: str, first: str, second: str, layout: Bilingual) -> Document:
    return make_bilingual(paper(name, first), paper(name, second), layout)


def rendered(document: Document, suffix: str) -> bytes:
    return make(document, suffix, any_look())
