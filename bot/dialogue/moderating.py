"""A moderator reads what waits, and decides: as it is, in other words if its sender agrees, or not."""

from typing import get_args

from bot.dialogue.attached import Voice
from bot.dialogue.contributing import EXPERIENCE, TOPIC, unfit
from bot.dialogue.contribution_asks import Accept, Propose, Reason, Refuse, ShowQueue, ShowWanted
from bot.dialogue.contribution_facts import Decided, Moderates, Queue, Wanted
from bot.dialogue.entry import NAMES
from bot.dialogue.events import Turn
from bot.dialogue.here import Again, Here, Listeners, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match
from bot.dialogue.sent import cleaned
from bot.dialogue.topics import groups_want
from content.limits import cut

MOST = {"experience": EXPERIENCE, "topic": TOPIC}
SHOWN = 5  # topics in the list of what is wanted
REASONS: tuple[Reason, ...] = get_args(Reason)


def show(here: Here, number: str = "") -> Turn:
    """One of those that wait; without a number the oldest."""
    return here.ask(f"mod:{whole(number)}" if number else "mod", ShowQueue(whole(number) if number else 1))


def accept(here: Here, id: str) -> Turn:
    """All may read it."""
    return here.ask("mod", Accept(whole(id)))


def words(here: Here, id: str, kind: str) -> Turn:
    """She may write it in other words."""
    if kind not in MOST:
        raise Stale
    thoughts = [
        here.t("Typ hoe het er mag staan. Verander niet meer dan nodig is: het blijft haar verhaal."),
        here.t("Zij leest jouw woorden en zegt of het zo goed is. Er passen {count} tekens in.").format(count=MOST[kind]),
    ]
    return here.show(f"modwords:{whole(id)}:{kind}", Message("\n\n".join(thoughts), ways=_back(here), typing="words"))


def _back(here: Here) -> tuple[Button, ...]:
    return Button(here.t("Naar de bijdragen"), "mod"), here.way("menu")


def hear_words(here: Here, id: str, kind: str, *, text: str) -> Turn | Again | None:
    """How she would write it; None: it was one of the buttons."""
    if match(text, (), _back(here)):
        return None
    said = cleaned(text)
    return unfit(here, said, MOST[kind]) or here.ask("mod", Propose(whole(id), said))


def refuse(here: Here, id: str, reason: str = "") -> Turn:
    """It will not be read: why?"""
    if reason in REASONS:
        return here.ask("mod", Refuse(whole(id), reason))
    if reason:
        raise Stale
    labels = {
        "there": here.t("Het staat er al"),
        "known": here.t("Te herkenbaar"),
        "elsewhere": here.t("Het past hier niet"),
        "unkind": here.t("Niet vriendelijk genoeg"),
    }
    text = here.t("Waarom niet? Ik zeg het haar in vriendelijke woorden, en wat zij kan doen.")
    options = tuple(Button(labels[name], f"modno:{whole(id)}:{name}") for name in REASONS)
    return here.show(f"modno:{whole(id)}", Message(text, options=options, ways=_back(here)))


def wanted(here: Here) -> Turn:
    """How many groups want what."""
    return here.ask("modwanted", ShowWanted())


def page(here: Here, fact: Queue) -> Turn:
    """What waits."""
    ways = (Button(here.t("Wat willen groepen?"), "modwanted"), here.way("menu"))
    if not fact.of:
        return here.tell(Message(here.t("Er wacht nu geen bijdrage."), ways=ways), "mod")
    thoughts = [
        here.t("Bijdrage {number} van {all}").format(number=fact.number, all=fact.of),
        _about(here, fact),
        fact.words or _sound(here, fact),
        here.t("Zij wil het niet in jouw woorden. Neem het op zoals het is, of niet.") if fact.own and fact.words else "",
        here.t("Zij vond de vorige woorden niet goed. Luister nog eens.") if fact.own and not fact.words else "",
    ]
    onward = (Button(here.t("Volgende bijdrage"), f"mod:{fact.number + 1}"),) if fact.number < fact.of else ()
    text = "\n\n".join(thought for thought in thoughts if thought)
    voice = Voice(fact.voice) if fact.voice else None
    message = Message(text, options=_options(here, fact), ways=(*onward, *ways), keep=voice is not None, voice=voice)
    return here.tell(message, f"mod:{fact.number}")


