"""The messages that WhatsApp must know beforehand, for whoever has not written for a day: their texts as Meta approves them.

A text that was approved is changed by giving it another name: Meta judges the new one while the old one goes on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

INVITATION: Final = "ronde_uitnodiging"  # gaps: the group, the plan's title
REMINDER: Final = "herinnering"  # the group, the plan's title
RESULT: Final = "resultaat_klaar"  # the group, the plan's title
WORDS: Final = "bericht_coordinator"  # the group
STEP: Final = "stap_gaat_het"  # the group, the title of the step
GAP = re.compile(r"\{\{(\d+)\}\}")


@dataclass(frozen=True)
class Template:
    """One message in one language."""

    name: str
    language: str
    body: str  # with gaps {{1}}, {{2}}, and never one at its beginning or end
    samples: tuple[str, ...]  # what might stand in the gaps, for whoever judges it at Meta
    button: str
    footer: str

    def filled(self, values: Sequence[str]) -> str:
        """The body as she reads it."""
        return GAP.sub(lambda gap: values[int(gap[1]) - 1], self.body)


_FOOTER = "Geen berichten meer? Typ STOP."
_GROUP, _PLAN = "Vrouwengroep Laak", "Hoe voorkomen we interne wrijvingen?"

TEMPLATES: tuple[Template, ...] = (
    Template(
        INVITATION,
        "nl",
        "Hallo, dit is Stappenbot.\n\nJouw groep {{1}} is begonnen met nieuwe vragen. Ze gaan over: {{2}}\n\n"
        "Doe je mee? Jouw antwoord telt. Druk op de knop.",
        (_GROUP, _PLAN),
        "Naar de vragen",
        _FOOTER,
    ),
    Template(
        REMINDER,
        "nl",
        "Hallo, dit is Stappenbot.\n\nJouw groep {{1}} heeft nog vragen voor je. Ze gaan over: {{2}}\n\n"
        "Je kunt verdergaan waar je was. Druk op de knop.",
        (_GROUP, _PLAN),
        "Verder met de vragen",
        _FOOTER,
    ),
    Template(
        RESULT,
        "nl",
        "Hallo, dit is Stappenbot.\n\nHet resultaat van jouw groep {{1}} is klaar. Het gaat over: {{2}}\n\n"
        "Wil je het zien? Druk op de knop.",
        (_GROUP, _PLAN),
        "Bekijk het resultaat",
        _FOOTER,
    ),
    Template(
        WORDS,
        "nl",
        "Hallo, dit is Stappenbot.\n\nDe coördinator van jouw groep {{1}} heeft een bericht voor je. Druk op de knop om het te lezen.",
        (_GROUP,),
        "Lees het bericht",
        _FOOTER,
    ),
    Template(
        STEP,
        "nl",
        "Hallo, dit is Stappenbot.\n\nJullie groep {{1}} koos een stap: {{2}}\n\nHoe gaat het ermee? Druk op de knop.",
        (_GROUP, "Maak samen afspraken"),
        "Naar de stap",
        _FOOTER,
    ),
)
