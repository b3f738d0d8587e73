"""Letters as one file for the printer, out of the packets as they were made.

- Everyone's letters go in one kind of envelope, and every packet begins on a right-hand page.
- The first sheet is a list for whoever stands at the printer: ids, sheets and pages, no names.
- In flats, a sheet of labels carries the addresses, all in one size, under the neutral sender.
- A letter counts as posted when a person says so, and not when it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from access_kit.delivery.addresses import postal_lines
from access_kit.delivery.envelopes import PAPER_SIZE
from access_kit.delivery.gate import ask
from access_kit.delivery.label_sheets import SENDER_ROOM, label_boxes, label_size
from access_kit.delivery.mailing import weigh
from access_kit.delivery.postage import postage_steps
from access_kit.documents.looks import look_for
from access_kit.documents.measure import count_pages
from access_kit.documents.pdf_join import join_pdfs
from access_kit.documents.renderers import render_main
from access_kit.documents.sheets import LabelPage, render_labels, render_scale
from access_kit.errors import BadInput, Problem, Severity
from access_kit.files import shown
from access_kit.i18n import Words
from access_kit.materials.blocks import bullets, make_document, paragraph
from access_kit.model.document import Document, Purpose, Table, Text
from access_kit.model.kit import EnvelopeName
from access_kit.model.ledger import REPLACED, MailKey, MailRow, MailState, next_time
from access_kit.model.look import LookName
from access_kit.model.profile import Channel
from access_kit.notation import read_own_json
from access_kit.store.laid_ready import lay
from access_kit.workflow.mail.choose import faults_of, refused
from access_kit.workflow.mail.desk import MailDesk
from access_kit.workflow.mail.hand_over import lease_of
from access_kit.workflow.mail.taken_back import PRINTED, take_back_noes, take_untrue_back
from access_kit.workflow.mail.tell import tell
from access_kit.workflow.mailed.dispatches import Dispatch, MailStep, Recipient
from access_kit.workflow.mailed.versions import letter_key, letter_stands
from access_kit.workflow.prepare.pack import PLAN
from access_kit.workflow.prepare.shapes import Work
from access_kit.workflow.printed.address_table import (
    ADDRESSES,
    AddressedLetter,
    address_rows,
    write_table,
)
from access_kit.workflow.printed.cancel_letters import STANDS, Enclosure, make_cancel_letters
from access_kit.workflow.printed.pick_up import PICK_UP, PickUps, make_pick_ups

LETTERS, LABELS, SCALE = "letters.pdf", "labels.pdf", "calibration.pdf"


@dataclass(frozen=True)
class Packed:
    """One person's letter: where it begins in the file, and how thick and heavy it is."""

    id: str
    key: MailKey
    page: int
    sheets: int
    grams: int
    postage: str
    by_hand: tuple[str, ...]
    lines: tuple[str, ...] = ()
    """Of the address."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Those of ``by_hand`` that lie in no packet."""


@dataclass(frozen=True)
class Batch:
    """What is to be printed; ``files`` by name. ``pick_ups`` wait until people come for them."""

    packed: tuple[Packed, ...]
    others: tuple[Dispatch, ...]
    flats: bool
    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    pick_ups: PickUps = field(default_factory=PickUps)

    @property
    def sheets(self) -> int:
        return sum(one.sheets for one in self.packed)


def make_batch(
    work: Work,
    people: Iterable[tuple[Recipient, Dispatch]],
    plan: Any,  # noqa: ANN401 (JSON)
    *,
    again: Sequence[str] = (),
) -> Batch:
    """The letters of ``people``; ``plan`` is the JSON that ``prepare`` wrote.

    ``again`` are ids whose letter was posted and is wanted once more.
    """
    flats = plan["mailing"]["envelope"] == EnvelopeName.FLAT.value
    wanted = {one.casefold() for one in again}
    others: list[Dispatch] = []
    found: list[Enclosure] = []
    for one, start in people:
        post = one.profile.contact.post
        if start.step is not MailStep.BY_HAND or one.packet is None:
            others.append(start)
            continue
        if post is None:
            others.append(start.but(MailStep.REFUSED, "no-postal-address"))
            continue
        lines = tuple(postal_lines(post, work.home_country))
        key = letter_key(work.session.id, one.packet, lines)
        stands = letter_stands(key, one.rows)
        if stands is not None and one.profile.id.casefold() not in wanted:
            others.append(start.but(*STANDS[stands]))
            continue
        if stands is not None:
            key = next_time(key, one.rows)
        printed = tuple(one.packet.read(paper.file) for paper in one.packet.printed)
        found.append(Enclosure(one, key, lines, printed, one.packet.by_hand))
    return _set(work, found, others, flats=flats)