def _about(here: Here, fact: Queue) -> str:
    """What it is, and in which language where there are several."""
    language = f" ({NAMES.get(fact.language, fact.language)})" if len(here.catalogue.languages) > 1 else ""
    if fact.kind == "topic":
        return bold(here.t("Een onderwerp dat zij mist")) + language
    found = here.catalogue.plan(fact.plan, here.state.language)
    return bold(here.t("Ervaring bij: {plan}").format(plan=cut(found.title, 120) if found else fact.plan)) + language


def _sound(here: Here, fact: Queue) -> str:
    """A recording that she may hear now; nobody else ever does."""
    if fact.sound == "kept":
        return here.t("🎤 Dit is ingesproken. Schrijf op wat zij zegt. Andere groepen horen de opname niet.")
    if fact.sound == "lost":
        return here.t("🎤 Deze opname is niet goed aangekomen.")
    return here.t("🎤 Deze opname is nog onderweg. Kijk later nog eens.")


def _options(here: Here, fact: Queue) -> tuple[Button, ...]:
    take = Button(here.t("Neem op"), f"modtake:{fact.id}")
    write = Button(here.t("Schrijf anders") if fact.words else here.t("Schrijf op"), f"modwords:{fact.id}:{fact.kind}")
    refuse = Button(here.t("Niet opnemen"), f"modno:{fact.id}")
    if not fact.words:
        return write, refuse
    return (take, refuse) if fact.own else (take, write, refuse)


def decided(here: Here, fact: Decided) -> Turn:
    """What became of it, and the next one."""
    now = {
        "accepted": here.t("Dit staat er nu bij. Alle groepen kunnen het lezen."),
        "proposed": here.t("Zij krijgt jouw woorden te lezen. Zegt zij ja, dan staat het er meteen bij."),
        "refused": here.t("Het komt er niet bij. Zij hoort van mij waarom."),
        "waiting": here.t("Dat kan met deze bijdrage niet."),
    }.get(fact.status, here.t("Deze bijdrage is er niet meer. Zij heeft hem teruggenomen."))
    who = here.t("Dat deed je al.") if fact.before else here.t("Een ander was je voor.")
    before = who if fact.status in ("accepted", "proposed", "refused") else ""
    return here.ask("mod", ShowQueue(1), opening=now if fact.mine else f"{before} {now}".strip())


def counts(here: Here, fact: Wanted) -> Turn:
    """Plans that are coming, and topics."""
    plans = [(here.catalogue.plan(number, here.state.language), count) for number, count in fact.plans]
    lines = [f"• {cut(plan.title, 80)}: {_groups(here, count)}" for plan, count in plans if plan]
    more = [f"• {cut(' '.join(topic.words.split()), 60)}: {groups_want(here, topic)}" for topic in fact.topics[:SHOWN]]
    thoughts = [bold(here.t("Plannen die groepen willen")), "\n".join(lines[:SHOWN]) or "-"]
    if more:
        thoughts += [bold(here.t("Onderwerpen die groepen missen")), "\n".join(more)]
    ways = (Button(here.t("Alle onderwerpen"), "topics"), *_back(here))
    return here.tell(Message("\n\n".join(thoughts), ways=ways), "modwanted")


def _groups(here: Here, count: int) -> str:
    return here.n("{count} groep", "{count} groepen", count).format(count=count)


def welcome(here: Here, _fact: Moderates) -> Turn:
    """She is a moderator now."""
    there = here.at(code="")
    text = here.t("Je mag nu bijdragen lezen en kiezen wat alle groepen zien. Je vindt ze bij Instellingen, Mijn bijdragen.")
    if here.state.consent is None:
        return there.tell(Message(text, ways=(Button(here.t("Verder"), "keeping"),)), "code")
    return there.tell(Message(text, ways=(Button(here.t("Naar de bijdragen"), "mod"), here.way("menu"))), "mygiven")


PLACES: Places = {
    "mod": (show, 0, 1),
    "modtake": (accept, 1, 1),
    "modwords": (words, 2, 2),
    "modno": (refuse, 1, 2),
    "modwanted": (wanted, 0, 0),
}
LISTENERS: Listeners = {"modwords": hear_words}
