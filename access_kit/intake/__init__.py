"""TOML → typed values with their lines, every Problem gathered.

One file is read in three steps: its text (``files``), its syntax and lines (``toml_lines``), its
values (``reader``). ``schema`` makes the JSON Schema of a class from the same annotations.
"""

from access_kit.intake.reader import Intake
from access_kit.intake.schema import json_schema

__all__ = ["Intake", "json_schema"]
