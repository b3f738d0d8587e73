"""Step 2: from what was read to a plan. Pure: same input, same plan, whatever the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from access_kit.delivery.addresses import postal_lines
from access_kit.delivery.envelopes import carrier, measured
from access_kit.delivery.reach import avoids, picks_up
from access_kit.documents import mail_body
from access_kit.documents.looks import look_for, look_of
from access_kit.documents.renderers import FORMATS, PAPER, USUAL, names_where
from access_kit.files import safe_stem
from access_kit.i18n import Words
from access_kit.i18n.fallback import SOURCE_LOCALE, canonical, same_language
from access_kit.materials.callers import caller_of, emergency_not_met
from access_kit.materials.discreet import care_withheld, withheld
from access_kit.materials.local_places import places_not_met
from access_kit.materials.way_marks import avoided_ways
from access_kit.model.document import Purpose
from access_kit.model.kit import Kit
from access_kit.model.look import Look
from access_kit.model.past import Past
from access_kit.model.plan import NotMet, PersonPlan, SettingValue
from access_kit.model.profile import (
    Channel,
    Contents,
    Detail,
    Pictures,
    Profile,
    ReadingFormat,
)
from access_kit.recommend.group import recommend_group
from access_kit.recommend.person import recommend_person
from access_kit.recommend.situation import Situation
from access_kit.workflow.handouts.handout_shapes import Handout
from access_kit.workflow.handouts.handout_ways import handouts_for, tell_ways
from access_kit.workflow.handouts.own_ways import tell_own_ways
from access_kit.workflow.prepare.shapes import Paper, PlannedPerson, SessionPlan, Work

TEXTED, CARDS = "sms", "card"
"""Formats that go by telephone."""

PAGE = "html"
"""The format of what is filled in on a screen; where the kit says so, a PDF goes with it."""

FULL_STEM = "-full"
"""How the stem of a long paper ends, where the short one goes first."""

SHARED_PRINT_PT = 18
"""Body size of a file that everyone gets alike, unless a member needs it larger."""


def make_situation(work: Work) -> Situation:
    return Situation(now=work.now, session=work.session, kit=work.kit, resources=work.resources)


def make_plan(work: Work, *, locale: str | None = None) -> SessionPlan:
    """The plan of a session. ``locale`` sets everyone's language, whatever they said."""
    situation = make_situation(work)
    plans = [(p, recommend_person(p, situation, work.book)) for p in work.profiles]
    people = tuple(plan_person(profile, plan, work, locale=locale) for profile, plan in plans)
    group = recommend_group(plans, situation, work.book)
    lines = {
        person.profile.id: postal_lines(person.profile.contact.post, work.home_country)
        for person in people
        if person.is_posted and person.profile.contact.post
    }
    defaults = work.kit.defaults
    own = work.kit.envelope
    envelope = measured(defaults.envelope, own) if own else defaults.envelope
    carriers = carrier(lines, envelope, defaults.paper)
    problems = (
        *work.problems,
        *carriers.problems,
        *tell_ways(work.handouts, work.kit, people),
        *tell_own_ways(work, people),
    )
    return SessionPlan(work, people, group, carriers, problems)


def plan_person(
    profile: Profile, plan: PersonPlan, work: Work, *, locale: str | None = None
) -> PlannedPerson:
    words = work.words(SOURCE_LOCALE)
    contents = profile.contact.contents or work.kit.defaults.contents
    is_posted = Channel.LETTER in profile.contact.safe and profile.contact.post is not None
    on_paper = is_posted or picks_up(profile, profile.contact.safe)
    formats, missing = choose_formats(profile, plan.settings, on_paper=on_paper)
    detail = detail_of(profile, work.kit)
    handouts = handouts_for(work.handouts, avoided_ways(profile), work.kit)
    own = replace(work, handouts=tuple(handouts))
    papers, kept_back = choose_papers(own, contents, plan.settings, words, detail)
    past = work.past.get(profile.id) if detail is Detail.ESSENTIALS else None
    read_in = (
        canonical(locale)
        if locale
        else choose_locale(profile, work.words, work.kit.defaults.locale)
    )
    reads = () if locale else tuple(one.value for one in profile.language.written if one.wanted)
    papers = returning_papers(papers, past, reads, read_in) if past else papers
    if is_mailed(profile):
        message = Paper(Purpose.EMAIL, "message", formats=mail_body.PARTS, detail=detail)
        on_screen = (PAGE, PAPER) if work.kit.papers.fillable_pdf and PAPER in formats else (PAGE,)
        answers = Paper(Purpose.ANSWERS, "answers", formats=on_screen, detail=detail)
        papers = (*papers, message, answers)
    if TEXTED in formats:
        papers = (*papers, Paper(Purpose.TEXTS, "texts", formats=(TEXTED,)))
    papers = tuple(_in_formats(paper, formats) for paper in papers)
    caller = caller_of(profile, plan.settings, work.kit)
    not_met = (
        *plan.not_met,
        *(format_not_met(one, formats, words, "plan.format-not-made") for one in missing),
        *kept_back,
        *emergency_not_met(caller, work.kit, words),
        *places_not_met(plan.resources, caller, words),
        *_worry_not_met(work, contents, words),
        *_pictures_not_met(plan, words),
    )
    return PlannedPerson(
        profile=profile,
        plan=replace(plan, not_met=tuple(not_met)),
        contents=contents,
        look=look_of(profile, work.kit, plan.settings),
        locale=read_in,
        formats=formats,
        papers=papers,
        is_posted=is_posted,
        past=past,
        reads=reads,
    )


