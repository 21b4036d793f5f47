"""The people in all tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One of the cast: her name, her group, her chat at Telegram, and her number and id at WhatsApp."""

    name: str
    group: str
    telegram: str
    phone: str = ""
    user_id: str = ""


AMINA = Person("Amina", "Laak", "700000001", "31600000001", "NL.70000000000000000001")  # a member
BOYANA = Person("Boyana", "Laak", "700000002", "31600000002", "NL.70000000000000000002")  # her coordinator
CARLA = Person(
    "Carla", "Moerwijk", "700000003", "31600000003", "NL.70000000000000000003"
)  # another group's coordinator, who must see nothing of theirs
