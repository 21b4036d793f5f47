"""How a broadcast goes, for whoever leads the group."""

from collections.abc import Mapping

from bot.dates import day_in_words
from bot.dialogue import broadcast_reasons, sent
from bot.dialogue.broadcast_facts import BroadcastLine, Broadcasts, Progress, When
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Stale, page_of
from bot.dialogue.message import Button, Message, bold
from content.limits import cut

OUT = ("sent", "delivered", "read")
DOTS = {"draft": "", "waiting": "🕒 ", "sending": "📤 ", "done": "✅ ", "cancelled": "✖️ ", "stopped": "⚠️ "}


def page(here: Here, fact: Progress) -> Turn:
    """How it goes, and what can be done about it."""
    return here.tell(message(here, fact), f"broadcast:{fact.sent.id}")


def message(here: Here, fact: Progress) -> Message:
    """The same, for whoever did not ask for it."""
    head = f"{bold(here.t('Bericht aan {name}').format(name=fact.sent.group_name))}\n{sent.about(here, fact.sent)}"
    thoughts = [*news(here, fact), head, now(here, fact), "\n".join(details(here, fact))]
    ways = (Button(here.t("Wat ik stuurde"), f"broadcasts:{fact.sent.group}"), Button(here.t("Naar de groep"), f"group:{fact.sent.group}"))
    text = "\n\n".join(thought for thought in thoughts if thought)
    return Message(text, options=tuple(_options(here, fact)), ways=(*ways, here.way("menu")))


def out(fact: Progress) -> int:
    """How many are out, as far as we know."""
    return _out(fact.counts)


def _out(counts: Mapping[str, int]) -> int:
    return sum(counts.get(status, 0) for status in OUT)


def in_all(fact: Progress) -> int:
    """How many there are to be."""
    return sum(fact.counts.values()) + fact.to_come


def moment(here: Here, when: When) -> str:
    """'vr 27 nov om 10:00'."""
    return here.t("{day} om {time}").format(day=day_in_words(here, when.day), time=when.time)


def news(here: Here, fact: Progress) -> list[str]:
    """What came of what she did just now."""
    match fact.news:
        case "already":
            return [here.t("Dit is al onderweg.")]
        case "retried":
            return [here.t("Goed. Ik probeer het opnieuw bij wie het niet kreeg.")]
        case "over" if fact.over == "round":
            return [here.t("De ronde is gesloten. Daarom stuur ik de vragen niet meer.")]
        case "over":
            return [here.t("Wie dit maakte, is hier niet meer. Daarom stuur ik het niet opnieuw.")]
    return []


def now(here: Here, fact: Progress) -> str:
    """How far it is."""
    match fact.status:
        case "waiting" if fact.soon:
            return here.t("Ik stuur het zo. Je kunt het nog even tegenhouden.")
        case "waiting" if fact.late:
            return here.t("Het had al weg moeten zijn. Ik probeer het nog.")
        case "waiting":
            then = here.t("Ik stuur het op {moment}.").format(moment=moment(here, fact.due))
            return f"{then} {_until(here, fact)}".strip()
        case "cancelled" | "stopped":
            return f"{_why(here, fact)} {_had(here, fact)}".strip()
    text = here.t("{out} van {all} verstuurd.").format(out=out(fact), all=in_all(fact))
    return f"{here.t('Klaar.')} {text}" if fact.status == "done" else text


def _until(here: Here, fact: Progress) -> str:
    """The last day to answer, which the time that she chose may have moved."""
    closes = fact.sent.closes
    return here.t("Antwoorden kan dan tot en met {day}.").format(day=day_in_words(here, closes)) if closes else ""


def _why(here: Here, fact: Progress) -> str:
    if fact.status == "stopped":
        return here.t("Telegram of WhatsApp laat mij dit niet verder sturen. Vraag het aan de mensen van Stappenbot.")
    if fact.reason in ("sender", "forgotten"):
        return here.t("Wie dit maakte, is geen coördinator meer. Daarom stuur ik het niet.")
    if fact.reason == "plan":
        return here.t("Dit plan is er niet meer. Daarom stuur ik het niet.")
    return here.t("Gestopt. Ik stuur niets meer.")


