"""What the terminal prints, and what a transcript keeps."""

from io import StringIO

from bot.channels.base import Outgoing
from bot.channels.terminal import TerminalChannel
from bot.dialogue.attached import Chart, Document, Picture
from bot.dialogue.message import Button, Message
from bot.transcript import as_text

QR = Picture("qr", "QR-code van de groep", text="https://t.me/stappenbot?start=LAAK12")
BARS = Picture("charts", "Ja: 4. Nee: 2.", charts=(Chart("Helpen jullie elkaar?", "6 antwoorden", (("Ja", 4), ("Nee", 2)), 6),))
DATA = Document("mijn-gegevens.txt", "Taal: Nederlands\n")


async def printed(message: Message) -> str:
    output = StringIO()
    await TerminalChannel(output).send(Outgoing("k", "amina", message))
    return output.getvalue()


async def test_a_qr_code_is_drawn_in_letters() -> None:
    lines = (await printed(Message("Deel dit", picture=QR, ways=(Button("Menu", "menu"),)))).splitlines()
    drawn = [line for line in lines if "█" in line or "▀" in line or "▄" in line]
    assert len(drawn) >= 15
    assert len({len(line) for line in drawn}) == 1
    assert lines[-1] == "  [Menu]"


async def test_another_code_looks_different() -> None:
    assert await printed(Message("", picture=QR)) != await printed(Message("", picture=Picture("qr", "x", text="iets anders")))


async def test_what_the_terminal_can_not_draw_is_said_in_words() -> None:
    assert "🖼 Ja: 4. Nee: 2." in await printed(Message("Zo ging het", picture=BARS))
    assert "🖼 te veel" in await printed(Message("Deel dit", picture=Picture("qr", "te veel", text="x" * 4000)))


async def test_a_file_is_printed() -> None:
    assert "📄 mijn-gegevens.txt\nTaal: Nederlands\n" in await printed(Message("Dit weten wij", document=DATA))


def test_a_transcript_tells_what_a_message_carries_in_one_line_each() -> None:
    message = Message("Kijk", options=(Button("Ja", "a:1"),), ways=(Button("Menu", "menu"),), picture=BARS, document=DATA)
    assert as_text(message) == "Kijk\n🖼 Ja: 4. Nee: 2.\n📄 mijn-gegevens.txt\n[Ja]\n(Menu)"
