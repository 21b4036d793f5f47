"""A round as pages to print: bars, words, what fits, and the round before."""

from typing import Any

from bot.dialogue.comparing import done_between
from bot.exports import round as told
from bot.exports.paper import Given, pdf, words
from bot.exports.round import Block, Report

WORDS = 400  # written answers under one prompt: more fill a book


def report(round: Report) -> bytes:
    """The file. Raises Unprintable."""
    return pdf("report", given(round))


def given(report: Report) -> Given:
    """What stands on the pages. The same answers make the same pages."""
    here, facts = report.here, report.result.facts

    fact = report.comparison
    heads = (here.t("Vraag"), here.t("Hoe gaat het nu?"), here.t("Antwoorden toen"), here.t("Antwoorden nu"))
    days = here.t("Toen: {before}. Nu: {now}.")
    return {
        "rtl": told.right_to_left(here),
        "lang": here.state.language,
        "title": words(facts.group_name),
        "foot": words(here.t("Stappenbot. Er staan geen namen in.")),
        "about": [[words(name), words(text)] for name, text in told.about(report)[1:]],
        "explained": [words(text) for text in told.explained(report)],
        "questions": _questions(report),
        "advice": words(here.t("Advies voor de groep")),
        "steps": [words(text) for text in told.steps(report)],
        "tips": [{"head": words(head), "under": [words(text) for text in under]} for head, under in told.tips(report)],
        "before": words(here.t("Vergeleken met vorige keer")),
        "days": words(days.format(before=told.day(here, fact.before.closes), now=told.day(here, fact.facts.closes)) if fact else ""),
        "done": [words(text) for text in done_between(here, fact)] if fact else [],
        "heads": [words(head) for head in heads],
        "gone": [[words(text) for text in (f"{one.number}. {one.title}", one.said, one.before, one.now)] for one in told.gone(report)],
    }


def _questions(report: Report) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for block in told.blocks(report):
        title = words(f"{block.asked.number}. {block.asked.question.title}")
        found.setdefault(block.asked.number, {"title": title, "prompts": []})["prompts"].append(_prompt(report, block))
    return list(found.values())


def _prompt(report: Report, block: Block) -> dict[str, Any]:
    here = report.here
    n = here.n("{n} antwoord", "{n} antwoorden", block.n).format(n=block.n) if block.n else ""
    said = here.t("{n} ({percent}%)")
    quotes = [*(f"“{one}”" for one in block.words[:WORDS]), *(here.t("Ander geluid: “{words}”").format(words=one) for one in block.others)]
    if len(block.words) > WORDS:
        quotes.append(here.t("Niet alle woorden passen hier. In het Excel-bestand staan ze allemaal."))
    bars = [
        {"label": words(label), "count": count, "said": words(said.format(n=count, percent=told.share(count, block.n)))}
        for label, count in block.counts
    ]
    return {
        "text": words(block.asked.prompt.text),
        "n": words(n),
        "of": max(block.n, 1),
        "bars": bars,
        "note": words(block.note),
        "together": words(block.together),
        "apart": words(f"⚡ {block.apart}" if block.apart else ""),
        "words": [words(one) for one in quotes],
    }
