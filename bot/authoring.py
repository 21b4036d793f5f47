"""The commands for whoever writes plans: check | import | simulate. None of them needs a setting or a database."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bot.opening import Wrong

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_to(add: Add) -> None:
    """Put them among the commands."""
    check = add("check", _check, "Check plans: print all problems with file, line and remedy. Exit code 0: none, 1: some.")
    either = check.add_mutually_exclusive_group()
    either.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a plan.yaml, its folder, or a folder of plans (default: ours)")
    either.add_argument("--explain", metavar="PLAN", help="which answers bring which advice; PLAN is a path, or the id or number of ours")
    draft = add("import", _import, "Make the draft of a plan out of a brochure (PDF, Word or text), with notes of what was unsure.")
    draft.add_argument("file", type=Path, metavar="FILE", help="the brochure: .pdf, .docx or .txt")
    draft.add_argument("--to", type=Path, metavar="FOLDER", help="where plan.yaml is to stand (default: a folder named after the plan)")
    draft.add_argument("--number", type=int, help="the plan's number in the menu (default: the brochure's own, else the next that is free)")
    draft.add_argument("--force", action="store_true", help="write over a plan.yaml that is there")
    play = add("simulate", _simulate, "Play a round with women who are not there, and print the group's result and advice.")
    play.add_argument("--group", type=int, default=12, metavar="SIZE", help="how many women (default: 12)")
    play.add_argument("--plan", default="voorkomen-wrijvingen", help="a path, or the id or number of ours (default: voorkomen-wrijvingen)")
    play.add_argument("--seed", type=int, default=1, help="the same seed gives the same play (default: 1)")
    play.add_argument("--rounds", type=int, default=0, metavar="NUMBER", help="then so many evaluations (default: 0)")
    play.add_argument("--picture", type=Path, metavar="FILE", help="with --rounds: where to write the picture of how it went, as PNG")


def _check(chosen: argparse.Namespace) -> int:
    from content.check import check

    if chosen.explain is not None:
        return _explain(chosen.explain)
    problems = check(chosen.path)
    for problem in problems:
        print(problem)
    count = len(problems)
    print(f"{count} problem{'' if count == 1 else 's'}." if problems else "No problems.", file=sys.stderr)
    return 1 if problems else 0


def _explain(name: str) -> int:
    from content.explain import Unexplained, explained
    from content.loader import Broken

    try:
        print(explained(name))
    except Unexplained as error:
        raise Wrong(str(error)) from error
    except Broken as broken:
        print(broken)
        return 1
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from bot.import_command import import_brochure

    return import_brochure(chosen.file, chosen.to, chosen.number, print, force=chosen.force)


def _simulate(chosen: argparse.Namespace) -> int:
    from bot.simulate import Unplayable
    from bot.year import rehearse
    from content.loader import Broken

    try:
        rehearse(chosen.group, chosen.plan, chosen.seed, chosen.rounds, chosen.picture, print)
    except Unplayable as error:
        raise Wrong(str(error)) from error
    except Broken as broken:
        print(broken)
        return 1
    return 0
