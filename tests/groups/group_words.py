"""Words by which a paper speaks of a group, in four languages: a list of the tests' own."""

from __future__ import annotations

import re

GROUP_WORDS = {
    "en": r"groups?|every(?:one|body)|(?:each|every|other) person|(?:the )?others|members?"
    r"|one person talks|your turn|in turn|a turn|turns are|(?:the|your) neighbors|one by one"
    r"|who hears|if someone can (?:hear|see)|who was here|each of you|not heard from",
    "es": r"grupos?|(?:los|las) demás|todos (?:puedan|digamos|aquí|los que)|por todos|cada persona"
    r"|entre todos|turnos?|quién estuvo|si alguien puede (?:oír|ver)",
    "ar": r"\S*مجموع\S*|\S*الجميع|\S*الآخر(?:ون|ين)|كل شخص|الأدوار|أدوار|من كان هنا|عن الجميع"
    r"|أحد يستطيع سماعك|أحد يستطيع رؤية",
    "hi": r"समूह|दूसरों|दूसरे सुनाई|हर व्यक्ति|सब साथ|सबकी|बारियाँ|बारी|कौन था|कोई आपको सुन सकता",
}

IN_PLACE = {
    "en": ("Others may see e-mail.", "Other people may see the texts on your phone"),
}
"""Sentences that speak of others at home: they are true for two people too."""


def find_group_words(text: str, locale: str) -> list[str]:
    """Each word in ``text`` that speaks of a group, in the language or in English."""
    text = " ".join(text.split())
    for sentence in (one for said in IN_PLACE.values() for one in said):
        text = text.replace(sentence, "")
    patterns = {GROUP_WORDS["en"], GROUP_WORDS[locale]}
    found = (re.findall(rf"(?<!\w)(?:{one})(?!\w)", text, re.IGNORECASE) for one in patterns)
    return sorted(word for words in found for word in words)
