"""Only Dutch has texts now, but the way to other languages is there: shown with a made-up one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.dialogue import catalogue as catalogues
from bot.dialogue.catalogue import LOCALE, Catalogue, read_catalogue
from content.catalogue import PLANS
from content.loader import read_plan
from content.translation import hash_of, texts
from tests.dialogue.phone import Phone

BOT = Path(catalogues.__file__).parents[1]
TEMPLATE = LOCALE / "stappenbot.pot"
KEYWORDS = {"t": None, "_": None, "n": (1, 2)}


def own_words() -> Catalog:
    """All words of the bot itself, as they stand in the source."""
    found = Catalog(project="Stappenbot", charset="utf-8")
    for module in sorted(BOT.rglob("*.py")):
        for said in spoken(ast.parse(module.read_text(encoding="utf-8"))):
            found.add(said, None, [(str(module.relative_to(BOT)), 0)])
    for file, _, words, _, context in extract_from_dir(BOT / "web" / "templates", [("**.html", "jinja2")], keywords=KEYWORDS):
        found.add(words, None, [(f"web/templates/{file}", 0)], context=context)
    return found


def spoken(tree: ast.Module) -> Iterator[str | tuple[str, str]]:
    """What is given to t, n and _. Babel looks into no f-string before Python 3.12, so we look ourselves."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name == "n" and len(texts) > 1:
                yield texts[0], texts[1]
            elif name in ("t", "_") and texts:
                yield texts[0]


def test_the_template_for_translators_holds_every_word_of_the_bot(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        with TEMPLATE.open("wb") as file:
            write_po(file, own_words(), sort_output=True, omit_header=True, no_location=True)
    with TEMPLATE.open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    assert kept == {message.id for message in own_words() if message.id}


@pytest.fixture
def two_languages(tmp_path: Path) -> Catalogue:
    """Dutch and a made-up English, in which every text is the Dutch one in capitals."""
    words = own_words()
    for message in words:
        if message.id:
            message.string = loud(message.id) if isinstance(message.id, str) else tuple(map(loud, message.id))
    locale = tmp_path / "locale"
    locale.mkdir()
    with (locale / "en.po").open("wb") as file:
        write_po(file, words)
    plans = copytree(PLANS, tmp_path / "plans")
    for folder in plans.iterdir():
        dutch = texts(read_plan(folder / "plan.yaml"))
        translated = {id: {"of": hash_of(text), "text": text.upper()} for id, text in dutch.items()}
        (folder / "en.yaml").write_text(yaml.safe_dump(translated))
    return read_catalogue(plans, locale)


def test_words_within_other_words_are_found_too() -> None:
    tree = ast.parse("""said = f"{here.t('Klaar.')} {here.n('{count} lid', '{count} leden', 2).format(count=2)}" + _('Menu')""")
    assert set(spoken(tree)) == {"Klaar.", ("{count} lid", "{count} leden"), "Menu"}


def loud(text: str) -> str:
    """`text` in capitals, but for the names in braces."""
    return "".join(part if part.startswith("{") else part.upper() for part in re.split(r"(\{\w+\})", text))


def test_with_two_languages_she_chooses_first_and_is_spoken_to_in_hers(two_languages: Catalogue) -> None:
    phone = Phone(two_languages)
    assert "In welke taal wil je lezen?" in phone.open()
    assert [button.label for button in phone.buttons] == ["Nederlands", "English"]
    assert "MAG IK JOUW ANTWOORDEN BEWAREN?" in phone.say("English")
    phone.say("JA, DAT IS GOED")
    assert "VRAAG 1 VAN 7" in phone.press("go:3")
    assert "HOEVEEL VRIJWILLIGERS" in phone.message.text
    assert phone.buttons[0].label == "0 TOT 3"


def test_an_answer_given_in_one_language_is_shown_in_the_other(two_languages: Catalogue) -> None:
    phone = Phone(two_languages)
    phone.open()
    for said in ("English", "JA, DAT IS GOED"):
        phone.say(said)
    phone.press("go:3")
    phone.say("4 TOT 10")
    phone.press("language:nl")
    assert "Hoe groot is de groep? 4 tot 10" in phone.press("overview:3")


def test_a_button_made_in_one_language_works_in_the_other(two_languages: Catalogue) -> None:
    phone = Phone(two_languages)
    phone.open()
    phone.say("English")
    phone.say("JA, DAT IS GOED")
    phone.press("go:3")
    old = phone.buttons[0].address
    phone.press("language:nl")
    phone.press(old)
    assert phone.answers["3"]["grootte.vrijwilligers"].options == ("weinig",)


def test_a_language_without_plans_is_not_offered(tmp_path: Path) -> None:
    with (tmp_path / "tr.po").open("wb") as file:
        write_po(file, own_words())
    assert read_catalogue(PLANS, tmp_path).languages == ("nl",)
