"""What the tables tell is put into words that every channel can show, and every button under them leads somewhere."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.advice import Answer, advise
from bot.dialogue import asks, chat_facts, console_facts, facts, turning
from bot.dialogue import broadcast_facts as told_facts
from bot.dialogue import contribution_facts as of_all
from bot.dialogue import recordings as voice_facts
from bot.dialogue.broadcast_reasons import NAMES as REASONS
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.chat_facts import NothingToSay
from bot.dialogue.events import Pressed, Said, Say
from bot.dialogue.later_asks import LaterPage
from bot.dialogue.message import BOLD, END, Message, plain
from bot.dialogue.places import PLACES
from bot.dialogue.sent import PARTS
from bot.dialogue.sheet import Known, RoundFacts
from bot.dialogue.state import State
from bot.dialogue.telling import TELLING
from bot.disclosure import view
from bot.group_advice import advise_group
from content.limits import ADDRESS, BODY, BUTTON, ROWS, units
from content.model import Plan
from tests.dialogue import comparisons, reminders
from tests.dialogue.facts import DAY

NAME = "Vrouwengroep Moerwijk-Zuid en omstreken met een heel lange naam"[:60]
GROUP = facts.GroupLine(99999, NAME, coordinator=True)
MEMBER = replace(GROUP, coordinator=False)
ROUND = RoundFacts(99999, 99999, NAME, 3, "12345678", True, False, True, DAY, 60, 59, 3)
LONG = "Dat is een lang verhaal over hoe wij met elkaar omgaan. " * 30


def rounds() -> Iterator[RoundFacts]:
    for open in (True, False):
        for anonymous in (True, False):
            for joint in (True, False):
                yield replace(ROUND, open=open, anonymous=anonymous, joint=joint)


def given(plan: Plan, people: int) -> list[dict[str, Answer]]:
    """So many people who answer everything, half of them at either end of each scale."""
    ends = [{asked.key: answer(asked.prompt, end) for asked in plan.asked} for end in (0, -1)]
    return [ends[place % 2] for place in range(people)]


def answer(prompt: Any, end: int) -> Answer:
    if prompt.kind == "open":
        return Answer(text=LONG)
    return Answer(number=1) if prompt.kind == "number" else Answer(options=(prompt.options[end].id,))


def results(plan: Plan) -> Iterator[facts.Result]:
    for people in (0, 2, 9):
        shown = given(plan, people)
        counted = view(plan, shown, 3, list.reverse)
        yield facts.Result(ROUND, plan, counted, (people,) * len(counted), {}, {}, earlier=people > 2)
    together = given(plan, 1)[0]
    counted = view(plan, [], 3, list.reverse)
    yield facts.Result(replace(ROUND, joint=True), plan, counted, (1,) * len(counted), together, dict.fromkeys(together, (LONG, "Nee.")))


def samples(plan: Plan) -> Iterator[facts.Fact]:
    yield from (facts.NotYours(), facts.NoCode(), facts.NoCode(wait=True), facts.Permitted(), facts.Named("Amina"), facts.Named(""))
    yield facts.Groups((), may_make=True)
    yield facts.Groups(tuple(replace(GROUP, id=id) for id in range(30)), may_make=False)
    yield from (
        LaterPage("3.99999", (1, 3, 7), closes=DAY),
        LaterPage("3.99999", (), closes=DAY),
        LaterPage("3", (1,), DAY),
        LaterPage("3", ()),
    )
    yield from (facts.MayNotMake(code=True), facts.MayNotMake(code=False))
    yield from (facts.Invitation("AC3D4EF", MEMBER, 3, member=False), facts.Invitation("AC3D4EF", MEMBER, 3, member=True))
    yield from (facts.LinkOffer("AC3D4EFG", "telegram", own=False), facts.LinkOffer("AC3D4EFG", "web", own=True))
    yield from (facts.LinkCode("AC3D4EFG", 10), facts.Linked("telegram"), facts.PhoneOf("", ()), facts.PhoneFull(6))
    yield facts.PhoneOf("Amina", tuple((f"{name}" * 12, f"{name} {NAME}"[:40]) for name in range(5)))
    yield from (facts.Switched("Fatima"), facts.Data(LONG), facts.Forgotten(), facts.OnlyCoordinator(GROUP), facts.Left(NAME))
    lines = tuple(facts.RoundLine(one, mine) for one, mine in zip(rounds(), ("", "begun", "done", "", "", "", "", ""), strict=True))
    for group in (GROUP, MEMBER):
        for shown in ((), lines[:1], lines):
            for fresh in (True, False):
                yield facts.GroupPage(group, 60, 3, "" if fresh else "Amina", shown, 3, fresh=fresh)
    for one in rounds():
        yield from (facts.RoundPage(one, coordinator, "begun", shown) for coordinator in (True, False) for shown in (True, False))
    yield facts.RoundPage(replace(ROUND, open=False), True, "", True, earlier=True)
    yield from (facts.RoundPage(ROUND, True, "done", True, fresh=True), facts.AlreadyOpen(ROUND))
    yield facts.Answerers(replace(ROUND, anonymous=False), tuple(f"{NAME} {n}" for n in range(60)), ())
    yield from results(plan)
    for people in (0, 9):
        yield facts.GroupAdvicePage(ROUND, plan, advise_group(plan, given(plan, people), 3), True, frozenset({"afspraken"}))
    yield facts.GroupAdvicePage(replace(ROUND, joint=True), plan, advise(plan, given(plan, 1)[0]), True, frozenset())
    statuses = get_args(asks.Status)
    steps = [facts.StepLine(3, step.id, statuses[n % 4], NAME[:40] if n % 3 else "", n % 2 == 0) for n, step in enumerate(plan.steps)]
    yield from (facts.StepsPage(GROUP, tuple(steps)), facts.StepsPage(MEMBER, ()))
    yield from (facts.StepsPage(who, (facts.StepLine(3, "van-vroeger", "busy", "", mine=False),)) for who in (GROUP, MEMBER))
    links = (("Telegram", "https://t.me/een_lange_naam_bot?start=AC3D4EF"), ("Website", "https://stappen.example.nl/chat?code=AC3D4EF"))
    yield from (facts.InvitePage(GROUP, "AC3D4EF", links), facts.InvitePage(GROUP, "", ()))
    yield from (console_facts.LoginLink(f"https://stappen.example.nl/console/login?key={'k' * 32}", 10), console_facts.NoConsole())
    yield from of_broadcasts()
    yield from of_chats()
    question = max((asked.prompt.text for asked in plan.asked), key=len)
    for status in get_args(voice_facts.Status):
        yield voice_facts.VoicePage("3.99999", 1, 99, NAME, question, True, status, "0" * 36)
        yield voice_facts.VoicePage("3", 2, 2, "", "", False, status, "0" * 36)
    yield voice_facts.NoVoice("3")
    yield from of_contributions()
    yield from comparisons.of_each_kind(plan, ROUND)
    yield from reminders.of_each_kind(99999, NAME)
    members = tuple(facts.MemberLine(n, NAME[:40] if n % 2 else "", n < 3, n == 1) for n in range(1, 61))
    yield facts.MembersPage(GROUP, members)


def sent_of_each_kind() -> Iterator[told_facts.Sent]:
    words = told_facts.Sent(99999, 99999, NAME, "words", NAME[:40], text="Morgen is er koffie. " * 47)
    yield from (words, replace(words, text="😀" * 1000), replace(words, text="Kort.", by=""))
    about = replace(words, text="", plan=3)
    yield from (replace(about, kind="plan"), replace(about, kind="result", round=99999), replace(about, kind="plan", plan=77))
    yield from (replace(about, kind="part", part=part) for part in PARTS)
    for anonymous, joint in ((True, False), (False, False), (True, True)):
        yield replace(about, kind="questions", round=0, closes=DAY, anonymous=anonymous, joint=joint)


def of_broadcasts() -> Iterator[facts.Fact]:
    when, many = told_facts.When(DAY, "18:00", "202612151800"), dict.fromkeys([name for _, name in REASONS], 1234)
    for one in sent_of_each_kind():
        yield one
        yield told_facts.Preview(
            one, 60, (("telegram", 40), ("whatsapp", 20)), (("nl", 59), ("ar", 1)), many, 3, 4, 20, 1, opens=not one.text
        )
        yield told_facts.Preview(one, 0, (), (), {}, 0, 0, 0, 0)
        yield told_facts.Preview(one, 9, (), (), {}, 0, 0, 0, 1, gone=True)
        for status in get_args(told_facts.Status):
            counts = {"sent": 1234, "read": 4, "delivered": 5, "failed": 60, "unknown": 7}
            yield told_facts.Progress(one, status, when, counts, many, many, 9, reason="sender", news="already")
    yield told_facts.Progress(one, "waiting", when, soon=True, news="begun")
    yield from (
        told_facts.Sending(99999, NAME, ()),
        told_facts.Sending(99999, NAME, tuple(told_facts.Shown(n, 1 + n // 2, DAY) for n in range(9))),
    )
    yield from (told_facts.Times(99999, (), wrong) for wrong in ("", "unclear", "past", "far"))
    yield told_facts.Times(99999, (("today", when), ("tomorrow", when), ("week", when)))
    lines = [told_facts.BroadcastLine(one, "done", replace(when, time=f"{n}:00")) for n, one in enumerate(sent_of_each_kind())]
    yield from (told_facts.Broadcasts(99999, NAME, ()), told_facts.Broadcasts(99999, NAME, tuple(lines)))


STATES = (State(language="nl"), State(language="nl", consent=True), State(language="nl", consent=False), State(language="nl", stopped=True))
PLACES_OF_FACTS = {
    "Result": ["result:99999", *[f"answers:99999:{n}" for n in range(7)], "answers:99999:5:1", "answers:99999:99"],
    "ComparisonPage": [
        *("compare:99999", "compare:99999:list", "compare:99999:list:9", "compare:99999:help", "compare:99999:99"),
        *(f"compare:99999:{n}{page}" for n in range(7) for page in ("", ":1", ":9")),
    ],
    "StepsPage": ["steps:99999", "cstep:99999:3:afspraken", "cstep:99999:3:bemiddelaar", "cstep:99999:3:relaties", "cstep:99999:3:weg"],
    "MembersPage": ["members:99999", "members:99999:9", "members:99999:99", "member:99999:1", "member:99999:9", "member:99999:999"],
    "Named": ["name", "name:99999", "name:phone"],
    "Groups": ["groups", "groups:all"],
    "Sending": ["send:99999", "send:99999:result"],
    "Sent": ["sent:99999", "sent:99999:1", "sent:99999:9"],
    "Preview": [*[f"broadcast:99999:{n}" for n in range(6)], "broadcast:99999"],
}


def of_chats() -> Iterator[facts.Fact]:
    many = tuple((99999 + n, f"{n} {NAME}"[:60]) for n in range(30))
    for title in (NAME, ""):
        yield from (chat_facts.ChatLinked(99999, NAME, 99999, title), chat_facts.ChatTaken(title))
        yield from (chat_facts.ChatToChoose(99999, title, many), chat_facts.ChatToChoose(99999, title, many[:2]))
    for gone in (True, False):
        yield from (chat_facts.Chats(99999, NAME, chats, gone) for chats in ((), (1,), tuple(range(9))))
    yield NothingToSay()


def of_contributions() -> Iterator[facts.Fact]:
    """All of them as long as they may be, in letters and in pictures."""
    for long in ("ع" * 500, "😀" * 250, "woord " * 83):
        yield from (of_all.Stories(3, page, (long,) * 7) for page in (0, 1, 99))
        for status in get_args(of_all.Status):
            for said in ("", "sent", "many", "agreed", "declined"):
                yield of_all.Offered(99999, "experience", 3, status, "known", long, long, "0" * 8, said=said)
        yield of_all.Offered(99999, "topic", 0, "waiting", "own", long[:300], "", "0" * 8)
        yield of_all.Queue(9, 99, 99999, "experience", 3, "nl", long, own=True)
        topics = tuple(of_all.TopicLine(99999 + n, long[:300], n, n == 1) for n in range(9))
        yield from (of_all.Topics(0, topics), of_all.Topics(1, topics), of_all.Wanted(((1, 99), (2, 0)), topics))
        yield from (of_all.Topic(topic) for topic in topics[:2])
        yield of_all.Mine(tuple(of_all.MineLine(n, "experience", "waiting", long if n else "") for n in range(9)), 12)
    for sound in ("wanted", "kept", "lost"):
        yield of_all.Offered(99999, "experience", 3, "draft", "", "", "", "", "0" * 36 if sound == "kept" else "", sound)
        yield of_all.Queue(1, 1, 99999, "experience", 77, "nl", "", voice="0" * 36 if sound == "kept" else "", sound=sound, own=True)
    yield from (of_all.Stories(3, 0, ()), of_all.NotOffered(), of_all.NotOffered(taken=True), of_all.Mine(()), of_all.Topics(0, ()))
    yield from (of_all.Queue(0, 0), of_all.Moderates(), of_all.Wanted((), ()))
    yield from (of_all.Decided(status, mine) for status in ("", "accepted", "proposed", "refused", "waiting") for mine in (True, False))


def told(catalogue: Catalogue, fact: facts.Fact) -> Iterator[tuple[State, Message]]:
    for state in STATES:
        for place in PLACES_OF_FACTS.get(type(fact).__name__, [""]):
            turn = turning.told(catalogue, replace(state, place=place), {"3": Known()}, fact, "Goed.")
            says = [effect.message for effect in turn.effects if isinstance(effect, Say)]
            assert len(says) == (0 if turn.ask or isinstance(fact, NothingToSay) else 1)
            for message in says:
                yield turn.state, Message.from_json(message.to_json())


def test_there_are_words_for_every_fact_and_an_example_of_each(catalogue: Catalogue) -> None:
    told_by_none = {facts.GroupLine, facts.RoundLine, facts.StepLine, facts.MemberLine, *get_args(console_facts.PageFact)}
    assert set(TELLING) == set(get_args(facts.Fact)) - told_by_none
    assert {type(fact) for fact in samples(catalogue.ready()[0])} == set(TELLING)


def test_every_channel_can_show_what_is_told(catalogue: Catalogue) -> None:
    for fact in samples(catalogue.ready()[0]):
        for _, message in told(catalogue, fact):
            text = plain(message.text)
            assert units(text) <= BODY, text
            assert message.text.count(BOLD) == message.text.count(END)
            assert 0 < len(list(message.buttons())) <= ROWS, (text, message.buttons)
            assert len(message.ways) <= 3
            assert all(units(way.short or way.label) <= BUTTON for way in message.ways), message.ways
            labels = [button.label for button in message.buttons()]
            assert len(set(labels)) == len(labels) or type(fact) in (facts.Groups, facts.StepsPage), labels
            assert "{" not in text


def test_every_button_leads_to_a_place_and_is_understood_when_it_is_typed(catalogue: Catalogue) -> None:
    for fact in samples(catalogue.ready()[0]):
        for state, message in told(catalogue, fact):
            for button in message.buttons():
                name, *rest = button.address.removeprefix("consent:yes:").split(":")
                assert name in PLACES, button
                assert PLACES[name][1] <= len(rest) <= PLACES[name][2], button
                assert len(button.address.encode()) <= ADDRESS
            assert state.place == "" or state.place.partition(":")[0] in PLACES


@pytest.mark.parametrize("fact", [facts.Invitation("AC3D4EF", MEMBER, 3, member=False), facts.GroupPage(GROUP, 3, 3, "", (), 0)])
def test_what_was_told_is_still_understood_in_the_next_turn(catalogue: Catalogue, fact: facts.Fact) -> None:
    for state, message in told(catalogue, fact):
        if state.stopped or state.consent is None:
            continue
        kept = State.from_json(state.to_json())
        for button in message.buttons():
            typed = turning.turn(catalogue, kept, {}, Said(button.label))
            pressed = turning.turn(catalogue, kept, {}, Pressed(button.address))
            assert (typed.state.place, typed.ask) == (pressed.state.place, pressed.ask), button


def test_a_step_that_the_plan_has_not_any_more_is_named_and_can_be_taken_away(catalogue: Catalogue) -> None:
    old = facts.StepsPage(GROUP, (facts.StepLine(3, "van-vroeger", "busy", "", mine=False),))
    [(_, message), *_] = told(catalogue, old)
    assert "van-vroeger: bezig" in message.text
    assert [button.address for button in message.options] == ["drop:99999:3:van-vroeger"]
    turn = turning.turn(catalogue, State(language="nl", consent=True), {}, Pressed("drop:99999:3:van-vroeger"))
    assert turn.ask == asks.DropStep(99999, 3, "van-vroeger")


def test_whoever_wrote_in_a_group_is_named_nowhere(catalogue: Catalogue) -> None:
    plan = catalogue.ready()[0]
    for fact in results(plan):
        for _, message in told(catalogue, fact):
            assert "Amina" not in message.text
