"""The call-back sheet: numbers of those who agreed to be reached, kept apart from the run sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from access_kit.materials.blocks import make_document, paragraph
from access_kit.materials.contacts import contact_by_phone
from access_kit.materials.context import SessionContext
from access_kit.model.document import Blocks, Contact, ContactBox, Document, Purpose, Text
from access_kit.model.plan import PersonPlan
from access_kit.model.profile import Channel, Profile


def build_call_back(
    context: SessionContext, people: Iterable[tuple[Profile, PersonPlan]]
) -> Document | None:
    """The numbers by chosen name, or None when nobody agreed to be on it."""
    words = context.words
    agreed = sorted(
        (profile for profile, _ in people if may_be_called_back(profile)),
        key=lambda profile: (profile.name.casefold(), profile.id),
    )
    if not agreed:
        return None
    boxes: Blocks = tuple(
        ContactBox((Text(profile.name, isolate=True),), tuple(_numbers(context, profile)))
        for profile in agreed
    )
    blocks = (paragraph(words, "callback.intro"), *boxes, paragraph(words, "callback.private"))
    title = words.text("callback.title", date=context.when.short_date())
    return make_document(words, title, Purpose.RUN_SHEET, blocks)


def may_be_called_back(profile: Profile) -> bool:
    """Who agreed that the facilitator knows them, and called calls or texts safe."""
    ways = {Channel.CALL, Channel.SMS} & set(profile.contact.safe)
    return profile.consent.facilitator and bool(profile.contact.phone and ways)


def _numbers(context: SessionContext, profile: Profile) -> Iterator[Contact]:
    words, contact, country = context.words, profile.contact, context.caller.is_in
    call, text = Channel.CALL in contact.safe, Channel.SMS in contact.safe
    key = "both" if call and text else "call" if call else "text"
    assert contact.phone is not None
    scheme = "tel" if call else "sms"
    yield contact_by_phone(words.text(f"callback.{key}"), contact.phone, country, scheme)
    if contact.emergency:
        label = words.text("callback.emergency", name=contact.emergency.name)
        yield contact_by_phone(label, contact.emergency.phone, country)
