"""What ``--json`` answered, held against the schema that ships with the package."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import jsonschema

from tools.write_schemas import FOLDER, file_name


@lru_cache(maxsize=128)
def validator_of(schema: str) -> jsonschema.Draft202012Validator:
    """The shipped schema of an answer by its name, such as ``access-kit/send/1``."""
    return jsonschema.Draft202012Validator(
        json.loads((FOLDER / file_name(schema)).read_text(encoding="utf-8"))
    )


def fitting(answer: Any) -> Any:
    """The answer itself; ``ValidationError`` when it is not as its schema says."""
    validator_of(answer["schema"]).validate(answer)
    return answer
