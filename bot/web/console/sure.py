"""A page that asks once more, before something that can't simply be taken back."""

from dataclasses import dataclass

from starlette.responses import Response

from bot.web.console.desk import Visit


@dataclass(frozen=True)
class Question:
    """What is asked, and where both answers lead, within the group."""

    title: str
    texts: tuple[str, ...]
    yes: str
    path: str  # that does it
    back: str
    value: str = ""  # of what it is done to, where the path does not say it
    about: str = ""  # words of people


def asked(visit: Visit, tab: str, question: Question) -> Response:
    """The page."""
    return visit.page("sure", tab=tab, question=question)
