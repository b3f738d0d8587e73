"""Write the JSON Schema of every file and answer: ``python -m tools.write_schemas``."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import access_kit
from access_kit.intake import json_schema
from access_kit.model import answers
from access_kit.model.answers.base import schema_of
from access_kit.model.columns import KeptColumns
from access_kit.model.kit import Kit, Resources
from access_kit.model.profile import Profile
from access_kit.model.series import Group
from access_kit.model.session import Session
from access_kit.recommend.check_rules import names_in_rules
from access_kit.recommend.rules import RULES_SCHEMA, KitRules

FOLDER = Path(access_kit.__file__).parent / "schemas"

FILES = (Kit, Session, Group, Profile, Resources, KeptColumns)


def answer_classes() -> Iterator[type]:
    """Every class of ``model/answers`` that has a name by its annotation."""
    for found in pkgutil.iter_modules(answers.__path__, f"{answers.__name__}."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if isinstance(one, type) and one.__module__ == found.name and schema_of(one):
                yield one


def file_name(schema: str) -> str:
    """``access-kit/vault-init/1`` stands in ``vault-init.schema.json``."""
    return f"{schema.split('/')[1]}.schema.json"


def schema_texts() -> dict[str, str]:
    """File name → text of each schema."""
    made = {
        file_name(schema_of(cls)): json_schema(cls, title=schema_of(cls), answer=cls not in FILES)
        for cls in (*FILES, *answer_classes())
    }
    made[file_name(RULES_SCHEMA)] = json_schema(
        KitRules, title=RULES_SCHEMA, names=names_in_rules()
    )
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in made.items()
    }


def main() -> None:
    """Write all anew; a schema that no class has any more goes."""
    FOLDER.mkdir(exist_ok=True)
    texts = schema_texts()
    for path in FOLDER.glob("*.schema.json"):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
