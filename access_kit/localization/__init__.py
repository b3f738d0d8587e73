"""The agency's side of words: extract, update, check, approve, and documents in other languages.

Rules of this room:
- A translator sees sentences, never numbers, links or layout: those stay in the source.
- A check returns Problems and prints nothing.
- Nothing here decides who gets which language; ``workflow`` does.
"""
