"""People who lie to us by mail, by every means that needs no key."""
