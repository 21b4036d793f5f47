"""The shapes of what Meta delivers, as far as we look at them. Everything else in them is nothing to us."""

import re
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

LONGEST = 512  # characters of an id

PLAIN = r"^[ -~]*$"  # what every database takes


def _whole(value: Any) -> Any:
    """Without halves of characters, which an emoji that was cut in two leaves behind."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _plain(value: Any) -> str:
    """A name or number as it is; one that no database takes is none."""
    text = str(value) if isinstance(value, str) or type(value) is int else ""
    return text if len(text) <= LONGEST and re.fullmatch(PLAIN, text) else ""


Id = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=PLAIN)]
MaybeId = Annotated[str, Field(max_length=LONGEST, pattern=PLAIN), BeforeValidator(lambda value: "" if value is None else value)]
Maybe = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
MaybePlain = Annotated[str, BeforeValidator(_plain)]
Typed = Annotated[str, BeforeValidator(_whole)]


class Shape(BaseModel):
    """A part of a delivery."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Words(Shape):
    body: Typed = ""


class File(Shape):
    id: MaybeId = ""
    mime_type: MaybePlain = ""
    caption: Typed = ""


class Choice(Shape):
    id: Id


class Reply(Shape):
    """A tap on a button or row of ours."""

    type: str
    button_reply: Choice | None = None
    list_reply: Choice | None = None


class Quick(Shape):
    """A tap on the button of a template."""

    payload: Typed
    text: Typed = ""


class Change(Shape):
    """A note of WhatsApp's own that she is called otherwise now."""

    type: str = ""
    wa_id: MaybeId = ""
    new_wa_id: MaybeId = ""
    user_id: MaybeId = ""
    previous_user_id: MaybeId = ""


class Message(Shape):
    """What one person did."""

    id: Id
    timestamp: int = Field(ge=0, lt=10**11)
    type: str
    phone: MaybeId = Field("", alias="from")
    user_id: MaybeId = Field("", alias="from_user_id")
    group_id: MaybeId = ""
    text: Words | None = None
    interactive: Reply | None = None
    button: Quick | None = None
    audio: File | None = None
    voice: File | None = None
    image: File | None = None
    video: File | None = None
    document: File | None = None
    system: Change | None = None

    @model_validator(mode="after")
    def has_its_part(self) -> Self:
        """Each kind that we read brings a part of that name."""
        if self.type in ("text", "interactive", "button", "audio", "system") and getattr(self, self.type) is None:
            raise ValueError
        return self


class Contact(Shape):
    phone: MaybeId = Field("", alias="wa_id")
    user_id: MaybeId = ""


class Status(Shape):
    """How a message of ours went."""

    id: Id
    status: str
    timestamp: int = Field(ge=0, lt=10**11)
    key: MaybeId = Field("", alias="biz_opaque_callback_data")
    errors: Any = None


class Number(Shape):
    """The number of ours that it came to."""

    display_phone_number: MaybePlain = ""
    phone_number_id: MaybePlain = ""


class Label(Shape):
    text: Maybe = ""


class Component(Shape):
    """A part of a template."""

    type: str
    text: Maybe = ""
    buttons: list[Label] = []


class Template(Shape):
    """A template, as Meta lists it."""

    name: str
    language: str
    status: str
    category: Maybe = ""
    rejected_reason: Maybe = ""
    components: list[Component] = []


class Verdict(Shape):
    """What Meta thinks of a template."""

    event: Annotated[str, Field(min_length=1, max_length=20, pattern=PLAIN)]
    name: Id = Field(alias="message_template_name")
    language: Annotated[str, Field(min_length=1, max_length=12, pattern=PLAIN, alias="message_template_language")]
