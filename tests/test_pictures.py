"""What is drawn: QR codes, and answers as bars, in any script and from any words."""

import asyncio
import logging
import struct
import subprocess
import sys
import threading
import zlib
from dataclasses import replace

import pytest

from bot import pictures
from bot.dialogue.attached import Chart, Picture
from bot.pictures import LEAST, PAGE, TALLEST, WIDTH, Undrawable, dimensions, drawn, png, size
from tests.telegram_uploads import PNG

YES = Chart("Helpen jullie elkaar?", "6 antwoorden", (("Ja", 4), ("Nee", 2)), 6)
BARS = Picture("charts", "Ja: 4. Nee: 2.", "Jullie antwoorden", "Hier verschillen de meningen.", (YES,))
SMALL = Picture("charts", "", charts=(Chart("", "", (("", 1), ("", 4)), 8),))
CODE = Picture("qr", "QR-code", text="https://t.me/stappenbot?start=LAAK12")
MARK = (0x8A, 0x4B, 0x08)  # the colour of what is divided
MAIN = (0x62, 0x34, 0x61)  # and of a bar's line
HOSTILE = [
    '#panic("x") #import "/etc/passwd" $1/0$ *vet* _ja_ ] } \\ " \' `a` <b> @naam // weg /* en */',
    "w" * 5000,
    "ك" * 500,
    "e\u0301" * 300,
    "👩‍👩‍👧" * 100,
    "😀🌸❤️ 日本 ✓ \U0010ffff \ufffe",
    "\u202enaag \u2067ja\u2066 \u200f\u200e\u2069\u2069\u2069",
    "\ud800 half \x02vet\x03 \x00\x1b[1m\r\n\t\u2028",
    "",
    "sys.inputs.given",
]


def one(label: str, *, right_to_left: bool = False) -> Picture:
    return Picture("charts", "x", label, label, (Chart(label, label, ((label, 1), (label, 0)), 1, divided=True),), right_to_left)


def colours(drawing: bytes) -> list[list[tuple[int, int, int]]]:
    """The pixels of a PNG of 8 bits a colour, row by row."""
    (wide, tall, depth, kind), at, packed = struct.unpack(">IIBB", drawing[16:26]), 8, b""
    assert (depth, kind) in ((8, 2), (8, 6))
    while at < len(drawing):
        (length,) = struct.unpack(">I", drawing[at : at + 4])
        packed += drawing[at + 8 : at + 8 + length] if drawing[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    step, raw = 3 if kind == 2 else 4, zlib.decompress(packed)
    above, rows = bytearray(wide * step), []
    for row in range(tall):
        start = row * (wide * step + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + wide * step], above, step)
        rows.append([tuple(above[x : x + 3]) for x in range(0, wide * step, step)])
    return rows  # type: ignore[return-value]


def _unfiltered(how: int, line: bytes, above: bytearray, step: int) -> bytearray:
    if how == 0:
        return bytearray(line)
    if how == 2:
        return bytearray(map(lambda here, up: (here + up) & 255, line, above))
    out = bytearray(step) + line
    before = bytearray(step) + above
    for x in range(step, len(out)):
        left, up, corner = out[x - step], before[x], before[x - step]
        if how == 1:
            guess = left
        elif how == 3:
            guess = (left + up) // 2
        else:
            to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner
        out[x] = (out[x] + guess) & 255
    return out[step:]


def test_a_qr_code_is_large_enough_to_print_and_has_white_around_it() -> None:
    drawing = png(CODE)
    assert drawing.startswith(PNG)
    wide, tall = dimensions(drawing)
    assert 600 <= wide == tall <= 840
    assert len(drawing) < 5000


def test_a_qr_code_says_just_what_it_should() -> None:
    assert png(CODE) != png(replace(CODE, text="https://t.me/stappenbot?start=LAAK13"))


def test_a_qr_code_of_too_much_can_not_be_made() -> None:
    with pytest.raises(Undrawable):
        png(Picture("qr", "x", text="x" * 3000))


def test_bars_are_as_wide_as_a_phone_is_sharp() -> None:
    drawing = png(BARS)
    assert drawing.startswith(PNG)
    assert dimensions(drawing)[0] == WIDTH
    assert 500 < dimensions(drawing)[1] < 1000


def test_the_bars_are_as_long_as_the_counts() -> None:
    lengths = {row.count(MAIN) for row in colours(png(SMALL))}
    full = (WIDTH / PAGE) * (PAGE - 48)
    assert any(length == pytest.approx(full / 8, abs=8) for length in lengths)
    assert max(lengths) == pytest.approx(full / 2, abs=8)


def test_other_answers_make_another_picture() -> None:
    changed = [
        replace(BARS, title="Anders"),
        replace(BARS, text="Anders"),
        replace(BARS, charts=(replace(YES, title="Anders"),)),
        replace(BARS, charts=(replace(YES, note="7 antwoorden"),)),
        replace(BARS, charts=(replace(YES, bars=(("Ja", 3), ("Nee", 2))),)),
        replace(BARS, charts=(replace(YES, bars=(("Jawel", 4), ("Nee", 2))),)),
        replace(BARS, charts=(YES, YES)),
    ]
    assert len({png(picture) for picture in [BARS, *changed]}) == len(changed) + 1


