"""The address of a database, as people write it."""

from storage.db import driver_url


def test_a_plain_address_gets_our_driver() -> None:
    assert driver_url("postgresql://me:pw@host/name").drivername == "postgresql+asyncpg"
    assert driver_url("postgres://me:pw@host/name").drivername == "postgresql+asyncpg"
    assert driver_url("sqlite:///file.db").drivername == "sqlite+pysqlite"


def test_what_providers_write_about_encryption_is_told_to_the_driver_in_its_own_words() -> None:
    url = driver_url("postgresql://me:pw@host/name?sslmode=require")
    assert dict(url.query) == {"ssl": "require"}
