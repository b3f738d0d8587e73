"""How much of a file from elsewhere is read: every limit of every reader, in one place.

Rules of this file:
- What people write stays far below each limit; what is above it is told as what it is, by a code
  with words (``file.too-large``, ``file.line-too-long`` …), before it has cost time or memory.
- Below the limits a reader takes time in proportion to a file's length, in any file whatsoever:
  ``MOST_SECONDS`` and ``MOST_MEMORY`` hold for all that lies within a budget.
- A new reader takes its limits from here, and gets its row in ``tests/readers``.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_SECONDS = 10
"""Processor seconds that reading one file may take, whatever stands in it."""

MOST_MEMORY = 1_000_000_000
"""Bytes of memory that reading one file may take."""

YEARS = range(1900, 2201)
"""When a moment can be: who reckons with zones and weeks must not leave the calendar."""


@dataclass(frozen=True)
class TextBudget:
    """A file of text: bytes, lines, and characters of its longest line."""

    size: int
    lines: int
    line: int


@dataclass(frozen=True)
class TreeBudget:
    """A file whose parts lie in each other: bytes, levels, and parts in all."""

    size: int
    depth: int
    parts: int


@dataclass(frozen=True)
class ArchiveBudget:
    """The most that is unpacked: entries, bytes of one, bytes of all, times its packed size.

    ``small`` are bytes below which packed beside unpacked says nothing. ``list_bytes`` is the
    archive's own list of its entries.
    """

    entries: int
    entry_bytes: int
    all_bytes: int
    ratio: int = 200
    small: int = 100_000
    list_bytes: int = 1_000_000


# -- texts --------------------------------------------------------------------------------------

HANDWRITTEN = TextBudget(size=1_000_000, lines=20_000, line=20_000)
"""What somebody writes by hand: profiles, sessions, kits, rules, handouts, scripts, lists."""

CAPTIONS = TextBudget(size=10_000_000, lines=300_000, line=20_000)
"""Cues and transcripts: a whole day of speech is some 2 MB."""

CUE_CHARACTERS = 20_000
"""Text of one cue, with its tags. Two lines of 42 are usual."""

CUE_FAULTS = 20
"""Faults of one cue that are told."""

TOLD = 1_000
"""Problems of one file that are told one by one."""

NAMES = 1_000
"""Lines of a list of names that are looked for in a transcript."""

CATALOGUE = TextBudget(size=10_000_000, lines=300_000, line=20_000)
"""Translations (PO)."""

TABLE_LINE = 100_000
"""Characters of one row of a table of people (CSV); it may have any number of rows."""

SHEET_ROWS = 100_000
"""Rows of a sheet that a spreadsheet program wrote."""

# -- trees --------------------------------------------------------------------------------------

DATA_DEPTH = 60
"""Levels of JSON and TOML. Ours have five."""

DATA_PARTS = 2_000_000
"""Lists and objects in JSON. The words of a whole day are 220,000."""

DATA_VALUES = 6_000_000
"""Values in JSON."""

WORDS_BYTES = 50_000_000
"""Words with their times: a whole day of speech is some 26 MB."""

PEOPLE_BYTES = 50_000_000
PEOPLE = 30_000
"""People in one file of JSON."""

GLOSSARY_TERMS = 1_000
"""Terms of a glossary; each is looked for in each sentence."""

OWN_BYTES = 100_000_000
"""What we wrote ourselves and read again: plans, manifests, registers, receipts, journals."""

PAGE = TreeBudget(size=10_000_000, depth=200, parts=100_000)
"""A web page, or one of an e-book."""

PAGE_STEPS = 1_000_000
"""The levels of all parts of a page together: what it costs to look below each of them."""

TIMED_XML = TreeBudget(size=CAPTIONS.size, depth=100, parts=300_000)
"""Captions in XML (TTML)."""

DRAWING = TreeBudget(size=1_000_000, depth=64, parts=5_000)
"""A picture of lines (SVG)."""

PDF = TreeBudget(size=200_000_000, depth=120, parts=200_000)
PDF_PAGES = 2_000
PDF_PICTURE_PAGES = 24
"""Pages of a PDF that are shown side by side in one picture."""

# -- pictures and fonts -------------------------------------------------------------------------

PICTURE_BYTES = 25_000_000
PICTURE_PIXELS = 50_000_000
FONT_BYTES = 100_000_000

# -- archives -----------------------------------------------------------------------------------

BOOK = ArchiveBudget(entries=2_000, entry_bytes=100_000_000, all_bytes=500_000_000)
BOOK_BYTES = 200_000_000
BOOK_TEXT = 20_000_000
"""Characters of all pages of a book together; a long novel has 2,000,000."""

BOOK_PARTS = 300_000
"""Elements of all pages of a book together."""

OFFICE = ArchiveBudget(
    entries=3_000, entry_bytes=50_000_000, all_bytes=200_000_000, small=1_000_000
)
"""A handout as an office program packs it (DOCX, ODT, PPTX)."""

OFFICE_BYTES = 50_000_000
OFFICE_RTF_BYTES = 10_000_000
"""Handouts that are text as they lie there: RTF, pages, plain text."""

OFFICE_PART = TreeBudget(size=20_000_000, depth=150, parts=200_000)
"""One part of such a file: a long report is 2 MB with 40,000 elements."""

OFFICE_GROUPS = 100
"""Groups of RTF that lie in each other. Word writes some twelve."""

OFFICE_TEXT = 500_000
"""Characters of one handout; a book has a million."""

OFFICE_PARAGRAPHS = 15_000
"""Paragraphs and cells of one handout; 200 pages have some 4,000."""

OFFICE_PARTS = 400_000
"""Groups, words and runs of text of one RTF file."""

OFFICE_PICTURES = 200
OFFICE_PIXELS = 150_000_000
"""Pixels of all pictures of a handout together."""

OFFICE_PDF_PAGES = 200

SHEET = ArchiveBudget(entries=1_000, entry_bytes=100_000_000, all_bytes=200_000_000)
"""A table of people as a spreadsheet program packs it (XLSX)."""

MODEL = ArchiveBudget(
    entries=2_000, entry_bytes=12_000_000_000, all_bytes=12_000_000_000, small=10_000_000
)
"""A model's files are mostly numbers: they shrink to a third, never to a two hundredth."""

