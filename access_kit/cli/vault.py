"""``access-kit vault``: make, open, back up and end the encrypted file of people's details."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from access_kit.cli.door import Door, KitDoor
from access_kit.cli.options import KitFolder, QuickTalk, Yes, make_app, read_now
from access_kit.cli.unlock import (
    Secrets,
    find_kit_here,
    opening_for,
    require_vault,
    try_patiently,
)
from access_kit.console import Talk, counted
from access_kit.errors import BadInput, CheckFailed, Problem, Severity
from access_kit.files import refuse_existing, shown, write_atomic
from access_kit.model.answers.vault import (
    AuditEntryAnswer,
    VaultAuditAnswer,
    VaultBackupAnswer,
    VaultEraseAnswer,
    VaultInitAnswer,
    VaultPassphraseAnswer,
    VaultRecoverAnswer,
    VaultRestoreAnswer,
    VaultRestoreCheckAnswer,
)
from access_kit.model.kit import Kit
from access_kit.store.guard import synced_by, usual_page
from access_kit.store.protocol import Opening

app = make_app()

Page = Annotated[
    Path | None,
    typer.Option(
        "--page", metavar="FILE", help="Where the recovery page goes; else your home folder."
    ),
]
SayWords = Annotated[
    bool, typer.Option("--say-words", help="Say the 24 recovery words here; write no page.")
]


@app.callback()
def vault() -> None:
    """Make, open, back up and end the encrypted file of people's details."""


@app.command(epilog="Example: access-kit vault init --name Jo")
def init(
    door: KitDoor,
    talk: QuickTalk,
    name: Annotated[str, typer.Option(help="Your name in the audit log.")] = "",
    page: Page = None,
    say_words: SayWords = False,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Let this computer's keyring hold the key too.")
    ] = False,
) -> None:
    """Make the vault, and the recovery page that opens it when the passphrase is lost."""
    from access_kit.store.keyrings import keep_key
    from access_kit.store.opening import split_url
    from access_kit.store.vault_files import making_vault, require_free

    folder, read = door.find()
    if split_url(read.store.url)[0] == "postgresql":
        _init_server(folder, read, name, door, talk)
        return
    path = require_vault(read, folder)
    require_free(path)
    secrets = door.secrets()
    opening = opening_for(folder, secrets, name or read.store.operator)
    if page and not say_words:
        refuse_existing([page])
    with making_vault(path, _new_passphrase(secrets, read, talk), opening) as new:
        if keyring:
            keep_key(new.key_file.vault, new.data_key)
        place = _page_path(page, new.key_file.vault, say_words)
        given = _give_recovery(new.recovery, new.key_file.vault, read, talk, place)
        new.place(keyring=keyring)
    _note(path, new.data_key, opening, page=place)
    talk.say(f"Made {shown(path)} and its key file. Both belong together; only you can read them.")
    talk.say("Make a backup now and then: access-kit vault backup")
    talk.answer(VaultInitAnswer(shown(path), given.page, keyring, given.words))


def _init_server(folder: Path, kit: Kit, name: str, door: Door, talk: Talk) -> None:
    """On a server the tables are made, and the user's name is kept."""
    from access_kit.store.opening import open_store

    named = name or kit.store.operator
    store = open_store(kit.store.url, opening_for(folder, door.secrets(), named))
    store.close()
    talk.say("The store on the server is ready.")
    talk.answer(VaultInitAnswer(vault=None, recovery_page=None, keyring=False))


@app.command(epilog="Example: access-kit vault passphrase")
def passphrase(
    door: KitDoor,
    talk: QuickTalk,
    keyring: Annotated[
        bool | None,
        typer.Option(
            "--keyring/--no-keyring",
            help="Let this computer's keyring hold the key, or no longer; the passphrase stays.",
        ),
    ] = None,
    new_page: Annotated[
        bool, typer.Option("--new-page", help="Make a new recovery page; the passphrase stays.")
    ] = False,
    page: Page = None,
    say_words: SayWords = False,
) -> None:
    """Change the passphrase, the recovery page, or what the keyring holds."""
    from access_kit.store.vault_files import change_passphrase, hold_in_keyring

    folder, read = door.find()
    path = require_vault(read, folder)
    secrets = door.secrets()
    opening = opening_for(folder, secrets, read.store.operator)
    # Whoever changes who may open the vault shows that they may: the keyring is not asked.
    data_key = try_patiently(lambda: _key_by_passphrase(path, opening), secrets, talk)
    given = NO_RECOVERY
    if keyring is not None:
        hold_in_keyring(path, data_key, keyring)
        _note(path, data_key, opening, "keyring-changed")
        talk.say("The keyring holds the key." if keyring else "The keyring holds no key.")
    if new_page:
        given = _renew_recovery(path, data_key, read, opening, talk, page, say_words)
    if keyring is None and not new_page:
        change_passphrase(path, data_key, _new_passphrase(secrets, read, talk))
        _note(path, data_key, opening, "passphrase-changed")
        talk.say("The passphrase is changed. Backups made earlier open with the earlier one.")
    talk.answer(VaultPassphraseAnswer(shown(path), given.page, given.words))


