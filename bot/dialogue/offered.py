"""What she gave to all groups: how it stands, what a moderator would change, and taking it back."""

import re

from bot.dialogue.attached import Voice
from bot.dialogue.contributing import EXPERIENCE
from bot.dialogue.contribution_asks import AddWords, Agree, Decline, SendIn, ShowMine, ShowOffered, TakeBack
from bot.dialogue.contribution_facts import Mine, MineLine, NotOffered, Offered
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Listeners, Places, Stale, page_of, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.sent import cleaned
from content.limits import cut

_PHONE = re.compile(r"\d(?:[\s().\-/]{0,2}\d){8,}")  # nine digits at least: more than a date has
_MAIL = re.compile(r"\S@\S+\.\w")
LINE = 20  # units of her words on a button
BEFORE = 300  # units of her own words beside those of a moderator
_STAMP = re.compile(r"[0-9a-f]{8}")


def show(here: Here, page: str = "") -> Turn:
    """All that she gave."""
    return here.ask(f"mygiven:{whole(page)}" if page else "mygiven", ShowMine())


def one(here: Here, id: str) -> Turn:
    """One of them."""
    return here.ask(f"given:{whole(id)}", ShowOffered(whole(id)))


def send(here: Here, id: str) -> Turn:
    """She said yes to what she wrote."""
    return here.ask(f"given:{whole(id)}", SendIn(whole(id)))


def agree(here: Here, id: str, stamp: str) -> Turn:
    """The words of a moderator are good."""
    return here.ask(f"given:{whole(id)}", Agree(whole(id), _checked(stamp)))


def decline(here: Here, id: str, stamp: str) -> Turn:
    """They are not."""
    return here.ask(f"given:{whole(id)}", Decline(whole(id), _checked(stamp)))


def _checked(stamp: str) -> str:
    if not _STAMP.fullmatch(stamp):
        raise Stale
    return stamp


def back(here: Here, id: str, answer: str = "") -> Turn:
    """It goes, after a question."""
    if answer == "yes":
        return here.ask("mygiven", TakeBack(whole(id)))
    if answer:
        raise Stale
    text = here.t("Wil je dit terugnemen? Dan wis ik het, en het staat nergens meer. Wie het al las, kan het in haar eigen chat nog zien.")
    yes = Button(here.t("Ja, neem terug"), f"giveback:{whole(id)}:yes")
    return here.show(f"giveback:{whole(id)}", Message(text, options=(yes,), ways=(Button(here.t("Nee, terug"), f"given:{whole(id)}"),)))


def hear_more(here: Here, id: str, *, text: str) -> Turn | None:
    """More words where she sees what she gave: many send a story in pieces."""
    said = cleaned(text)
    return here.ask(f"given:{whole(id)}", AddWords(whole(id), said, EXPERIENCE)) if said else None


def listed(here: Here, fact: Mine) -> Turn:
    """The list; a moderator finds her way from here."""
    thoughts = [bold(here.t("Mijn bijdragen"))]
    if fact.lines:
        thoughts.append(here.t("Dit vertelde jij aan alle groepen. Kies een bijdrage om te zien hoe het ermee gaat."))
    else:
        thoughts.append(here.t("Je hebt nog niets gedeeld. Dat kan in een plan, bij Uit ervaring."))
    page = here.state.place.partition(":")[2] if here.state.place.startswith("mygiven:") else ""
    buttons = tuple(Button(f"{number}. {_label(here, line)}", f"given:{line.id}") for number, line in enumerate(fact.lines, 1))
    try:
        shown = page_of(buttons, page, "mygiven", here.t("Meer bijdragen"))
    except Stale:  # there are fewer by now
        shown, page = page_of(buttons, "", "mygiven", here.t("Meer bijdragen")), ""
    ways: tuple[Button, ...] = (here.way("settings"), here.way("menu"))
    if fact.waits is not None:
        ways = (Button(here.t("Bijdragen lezen ({count})").format(count=fact.waits), "mod", here.t("Bijdragen lezen")), *ways)
    return here.tell(Message("\n\n".join(thoughts), options=shown, ways=ways), f"mygiven:{page}" if page else "mygiven")


def _label(here: Here, line: MineLine) -> str:
    """A few of her words, in one line."""
    return cut(" ".join(line.words.split()), LINE) or here.t("🎤 Opname")


def page(here: Here, fact: Offered) -> Turn:
    """One of hers."""
    match fact.status:
        case "draft":
            thoughts, options = _draft(here, fact)
        case "proposed":
            thoughts, options = _proposed(here, fact)
        case _:
            thoughts, options = _sent(here, fact)
    ways = (Button(here.t("Mijn bijdragen"), "mygiven"), here.way("menu"))
    voice = Voice(fact.voice) if fact.voice else None
    news = {
        "added": here.t("Ik heb het erbij gezet."),
        "full": here.t("Dit past er niet meer bij. Ik heb het niet bewaard. Druk op Verander als je het korter wilt vertellen."),
        "late": here.t("Hier kan ik niets bij zetten. Ik heb het niet bewaard."),
    }.get(fact.said, "")
    text = "\n\n".join(thought for thought in (news, *thoughts) if thought)
    return here.tell(Message(text, options=tuple(options), ways=ways, voice=voice, keep=voice is not None), f"given:{fact.id}")


def _words(here: Here, fact: Offered) -> str:
    """What she gave, or that she said it aloud and how the recording is."""
    if fact.words:
        return fact.words
    if not fact.sound:
        return ""  # a recording goes when it was decided about
    lost = here.t("🎤 Je opname is niet goed aangekomen. Neem hem terug en spreek hem nog eens in, of typ het.")
    return lost if fact.sound == "lost" else here.t("🎤 Je opname.")


