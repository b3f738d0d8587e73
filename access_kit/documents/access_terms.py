"""What makes a file accessible, in schema.org's terms (CreativeWork.accessMode and its kin)."""

from __future__ import annotations

from collections.abc import Mapping

from access_kit.documents.check_tree import walk_blocks
from access_kit.documents.direction import has_doubtful_order
from access_kit.documents.looks import LARGE_PRINT_PT
from access_kit.documents.renderers import FORMATS
from access_kit.model.document import Document, Image
from access_kit.model.look import Look


def describe_access(
    document: Document, look: Look, format_name: str
) -> Mapping[str, str | tuple[str, ...]]:
    """The terms for ``document`` in a format. No claim that a standard is kept is among them."""
    chosen = FORMATS[format_name]
    mode, *others = chosen.modes
    features = {"readingOrder", *chosen.features}
    if chosen.doubtful_order and has_doubtful_order(document.lang):
        features.discard("readingOrder")
    pictures = []
    if chosen.keeps_pictures and _has_picture(document):
        pictures.append("visual")
        features.add("alternativeText")
    if chosen.keeps_size and look.body_pt >= LARGE_PRINT_PT:
        features.add("largePrint")
    return {
        "accessMode": (mode, *pictures, *others),
        "accessModeSufficient": chosen.modes,
        "accessibilityFeature": tuple(sorted(features)),
        "accessibilityHazard": ("none",),
    }


def _has_picture(document: Document) -> bool:
    return any(isinstance(block, Image) for block in walk_blocks(document.blocks))
