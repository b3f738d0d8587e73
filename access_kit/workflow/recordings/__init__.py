"""Recordings: heard, aligned with a script, captions checked and mended, models of speech."""
