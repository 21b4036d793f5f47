"""From YAML to a plan, with every problem named by file, line and remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from content.model import Plan
from content.remedies import remedy

LARGEST = 1_000_000  # bytes; the largest plan is far below
DEEPEST = 12  # levels; a plan needs seven

Place = tuple[str | int, ...]
Lines = Mapping[Place, int]

# libyaml is ten times faster than PyYAML's own parser, but not in every build.
Yaml: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend in a file."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Broken(Exception):
    """What was read cannot be used; `problems` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Source:
    """A plan with the line on which each of its parts stands."""

    file: Path
    plan: Plan
    lines: Lines


def read_plan(file: Path) -> Plan:
    """The plan in that file. Raises Broken."""
    return read_source(file).plan


def read_source(file: Path) -> Source:
    """The plan in that file, with its lines. Raises Broken."""
    data, lines = read_yaml(file)
    try:
        return Source(file, Plan.model_validate(data), lines)
    except ValidationError as error:
        raise Broken(problems_of(error, file, lines, Plan)) from None


def problems_of(error: ValidationError, file: Path, lines: Lines, model: type[BaseModel]) -> list[Problem]:
    """Pydantic's errors in our words, in the order of the file."""
    details = error.errors()
    # A list whose items are wrong is called too short as well: what holds something wrong only follows from that.
    holding = {one["loc"][:depth] for one in details for depth in range(len(one["loc"]))}
    return sorted({Problem(file, line_of(lines, one["loc"]), remedy(one, model)) for one in details if one["loc"] not in holding})


def line_of(lines: Lines, place: Place) -> int:
    """The line of that place, or of the nearest thing around it that is written down."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def read_yaml(file: Path) -> tuple[dict[str, Any], Lines]:
    """The mapping in that file, all plain strings, and the line of every place in it. Raises Broken."""
    text = _text(file)
    try:
        _refuse_traps(file, text)
        root = yaml.compose(text, Loader=Yaml)
    except yaml.YAMLError as error:
        raise Broken([_not_yaml(file, text, error)]) from None
    if root is None:
        raise Broken([Problem(file, 1, "the file is empty. Write the plan in it, or remove it.")])
    if not isinstance(root, yaml.MappingNode):
        raise Broken([Problem(file, _line(root.start_mark), "the file must be a mapping. Begin with lines such as 'id: my-plan'.")])
    reading = _Reading(file, {}, [])
    data = reading.plain(root, ())
    if reading.problems:
        raise Broken(sorted(reading.problems))
    return data, reading.lines


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            raise Broken([Problem(file, 1, "the file is over 1 MB. A plan is a few pages of text; split it or shorten it.")])
        content = file.read_bytes()
    except OSError as error:
        raise Broken([Problem(file, 1, f"the file cannot be read ({error.strerror}). Look at its name and its rights.")]) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Broken([Problem(file, line, "this line is not UTF-8 text. Save the file as UTF-8.")]) from None


def _refuse_traps(file: Path, text: str) -> None:
    """Aliases can grow without end and deep nesting breaks the composer, so both stop here, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=Yaml):
        trap = ""
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            trap = f"this is nested more than {DEEPEST} levels deep. Look at the indentation and the brackets."
        if getattr(event, "anchor", None) is not None:
            trap = "anchors (&) and aliases (*) are not allowed. Write the text out, or put quotes around it."
        if trap:
            raise Broken([Problem(file, _line(event.start_mark), trap)])


def _line(mark: Any) -> int:
    """People count lines from one."""
    return int(mark.line) + 1 if mark else 1


def _not_yaml(file: Path, text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Problem(file, line, "this line has a character that no text has. Type the line anew.")
    line = _line(getattr(error, "problem_mark", None))
    reason = getattr(error, "problem", None) or "it cannot be read"
    return Problem(file, line, f"this is not YAML: {reason}. Look at the indentation, the quotes and the colons here and just above.")


@dataclass(frozen=True)
class _Reading:
    """Nodes become plain data; on the way the lines and the problems are kept."""

    file: Path
    lines: dict[Place, int]
    problems: list[Problem]

    def plain(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, _line(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*place, index)) for index, item in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            line = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(self.file, line, "a key must be one word. Look at the brackets and the colons."))
                continue
            if key.value in result:
                first = self.lines[(*place, key.value)]
                self.problems.append(Problem(self.file, line, f"key '{key.value}' stands here twice, first on line {first}. Keep one."))
                continue
            self.lines[(*place, key.value)] = line  # the key's line, as a list begins a line below it
            result[key.value] = self.plain(value, (*place, key.value))
        return result
