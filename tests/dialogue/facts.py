"""What the tables might tell somebody: one fact for every ask, so that the pure conversation can be walked through without tables."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.advice import Answer
from bot.dialogue import asks, facts, reminder_asks, reminder_facts
from bot.dialogue import broadcast_asks as told_asks
from bot.dialogue import broadcast_facts as told
from bot.dialogue import contribution_asks as given
from bot.dialogue.asks import Ask
from bot.dialogue.chat_asks import ChatAdded, ChatGone, LinkChat, ShowChats, UnlinkChat, WhichGroup
from bot.dialogue.chat_facts import ChatLinked, Chats, ChatToChoose, NothingToSay
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.contribution_facts import Decided, Mine, MineLine, NotOffered, Offered, Queue, Stories, Topic, TopicLine, Topics, Wanted
from bot.dialogue.facts import Fact
from bot.dialogue.later_asks import AskLater, LaterPage
from bot.dialogue.recordings import ShowVoice, VoicePage
from bot.dialogue.sheet import RoundFacts
from bot.disclosure import view
from bot.group_advice import advise_group
from bot.schedules import Schedule
from content.model import Plan, Prompt
from tests.dialogue import comparisons

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
    given.ShowStories: Stories(3, 0, ()),
    given.ShowTopics: Topics(0, ()),
    given.ShowMine: Mine(()),
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
        asks.CloseRound: replace(round_page, facts=replace(facts_of_round, open=False), earlier=True),
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
        **of_reminders(),
        **of_contributions(),
        AskLater: LaterPage("3.17", (1, 3), closes=DAY),
        ShowComparison: compared(plan, facts_of_round),
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


def compared(plan: Plan, round: RoundFacts) -> Fact:
    """It goes worse than last time, and one step is stuck."""
    return comparisons.page(plan, round, comparisons.seen(plan, [0] * 4), comparisons.seen(plan, [-1] * 5), stuck=("afspraken",))


def of_contributions() -> dict[type, Fact]:
    """One of hers that a moderator would say otherwise, and one of somebody else's that waits for her as a moderator."""
    offered = Offered(7, "experience", 3, "proposed", "", "Wij eten samen.", "Samen eten hielp.", "0a1b2c3d")
    topic = TopicLine(8, "Hoe vinden we geld?", 2, mine=False)
    return {
        given.ShowStories: Stories(3, 0, ("Samen eten hielp. " * 27, "Wij zingen. " * 40)),
        **dict.fromkeys((given.Write, given.Speak), replace(offered, status="draft", edited="")),
        given.AddWords: replace(offered, status="draft", edited="", said="added"),
        **dict.fromkeys((given.ShowOffered, given.SendIn, given.Agree, given.Decline), offered),
        given.TakeBack: NotOffered(taken=True),
        given.ShowMine: Mine((MineLine(7, "experience", "proposed", "Wij eten samen."),), 1),
        given.ShowTopics: Topics(0, (topic,)),
        **dict.fromkeys((given.ShowTopic, given.WantTopic), Topic(topic)),
        given.ShowQueue: Queue(1, 2, 9, "topic", 0, "nl", "Hoe vinden we geld?"),
        **dict.fromkeys((given.Accept, given.Propose, given.Refuse), Decided("accepted", mine=True)),
        given.ShowWanted: Wanted(((1, 2), (2, 0)), (topic,)),
    }


def of_reminders() -> dict[type, Fact]:
    """Plan 3 comes back every three months; anything else could be set."""
    schedule = Schedule("weekday", 600, every=3, nth=1, weekday=2)
    coming = reminder_facts.Coming(3, schedule, DAY, "10:00")
    page = reminder_facts.ReminderPage(4, 3, coming)
    rhythm = reminder_facts.RhythmPage(4, "Europe/Amsterdam", ("20:00", "9:00"), (4, 10))
    return {
        reminder_asks.ShowSchedule: reminder_facts.Planned(4, 3, schedule, (DAY, DAY, DAY), "20261215", early=False, other=True),
        reminder_asks.SetReminder: replace(page, news="set"),
        reminder_asks.PauseReminder: replace(page, coming=replace(coming, paused_until=DAY), news="paused"),
        reminder_asks.ResumeReminder: replace(page, news="resumed"),
        reminder_asks.SetZone: reminder_facts.NoZone(4),
        reminder_asks.ShowReminder: page,
        **dict.fromkeys((reminder_asks.ShowReminders, reminder_asks.StopReminder), reminder_facts.Reminders(4, "Laak", (coming,))),
        **dict.fromkeys((reminder_asks.ShowRhythm, reminder_asks.SetQuiet, reminder_asks.SetNudges), rhythm),
    }


def _answer(prompt: Prompt, end: int) -> Answer:
    if prompt.kind == "open":
        return Answer(text="Wij luisteren.")
    return Answer(number=1) if prompt.kind == "number" else Answer(options=(prompt.options[end].id,))