@app.command(epilog="Example: access-kit vault recover")
def recover(
    door: KitDoor,
    talk: QuickTalk,
    new_page: Annotated[
        bool, typer.Option("--new-page", help="Make a new recovery page as well.")
    ] = False,
    page: Page = None,
    say_words: SayWords = False,
) -> None:
    """Open the vault with the recovery page, and choose a new passphrase."""
    from access_kit.store.key_file import key_path, read_key_file
    from access_kit.store.recovery import from_words
    from access_kit.store.vault import check_files
    from access_kit.store.vault_files import change_passphrase

    folder, read = door.find()
    path = require_vault(read, folder)
    check_files(path)
    secrets = door.secrets()
    opening = opening_for(folder, secrets, read.store.operator)
    secret = from_words(secrets.ask("recovery words"))
    data_key = read_key_file(key_path(path)).open_with_recovery(secret)
    change_passphrase(path, data_key, _new_passphrase(secrets, read, talk))
    _note(path, data_key, opening, "recovered")
    talk.say("The vault opens with the new passphrase.")
    given = NO_RECOVERY
    if new_page:
        given = _renew_recovery(path, data_key, read, opening, talk, page, say_words)
    talk.answer(VaultRecoverAnswer(shown(path), given.page, given.words))


@app.command(epilog="Example: access-kit vault backup /media/usb-stick")
def backup(
    door: KitDoor,
    talk: QuickTalk,
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR|FILE]", help="Where it goes; without it, the kit's backups."),
    ] = None,
) -> None:
    """Write a backup, encrypted to the recovery page, and read it again to be sure."""
    from access_kit.store.backup import write_backup
    from access_kit.store.key_file import key_path, read_key_file
    from access_kit.store.newest_backup import FOLDER
    from access_kit.store.vault import check_files, find_data_key, open_with_key

    folder, read = door.find()
    path = require_vault(read, folder)
    secrets = door.secrets()
    opening = opening_for(folder, secrets, read.store.operator)
    check_files(path)
    key_file = read_key_file(key_path(path))
    data_key = try_patiently(lambda: find_data_key(key_file, opening), secrets, talk)
    store = open_with_key(path, data_key, opening)
    try:
        talk.tell(store.warnings)
        made = write_backup(path, data_key, target or folder / FOLDER, opening)
        store.note_backup(made.path.name)
    finally:
        store.close()
    needed = "the recovery page" if made.encrypted_to_recovery else "the passphrase"
    talk.say(f"Wrote {shown(made.path)} and read it again: it is whole. It opens with {needed}.")
    talk.say("Keep a copy away from this computer.")
    talk.answer(
        VaultBackupAnswer(
            backup=shown(made.path),
            counter=made.counter,
            opens_with="recovery" if made.encrypted_to_recovery else "passphrase",
        )
    )


@app.command(epilog="Example: access-kit vault restore backups/vault-20261122-090000.age")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    door: KitDoor,
    talk: QuickTalk,
    check: Annotated[
        bool, typer.Option("--check", help="Only try it: open it, read it all, put nothing back.")
    ] = False,
) -> None:
    """Put a backup back, where there is no vault; with --check, try whether it can be."""
    from access_kit.store.restore import restore_vault

    folder, read = door.find()
    path = require_vault(read, folder)
    secrets = door.secrets()
    opening = opening_for(folder, secrets, read.store.operator)
    if check:
        _check_backup(file, path, opening, secrets, talk)
        return
    found = try_patiently(lambda: restore_vault(file, path, opening), secrets, talk)
    talk.say(f"Put back {shown(path)} with {counted(found.people, 'person')}.")
    talk.say("Its passphrase is that of its time.")
    until = f" {found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else " the backup"
    talk.say(f"What was sent or said after{until} is not in it, a no too.")
    talk.say("Read the mail since then again: access-kit returns import FILE.")
    talk.say("Write down what was said to you: access-kit consent withdraw ID --scope WAY.")
    talk.say("Erase again who was erased since. The next sending asks first.")
    newest = found.newest.isoformat() if found.newest else None
    talk.answer(VaultRestoreAnswer(shown(path), found.people, newest))


def _check_backup(file: Path, vault: Path, opening: Opening, secrets: Secrets, talk: Talk) -> None:
    from access_kit.store.restore import check_backup

    found = try_patiently(lambda: check_backup(file, vault, opening), secrets, talk)
    until = f", until {found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else ""
    talk.say(f"{shown(file)} opens and is whole: {counted(found.people, 'person')}{until}.")
    talk.say("Nothing was put back.")
    talk.answer(
        VaultRestoreCheckAnswer(
            backup=shown(file),
            people=found.people,
            counter=found.counter,
            newest=found.newest.isoformat() if found.newest else None,
        )
    )


