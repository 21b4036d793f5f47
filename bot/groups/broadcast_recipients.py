"""Whom a broadcast reaches, and where: one address for each member, or the reason why she gets nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.channels.base import Capabilities, Templated
from bot.dialogue.broadcast_facts import Sent
from bot.dialogue.catalogue import DUTCH, Catalogue
from bot.templates import INVITATION, RESULT, WORDS
from storage.recipients import Member, Phone

TEMPLATES = {"questions": INVITATION, "result": RESULT}  # by kind; of all others WORDS
PLACE = {"questions": "round", "result": "result"}  # where the button of a template leads, by kind; else to what was sent

Approved = Collection[tuple[str, str]]  # templates that may be sent: name and language


@dataclass(frozen=True)
class Goes:
    """She gets it there."""

    member: Member
    phone: Phone
    template: tuple[str, str] | None = None  # name and language, where the platform wants to know it beforehand after a while
    closed: bool = False  # only the template may go

    @property
    def borrowed(self) -> bool:
        """Whether another has the phone just now, and reads it first."""
        return self.phone.holder != self.member.person_id


@dataclass(frozen=True)
class Stays:
    """She gets nothing."""

    member: Member
    reason: str


@dataclass(frozen=True)
class Ways:
    """What decides how somebody can be reached."""

    capabilities: Mapping[str, Capabilities]
    approved: Approved
    template: str
    now: datetime


def template_for(kind: str) -> str:
    """The name of the template that stands for a broadcast of this kind."""
    return TEMPLATES.get(kind, WORDS)


def templated(catalogue: Catalogue, sent: Sent, name: str, language: str) -> Templated:
    """The template with what stands in its gaps."""
    plan = catalogue.plan(sent.plan, language) if name != WORDS else None
    values = (sent.group_name, plan.title) if plan else (sent.group_name,)
    place = PLACE.get(sent.kind)
    return Templated(name, language, values, f"{place}:{sent.round}" if place else f"sent:{sent.id}")


def decided(members: Sequence[Member], phones: Mapping[UUID, Sequence[Phone]], ways: Ways) -> list[Goes | Stays]:
    """For each of them, in the same order."""
    return [_decided(one, phones.get(one.person_id, ()), ways) for one in members]


def _decided(member: Member, phones: Sequence[Phone], ways: Ways) -> Goes | Stays:
    """The phone where she was last comes first; the web, which nobody rings, only when there is none."""
    if member.stopped:
        return Stays(member, "stopped")
    known = sorted((one for one in phones if one.channel in ways.capabilities), key=lambda one: (-(one.last or 0), one.address_id))
    rings = [one for one in known if not ways.capabilities[one.channel].pulls]
    found = [_on(member, one, ways) for one in rings if not one.unreachable]
    goes = next((one for one in found if one is not None), None)
    if goes is not None:
        return goes
    if found:
        return Stays(member, "no_template")
    page = next((one for one in known if one not in rings), None)
    if page is not None:
        return Goes(member, page)
    return Stays(member, "unreachable" if rings else "no_channel")


def _on(member: Member, phone: Phone, ways: Ways) -> Goes | None:
    """None: she has not written there for too long, and there is no template."""
    window = ways.capabilities[phone.channel].window
    if window is None:
        return Goes(member, phone)
    languages = (member.language or DUTCH, DUTCH)
    template = next(((ways.template, one) for one in languages if (ways.template, one) in ways.approved), None)
    closed = phone.heard_at is None or ways.now - phone.heard_at >= window
    return None if closed and template is None else Goes(member, phone, template, closed)
