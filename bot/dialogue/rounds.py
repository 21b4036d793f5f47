"""A round: opening it, what a member is told before she answers, and closing it."""

from bot.dates import day_in_words
from bot.dialogue.asks import CloseRound, OpenRound, ShowAnswerers, ShowRound
from bot.dialogue.events import Turn
from bot.dialogue.facts import AlreadyOpen, Answerers, RoundPage
from bot.dialogue.here import Here, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.sheet import RoundFacts, round_of, sheet_name
from bot.dialogue.summary import so_many
from content.limits import cut

WEEKS = (1, 2, 3, 4)
DAYS = 21  # until a round closes, where nothing else is chosen


def show(here: Here, round: str) -> Turn:
    """One round."""
    return here.ask(f"round:{whole(round)}", ShowRound(whole(round)))


def new(here: Here, group: str, plan: str = "", days: str = "", names: str = "a", together: str = "s") -> Turn:
    """How the round will be, before it opens: plan, closing date, with or without names, on one phone or on many."""
    id, ready = whole(group), here.catalogue.ready(here.state.language)
    if not plan and len(ready) > 1:
        options = tuple(Button(one.title, f"newround:{id}:{one.number}") for one in ready)
        ways = (Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
        return here.show(f"newround:{id}", Message(here.t("Over welk plan gaat de ronde?"), options=options, ways=ways))
    found = here.ready(plan or str(ready[0].number))
    length = whole(days) if days else DAYS
    if length not in [7 * weeks for weeks in WEEKS] or names not in ("a", "n") or together not in ("s", "j"):
        raise Stale

    def way(label: str, length: int = length, names: str = names, together: str = together) -> Button:
        return Button(label, f"newround:{id}:{found.number}:{length}:{names}:{together}")

    weeks = here.n("{count} week", "{count} weken", length // 7).format(count=length // 7)
    longer = 7 * (length // 7 % WEEKS[-1] + 1)
    other = here.n("Sluit na {count} week", "Sluit na {count} weken", longer // 7).format(count=longer // 7)
    choices = [Button(here.t("Open de ronde"), f"openround:{id}:{found.number}:{length}:{names}:{together}"), way(other, length=longer)]
    if together == "s":
        choices.append(way(here.t("Met namen"), names="n") if names == "a" else way(here.t("Zonder namen"), names="a"))
    choices.append(way(here.t("Samen op één telefoon"), together="j") if together == "s" else way(here.t("Iedereen apart"), together="s"))
    lines = [
        bold(here.t("Nieuwe ronde")),
        found.title,
        here.t("• De ronde sluit na {weeks}.").format(weeks=weeks),
        _names(here, names) if together == "s" else here.t("• Jullie antwoorden samen, op jouw telefoon."),
    ]
    text = f"{lines[0]}\n{lines[1]}\n\n{lines[2]}\n{lines[3]}\n\n{here.t('Is het zo goed? Open dan de ronde. Of verander iets.')}"
    ways = (Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    place = f"newround:{id}:{found.number}:{length}:{names}:{together}"
    return here.show(place, Message(text, options=tuple(choices), ways=ways))


def _names(here: Here, names: str) -> str:
    if names == "a":
        return here.t("• Zonder namen: niemand kan zien wie heeft geantwoord.")
    return here.t("• Met namen: jij ziet wie heeft geantwoord. Je ziet niet wat zij antwoordt.")


def open_round(here: Here, group: str, plan: str, days: str, names: str, together: str) -> Turn:
    """Open it."""
    found = here.ready(plan)
    if whole(days) not in [7 * weeks for weeks in WEEKS] or names not in ("a", "n") or together not in ("s", "j"):
        raise Stale
    ask = OpenRound(whole(group), found.number, whole(days), names == "a", together == "j")
    return here.ask(f"group:{whole(group)}", ask)


def close(here: Here, round: str, answer: str = "") -> Turn:
    """Close it, after a question."""
    id = whole(round)
    if answer == "yes":
        return here.ask(f"round:{id}", CloseRound(id))
    text = here.t("Wil je de ronde nu sluiten? Daarna kan niemand meer antwoorden.")
    yes = Button(here.t("Ja, sluit de ronde"), f"closeround:{id}:yes")
    ways = (Button(here.t("Nee, terug"), f"round:{id}"), here.way("menu"))
    return here.show(f"closeround:{id}", Message(text, options=(yes,), ways=ways))


def who(here: Here, round: str) -> Turn:
    """Who answered."""
    return here.ask(f"who:{whole(round)}", ShowAnswerers(whole(round)))


def page(here: Here, fact: RoundPage) -> Turn:
    """What she must know before she answers, or what came of it."""
    facts = fact.facts
    here = _put_away(here, facts, fresh=fact.fresh)
    place = f"round:{facts.id}"
    title = here.catalogue.plan(facts.plan, here.state.language)
    head = f"{bold(cut(title.title, 120)) if title else ''}\n{here.t('Groep {name}').format(name=facts.group_name)}"
    ways = (Button(here.t("Naar de groep"), f"group:{facts.group}"), here.way("menu"))
    if not facts.open:
        text = f"{head}\n\n{here.t('Deze ronde is gesloten.')}{_thin(here, fact)}"
        return here.tell(Message(text, options=(*_results(here, fact), *_to_send(here, fact), *_to_plan(here, fact)), ways=ways), place)
    thoughts = [head, here.t("Je kunt antwoorden tot en met {day}.").format(day=day_in_words(here, facts.closes))]
    if fact.fresh:
        thoughts.insert(1, here.t("De ronde is open. De leden zien hem bij 'Mijn groep'."))
        if not facts.joint:
            thoughts.insert(2, here.t("Wie niet antwoordt, vraag ik het later nog eens."))
    thoughts += [promise(here, facts), so_many(here, facts)]
    return here.tell(Message("\n\n".join(thoughts), options=tuple(_choices(here, fact)), ways=ways), place)


def _put_away(here: Here, facts: RoundFacts, *, fresh: bool = False) -> Here:
    """Without the sheet of a round that closed: where she stopped would tell which of those that are half filled in is hers.

    When a round opens, one before it may just have closed.
    """
    of = round_of(here.state.sheet)
    over = of and (fresh if facts.open and of != facts.id else of == facts.id and not facts.open)
    return here.at(sheet="", asked="") if over else here


def _thin(here: Here, fact: RoundPage) -> str:
    if fact.shown:
        return ""
    if fact.facts.answered >= fact.facts.threshold:
        held = here.t("Deze antwoorden laat ik niet zien. Ze lijken te veel op die van een eerdere ronde. Zo blijft niemand herkenbaar.")
        return "\n\n" + held
    too_few = here.t("Er zijn te weinig antwoorden om te laten zien ({n} van {all}). Zo blijft niemand herkenbaar.")
    return "\n\n" + too_few.format(n=fact.facts.answered, all=fact.facts.threshold)


def promise(here: Here, facts: RoundFacts) -> str:
    """What is seen of her answers, in the round that this is."""
    if facts.joint:
        return here.t("De groep antwoordt samen, op de telefoon van de coördinator. Iedereen mag het resultaat zien.")
    together = here.t("• De groep ziet de antwoorden samen, pas vanaf {count} mensen.").format(count=facts.threshold)
    words = here.t("• Wat je typt, kan de groep lezen. Je naam staat er niet bij. Schrijf geen namen op.")
    if facts.anonymous:
        secret = here.t("• Niemand ziet wie heeft geantwoord, ook de coördinator niet.")
        after = here.t("• Na het sluiten weet ook de computer niet meer wie wat schreef.")
        return "\n".join([bold(here.t("Zonder namen")), secret, together, words, after])
    seen = here.t("• De coördinator ziet wie heeft geantwoord. Zij ziet niet wat jij antwoordt.")
    return "\n".join([bold(here.t("Met namen")), seen, together, words])


def _choices(here: Here, fact: RoundPage) -> list[Button]:
    facts = fact.facts
    sheet = sheet_name(facts.plan, facts.id)
    options = []
    if not facts.joint or fact.coordinator:
        label = {"": here.t("Begin met de vragen"), "begun": here.t("Verder met de vragen"), "done": here.t("Mijn antwoorden")}[fact.mine]
        options.append(Button(label, f"overview:{sheet}" if fact.mine == "done" else f"go:{sheet}"))
    if fact.shown:
        options += _results(here, fact)
    if fact.coordinator and not facts.anonymous and not facts.joint:
        options.append(Button(here.t("Wie heeft geantwoord?"), f"who:{facts.id}"))
    if fact.coordinator:
        options += [*_to_send(here, fact), Button(here.t("Sluit de ronde"), f"closeround:{facts.id}")]
    return options


def _to_send(here: Here, fact: RoundPage) -> list[Button]:
    """While it is open the questions, after that the result. What is answered on one phone needs no sending round."""
    facts = fact.facts
    kind = f"questions:{facts.plan}" if facts.open else f"result:{facts.id}"
    if not fact.coordinator or (facts.joint if facts.open else not fact.shown):
        return []
    return [Button(here.t("Stuur naar de groep"), f"send:{facts.group}:{kind}")]


def _to_plan(here: Here, fact: RoundPage) -> list[Button]:
    """When the plan comes back."""
    facts = fact.facts
    return [Button(here.t("Volgende keer plannen"), f"remind:{facts.group}:{facts.plan}")] if fact.coordinator else []


def _results(here: Here, fact: RoundPage) -> list[Button]:
    if not fact.shown:
        return []
    id = fact.facts.id
    beside = [Button(here.t("Vergelijk met vorige keer"), f"compare:{id}")] if fact.earlier else []
    return [Button(here.t("Antwoorden van de groep"), f"result:{id}"), *beside, Button(here.t("Advies voor de groep"), f"groupadvice:{id}")]


def closed(here: Here, facts: RoundFacts) -> Turn:
    """She answers, and it is too late."""
    here = _put_away(here, facts)
    text = here.t("Deze ronde is gesloten. Dit antwoord kan ik niet meer bewaren. Wat je eerder antwoordde, telt mee.")
    ways = (Button(here.t("Wat kwam eruit?"), f"round:{facts.id}"), here.way("menu"))
    return here.tell(Message(text, ways=ways), f"round:{facts.id}")


def already(here: Here, fact: AlreadyOpen) -> Turn:
    """There is one already."""
    text = here.t("Er is al een open ronde over dit plan. Sluit die eerst.")
    ways = (Button(here.t("Naar de ronde"), f"round:{fact.facts.id}"), Button(here.t("Naar de groep"), f"group:{fact.facts.group}"))
    return here.tell(Message(text, ways=(*ways, here.way("menu"))), f"group:{fact.facts.group}")


def answerers(here: Here, fact: Answerers) -> Turn:
    """Who answered in a round with names."""
    thoughts = [
        bold(here.t("Wie heeft geantwoord?")),
        here.t("Wel: {names}").format(names=_named(here, fact.answered)),
        here.t("Nog niet: {names}").format(names=_named(here, fact.open)),
    ]
    back = Button(here.t("Naar de ronde"), f"round:{fact.facts.id}")
    return here.tell(Message("\n\n".join(thoughts), ways=(back, here.way("menu"))), f"who:{fact.facts.id}")


def _named(here: Here, names: tuple[str, ...]) -> str:
    return cut(", ".join(names), 400) or here.t("niemand")


PLACES: Places = {
    "round": (show, 1, 1),
    "newround": (new, 1, 5),
    "openround": (open_round, 5, 5),
    "closeround": (close, 1, 2),
    "who": (who, 1, 1),
}
