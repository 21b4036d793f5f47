"""Where a group answers together: room for whoever sees it in another way."""

from dataclasses import replace

from bot.dialogue import questions
from bot.dialogue.events import Remark, Turn
from bot.dialogue.here import Here, Stale, with_opening
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match
from bot.dialogue.spot import spot_at


def ask(here: Here, name: str, version: str, index: str) -> Turn:
    """Where the group answers together: room for whoever sees it in another way."""
    spot = spot_at(here, name, version, index)
    if spot.sheet.round is None or not spot.sheet.round.joint or not here.state.consent:
        raise Stale
    text = here.t("Ziet iemand het anders? Dat mag. Typ wat zij vindt. Schrijf geen naam op.")
    ways = (Button(here.t("Terug naar de vraag"), spot.address("q")), here.way("menu"))
    head = bold(spot.asked.question.title)
    return here.show(spot.address("o"), Message(f"{head}\n{spot.asked.prompt.text}\n\n{text}", ways=ways, typing="words"))


def hear(here: Here, name: str, version: str, index: str, *, text: str) -> Turn | None:
    """The words of whoever sees it in another way; then the question again."""
    spot = spot_at(here, name, version, index)
    if match(text, (), (Button(here.t("Terug naar de vraag"), ""), here.way("menu"))):
        return None
    keep = Remark(spot.sheet.name, spot.asked.key, text, minority=True)
    turn = questions.ask(here, spot, "", keep)
    return replace(turn, effects=with_opening(turn.effects, here.t("Dank je. Dit staat erbij, zonder naam.")))
