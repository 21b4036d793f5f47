"""What the tables might tell somebody: one fact for every ask, so that the pure conversation can be walked through without tables."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.advice import Answer
from bot.dialogue import asks, facts
from bot.dialogue import broadcast_asks as told_asks
from bot.dialogue import broadcast_facts as told
from bot.dialogue.asks import Ask
from bot.dialogue.chat_asks import ChatAdded, ChatGone, LinkChat, ShowChats, UnlinkChat, WhichGroup
from bot.dialogue.chat_facts import ChatLinked, Chats, ChatToChoose, NothingToSay
from bot.dialogue.facts import Fact
from bot.dialogue.recordings import ShowVoice, VoicePage
from bot.dialogue.sheet import RoundFacts
from bot.disclosure import view
from bot.group_advice import advise_group
from content.model import Plan, Prompt

LAAK = facts.GroupLine(4, "Laak", coordinator=True)
NO_ONE_YET = facts.Groups((), may_make=True)
DAY = date(2026, 12, 15)


FACTS: dict[type, Fact] = {
    asks.MyGroups: NO_ONE_YET,
    asks.TryCode: facts.NoCode(),
    asks.Join: facts.NoCode(),
    asks.LinkUp: facts.NoCode(wait=True),
    asks.MakeGroup: facts.MayNotMake(code=True),
    asks.CallMe: facts.Named("Amina"),
    asks.MakeLinkCode: facts.LinkCode("A3C4D6F7", 10),
    asks.Sharers: facts.PhoneOf("Amina", (("0123456789ab", "Fatima"),)),
    asks.MyData: facts.Data("Niets."),
    asks.NewHere: facts.PhoneFull(6),
    asks.ForgetMe: facts.OnlyCoordinator(LAAK),
    ShowVoice: VoicePage("3", 1, 2, "Regels", "Maken jullie samen regels?", False, "kept", "0" * 32),
    ChatAdded: NothingToSay(),
    ChatGone: NothingToSay(),
}


def fact_for(ask: Ask) -> Fact:
    """What somebody who is in no group, and has no code, is told."""
    return FACTS.get(type(ask), facts.NotYours())


ROUND = RoundFacts(17, 4, "Laak", 3, "", True, False, True, DAY, 9, 4, 3)


def of_a_coordinator(plan: Plan, version: str) -> Callable[[Ask], Fact]:
    """What the coordinator of Laak is told: there is an open round, something to see, and a step that is stuck."""
    facts_of_round = replace(ROUND, version=version)
    ends = [{asked.key: _answer(asked.prompt, end) for asked in plan.asked} for end in (0, -1)]
    shown = [ends[place % 2] for place in range(6)]
    counted = view(plan, shown, 3, list.reverse)
    page = facts.GroupPage(LAAK, 9, 3, "Boyana", (facts.RoundLine(facts_of_round, "begun"),), 1)
    round_page = facts.RoundPage(facts_of_round, coordinator=True, mine="begun", shown=True)
    steps = facts.StepsPage(LAAK, (facts.StepLine(3, "afspraken", "stuck", "Boyana", mine=True),))
    members = facts.MembersPage(LAAK, tuple(facts.MemberLine(n, f"Naam {n}", n == 1, n == 1) for n in range(1, 10)))
    invite = facts.InvitePage(LAAK, "AC3D4EF", (("Website", "http://test/chat?code=AC3D4EF"),))
    known: dict[type, Fact] = {
        **FACTS,
        asks.MyGroups: facts.Groups((LAAK,), may_make=True),
        asks.TryCode: facts.Invitation("AC3D4EF", LAAK, 3, member=False),
        asks.ShowRound: round_page,
        asks.OpenRound: round_page,
        asks.CloseRound: replace(round_page, facts=replace(facts_of_round, open=False)),
        asks.ShowResult: facts.Result(facts_of_round, plan, counted, (6,) * len(counted), {}, {}),
        asks.ShowAdvice: facts.GroupAdvicePage(facts_of_round, plan, advise_group(plan, shown, 3), True, frozenset({"afspraken"})),
        asks.ShowAnswerers: facts.Answerers(facts_of_round, ("Amina",), ("Fatima",)),
        asks.Leave: facts.OnlyCoordinator(LAAK),
        asks.StepDown: facts.OnlyCoordinator(LAAK),
        ChatAdded: ChatToChoose(7, "Vrouwen van Laak", ((4, "Laak"), (5, "Moerwijk"))),
        WhichGroup: ChatToChoose(7, "", ((4, "Laak"), (5, "Moerwijk"))),
        LinkChat: ChatLinked(4, "Laak", 7, ""),
        **dict.fromkeys((ShowChats, UnlinkChat), Chats(4, "Laak", (7, 8))),
        **dict.fromkeys((asks.Join, asks.MakeGroup, asks.ShowGroup, asks.SetThreshold, asks.Rename), page),
        **dict.fromkeys((asks.ShowInvite, asks.NewCode, asks.EndCode), invite),
        **dict.fromkeys((asks.ShowMembers, asks.Appoint, asks.Remove), members),
        **of_broadcasts(),
        **dict.fromkeys((asks.ShowSteps, asks.SetStatus, asks.TakeCare, asks.ChooseStep, asks.DropStep), steps),
    }
    return lambda ask: known.get(type(ask), facts.NotYours())


def of_broadcasts() -> dict[type, Fact]:
    """One in each state."""
    when = told.When(DAY, "18:00", "202612151800")
    sent = told.Sent(5, 4, "Laak", "words", "Boyana", text="Morgen is er koffie in de buurtkamer.")
    progress = told.Progress(sent, "done", when, {"sent": 7, "failed": 1}, {"unreachable": 1}, {"stopped": 1})
    preview = told.Preview(sent, 8, (("telegram", 6), ("whatsapp", 2)), (("nl", 8),), {"stopped": 1}, 1, 1, 2, 1)
    return {
        told_asks.ShowSent: sent,
        told_asks.ShowSending: told.Sending(4, "Laak", (told.Shown(16, 3, DAY), told.Shown(15, 3, DAY))),
        told_asks.ShowBroadcasts: told.Broadcasts(4, "Laak", (told.BroadcastLine(sent, "done", when),)),
        told_asks.ShowTimes: told.Times(5, (("today", when),)),
        told_asks.SendLater: told.Times(5, (("today", when),), "past"),
        told_asks.DropDraft: told.Sending(4, "Laak", (), dropped=True),
        **dict.fromkeys((told_asks.Compose, told_asks.ShowBroadcast), preview),
        **dict.fromkeys((told_asks.SendNow, told_asks.CancelBroadcast, told_asks.RetryBroadcast), progress),
    }


def _answer(prompt: Prompt, end: int) -> Answer:
    if prompt.kind == "open":
        return Answer(text="Wij luisteren.")
    return Answer(number=1) if prompt.kind == "number" else Answer(options=(prompt.options[end].id,))
