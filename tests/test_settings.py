"""A wrong setting is named, with what to do."""

import base64
import re
from pathlib import Path

import pytest

from bot.settings import Misset, Settings, new_key

KEY = base64.b64encode(bytes(32)).decode()
TOKEN = "12345:abc-DEF_1"
WHATSAPP = {
    "WHATSAPP_TOKEN": "EAAx",
    "WHATSAPP_PHONE_ID": "550001",
    "WHATSAPP_BUSINESS_ID": "660001",
    "WHATSAPP_APP_SECRET": "geheim",
    "WHATSAPP_VERIFY_TOKEN": "een-woord",
}


def read(**given: str) -> Settings:
    return Settings.from_env({f"STAPPENBOT_{name}": value for name, value in given.items()})


def test_without_any_setting_it_serves_this_machine_from_a_file() -> None:
    settings = read()
    assert settings.database_url == "sqlite:///data/stappenbot.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.telegram is None
    assert (settings.group_creation, settings.retention_months, settings.whatsapp_number) == ("open", 24, "")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "abc"}, "STAPPENBOT_PORT is 'abc'. Set it to a number from 1 to 65535."),
        ({"PORT": "٨٠"}, "STAPPENBOT_PORT is '٨٠'."),
        ({"PORT": "70000"}, "STAPPENBOT_PORT is '70000'."),
        ({"SECRET_KEY": "short"}, "STAPPENBOT_SECRET_KEY is not 32 bytes in base64. Make one with `stappenbot key`."),
        ({"HOST": "0.0.0.0"}, "STAPPENBOT_SECRET_KEY is missing."),
        ({"DATABASE_URL": "postgresql://x@y/z"}, "STAPPENBOT_SECRET_KEY is missing."),
        ({"PUBLIC_URL": "stappen.example.nl"}, "STAPPENBOT_PUBLIC_URL is 'stappen.example.nl'. Set it to the address people open"),
        ({"PUBLIC_URL": "http://[::1"}, "STAPPENBOT_PUBLIC_URL is 'http://[::1'. Set it to the address people open"),
        ({"PUBLIC_URL": "http://x:99999"}, "STAPPENBOT_PUBLIC_URL is 'http://x:99999'."),
        ({"PUBLIC_URL": "http://x:y"}, "STAPPENBOT_PUBLIC_URL is 'http://x:y'."),
        ({"PUBLIC_URL": "https://x/y"}, "without anything behind the name"),
        ({"PUBLIC_URL": "https://me:geheim@x"}, "STAPPENBOT_PUBLIC_URL is 'https://me:geheim@x'."),
        ({"PUBLIC_URL": "https://a b"}, "STAPPENBOT_PUBLIC_URL is 'https://a b'."),
        ({"TELEGRAM_POLLING": "true"}, "STAPPENBOT_TELEGRAM_TOKEN is missing."),
        ({"TELEGRAM_TOKEN": "abc", "TELEGRAM_POLLING": "true"}, "STAPPENBOT_TELEGRAM_TOKEN does not look like a token"),
        ({"TELEGRAM_TOKEN": TOKEN}, "STAPPENBOT_TELEGRAM_WEBHOOK_SECRET is missing. Set it, or set STAPPENBOT_TELEGRAM_POLLING=true"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "a b"}, "STAPPENBOT_TELEGRAM_WEBHOOK_SECRET has other signs"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_POLLING": "maybe"}, "STAPPENBOT_TELEGRAM_POLLING is 'maybe'. Set it to true or false."),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_POLLING": "1", "TELEGRAM_API_URL": "ftp://x"}, "STAPPENBOT_TELEGRAM_API_URL is 'ftp://x'."),
        (
            {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_POLLING": "1", "TELEGRAM_API_URL": "http://[x"},
            "STAPPENBOT_TELEGRAM_API_URL is 'http://[x'.",
        ),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_POLLING": "1", "TELEGRAM_API_URL": "http://"}, "STAPPENBOT_TELEGRAM_API_URL is 'http:'."),
        ({"GROUP_CREATION": "all"}, "STAPPENBOT_GROUP_CREATION is 'all'. Set it to open (everybody may make a group), code or closed."),
        ({"WEB_CHAT": "dicht"}, "STAPPENBOT_WEB_CHAT is 'dicht'. Set it to code (a group's code is needed) or open (for everybody)."),
        ({"RETENTION_MONTHS": "0"}, "STAPPENBOT_RETENTION_MONTHS is '0'. Set it to a number of months from 1 to 120."),
        ({"RETENTION_MONTHS": "121"}, "STAPPENBOT_RETENTION_MONTHS is '121'."),
        ({"RETENTION_MONTHS": "twee"}, "STAPPENBOT_RETENTION_MONTHS is 'twee'."),
        ({"RETENTION_MONTHS": "٢٤"}, "STAPPENBOT_RETENTION_MONTHS is '٢٤'."),
        ({"RETENTION_MONTHS": "9" * 5000}, "Set it to a number of months from 1 to 120."),
        ({"WHATSAPP_NUMBER": "06 12345678"}, "STAPPENBOT_WHATSAPP_NUMBER is no whole phone number. Write it with its country, like 316"),
        ({"WHATSAPP_NUMBER": "0031612345678"}, "STAPPENBOT_WHATSAPP_NUMBER is no whole phone number."),
        ({"WHATSAPP_NUMBER": "Amina"}, "STAPPENBOT_WHATSAPP_NUMBER is no whole phone number."),
        (
            {"WHATSAPP_TOKEN": "EAAx"},
            "STAPPENBOT_WHATSAPP_PHONE_ID is missing. Set it to the number's id, which Meta shows beside it, or remove",
        ),
        ({**WHATSAPP, "WHATSAPP_TOKEN": ""}, "STAPPENBOT_WHATSAPP_TOKEN is missing. Set it to the token of a system user"),
        ({**WHATSAPP, "WHATSAPP_BUSINESS_ID": ""}, "STAPPENBOT_WHATSAPP_BUSINESS_ID is missing."),
        ({**WHATSAPP, "WHATSAPP_APP_SECRET": ""}, "STAPPENBOT_WHATSAPP_APP_SECRET is missing."),
        ({**WHATSAPP, "WHATSAPP_VERIFY_TOKEN": ""}, "STAPPENBOT_WHATSAPP_VERIFY_TOKEN is missing."),
        ({**WHATSAPP, "WHATSAPP_TOKEN": "a b"}, "STAPPENBOT_WHATSAPP_TOKEN has signs that it can't have."),
        ({**WHATSAPP, "WHATSAPP_PHONE_ID": "+31 6"}, "STAPPENBOT_WHATSAPP_PHONE_ID has signs that it can't have."),
        ({**WHATSAPP, "WHATSAPP_PHONE_ID": "mijn"}, "STAPPENBOT_WHATSAPP_PHONE_ID is 'mijn', and should be a number."),
        (
            {**WHATSAPP, "WHATSAPP_PHONE_ID": "31612345678", "WHATSAPP_NUMBER": "+31 6 12345678"},
            "STAPPENBOT_WHATSAPP_PHONE_ID is the number itself. Set it to the number's id, which Meta shows beside it.",
        ),
        ({**WHATSAPP, "WHATSAPP_API_URL": "ftp://x"}, "STAPPENBOT_WHATSAPP_API_URL is 'ftp://x'. Set it to an http or https address"),
        ({**WHATSAPP, "WHATSAPP_RATE": "0"}, "STAPPENBOT_WHATSAPP_RATE is '0'. Set it to a number of messages a second from 1 to 1000."),
        ({**WHATSAPP, "WHATSAPP_RATE": "1001"}, "STAPPENBOT_WHATSAPP_RATE is '1001'."),
        ({**WHATSAPP, "WHATSAPP_RATE": "٨٠"}, "STAPPENBOT_WHATSAPP_RATE is '٨٠'."),
        ({"SECRET_KEY_FILE": "/does/not/exist"}, "STAPPENBOT_SECRET_KEY_FILE names a file that can't be read (/does/not/exist)."),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misset) as told:
        read(**given)
    assert sentence in str(told.value)
    assert TOKEN not in str(told.value)


