"""The people in all tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One of the cast: her name, her group, and her chat at Telegram."""

    name: str
    group: str
    telegram: str


AMINA = Person("Amina", "Laak", "700000001")  # a member
BOYANA = Person("Boyana", "Laak", "700000002")  # her coordinator
CARLA = Person("Carla", "Moerwijk", "700000003")  # another group's coordinator, who must see nothing of theirs
