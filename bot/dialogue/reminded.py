"""What comes by itself: a round that opened, a word to whoever has not answered, how far it is, and how a chosen step goes."""

from dataclasses import dataclass

from bot.dates import Day, day_in_words
from bot.dialogue.here import Here
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.sheet import RoundFacts, sheet_name
from bot.dialogue.summary import so_many
from content.limits import cut


def start(here: Here, facts: RoundFacts, before: Day | None) -> Message:
    """A round opened by itself. `before`: when the last one of this plan was closed; None: there was none."""
    asked = here.t("Er staan vragen voor je klaar.")
    if before:
        asked = here.t("De vorige keer was op {day}. Hoe gaat het nu? Er staan nieuwe vragen voor je klaar.").format(
            day=f"{day_in_words(here, before)} {before.year}"
        )
    return _to_answer(here, facts, [here.t("Het is weer tijd om samen te kijken hoe het gaat."), asked, _until(here, facts)])


def for_chat(here: Here, facts: RoundFacts, link: str) -> Message:
    """The same for a chat of the whole group: nothing is asked there, and one button leads to the private chat."""
    said = here.t("Het is weer tijd om samen te kijken hoe het gaat.")
    ways = (Button(here.t("Open Stappenbot"), link),) if link else ()
    return Message("\n\n".join([_head(here, facts), said, _until(here, facts)]), ways=ways, keep=True)


def nudge(here: Here, facts: RoundFacts) -> Message:
    """She has not answered."""
    calm = here.t("Je mag vragen overslaan. Een paar antwoorden helpen de groep al.")
    return _to_answer(here, facts, [here.t("Er staan nog vragen voor je klaar."), calm, _until(here, facts)])


def closing(here: Here, facts: RoundFacts, *, begun: bool) -> Message:
    """The round closes soon, and she is not done."""
    said = here.t("De vragen sluiten bijna.")
    if begun:
        said = f"{said} {here.t('Je bent al begonnen. Wil je verdergaan waar je was?')}"
    return _to_answer(here, facts, [said, _until(here, facts)], begun=begun)


def asked_for(here: Here, facts: RoundFacts | None, plan: int, *, begun: bool) -> Message:
    """She wanted to be asked again. `facts`: of the round; None: she is on her own."""
    said = here.t("Je vroeg mij om je later te vragen. Heb je nu tijd voor de vragen?")
    if facts:
        return _to_answer(here, facts, [said, _until(here, facts)], begun=begun)
    thoughts = [_title(here, plan), said, _stop(here)]
    options = (Button(here.t("Verder met de vragen"), f"go:{sheet_name(plan)}"), _later(here, sheet_name(plan)))
    return Message("\n\n".join(thoughts), options=options, ways=(here.way("menu"),), keep=True)


def _to_answer(here: Here, facts: RoundFacts, said: list[str], *, begun: bool = False) -> Message:
    """Whoever has not begun gets to the page of the round first: there stands who will see what."""
    sheet = sheet_name(facts.plan, facts.id)
    if facts.joint:
        options: tuple[Button, ...] = (Button(here.t("Naar de vragen"), f"round:{facts.id}"),)
        said = [*said, here.t("We beantwoorden deze vragen samen, op één telefoon.")]
    elif begun:
        options = (Button(here.t("Verder met de vragen"), f"go:{sheet}", here.t("Verder")), _later(here, sheet))
    else:
        options = (Button(here.t("Naar de vragen"), f"round:{facts.id}"), _later(here, sheet))
    thoughts = [_head(here, facts), *said, _stop(here)]
    return Message("\n\n".join(thoughts), options=options, ways=(here.way("menu"),), keep=True)


def _later(here: Here, sheet: str) -> Button:
    return Button(here.t("Vraag mij later"), f"later:{sheet}")


def _head(here: Here, facts: RoundFacts) -> str:
    group = here.t("Groep {name}").format(name=facts.group_name)
    return f"{_title(here, facts.plan)}\n{group}"


def _title(here: Here, number: int) -> str:
    plan = here.catalogue.plan(number, here.state.language)
    return bold(cut(plan.title, 120)) if plan else ""


