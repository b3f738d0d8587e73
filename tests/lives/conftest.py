"""The certificates of the mail tests serve here too."""

import pytest

from tests.delivery.conftest import authority, server_context

__all__ = ["authority", "server_context"]


@pytest.fixture
def authority_file(authority, tmp_path):
    """The certificate of the authority that is trusted, for who reads it from a file."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path
