"""What a person did, in words, for a channel that shows it back to her."""

from bot.dialogue import questions
from bot.dialogue.events import Event, Pressed, Said
from bot.dialogue.here import LABELS, Here, Stale, whole

OF_A_PROMPT = {"q", "a", "t", "d", "s", "k"}


def heard(here: Here, event: Event) -> str:
    """What she did, in words; her own words only if they may be kept."""
    if isinstance(event, Said):
        return event.text if here.state.consent else ""
    if not isinstance(event, Pressed):
        return ""
    name, *rest = event.address.split(":")
    try:
        return _label(here, name, rest)
    except (Stale, TypeError, LookupError):
        return ""


def _label(here: Here, name: str, rest: list[str]) -> str:
    if name in OF_A_PROMPT:
        return questions.label(here, name, rest)
    if name == "step":
        return here.ready(rest[0]).steps[whole(rest[1]) - 1].title
    if name == "plan":
        return here.plan(rest[0]).title
    if name == "part":
        parts = {"challenge": "De uitdaging", "experiences": "Uit ervaring", "questions": "Hulpvragen", "steps": "Stappen"}
        return here.t(parts.get(rest[1], "Tips"))
    if name == "wish":
        return here.t("Dit plan wil ik graag")
    if name == "consent":
        return {"yes": here.t("Ja, dat is goed"), "no": here.t("Nee, alleen lezen")}.get("".join(rest), "")
    if name == "pause":
        return here.t("Later verder")
    return here.t(LABELS[name]) if name in LABELS else ""
