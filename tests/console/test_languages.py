"""The pages in another language than Dutch, from right to left: shown with made-up Arabic, as there are no texts of it yet."""

import gettext
from dataclasses import replace

from bot.dialogue.catalogue import Words
from tests.console.house import logged_in, site_of
from tests.groups.world import Cast, World


class Marked(gettext.NullTranslations):
    """Every text in Arabic brackets."""

    def gettext(self, message: str) -> str:
        return f"﴾{message}﴿"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"﴾{msgid1 if n == 1 else msgid2}﴿"


async def test_her_language_is_that_of_the_chat_with_its_direction(world: World, cast: Cast) -> None:
    catalogue = replace(world.house.catalogue, own={**world.house.catalogue.own, "ar": Words("ar", Marked())})
    world.house = replace(world.house, catalogue=catalogue)
    await world.change("conversation", language="ar")
    async with logged_in(site_of(world), world, cast.boyana) as client:
        page = (await client.get(f"/console/{cast.laak}")).text
    assert '<html lang="ar" dir="rtl">' in page
    assert "﴾Nu te doen﴿" in page
    assert "﴾2 leden﴿" in page


async def test_a_language_that_the_pages_do_not_have_is_dutch(world: World, cast: Cast) -> None:
    await world.change("conversation", language="fr")
    async with logged_in(site_of(world), world, cast.boyana) as client:
        page = (await client.get(f"/console/{cast.laak}")).text
    assert '<html lang="nl" dir="ltr">' in page
