"""The kits of the lives serve here too."""

from tests.harms.conftest import desk, mailed, ready

__all__ = ["desk", "mailed", "ready"]