def test_what_is_divided_is_marked_at_the_edge_where_one_begins_to_read() -> None:
    divided = replace(SMALL, charts=(replace(SMALL.charts[0], divided=True),))
    assert not any(MARK in row for row in colours(png(SMALL)))
    for picture, at_left in ((divided, True), (replace(divided, right_to_left=True), False)):
        row = colours(png(picture))[-100]  # below the bars, where nothing else is marked
        edge = row[:60] if at_left else row[-60:]
        assert edge.count(MARK) > 12
        assert row.count(MARK) == edge.count(MARK)


def test_from_right_to_left_the_bars_begin_at_the_right() -> None:
    for picture, at_left in ((SMALL, True), (replace(SMALL, right_to_left=True), False)):
        row = max(colours(png(picture)), key=lambda row: row.count(MAIN))
        assert (row.index(MAIN) < 100) == at_left
        assert (row[::-1].index(MAIN) < 100) != at_left


@pytest.mark.parametrize("words", ["كيف نتجنّب الخلافات الداخلية؟", "Как да избегнем търкания?", "İyi ağırlık ğüş", "😀🌸", "ኣማርኛ", "≠ ✓ …"])
def test_letters_of_all_scripts_are_there(words: str) -> None:
    """A sign that no font has becomes the same little box for all."""
    missing = "\U0010fffd"
    pictures_of = {png(one(sign)) for sign in [missing, *dict.fromkeys(words.replace(" ", ""))]}
    assert len(pictures_of) == len(dict.fromkeys(words.replace(" ", ""))) + 1


def test_arabic_letters_join() -> None:
    joined, apart = png(one("بيت")), png(one("ب‌ي‌ت"))  # the same with non-joiners between
    assert joined != apart


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("right_to_left", [False, True])
def test_words_of_any_kind_are_only_ever_words(words: str, right_to_left: bool) -> None:
    drawing = png(one(words, right_to_left=right_to_left))
    assert LEAST <= dimensions(drawing)[0] <= WIDTH
    assert len(drawing) > 5000


def test_marks_of_a_program_are_drawn_and_not_carried_out() -> None:
    assert len({png(one(words)) for words in ("*vet*", "vet", "#1", "$1$", "1", "\\u{41}", "A", "//", "")}) == 9


def test_a_word_that_no_line_holds_goes_on_below() -> None:
    assert dimensions(png(one("w" * 200)))[1] > dimensions(png(one("w" * 20)))[1]


def test_letters_that_turn_the_line_round_are_left_out() -> None:
    assert png(one("\u202egaan\u202c")) == png(one("gaan"))


def test_very_many_questions_stay_within_what_can_be_sent_and_read() -> None:
    long = replace(YES, bars=tuple((f"Antwoord {number} met een wat langere uitleg erbij", number) for number in range(7)))
    for count in (13, 60):
        wide, tall = dimensions(png(replace(BARS, charts=(long,) * count)))
        assert tall <= TALLEST
        assert LEAST <= wide < WIDTH


def test_odd_numbers_are_no_trouble() -> None:
    for bars, of in (((("Ja", 9),), 3), ((("Ja", 0),), 0), ((), 0), ((("Ja", 10**9),), 1)):
        assert png(replace(BARS, charts=(replace(YES, bars=bars, of=of),)))
    assert png(replace(BARS, charts=()))


@pytest.mark.parametrize(
    "picture",
    [
        BARS,
        replace(BARS, title="", text=""),
        replace(BARS, charts=(YES,) * 6),
        replace(BARS, charts=(replace(YES, title="Een vraag " * 9),)),
    ],
)
def test_a_page_keeps_about_as_much_room_as_it_will_take(picture: Picture) -> None:
    (wide, tall), (room_wide, room_tall) = dimensions(png(picture)), size(picture)
    assert room_tall / room_wide == pytest.approx(tall / wide, rel=0.1)
    code_wide, code_tall = dimensions(png(CODE))
    assert code_wide == code_tall
    assert size(CODE)[0] == size(CODE)[1]


async def test_drawing_leaves_the_loop_free_and_is_done_one_at_a_time() -> None:
    pictures._apart.cache_clear()
    many = [replace(BARS, title=str(number), charts=(YES,) * 8) for number in range(4)]
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.001)
            beats += 1

    task = asyncio.create_task(beat())
    drawings = await asyncio.gather(*map(drawn, many))
    task.cancel()
    assert all(drawings)
    assert beats > 10
    assert sum(thread.name.startswith("pictures") for thread in threading.enumerate()) == 1


async def test_what_can_not_be_drawn_is_told_to_the_log_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert await drawn(Picture("qr", "x", text="geheim" * 1000)) is None
    assert "picture not drawn" in caplog.text
    assert "geheim" not in caplog.text


async def test_whoever_waits_for_a_picture_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures._apart.cache_clear()
    monkeypatch.setattr(pictures, "PATIENCE", 0.001)
    assert await drawn(replace(BARS, charts=(YES,) * 10)) is None


def test_a_process_that_draws_nothing_does_not_load_what_draws() -> None:
    code = "import sys, bot.pictures, bot.app, bot.channels.telegram; sys.exit('typst' in sys.modules or 'segno' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_drawing_bars_leaves_nothing_behind_in_the_process_that_asks() -> None:
    code = (
        "import asyncio, sys; from bot.pictures import drawn; from bot.dialogue.attached import Chart, Picture;"
        "made = asyncio.run(drawn(Picture('charts', 'x', charts=(Chart('Vraag', '', (('Ja', 1),), 1),))));"
        "sys.exit(not made or 'typst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


async def test_what_is_drawn_apart_is_the_same() -> None:
    for picture in (BARS, CODE, one(HOSTILE[0]), one(HOSTILE[7], right_to_left=True)):
        assert await drawn(picture) == png(picture)
