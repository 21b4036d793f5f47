"""Finds a browser for the journeys, or gets one: `python -m tests.browser` before the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = "THE JOURNEYS DO NOT RUN: there is no browser. Get one with `apt-get install chromium` or `python -m playwright install chromium`."


def installed() -> str | None:
    """The path of a browser on this machine. None: there is none, but Playwright may have one of its own."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    """Get a browser where there is none. With CI=true it is a failure when that can't be done."""
    if installed() or _of_playwright():
        return 0
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        tries.insert(0, ["sh", "-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium"])
    for command in tries:
        print(f"No browser yet; trying: {' '.join(command)}", flush=True)
        if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode == 0 and (installed() or _of_playwright()):
            return 0
    print(NONE, file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