@pytest.mark.parametrize("creation", ["open", "code", "closed"])
def test_the_operator_decides_who_makes_groups_and_how_long_answers_are_kept(creation: str) -> None:
    settings = read(GROUP_CREATION=creation, RETENTION_MONTHS="120", WHATSAPP_NUMBER="+31 6 12345678")
    assert (settings.group_creation, settings.retention_months, settings.whatsapp_number) == (creation, 120, "31612345678")
    assert read(RETENTION_MONTHS="1").retention_months == 1


@pytest.mark.parametrize(
    ("given", "open_to_all"),
    [
        ({}, True),  # on this machine, whoever gets there may
        ({"WEB_CHAT": "code"}, False),
        ({"HOST": "0.0.0.0", "SECRET_KEY": KEY}, False),  # on a server a group's code is needed
        ({"PUBLIC_URL": "https://stappen.example.nl"}, False),
        ({"HOST": "0.0.0.0", "SECRET_KEY": KEY, "WEB_CHAT": "open"}, True),
    ],
)
def test_on_a_server_the_web_chat_is_for_groups_unless_the_operator_opens_it(given: dict[str, str], open_to_all: bool) -> None:
    assert read(**given).open_web_chat is open_to_all


def test_the_key_to_come_is_asked_for_by_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY)
    assert new_key({"STAPPENBOT_NEW_SECRET_KEY": KEY}) == new_key({"STAPPENBOT_NEW_SECRET_KEY_FILE": str(file)}) == bytes(32)
    with pytest.raises(Misset, match=r"STAPPENBOT_NEW_SECRET_KEY is missing\. Make a key with `stappenbot key`"):
        new_key({"STAPPENBOT_SECRET_KEY": KEY})
    with pytest.raises(Misset, match="STAPPENBOT_NEW_SECRET_KEY is not 32 bytes"):
        new_key({"STAPPENBOT_NEW_SECRET_KEY": "kort"})