def detail_of(profile: Profile, kit: Kit) -> Detail:
    """How much goes first: the person's word, else the kit's."""
    said = profile.reading.detail
    return said.value if said and said.wanted else kit.papers.detail


def _in_formats(paper: Paper, formats: tuple[str, ...]) -> Paper:
    """A letter or form is never a wall of texts: those have a paper of their own.

    What waits to be asked for is made in the formats that somebody can be handed.
    """
    if paper.formats or paper.handout:
        return paper
    left_out = (TEXTED, CARDS) if paper.on_request else (TEXTED,)
    own = tuple(name for name in formats if name not in left_out)
    return paper if own == formats else replace(paper, formats=own)


def _worry_not_met(work: Work, contents: Contents, words: Words) -> Iterator[NotMet]:
    """An agreement cannot say what happens when the agency is worried, where it has not said so."""
    if contents is Contents.FULL and work.own.crisis_short is None:
        yield NotMet(
            rule="U10",
            setting="agreement.crisis_short",
            value="crisis-short.md",
            because=words.text("plan.no-crisis-short"),
            alternatives=(
                words.text("plan.alternative.write-crisis-short"),
                words.text("plan.alternative.say-crisis-short"),
            ),
        )


def _pictures_not_met(plan: PersonPlan, words: Words) -> Iterator[NotMet]:
    """The papers that are written here hold no pictures; only handouts may."""
    wanted = [one for one in plan.recommendations if one.setting == "print.pictures"]
    for one in wanted[:1]:
        yield NotMet(
            rule=one.rule,
            setting=one.setting,
            value=one.value,
            because=words.text("plan.no-pictures"),
            alternatives=(
                words.text("plan.alternative.read-aloud"),
                words.text("plan.alternative.add-pictures"),
            ),
        )


def is_mailed(profile: Profile) -> bool:
    """Whether e-mail is a safe way to reach the person, and none that they avoid."""
    safe = Channel.EMAIL in profile.contact.safe and profile.contact.email is not None
    return safe and not avoids(profile, Channel.EMAIL)


def choose_locale(profile: Profile, words_of: Callable[[str], Words], usual: str) -> str:
    """The first language that the person reads and that there are words in, else the usual one."""
    for one in profile.language.written:
        if one.wanted and same_language(words_of(one.value).locale, one.value):
            return canonical(one.value)
    return canonical(usual)


def choose_formats(
    profile: Profile, settings: Mapping[str, SettingValue], *, on_paper: bool
) -> tuple[tuple[str, ...], tuple[ReadingFormat, ...]]:
    """The formats of a person's files, and what they asked for that cannot be made.

    Somebody who named no format gets paper and a web page. What is posted or handed over is paper
    (``on_paper``). Every
    packet holds one of the two: whoever helps a reader of braille or text messages can follow it
    there, and most other tools can go on from a web page. Somebody who takes text messages and
    likes pictures gets them as picture cards too.
    """
    named = settings.get("handouts.formats", ())
    wanted = [ReadingFormat(one) for one in named] if isinstance(named, tuple) else []
    avoided = {one.value for one in profile.reading.formats if not one.wanted}
    pictures = _likes_pictures(profile)
    missing = tuple(one for one in wanted if not made_for(one))
    if wanted:
        met = {name for one in wanted for name in made_for(one, pictures=pictures)}
    else:
        left = {name for one in ReadingFormat if one not in avoided for name in made_for(one)}
        met = left.intersection(USUAL)
    met = _join(met)
    # What is posted or handed over is paper, but not against a wish to have none.
    if on_paper and ReadingFormat.PRINT not in avoided:
        met.add(PAPER)
    # A packet that nobody around the reader can open helps neither: each has one usual format.
    if missing or not met.intersection(USUAL):
        met.add("html")
    return tuple(name for name in FORMATS if name in met), missing


