"""What comes by itself about contributions: to her what was decided, to moderators that something waits. No words of hers stand there."""

from bot.dialogue.here import Here
from bot.dialogue.message import Button, Message


def decided(here: Here, id: int, kind: str, status: str) -> Message:
    """Something was decided about what she gave."""
    if status == "accepted" and kind == "topic":
        said = here.t("Goed nieuws. Jouw onderwerp staat nu bij Ik mis een onderwerp.")
    elif status == "accepted":
        said = here.t("Goed nieuws. Jouw ervaring staat nu bij Uit ervaring. Dank je wel dat je hem deelde.")
    elif status == "proposed":
        said = here.t("Een vrouw van de CoP heeft je bijdrage gelezen. Zij wil hem iets anders opschrijven. Kijk je of het zo goed is?")
    else:
        said = here.t("Een vrouw van de CoP heeft je bijdrage gelezen. Het staat er nu niet bij. Druk op de knop om te lezen waarom.")
    return _letter(here, said, Button(here.t("Bekijk mijn bijdrage"), f"given:{id}"))


def waits(here: Here) -> Message:
    """Something new waits for a moderator."""
    return _letter(here, here.t("Er wacht een nieuwe bijdrage om te lezen."), Button(here.t("Naar de bijdragen"), "mod"))


def _letter(here: Here, said: str, button: Button) -> Message:
    stop = here.t("Typ STOP als je geen berichten meer wilt.")
    return Message(f"{said}\n\n{stop}", options=(button,), ways=(here.way("menu"),), keep=True)