def test_the_address_people_open_may_have_a_port_and_a_slash_at_its_end() -> None:
    assert read(PUBLIC_URL="https://stappen.example.nl:8443/").public_url == "https://stappen.example.nl:8443"
    assert read(PUBLIC_URL="http://[::1]:8000").public_url == "http://[::1]:8000"


def test_a_wrong_host_is_never_told_as_a_wrong_public_url() -> None:
    assert read(HOST="a/b", SECRET_KEY=KEY).host == "a/b"  # whoever listens there finds out, and names the host


def test_a_secret_may_come_from_a_file_but_not_from_both(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    assert read(SECRET_KEY_FILE=str(file)).secret_key == bytes(32)
    with pytest.raises(Misset, match="are both set"):
        read(SECRET_KEY_FILE=str(file), SECRET_KEY=KEY)


def test_whatsapp_is_set_up_by_five_settings_and_two_have_defaults(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("uit-een-bestand\n")
    assert read(WHATSAPP_NUMBER="31612345678").whatsapp is None
    assert read(WHATSAPP_API_URL="http://127.0.0.1:1", WHATSAPP_RATE="9").whatsapp is None
    found = read(**{**WHATSAPP, "WHATSAPP_APP_SECRET": ""}, WHATSAPP_APP_SECRET_FILE=str(file)).whatsapp
    assert found is not None
    assert (found.token, found.phone_id, found.business_id, found.verify_token) == ("EAAx", "550001", "660001", "een-woord")
    assert (found.app_secret, found.api_url, found.rate) == ("uit-een-bestand", "https://graph.facebook.com", 80)


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    given = {**WHATSAPP, "SECRET_KEY": KEY, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "geheim"}
    shown = repr(read(**given, DATABASE_URL="postgresql://x:pw@y/z"))
    for secret in (TOKEN, "geheim", "pw", "EAAx", "een-woord", repr(bytes(32))):
        assert secret not in shown


def test_every_setting_has_its_place_in_the_readme_and_in_the_example() -> None:
    root = Path(__file__).parents[1]
    readme, example = (root / "README.md").read_text(), (root / ".env.example").read_text()
    source = (root / "bot" / "settings.py").read_text()
    names = set(re.findall(r'"([A-Z][A-Z_]{2,}[A-Z])"', source))
    assert {"DATABASE_URL", "TELEGRAM_API_URL", "SECRET_KEY"} <= names
    for name in names:
        assert f"`STAPPENBOT_{name}`" in readme, name
        assert f"STAPPENBOT_{name}" in example, name
