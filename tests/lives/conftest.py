"""The certificates of the mail tests serve here too."""

from tests.delivery.conftest import authority, server_context

__all__ = ["authority", "server_context"]
