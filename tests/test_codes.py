"""Codes are found however they are typed, and nothing else is taken for one."""

from random import Random

import pytest

from bot.codes import ALPHABET, LONG, SHORT, in_text, new, normal, possible
from bot.dialogue.catalogue import read_catalogue

CODE = "AC3D4EF"


def test_no_two_signs_look_alike() -> None:
    for alike in ("0O", "1IL", "2Z", "5S", "8B", "UV"):
        assert not set(alike) & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 23


def test_a_new_code_has_two_digits_and_two_letters_and_is_found_whole_and_broken_in_its_middle() -> None:
    dice = Random(1)
    for length in (SHORT, LONG):
        for code in {new(dice, length) for _ in range(500)}:
            assert len(code) == length
            assert sum(sign.isdigit() for sign in code) >= 2
            assert sum(sign.isalpha() for sign in code) >= 2
            for typed in (code, code.lower(), f"{code[:3]}-{code[3:]}", f"{code[:4]} {code[4:]}", f"{code[:3]} {code[3:]}"):
                assert in_text(typed) == (code,), typed


def test_all_signs_are_used_and_no_code_comes_twice_soon() -> None:
    dice = Random(2)
    codes = [new(dice, SHORT) for _ in range(2000)]
    assert len(set(codes)) == 2000
    assert set("".join(codes)) == set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "ac3d4ef",
        "/start AC3D4EF",
        "/start@stappen_bot ac3-d4ef",
        "https://t.me/bot?start=AC3D4EF",
        "https://stappen.example.nl/chat?code=AC3D4EF&x=1",
        "mijn code is (AC3D4EF).",
        "AC3-D4EF",
        "AC3–D4EF, dank je",
        "  AC3 D4EF. ",
        "AC3  - D4EF",
        "groep-AC3D4EF",
        "code_AC3D4EF",
        "AC3D4EF ac3d4ef",
        "AC٣D۴EF",
        "ＡＣ３Ｄ４ＥＦ",
        "كود:AC3D4EF",
    ],
)
def test_it_is_found(typed: str) -> None:
    assert in_text(typed) == (CODE,)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "34 dagen",  # 34DAGEN: digits and letters, but no piece has both
        "34-dagen",
        "wij zijn met 34 of 36",
        "vergadering",
        "06 34 67 93 49",
        "3467934",
        "AC3D4E",
        "AC3D4EFFF",
        "AC3D4EO",  # no O in a code
        "XAC3D4EFX",
        "ik ben er de 37e keer bij",
        "\ud800\udfff",
        "/start",
    ],
)
def test_this_is_no_code(typed: str) -> None:
    assert in_text(typed) == ()


def test_of_many_codes_only_three_are_looked_at() -> None:
    codes = [new(Random(seed), SHORT) for seed in range(6)]
    assert in_text(" en ".join(codes)) == tuple(codes[:3])


def test_no_text_of_ours_holds_a_code() -> None:
    catalogue = read_catalogue()
    for language in catalogue.languages:
        for plan in catalogue.plans(language):
            assert in_text(plan.model_dump_json()) == ()


def test_however_it_is_typed_it_is_kept_in_one_way() -> None:
    assert {normal(typed) for typed in ("AC3D4EF", "ac3 d4ef", "ac3-d4ef", "AC٣D4EF\n")} == {CODE}
    assert possible(CODE)
    assert not possible(CODE.lower())
