"""Handouts as agencies have them: Word, OpenDocument, slides, RTF, pages, plain text and PDF.

Rules of this folder:
- ``source_kinds`` knows a file by its content, and holds one record a kind: a new kind is a new
  file here and one line there.
- A reader keeps every word, in order, or tells of it: what is left out is a ``Problem`` with its
  place, never silence.
- All readers gather the same pieces (``pieces``); ``settle`` makes one ``Document`` of them.
- Slides and PDF say nothing of the order in which they are to be read. What is made of them is a
  draft until a person has confirmed it.
"""
