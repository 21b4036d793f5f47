"""The seven questions in aiogram-dialog, as its documentation sets it up.

Windows with a Select each; state in memory, its default and the cheapest there is; aiogram's own webhook handler on aiohttp, which says 200
at once and works in the background, its default; the message that was pressed is edited and the press answered, its defaults.
On uvloop, without logs.
"""

from operator import itemgetter
from typing import Any

from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]
from aiogram.client.default import DefaultBotProperties  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]
from aiogram.enums import ParseMode  # type: ignore[import-not-found]
from aiogram.filters import Command  # type: ignore[import-not-found]
from aiogram.fsm.state import State, StatesGroup  # type: ignore[import-not-found]
from aiogram.fsm.storage.memory import MemoryStorage  # type: ignore[import-not-found]
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application  # type: ignore[import-not-found]
from aiogram_dialog import Dialog, StartMode, Window, setup_dialogs  # type: ignore[import-not-found]
from aiogram_dialog.widgets.kbd import Column, Select  # type: ignore[import-not-found]
from aiogram_dialog.widgets.text import Const, Format  # type: ignore[import-not-found]
from aiohttp import web

from bench.peers.answers import Answers
from bench.peers.questions import HELLO, QUESTIONS, THANKS, Question
from bench.peers.running import Given, serve


class Asked(StatesGroup):  # type: ignore[misc]
    """Where somebody is."""

    one = State()
    two = State()
    three = State()
    four = State()
    five = State()
    six = State()
    seven = State()
    thanks = State()


STATES = (Asked.one, Asked.two, Asked.three, Asked.four, Asked.five, Asked.six, Asked.seven)


def _window(answers: Answers, number: int, question: Question) -> Any:
    async def chosen(pressed: Any, _widget: Any, manager: Any, option: int) -> None:
        await answers.keep(pressed.from_user.id, number, option)
        await manager.next()

    select = Select(
        Format("{item[1]}"),
        id="s",
        item_id_getter=itemgetter(0),
        items=list(enumerate(question.labels)),
        type_factory=int,
        on_click=chosen,
    )
    return Window(Const(question.shown), Column(select), state=STATES[number])


def _app(given: Given) -> web.Application:
    answers = Answers(given.database)
    server = AiohttpSession(api=TelegramAPIServer.from_base(given.api_url))
    bot = Bot(given.token, session=server, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    dispatcher = Dispatcher(storage=MemoryStorage())

    async def begin(_message: Any, dialog_manager: Any) -> None:
        await dialog_manager.start(Asked.one, mode=StartMode.RESET_STACK)

    dispatcher.message.register(begin, Command(HELLO))
    windows = [_window(answers, number, question) for number, question in enumerate(QUESTIONS)]
    dispatcher.include_router(Dialog(*windows, Window(Const(THANKS), state=Asked.thanks)))
    setup_dialogs(dispatcher)
    dispatcher.startup.register(answers.open)
    dispatcher.shutdown.register(answers.close)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=given.secret).register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    return app


if __name__ == "__main__":
    settings = Given.from_env()
    serve(_app(settings), settings)
