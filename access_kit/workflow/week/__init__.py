"""A whole kit at once: what is due in all sessions and groups, and all of it done in one go."""
