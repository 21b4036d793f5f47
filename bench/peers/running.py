"""What both peers are started with, and the fast event loop they run on."""

import logging
import os
from dataclasses import dataclass
from typing import Self

import uvloop
from aiohttp import web


@dataclass(frozen=True)
class Given:
    """Settings of one run, from the environment."""

    token: str
    secret: str
    api_url: str
    database: str
    port: int

    @classmethod
    def from_env(cls) -> Self:
        env = os.environ
        return cls(env["BENCH_TOKEN"], env["BENCH_SECRET"], env["BENCH_API_URL"], env["BENCH_DATABASE"], int(env["BENCH_PORT"]))


def serve(app: web.Application, given: Given) -> None:
    """Run until told to stop, without logs of any request."""
    logging.disable(logging.WARNING)
    web.run_app(app, host="127.0.0.1", port=given.port, access_log=None, print=None, loop=uvloop.new_event_loop())
