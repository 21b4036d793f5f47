"""Telegram: what is sent there, and what its errors mean."""

import asyncio
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.channels import telegram_http, telegram_parse
from bot.channels.base import Capabilities, Inbound, Outgoing, Rate, SendError
from bot.channels.telegram_files import NO_VOICES, File, Unshowable, files_of, in_words, is_about_the_picture, sound_of
from bot.channels.telegram_http import AiohttpRequest, Slower
from bot.channels.telegram_look import LABEL, Keyboard, fits_caption, look
from bot.dialogue.message import Message
from bot.pictures import drawn
from content.limits import cut

logger = logging.getLogger(__name__)

POLL = 25  # seconds that Telegram waits for something to tell
LEAST = 0.5  # seconds that a call needs to make sense
HALFWAY = 1000  # messages whose files are out and whose text is not: more are never remembered
NOTED = 60  # units of her answer that stand above the next question
SAME = "message is not modified"
GONE = ("message can't be edited", "message to edit not found", "message_id_invalid")
PATIENCE = (2, 10, 60, 600)  # seconds between tries to register the commands
COMMANDS = (
    ("start", "Begin, of ga naar het menu"),
    ("plannen", "Alle stappenplannen"),
    ("vragen", "Verder met de vragen"),
    ("groep", "Mijn groep"),
    ("mijngegevens", "Wat ik van je bewaar"),
    ("stop", "Geen berichten meer"),
    ("help", "Hoe het werkt"),
)


