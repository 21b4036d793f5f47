"""All that can be said: the plans, and the bot's own words in each language."""

import gettext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from content.catalogue import PLANS
from content.catalogue import Catalogue as Plans
from content.catalogue import read_catalogue as read_plans
from content.model import Plan

LOCALE = Path(__file__).parents[1] / "locale"
DUTCH = "nl"


@dataclass(frozen=True)
class Words:
    """The bot's own words in one language. The Dutch text is the key, so Dutch needs no file."""

    language: str
    found: gettext.NullTranslations

    def t(self, dutch: str) -> str:
        """`dutch` in this language, or in Dutch where it has not been translated yet."""
        return self.found.gettext(dutch)

    def n(self, one: str, many: str, count: int) -> str:
        """The form that fits `count`."""
        return self.found.ngettext(one, many, count)


@dataclass(frozen=True)
class Catalogue:
    """The plans and words of every language."""

    texts: Plans
    own: dict[str, Words]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have both words and plans, Dutch first."""
        return tuple(language for language in self.texts.languages if language in self.own)

    def words(self, language: str) -> Words:
        """The words of a language, or the Dutch ones."""
        return self.own.get(language, self.own[DUTCH])

    def plans(self, language: str = DUTCH) -> tuple[Plan, ...]:
        """All plans, ready or coming, by number."""
        return self.texts.plans(language or DUTCH)

    def plan(self, number: int, language: str = DUTCH) -> Plan | None:
        """The plan of that number."""
        return self.texts.plan(number, language or DUTCH)

    def ready(self, language: str = DUTCH) -> tuple[Plan, ...]:
        """The plans that can be used."""
        return tuple(plan for plan in self.plans(language) if plan.status == "ready")

    def version(self, number: int) -> str:
        """The version of a plan's Dutch text, which all its translations share."""
        return self.texts.version(number)


def read_catalogue(plans: Path = PLANS, locale: Path = LOCALE) -> Catalogue:
    """Read all plans and words. Raises content.loader.Broken."""
    own = {DUTCH: Words(DUTCH, gettext.NullTranslations())}
    for file in sorted(locale.glob("*.po")):
        own[file.stem] = Words(file.stem, _compiled(file))
    return Catalogue(read_plans(plans), own)


def _compiled(file: Path) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo  # slow to import, so only where there is something to compile
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with file.open("rb") as opened:
        write_mo(compiled, read_po(opened, locale=file.stem))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
