"""The certificates and servers of the mail tests serve here too; and a kit that was mailed."""

import shutil

import pytest

from tests.delivery.conftest import authority, server_context, trusted
from tests.send.vault_kit import make_mailed, make_ready

__all__ = ["authority", "server_context", "trusted"]


@pytest.fixture(scope="session")
def ready(tmp_path_factory):
    return make_ready(tmp_path_factory.mktemp("ready") / "kit")


@pytest.fixture(scope="session")
def mailed(ready, tmp_path_factory):
    return make_mailed(ready, tmp_path_factory.mktemp("mailed") / "kit")


@pytest.fixture
def unsent(ready, tmp_path):
    """A kit with a vault whose packets are made, to be changed by one test."""
    return shutil.copytree(ready, tmp_path / "kit")


@pytest.fixture
def kit(mailed, tmp_path):
    """A kit with a vault whose people were mailed, to be changed by one test."""
    return shutil.copytree(mailed, tmp_path / "kit")
