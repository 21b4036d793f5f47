"""Our program without the limits of Telegram, which would be measured in its place: python -m bench.ours serve."""

import sys

from bot.__main__ import main
from bot.channels.base import UNLIMITED
from bot.channels.telegram import TelegramChannel

if __name__ == "__main__":
    TelegramChannel.rate = UNLIMITED
    sys.exit(main(sys.argv[1:]))
