"""What makes a file accessible, in schema.org's terms (CreativeWork.accessMode and its kin)."""

from __future__ import annotations

from collections.abc import Mapping

from access_kit.documents.check_tree import walk_blocks
from access_kit.documents.direction import has_doubtful_order
from access_kit.documents.renderers import FORMATS
from access_kit.model.document import Document, Image
from access_kit.model.look import Look

_FEATURES = {
    "pdf": {"structuralNavigation", "taggedPDF", "highContrastDisplay"},
    "html": {"structuralNavigation", "displayTransformability", "highContrastDisplay"},
    "epub": {"structuralNavigation", "displayTransformability", "tableOfContents"},
    "braille": {"braille"},
    "text": {"displayTransformability"},
    "sms": {"displayTransformability"},
    "audio": {"structuralNavigation"},
    "wav": {"structuralNavigation"},
    "read-along": {
        "structuralNavigation",
        "displayTransformability",
        "tableOfContents",
        "synchronizedAudioText",
    },
    "card": {"highContrastDisplay", "largePrint", "alternativeText"},
}
_MODE = {"braille": "tactile", "audio": "auditory", "wav": "auditory", "card": "visual"}
_BESIDE = {"text/vtt": "text", "text/plain": "text", "text/html": "html"}
"""What stands beside a recording, a card or a book, by its media type."""

_KEEPS_PICTURES = frozenset({"pdf", "html", "epub", "read-along"})
LARGE_PRINT_PT = 18
"""Letters of this size and more are large print (APH, ACB)."""


def describe_file(
    document: Document, look: Look, format_name: str, media_type: str
) -> Mapping[str, str | tuple[str, ...]]:
    """The terms for one of the files that a format makes, the main one or one beside it."""
    is_main = FORMATS[format_name].media_type == media_type
    return describe_access(document, look, format_name if is_main else _BESIDE[media_type])


def describe_access(
    document: Document, look: Look, format_name: str
) -> Mapping[str, str | tuple[str, ...]]:
    """The terms for ``document`` in a format. No claim that a standard is kept is among them."""
    mode = _MODE.get(format_name, "textual")
    features = {"readingOrder"} | _FEATURES[format_name]
    if format_name == "pdf" and has_doubtful_order(document.lang):
        features.discard("readingOrder")
    modes = [mode]
    if format_name in _KEEPS_PICTURES:
        if any(isinstance(block, Image) for block in walk_blocks(document.blocks)):
            modes.append("visual")
            features.add("alternativeText")
        if look.body_pt >= LARGE_PRINT_PT and format_name not in ("epub", "read-along"):
            features.add("largePrint")
    enough = [mode]
    if format_name == "read-along":
        modes.append("auditory")
        enough.append("auditory")
    return {
        "accessMode": tuple(modes),
        "accessModeSufficient": tuple(enough),
        "accessibilityFeature": tuple(sorted(features)),
        "accessibilityHazard": ("none",),
    }
