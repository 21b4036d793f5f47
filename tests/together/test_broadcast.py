"""A coordinator sends the questions to a group on three channels, with the whole program on both databases."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import tables, templates
from tests import telegram_stub
from tests.clock import Clock
from tests.telegram_stub import TelegramStub
from tests.together.phones import Phone, Program, TelegramPhone, WebPhone, WhatsAppPhone, running
from tests.whatsapp_stub import WhatsAppStub
from tests.whatsapp_updates import did, status

CHAT = {"Boyana": 700_000_002, "Fatma": 700_000_006}


@pytest.fixture
async def meta() -> AsyncIterator[WhatsAppStub]:
    """A local server that answers like Meta."""
    async with WhatsAppStub() as stub:
        yield stub


class Group:
    """Everybody's phone, and what was sent to all of them."""

    def __init__(self, program: Program, telegram: TelegramStub, meta: WhatsAppStub) -> None:
        self.program = program
        self.telegram = telegram
        self.meta = meta
        self.boyana: Phone = TelegramPhone(program, "Boyana", CHAT["Boyana"])
        self.fatma: Phone = TelegramPhone(program, "Fatma", CHAT["Fatma"])
        self.amina = WhatsAppPhone(program, "Amina", 1)
        self.esra = WhatsAppPhone(program, "Esra", 5)
        self.dina: Phone = WebPhone(program)

    async def gather(self) -> None:
        """Boyana makes the group; the others come in with its code."""
        for said in ("/start", "Ja, dat is goed", "Mijn groep", "Nieuwe groep", "Laak"):
            await self.boyana.does(said)
        seen = await self.boyana.does("Uitnodigen")
        code = next(line for line in seen.splitlines() if line.startswith("De code is")).split()[-1]
        for phone in (self.amina, self.esra, self.fatma, self.dina):
            await phone.does(f"/start {code}")
            await phone.does("Ja, ik doe mee")
            await phone.does("Liever niet")

    async def until(self, wanted: dict[str, int]) -> None:
        """Wait until the messages of the broadcast stand like this. The clock goes on meanwhile, as the rate needs it."""
        found: Counter[str] = Counter()
        for _ in range(400):
            found = await self.went()
            if found == wanted:
                return
            self.program.clock.passes(0.1)
            await asyncio.sleep(0.02)
        raise AssertionError(f"{found} and not {wanted}")

    async def went(self) -> Counter[str]:
        query = select(tables.message.c.status).where(tables.message.c.broadcast_id.is_not(None))
        async with self.program.database.read() as connection:
            return Counter((await connection.execute(query)).scalars())

    async def key_of(self, person: str) -> str:
        """Of the newest message of a broadcast to her."""
        calls = [call for call in self.meta.sent if call.to == person]
        return str(calls[-1].body["biz_opaque_callback_data"])


@pytest.fixture
async def group(database_url: str, telegram: TelegramStub, meta: WhatsAppStub, clock: Clock) -> AsyncIterator[Group]:
    """All are in; Esra last wrote two days ago, and the template that she can be sent is approved."""
    async with running(database_url, telegram, clock, meta) as program:
        found = Group(program, telegram, meta)
        await found.gather()
        clock.passes(timedelta(days=2).total_seconds())
        await found.amina.does("menu")
        await found.boyana.does("/start")
        async with program.database.write() as connection:
            await templates.note(connection, "ronde_uitnodiging", "nl", "APPROVED", clock())
        yield found


async def send(group: Group, *way: str) -> str:
    """Boyana sends it; returns what she sees before the undo is over."""
    for said in ("/start", "Mijn groep", "Stuur naar de groep", *way):
        await group.boyana.does(said)
    return await group.boyana.does("Nu versturen")


async def test_the_questions_reach_everybody_by_her_own_channel_and_the_coordinator_sees_how_it_went(group: Group) -> None:
    group.telegram.will(telegram_stub.BLOCKED, chat=str(CHAT["Fatma"]))
    assert "Ik stuur het zo. Je kunt het nog even tegenhouden." in await send(group, "De vragen")
    group.program.clock.passes(11)
    await group.until({"sent": 3, "failed": 1})
    kinds = {call.to: call.body["type"] for call in group.meta.sent[-2:]}
    assert kinds == {group.amina.person.user_id: "interactive", group.esra.person.user_id: "template"}
    for who, words in ((group.amina, ("delivered", "sent", "read", "read")), (group.esra, ("delivered",))):
        key = await group.key_of(who.person.user_id)
        for word in words:
            await who.bring(status(key, word, group.program.clock(), id=group.meta.wamids[key]))
    assert await group.went() == {"read": 1, "delivered": 1, "sent": 1, "failed": 1}
    assert any("Klaar. 3 van 4 verstuurd." in text for text in await told(group))
    assert await group.boyana.does("Ververs") == EXPECTED


async def test_what_failed_can_be_sent_again_and_the_button_of_a_template_opens_the_round(group: Group) -> None:
    group.telegram.will(telegram_stub.BLOCKED, chat=str(CHAT["Fatma"]))
    await send(group, "De vragen")
    group.program.clock.passes(11)
    await group.until({"sent": 3, "failed": 1})
    await told(group)
    await group.fatma.does("/start")
    await group.boyana.does("Ververs")
    await group.boyana.does("Probeer mislukte opnieuw")
    await group.until({"sent": 4})
    template = next(call.body["template"] for call in group.meta.sent if "template" in call.body)
    payload = next(part["parameters"][0]["payload"] for part in template["components"] if part["type"] == "button")
    button = {"payload": payload, "text": "Bekijk"}
    before = len(group.meta.sent)
    await group.esra.bring(did(group.esra.person, group.program.clock(), "button", button=button))
    while len(group.meta.sent) == before:
        await asyncio.sleep(0.02)
    assert "Zonder namen" in group.meta.sent[-1].words


async def test_within_ten_seconds_it_can_be_called_back_and_nobody_gets_anything(group: Group) -> None:
    before = len(group.meta.sent), len(group.telegram.texts)
    await send(group, "Eigen woorden", "Vrijdag is er koffie.")
    group.program.clock.passes(9)
    assert "Gestopt. Ik stuur niets meer. Niemand heeft het gekregen." in await group.boyana.does("Toch niet")
    group.program.clock.passes(60)
    await asyncio.sleep(2.5)  # the engine looks every second
    assert await group.went() == {}
    assert len(group.meta.sent) == before[0]
    assert not any("koffie" in text for chat, text in group.telegram.texts if chat != str(CHAT["Boyana"]))


async def told(group: Group) -> list[str]:
    """What the message that changes says to Boyana, from the beginning to the end."""
    found: list[str] = []
    for _ in range(500):
        calls = group.telegram.called("editMessageText") + group.telegram.called("sendMessage")
        found = [call.arguments["text"] for call in calls if call.chat == str(CHAT["Boyana"]) and "verstuurd" in call.arguments["text"]]
        if any("Klaar." in text for text in found):
            break
        group.program.clock.passes(0.5)
        await asyncio.sleep(0.02)
    return found


EXPECTED = """\
Bericht aan Laak
De vragen: Hoe voorkomen we interne wrijvingen?

Klaar. 3 van 4 verstuurd.

• 2 zijn aangekomen.
• 1 is gelezen.
Niet gekregen:
• 1 is niet te bereiken of blokkeert mij.
[Ververs | Probeer mislukte opnieuw]
(Wat ik stuurde | Naar de groep | Menu)"""