def _had(here: Here, fact: Progress) -> str:
    had = out(fact) + fact.counts.get("sending", 0)
    if not had and fact.counts.get("unknown"):
        return ""
    if not had and _out(fact.chats):
        return here.t("Alleen de groepschat heeft het gekregen.")
    if not had:
        return here.t("Niemand heeft het gekregen.")
    return here.n("{count} vrouw had het al.", "{count} vrouwen hadden het al.", had).format(count=had)


def details(here: Here, fact: Progress) -> list[str]:
    """How many got it and read it, and why others did not: one line each."""
    why = missed(here, fact)
    return [*came(here, fact), *([here.t("Niet gekregen:"), *why] if why else [])]


def came(here: Here, fact: Progress) -> list[str]:
    """How many got it and read it."""
    counts, lines = fact.counts, []
    if counts.get("delivered") or counts.get("read"):
        came = counts.get("delivered", 0) + counts.get("read", 0)
        lines.append(here.n("• {count} is aangekomen.", "• {count} zijn aangekomen.", came).format(count=came))
    if counts.get("read"):
        read = here.n("• {count} is gelezen.", "• {count} zijn gelezen.", counts["read"])
        lines.append(read.format(count=counts["read"]))
    if counts.get("unknown"):
        lines.append(here.t("• Van {count} weet ik het niet zeker.").format(count=counts["unknown"]))
    return lines + _chats(here, fact)


def missed(here: Here, fact: Progress) -> list[str]:
    """Why others did not get it."""
    counted = {name: fact.failed.get(name, 0) + fact.left_out.get(name, 0) for name in {*fact.failed, *fact.left_out}}
    return list(broadcast_reasons.lines(here, {**counted, "left": fact.left}))


def _chats(here: Here, fact: Progress) -> list[str]:
    """Chats of the whole group are nobody, and are not counted among the women."""
    had, missed, lines = _out(fact.chats), fact.chats.get("failed", 0), []
    if had:
        lines.append(here.n("• Het staat ook in de groepschat.", "• Het staat ook in {count} groepschats.", had).format(count=had))
    if missed:
        line = here.n("• De groepschat kreeg het niet.", "• {count} groepschats kregen het niet.", missed)
        lines.append(line.format(count=missed))
    return lines


def _options(here: Here, fact: Progress) -> list[Button]:
    id, options = fact.sent.id, []
    if fact.status == "waiting":
        options.append(Button(here.t("Toch niet"), f"cancelsend:{id}"))
    if fact.status == "sending":
        options.append(Button(here.t("Stop met versturen"), f"cancelsend:{id}"))
    if fact.status in ("waiting", "sending", "done"):  # that it was read may come much later
        options.append(Button(here.t("Ververs"), f"broadcast:{id}"))
    if fact.over:
        return options
    if fact.status == "done" and any([*fact.failed.values(), *fact.left_out.values(), fact.chats.get("failed")]):
        options.append(Button(here.t("Probeer mislukte opnieuw"), f"retrysend:{id}"))
    if fact.status == "stopped":
        options.append(Button(here.t("Toch verder versturen"), f"retrysend:{id}"))
    return options


def listed(here: Here, fact: Broadcasts) -> Turn:
    """What is about to go, and what was sent before."""
    id, (name, _, rest) = fact.group, here.state.place.partition(":")
    ways = (Button(here.t("Stuur naar de groep"), f"send:{id}"), Button(here.t("Naar de groep"), f"group:{id}"))
    head = bold(here.t("Gestuurd aan {name}").format(name=fact.group_name))
    text = here.t("Kies een bericht om te zien hoe het ging.") if fact.lines else here.t("Er is nog niets gestuurd.")
    buttons = tuple(Button(_label(here, line), f"broadcast:{line.sent.id}") for line in fact.lines)
    page = rest.partition(":")[2] if name == "broadcasts" else ""
    try:
        options = page_of(buttons, page, f"broadcasts:{id}", here.t("Meer berichten"))
    except Stale:  # there are fewer than when the button was made
        page, options = "", page_of(buttons, "", f"broadcasts:{id}", here.t("Meer berichten"))
    made = Message(f"{head}\n\n{text}", options=options, ways=(*ways, here.way("menu")))
    return here.tell(made, f"broadcasts:{id}:{page}" if page else f"broadcasts:{id}")


def _label(here: Here, line: BroadcastLine) -> str:
    when = f"{day_in_words(here, line.due.day)} {line.due.time}"
    return cut(f"{DOTS[line.status]}{when} · {sent.about(here, line.sent)}", 70)
