"""The table of readers: every kind of file that comes from outside, and the commands that read it.

A new reader fails ``test_every_door_has_its_row`` until it stands here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """A kind of file. Paths are below the folder that ``world`` lays.

    ``sound`` are files that are right; copies of them, damaged, are laid at ``lies``, and each of
    ``commands`` reads them in turn. ``{file}`` stands for ``lies``, and ``{fd}`` for a descriptor
    with the passphrase, or with what stands in the file ``secret``. ``modules`` are those whose
    doors to the file system it opens; ``like`` is the suffix whose ways of damage suit it, where
    the file's own does not say.
    """

    sound: tuple[str, ...]
    lies: str
    commands: tuple[str, ...]
    modules: tuple[str, ...]
    like: str = ""
    slow: bool = False
    secret: str = ""


CHECK = "captions check {file} --json"
MAKE = "materials make {file} --out made --force --format html,text,epub --json"
MAKE_HANDOUT = "materials make {file} --locale en --out made --force --format html,text,pdf --json"
PICTURE = "materials make files/pictured.md --out made --force --format html --json"
HEAR = "captions make {file} --out heard.vtt --force --rough-draft --own-film --jobs 1 --json"
SECRET = " --passphrase-fd {fd}"
KIT = "kit/"
OUT = "kit/out/evening-group-2026-12-03/"
STATUS = f"status kit/session.toml --json{SECRET}"

READERS: dict[str, Reader] = {
    "vtt": Reader(
        ("files/talk.vtt", "files/styled.vtt"), "in/talk.vtt",
        (CHECK, "captions convert {file} --out made.srt --force --json",
         "captions redact {file} --names files/names.txt --out-dir safe --force --json",
         "captions approve {file} --by Jo --unreviewed --json"),
        ("timed_text.formats", "captions.redact_files"),
    ),
    "srt": Reader(
        ("files/talk.srt",), "in/talk.srt",
        (CHECK, "captions convert {file} --out made.vtt --force --json"), ("timed_text.formats",),
    ),
    "sbv": Reader(
        ("files/talk.sbv",), "in/talk.sbv",
        (CHECK, "captions convert {file} --out made.vtt --force --json"), ("timed_text.formats",),
    ),
    "ass": Reader(
        ("files/talk.ass", "files/signs.ass"), "in/talk.ass",
        (CHECK, "captions convert {file} --out made.vtt --force --json"), ("timed_text.formats",),
    ),
    "turns": Reader(
        ("files/turns.txt",), "in/turns.txt",
        ("captions convert {file} --out made.vtt --force --json",), ("timed_text.formats",),
    ),
    "heard": Reader(
        ("files/whisper.json", "files/vosk.json", "files/youtube.json"), "in/heard.json",
        (CHECK, "captions convert {file} --out made.vtt --force --json"), ("timed_text.formats",),
    ),
    "ttml": Reader(
        ("files/talk.ttml",), "in/talk.ttml",
        (CHECK, "captions convert {file} --out made.vtt --force --json"), ("timed_text.formats",),
    ),
    "cues": Reader(
        ("files/talk.json",), "in/talk.json",
        (CHECK, "captions convert {file} --out made.vtt --force --json"), ("timed_text.formats",),
    ),
    "words": Reader(
        ("files/talk.words.json",), "in/talk.words.json",
        (CHECK, "captions convert {file} --out made.vtt --force --json",
         "captions check files/talk.vtt --words {file} --json"), ("timed_text.words_json",),
    ),
    "review": Reader(
        ("files/unsure.words.json.review.json",), "files/unsure.words.json.review.json",
        ("captions review files/unsure.words.json --media files/short.wav --no-second --json",
         "captions approve files/unsure.words.json --by Jo --json"),
        ("captions.reviewing.review_json",),
    ),
    "transcript": Reader(
        ("files/talk.txt",), "in/talk.txt",
        (CHECK, "captions check files/talk.vtt --reference {file} --json",
         "captions redact {file} --names files/names.txt --out-dir safe --force --json"),
        ("workflow.recordings.finished", "captions.redact_files", "timed_text.formats"),
    ),
    "names": Reader(
        ("files/names.txt",), "in/names.txt",
        ("captions redact files/talk.vtt --names {file} --out-dir safe --force --json",),
        ("workflow.recordings.finished",),
    ),
    "script": Reader(
        ("files/script.txt",), "in/script.txt",
        ("captions align files/short.wav {file} --out made.vtt --force --jobs 1 --json",
         "captions make files/short.wav --hint {file} --out made.vtt --force --rough-draft"
         " --own-film --jobs 1 --json",
         "captions make files/short.wav --words {file} --out made.vtt --force --rough-draft"
         " --own-film --jobs 1 --json"),
        ("workflow.recordings.hear", "workflow.recordings.align_script",
         "workflow.recordings.speech_models"), slow=True,
    ),
    "wave": Reader(("files/short.wav",), "in/short.wav", (HEAR,), ("captions.media",), slow=True),
    "flac": Reader(("files/short.flac",), "in/short.flac", (HEAR,), ("captions.media",), slow=True),
    "mp3": Reader(("files/short.mp3",), "in/short.mp3", (HEAR,), ("captions.media",), slow=True),
    "ogg": Reader(("files/short.ogg",), "in/short.ogg", (HEAR,), ("captions.media",), slow=True),
    "mp4": Reader(("files/short.mp4",), "in/short.mp4", (HEAR,), ("captions.media",), slow=True),
    "mkv": Reader(("files/short.mkv",), "in/short.mkv", (HEAR,), ("captions.media",), slow=True),
    "journal": Reader(
        ("files/heard.journal",), ".heard.vtt.heard",
        ("captions make files/short.wav --out heard.vtt --force --rough-draft --own-film --jobs 1"
         " --json",), ("captions.journal",), like=".json", slow=True,
    ),
    "model": Reader(
        ("files/tiny.zip",), "in/tiny.zip", ("captions models add {file} --name tiny --json",),
        ("captions.model_archive",), slow=True,
    ),
    "markdown": Reader(
        ("files/every-block.md", "files/odd-text.md", "files/arabic.md"), "in/paper.md",
        ("materials check {file} --json", MAKE,
         "materials make {file} --out made --force --format pdf --json",
         "materials make {file} --out made --force --format docx,sms,card --json",
         "materials check {file} --with-pictures --json"),
        ("workflow.alone.check_files", "kit_files", "workflow.handouts.handout_files"),
    ),
    **{
        kind: Reader((f"files/handout.{kind}",), f"in/handout.{kind}",
            ("materials check {file} --json", MAKE_HANDOUT),
            ("documents.office.source_kinds", "documents.office.packed_file"))
        for kind in ("docx", "odt", "pptx", "rtf", "txt")
    },
    **{
        f"handout.{kind}": Reader((f"files/handout.{kind}",), f"in/handout.{kind}",
            (MAKE_HANDOUT, "materials confirm {file} --json"),
            ("documents.office.source_kinds",))
        for kind in ("html", "pdf")
    },
    "confirmed": Reader(
        ("files/handout.pptx.confirmed.json",), "files/handout.pptx.confirmed.json",
        ("materials confirm files/handout.pptx --json",), ("materials.confirmed_order",),
    ),
    **{
        f"translations.{kind}": Reader((f"files/es.{kind}",), f"in/es.{kind}",
            ("locales import {file} --locales small --json",),
            ("workflow.exchange_locales",))
        for kind in ("xlf", "csv", "xlsx")
    },
    "approved": Reader(
        ("files/leaflet.es.md.approved.json",), "files/leaflet.es.md.approved.json",
        ("materials check files/leaflet.es.md --json",),
        ("localization.approved_editions", "workflow.handouts.editions"),
    ),
    "page": Reader(
        ("files/page.html",), "in/page.html", ("materials check {file} --json",),
        ("workflow.alone.check_files",),
    ),
    "book": Reader(
        ("files/book.epub",), "in/book.epub", ("materials check {file} --json",),
        ("workflow.alone.check_files", "materials.check.ebook"),
    ),
    "pdf": Reader(
        ("files/paper.pdf",), "in/paper.pdf",
        ("materials check {file} --json",
         "materials preview {file} --out made.png --force --json"),
        ("workflow.alone.check_files", "workflow.alone.preview"),
    ),
    **{
        name: Reader((f"files/square.{name}",), f"files/shown.{name}",
            (f"materials make files/shown-{name}.md --out made --force --format html --json",
             f"materials make files/shown-{name}.md --out made --force --format pdf,card --json",
             f"materials check files/shown-{name}.md --json"), ("documents.pictures",))
        for name in ("png", "jpg", "gif", "webp", "svg")
    },
    "font": Reader(
        ("files/a-font.ttf",), "fonts/a-font.ttf",
        ("materials make files/every-block.md --out made --force --format pdf --json",),
        ("documents.more_fonts",),
    ),
    "profile": Reader(
        ("files/K-11.toml", "files/K-02.toml"), "in/K-11.toml",
        ("profile check {file} --json", "profile show {file} --json", "recommend {file} --json",
         "profile import {file} --to people --json",
         "profile edit {file} pace.reminders=letter --json"),
        ("profiles.profile_files", "workflow.advise", "workflow.keep.kept_profile"),
    ),
    "people.csv": Reader(
        ("files/people.csv",), "in/people.csv", ("profile import {file} --to people --json",),
        ("profiles.csv_lines",),
    ),
    "people.xlsx": Reader(
        ("files/people.xlsx",), "in/people.xlsx", ("profile import {file} --to people --json",),
        ("profiles.sheet_rows", "workbook"),
    ),
    "columns": Reader(
        ("files/columns.toml",), "in/columns.toml",
        ("profile import files/meeting.csv --to people --columns {file} --stated-by self --json",),
        ("workflow.people.tables",),
    ),
    "people.pnp": Reader(
        ("files/people.pnp.json",), "in/people.pnp.json",
        ("profile import {file} --to people --json",), ("profiles.exchange",),
    ),
    "interview": Reader(
        ("files/K-11.interview.json",), "in/.K-11.interview.json",
        ("profile interview in/K-11-sound.toml --json",), ("workflow.people.interview_desk",),
        like=".json",
    ),
    "session": Reader(
        ("files/session.toml",), "plain/session.toml",
        ("session check {file} --json", "recommend {file} --json", "status {file} --json",
         "purge --kit plain --dry-run --json",
         "group new --from {file} --repeats FREQ=WEEKLY --out made/group.toml --json"),
        ("session_files", "workflow.prepare.read", "workflow.mail.desk", "workflow.keep.begin"),
    ),
    "group": Reader(
        ("files/thursday.toml",), "plain/thursday.toml",
        ("group check {file} --json", "group show {file} --json", "status {file} --json",
         "send {file}@2026-12-10 --cancel --json"),
        ("session_files", "workflow.mailed.cancelled_date"),
    ),
    "kit": Reader(
        ("files/kit.toml",), "plain/kit.toml",
        ("session check plain/session.toml --json", "materials list --kit plain --json",
         "doctor --json"), ("kit_files",),
    ),
    "resources": Reader(
        ("files/resources.toml",), "plain/resources.toml",
        ("session check plain/session.toml --json",
         "prepare plain/session.toml --only K-11 --out resourced --json"), ("kit_files",),
    ),
    "rules": Reader(
        ("files/rules.toml",), "plain/rules.toml",
        ("session check plain/session.toml --json", "recommend plain/session.toml --json"),
        ("workflow.prepare.read",),
    ),
    "catalogue": Reader(
        ("files/es.po",), "locales/es/LC_MESSAGES/access_kit.po",
        ("locales check es --locales locales --json", "locales list es --locales locales --json",
         "locales update es --locales locales --json"),
        ("i18n.po_reader", "workflow.kit_locales"),
    ),
    "glossary": Reader(
        ("files/glossary-es.tsv",), "locales/glossary-es.tsv",
        ("locales check es --locales locales --json",), ("localization.glossary",),
    ),
    "mail": Reader(
        ("files/answer.eml", "files/bounce.eml", "files/picture.eml", "files/page.eml",
         "files/form.eml"),
        "in/answer.eml", (f"returns import {{file}} --kit kit --json{SECRET}",),
        ("delivery.saved_mail",),
    ),
    "mailbox": Reader(
        ("files/answers.mbox",), "in/answers.mbox",
        (f"returns import {{file}} --kit kit --json{SECRET}",), ("delivery.saved_mail",),
        like=".eml",
    ),
    "apple mail": Reader(
        ("files/answer.emlx",), "in/answer.emlx",
        (f"returns import {{file}} --kit kit --json{SECRET}",), ("delivery.saved_mail",),
        like=".eml",
    ),
    "filled form": Reader(
        ("files/filled.pdf",), "in/filled.pdf",
        (f"returns import {{file}} --kit kit --json{SECRET}",
         f"returns import {{file}} --kit kit --person K-11 --json{SECRET}"),
        ("delivery.mail_in", "workflow.returns.mail_files"),
    ),
    "reply in a text": Reader(
        ("files/answer.txt",), "in/answer.txt",
        (f"returns import {{file}} --kit kit --person K-11 --json{SECRET}",),
        ("delivery.mail_in",),
    ),
    "backup": Reader(
        ("files/backup.age",), "in/backup.age",
        ("vault restore {file} --check --kit kept --json --passphrase-fd {fd}",),
        ("store.backup", "store.restore"), secret="recovery-words",
    ),
    "backup without age": Reader(
        ("files/backup.zip",), "in/backup.zip",
        ("vault restore {file} --check --kit kept-plain --json --passphrase-fd {fd}",),
        ("store.backup", "store.restore"),
    ),
    "key": Reader(
        ("kit/vault.key",), "kit/vault.key", (f"profile list --kit kit --json{SECRET}",),
        ("store.key_file",), like=".key",
    ),
    "vault": Reader(
        ("kit/vault.db",), "kit/vault.db",
        (f"profile list --kit kit --json{SECRET}", f"vault audit --kit kit --json{SECRET}"),
        ("store.page_tags",), like=".db",
    ),
    "last use": Reader(
        ("state-home/access-kit/*.json",), "state-home/access-kit/*.json",
        (f"profile list --kit kit --json{SECRET}",),
        ("store.last_use",),
    ),
    "plan": Reader(
        (f"{OUT}plan.json",), f"{OUT}plan.json",
        (STATUS, "purge --kit kit --dry-run --json",
         f"send kit/session.toml --dry-run --json{SECRET}"),
        ("store.custody", "store.purge", "store.out_folders", "workflow.prepare.pack"),
    ),
    "packet": Reader(
        (f"{OUT}packets/K-11/manifest.json",), f"{OUT}packets/K-11/manifest.json",
        (STATUS, f"send kit/session.toml --dry-run --json{SECRET}",
         f"letters kit/session.toml --json{SECRET}"),
        ("workflow.packets", "workflow.prepare.pack", "workflow.printed.letters"),
    ),
    "register": Reader(
        (f"{OUT}laid-ready.json",), f"{OUT}laid-ready.json",
        (STATUS, f"send kit/session.toml --dry-run --json{SECRET}"),
        ("store.laid_ready", "store.take_back", "store.erase_papers", "store.speaking"),
    ),
    "noted": Reader(
        ("files/noted.json",), "kit/out/noted.json",
        (STATUS, "purge --kit kit --dry-run --json"), ("store.noted_files",),
    ),
    "receipts": Reader(
        ("plain/out/evening-group-2026-12-03/outbox/receipts.json",),
        "plain/out/evening-group-2026-12-03/outbox/receipts.json",
        ("status plain/session.toml --json", "send plain/session.toml --dry-run --json"),
        ("store.receipts",),
    ),
}  # fmt: skip
