"""What she may type to say where her clock is."""

import pytest

from bot.groups.rhythms import zone_of


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Sofia", "Europe/Sofia"),
        ("istanbul", "Europe/Istanbul"),
        ("Marokko", "Africa/Casablanca"),
        ("new york", "America/New_York"),
        ("Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Laak", ""),
        ("", ""),
        ("/etc/localtime", ""),
    ],
)
def test_a_clock_goes_by_its_city(typed: str, zone: str) -> None:
    assert zone_of(typed) == zone