def _until(here: Here, facts: RoundFacts) -> str:
    return here.t("Je kunt antwoorden tot en met {day}.").format(day=day_in_words(here, facts.closes))


def _stop(here: Here) -> str:
    return here.t("Typ STOP als je geen berichten meer wilt.")


def half(here: Here, facts: RoundFacts, unreachable: int) -> Message:
    """How far it is at half time, for whoever leads. `unreachable`: so many could not be told about it."""
    said = f"{here.t('De helft van de tijd is om.')} {so_many(here, facts)}"
    missed = here.n("{n} vrouw kan ik niet bereiken.", "{n} vrouwen kan ik niet bereiken.", unreachable).format(n=unreachable)
    thoughts = [_head(here, facts), f"{said} {missed}" if unreachable else said]
    options = (Button(here.t("Naar de ronde"), f"round:{facts.id}"),)
    return Message("\n\n".join(thoughts), options=options, ways=(here.way("menu"),), keep=True)


@dataclass(frozen=True)
class Ended:
    """What there is to see of a round that has closed."""

    shown: bool
    earlier: bool  # there is a round before it to put it beside


def end(here: Here, facts: RoundFacts, ended: Ended) -> Message:
    """The round has closed, for whoever leads."""
    said = f"{here.t('De ronde is gesloten.')} {so_many(here, facts)}"
    thoughts, options = [_head(here, facts), said], [Button(here.t("Wat kwam eruit?"), f"round:{facts.id}")]
    if ended.shown:
        thoughts.append(here.t("Het resultaat is klaar. Je kunt het bekijken en naar de groep sturen."))
        options = [Button(here.t("Antwoorden van de groep"), f"result:{facts.id}", here.t("Antwoorden"))]
        if ended.earlier:
            options.append(Button(here.t("Vergelijk met vorige keer"), f"compare:{facts.id}", here.t("Vergelijk")))
        options.append(Button(here.t("Stuur naar de groep"), f"send:{facts.group}:result:{facts.id}"))
    return Message("\n\n".join(thoughts), options=tuple(options), ways=(here.way("menu"),), keep=True)


def passed_over(here: Here, facts: RoundFacts) -> Message:
    """A new round was due, and the one before is still open: for whoever leads."""
    said = here.t("Vandaag zou er een nieuwe ronde beginnen. De vorige is nog open. Daarom begin ik geen nieuwe.")
    options = (Button(here.t("Naar de ronde"), f"round:{facts.id}"),)
    return Message(f"{_head(here, facts)}\n\n{said}", options=options, ways=(here.way("menu"),), keep=True)


@dataclass(frozen=True)
class StepAsked:
    """A chosen step that she is asked about."""

    group: int
    group_name: str
    plan: int
    step: str
    mine: bool  # she takes care of it; else nobody does, and she leads the group


def step(here: Here, asked: StepAsked) -> Message | None:
    """How it goes with a chosen step. None: the plan does not know it any more."""
    plan = here.catalogue.plan(asked.plan, here.state.language)
    number = next((place for place, one in enumerate(plan.steps, 1) if one.id == asked.step), 0) if plan else 0
    if plan is None or not number:
        return None
    which = f"{asked.group}:{asked.plan}:{asked.step}"
    title = f"{here.t('Stap {number}').format(number=number)}: {plan.steps[number - 1].title}"
    head = f"{bold(title)}\n{here.t('Groep {name}').format(name=asked.group_name)}"
    if not asked.mine:
        said = here.t("Jullie kozen deze stap. Niemand zorgt er nog voor. Wie wil dat doen?")
        options: tuple[Button, ...] = (Button(here.t("Naar de stap"), f"cstep:{which}"),)
    else:
        said = here.t("Jij zorgt voor deze stap. Hoe gaat het ermee?")
        labels = (("done", here.t("Gedaan")), ("busy", here.t("Bezig")), ("stuck", here.t("Vastgelopen")))
        options = tuple(Button(label, f"st:{which}:{status}") for status, label in labels)
    return Message(f"{head}\n\n{said}\n\n{_stop(here)}", options=options, ways=(here.way("menu"),), keep=True)
