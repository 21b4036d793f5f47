"""The seven questions in python-telegram-bot's ConversationHandler, as its documentation sets it up.

A web application of one's own puts updates on `update_queue`, as in its example of a custom webhook, and they are taken one at a time:
ConversationHandler asks for `concurrent_updates=False`, which is the default too. The press is answered first and then the message edited,
as in its examples. Its own HTTP client. On uvloop, without logs.
"""

import hmac
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, ConversationHandler
from telegram.warnings import PTBUserWarning

from bench.peers.answers import Answers
from bench.peers.questions import HELLO, QUESTIONS, THANKS
from bench.peers.running import Given, serve

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


def _keyboard(number: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=str(at))] for at, label in enumerate(QUESTIONS[number].labels)])


async def _begin(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message
    await update.message.reply_text(QUESTIONS[0].shown, parse_mode=ParseMode.HTML, reply_markup=_keyboard(0))
    return 0


def _chosen(answers: Answers, number: int) -> Handler:
    async def chosen(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> int:
        query = update.callback_query
        assert query
        await query.answer()
        await answers.keep(query.from_user.id, number, int(query.data or "0"))
        following = number + 1
        if following == len(QUESTIONS):
            await query.edit_message_text(THANKS)
            return ConversationHandler.END
        await query.edit_message_text(QUESTIONS[following].shown, parse_mode=ParseMode.HTML, reply_markup=_keyboard(following))
        return following

    return chosen


def _app(given: Given) -> web.Application:
    warnings.simplefilter("ignore", PTBUserWarning)
    answers = Answers(given.database)
    application = Application.builder().token(given.token).base_url(f"{given.api_url}/bot").updater(None).build()
    states: dict[object, list[Any]] = {number: [CallbackQueryHandler(_chosen(answers, number))] for number in range(len(QUESTIONS))}
    application.add_handler(ConversationHandler([CommandHandler(HELLO, _begin)], states, fallbacks=[]))

    async def deliver(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), given.secret):
            return web.Response(status=403)
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    async def run(_app: web.Application) -> AsyncIterator[None]:
        await answers.open()
        async with application:
            await application.start()
            yield
            await application.stop()
        await answers.close()

    app = web.Application()
    app.router.add_post("/webhook", deliver)
    app.cleanup_ctx.append(run)
    return app


if __name__ == "__main__":
    settings = Given.from_env()
    serve(_app(settings), settings)