@app.command(epilog="Example: access-kit vault erase")
def erase(
    talk: QuickTalk,
    kit: KitFolder = None,
    yes: Yes = False,
) -> None:
    """End the vault: nothing in it can be read again, except in backups."""
    from access_kit.store.newest_backup import newest_backup
    from access_kit.store.vault_files import destroy_vault

    folder, read = find_kit_here(kit)
    path = require_vault(read, folder)
    if not yes:
        typer.confirm(f"End {shown(path)} and everything in it?", abort=True, err=True)
    removed = destroy_vault(path)
    if not removed:
        raise BadInput(Problem("vault.missing", file=shown(path)))
    talk.say(f"Removed {', '.join(shown(one) for one in removed)}.")
    if newest_backup(folder):
        talk.say("Backups still hold everybody, for whoever has the recovery page.")
    talk.answer(VaultEraseAnswer(tuple(map(shown, removed))))


@app.command(epilog="Example: access-kit vault audit --person K-07")
def audit(
    door: KitDoor,
    talk: QuickTalk,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what concerns this person.")
    ] = None,
) -> None:
    """Check the vault and its log, and say who did what with whose record."""
    with door.store(talk) as (_, store):
        problems = store.check()
        entries = list(store.audit(whose=person))
    if problems:
        raise CheckFailed(problems)
    for entry in entries:
        who = f"{entry.name} ({entry.user})" if entry.name else entry.user
        whose = f", {entry.whose}" if entry.whose else ""
        what = entry.what.replace("-", " ")
        talk.say(f"{entry.number}. {entry.at:%Y-%m-%d %H:%M} UTC, {who}: {what}{whose}")
    talk.say(f"The log is whole: {counted(len(entries), 'entry')} shown.")
    talk.answer(
        VaultAuditAnswer(
            whole=True,
            entries=tuple(
                AuditEntryAnswer(
                    number=entry.number,
                    at=entry.at.isoformat(),
                    user=entry.user,
                    name=entry.name,
                    what=entry.what,
                    whose=entry.whose,
                    digest=entry.digest,
                )
                for entry in entries
            ),
        )
    )


# -- the recovery page --------------------------------------------------------------------------


def _page_path(page: Path | None, vault: str, say_words: bool) -> Path | None:
    """Where the page goes; ``None`` when the words are said. Nothing is overwritten."""
    if say_words:
        return None
    path = page or usual_page(vault)
    refuse_existing([path])
    return path


@dataclass(frozen=True)
class Recovery:
    """How the vault's recovery was given: the page's path as shown, or the words that were said."""

    page: str | None = None
    words: tuple[str, ...] | None = None


NO_RECOVERY = Recovery()


def _give_recovery(secret: bytes, vault: str, kit: Kit, talk: Talk, path: Path | None) -> Recovery:
    """Write the page, or say the words; they are nowhere else, so the answer of --json has them."""
    if path is None:
        from access_kit.store.recovery import to_words

        talk.say("Recovery words. Write them down and lock them up; they are said only once:")
        words = to_words(secret)
        for number, word in enumerate(words, start=1):
            talk.say(f"{number}. {word}")
        return Recovery(words=words)
    from access_kit.store.recovery_page import render_recovery_page

    data = render_recovery_page(
        secret, vault, locale=kit.defaults.locale, paper=kit.defaults.paper, moment=read_now()
    )
    write_atomic(path, data)
    service = synced_by(path.parent)
    if service:
        facts = {"service": service}
        synced = Problem("vault.page-synced", Severity.WARNING, file=shown(path), facts=facts)
        talk.tell([synced])
    talk.say(f"Wrote the recovery page, {shown(path)}: print it, lock it up, delete the file.")
    return Recovery(page=shown(path))


def _renew_recovery(
    path: Path,
    data_key: bytes,
    kit: Kit,
    opening: Opening,
    talk: Talk,
    page: Path | None,
    say_words: bool,
) -> Recovery:
    from access_kit.store.key_file import key_path, read_key_file
    from access_kit.store.recovery import new_secret
    from access_kit.store.vault_files import change_recovery

    secret = new_secret()
    vault_id = read_key_file(key_path(path)).vault
    place = _page_path(page, vault_id, say_words)
    given = _give_recovery(secret, vault_id, kit, talk, place)
    change_recovery(path, data_key, secret)
    _note(path, data_key, opening, "recovery-page-changed", page=place)
    talk.say("The earlier page opens only backups made earlier: keep it as long as they.")
    return given


def _new_passphrase(secrets: Secrets, kit: Kit, talk: Talk) -> str:
    own = (kit.agency.name, kit.agency.from_name, kit.store.operator)
    return secrets.ask_new(lambda problem: talk.tell([problem]), [one for one in own if one])


def _key_by_passphrase(path: Path, opening: Opening) -> bytes:
    from access_kit.store.key_file import key_path, read_key_file
    from access_kit.store.vault import check_files

    check_files(path)
    file = read_key_file(key_path(path))
    return file.open_with_passphrase(opening.ask("passphrase"))


def _note(
    path: Path, data_key: bytes, opening: Opening, what: str = "", page: Path | None = None
) -> None:
    """An audit entry about the vault itself, and where its recovery page was put."""
    from access_kit.store.vault import NEWEST, PAGE, open_with_key

    store = open_with_key(path, data_key, opening)
    try:
        if what:
            store.note(what)
        if page:
            store.put_document(PAGE, NEWEST, str(page.resolve()).encode())
    finally:
        store.close()
