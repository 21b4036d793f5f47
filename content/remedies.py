"""Pydantic's errors as plain sentences that say what to do."""

import difflib
from collections.abc import Callable
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

SENTENCES: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "missing": lambda name, _: f"key {name} is missing. Add it.",
    "string_type": lambda name, _: f"{name} must be a text. Write it on one line, or after '>'.",
    "string_too_short": lambda name, _: f"{name} is empty. Write something, or remove the line.",
    "string_too_long": lambda name, context: f"{name} is too long. Use at most {context['max_length']} characters.",
    "literal_error": lambda name, context: f"{name} must be {context['expected']}. Choose one of them.",
    "int_type": lambda name, _: f"{name} must be a whole number. Write digits only.",
    "int_parsing": lambda name, _: f"{name} must be a whole number. Write digits only.",
    "greater_than_equal": lambda name, context: f"{name} must be at least {context['ge']}. Choose a higher number.",
    "less_than_equal": lambda name, context: f"{name} must be at most {context['le']}. Choose a lower number.",
    "too_short": lambda name, context: f"{name} needs at least {context['min_length']}. Add one.",
    "tuple_type": lambda name, _: f"{name} must be a list. Begin each item with '- ', or write [one, two].",
    "model_type": lambda name, _: f"{name} must have keys of its own. Write 'key: value' lines under it.",
    "dict_type": lambda name, _: f"{name} must have keys of its own. Write 'key: value' lines under it.",
    "value_error": lambda _, context: str(context["error"]),
}


def remedy(details: ErrorDetails, model: type[BaseModel]) -> str:
    """One error that pydantic found in that model, as a sentence with a remedy."""
    kind, place = details["type"], details["loc"]
    if kind == "extra_forbidden":
        return _unknown_key(place, model)
    if kind == "string_pattern_mismatch" and place[-1] == "of":
        return f"'of' is '{details['input']}', which is not a hash. Copy the eight characters that the check gives."
    if kind == "string_pattern_mismatch":
        return f"{_name(place)} '{details['input']}' is not an id. Use small letters, digits and single hyphens: 'my-group-2'."
    sentence = SENTENCES.get(kind)
    if sentence is None:
        return f"{_name(place)} is not right ({details['msg']}). Look it up in docs/authors.md."
    return sentence(_name(place), details.get("ctx", {}))


def _name(place: tuple[str | int, ...]) -> str:
    """What the author would call this place: its last key, with its position in a list."""
    place = tuple(part for part in place if part != "[key]")
    keys = [part for part in place if isinstance(part, str)]
    if not keys:
        return "this"
    if isinstance(place[-1], int):
        return f"item {place[-1] + 1} of '{keys[-1]}'"
    return f"'{keys[-1]}'"


def _unknown_key(place: tuple[str | int, ...], model: type[BaseModel]) -> str:
    key = str(place[-1])
    near = difflib.get_close_matches(key, _known_keys(place[:-1], model), n=1)
    meant = f", or did you mean '{near[0]}'?" if near else "."
    return f"unknown key '{key}'. Remove it{meant}"


def _known_keys(place: tuple[str | int, ...], model: type[BaseModel]) -> list[str]:
    for key in place:
        if isinstance(key, str) and key in model.model_fields:
            model = _model_in(model.model_fields[key].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `tuple[Step, ...]` or `Challenge | None` is about."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)
