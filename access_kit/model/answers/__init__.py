"""What the program answers in JSON: plan.json, manifest.json, and each ``--json``.

These classes are the shape of the contract, a module an area; their JSON Schemas ship with the
package. An answer is a class below ``Answer`` with a ``schema``; what it holds is a dataclass too.
"""

from access_kit.model.answers.advice import (
    BookingAnswer,
    GroupAnswer,
    NotMetAnswer,
    ParticipantAnswer,
    RecommendAnswer,
    RecommendationAnswer,
)
from access_kit.model.answers.base import Answer, AnswerValue, to_plain
from access_kit.model.answers.consent import ConsentAnswer, ConsentsAnswer
from access_kit.model.answers.mail import (
    DispatchAnswer,
    LettersAnswer,
    PackedAnswer,
    PickUpAnswer,
    SendAnswer,
)
from access_kit.model.answers.packet import (
    ArtefactAnswer,
    ManifestAnswer,
    ManifestForm,
    ManifestItem,
)
from access_kit.model.answers.plan import (
    ChangedAnswer,
    FacilitatorAnswer,
    MadeFileAnswer,
    MailingAnswer,
    PlanAnswer,
    PrepareAnswer,
    SessionAnswer,
)
from access_kit.model.answers.problems import ProblemAnswer, ProblemsAnswer
from access_kit.model.answers.returns import BouncedAnswer, ReturnAnswer, ReturnsAnswer
from access_kit.model.answers.status import (
    HeldAnswer,
    MailStatus,
    PersonStatus,
    StatusAnswer,
    WordsAnswer,
)

__all__ = [
    "Answer",
    "AnswerValue",
    "ArtefactAnswer",
    "BookingAnswer",
    "BouncedAnswer",
    "ChangedAnswer",
    "ConsentAnswer",
    "ConsentsAnswer",
    "DispatchAnswer",
    "FacilitatorAnswer",
    "GroupAnswer",
    "HeldAnswer",
    "LettersAnswer",
    "MadeFileAnswer",
    "MailStatus",
    "MailingAnswer",
    "ManifestAnswer",
    "ManifestForm",
    "ManifestItem",
    "NotMetAnswer",
    "PackedAnswer",
    "ParticipantAnswer",
    "PersonStatus",
    "PickUpAnswer",
    "PlanAnswer",
    "PrepareAnswer",
    "ProblemAnswer",
    "ProblemsAnswer",
    "RecommendAnswer",
    "RecommendationAnswer",
    "ReturnAnswer",
    "ReturnsAnswer",
    "SendAnswer",
    "SessionAnswer",
    "StatusAnswer",
    "WordsAnswer",
    "to_plain",
]
