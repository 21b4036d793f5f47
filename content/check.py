"""The check that authors run: everything that the schema cannot see, in all files at once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from content.catalogue import PLANS, attempt, doubled, empty_folders, plan_files
from content.drafts import draft_problems
from content.ids import id_problems
from content.limits import LABEL, units
from content.loader import Problem, Source, line_of, read_source
from content.longest import advice_problems
from content.model import Item
from content.reach import Search, sounds
from content.reserved import reserved_problems
from content.scoring import EXPERIENCES, STEPS, TIPS
from content.sizes import Written, size_problems
from content.translation import PLAN, Translated, hash_of, is_language, places, read_translation, texts, translated, translation_files


def check(path: Path | None = None) -> list[Problem]:
    """All problems of a plan, or of all plans in a folder, by file and line."""
    path = path or PLANS
    files = _files(path)
    if not files:
        return [Problem(path, 1, f"there is no plan here. Name a {PLAN}, its folder, or a folder of plans.")]
    problems = empty_folders(path) if files[0].parent.parent == path else []
    sources = [source for file in files if (source := attempt(read_source, file, problems))]
    for source in sources:
        problems += [*id_problems(source), *_reach_problems(source), *_silent_questions(source), *draft_problems(source)]
        problems += _word_problems(_dutch(source))
    by_file = {source.file: source for source in sources}
    for file in files:
        problems += _translation_problems(file, by_file.get(file))
    return sorted({*problems, *doubled(sources)})


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if (path / PLAN).is_file():
        return [path / PLAN]
    return plan_files(path)


def _dutch(source: Source) -> Written:
    lines = {id: line_of(source.lines, place) for id, place in places(source.plan).items()}
    return Written(source.file, source.plan, lines)


def _word_problems(written: Written) -> list[Problem]:
    """What holds in every language."""
    return [*size_problems(written), *reserved_problems(written), *advice_problems(written)]


def _silent_questions(source: Source) -> Iterator[Problem]:
    """Drafts may leave it out, so the schema does; a group whose answers lie far apart needs it."""
    for index, question in enumerate(source.plan.questions):
        if source.plan.status == "ready" and question.talk is None:
            line = line_of(source.lines, ("questions", index, "id"))
            message = f"question '{question.id}' has no 'talk'. Add it: what to ask the group when its answers lie far apart."
            yield Problem(source.file, line, message)


def _reach_problems(source: Source) -> Iterator[Problem]:
    plan = source.plan
    dos = [tip for tip in plan.tips if tip.kind == "do"]
    donts = [tip for tip in plan.tips if tip.kind == "dont"]
    yield from _unreached(source, "steps", plan.steps, STEPS)
    yield from _unreached(source, "tips", dos, TIPS)
    yield from _unreached(source, "tips", donts, TIPS)
    yield from _unreached(source, "experiences", plan.experiences, EXPERIENCES)


def _unreached(source: Source, part: str, items: Sequence[Item], most: int) -> Iterator[Problem]:
    search = Search(source.plan, items, most)
    for index, item in enumerate(items):
        what = f"{part.removesuffix('s')} '{item.id}'"
        if not item.signals:
            message = f"{what} names no signals, so it is never advised. Name those that it answers."
            yield Problem(source.file, _line_of_item(source, part, item), message)
        elif not sounds(source.plan, item):
            message = f"{what} can never be advised, as no answer gives one of its signals. Name them in options."
            yield Problem(source.file, _line_of_item(source, part, item), message)
        elif search.answers(index) is None:
            message = f"no answers were found that bring {what} among the best {most}. Give its signals more weight, or name more of them."
            yield Problem(source.file, _line_of_item(source, part, item), message)


def _line_of_item(source: Source, part: str, item: Item) -> int:
    index = next(index for index, other in enumerate(dict(source.plan.items)[part]) if other is item)
    return line_of(source.lines, (part, index, "id"))


def _translation_problems(file: Path, source: Source | None) -> list[Problem]:
    """The problems of the files beside a plan; what a translation lacks is known only when its plan can be read."""
    if file.name != PLAN:
        return []
    problems = [_misnamed(other) for other in sorted(file.parent.iterdir()) if other.suffix in {".yaml", ".yml"} and not _expected(other)]
    for beside in translation_files(file.parent):
        translation = attempt(read_translation, beside, problems)
        if translation and source:
            problems += _stale(source, translation)
            problems += _word_problems(_in_other_words(source, translation))
    return problems


def _expected(file: Path) -> bool:
    return file.name == PLAN or (file.suffix == ".yaml" and is_language(file.stem))


def _misnamed(file: Path) -> Problem:
    return Problem(file, 1, f"this file is never read. Name it by its language, such as 'ar.yaml'; the Dutch belongs in {PLAN}.")


def _stale(source: Source, translation: Translated) -> Iterator[Problem]:
    """What is missing, outdated or unknown. A short label may be added where the Dutch needs none, and left out where none is needed."""
    dutch = texts(source.plan)
    for id, text in dutch.items():
        if id not in translation.texts and not _needs_no_short(id, translation):
            yield Problem(translation.file, 1, f"'{id}' is missing, so its Dutch is shown. Add it, with 'of: {hash_of(text)}'.")
    for id, entry in translation.texts.items():
        line = line_of(translation.lines, (id,))
        original = dutch.get(id) or (dutch.get(id.removesuffix("short") + "label") if id.endswith(".short") else None)
        if original is None:
            yield Problem(translation.file, line, f"the plan has no text '{id}'. Correct the id, or remove it.")
        elif entry.of != hash_of(original):
            message = f"the Dutch of '{id}' has changed since. Look whether this still says the same, and set 'of: {hash_of(original)}'."
            yield Problem(translation.file, line, message)


def _needs_no_short(id: str, translation: Translated) -> bool:
    label = translation.texts.get(id.removesuffix("short") + "label")
    return id.endswith(".short") and (label is None or units(label.text) <= LABEL)


def _in_other_words(source: Source, translation: Translated) -> Written:
    lines = {id: line_of(translation.lines, (id,)) for id in translation.texts}
    return Written(translation.file, translated(source.plan, translation.words), lines)
