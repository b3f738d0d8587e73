"""Papers on their own, outside of a session: made, looked at and checked."""
