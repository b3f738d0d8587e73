"""The command reference says what the commands say."""

from tools.command_reference import TARGET, reference


def test_reference_is_not_stale():
    assert TARGET.read_text(encoding="utf-8") == reference(), "run: make generate"
