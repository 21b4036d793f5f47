"""Where Meta delivers what people do on WhatsApp, and how messages went."""

import asyncio
import hashlib
import hmac
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.base import Moved, SendError, Status
from bot.channels.whatsapp import WhatsAppChannel
from bot.channels.whatsapp_parse import Aside, Astray, Element, Heard, Told, aside
from bot.intake import Intake
from bot.settings import PREFIX, WhatsApp
from bot.web.reading import as_object, whole
from storage import templates
from storage.db import Database
from storage.trouble import of_a_value, told

logger = logging.getLogger(__name__)

HEADER, BEGINS = "x-hub-signature-256", "sha256="
LARGEST = 3 * 1024 * 1024  # bytes of one delivery
AWAY = 3  # parts of a delivery that can't be kept, one after the other: then the database is away, and the rest need not wait for it
MOST = 50  # read receipts on their way at once: they are a kindness, and more are left out
SHOWN = 1000  # messages of which it is remembered that she was shown that they were read
HOUR = timedelta(hours=1)  # between two warnings of the same


class Webhook:
    """Takes deliveries for one number."""

    def __init__(
        self, channel: WhatsAppChannel, settings: WhatsApp, intake: Intake, database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._channel = channel
        self._secret = settings.app_secret.encode()
        self._verify_token = settings.verify_token.encode()
        self._intake = intake
        self._database = database
        self._clock = clock
        self._receipts: set[asyncio.Task[None]] = set()
        self._shown: OrderedDict[str, None] = OrderedDict()
        self._warned_at: datetime | None = None

    async def verify(self, request: Request) -> Response:
        """Meta asks once whether this address is ours, with the word that we chose."""
        asked = request.query_params
        same = hmac.compare_digest(asked.get("hub.verify_token", "").encode(errors="replace"), self._verify_token)
        if asked.get("hub.mode") != "subscribe" or not same:
            return Response(status_code=403)
        return PlainTextResponse(asked.get("hub.challenge", ""))

    async def deliver(self, request: Request) -> Response:
        """Keep all of it. What is not 200 is brought again, whole; what was kept then is not taken twice."""
        signature = request.headers.get(HEADER, "")
        if not signature:  # whoever that is, we read nothing of hers
            return Response(status_code=401)
        body = await whole(request, LARGEST)
        expected = BEGINS + hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature.encode(), expected.encode()):
            return Response(status_code=403)
        try:
            kept = await self._take(body)
        except (SQLAlchemyError, OSError) as error:
            logger.warning("delivery could not be kept", extra={"channel": self._channel.name, "error": told(error)})
            return Response(status_code=503)
        return Response(status_code=200 if kept else 503)

    async def _take(self, body: bytes) -> bool:
        """False: some of it could not be kept."""
        delivery = as_object(body)
        if delivery is None:
            await self._intake.put_aside(self._channel.name, "", body, "it is not a JSON object")
            return True
        failed = in_a_row = 0
        for element in self._channel.parse(delivery, self._clock()):
            await asyncio.sleep(0)  # a thousand of them must not keep everybody else waiting
            try:
                await self._keep_somehow(element)
                in_a_row = 0
            except (SQLAlchemyError, OSError) as error:
                failed, in_a_row = failed + 1, in_a_row + 1
                logger.warning("part of a delivery could not be kept", extra={"channel": self._channel.name, "error": told(error)})
            if in_a_row == AWAY:
                break
        return not failed

    async def _keep_somehow(self, element: Element) -> None:
        """What can't be kept as what it is, is put aside: it would come again and again, with all that came beside it."""
        try:
            await self._keep(element)
        except Exception as error:
            if isinstance(error, SQLAlchemyError | OSError) and not of_a_value(error):
                raise
            what = aside(element.raw if isinstance(element, Heard) else ascii(element), f"it could not be kept ({told(error)})")
            await self._intake.put_aside(self._channel.name, what.id, what.body, what.reason)

    async def _keep(self, element: Element) -> None:
        match element:
            case Heard(inbound=inbound, wamid=wamid):
                self._show_seen(inbound.id, wamid)  # first: she sees that an answer is being written
                await self._intake.take(inbound, element.body())
            case Status():
                await self._intake.settle(element)
            case Moved():
                await self._intake.rename(element)
            case Aside(id=id, body=body, reason=reason):
                await self._intake.put_aside(self._channel.name, id, body, reason)
            case Told(name=name, language=language, status=status):
                async with self._database.write() as connection:
                    await templates.note(connection, name, language, status, self._clock())
            case Astray():
                self._warn_of_another_number()

    def _warn_of_another_number(self) -> None:
        now = self._clock()
        if self._warned_at is None or now - self._warned_at >= HOUR:
            self._warned_at = now
            setting = f"{PREFIX}WHATSAPP_PHONE_ID"
            logger.warning(
                f"something came for another number than {setting} names. If nothing is answered, correct it.",
                extra={"channel": self._channel.name},
            )

    def _show_seen(self, id: str, wamid: str) -> None:
        """Once, as what is brought again gets no second answer; and in the background, whatever comes of it."""
        if id in self._shown or len(self._receipts) >= MOST:
            return
        self._shown[id] = None
        if len(self._shown) > SHOWN:
            self._shown.popitem(last=False)
        task = asyncio.create_task(self._seen(wamid))
        self._receipts.add(task)
        task.add_done_callback(self._receipts.discard)

    async def _seen(self, wamid: str) -> None:
        try:
            await self._channel.seen(wamid)
        except SendError as error:
            logger.info("read receipt not sent", extra={"channel": self._channel.name, "reason": str(error)})


def whatsapp_routes(
    channel: WhatsAppChannel, settings: WhatsApp, intake: Intake, database: Database, clock: Callable[[], datetime]
) -> list[Route]:
    """The webhook's two routes."""
    webhook = Webhook(channel, settings, intake, database, clock)
    return [
        Route("/webhooks/whatsapp", webhook.verify, methods=["GET"]),
        Route("/webhooks/whatsapp", webhook.deliver, methods=["POST"]),
    ]
