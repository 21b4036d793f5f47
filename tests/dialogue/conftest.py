"""What the tests of the conversation share."""

import pytest

from bot.dialogue.catalogue import Catalogue, read_catalogue
from tests.dialogue.phone import Phone


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real plans and words."""
    return read_catalogue()


@pytest.fixture
def phone(catalogue: Catalogue) -> Phone:
    """The phone of somebody who was never here."""
    return Phone(catalogue)


@pytest.fixture
def amina(phone: Phone) -> Phone:
    """Amina's phone, after she said yes."""
    phone.open()
    phone.say("Ja, dat is goed")
    return phone


@pytest.fixture
def asked(amina: Phone) -> Phone:
    """Amina's phone at the first question of plan 3."""
    amina.press("go:3")
    return amina
