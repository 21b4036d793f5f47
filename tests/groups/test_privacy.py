"""What is kept of her she can read."""

from bot.dialogue.asks import CallMe, NewHere
from bot.dialogue.events import Pressed
from storage import kept
from storage.db import Database
from tests.cast import AMINA
from tests.clock import Clock
from tests.groups.filled import put_round, put_sheet
from tests.groups.planted import answer, fill, read, send
from tests.groups.world import Cast, World
from tests.person import Person, put_together

SESSION = "sessie-van-amina"


async def test_her_file_tells_all_that_is_kept_of_her_in_plain_words(world: World, cast: Cast) -> None:
    here = await world.meet(SESSION, "web")
    await world.link(cast.amina, here)
    await fill(world, cast.amina, cast.laak, "Amina")
    file = await read(world, cast.amina)
    plan = world.house.catalogue.plan(3)
    assert plan is not None
    prompts = {asked.key: asked.prompt for asked in plan.asked}
    for line in (
        "Naam: Amina",
        "Sinds: 23-11-2026",
        f"Kanaal: telegram, daar ken ik je als {AMINA.telegram}",
        f"Kanaal: web, daar ken ik je als {SESSION}",
        "Groep: Laak, lid, sinds 23-11-2026",
        f"Antwoorden bij '{plan.title}' (voor jezelf), begonnen op 23-11-2026:",
        f"- {prompts['spanningen.omgaan'].text} Amina alleen",
        f"Antwoorden bij '{plan.title}' (in de groep Laak), begonnen op 23-11-2026:",
        f"- {prompts['grootte.bezoekers'].text} 41",
        f"- Opmerking bij '{prompts['grootte.bezoekers'].text}': opmerking grootte.bezoekers",
        f"- Andere mening bij '{prompts['grootte.bezoekers'].text}': anders grootte.bezoekers",
        "Je wilt graag dit plan: Hoe vinden we een locatie?",
        "Je zorgt voor een stap van de groep Laak: Maak samen regels",
        "Dit begreep ik niet, en heb ik apart bewaard: raar Amina",
        "Codes van jou voor een ander kanaal: 1",
        "Berichten aan jou die ik nog bewaar: 1",
        "Wat je als coördinator deed, staat in een lijst zonder woorden: 1 keer",
        "Ik weet dat je antwoord telt in zoveel rondes: 1. Niet welk antwoord.",
        "Wat je antwoordde in gesloten rondes zonder namen, kan niemand meer bij jou vinden. Ik ook niet.",
    ):
        assert line in file.splitlines(), line


async def test_choices_are_told_in_the_plans_own_words(world: World, cast: Cast) -> None:
    plan = world.house.catalogue.plan(3)
    assert plan is not None
    asked = next(asked for asked in plan.asked if asked.prompt.kind == "multi")
    first, second = asked.prompt.options[:2]
    await answer(world, cast.amina.person_id, asked.key, options=[first.id, second.id, "weg"])
    await answer(world, cast.amina.person_id, "weg.ook")
    lines = (await read(world, cast.amina)).splitlines()
    assert f"- {asked.prompt.text} {first.label}, {second.label}, weg" in lines  # what the plan has no more is told as it is kept
    assert "- weg.ook overgeslagen" in lines


async def test_her_file_comes_also_when_nobody_has_the_plan_of_then_any_more(world: World, cast: Cast) -> None:
    await put_sheet(world, cast.amina.person_id, vroeger="van vroeger")  # of a version that was never kept
    await put_sheet(world, cast.amina.person_id, plan=9, iets="van nog vroeger")
    file = await read(world, cast.amina)
    assert "- vroeger ja, van vroeger" in file
    assert "- iets ja, van nog vroeger" in file


async def test_nothing_of_anybody_else_stands_in_her_file(world: World, cast: Cast) -> None:
    await world.do(cast.amina, CallMe("Amina"))
    await world.do(cast.amina, NewHere("Dalia"))
    dalia = await world.now_at(cast.amina)
    await fill(world, dalia, cast.moerwijk, "Dalia")
    await fill(world, cast.boyana, cast.laak, "Boyana")
    file = await read(world, cast.amina)
    for other in ("Dalia", "Boyana", "Moerwijk", "41", "opmerking", "Je zorgt", "apart bewaard", "wilt graag", "coördinator", "telt in"):
        assert other not in file, other
    assert "Berichten aan jou die ik nog bewaar: 0" in file


async def test_the_file_reaches_her_through_the_service(database: Database, clock: Clock) -> None:
    parts, terminal = put_together(database, clock)
    amina = Person(parts, terminal, clock, "amina")
    for said in ("/start", "ja", "/mijngegevens"):
        await amina.say(said)
    await amina.do(Pressed("mydata:send"))
    document = terminal.said[-1].document
    assert document is not None
    assert document.name == "mijn-gegevens.txt"
    assert "Kanaal: terminal, daar ken ik je als amina" in document.text


async def test_files_go_before_a_round_closes_because_they_would_tell_who_answered_what(world: World, cast: Cast) -> None:
    round_id, other = await put_round(world, cast.laak), await put_round(world, cast.moerwijk)
    await put_sheet(world, cast.amina.person_id, round_id, p="van haar")
    await put_sheet(world, cast.carla.person_id, other, p="van Carla")
    file = {"message": {"text": "Hier is het.", "document": {"name": "mijn-gegevens.txt", "text": "van haar"}}, "edit": "7"}
    for who in (cast.amina, cast.boyana, cast.carla):
        await send(world, who, str(who.address_id), body=file)
    await send(world, cast.amina, "gewoon")
    async with world.database.write() as connection:
        assert await kept.drop_files(connection, round_id) == 2  # also of whoever gave nothing: else the others would stand out
    bodies = {row["key"]: row["body"] for row in await world.rows("message")}
    assert bodies[str(cast.amina.address_id)] == {"message": {"text": "Hier is het."}, "edit": "7"}
    assert bodies[str(cast.carla.address_id)] == file
    assert bodies["gewoon"] == {"message": {"text": "bericht gewoon"}}
