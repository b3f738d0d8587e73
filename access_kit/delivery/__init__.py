"""How things reach a person: addresses, envelopes, mailings. Pure; nothing is sent here."""