BACKUP_NOTE_BYTES = 10_000
KEY_FILE_BYTES = 20_000
KEY_WORK_KIB = 2_097_152
"""Memory × passes that a key file may ask for when a passphrase is tried."""

MODEL_LIST_BYTES = 5_000_000
"""A publisher's list of models."""

# -- mail ---------------------------------------------------------------------------------------
# A mailbox may have any size: it is read message by message, each within these.

MAIL_BYTES = 25 * 1024 * 1024
"""A message that is larger holds something else than answers."""

MAIL_LINES = 600_000
"""25 MB of attachments, in lines of 76 characters, are 350,000."""

MAIL_PARTS = 200
"""Containers and messages inside a message. A long thread of forwarded mail has some ten."""

MAIL_STEPS = 4_000_000
"""Lines × containers: the work of finding where each part ends."""

MAIL_HEAD_BYTES = 256 * 1024
"""All headers of a message. Mail that passed many servers bears some 20 KB."""

MAIL_FIELD_BYTES = 16 * 1024
"""One field that is taken apart: addresses, recipients, and what a part is."""

MAIL_TEXT = 300_000
"""Characters of text that are read for answers; one packet quoted in full has 17,000."""

MAIL_TEXT_LINES = 10_000
"""Lines of it."""

MAIL_PAGE = 4_000_000
"""Characters of a page (HTML) that are read for text."""

NOTICE_TEXT = 60_000
"""Characters of a notice of failed delivery that are looked through."""

NOTICE_NAMES = 100
"""Addresses and blocks of a notice that are looked at."""

MAIL_IDS = 200
"""Message-IDs that a message may answer."""

FORM_PDF_BYTES = 10_000_000
"""A PDF that was filled in: ours are 150 KB, and programs add as much when they save one."""

FORM_PDF_PAGES = 200
FORM_FIELDS = 5_000
"""Boxes, lines and notes of such a file; the check, the agreement and the questions have 150."""

FORM_VALUE = 20_000
"""Letters of what is written on one line; of them, five hundred are kept."""

FORM_FILES = 5
"""PDF files of one message that are looked into."""
