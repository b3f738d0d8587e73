"""Every English sentence of the rules and the matrix, by key, for the catalogue and for checks."""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.recommend.book import built_in_rules
from access_kit.recommend.platforms import Matrix, load_platforms
from access_kit.recommend.rules import RuleBook


def list_sentences(
    book: RuleBook | None = None, matrix: Matrix | None = None
) -> tuple[tuple[str, str], ...]:
    """``(key, sentence)`` for all that a person or a facilitator may read.

    Keys are ``rule.U01.because``, ``rule.U01.alternative.1``, ``rule.U05.transcript`` (a setting's
    own reason), ``rule.S04.limit.1``, ``group.G04.because``, ``feature.chat`` and the like. The
    same sentence may stand under several keys.
    """
    return tuple(_sentences(book or built_in_rules(), matrix or load_platforms()))


def _sentences(book: RuleBook, matrix: Matrix) -> Iterator[tuple[str, str]]:
    yield "rule.late", book.late_because
    for rule in book.rules:
        yield f"rule.{rule.id}.because", rule.because
        for number, text in enumerate(rule.alternatives, 1):
            yield f"rule.{rule.id}.alternative.{number}", text
        for then in rule.then:
            if then.because:
                yield f"rule.{rule.id}.{then.setting}", then.because
        for number, limit in enumerate(rule.limit, 1):
            yield f"rule.{rule.id}.limit.{number}", limit.because
            if limit.alternatives != rule.alternatives:
                for place, text in enumerate(limit.alternatives, 1):
                    yield f"rule.{rule.id}.limit.{number}.alternative.{place}", text
    for floor in book.floors:
        yield f"floor.{floor.id}.because", floor.because
        for number, text in enumerate(floor.alternatives, 1):
            yield f"floor.{floor.id}.alternative.{number}", text
    for group_rule in book.group_rules:
        yield f"group.{group_rule.id}.because", group_rule.because
        for then in group_rule.then:
            if then.because:
                yield f"group.{group_rule.id}.{then.setting}", then.because
        for number, conflict in enumerate(group_rule.conflict, 1):
            yield f"group.{group_rule.id}.conflict.{number}", conflict.because
    for feature in matrix.features:
        yield f"feature.{feature.name}", feature.sentence
    yield "platform.notice", matrix.notice
