"""The templates at Meta: which there are, and how a new one is made."""

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from bot.channels import whatsapp_shapes
from bot.channels.base import SendError
from bot.channels.whatsapp_http import Graph, deadline
from bot.settings import WhatsApp
from bot.templates import TEMPLATES, Template

PAGES = 50  # of a list at most: a business has 250 templates, or 6000 when it is verified
PAGE = 100
FIELDS = "name,language,status,category,rejected_reason,components"
UTILITY = "UTILITY"  # what all of ours are offered as: the other kinds cost more
LONGEST = 20  # signs of a status that are kept
NAMES = [template.name for template in TEMPLATES]
UNREADABLE = "the answer can't be read"

Verdict = Literal["ok", "missing", "other text", "waits", "refused"]


@dataclass(frozen=True)
class Known:
    """A template as Meta has it."""

    name: str
    language: str
    status: str
    category: str = UTILITY
    reason: str = ""  # why it was refused
    components: tuple[tuple[str, str], ...] = ()  # what it says, by kind


@dataclass(frozen=True)
class Checked:
    """One of ours, and what Meta has of it."""

    template: Template
    known: Known | None
    verdict: Verdict


class Templates:
    """The list of one business account."""

    def __init__(self, settings: WhatsApp) -> None:
        self._path = f"{settings.business_id}/message_templates"
        self._graph = Graph(settings)

    async def known(self) -> list[Known]:
        """All of ours that Meta has. Raises SendError."""
        found: list[Known] = []
        after = ""
        for _ in range(PAGES):
            fields = {"fields": FIELDS, "limit": str(PAGE), **({"after": after} if after else {})}
            answer = await self._graph.read(self._path, fields, deadline())
            data = answer.get("data")
            if not isinstance(data, list):
                raise SendError(UNREADABLE)
            found += [_known(one) for one in data if isinstance(one, dict) and one.get("name") in NAMES]
            before, after = after, _following(answer)
            if not after:
                return found
            if after == before:
                break
        raise SendError(UNREADABLE)

    async def create(self, template: Template) -> str:
        """Offer one to Meta, and return its status there. Raises SendError."""
        answer = await self._graph.send(self._path, _offered(template), deadline())
        status = answer.get("status")
        return status[:LONGEST].upper() if isinstance(status, str) else "PENDING"

    async def close(self) -> None:
        """Let go of connections."""
        await self._graph.close()


def checked(known: list[Known]) -> list[Checked]:
    """What Meta has of each of ours."""
    by_name = {(one.name, one.language): one for one in known}
    return [_checked(template, by_name.get((template.name, template.language))) for template in TEMPLATES]


def _checked(template: Template, known: Known | None) -> Checked:
    if known is None:
        return Checked(template, None, "missing")
    ours = _known({**_offered(template), "status": known.status})
    if known.components and dict(known.components) != dict(ours.components):
        return Checked(template, known, "other text")
    if known.status == "APPROVED":
        return Checked(template, known, "ok")
    return Checked(template, known, "waits" if known.status in ("PENDING", "IN_APPEAL") else "refused")


def _offered(template: Template) -> dict[str, Any]:
    return {
        "name": template.name,
        "language": template.language,
        "category": UTILITY,
        "components": [
            {"type": "BODY", "text": template.body, "example": {"body_text": [list(template.samples)]}},
            {"type": "FOOTER", "text": template.footer},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": template.button}]},
        ],
    }


def _known(raw: dict[str, Any]) -> Known:
    try:
        one = whatsapp_shapes.Template.model_validate(raw)
    except ValidationError:
        raise SendError(UNREADABLE) from None
    reason = "" if one.rejected_reason == "NONE" else one.rejected_reason
    category = one.category.upper()[:LONGEST] or UTILITY
    return Known(one.name, one.language, one.status.upper()[:LONGEST], category, reason, tuple(_said(one).items()))


def _said(template: whatsapp_shapes.Template) -> dict[str, str]:
    """What stands in a template, by kind."""
    said: dict[str, str] = {}
    for one in template.components:
        kind = one.type.upper()
        said[kind] = " | ".join(button.text for button in one.buttons) if kind == "BUTTONS" else one.text.strip()
    return said


def _following(answer: dict[str, Any]) -> str:
    """Where the next page begins; empty: there is none."""
    paging = answer.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return ""
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else None
    try:
        after = after or parse_qs(urlsplit(str(paging["next"])).query).get("after", [""])[0]
    except ValueError:
        after = None
    if not isinstance(after, str) or not after:
        raise SendError(UNREADABLE)
    return after
