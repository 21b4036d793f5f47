"""What is kept of her: to read in plain words, or to forget."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from bot.advice import SPOKEN
from bot.dates import Day, local_day
from bot.dialogue import asks
from bot.dialogue.catalogue import Catalogue, Words
from bot.dialogue.facts import Data, Fact, Forgotten, OnlyCoordinator
from bot.dialogue.state import State
from bot.groups import membership
from bot.groups.house import Table
from bot.groups.sheets import pinned
from content.model import Plan
from storage import contributions, groups, kept, people, sharing
from storage.groups import COORDINATOR
from storage.kept import All, Given


async def _my_data(table: Table, _ask: asks.MyData) -> Fact:
    words, catalogue = table.house.catalogue.words(table.who.language), table.house.catalogue
    found = await kept.everything(table.connection, table.who.person_id)
    lines = [words.t("Dit bewaart Stappenbot van jou."), "", *_herself(words, found), *_in_groups(words, found)]
    for given in found.given:
        lines += ["", *_answers(words, await _plan(table, given), given)]
    about = (words, catalogue, table.who.language, found)
    lines += ["", *_sent(*about), *_to_all(*about), *_rest(*about)]
    return Data("\n".join(lines) + "\n")


async def _plan(table: Table, given: Given) -> Plan | None:
    """The plan in the words that she answered. None: nobody has them any more, and her answers must be told without."""
    newest = table.house.catalogue.plan(given.plan, table.who.language)
    try:
        return await pinned(table.connection, table.house.catalogue, given.plan, given.version) or newest
    except LookupError:
        return newest


def _herself(words: Words, found: All) -> Iterator[str]:
    yield words.t("Naam: {name}").format(name=found.name or words.t("geen"))
    yield words.t("Sinds: {day}").format(day=_day(local_day(found.since)))
    for channel, known_as in found.addresses:
        yield words.t("Kanaal: {channel}, daar ken ik je als {known_as}").format(channel=channel, known_as=known_as)
    for group, chat in found.chats:
        line = words.t("Groepschat op Telegram waar jij mij in zette: {chat}, van de groep {name}")
        yield line.format(chat=chat, name=group or words.t("die je nog niet koos"))


def _day(day: Day) -> str:
    return day.strftime("%d-%m-%Y")


def _in_groups(words: Words, found: All) -> Iterator[str]:
    for place in found.places:
        role = words.t("coördinator") if place.role == COORDINATOR else words.t("lid")
        yield words.t("Groep: {name}, {role}, sinds {day}").format(name=place.group, role=role, day=_day(place.joined_on))


def _answers(words: Words, plan: Plan | None, given: Given) -> Iterator[str]:
    where = words.t("in de groep {name}").format(name=given.group) if given.group else words.t("voor jezelf")
    title, day = plan.title if plan else str(given.plan), _day(given.opened_on)
    yield words.t("Antwoorden bij '{plan}' ({where}), begonnen op {day}:").format(plan=title, where=where, day=day)
    questions = {asked.key: asked.prompt.text for asked in plan.asked} if plan else {}
    labels = {(asked.key, option.id): option.label for asked in plan.asked for option in asked.prompt.options} if plan else {}
    places = {key: place for place, key in enumerate(questions)}
    for one in sorted(given.answers, key=lambda one: (places.get(one.prompt, len(places)), one.prompt)):
        chosen = [labels.get((one.prompt, option), option) for option in one.options]
        said = [*chosen, *([] if one.number is None else [str(one.number)]), *_words(words, one.words)]
        yield f"- {questions.get(one.prompt, one.prompt)} {', '.join(said) or words.t('overgeslagen')}"
    for remark in given.remarks:
        line = words.t("- Andere mening bij '{question}': {words}") if remark.minority else words.t("- Opmerking bij '{question}': {words}")
        yield line.format(question=questions.get(remark.prompt, remark.prompt), words=remark.words)
    if given.voices:
        yield words.t("- Opnamen van je stem: {count}").format(count=given.voices)


def _words(words: Words, said: str | None) -> list[str]:
    """What she wrote, or that she said it aloud."""
    if not said:
        return []
    return [words.t("(gesproken antwoord)") if said == SPOKEN else said]


def _rest(words: Words, catalogue: Catalogue, language: str, found: All) -> Iterator[str]:
    for number in found.wishes:
        plan = catalogue.plan(number, language)
        yield words.t("Je wilt graag dit plan: {plan}").format(plan=plan.title if plan else number)
    for moment in found.laters:
        yield words.t("Je wilt dat ik je weer vraag op {day}.").format(day=_day(local_day(moment)))
    for group, number, step in found.steps:
        plan = catalogue.plan(number, language)
        titles = {one.id: one.title for one in plan.steps} if plan else {}
        yield words.t("Je zorgt voor een stap van de groep {name}: {step}").format(name=group, step=titles.get(step, step))
    for text in found.aside:
        yield words.t("Dit begreep ik niet, en heb ik apart bewaard: {words}").format(words=text)
    yield from _may(words, found)
    yield from _open_to_her(words, found)
    yield words.t("Berichten aan jou die ik nog bewaar: {count}").format(count=found.messages)
    if found.acts:
        yield words.t("Wat je als coördinator deed, staat in een lijst zonder woorden: {count} keer").format(count=found.acts)
    yield words.t("Ook bewaar ik waar je in het gesprek bent, en welke taal je koos.")
    if found.rounds:
        yield words.t("Ik weet dat je antwoord telt in zoveel rondes: {count}. Niet welk antwoord.").format(count=found.rounds)
    yield words.t("Wat je antwoordde in gesloten rondes zonder namen, kan niemand meer bij jou vinden. Ik ook niet.")


def _open_to_her(words: Words, found: All) -> Iterator[str]:
    if found.codes:
        yield words.t("Codes van jou voor een ander kanaal: {count}").format(count=found.codes)
    for device in found.devices:
        yield words.t("Hier ben je ingelogd als coördinator: {device}").format(device=device)


def _may(words: Words, found: All) -> Iterator[str]:
    if found.may_make_groups:
        yield words.t("Je mag groepen maken.")
    if found.moderator:
        yield words.t("Je mag bijdragen van anderen lezen.")


def _to_all(words: Words, catalogue: Catalogue, language: str, found: All) -> Iterator[str]:
    """What she gave to all groups, or guards for them."""
    for one in found.contributions:
        plan = catalogue.plan(one.plan, language)
        about = words.t("bij het plan '{plan}'").format(plan=plan.title) if plan else words.t("een onderwerp dat je mist")
        said = one.words or words.t("(opname van je stem)")
        yield words.t("Jouw bijdrage, {about} ({status}): {words}").format(about=about, status=_status(words, one.status), words=said)
        if one.edited:
            yield words.t("- Zo wil een vrouw van de CoP het opschrijven: {words}").format(words=one.edited)
    for topic in found.topics:
        yield words.t("Dit onderwerp wil jij ook: {words}").format(words=topic)
    if found.decisions:
        yield words.t("Bij zoveel bijdragen staat dat jij het laatst koos: {count}").format(count=found.decisions)


def _status(words: Words, status: str) -> str:
    return {
        "draft": words.t("nog niet gestuurd"),
        "waiting": words.t("wacht nog"),
        "proposed": words.t("jij mag kiezen"),
        "accepted": words.t("alle groepen kunnen het lezen"),
        "refused": words.t("staat er niet bij"),
    }[status]


def _sent(words: Words, catalogue: Catalogue, language: str, found: All) -> Iterator[str]:
    for one in found.sent:
        plan = catalogue.plan(one.body.get("plan", 0), language)
        what = one.body.get("text") or words.t("iets van het plan '{plan}'").format(plan=plan.title if plan else one.body.get("plan"))
        yield words.t("Aan de groep {name}, {day}: {words}").format(name=one.group_name, day=_day(local_day(one.due_at)), words=what)


async def _forget(table: Table, _ask: asks.ForgetMe) -> Fact:
    """Her address stays for the farewell, as somebody's who was never here; the daily job deletes it."""
    hers = await groups.of_person(table.connection, table.who.person_id)
    for group, role in hers:  # in the order of their ids, as everywhere
        await groups.lock(table.connection, group.id)
        me = await groups.membership(table.connection, group.id, table.who.person_id)
        if me and await membership.last(table, me) and await groups.size(table.connection, group.id) > 1:
            return OnlyCoordinator(membership.line(group, role))
    stranger = await people.make(table.connection, "", table.now)
    await people.remember(table.connection, stranger, State(language=table.who.language).to_json(), table.now)  # for the last words
    await sharing.hand_over(table.connection, table.who.address_id, stranger)
    await contributions.forget_all(table.connection, table.who.person_id)
    await kept.wipe(table.connection, table.who.person_id)
    return Forgotten()


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.MyData: _my_data,
    asks.ForgetMe: _forget,
}
