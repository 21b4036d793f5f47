"""Which words belong to which fact."""

from collections.abc import Callable
from typing import Any

from bot.dialogue import (
    broadcast_facts,
    chat_facts,
    chats,
    facts,
    group,
    joining,
    leading,
    listening,
    mydata,
    persons,
    preview,
    progress,
    recordings,
    result,
    rounds,
    sending,
    sent,
    steps,
)
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
    recordings.VoicePage: listening.page,
    recordings.NoVoice: listening.nothing,
    chat_facts.ChatLinked: chats.linked,
    chat_facts.ChatToChoose: chats.choose,
    chat_facts.ChatTaken: chats.taken,
    chat_facts.Chats: chats.listed,
    chat_facts.NothingToSay: chats.nothing,
    broadcast_facts.Sending: sending.choose,
    broadcast_facts.Preview: preview.page,
    broadcast_facts.Times: sending.times,
    broadcast_facts.Progress: progress.page,
    broadcast_facts.Broadcasts: progress.listed,
    broadcast_facts.Sent: sent.page,
}


def in_words(here: Here, fact: Fact) -> Turn:
    """What she gets to read."""
    return TELLING[type(fact)](here, fact)
