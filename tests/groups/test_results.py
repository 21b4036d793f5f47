"""What a group answered and what fits it."""

from bot.advice import Advice, Answer
from bot.dialogue.asks import ChooseStep, CloseRound, ShowAdvice, ShowResult
from bot.dialogue.facts import Fact, GroupAdvicePage, Result
from bot.group_advice import GroupAdvice
from tests.groups.playing import NAMES, Play, gather
from tests.groups.world import World

KEY, OPEN, RULES = "spanningen.omgaan", "gezien-gehoord.hoe", "regels.zijn-er"


def result(fact: Fact) -> Result:
    assert isinstance(fact, Result), fact
    return fact


def advice(fact: Fact) -> GroupAdvicePage:
    assert isinstance(fact, GroupAdvicePage), fact
    return fact


async def answered(world: World, size: int = 6) -> tuple[Play, int]:
    play = await gather(world, size)
    round = await play.open()
    for mood, name in enumerate(NAMES[:size]):
        await play.choose(name, round, KEY, mood % 2)
        await play.choose(name, round, RULES, 2)
        await play.tell(name, round, OPEN, f"woorden {mood}")
    return play, round


async def test_all_members_see_the_same_counts_and_words(world: World) -> None:
    play, round = await answered(world)
    first, second = result(await play.told("Amina", ShowResult(round))), result(await play.told("Boyana", ShowResult(round)))
    assert first == second
    assert [counted.asked.key for counted in first.counted] == [asked.key for asked in play.plan.asked]
    assert first.counted[play.index(KEY)].counts == (3, 3, 0, 0, 0, 0)
    assert first.counted[play.index(RULES)].counts == (0, 0, 6, 0)
    assert sorted(first.counted[play.index(OPEN)].words) == [f"woorden {mood}" for mood in range(6)]
    assert (first.together, first.minority, first.plan) == ({}, {}, play.plan)


async def test_the_words_stand_in_an_order_that_tells_nothing_and_stays(world: World) -> None:
    play, round = await answered(world)
    words = result(await play.told("Amina", ShowResult(round))).counted[play.index(OPEN)].words
    assert list(words) != sorted(words)
    await play.told("Boyana", CloseRound(round))
    assert result(await play.told("Amina", ShowResult(round))).counted[play.index(OPEN)].words == words
    again, other = await answered(world)
    assert result(await again.told("Amina", ShowResult(other))).counted[play.index(OPEN)].words != words


async def test_how_many_answered_a_prompt_counts_those_who_are_not_shown_but_not_who_skipped(world: World) -> None:
    play = await gather(world, 9)
    round = await play.open()
    for name in NAMES[:4]:
        await play.choose(name, round, KEY, 0)
    await play.press("Esra", play.button("s", round, KEY))
    await play.press("Esra", play.button("t", round, "regels.wat-klopt", 0, 1))  # not done with it yet
    found = result(await play.told("Amina", ShowResult(round)))
    assert found.counted[play.index(KEY)].n == 4
    for name in NAMES[5:7]:
        await play.choose(name, round, KEY, 0)
    found = result(await play.told("Amina", ShowResult(round)))
    assert (found.counted[play.index(KEY)].n, found.answered[play.index(KEY)]) == (4, 6)
    assert found.answered[play.index("regels.wat-klopt")] == 0
    assert found.facts.answered == 7


async def test_an_old_round_is_shown_in_the_words_of_its_own_day(world: World) -> None:
    play, round = await answered(world)
    text = play.plan.model_dump(mode="json")
    text["title"] = "Zoals het toen heette"
    await world.put("plan_version", plan=3, version="toen", text=text, since=world.clock())
    await world.change("round", version="toen")
    found = result(await play.told("Amina", ShowResult(round)))
    assert found.plan.title == "Zoals het toen heette"
    assert found.counted[play.index(KEY)].n == 6
    assert advice(await play.told("Amina", ShowAdvice(round))).plan.title == "Zoals het toen heette"


async def test_the_advice_for_the_group_comes_from_what_is_shown_and_tells_what_was_chosen(world: World) -> None:
    play, round = await answered(world, 5)
    found = advice(await play.told("Amina", ShowAdvice(round)))
    assert isinstance(found.advice, GroupAdvice)
    assert found.advice.steps
    assert {(one.reason.count, one.reason.of) for one in found.advice.steps} == {(5, 5), (3, 5)}  # nobody is alone with it
    assert (found.coordinator, found.chosen) == (False, frozenset())
    step = found.advice.steps[0].item.id
    await play.told("Boyana", ChooseStep(play.group, 3, step))
    found = advice(await play.told("Boyana", ShowAdvice(round)))
    assert (found.coordinator, found.chosen) == (True, frozenset({step}))


async def test_too_few_answers_bring_no_advice(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    for name in NAMES[:2]:
        await play.choose(name, round, RULES, 2)
    found = advice(await play.told("Amina", ShowAdvice(round)))
    assert found.advice == GroupAdvice((), (), (), ())


async def test_what_a_group_answered_together_is_shown_with_other_views(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(joint=True)
    await play.choose("Boyana", round, RULES, 2)
    for words in ("Ik vind van wel", "Soms"):
        await play.press("Boyana", play.button("o", round, RULES))
        await play.write("Boyana", words)
    await play.press("Boyana", play.button("q", round, KEY))
    await play.write("Boyana", "gewoon een opmerking")
    found = result(await play.told("Amina", ShowResult(round)))
    assert found.together == {RULES: Answer(("nee",))}
    assert {key: sorted(words) for key, words in found.minority.items()} == {RULES: ["Ik vind van wel", "Soms"]}
    assert {counted.n for counted in found.counted} == {0} == set(found.answered)
    given = advice(await play.told("Amina", ShowAdvice(round))).advice
    assert isinstance(given, Advice)
    assert given.steps
    await play.told("Boyana", CloseRound(round))
    closed = result(await play.told("Amina", ShowResult(round)))
    assert closed.together == found.together
    assert {key: sorted(words) for key, words in closed.minority.items()} == {RULES: ["Ik vind van wel", "Soms"]}
