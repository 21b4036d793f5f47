"""The schema that editors read."""

from content.schema import SCHEMA, schema


def test_the_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema(), "Run `python -m content.schema`."
