"""Contrast of two colours, by the formula of WCAG 2.2 (definition of "contrast ratio")."""

from __future__ import annotations


def relative_luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour ``#rrggbb``, 0 for black to 1 for white."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast_ratio(first: str, second: str) -> float:
    """(lighter + 0.05) / (darker + 0.05), from 1 to 21."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