def _draft(here: Here, fact: Offered) -> tuple[list[str], list[Button]]:
    """She sees it once more before it goes."""
    again = f"share:{fact.plan}" if fact.kind == "experience" else "topic"
    options = [
        Button(here.t("Ja, stuur"), f"givesend:{fact.id}"),
        Button(here.t("Verander"), again),
        Button(here.t("Toch niet"), f"giveback:{fact.id}:yes"),
    ]
    if fact.said == "many":
        many = here.t("Er wachten al genoeg bijdragen van jou. Wacht tot er een gelezen is. Ik bewaar deze zolang bij Mijn bijdragen.")
        return [many, _words(here, fact)], [options[0], options[2]]
    asked = here.t("Zal ik dit sturen aan een vrouw van de CoP?")
    if not fact.words:
        calm = here.t("Andere groepen horen je stem nooit. Zij schrijft op wat je zegt. Jij ziet dat eerst, en zegt of het goed is.")
        return [_words(here, fact), calm, asked], options
    return [_warning(here, fact.words), fact.words, asked], options


def _warning(here: Here, words: str) -> str:
    """Once, and she may send it all the same: it may be the number of a place that helps."""
    if _MAIL.search(words):
        return here.t("Ik zie een mailadres. Alle groepen kunnen dit lezen. Wil je het weghalen? Druk dan op Verander.")
    if _PHONE.search(words):
        return here.t("Ik zie een telefoonnummer. Alle groepen kunnen dit lezen. Wil je het weghalen? Druk dan op Verander.")
    return ""


def _proposed(here: Here, fact: Offered) -> tuple[list[str], list[Button]]:
    """Nothing is read in other words than hers unless she agrees."""
    thoughts = [here.t("Een vrouw van de CoP wil het zo opschrijven:"), fact.edited]
    own = here.t("Nee, zo niet")
    if fact.words:
        thoughts += [f"{here.t('Jij schreef:')} {cut(fact.words, BEFORE)}"]
        own = here.t("Nee, liever mijn eigen woorden")
    thoughts += [here.t("Is het zo goed? Alleen als jij ja zegt, kunnen andere groepen het lezen.")]
    options = [
        Button(here.t("Zo is het goed"), f"giveok:{fact.id}:{fact.stamp}"),
        Button(own, f"giveown:{fact.id}:{fact.stamp}", here.t("Mijn eigen woorden") if fact.words else ""),
        _take(here, fact),
    ]
    return thoughts, options


def _take(here: Here, fact: Offered) -> Button:
    return Button(here.t("Neem terug"), f"giveback:{fact.id}")


def _sent(here: Here, fact: Offered) -> tuple[list[str], list[Button]]:
    """It waits, or it was decided."""
    options = [_take(here, fact)]
    if fact.status == "accepted":
        return [_thanks(here, fact), _words(here, fact), _read(here, fact)], [*_look(here, fact), *options]
    if fact.status == "refused":
        again = Button(here.t("Vertel het anders"), f"share:{fact.plan}" if fact.kind == "experience" else "topic")
        return [_why(here, fact), _words(here, fact)], [again, *options]
    waits = here.t("Dit wacht nog. Een vrouw van de CoP leest het. Wat zij vindt, zie je bij Mijn bijdragen.")
    own = here.t("Zij weet dat je het niet in haar woorden wilt.") if fact.reason == "own" else ""
    return [_thanks(here, fact), _words(here, fact), waits, own], options


def _thanks(here: Here, fact: Offered) -> str:
    return here.t("Dank je wel.") if fact.said in ("sent", "agreed", "declined") else ""


def _read(here: Here, fact: Offered) -> str:
    if fact.kind == "topic":
        return here.t("Dit staat bij de onderwerpen die groepen missen. Andere groepen kunnen nu zeggen dat zij dit ook willen.")
    return here.t("Dit staat nu in het plan, bij Uit ervaring. Groepen kunnen het lezen, zonder jouw naam.")


def _look(here: Here, fact: Offered) -> tuple[Button, ...]:
    where = f"topicpage:{fact.id}" if fact.kind == "topic" else f"part:{fact.plan}:experiences"
    return (Button(here.t("Kijk waar het staat"), where),)


def _why(here: Here, fact: Offered) -> str:
    """Why it is not read, and what she can do."""
    thanks = here.t("Dank je wel voor wat je deelde. Het staat er nu niet bij.")
    why = {
        "there": here.t("Iets wat erop lijkt, staat er al. Heb je nog iets anders meegemaakt? Vertel het gerust."),
        "known": here.t("Mensen kunnen zien over wie het gaat. Wil je het nog eens vertellen, zonder namen en plekken?"),
        "elsewhere": here.t("Het past hier niet goed bij. Misschien past het beter bij een ander plan."),
        "unkind": here.t("Iemand kan zich er verdrietig door voelen. Wil je het nog eens vertellen, met zachtere woorden?"),
    }.get(fact.reason, "")
    return f"{thanks} {why}".strip()


def gone(here: Here, fact: NotOffered) -> Turn:
    """She took it back, or it was gone already."""
    text = here.t("Het is weg. Ik heb het gewist.") if fact.taken else here.t("Deze bijdrage is er niet meer.")
    return here.tell(Message(text, ways=(Button(here.t("Mijn bijdragen"), "mygiven"), here.way("plans"), here.way("menu"))), "mygiven")


PLACES: Places = {
    "mygiven": (show, 0, 1),
    "given": (one, 1, 1),
    "givesend": (send, 1, 1),
    "giveok": (agree, 2, 2),
    "giveown": (decline, 2, 2),
    "giveback": (back, 1, 2),
}
LISTENERS: Listeners = {"given": hear_more}