def made_for(wish: ReadingFormat, *, pictures: bool = False) -> tuple[str, ...]:
    """The formats that meet a wish; with ``pictures``, those for who likes them too."""
    return names_where(lambda one: wish in one.serves and (pictures or not one.with_pictures))


def _join(met: set[str]) -> set[str]:
    """``met`` with one format in place of two, where one holds both."""
    for name, one in FORMATS.items():
        if one.joins and met.issuperset(one.joins):
            met = met - {one.joins[1]} | {name}
    return met


def _likes_pictures(profile: Profile) -> bool:
    pictures = profile.reading.pictures
    return bool(pictures and pictures.wanted and pictures.value is not Pictures.NONE)


def choose_papers(
    work: Work,
    contents: Contents,
    settings: Mapping[str, SettingValue],
    words: Words,
    detail: Detail = Detail.ESSENTIALS,
) -> tuple[tuple[Paper, ...], tuple[NotMet, ...]]:
    """The papers of a packet at its contents level, and what waits for another way.

    Where the short papers go first, the long ones are made too, and wait until they are asked for.
    """
    full = contents is Contents.FULL
    ours = [Paper(Purpose.LETTER, "letter"), Paper(Purpose.TECH_CHECK, "tech-check")]
    if full:
        ours.append(Paper(Purpose.CONSENT, "agreement"))
    papers = [replace(one, detail=detail) for one in ours]
    handouts = [
        one if full else one.for_discreet() for one in work.handouts if full or one.discreet
    ]
    papers += [Paper(Purpose.HANDOUT, safe_stem(one.stem), one) for one in handouts]
    if detail is Detail.ESSENTIALS:
        papers += [
            replace(one, stem=f"{one.stem}{FULL_STEM}", detail=Detail.FULL, on_request=True)
            for one in ours
        ]
    if full:
        return tuple(papers), ()
    held = [one.file for one in work.handouts if not one.discreet]
    has_lines = any(not entry.emergency for entry in work.kit.crisis)
    care = care_withheld(work.session, settings)
    return tuple(papers), tuple(withheld(words, held, care=care, has_lines=has_lines))


NOTE = "note"
"""The stem of what somebody gets who has been there."""


def returning_papers(
    papers: tuple[Paper, ...], past: Past, reads: Sequence[str], locale: str
) -> tuple[Paper, ...]:
    """What goes to somebody who has been there: a note, and what is new to them.

    The agreement stays out once it is written, where its words were shown before and still hold.
    """
    known = past.handouts

    def is_new(handout: Handout) -> bool:
        return handout.digest_for(handout.locale_for(reads, locale)) not in known

    return (
        Paper(Purpose.LETTER, NOTE),
        *(replace(one, once_signed=True) for one in papers if one.purpose is Purpose.CONSENT),
        *(one for one in papers if one.handout and is_new(one.handout)),
    )


def group_look(plan: SessionPlan) -> Look:
    """The look of what everyone gets alike: large print for all, never one member's own size."""
    defaults = plan.work.kit.defaults
    size = plan.group.settings.get("shared.print_pt", SHARED_PRINT_PT)
    shared = float(size) if isinstance(size, int | float) else SHARED_PRINT_PT
    look = look_for(defaults.look, paper=defaults.paper)
    size_pt = max(look.body_pt, shared)
    return look_for(defaults.look, paper=defaults.paper, print_size_pt=size_pt)


def format_not_met(
    wanted: ReadingFormat, formats: Iterable[str], words: Words, because: str
) -> NotMet:
    """A format that a person asked for and does not get; ``because`` is the key of the reason."""
    ways = [words.text("plan.alternative.web-page"), words.text("plan.alternative.read-aloud")]
    if PAPER in formats:
        ways.insert(0, words.text("plan.alternative.large-print"))
    return NotMet(
        rule="U07",
        setting="handouts.formats",
        value=wanted.value,
        because=words.text(because),
        alternatives=tuple(ways),
    )


def wish_behind(format_name: str) -> ReadingFormat | None:
    """What a person asked for when they get files in this format; ``None`` for what we add."""
    one = FORMATS[format_name]
    return one.serves[0] if one.serves and not one.with_pictures else None