def _set(
    work: Work,
    found: Sequence[Enclosure],
    others: Sequence[Dispatch],
    *,
    flats: bool,
) -> Batch:
    paper = work.kit.defaults.paper
    steps = postage_steps(work.home_country, flat=flats)
    packed: list[Packed] = []
    words = work.words(work.kit.defaults.locale)
    for cover_sheets in (1, 2, 4, 8, 16, 32):
        packed = []
        page = 2 * cover_sheets + 1
        for one in found:
            sheets = sum((count_pages(data) + 1) // 2 for data in one.printed)
            grams = weigh(sheets, paper, flat=flats)
            post, who = one.recipient.profile.contact.post, one.recipient.profile.id
            at_home = post is not None and post.country == work.home_country
            postage = steps.step_of(grams) if steps and at_home else ""
            packed.append(
                Packed(
                    who, one.key, page, sheets, grams, postage, one.by_hand, one.lines, one.files
                )
            )
            page += 2 * sheets
        cover = _cover(words, work, packed, flats=flats)
        if (count_pages(cover) + 1) // 2 <= cover_sheets:
            break
    if not packed:
        return Batch((), tuple(others), flats)
    blank = 2 * cover_sheets - count_pages(cover)
    title = words.text("letters.title")
    joined = join_pdfs(
        [cover, *(data for one in found for data in one.printed)],
        title=title,
        lang=words.locale,
        moment=work.now,
        pages_after_first=blank,
    )
    files = {LETTERS: joined}
    problems = [told for one in found for told in one.problems]
    if flats:
        files |= _labels(work, words, [one.lines for one in found], problems)
    return Batch(tuple(packed), tuple(others), flats, files, tuple(problems))


def _cover(words: Words, work: Work, packed: Sequence[Packed], *, flats: bool) -> bytes:
    """The list for whoever stands at the printer."""
    columns = ("id", "page", "sheets", "grams", "postage")
    shown = columns if any(one.postage for one in packed) else columns[:-1]
    header = tuple(words.inlines(f"letters.{name}") for name in shown)
    rows = tuple(
        tuple((Text(str(getattr(one, name)), isolate=True),) for name in shown) for one in packed
    )
    lines = [words.inlines("letters.print-as-it-is"), words.inlines("letters.both-sides")]
    lines.append(words.inlines("letters.flats" if flats else "letters.fold"))
    if "postage" in shown:
        lines.append(words.inlines("letters.weigh-one"))
    added = [
        words.inlines("letters.add", id=one.id, files=", ".join(one.by_hand))
        for one in packed
        if one.by_hand
    ]
    document: Document = make_document(
        words,
        words.text("letters.title"),
        Purpose.RUN_SHEET,
        (
            paragraph(words, "letters.intro", count=str(len(packed))),
            *bullets(lines),
            Table(header, rows),
            *bullets(added),
        ),
    )
    look = look_for(LookName.CLEAR_PRINT, paper=work.kit.defaults.paper)
    return render_main("pdf", document, look, moment=work.now)


def _labels(
    work: Work, words: Words, lines: Sequence[tuple[str, ...]], problems: list[Problem]
) -> dict[str, bytes]:
    paper = work.kit.defaults.paper
    size = label_size({str(at): one for at, one in enumerate(lines)}, paper)
    if size is None:
        problems.append(Problem("letters.label-too-small", Severity.WARNING))
        return {}
    sheet = LabelPage(
        label_boxes(paper),
        PAPER_SIZE[paper],
        size_pt=size,
        sender=", ".join(work.kit.agency.envelope_sender),
        sender_mm=SENDER_ROOM,
        title=words.text("letters.labels"),
        lang=words.locale,
    )
    return {LABELS: render_labels(lines, sheet, moment=work.now)}


def make_scale(work: Work) -> bytes:
    """The sheet to measure an envelope with."""
    words = work.words(work.kit.defaults.locale)
    steps = [words.text(f"letters.measure-{number}") for number in range(1, 7)]
    return render_scale(
        steps,
        paper_mm=PAPER_SIZE[work.kit.defaults.paper],
        title=words.text("letters.measure"),
        lang=words.locale,
        moment=work.now,
    )


def by_letter(desk: MailDesk) -> Iterator[tuple[Recipient, Dispatch]]:
    """The people who get letters, and how their letter stands with the gate."""
    session, is_off = desk.work.session, desk.is_cancelled
    for one in desk.recipients():
        shut = ask(one.profile, one.standing, Channel.LETTER, desk.clock())
        if shut is not None:
            continue
        start = Dispatch(one.profile.id, Channel.LETTER.value, MailStep.PLANNED)
        faults = faults_of(one, session, is_cancelled=is_off)
        shut = ask(one.profile, one.standing, Channel.LETTER, desk.clock(), faults=faults)
        yield one, refused(start, shut) if shut else start.but(MailStep.BY_HAND, "letter")


def lay_printed(desk: MailDesk, packed: Iterable[MailKey], told: str) -> None:
    """Note that packets were printed: they lie ready, and nobody knows yet if they went."""
    now = desk.clock()
    keys = list(packed)
    planned = [MailRow(key, MailState.PLANNED, "", "", at=now, told=told) for key in keys]
    for row in desk.ledger.mail(session=desk.work.session.id):
        is_older = row.key not in keys and row.key[:4] in {key[:4] for key in keys}
        if is_older and row.state is MailState.LAID_READY:
            desk.ledger.move_mail(row.key, MailState.TAKEN_BACK, reason=REPLACED)
    for row in desk.ledger.plan_mail(planned):
        if row.state in (MailState.TAKEN_BACK, MailState.FAILED):
            row = desk.ledger.move_mail(row.key, MailState.PLANNED, reason="printed")
        if row.state is MailState.PLANNED:
            desk.ledger.move_mail(row.key, MailState.LAID_READY, reason="printed")


def write_letters(
    desk: MailDesk,
    again: Sequence[str],
    settle_doubt: Callable[[], None],
    *,
    addresses: bool = False,
) -> tuple[Batch, tuple[Problem, ...]]:
    """Make the mailing of a session, lay it ready for the printer, and write each letter down.

    Of a meeting that is off, the letters say that. What somebody's no has closed is taken back
    before. ``again`` are ids whose letter is printed once more; ``settle_doubt`` is asked before
    anything lies ready: a store may be older than what was known. With ``addresses`` their table
    lies ready too, and one that is there is written again. ``BadInput`` where nothing was prepared
    for a meeting that is held.
    """
    plan, is_off = read_own_json(desk.folder / PLAN), desk.is_cancelled
    if plan is None and not is_off:
        raise BadInput(Problem("letters.not-prepared", file=shown(desk.folder)))
    with desk.ledger.lease(lease_of(desk.work.session)):
        taken = take_back_noes(desk)
        taken += take_untrue_back(desk, is_off=is_off, ways=PRINTED)
        settle_doubt()
        if plan is None or is_off:
            notices = make_cancel_letters(desk, again)
            batch = _set(desk.work, notices.enclosures, notices.others, flats=notices.flats)
            pick_ups = PickUps()
        else:
            batch = make_batch(desk.work, by_letter(desk), plan, again=again)
            pick_ups = make_pick_ups(desk, again)
        ids = tuple(one.id for one in batch.packed)
        waiting = tuple(one.id for one in pick_ups.packets)
        keys = [*(one.key for one in batch.packed), *(one.key for one in pick_ups.packets)]
        desk.keep_what_goes(keys)
        lay_printed(desk, keys, str(desk.told))
        for name, data in batch.files.items():
            lay(desk.folder, name, data, channel=Channel.LETTER.value, people=ids)
        for one in batch.packed:
            for name, data in one.files.items():
                lay(desk.folder, name, data, channel=Channel.LETTER.value, people=(one.id,))
        if batch.packed and (addresses or (desk.folder / ADDRESSES).is_file()):
            addressed = [AddressedLetter(p.id, p.page, p.sheets, p.lines) for p in batch.packed]
            heads, rows = address_rows(addressed)
            data = write_table(heads, rows)
            lay(desk.folder, ADDRESSES, data, channel=Channel.LETTER.value, rows=rows)
            batch = replace(batch, files={**batch.files, ADDRESSES: data})
        if waiting:
            way = Channel.IN_PERSON.value
            lay(desk.folder, PICK_UP, pick_ups.data, channel=way, people=waiting)
    told = (*batch.problems, *tell((*batch.others, *pick_ups.others)))
    return replace(batch, pick_ups=pick_ups), (*taken, *told)


def lay_scale(desk: MailDesk) -> Path:
    """The sheet to measure an envelope with, laid beside the letters."""
    return lay(desk.folder, SCALE, make_scale(desk.work))
