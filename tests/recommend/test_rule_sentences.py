"""What may be read over a shoulder: short, plain and neutral, each with its source."""

from __future__ import annotations

import re

import pytest

from access_kit.profiles.neutral import find_unneutral
from access_kit.recommend.book import built_in_rules
from access_kit.recommend.citations import load_citations
from access_kit.recommend.platforms import load_platforms
from access_kit.recommend.rule_sentences import list_sentences
from access_kit.recommend.settings import load_settings

SENTENCES = list_sentences()

GLOSSARY = {"interpreters": "helpers", "captioners": "typists"}
"""Words that have no plainer one; a grade is taken with a word of usual length instead."""


def syllables(word: str) -> int:
    """Groups of vowels, without a silent final e: close enough, and never too few by much."""
    word = re.sub(r"(?<=[a-z]{2})e(?=s?$)", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a sentence or two."""
    words = [GLOSSARY.get(w.lower(), w) for w in re.findall(r"[A-Za-z0-9'-]+", text)]
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59


def test_the_grade_knows_plain_from_hard():
    assert grade("You can join by phone.") < 3
    assert grade("Participants may utilize alternative communication modalities.") > 12


@pytest.mark.parametrize(("key", "text"), SENTENCES, ids=[key for key, _ in SENTENCES])
def test_sentence_is_short_plain_and_neutral(key, text):
    assert find_unneutral(text) == []
    assert grade(text) <= 6, grade(text)
    limit = 14 if ".alternative." in key or key.startswith(("feature.", "platform.")) else 12
    assert len(text.split()) <= limit
    assert text.endswith(".")


def sourced(column):
    """All that a platform has a source for."""
    found = [*column.cells.values(), *column.traits.values(), *column.limits.values()]
    return [*found, column.caption_steps, *([column.data] if column.data else [])]


def test_every_source_is_a_neutral_key_with_a_citation():
    book = built_in_rules()
    sources = {rule.source for rule in book.rules} | {rule.source for rule in book.group_rules}
    sources |= {then.source for rule in book.rules for then in rule.then if then.source}
    sources |= {need.source for rule in book.rules for need in rule.booking}
    columns = load_platforms().columns.values()
    sources |= {cell.source for column in columns for cell in sourced(column) if cell.source}
    assert sources == set(load_citations())
    assert not any(find_unneutral(source.replace("-", " ")) for source in sources)


def test_every_citation_says_what_it_supports_and_where_it_is():
    for key, citation in load_citations().items():
        assert citation.title, key
        assert citation.supports, key
        assert citation.address.startswith("https://") or not citation.address


def test_every_setting_is_given_by_a_rule_and_has_a_meaning():
    book = built_in_rules()
    thens = [then for rule in (*book.rules, *book.group_rules) for then in rule.then]
    thens += [t for rule in book.group_rules for c in rule.conflict for t in c.then]
    assert {then.setting for then in thens} == set(load_settings())
    assert all(setting.means.endswith(".") for setting in load_settings().values())


def test_whatever_a_setting_takes_out_is_a_fact_and_a_value():
    from access_kit.recommend.facts import fact_kinds

    kinds = fact_kinds(load_platforms().feature_names)
    for setting in load_settings().values():
        for field in (*setting.avoids, *setting.avoided_by):
            assert field in kinds, setting.name
        for field, taken in setting.avoided_by.items():
            assert set(taken) <= set(kinds[field].values), setting.name
        for field in setting.avoids:
            if setting.choices:
                assert set(setting.choices) & set(kinds[field].values), setting.name


def test_whatever_cannot_be_met_has_two_other_ways():
    for rule in built_in_rules().rules:
        if rule.limit or rule.booking:
            assert all(len(limit.alternatives) >= 2 for limit in rule.limit), rule.id
        if rule.booking:
            assert len(rule.alternatives) >= 2, rule.id
