"""Plain language: how hard a text is to read, and which words stand in the way.

Rules of this room:
- Nothing here changes a text. It counts, and gives ``Problem``s with a suggestion.
- A number is never given where it would not hold: too short, or a language without a formula.
- A formula sees length, not sense. Whether people understand, only people can tell.
"""
