"""Writes schema.json, by which editors help authors; run `python -m content.schema` after a change of the model."""

import json
from pathlib import Path

from content.model import Plan

SCHEMA = Path(__file__).parent / "schema.json"


def schema() -> str:
    """The schema of a plan as JSON."""
    return json.dumps(Plan.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
