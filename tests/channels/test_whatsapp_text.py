"""Words look on WhatsApp as they were written: bold where we say so, and nothing that people typed turns into markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp_text import ALIKE, in_pieces, marked
from bot.dialogue.message import BOLD, END, bold, plain
from content.limits import units

OPENS = re.compile(r"(?<![^\W_])([*_~`])(?=\S)")  # where WhatsApp may begin a format
TYPED = st.text(st.sampled_from("ab1é *_~`\n>.-:/@ ") | st.characters(exclude_categories=("Cs", "Cc", "Co")), max_size=80)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (bold("Vraag 1"), "*Vraag 1*"),
        (f"Stap 2: {bold('praten')}, omdat {bold('4')} van 6", "Stap 2: *praten*, omdat *4* van 6"),
        (f"een {bold('  twee ')} drie", "een   *twee*  drie"),
        (f"voor{bold('midden')}achter", "voormiddenachter"),  # within a word WhatsApp would show the stars
        (bold("een") + bold("twee"), "*een*twee"),
        (bold("een\ntwee"), "*een*\n*twee*"),
        (bold(""), ""),
        (f"{BOLD}nooit gesloten", "*nooit gesloten*"),
        (f"een{END} twee", "een twee"),
        ("*niet* vet, _niet_ schuin, ~niet~ door, ```niet``` zo", "∗niet∗ vet, ＿niet＿ schuin, ∼niet∼ door, ˋˋˋnietˋˋˋ zo"),
        ("een_lange_naam 2*3*4", "een_lange_naam 2*3*4"),
        ("mail b_a@hhs.nl of https://t.me/een_bot?start=_a_", "mail b_a@hhs.nl of https://t.me/een_bot?start=_a_"),
        ("> geen citaat\n* geen lijst", "› geen citaat\n∗ geen lijst"),
        (bold("2 * 3 = 6*"), "*2 ∗ 3 = 6∗*"),
    ],
)
def test_only_our_own_bold_is_bold(text: str, shown: str) -> None:
    assert marked(text) == shown


@given(TYPED)
def test_nothing_that_was_typed_can_begin_a_format(text: str) -> None:
    shown = marked(text)
    for line in re.sub(r"\S*(://|@|www\.|\.me/)\S*", "", shown).split("\n"):
        assert not OPENS.search(line), line
    assert units(shown) == units(text)


@given(TYPED, TYPED, TYPED)
def test_bold_never_adds_more_than_its_marks(before: str, within: str, after: str) -> None:
    shown = marked(before + bold(within) + after)
    assert shown.count("*") <= (before + within + after).count("*") + 2 * (within.count("\n") + 1)
    assert as_typed(shown) == as_typed(before + within + after)


def as_typed(shown: str) -> list[str]:
    """The words, without stars and with the other signs as they were."""
    for sign, alike in ALIKE.items():
        shown = shown.replace(alike, sign)
    return re.sub(r"(?m)^› ", "> ", shown).replace("*", "").split()


@pytest.mark.parametrize("text", ["**x@y.nl**", "_https://x.example/a_b_", "~~www.x.nl~~", "*mail x@y.nl*"])
def test_signs_around_a_link_do_not_format_it(text: str) -> None:
    assert not re.search(r"(?<![^\W_])[*~]", marked(text))
    assert not marked(text).startswith("_")


def test_a_short_text_stays_whole() -> None:
    assert in_pieces("een\n\ntwee", 40, 20) == ["een\n\ntwee"]


def test_a_long_text_is_cut_between_thoughts() -> None:
    assert in_pieces("een twee drie\n\nvier vijf\n\nzes zeven", 40, 24) == ["een twee drie", "vier vijf\n\nzes zeven"]
    assert in_pieces("een. twee. drie", 40, 14) == ["een.", "twee. drie"]


def test_bold_that_is_cut_in_two_is_bold_in_both() -> None:
    first, last = in_pieces(bold("een twee drie vier vijf zes"), 40, 16)
    assert (marked(first), marked(last)) == ("*een twee drie*", "*vier vijf zes*")


@given(st.text(st.sampled_from("ab \n.😀" + BOLD + END), max_size=400), st.integers(8, 60), st.integers(8, 60))
def test_no_word_is_lost_and_every_piece_fits(text: str, most: int, last: int) -> None:
    pieces = in_pieces(text, max(most, last), last)
    assert "".join(plain("".join(pieces)).split()) == "".join(plain(text).split())
    assert units(pieces[-1]) <= last
    assert all(units(piece) <= max(most, last) for piece in pieces)
