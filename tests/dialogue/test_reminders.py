"""A coordinator sets when a plan comes back, and the times of her group, with buttons or in her own words."""

import pytest

from bot.dialogue import reminder_asks as asks
from bot.dialogue.asks import Ask
from bot.dialogue.events import Pressed, Said
from bot.dialogue.message import plain
from bot.dialogue.reminder_facts import Coming, NoPause, Planned, ReminderPage, Reminders, RhythmPage
from bot.dialogue.turning import turn
from bot.schedules import from_code
from tests.dialogue.facts import DAY, of_a_coordinator
from tests.dialogue.phone import Phone

TUESDAY = "m3.1.2.1000"


@pytest.fixture
def boyana(amina: Phone) -> Phone:
    """A phone of somebody who leads Laak."""
    plan = amina.catalogue.plan(3)
    assert plan is not None
    amina.tells = of_a_coordinator(plan, amina.catalogue.version(3))
    return amina


@pytest.fixture
def fresh(boyana: Phone) -> Phone:
    """The same, without any reminder yet."""
    tells = boyana.tells
    boyana.tells = lambda ask: tables(ask) or tells(ask)
    return boyana


def tables(ask: Ask) -> ReminderPage | Planned | Reminders | None:
    """What they tell as long as nothing is set."""
    match ask:
        case asks.ShowReminder():
            return ReminderPage(4, 3, None)
        case asks.ShowReminders():
            return Reminders(4, "Laak", ())
        case asks.ShowSchedule():
            return Planned(4, 3, from_code(ask.code), (DAY, DAY, DAY), "20261215", ask.early, other=True)
    return None


def asked(phone: Phone, event: Pressed | Said) -> object:
    """What the tables are asked then."""
    return turn(phone.catalogue, phone.state, {}, event, "nl").ask


def labels(phone: Phone) -> list[str]:
    return [button.label for button in phone.buttons]


def test_from_the_group_a_reminder_is_set_with_buttons_alone(fresh: Phone) -> None:
    fresh.press("group:4")
    fresh.say("Groep beheren")
    assert "Ik kan de groep zelf weer naar een plan vragen" in fresh.say("Herinneringen")
    fresh.say("Hoe voorkomen we interne wrijvingen?")
    assert "Hoe vaak zal ik het vragen?" in fresh.message.text
    said = plain(fresh.say("Elke 3 maanden"))
    assert "Elke 3 maanden op de eerste dinsdag om 10:00." in said
    assert said.count("• di 15 dec 2026") == 3
    fresh.say("Andere dag")
    fresh.say("Vrijdag")
    assert "op de eerste vrijdag om 10:00" in fresh.message.text
    fresh.say("Andere tijd")
    fresh.say("14:00")
    assert asked(fresh, Said("Zo instellen")) == asks.SetReminder(4, 3, "m3.1.5.1400", "20261215")
    assert "Ik vraag het zelf weer." in fresh.say("Zo instellen")


def test_nothing_is_asked_to_be_kept_before_she_says_so(fresh: Phone) -> None:
    for address in ("reminders:4", "remind:4:3", "often:4:3", f"when:4:3:{TUESDAY}", f"weekday:4:3:{TUESDAY}", f"hour:4:3:{TUESDAY}:e"):
        ask = asked(fresh, Pressed(address))
        assert ask is None or type(ask).__name__.startswith("Show"), address


def test_how_often_may_be_typed(fresh: Phone) -> None:
    fresh.press("often:4:3")
    assert asked(fresh, Said("om de 6 weken dinsdag 10 uur")) == asks.ShowSchedule(4, 3, "w6.2.1000")
    assert asked(fresh, Said("2")) == asks.ShowSchedule(4, 3, "m6.1.2.1000")  # the second button
    assert "Typ het zoals je het zegt" in fresh.say("Zelf typen")
    assert asked(fresh, Said("elk jaar op 30 februari")) == asks.ShowSchedule(4, 3, "y2.30.1000")
    assert "Dat begrijp ik niet. Typ het bijvoorbeeld zo" in fresh.type("als het mooi weer is")
    assert fresh.state.place == "often:4:3:type"
    assert "Hoe vaak" in fresh.say("Terug")


