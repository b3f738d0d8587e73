"""The extras: what each is for, and the modules it brings."""

from __future__ import annotations

EXTRAS = {
    "audio": ("papers read aloud", ("lameenc", "pyttsx3")),
    "office": ("Word files, and messages that Outlook saved", ("docx", "oxmsg")),
    "vault": ("the encrypted vault", ("cryptography", "flufl", "segno", "sqlcipher3")),
    "postgres": ("a store on PostgreSQL", ("psycopg",)),
    "check": ("checks of PDF files and previews", ("pikepdf", "pypdfium2")),
    "captions": (
        "captions from recordings",
        ("av", "numpy", "pocketsphinx", "unicode_rbnf", "vosk", "webvtt"),
    ),
    "whisper": ("captions heard by Whisper", ("faster_whisper",)),
}

MODULES = {module: extra for extra, (_, modules) in EXTRAS.items() for module in modules}
