"""Kits that the lives are played on; each is made once."""

import pytest

from tests.harms.lies_ready import OTHER, OTHERS_PHONE, PHONE, WAYS, WHO, lay
from tests.send.vault_kit import make_ready, must, run


@pytest.fixture(scope="session")
def laid(tmp_path_factory):
    """A message, a letter and texts lie ready for two people. Not to be changed."""
    kit = make_ready(tmp_path_factory.mktemp("laid") / "kit")
    for who, phone in ((WHO, PHONE), (OTHER, OTHERS_PHONE)):
        must(run(kit, "profile", "edit", who, *WAYS, f"contact.phone={phone}"))
    lay(kit)
    return kit
