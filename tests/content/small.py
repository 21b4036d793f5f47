"""A small plan without problems, and ways to break it."""

from pathlib import Path

from content.check import check

SMALL = """\
id: klein
number: 9
status: ready
title: Een klein plan
challenge:
  text: Er is iets aan de hand.
  ask: Wat doen jullie?
signals:
  - id: geen-regels
    because: jullie geen regels hebben
  - id: stil
    because: jullie weinig praten
experiences:
  - id: ervaring
    title: Een ervaring
    text: Praten helpt.
    signals: [stil]
questions:
  - id: regels
    title: Hebben jullie regels?
    prompts:
      - id: zijn-er
        kind: choice
        text: Zijn er regels?
        options:
          - id: ja
            label: Ja
          - id: nee
            label: Nee
            signals: {geen-regels: 2}
      - id: praten
        kind: multi
        text: Hoe praten jullie?
        options:
          - id: samen
            label: Samen
            unless: {stil: 1}
          - id: niets
            label: Niets hiervan
    talk: Noem om de beurt een regel.
steps:
  - id: afspraken
    title: Maak regels
    text: Schrijf ze op.
    signals: [geen-regels]
  - id: praten
    title: Praat samen
    text: Drink thee.
    signals: [stil]
tips:
  - id: samen
    kind: do
    title: Doe het samen
    text: Dat is fijn.
    signals: [geen-regels]
  - id: alleen
    kind: dont
    title: Doe het niet alleen
    text: Dat is zwaar.
    signals: [stil]
"""


def write(folder: Path, text: str = SMALL, name: str = "plan.yaml") -> Path:
    """Writes a file there and gives its path."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def replaced(old: str, new: str) -> str:
    """The small plan with one thing changed; the old words must stand in it once."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def line(words: str, text: str) -> int:
    """The line on which these words first stand."""
    return text[: text.index(words)].count("\n") + 1


def checked(folder: Path, text: str) -> list[str]:
    """What the check says of a plan with that text, with the file's name only."""
    write(folder, text)
    return [f"{problem.file.name}:{problem.line}: {problem.message}" for problem in check(folder)]
