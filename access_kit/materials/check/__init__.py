"""Checks of finished files, ours or not: PDF, web pages, e-books.

Rules of this room:
- A check reads a file as a stranger's: with limits, and nothing in it is run or fetched.
- It gives ``Problem``s with stable codes. What no program can see, it does not claim: no finding
  is no proof that a file is accessible.
- Words of the file come out as passages, so that the same gates of plain language hold for all.
"""
