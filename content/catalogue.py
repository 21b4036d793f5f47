"""All plans in all languages, read once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from content.loader import Broken, Problem, Source, line_of, read_source
from content.model import Plan
from content.translation import PLAN, Translated, read_translation, translated, translation_files

PLANS = Path(__file__).parent / "plans"
DUTCH = "nl"

T = TypeVar("T")


@dataclass(frozen=True)
class Catalogue:
    """The plans by language, each language ordered by number; Dutch stands in where a translation is missing."""

    by_language: Mapping[str, tuple[Plan, ...]]
    languages: tuple[str, ...]

    def plans(self, language: str = DUTCH) -> tuple[Plan, ...]:
        """All plans in that language, or in Dutch when we do not speak it."""
        return self.by_language.get(language, self.by_language[DUTCH])

    def plan(self, number: int, language: str = DUTCH) -> Plan | None:
        """The plan of that number, if there is one."""
        return next((plan for plan in self.plans(language) if plan.number == number), None)

    def version(self, number: int) -> str:
        """The version of a plan: that of its Dutch, the same in all languages."""
        plan = self.plan(number)
        if plan is None:
            raise KeyError(f"There is no plan {number}. Ask for one of the catalogue's plans.")
        return plan.version


def read_catalogue(folder: Path = PLANS) -> Catalogue:
    """All plans under that folder. Raises Broken with the problems of all files."""
    problems = empty_folders(folder)
    sources: list[Source] = []
    translations: dict[str, list[Translated]] = {}
    for file in plan_files(folder):
        source = attempt(read_source, file, problems)
        beside = [attempt(read_translation, other, problems) for other in translation_files(file.parent)]
        if source:
            sources.append(source)
            translations[source.plan.id] = [translation for translation in beside if translation]
    problems += doubled(sources)
    if not sources and not problems:
        problems.append(Problem(folder, 1, f"there are no plans here. Put each plan in a folder of its own, as {PLAN}."))
    if problems:
        raise Broken(sorted(problems))
    return _catalogue([source.plan for source in sources], translations)


def attempt(read: Callable[[Path], T], file: Path, problems: list[Problem]) -> T | None:
    """What `read` makes of the file; what is broken in it joins the problems, so that the next file is read as well."""
    try:
        return read(file)
    except Broken as broken:
        problems += broken.problems
        return None


def plan_files(folder: Path) -> list[Path]:
    """The plan of each folder in `folder`."""
    return sorted(folder.glob(f"*/{PLAN}"))


def empty_folders(folder: Path) -> list[Problem]:
    """Folders without a plan: with a misspelt name a plan would silently be gone."""
    folders = sorted(inside for inside in folder.glob("[a-z0-9]*") if inside.is_dir() and not (inside / PLAN).is_file())
    return [Problem(inside, 1, f"this folder has no {PLAN}. Put one in it, or remove the folder.") for inside in folders]


def doubled(sources: Iterable[Source]) -> list[Problem]:
    """Numbers and ids that two plans share."""
    seen: dict[tuple[str, str | int], Path] = {}
    problems = []
    for source in sources:
        for key, value in (("number", source.plan.number), ("id", source.plan.id)):
            first = seen.setdefault((key, value), source.file)
            if first is not source.file:
                message = f"{key} '{value}' is also used by {first.parent.name}/{first.name}. Choose another {key}."
                problems.append(Problem(source.file, line_of(source.lines, (key,)), message))
    return problems


def _catalogue(plans: list[Plan], translations: Mapping[str, list[Translated]]) -> Catalogue:
    plans = sorted(plans, key=lambda plan: plan.number)
    words = {(id, translation.language): translation.words for id, beside in translations.items() for translation in beside}
    spoken = sorted({language for _, language in words})
    by_language = {DUTCH: tuple(plans)}
    for language in spoken:
        by_language[language] = tuple(translated(plan, words.get((plan.id, language), {})) for plan in plans)
    ready = [plan.id for plan in plans if plan.status == "ready"]
    whole = [language for language in spoken if all((id, language) in words for id in ready)]
    return Catalogue(by_language, (DUTCH, *whole))
