"""What she says aloud where a prompt is asked, or where she may tell something to all groups."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import contributing, questions
from bot.dialogue.events import KeepVoice, Said, Sent, Turn
from bot.dialogue.here import Again, Here, Over, Stale, with_opening
from bot.dialogue.rounds import closed
from bot.dialogue.sheet import Sheet
from bot.dialogue.spot import Spot, spot_at


def hear(here: Here, sent: Sent) -> Turn | Again | None:
    """What becomes of it. None: nothing is asked here, or nothing of hers may be kept."""
    name, *rest = here.state.place.split(":")
    if name not in (*VOICES, "share") or not here.state.consent or not sent.media:
        return None
    try:
        if name == "share":
            return contributing.hear_aloud(here, *rest, sent=sent)
        return VOICES[name](here, spot_at(here, *rest), sent)
    except Over as over:
        return closed(here, over.round)
    except Stale:
        keep = too_late(here, sent)
        said = here.t("Het plan is veranderd. Ik heb je stem bewaard. Je kunt hier verder:")
        return Again(said, (keep,)) if keep else None


def too_late(here: Here, sent: Sent) -> KeepVoice | None:
    """It can't be an answer any more, and is kept with the prompt that was asked; None: as with words."""
    remark = questions.remark_for(here, sent.media)
    return KeepVoice(remark.sheet, remark.prompt, sent.media, sent.mime) if remark else None


def given_late(here: Here, event: Said | Sent) -> Turn | Again | None:
    """What she tells to all groups becomes a draft however late it came: a draft agrees to nothing. None: it is something else."""
    name, *rest = here.state.place.split(":")
    if name not in contributing.LISTENERS or not here.state.consent:
        return None
    try:
        taken = hear(here, event) if isinstance(event, Sent) else contributing.LISTENERS[name](here, *rest, text=event.text)
    except Stale:
        return None
    said = here.t("Je bericht kwam pas laat bij mij. Dat ligt niet aan jou.")
    if isinstance(taken, Again):
        return replace(taken, opening=f"{said} {taken.opening}")
    return replace(taken, opening=said, effects=with_opening(taken.effects, said)) if taken else None


def _at_a_question(here: Here, spot: Spot, sent: Sent) -> Turn | Again:
    """Where words are asked for it is the answer; elsewhere it stands beside the question, as typed words do."""
    name, key = spot.sheet.name, spot.asked.key
    keep, there = KeepVoice(name, key, sent.media, sent.mime), here.spoke(name)
    thanks = _with_its_end(here, here.t("Dank je. Ik heb je stem bij de vraag bewaard."), spot.sheet)
    if spot.asked.prompt.kind != "open":
        return questions.beside(there, spot, keep, f"{thanks} {here.t('Kies nu wat past.')}")
    taken = questions.answer_aloud(there, spot, keep)
    return _thanking(taken, thanks) if isinstance(taken, Turn) else replace(taken, opening=f"{thanks} {taken.opening}")


def _as_another_view(here: Here, spot: Spot, sent: Sent) -> Turn:
    """Where a group answers together."""
    if spot.sheet.round is None or not spot.sheet.round.joint:
        raise Stale
    name, key = spot.sheet.name, spot.asked.key
    keep = KeepVoice(name, key, sent.media, sent.mime, minority=True)
    said = here.t("Dank je. Ik heb deze stem erbij bewaard. Alleen wie de groep leidt, kan hem horen.")
    return _thanking(questions.ask(here.spoke(name), spot, "", keep), _with_its_end(here, said, spot.sheet))


def _with_its_end(here: Here, said: str, sheet: Sheet) -> str:
    """A voice tells whose it is: in a round without names it may not outlast the round, and she must know that."""
    anonymous = sheet.round is not None and sheet.round.anonymous
    return f"{said} {here.t('Als de ronde sluit, wis ik de opname.')}" if anonymous else said


def _thanking(turn: Turn, thanks: str) -> Turn:
    return replace(turn, effects=with_opening(turn.effects, thanks))


VOICES: dict[str, Callable[[Here, Spot, Sent], Turn | Again]] = {"q": _at_a_question, "o": _as_another_view}
