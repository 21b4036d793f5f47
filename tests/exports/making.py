"""Rounds for files, made without tables: what women answered, and what the group may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from bot.advice import Answer
from bot.comparison import Seen, compare, course
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.facts import GroupAdvicePage, Result
from bot.dialogue.here import Here
from bot.dialogue.sheet import RoundFacts
from bot.dialogue.state import State
from bot.disclosure import Counted, view
from bot.exports.round import Report
from bot.group_advice import advise_group
from content.model import Option, Plan, Prompt, Question

OPENED, CLOSES, BEFORE = date(2026, 11, 2), date(2026, 11, 23), date(2026, 8, 24)
MEMBERS, ANSWERED = 4321, 9876  # so many that these numbers stand nowhere else
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "\t=1+1",
    '"; =1+1; "',
    'ja,=HYPERLINK("http://x","y")',
    "#set page(width: 1pt)",
    "#{panic()} #panic() ] } $ * _ ` \\",
    "<script>alert(1)</script> &amp; ]]>",
    "\u202enaag \u2067ja",
    "nul \x00 \x1b[1m \x0b \ufffe \uffff \ud800 einde",
    "_x0041_ blijft staan",
    "ك" * 2000,
    "👩‍👩‍👧😀❤️",
    "w" * 3000,
    "een\r\ntwee\rdrie",
    "{=1+1}",
    "=",
    "sys.inputs.given",
    "http://voorbeeld.nl mailto:x@y.nl",
    "Привет, аз съм Иванка",
    "3-4",
)

Answers = Mapping[str, Answer]


def kept(words: list[str]) -> None:
    """Leaves the words in order."""


def strange_plan() -> Plan:
    """One whose own texts are hostile too, with each kind of prompt."""
    four = tuple(Option(id=f"o{place}", label=label) for place, label in enumerate(("=1+1", "#panic()", "نعم", "@ja")))
    two = (Option(id="p0", label="+31"), Option(id="p1", label="<b>"))
    bands = (Option(id="weinig", label="0 tot 3", up_to=3), Option(id="veel", label="Meer"))
    prompts = (
        Prompt(id="keuze", kind="choice", text="=Uitleg!$A$1", options=two),
        Prompt(id="meer", kind="multi", text="Wat? $x$", options=four),
        Prompt(id="schaal", kind="scale", text="Hoe *goed*?", options=four),
        Prompt(id="getal", kind="number", text="Hoeveel?", options=bands),
        Prompt(id="open", kind="open", text="Vertel #eens"),
    )
    questions = (Question(id="a", title="-Eerste", prompts=prompts[:2]), Question(id="b", title="Tweede", prompts=prompts[2:]))
    return Plan(id="x", number=1, status="coming", title="=Plan", questions=questions)


def facts_of(plan: Plan, k: int = 3, name: str = "Vrouwen van Laak", **values: bool) -> RoundFacts:
    """A round with so many members that whoever tells their number is seen."""
    facts = RoundFacts(7, 1, name, plan.number, "v1", True, False, False, CLOSES, MEMBERS, ANSWERED, k)
    return replace(facts, **values)  # type: ignore[arg-type]


def result_of(plan: Plan, shown: Sequence[Answers], k: int = 3, name: str = "Vrouwen van Laak", **values: bool) -> Result:
    """What the group sees. How many answered each prompt is told to the page, and must be in no file."""
    counted = view(plan, shown, k, kept)
    return Result(facts_of(plan, k, name, **values), plan, counted, (ANSWERED,) * len(counted), {}, {})


def here_in(catalogue: Catalogue, language: str = "nl") -> Here:
    """Somebody who speaks it."""
    return Here(catalogue, State(language=language), {})


def report_of(here: Here, result: Result, shown: Sequence[Answers] = (), before: tuple[Counted, ...] | None = None) -> Report:
    """All of a round: its answers, its advice, and the round before."""
    plan, facts = result.plan, result.facts
    advice = GroupAdvicePage(facts, plan, advise_group(plan, shown, facts.threshold), True, frozenset())
    return Report(here, OPENED, result, advice, compared(result, before) if before is not None else None)


def compared(result: Result, before: tuple[Counted, ...]) -> ComparisonPage:
    """The round beside the one before it."""
    then, now = Seen(result.plan, before), Seen(result.plan, result.counted)
    earlier = replace(result.facts, id=6, closes=BEFORE)
    pairs, points = compare(then, now), course((then, now))
    return ComparisonPage(result.facts, earlier, result.plan, pairs, (BEFORE, CLOSES), points, (), (), {})


def answer_to(prompt: Prompt, place: int, text: str = "Goed zo") -> Answer:
    """The option at that place, or words."""
    if prompt.kind == "open":
        return Answer(text=text)
    if prompt.kind == "number":
        return Answer(number=place)
    return Answer((prompt.options[place % len(prompt.options)].id,))


@st.composite
def groups(draw: st.DrawFn, plan: Plan) -> tuple[list[dict[str, Answer]], int]:
    """What women of a group let see, of a few prompts each, and their threshold."""
    k, shown = draw(st.integers(1, 6)), []
    texts = st.sampled_from(HOSTILE)
    for _ in range(draw(st.integers(0, 12))):
        given = [asked for asked in plan.asked if draw(st.integers(0, 3))]
        shown.append({asked.key: answer_to(asked.prompt, draw(st.integers(0, 4)), draw(texts)) for asked in given})
    return shown, k
