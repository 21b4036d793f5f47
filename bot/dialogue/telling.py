"""Which words belong to which fact."""

from collections.abc import Callable
from typing import Any

from bot.dialogue import facts, group, joining, leading, mydata, persons, result, rounds, steps
from bot.dialogue.events import Turn
from bot.dialogue.facts import Fact
from bot.dialogue.here import Here

TELLING: dict[type, Callable[[Here, Any], Turn]] = {
    facts.NotYours: group.not_yours,
    facts.Groups: group.listed,
    facts.GroupPage: group.page,
    facts.Left: group.left,
    facts.OnlyCoordinator: group.only_coordinator,
    facts.Invitation: joining.invitation,
    facts.NoCode: joining.refused,
    facts.Permitted: joining.permitted,
    facts.Named: joining.named,
    facts.MayNotMake: leading.may_not,
    facts.InvitePage: leading.invitation,
    facts.MembersPage: leading.listed,
    facts.RoundPage: rounds.page,
    facts.AlreadyOpen: rounds.already,
    facts.Answerers: rounds.answerers,
    facts.Result: result.told,
    facts.GroupAdvicePage: result.advice,
    facts.StepsPage: steps.told,
    facts.LinkOffer: persons.offered,
    facts.LinkCode: persons.link_code,
    facts.Linked: persons.linked,
    facts.PhoneOf: persons.sharers,
    facts.PhoneFull: persons.full,
    facts.Switched: persons.switched,
    facts.Data: mydata.data,
    facts.Forgotten: mydata.forgotten,
}


def in_words(here: Here, fact: Fact) -> Turn:
    """What she gets to read."""
    return TELLING[type(fact)](here, fact)
