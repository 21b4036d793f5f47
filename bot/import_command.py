"""stappenbot import FILE: the draft of a plan out of a brochure, and what there is to look at in it."""

from collections.abc import Callable
from pathlib import Path

from bot.opening import Wrong
from content.brochures.draft import Draft
from content.brochures.ids import new_id
from content.brochures.letters import folded, mended
from content.brochures.lines import Unreadable
from content.brochures.making import drafted
from content.brochures.parts import DUTCH, PARTS
from content.brochures.reading import any_text, read
from content.brochures.writing import UNPLACED, written
from content.catalogue import read_catalogue
from content.check import check
from content.model import Plan
from content.translation import PLAN

MOST = 99  # the highest number of a plan
Print = Callable[[str], None]


def import_brochure(file: Path, folder: Path | None, number: int | None, say: Print, *, force: bool) -> int:
    """Write the draft, and say what is unsure and what comes next. Returns the exit code. Raises Wrong."""
    if number is not None and not 1 <= number <= MOST:
        raise Wrong(f"a plan has a number from 1 to {MOST}. Choose another for --number.")
    try:
        draft = _draft(file)
    except Unreadable as error:
        raise Wrong(f"{file}: {error}") from error
    known = read_catalogue().plans()
    same = _same(draft, number, known)
    id = _id(folder, same, draft)
    target = (folder or Path(id)) / PLAN
    chosen = number or draft.number or (same.number if same else _free(known))
    _write(target, written(draft, id, chosen, _clean(file.name)), force=force)
    _tell(draft, target, say)
    return 0


def _draft(file: Path) -> Draft:
    pages = read(file)
    if not any_text(pages):
        raise Unreadable(
            "no text is in it: it may be a scan, or its letters are pictures. Let a scanner read it (OCR), or type it into a .txt file."
        )
    draft = drafted(pages, _clean(file.stem))
    if draft is None:
        named = ", ".join(f"'{DUTCH[part]}'" for part in PARTS)
        raise Unreadable(f"none of the five parts was found in it. Put headings such as {named} above them, each on a line of its own.")
    return draft


def _clean(name: str) -> str:
    """The name of a file may hold anything."""
    return " ".join(mended(" ".join(name.split())).split()) or "brochure"


def _same(draft: Draft, number: int | None, known: tuple[Plan, ...]) -> Plan | None:
    """The plan of ours that this is a draft of: that of its title, or of its number when that is still coming."""
    wanted = number or draft.number
    by_title = next((plan for plan in known if folded(plan.title) == folded(draft.title)), None)
    return by_title or next((plan for plan in known if plan.number == wanted and plan.status == "coming"), None)


def _id(folder: Path | None, same: Plan | None, draft: Draft) -> str:
    """That of its folder, as plans are named after theirs; else that of the plan we have; else one out of its title."""
    name = folder.resolve().name if folder else ""
    if name and new_id(name, "", set()) == name:
        return name
    return same.id if same else new_id(draft.title, "plan", set())


def _free(known: tuple[Plan, ...]) -> int:
    taken = {plan.number for plan in known}
    return next(number for number in range(1, MOST + 1) if number not in taken)


def _write(target: Path, text: str, *, force: bool) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w" if force else "x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError as error:
        if not target.exists():
            raise Wrong(f"{target.parent} is a file. Name another folder with --to.") from error
        raise Wrong(f"{target} is there already. Name another folder with --to, or write over it with --force.") from error
    except OSError as error:
        raise Wrong(f"{target} can't be written ({error.strerror}). Name another folder with --to.") from error


def _tell(draft: Draft, target: Path, say: Print) -> None:
    found = f"{len(draft.experiences)} experiences, {len(draft.questions)} questions, {len(draft.steps)} steps, {len(draft.tips)} tips"
    say(f"{target}: a draft with {found}.")
    notes = draft.all_notes
    if notes or draft.loose:
        say("\nTo look at, each with its place in the brochure:")
    for note in notes:
        say(f"  {note}")
    for one in draft.loose:
        say(f"  {one.where}: not placed, as {one.why}. It is kept in the draft, below '{UNPLACED}'.")
    say("\nNext:")
    say(f"  1. Read {target} beside the brochure. Each of these notes stands in it too, where it belongs.")
    say(f"  2. `stappenbot check {target}` says what is still to be added: {len(check(target))} things now.")
    say("  3. When it has no more to say, set `status: ready`. docs/authors.md tells how a plan is written.")
