"""What ``returns import`` says: the words to read first, and each message in its answer."""

from __future__ import annotations

from collections.abc import Iterable

from access_kit.console import Talk
from access_kit.files import shown
from access_kit.model.answers import ReturnAnswer, WordsAnswer
from access_kit.workflow.returns.mail_files import TakenMessage


def say_words(talk: Talk, words: Iterable[WordsAnswer], *, indent: str = "") -> None:
    """What people wrote, before all else. It is said and never logged."""
    for one in words:
        talk.say(f"{indent}{_writer(one)}:")
        talk.say("\n".join(f"{indent}  {line}".rstrip() for line in one.text.splitlines()))
        talk.say()


def _writer(words: WordsAnswer) -> str:
    if not words.from_:
        return f"{words.id or 'Somebody whom we do not know'} wrote"
    if not words.id:
        return f"Somebody whom we do not know wrote, from {words.from_}"
    return f"Somebody wrote from {words.from_}, and it is not sure that it was {words.id}"


def answer_of(message: TakenMessage) -> ReturnAnswer:
    came = message.came
    return ReturnAnswer(
        file=shown(message.file),
        number=message.number,
        kind=came.kind,
        id=came.person,
        session=came.session,
        forms=came.forms,
        consent=came.consent,
        help=came.help,
        right_for_you=came.right_for_you,
        unclear=came.unclear,
        also_wrote=came.also_wrote,
        stopped=came.stopped,
    )
