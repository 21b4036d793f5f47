"""Why somebody did not get a broadcast, in plain words."""

from collections.abc import Iterator, Mapping

from bot.dialogue.here import Here

# A part of what is said of a message that failed or was cancelled, and what we call that. The first that fits counts.
NAMES = (
    ("only a template", "no_template"),
    ("the template", "template"),
    ("not set up", "no_channel"),
    ("not in the group", "left"),
    ("said stop", "stopped"),
    ("blocked", "unreachable"),
    ("can't be reached on whatsapp", "unreachable"),
    ("address we know already", "unreachable"),
    ("chat not found", "unreachable"),
    ("wants no more", "stopped"),
    ("sends her no more", "enough"),
    ("refused", "refused"),
    ("no answer", "trouble"),
    ("can't be reached", "trouble"),
    ("too many", "trouble"),
    ("trouble", "trouble"),
)


def name_of(reason: str) -> str:
    """What we call it; one that nobody foresaw is 'other'."""
    said = reason.casefold()
    return next((name for part, name in NAMES if part in said), "other")


def lines(here: Here, counted: Mapping[str, int]) -> Iterator[str]:
    """One line for each reason, those of most people first."""
    for name, count in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        if count:
            yield "• " + _line(here, name, count).format(count=count)


def of_one(here: Here, name: str) -> str:
    """The same of one person. How long ago she wrote on WhatsApp is nothing to know of somebody: it tells that she did not answer."""
    found = {
        "stopped": here.t("zei STOP"),
        "unreachable": here.t("niet te bereiken, of blokkeert mij"),
        "left": here.t("niet meer in de groep"),
        "no_channel": here.t("heeft geen chat waar ik iets kan sturen"),
        "enough": here.t("kreeg vandaag al genoeg van WhatsApp"),
        "refused": here.t("het bericht werd geweigerd"),
        "trouble": here.t("Telegram of WhatsApp gaf te lang geen antwoord"),
    }
    return found.get(name, here.t("het lukte niet"))


def _line(here: Here, name: str, count: int) -> str:
    """Not how long ago she wrote, where WhatsApp minds that: in a small group everybody would know who."""
    found = {
        "stopped": here.n("{count} zei STOP.", "{count} zeiden STOP.", count),
        "unreachable": here.n("{count} is niet te bereiken of blokkeert mij.", "{count} zijn niet te bereiken of blokkeren mij.", count),
        "left": here.n("{count} is niet meer in de groep.", "{count} zijn niet meer in de groep.", count),
        "no_channel": here.n(
            "{count} heeft geen chat waar ik iets kan sturen.", "{count} hebben geen chat waar ik iets kan sturen.", count
        ),
        "no_template": here.t("Bij {count} laat WhatsApp het nu niet toe."),
        "template": here.t("Bij {count} liet WhatsApp het niet toe."),
        "enough": here.n("{count} kreeg vandaag al genoeg van WhatsApp.", "{count} kregen vandaag al genoeg van WhatsApp.", count),
        "refused": here.n("{count} bericht werd geweigerd.", "{count} berichten werden geweigerd.", count),
        "trouble": here.t("Bij {count} gaf Telegram of WhatsApp te lang geen antwoord."),
    }
    return found.get(name, here.t("Bij {count} lukte het niet. Ik weet niet waarom."))
