"""The command line, as a person uses it: in a process of its own."""

import asyncio
import base64
import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.codes import in_text
from bot.dialogue.catalogue import read_catalogue
from bot.transcript import read
from storage.codes import find
from storage.db import Database
from tests.dialogue.phone import Phone
from tests.dialogue.test_transcripts import replayed
from tests.web.running import free_port

ROOT = Path(__file__).parents[1]
COMMANDS = ("serve", "worker", "demo", "talk", "check", "simulate", "migrate", "coordinator", "moderator", "whatsapp", "rekey", "key")


def environment(folder: Path, **given: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("STAPPENBOT_")}
    env |= {"PYTHONPATH": str(ROOT), "STAPPENBOT_DATABASE_URL": f"sqlite:///{folder}/some/where/x.db"}
    return env | {f"STAPPENBOT_{name}": value for name, value in given.items()}


def run(folder: Path, *arguments: str, typed: str = "", **given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=typed, env=environment(folder, **given), cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_stands_in_the_readme(command: str, tmp_path: Path) -> None:
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0
    assert f"stappenbot {command}" in done.stdout
    assert f"`stappenbot {command}" in (ROOT / "README.md").read_text()


def test_a_wrong_setting_ends_with_2_its_name_and_no_traceback(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", PORT="many")
    assert done.returncode == 2
    assert "STAPPENBOT_PORT is 'many'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x/y",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////etc/passwd/x.db",  # a file where a folder must be
        "sqlite:////proc/x/y.db",  # a folder that can't be made
        "sqlite:////proc/x.db",  # a folder without rights
        "sqlite:////etc",  # a folder
        "sqlite:///x.db?timeout=soon",
        "postgresql://x:geheim@h:abc/z",
        "postgresql://x:geheim@127.0.0.1:99999/z",
        "postgresql://x:geheim@127.0.0.1/z?nonsense=1",
    ],
)
def test_a_database_that_can_not_be_is_a_wrong_setting(url: str, tmp_path: Path) -> None:
    done = run(tmp_path, "migrate", DATABASE_URL=url, SECRET_KEY=base64.b64encode(bytes(32)).decode())
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "STAPPENBOT_DATABASE_URL" in done.stderr
    assert "geheim" not in done.stderr


def test_a_file_that_is_no_database_is_a_wrong_setting_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Lieve Boyana, " * 200)
    done = run(tmp_path, "migrate", DATABASE_URL=f"sqlite:///{file}")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert f"STAPPENBOT_DATABASE_URL: {file} can't be used (file is not a database)." in done.stderr
    assert file.read_text() == "Lieve Boyana, " * 200


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.1", "no.such.host.invalid", "[::1]", "a" * 70, "a/b"])
def test_a_host_that_is_not_this_machine_is_a_wrong_setting(host: str, tmp_path: Path) -> None:
    key = base64.b64encode(bytes(32)).decode()
    assert run(tmp_path, "migrate", SECRET_KEY=key).returncode == 0
    done = run(tmp_path, "serve", SECRET_KEY=key, HOST=host)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert f"STAPPENBOT_HOST is '{host}'" in done.stderr
    assert "Stop what runs there" not in done.stderr


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    key = base64.b64encode(bytes(32)).decode()
    done = run(tmp_path, "serve", DATABASE_URL=f"postgresql://me:geheim@127.0.0.1:{free_port()}/x", SECRET_KEY=key)
    assert done.returncode == 1
    assert "can't be used" in done.stderr
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_without_tables_says_which_command_makes_them(tmp_path: Path) -> None:
    done = run(tmp_path, "serve")
    assert done.returncode == 1
    assert "Run `stappenbot migrate`" in done.stderr


def test_another_key_than_before_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    done = run(tmp_path, "migrate", SECRET_KEY=base64.b64encode(bytes(32)).decode())
    assert done.returncode == 2
    assert "STAPPENBOT_SECRET_KEY" in done.stderr


def test_a_coordinator_gets_a_code_of_her_own_that_lets_her_make_groups(tmp_path: Path) -> None:
    assert run(tmp_path, "coordinator", "add").returncode == 1  # no tables yet
    assert run(tmp_path, "migrate").returncode == 0
    printed = [run(tmp_path, "coordinator", "add") for _ in range(2)]
    codes = [in_text(done.stdout) for done in printed]
    assert [done.returncode for done in printed] == [0, 0]
    assert [len(found) for found in codes] == [1, 1]
    assert codes[0] != codes[1]
    assert "within 7 days" in printed[0].stdout
    asyncio.run(permits(f"sqlite:///{tmp_path}/some/where/x.db", codes[0][0]))


async def permits(url: str, code: str) -> None:
    database = Database(url)
    async with database.read() as connection:
        assert await find(connection, code, ["permit"], datetime.now(UTC) + timedelta(days=6, hours=23))
        assert not await find(connection, code, ["permit"], datetime.now(UTC) + timedelta(days=7, hours=1))
    await database.close()


def test_a_new_key_is_32_bytes_and_never_the_same(tmp_path: Path) -> None:
    keys = {run(tmp_path, "key").stdout.strip() for _ in range(2)}
    assert len(keys) == 2
    assert {len(base64.b64decode(key)) for key in keys} == {32}


