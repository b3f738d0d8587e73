"""A handout's links and pictures: what the page made of it would be told for as well."""

from __future__ import annotations

from collections.abc import Iterator

from access_kit.documents.check_tree import texts_in, walk_blocks
from access_kit.errors import Problem, Severity
from access_kit.materials.check.links import is_file_name, is_long_address, is_vague
from access_kit.model.document import Document, Image, Link


def check_tree_words(document: Document) -> Iterator[Problem]:
    """Words of links that say nothing by themselves, and alt texts that are names of files."""
    for one in texts_in(document.blocks):
        if isinstance(one, Link) and is_vague(one.text):
            facts = {"words": one.text[:60]}
            yield Problem("check.link-vague", Severity.WARNING, facts=facts)
        elif isinstance(one, Link) and is_long_address(one.text):
            facts = {"words": one.text[:60]}
            yield Problem("check.link-address", Severity.WARNING, facts=facts)
    for block in walk_blocks(document.blocks):
        if isinstance(block, Image) and is_file_name(block.alt):
            facts = {"alt": block.alt[:60]}
            yield Problem("check.alt-is-file-name", Severity.WARNING, facts=facts)
