"""The age keys that belong to a recovery secret, in age's own spelling (Bech32, BIP 173)."""

from __future__ import annotations

from access_kit.store.recovery import derive

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def age_identity(secret: bytes) -> str:
    """The private key ``AGE-SECRET-KEY-1…`` of a recovery secret."""
    return _bech32("age-secret-key-", derive(secret, "access-kit age identity/1")).upper()


def _bech32(head: str, data: bytes) -> str:
    number = int.from_bytes(data, "big") << (-len(data) * 8) % 5
    count = -(-len(data) * 8 // 5)
    values = [number >> 5 * (count - 1 - i) & 31 for i in range(count)]
    check = _checksum([*_expand(head), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return f"{head}1{''.join(_LETTERS[value] for value in values)}"


def _expand(head: str) -> list[int]:
    return [*(ord(c) >> 5 for c in head), 0, *(ord(c) & 31 for c in head)]


def _checksum(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check
