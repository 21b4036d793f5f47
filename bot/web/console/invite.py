"""How people come into the group: the code, links to send on, and a QR code to show."""

from functools import lru_cache

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue.asks import EndCode, NewCode, ShowInvite
from bot.dialogue.facts import InvitePage
from bot.web.console.desk import Desk, Visit
from bot.web.console.sure import Question, asked

QUIET = 4  # modules of white around it


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/members/invite"
    return [
        desk.get(group, show),
        desk.get(f"{group}/qr", large),
        desk.get(f"{group}/new", ask_new),
        desk.post(f"{group}/new", new),
        desk.get(f"{group}/end", ask_end),
        desk.post(f"{group}/end", end),
    ]


async def show(visit: Visit) -> Response:
    """The code with all that leads there."""
    fact = await visit.ask(ShowInvite(visit.group), InvitePage)
    notice = {"new": visit.t("Dit is de nieuwe code."), "ended": visit.t("De code werkt niet meer.")}.get(visit.done, "")
    share = visit.t("Doe je mee met {group}? Open deze link: {link}")
    shares = [(name, link, share.format(group=fact.group.name, link=link)) for name, link in fact.links]
    return visit.page("invite", tab="members", fact=fact, shares=shares, qr=_drawn(fact), notice=notice)


def _drawn(fact: InvitePage) -> Markup:
    """The link that opens for everybody is the web's; it comes last."""
    return _qr(fact.links[-1][1]) if fact.links else Markup("")


@lru_cache(maxsize=50)
def _qr(link: str) -> Markup:
    import segno  # here, as most processes never draw one

    code = segno.make_qr(link, error="m")
    # What it is made of is ours, and of the link it holds squares only.
    return Markup(code.svg_inline(border=QUIET, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None))  # noqa: S704


async def large(visit: Visit) -> Response:
    """It over the whole screen, for the camera of another phone."""
    fact = await visit.ask(ShowInvite(visit.group), InvitePage)
    if not fact.code:
        raise HTTPException(404)
    return visit.page("invite_qr", tab="members", fact=fact, qr=_drawn(fact))


async def ask_new(visit: Visit) -> Response:
    """Another code ends this one."""
    texts = (visit.t("De oude code en de oude links werken dan niet meer."),)
    title, yes = visit.t("Wil je een nieuwe code?"), visit.t("Ja, een nieuwe code")
    return asked(visit, "members", Question(title, texts, yes, "/members/invite/new", "/members/invite"))


async def new(visit: Visit) -> Response:
    """Another code."""
    await visit.ask(NewCode(visit.group), InvitePage)
    return visit.go("/members/invite", done="new")


async def ask_end(visit: Visit) -> Response:
    """No code."""
    texts = (visit.t("Er kan dan niemand meer bij. Je kunt later een nieuwe code maken."),)
    title, yes = visit.t("Wil je de code stoppen?"), visit.t("Ja, stop de code")
    return asked(visit, "members", Question(title, texts, yes, "/members/invite/end", "/members/invite"))


async def end(visit: Visit) -> Response:
    """Nobody comes in any more."""
    await visit.ask(EndCode(visit.group), InvitePage)
    return visit.go("/members/invite", done="ended")
