"""Handouts: found, read, their editions in other languages, and what their readers avoid."""