def test_a_day_or_a_time_may_be_typed_where_the_sentence_stands(fresh: Phone) -> None:
    for place in ("when", "hour", "weekday"):
        fresh.press(f"{place}:4:3:{TUESDAY}:e")
        assert asked(fresh, Said("half elf")) == asks.ShowSchedule(4, 3, "m3.1.2.1030", early=True)
        assert asked(fresh, Said("elke 2 weken op vrijdag")) == asks.ShowSchedule(4, 3, "w2.5.1000")
        assert asked(fresh, Said("vrijdag")) == asks.ShowSchedule(4, 3, "m3.1.5.1000", early=True)
        assert asked(fresh, Said("vrijdag om 11 uur")) == asks.ShowSchedule(4, 3, "m3.1.5.1100", early=True)
    fresh.press(f"hour:4:3:{TUESDAY}")
    assert asked(fresh, Said("11")) == asks.ShowSchedule(4, 3, "m3.1.2.1100")
    assert asked(fresh, Said("menu")) is None


def test_it_may_begin_earlier_and_later_again(fresh: Phone) -> None:
    fresh.press(f"when:4:3:{TUESDAY}")
    assert asked(fresh, Said("Eerder beginnen")) == asks.ShowSchedule(4, 3, TUESDAY, early=True)
    fresh.say("Eerder beginnen")
    assert asked(fresh, Said("Later beginnen")) == asks.ShowSchedule(4, 3, TUESDAY)


def test_what_can_not_be_set_says_why_and_has_no_button_for_it(boyana: Phone) -> None:
    night, never = from_code("w6.2.2200"), from_code("y2.30.1000")
    boyana.tells = lambda _: Planned(4, 3, night, (DAY,), "20261215", early=False, other=True, wrong="quiet", quiet=("20:00", "9:00"))
    assert "Van 20:00 tot 9:00 is het stil in de groep." in boyana.press("when:4:3:w6.2.2200")
    assert "Zo instellen" not in labels(boyana)
    assert "Andere tijd" in labels(boyana)
    boyana.tells = lambda _: Planned(4, 3, never, (), "", early=False, other=False, wrong="never")
    assert "Die dag komt nooit." in boyana.press("when:4:3:y2.30.1000")
    assert labels(boyana) == ["Iets anders", "Terug", "Naar de groep", "Menu"]


@pytest.mark.parametrize(
    "address",
    [
        "when:4:3:x",
        "when:4:3:w06.2.1000",
        "when:4:1:w6.2.1000",
        "when:4:3:w6.2.1000:x",
        "weekday:4:3:d1.5.1000",
        "setreminder:4:3:w6.2.1000:morgen",
        "setreminder:4:1:w6.2.1000:20270105",
        "pausereminder:4:3:99",
        "quiet:4:600-599",
        "quiet:4:1200",
        "nudges:4:4-4",
        "nudges:4:1-2-3",
        "zone:4:9",
    ],
)
def test_what_is_not_offered_leads_nowhere(boyana: Phone, address: str) -> None:
    boyana.press("menu")
    assert "Deze knop werkt niet meer" in boyana.press(address)


def test_a_reminder_is_paused_changed_and_stopped_after_a_question(boyana: Phone) -> None:
    said = plain(boyana.press("remind:4:3"))
    assert "Elke 3 maanden op de eerste dinsdag om 10:00." in said
    assert "De volgende keer: di 15 dec 2026 om 10:00." in said
    boyana.say("Pauze")
    assert asked(boyana, Said("3 maanden")) == asks.PauseReminder(4, 3, months=3)
    assert asked(boyana, Said("tot 1 maart")) == asks.PauseReminder(4, 3, "tot 1 maart")
    assert "Er is een pauze tot di 15 dec 2026." in boyana.type("tot 1 maart")
    assert asked(boyana, Said("Pauze stoppen")) == asks.ResumeReminder(4, 3)
    boyana.press("remind:4:3")
    assert asked(boyana, Said("Herinnering stoppen")) is None
    boyana.say("Herinnering stoppen")
    assert asked(boyana, Said("Ja, stop de herinnering")) == asks.StopReminder(4, 3)
    boyana.press("remind:4:3")
    assert "Hoe vaak" in boyana.say("Veranderen")


def test_a_day_that_is_none_may_be_typed_again(boyana: Phone) -> None:
    boyana.press("pausereminder:4:3")
    boyana.tells = lambda _: NoPause(4, 3, "unclear")
    assert "Die dag begrijp ik niet." in boyana.type("ooit")
    assert boyana.state.place == "pausereminder:4:3"
    assert asked(boyana, Said("1 maart")) == asks.PauseReminder(4, 3, "1 maart")


