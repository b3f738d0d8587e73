"""Answers about access, as an interview to go on with: read back, and confirmed, by people."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from access_kit.delivery.replies import Reply
from access_kit.errors import BadInput
from access_kit.materials.questionnaire import QUESTIONNAIRE, places
from access_kit.model.answers import ManifestForm
from access_kit.profiles import interview
from access_kit.profiles.interview import InterviewState, load_questions
from access_kit.profiles.interview_draft import load_draft, save_draft
from access_kit.store.protocol import Store

INTERVIEW_DRAFT = "interview-draft"


def take_needs(
    store: Store, person: str, reply: Reply, forms: Mapping[str, ManifestForm], today: datetime.date
) -> bool:
    """Whether there was something to add to the interview of a person."""
    answers = reply.answers.get(QUESTIONNAIRE, {})
    written = reply.written.get(QUESTIONNAIRE, {})
    if QUESTIONNAIRE not in forms or not (answers or written):
        return False
    held = store.document(INTERVIEW_DRAFT, person)
    state = (load_draft(held.data) if held else None) or interview.start(
        store.profile(person), person, today=today
    )
    locale = forms[QUESTIONNAIRE].locale
    for key, values in answers.items():
        state = _said(state, places()[key].field, values, today, locale)
    for key, name in (("name", "name"), ("language", "language.written")):
        if key in written:
            state = _said(state, name, (written[key],), today, locale)
    store.put_document(INTERVIEW_DRAFT, person, save_draft(state), person=person)
    return True


def _said(
    state: InterviewState, name: str, values: tuple[str, ...], today: datetime.date, locale: str
) -> InterviewState:
    """``state`` with an answer, as if said in an interview; as it was when that cannot be."""
    question = next(one for one in load_questions() if one.key == name)
    choices = interview.choices_of(question, state)
    texts = [str(choices.index(one) + 1) if one in choices else one for one in values]
    try:
        return interview.answer(state, question, ", ".join(texts), today=today, locale=locale)
    except BadInput:
        return state
