"""E-mail addresses as they are compared: two spellings of one mailbox are one. Pure."""

from __future__ import annotations

import unicodedata


def mailbox(address: str) -> str:
    """An address in one spelling: no case, the domain as it goes over the wire (IDNA)."""
    local, at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    return f"{local.casefold()}{at}{_wire_form(domain)}" if at else ""


def without_tag(address: str) -> str:
    """The mailbox that ``name+tag@…`` belongs to, where its server has such tags (RFC 5233)."""
    local, at, domain = mailbox(address).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def same_mailbox(one: str, other: str) -> bool:
    return bool(mailbox(one)) and mailbox(one) == mailbox(other)


def _wire_form(domain: str) -> str:
    import idna

    domain = domain.strip().rstrip(".").lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return domain.casefold()
