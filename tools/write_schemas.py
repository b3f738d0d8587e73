"""Write the JSON Schema of every file and answer: ``python -m tools.write_schemas``."""

from __future__ import annotations

import json
from pathlib import Path

import access_kit
from access_kit.intake import json_schema
from access_kit.model import answers
from access_kit.model.kit import Kit, Resources
from access_kit.model.profile import Profile
from access_kit.model.session import Session
from access_kit.recommend.schema import rules_schema

FOLDER = Path(access_kit.__file__).parent / "schemas"

FILES = {"kit": Kit, "session": Session, "profile": Profile, "resources": Resources}
ANSWERS = {
    "plan": answers.PlanAnswer,
    "manifest": answers.ManifestAnswer,
    "prepare": answers.PrepareAnswer,
    "recommend": answers.RecommendAnswer,
    "send": answers.SendAnswer,
    "letters": answers.LettersAnswer,
    "status": answers.StatusAnswer,
    "returns": answers.ReturnsAnswer,
    "bounced": answers.BouncedAnswer,
    "consent": answers.ConsentsAnswer,
    "problems": answers.ProblemsAnswer,
}


def schema_texts() -> dict[str, str]:
    """File name → text of each schema."""
    made = {name: json_schema(cls, title=f"access-kit/{name}/1") for name, cls in FILES.items()}
    made["rules"] = rules_schema()
    made |= {
        name: json_schema(cls, title=f"access-kit/{name}/1", answer=True)
        for name, cls in ANSWERS.items()
    }
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in made.items()
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in schema_texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