def test_of_a_plan_that_is_not_ready_any_more_the_reminder_can_still_be_stopped(boyana: Phone) -> None:
    old = Coming(1, from_code(TUESDAY), None)
    boyana.tells = lambda ask: Reminders(4, "Laak", (old,)) if isinstance(ask, asks.ShowReminders) else ReminderPage(4, 1, old)
    boyana.press("reminders:4")
    assert "remind:4:1" in [button.address for button in boyana.buttons]
    assert "Er komt geen volgende keer meer." in boyana.press("remind:4:1")
    assert asked(boyana, Pressed("stopreminder:4:1:yes")) == asks.StopReminder(4, 1)
    boyana.tells = lambda ask: Reminders(4, "Laak", ()) if isinstance(ask, asks.ShowReminders) else ReminderPage(4, 1, None)
    assert "Herinneringen" in boyana.press("remind:4:1")


def test_the_times_of_the_group_are_pressed_or_typed(boyana: Phone) -> None:
    boyana.press("reminders:4")
    said = boyana.say("Tijden van de groep")
    assert "Van 20:00 tot 9:00 is het stil." in said
    assert "vraag ik het weer na 4 en 10 dagen" in said
    boyana.say("Stille uren")
    assert asked(boyana, Said("21:00-8:00")) == asks.SetQuiet(4, 1260, 480)
    assert asked(boyana, Said("van 22 uur tot half negen")) == asks.SetQuiet(4, 1320, 510)
    assert "4 uur of meer" in boyana.type("9:00-8:00")
    assert "begrijp ik niet" in boyana.type("altijd")
    boyana.press("nudges:4")
    assert asked(boyana, Said("3 en 8")) == asks.SetNudges(4, (3, 8))
    assert asked(boyana, Said("3")) == asks.SetNudges(4, (3,))
    assert asked(boyana, Said("Niet nog eens vragen")) == asks.SetNudges(4, ())
    assert "van 1 tot en met 27" in boyana.type("8 en 3")
    assert "van 1 tot en met 27" in boyana.type("40")
    boyana.press("zone:4")
    assert asked(boyana, Said("Istanbul")) == asks.SetZone(4, "Europe/Istanbul")
    assert asked(boyana, Said("Parijs")) == asks.SetZone(4, "Parijs")
    assert "Die stad ken ik niet." in boyana.type("Laak")
    assert "Tijden van de groep" in boyana.say("Terug")


@pytest.mark.parametrize(
    ("quiet", "nudges", "line"),
    [(("", ""), (4,), "Er zijn geen stille uren."), (("20:00", "9:00"), (), "vraag ik het niet nog eens"), (("", ""), (1,), "na 1 dag.")],
)
def test_the_times_are_told_as_they_are(boyana: Phone, quiet: tuple[str, str], nudges: tuple[int, ...], line: str) -> None:
    boyana.tells = lambda _: RhythmPage(4, "Europe/Sofia", quiet, nudges)
    assert line in boyana.press("times:4")
    assert "De klok is die van Sofia." in boyana.message.text


@pytest.mark.parametrize(
    ("place", "above"),
    [
        ("reminders:4", "manage:4"),
        ("remind:4:3", "reminders:4"),
        (f"hour:4:3:{TUESDAY}", "reminders:4"),
        ("times:4", "reminders:4"),
        ("quiet:4", "times:4"),
        ("zone:4", "times:4"),
    ],
)
def test_the_word_back_leads_back(boyana: Phone, place: str, above: str) -> None:
    boyana.press(place)
    boyana.press("back")
    assert boyana.state.place == above


def test_after_a_round_closed_a_coordinator_can_plan_the_next(boyana: Phone) -> None:
    boyana.press("closeround:17:yes")
    assert "remind:4:3" in [button.address for button in boyana.buttons]
    assert "Hoe voorkomen we" in boyana.say("Volgende keer plannen")


def test_a_screen_has_no_more_buttons_than_a_list_on_whatsapp(fresh: Phone) -> None:
    for address in (
        "manage:4",
        "reminders:4",
        "often:4:3",
        f"when:4:3:{TUESDAY}",
        f"weekday:4:3:{TUESDAY}",
        f"hour:4:3:{TUESDAY}",
        "zone:4",
    ):
        fresh.press(address)
        assert len(fresh.message.options) <= 7
        assert len(fresh.message.ways) <= 3
