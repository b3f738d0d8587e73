"""Kits that the lives are played on; each is made once."""

import shutil

import pytest

from tests.delivery.conftest import authority, server_context, trusted
from tests.delivery.mail_server import MailServer
from tests.harms.lies_ready import OTHER, OTHERS_PHONE, PHONE, WAYS, WHO, lay
from tests.harms.mail import use_server
from tests.harms.replies import Desk
from tests.send.conftest import mailed, ready
from tests.send.vault_kit import make_ready, must, run

__all__ = ["authority", "mailed", "ready", "server_context", "trusted"]


@pytest.fixture(scope="session")
def laid(tmp_path_factory):
    """A message, a letter and texts lie ready for two people. Not to be changed."""
    kit = make_ready(tmp_path_factory.mktemp("laid") / "kit")
    for who, phone in ((WHO, PHONE), (OTHER, OTHERS_PHONE)):
        must(run(kit, "profile", "edit", who, *WAYS, f"contact.phone={phone}"))
    lay(kit)
    return kit


@pytest.fixture
def server(server_context):
    """A mail server behind TLS."""
    with MailServer(context=server_context) as one:
        yield one


@pytest.fixture
def post(ready, tmp_path, server, trusted):
    """A kit with a vault whose packets are made, and that sends to ``server``."""
    kit = shutil.copytree(ready, tmp_path / "kit")
    use_server(kit, server)
    return kit


@pytest.fixture
def desk(mailed, tmp_path):
    """A copy of a kit whose people were mailed, and the commands that are run on it."""
    return Desk(shutil.copytree(mailed, tmp_path / "kit"), mailed)