def test_a_dot_env_file_is_read_and_the_environment_goes_above_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("STAPPENBOT_PORT=from-the-file\n")
    assert "from-the-file" in run(tmp_path, "serve").stderr
    assert "from-outside" in run(tmp_path, "serve", PORT="from-outside").stderr


def test_a_dot_env_file_that_windows_saved_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("STAPPENBOT_PORT=from-the-file\n", encoding="utf-8-sig")
    assert "from-the-file" in run(tmp_path, "serve").stderr


def test_a_dot_env_file_in_another_encoding_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"STAPPENBOT_PORT=8000 # caf\xe9\n")
    done = run(tmp_path, "serve")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert ".env is not UTF-8 text. Save it as UTF-8." in done.stderr


def test_check_tells_all_problems_and_ends_with_1(tmp_path: Path) -> None:
    assert run(tmp_path, "check").returncode == 0
    plan = tmp_path / "plan.yaml"
    plan.write_text("id: Fout!\nnumber: 3\nstatus: coming\ntitel: x\n")
    done = run(tmp_path, "check", str(plan))
    assert done.returncode == 1
    assert "plan.yaml:1:" in done.stdout
    assert "plan.yaml:4: unknown key 'titel'" in done.stdout


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--plan", "nergens"), "there is no plan 'nergens'. Name a plan.yaml or its folder, or one of ours by id or number."),
        (("--plan", "99"), "there is no plan '99'."),
        (("--plan", "1"), "is coming and has no questions yet. Choose another plan."),
        (("--group", "0"), "a group of 0 can't be played. Choose from 1 to 60."),
        (("--group", "-3"), "a group of -3 can't be played."),
        (("--group", "61"), "a group of 61 can't be played."),
    ],
)
def test_what_can_not_be_played_is_told_in_one_sentence(given: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    done = run(tmp_path, "simulate", *given)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert sentence in done.stderr


def test_a_draft_that_is_wrong_can_not_be_played_and_its_problems_are_told(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("id: Fout!\nnumber: 3\n")
    done = run(tmp_path, "simulate", "--plan", str(plan))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "plan.yaml" in done.stdout


def test_rekey_without_tables_says_which_command_makes_them(tmp_path: Path) -> None:
    done = run(tmp_path, "rekey", NEW_SECRET_KEY=base64.b64encode(bytes(32)).decode())
    assert done.returncode == 1
    assert "Run `stappenbot migrate`" in done.stderr


def test_talk_has_a_conversation_goes_on_with_it_and_records_it(tmp_path: Path) -> None:
    record = tmp_path / "said.yaml"
    first = run(tmp_path, "talk", "--record", str(record), typed="ja\nstappenplannen\n3\nhulpvragen\nbegin\n14\n")
    assert first.returncode == 0, first.stderr
    assert "Vraag 1 van 7 · deel 2 van 2" in first.stdout
    assert "  1) Stappenplannen" in first.stdout
    assert "  - 0 tot 15" in first.stdout  # where a number is typed, options have none
    lines = read(record)
    assert [text for who, text in lines if who == "you"] == ["/start", "ja", "stappenplannen", "3", "hulpvragen", "begin", "14"]
    assert replayed(Phone(read_catalogue()), lines) == lines
    second = run(tmp_path, "talk", typed="verder\n")
    assert "Vraag 1 van 7 · deel 2 van 2" in second.stdout
    other = run(tmp_path, "talk", "--as", "boyana", typed="")
    assert "Mag ik jouw antwoorden bewaren?" in other.stdout


def test_talk_that_can_not_write_its_record_says_so(tmp_path: Path) -> None:
    done = run(tmp_path, "talk", "--record", str(tmp_path / "no" / "folder.yaml"), typed="ja\n")
    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_prints_its_address_with_a_qr_serves_it_and_stops_within_3_seconds(tmp_path: Path) -> None:
    port = free_port()
    env = environment(tmp_path, PORT=str(port))
    out = tmp_path / "out"
    with out.open("w") as output:
        process = subprocess.Popen([sys.executable, "-m", "bot", "demo"], env=env, cwd=tmp_path, stdout=output, stderr=output)
    try:
        until_it_answers(f"http://127.0.0.1:{port}/readyz", process)
        assert "Begin" in httpx.get(f"http://127.0.0.1:{port}/chat").text
        assert "Nu te doen" in after_the_link_in(out.read_text())
        since = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert time.monotonic() - since < 3
    finally:
        process.kill()
    printed = out.read_text()
    assert f"http://127.0.0.1:{port}/chat" in printed
    assert "▀" in printed or "█" in printed
    assert "Traceback" not in printed


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "serve", PORT=port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port} can't be used" in done.stderr
    assert "Traceback" not in done.stderr


def after_the_link_in(printed: str) -> str:
    """The page that the coordinator comes to by the link that was printed."""
    [link] = re.findall(r"http://\S+/console/login\?key=(\w+)", printed)
    [home] = re.findall(r"(http://\S+)/console/login", printed)
    with httpx.Client(base_url=home, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True) as client:
        return client.post("/console/login", data={"key": link}).text


def until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("it did not become ready")
