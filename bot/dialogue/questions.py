"""The guiding questions, one prompt at a time."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.advice import SPOKEN, Answer
from bot.dialogue import entry, menu, summary
from bot.dialogue.events import Effect, Keep, KeepVoice, Remark, Turn
from bot.dialogue.here import Again, Here, Over, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import MOST, folded, match, match_several, numbers_in, only_number
from bot.dialogue.sheet import round_of
from bot.dialogue.spot import Spot, spot_at
from bot.dialogue.summary import answer_in_words
from content.limits import cut
from content.model import Option, Prompt

NOTED = 60  # units of her answer that are shown above the next question
SHOWN = 80  # units of an earlier answer that are shown with its question


def go(here: Here, name: str = "") -> Turn:
    """To the first question without an answer, of this sheet or the one she was in."""
    ready = here.catalogue.ready(here.state.language)
    wanted = name or here.state.sheet
    if not wanted and len(ready) != 1:
        return menu.plans(here)
    sheet = here.sheet(wanted or str(ready[0].number))
    if not here.state.consent:
        return entry.needed(here, "go", sheet.name)
    if sheet.round and not sheet.round.open:
        raise Over(sheet.round)
    return _onward(here.at(sheet=sheet.name), Spot(sheet, -1))


def show(here: Here, name: str, version: str, index: str) -> Turn:
    """Ask one prompt."""
    spot = spot_at(here, name, version, index)
    if not here.state.consent:
        return entry.needed(here, "go", name)
    return ask(here.at(sheet=spot.sheet.name), spot)


def ask(here: Here, spot: Spot, noted: str = "", *effects: Effect) -> Turn:
    there = here.at(asked=spot.asked.key)
    return there.show(spot.address("q"), replace(_message(here, spot), noted=cut(noted, NOTED)), *effects)


def _message(here: Here, spot: Spot) -> Message:
    asked, prompt = spot.asked, spot.asked.prompt
    total = len(spot.plan.questions)
    head = here.t("Vraag {number} van {total}").format(number=asked.number, total=total)
    parts = len(asked.question.prompts)
    if parts > 1:
        head += " · " + here.t("deel {part} van {parts}").format(part=asked.part, parts=parts)
    answer = here.given(spot.sheet.name).get(asked.key, Answer(done=False))
    hint = {
        "open": here.t("Typ je antwoord."),
        "number": here.t("Kies, of typ een getal."),
        "multi": here.t("Je mag meer dan één antwoord kiezen. Ben je klaar? Druk op Klaar."),
    }.get(prompt.kind, "")
    head = f"{head}\n{bold(asked.question.title)}"
    return Message(
        _thoughts(head, prompt.text, hint, _now(here, prompt, answer)),
        options=tuple(_option(spot, place, option, answer) for place, option in enumerate(prompt.options)),
        ways=_ways(here, spot, answer),
        progress=(asked.number, total),
        typing={"open": "words", "number": "number"}.get(prompt.kind, ""),
        once=_thoughts(head, prompt.text, _at_once(here, prompt), _now(here, prompt, answer)) if prompt.kind == "multi" else "",
    )


def _thoughts(*thoughts: str) -> str:
    return "\n\n".join(thought for thought in thoughts if thought)


def _now(here: Here, prompt: Prompt, answer: Answer) -> str:
    """What she did with it before."""
    if answer.skipped:
        return here.t("Deze vraag heb je overgeslagen.")
    if not answer.done:
        return ""
    return here.t("Jouw antwoord nu:") + " " + cut(answer_in_words(here, prompt, answer), SHOWN)


def _at_once(here: Here, prompt: Prompt) -> str:
    """Several options without a message for each tick: their numbers can be typed."""
    numbered = "\n".join(f"{number}. {option.label}" for number, option in enumerate(prompt.options, 1))
    return numbered + "\n\n" + here.t("Kies wat het beste past. Past er meer? Typ dan de nummers, zoals: 1 3.")


def _option(spot: Spot, place: int, option: Option, answer: Answer) -> Button:
    if spot.asked.prompt.kind != "multi":
        return Button(option.label, spot.address("a", place), option.short or "")
    ticked = option.id in answer.options
    mark, wanted = ("✓ ", 0) if ticked else ("", 1)
    short = mark + option.short if option.short else ""
    return Button(mark + option.label, spot.address("t", place, wanted), short, once=spot.address("a", place))


def _ways(here: Here, spot: Spot, answer: Answer) -> tuple[Button, ...]:
    if answer.done:
        first = Button(here.t("Laat zo"), spot.address("k"))
    elif answer.options:
        first = Button(here.t("Klaar"), spot.address("d"))
    else:
        first = Button(here.t("Sla over"), spot.address("s"))
    before = spot.at(spot.index - 1).address("q") if spot.index else f"plan:{spot.plan.number}"
    together = spot.sheet.round is not None and spot.sheet.round.joint
    last = Button(here.t("Ander geluid"), spot.address("o")) if together else Button(here.t("Later verder"), "pause")
    return first, Button(here.t("Terug"), before), last


def choose(here: Here, name: str, version: str, index: str, place: str) -> Turn | Again:
    """She chose one option. Where several may be ticked, it is the last of them."""
    spot = spot_at(here, name, version, index)
    option = _chosen(spot, place)
    together = _together(here, spot, [option]) if spot.asked.prompt.kind == "multi" else (option.id,)
    return _answer(here, spot, Answer(options=together))


def _chosen(spot: Spot, place: str) -> Option:
    options = spot.asked.prompt.options
    if whole(place) >= len(options):
        raise Stale
    return options[whole(place)]


def tick(here: Here, name: str, version: str, index: str, place: str, wanted: str) -> Turn | Again:
    """She ticked an option of several, or took the tick away; pressed twice it stays as it is."""
    spot = spot_at(here, name, version, index)
    option = _chosen(spot, place)
    if not here.state.consent:
        return entry.needed(here, "go", name)
    key = spot.asked.key
    before = here.given(spot.sheet.name).get(key, Answer(done=False))
    ticked = _with(spot, before.options, option) if wanted == "1" else {*before.options} - {option.id}
    order = tuple(one.id for one in spot.asked.prompt.options if one.id in ticked)
    after = Answer(options=order, done=False)
    there = here.answered(spot.sheet.name, key, after).at(sheet=spot.sheet.name)
    return ask(there, spot, "", Keep(spot.sheet.name, key, after))


def _with(spot: Spot, ticked: Collection[str], option: Option) -> set[str]:
    """`ticked` and this option too; one that stands alone takes the place of the others, and gives way to them."""
    if option.alone:
        return {option.id}
    alone = {one.id for one in spot.asked.prompt.options if one.alone}
    return {*ticked, option.id} - alone


def done(here: Here, name: str, version: str, index: str) -> Turn | Again:
    """She ticked all that she wants."""
    spot = spot_at(here, name, version, index)
    ticked = here.given(spot.sheet.name).get(spot.asked.key, Answer()).options
    return _answer(here, spot, Answer(options=ticked))


def skip(here: Here, name: str, version: str, index: str) -> Turn | Again:
    """She leaves this one out; what she answered before stays."""
    spot = spot_at(here, name, version, index)
    before = here.given(spot.sheet.name).get(spot.asked.key)
    if before is not None and before.done and not before.skipped:
        return _onward(here.at(sheet=spot.sheet.name), spot)
    return _answer(here, spot, Answer(options=before.options if before else ()))


def leave(here: Here, name: str, version: str, index: str) -> Turn:
    """Her answer is right as it is: to the next part of this question, or onward."""
    spot = spot_at(here, name, version, index)
    following = spot.index + 1
    within = following < len(spot.plan.asked) and spot.plan.asked[following].question.id == spot.asked.question.id
    there = here.at(sheet=spot.sheet.name)
    return ask(there, spot.at(following)) if within else _onward(there, spot)


def _answer(here: Here, spot: Spot, answer: Answer, *more: Effect) -> Turn | Again:
    if not here.state.consent:
        return entry.needed(here, "go", spot.sheet.name)
    key = spot.asked.key
    before = here.given(spot.sheet.name).get(key)
    words = answer_in_words(here, spot.asked.prompt, answer)
    keep = Keep(spot.sheet.name, key, answer)
    if here.state.place == spot.address("q") or before is None or not before.done:
        there = here.answered(spot.sheet.name, key, answer).at(sheet=spot.sheet.name)
        return _onward(there, spot, words, keep, *more)
    if before == answer:
        return Again(here.t("Dat had ik al opgeschreven: {answer}.").format(answer=cut(words, SHOWN)))
    return Again(here.t("Ik heb je antwoord veranderd. Nu staat er: {answer}.").format(answer=cut(words, SHOWN)), (keep, *more))


def answer_aloud(here: Here, spot: Spot, keep: KeepVoice) -> Turn | Again:
    """Where words are asked for, a recording is the answer."""
    return _answer(here, spot, Answer(text=SPOKEN), keep)


def _onward(here: Here, spot: Spot, noted: str = "", *effects: Effect) -> Turn:
    """To the next prompt without an answer, after this one first; when there is none, to the overview."""
    count = len(spot.plan.asked)
    for step in range(1, count + 1):
        index = (spot.index + step) % count
        if not here.given(spot.sheet.name).get(spot.plan.asked[index].key, Answer(done=False)).done:
            return ask(here, spot.at(index), noted, *effects)
    turn = summary.overview(here, spot.sheet.name)
    return replace(turn, effects=(*effects, *turn.effects))


def pause(here: Here) -> Turn:
    """She goes on later."""
    if not here.state.consent:
        return menu.menu(here)
    said = here.t("Goed. Je antwoorden zijn bewaard. Je kunt later verdergaan.")
    later = Button(here.t("Vraag mij later"), f"later:{here.state.sheet}")
    return menu.menu(here, said, later if menu.unfinished(here) and not (here.billed and not round_of(here.state.sheet)) else None)


def hear(here: Here, name: str, version: str, index: str, *, text: str) -> Turn | Again | None:
    """Typed words where a prompt was asked. None: they are no answer."""
    spot = spot_at(here, name, version, index)
    prompt, key = spot.asked.prompt, spot.asked.key
    message = _message(here, spot)
    if prompt.kind == "open":
        way = match(text, (), message.ways)
        return None if way else _answer(here, spot, Answer(text=text))
    if prompt.kind == "number":
        return _hear_number(here, spot, text)
    if prompt.kind == "multi" and (named := match_several(text, message.options)):
        options = [_chosen(spot, button.address.split(":")[4]) for button in named]
        return _answer(here, spot, Answer(options=_together(here, spot, options)))
    if match(text, message.options, message.ways):
        return None
    return _remark(here, spot, key, text)


def _together(here: Here, spot: Spot, options: Sequence[Option]) -> tuple[str, ...]:
    """The options she chose at once, and those she had ticked before."""
    before = here.given(spot.sheet.name).get(spot.asked.key, Answer(done=False))
    ticked: Collection[str] = () if before.done else before.options
    for option in options:
        ticked = _with(spot, ticked, option)
    return tuple(option.id for option in spot.asked.prompt.options if option.id in ticked)


def _hear_number(here: Here, spot: Spot, text: str) -> Turn | Again | None:
    message = _message(here, spot)
    alone, all_of_them = only_number(text), numbers_in(text)
    if alone is not None and alone <= MOST:
        return _answer(here, spot, Answer(number=alone))
    if match(text, message.options, message.ways):
        return None
    if len(all_of_them) == 1 and all_of_them[0] <= MOST:
        remark = Remark(spot.sheet.name, spot.asked.key, text)
        return _answer(here, spot, Answer(number=all_of_them[0]), remark)
    return _remark(here, spot, spot.asked.key, text)


def _remark(here: Here, spot: Spot, key: str, text: str) -> Turn | Again:
    """Words that are no option are kept with the question."""
    if folded(text) == folded(here.t("Klaar")):  # she says so where nothing is to be finished
        return Again("")
    return beside(here, spot, Remark(spot.sheet.name, key, text), here.t("Dank je. Ik heb dit bij de vraag bewaard. Kies nu wat past."))


def beside(here: Here, spot: Spot, keep: Remark | KeepVoice, thanks: str) -> Turn | Again:
    """Keep it with the question, which is shown again; the second time in a row there is only a way on."""
    if not here.state.puzzled:
        return Again(thanks, (keep,))
    ways = (Button(here.t("Toon de vraag"), spot.address("q")), Button(here.t("Sla over"), spot.address("s")), here.way("menu"))
    return here.stay(Message(here.t("Ook dit heb ik bewaard. Wil je verder?"), ways=ways), keep)


def label(here: Here, verb: str, rest: list[str]) -> str:
    """What a press on a prompt's button says, in words."""
    spot = spot_at(here, *rest[:3])
    if verb in ("a", "t"):
        return _chosen(spot, rest[3]).label
    fixed = {"d": here.t("Klaar"), "s": here.t("Sla over"), "k": here.t("Laat zo"), "o": here.t("Ander geluid")}
    return fixed.get(verb, spot.asked.question.title)


def remark_for(here: Here, text: str) -> Remark | None:
    """Words that can't be an answer any more, kept with the prompt that was asked; None: none was, or nothing may be kept."""
    known = here.known.get(here.state.sheet)
    if round_of(here.state.sheet) and not (known and known.round and known.round.open):
        return None
    asked = here.state.place.startswith("q:") and here.state.asked
    return Remark(here.state.sheet, here.state.asked, text) if asked and here.state.consent and text else None
