"""Several persons on one phone."""

import pytest

from bot.dialogue.asks import CallMe, LinkUp, MyGroups, NewHere, TryCode
from bot.dialogue.facts import GroupLine, Groups, Linked, LinkOffer, NoCode, NotYours, PhoneFull, Switched
from tests.groups.world import Cast, World


async def test_several_persons_take_turns_on_one_phone(world: World, cast: Cast) -> None:
    await world.do(cast.amina, CallMe("Amina"))
    assert await world.phone(cast.amina) == ("Amina", [])
    assert await world.rows("sharing") == []
    world.clock.passes(1)
    assert await world.do(cast.amina, NewHere(" Dalia\n")) == Switched("Dalia")
    dalia = await world.now_at(cast.amina)
    assert dalia.person_id != cast.amina.person_id
    assert await world.phone(dalia) == ("Dalia", ["Amina"])
    assert await world.do(dalia, MyGroups()) == Groups((), may_make=True)
    world.clock.passes(1)
    assert await world.do(dalia, NewHere("")) == Switched("")
    nameless = await world.now_at(cast.amina)
    assert await world.phone(nameless) == ("", ["Amina", "Dalia"])
    assert await world.switch(nameless, 2) == Switched("Dalia")
    assert await world.now_at(cast.amina) == dalia
    assert await world.phone(dalia) == ("Dalia", ["Amina", ""])
    assert await world.switch(dalia, 1) == Switched("Amina")
    assert await world.now_at(cast.amina) == cast.amina
    assert await world.do(cast.amina, MyGroups()) == Groups((GroupLine(cast.laak, "Laak", coordinator=False),), may_make=True)


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
async def test_nobody_takes_a_place_that_is_not_there(world: World, cast: Cast, number: int) -> None:
    await world.do(cast.amina, NewHere("Dalia"))
    dalia = await world.now_at(cast.amina)
    before = await world.everything()
    assert await world.switch(dalia, number) == NotYours()
    assert await world.switch(cast.boyana, 1) == NotYours()
    assert await world.everything() == before


async def test_six_fit_on_one_phone(world: World, cast: Cast) -> None:
    who = cast.amina
    for number in range(5):
        assert await world.do(who, NewHere(str(number))) == Switched(str(number))
        who = await world.now_at(who)
    before = await world.everything()
    assert await world.do(who, NewHere("zeven")) == PhoneFull(6)
    assert await world.everything() == before
    assert await world.do(cast.boyana, NewHere("x")) == Switched("x")  # on another phone


async def test_two_on_one_phone_can_not_become_one(world: World, cast: Cast) -> None:
    code = await world.link_code(cast.amina)
    await world.do(cast.amina, NewHere("Dalia"))
    dalia = await world.now_at(cast.amina)
    before = await world.everything()
    for ask in (TryCode(code), LinkUp(code)):
        assert await world.do(dalia, ask) == NoCode()
    assert await world.everything() == before


async def test_of_a_shared_phone_only_who_has_it_becomes_one_with_the_maker(world: World, cast: Cast) -> None:
    shared = await world.meet("session", "web")
    await world.do(shared, CallMe("Amina"))
    await world.do(shared, NewHere("Dalia"))
    dalia = await world.now_at(shared)
    await world.switch(dalia, 1)
    await world.link(cast.amina, shared)
    amina = await world.now_at(shared)
    assert amina.person_id == cast.amina.person_id
    assert await world.phone(amina) == ("Amina", ["Dalia"])
    await world.switch(amina, 1)
    assert await world.now_at(shared) == dalia
    assert await world.do(dalia, MyGroups()) == Groups((), may_make=True)
    assert await world.owner(cast.amina.address_id) == cast.amina.person_id


async def test_who_shares_a_phone_gets_one_of_her_own_with_a_code_even_when_another_has_it(world: World, cast: Cast) -> None:
    code = await world.link_code(cast.amina)
    await world.do(cast.amina, NewHere("Dalia"))
    own = await world.meet("session", "web")
    assert await world.do(own, TryCode(code)) == LinkOffer(code, "telegram", own=False)
    assert await world.do(own, LinkUp(code)) == Linked("telegram")
    assert await world.owner(own.address_id) == cast.amina.person_id
    dalia = await world.now_at(cast.amina)
    assert await world.phone(dalia) == ("Dalia", [""])