class TelegramChannel:
    """One bot at Telegram."""

    name = telegram_parse.CHANNEL
    capabilities = Capabilities(label=LABEL, edits=True, pulls=False)
    rate = Rate(a_second=29.2, each=1.0, burst=20, crowd=(4.0, 5))  # of 30 a second; the rest is for replies

    def __init__(self, token: str, api_url: str) -> None:
        # What the library says on lower levels holds the token and what people write.
        logging.getLogger("telegram").setLevel(logging.WARNING)
        self.lane = f"tg:{token.partition(':')[0]}"
        self._halfway: OrderedDict[str, set[str]] = OrderedDict()  # which files of a message are out already, by its key
        self._username = ""
        self._request = AiohttpRequest()
        self._bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    def parse(self, update: dict[str, Any], received_at: datetime) -> Inbound | None:
        """What a person did. None: it is nothing to us. Raises telegram_parse.Unreadable."""
        return telegram_parse.parse(update, received_at)

    async def send(self, outgoing: Outgoing) -> str:
        """Send it, or put it in the place of the message it replaces. Raises SendError."""
        deadline = asyncio.get_running_loop().time() + telegram_http.TOTAL  # all calls together may not outlast the lease either
        if outgoing.message.picture or outgoing.message.document or outgoing.message.voice:
            return await self._send_with_files(outgoing, deadline)
        text, keyboard = look(_with_her_answer(outgoing), outgoing.key)
        if outgoing.edit.isascii() and outgoing.edit.isdigit() and await self._edit(outgoing, text, _shape(keyboard)):
            return outgoing.edit
        return await self._send_text(outgoing, text, keyboard, max(_left(deadline), LEAST))

    def link(self, code: str) -> str:
        """The address that opens a chat with the bot, with this code in hand. Empty: Telegram has not told the bot's name yet."""
        return f"{self.home()}?start={code}" if self._username and code else self.home()

    def home(self) -> str:
        """The address that opens a private chat with the bot; empty as with `link`."""
        return f"https://t.me/{self._username}" if self._username else ""

    async def fetch(self, media_id: str, most_bytes: int) -> tuple[bytes, str]:
        """A recording that somebody sent, and its media type; empty: Telegram does not tell. Raises SendError."""
        with _told(again_is_harmless=True):
            file = await self._bot.get_file(media_id)
            if (file.file_size or 0) > most_bytes or not file.file_path:
                raise SendError("the recording is too large, or not to be had", permanent=True)
            found = await self._request.download(file.file_path, most_bytes)
        if found is None:
            raise SendError("the recording is too large", permanent=True)
        body, kind = found
        return body, kind if kind.startswith("audio/") else ""

    async def learn_name(self) -> None:
        """Ask Telegram what the bot is called. Raises SendError."""
        with _told(again_is_harmless=True):
            self._username = (await self._bot.get_me()).username or ""

    async def close(self) -> None:
        """Let go of connections."""
        await self._request.shutdown()

    async def updates(self, offset: int) -> list[dict[str, Any]]:
        """Wait for what people do, from update `offset` on. Raises SendError."""
        # As plain data, which the library's own get_updates does not give: one strange update must not lose the others.
        allowed = quote(json.dumps(telegram_parse.ALLOWED))
        url = f"{self._bot.base_url}/getUpdates?offset={offset}&timeout={POLL}&allowed_updates={allowed}"
        with _told(again_is_harmless=True):
            found = await self._request.post(url, read_timeout=POLL + telegram_http.TOTAL)
            if not isinstance(found, list) or not all(isinstance(one["update_id"], int) for one in found):
                raise TypeError
            return found

    async def leave_webhook(self) -> None:
        """Polling works only without a webhook. What waits there is kept. Raises SendError."""
        with _told(again_is_harmless=True):
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def answer(self, query_id: str) -> None:
        """Stop the little clock on a button. Raises SendError, which may be ignored: the clock stops by itself later."""
        with _told(again_is_harmless=True):
            await self._bot.answer_callback_query(query_id)

    async def register_commands(self) -> None:
        """Tell Telegram what the menu beside the text field holds. Raises SendError."""
        with _told(again_is_harmless=True):
            await self._bot.set_my_commands(COMMANDS)

    async def _send_text(self, outgoing: Outgoing, text: str, keyboard: Keyboard, seconds: float) -> str:
        with _told():
            sent = await self._bot.send_message(
                outgoing.address, text, parse_mode=ParseMode.HTML, read_timeout=seconds, api_kwargs=_shape(keyboard)
            )
            return str(sent.message_id)

    async def _send_with_files(self, outgoing: Outgoing, deadline: float) -> str:
        """Always as a new message that stays: Telegram can't turn a photo into a text, or the other way round."""
        message, sound = replace(outgoing.message, keep=True), sound_of(outgoing)
        drawing = await drawn(message.picture) if message.picture else None
        try:
            return await self._bring(outgoing, message, files_of(message, drawing, sound), deadline)
        except Unshowable:
            logger.warning("Telegram refused a picture, or a recording as such", extra={"key": outgoing.key})
            sound = replace(sound, kind="document") if sound else None
            return await self._bring(outgoing, message, files_of(message, None, sound), deadline)

    async def _bring(self, outgoing: Outgoing, message: Message, files: list[File], deadline: float) -> str:
        """One file with the text below it; where that can't be, files first and then the text with its buttons."""
        if message.picture and not any(file.picture for file in files):
            message = in_words(message)
        text, keyboard = look(message, outgoing.key)
        if len(files) == 1 and fits_caption(message):
            return await self._send_file(outgoing, files[0], deadline, text, keyboard)
        done = self._halfway.setdefault(outgoing.key, set())  # when something fails, the next attempt goes on from here
        for file in files:
            if file.name not in done:
                await self._send_file(outgoing, file, deadline)
                done.add(file.name)
        while len(self._halfway) > HALFWAY:
            self._halfway.popitem(last=False)
        sent = await self._send_text(outgoing, text, keyboard, _enough(deadline))
        self._halfway.pop(outgoing.key, None)
        return sent

    async def _send_file(self, outgoing: Outgoing, file: File, deadline: float, text: str = "", keyboard: Keyboard | None = None) -> str:
        bot = self._bot
        ways: dict[str, Any] = {
            "photo": bot.send_photo,
            "voice": bot.send_voice,
            "audio": bot.send_audio,
            "document": bot.send_document,
        }
        look = {"caption": text, "parse_mode": ParseMode.HTML, **_shape(keyboard)} if keyboard is not None else {}
        with _told():
            try:
                sent = await ways[file.kind](
                    outgoing.address, file.body, filename=file.name, read_timeout=_enough(deadline), api_kwargs=look
                )
            except BadRequest as error:
                if (file.picture and is_about_the_picture(error.message)) or (file.kind == "voice" and NO_VOICES in error.message.upper()):
                    raise Unshowable from None
                raise
            return str(sent.message_id)

    async def _edit(self, outgoing: Outgoing, text: str, shape: dict[str, Any]) -> bool:
        """False: that message can't be replaced."""
        with _told(again_is_harmless=True):
            try:
                await self._bot.edit_message_text(text, outgoing.address, int(outgoing.edit), parse_mode=ParseMode.HTML, api_kwargs=shape)
            except BadRequest as error:
                said = error.message.lower()
                if any(gone in said for gone in GONE):
                    return False
                if SAME not in said:
                    raise
        return True


