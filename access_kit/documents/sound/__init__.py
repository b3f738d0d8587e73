"""A Document as sound: what is said, by which voice, and when each word is said."""
