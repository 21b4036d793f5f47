"""What is kept of her: to read, or to delete."""

from bot.dialogue.asks import ForgetMe, MyData
from bot.dialogue.attached import Document
from bot.dialogue.events import Turn
from bot.dialogue.facts import Data, Forgotten
from bot.dialogue.here import Here, Places, Stale
from bot.dialogue.message import Button, Message, bold


def page(here: Here, which: str = "") -> Turn:
    """What she can do with it, or all of it as a file."""
    if which == "send":
        return here.ask("mydata", MyData())
    if which:
        raise Stale
    options = [Button(here.t("Stuur mij alles"), "mydata:send")]
    if here.state.consent:
        options.append(here.way("forget"))
    options.append(here.way("forgetme"))
    thoughts = [
        bold(here.t("Mijn gegevens")),
        here.t("• Stuur mij alles: je krijgt een bestand met alles wat ik van je bewaar."),
        here.t("• Antwoorden wissen: je antwoorden gaan weg. Wat je groep al ziet, blijft staan, zonder naam."),
        here.t("• Vergeet mij: alles gaat weg. Ook je groepen, je naam en je bijdragen."),
    ]
    return here.show("mydata", Message("\n".join(thoughts), options=tuple(options), ways=(here.way("settings"), here.way("menu"))))


def data(here: Here, fact: Data) -> Turn:
    """All that is kept, as a file."""
    text = here.t("In dit bestand staat alles wat ik van je bewaar.")
    name = here.t("mijn-gegevens") + ".txt"
    return here.tell(Message(text, ways=(here.way("mydata"), here.way("menu")), document=Document(name, fact.text)), "mydata")


def forget(here: Here, answer: str = "") -> Turn:
    """Delete everything, after a question."""
    if answer == "yes":
        return here.ask("forgetme", ForgetMe())
    if answer:
        raise Stale
    thoughts = [
        here.t("Wil je dat ik alles van jou vergeet?"),
        here.t("• Je gesprek, je naam, je groepen en alles wat je typte, worden nu gewist."),
        here.t("• Wat je aan alle groepen vertelde, gaat ook weg. Zij kunnen het niet meer lezen."),
        here.t("• Wat je groep al ziet van wat je koos, blijft staan, zonder naam. Je woorden gaan weg."),
        here.t("• Wat je schreef in een gesloten ronde zonder namen, kan ik niet meer vinden. Niemand kan zien dat het van jou is."),
    ]
    yes = Button(here.t("Ja, vergeet mij"), "forgetme:yes")
    return here.show(
        "forgetme", Message("\n".join(thoughts), options=(yes,), ways=(Button(here.t("Nee, terug"), "mydata"), here.way("menu")))
    )


def forgotten(here: Here, _fact: Forgotten) -> Turn:
    """The last words to somebody who is not known any more."""
    text = here.t("Alles van jou is gewist. Dank je wel dat je er was. Wil je ooit weer beginnen? Typ START.")
    return here.tell(Message(text, ways=(here.way("start"), here.way("phone"))), "")


PLACES: Places = {
    "mydata": (page, 0, 1),
    "forgetme": (forget, 0, 1),
}