def _shape(keyboard: Keyboard) -> dict[str, Any]:
    return {"link_preview_options": {"is_disabled": True}, "reply_markup": {"inline_keyboard": keyboard}}


def _left(deadline: float) -> float:
    return deadline - asyncio.get_running_loop().time()


def _enough(deadline: float) -> float:
    """The seconds that are left. Raises SendError when that is too short to begin anything."""
    left = _left(deadline)
    if left < LEAST:
        raise SendError("there was no time left for the rest")
    return left


def _with_her_answer(outgoing: Outgoing) -> Message:
    """Where the question she answered is replaced by the next one, her answer would be nowhere to be seen."""
    message = outgoing.message
    return message.opening(f"✓ {cut(message.noted, NOTED)}") if outgoing.edit and message.noted else message


async def greet(channel: TelegramChannel) -> None:
    """Learn the bot's name for links and register its commands, in the background: the bot works without, so trouble is only logged."""
    for wait in (*PATIENCE, 0):
        try:
            await channel.learn_name()
            await channel.register_commands()
        except SendError as error:
            logger.warning("commands not registered", extra={"channel": channel.name, "reason": str(error)})
            await asyncio.sleep(wait)
        else:
            return


@contextmanager
def _told(*, again_is_harmless: bool = False) -> Iterator[None]:
    """Tells what went wrong in terms of SendError."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError):  # how the library meets an answer of another shape
        raise SendError("the answer can't be read") from None
    except TelegramError as error:
        raise _meaning(error, again_is_harmless=again_is_harmless) from None


def _meaning(error: TelegramError, *, again_is_harmless: bool) -> SendError:
    """BadRequest and TimedOut are NetworkErrors to the library, so those come first."""
    match error:
        case Slower():
            return SendError("too many messages", retry_after=error.seconds)
        case Forbidden():
            return SendError("she blocked the bot or left Telegram", unreachable=True)
        case ChatMigrated():
            return SendError("the chat has another number now", moved_to=str(error.new_chat_id))
        case InvalidToken():
            return SendError("Telegram refuses the token. Set TELEGRAM_TOKEN to the one BotFather shows.", alarm=True)
        case Conflict():
            return SendError("another program reads this bot's messages, or a webhook is set. Stop the other one.", alarm=True)
        case BadRequest():
            return SendError(f"refused: {_harmless(error.message)}", permanent=True)
        case TimedOut():
            return SendError("no answer", ambiguous=not again_is_harmless)
    return SendError("Telegram can't be reached, or is in trouble")


def _harmless(description: str) -> str:
    """The beginning of Telegram's own sentence: after a colon or a quote it may repeat what somebody wrote."""
    found = re.match(r"[A-Za-z_' -]{1,80}", description)
    return found[0].strip() if found else "no reason given"
