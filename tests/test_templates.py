"""Every template keeps to Meta's limits, names who sends it, and tells how to stop."""

import re

import pytest

from bot.templates import GAP, INVITATION, REMINDER, RESULT, STEP, TEMPLATES, WORDS, Template
from content.limits import BODY, SENTENCE, units

FOOTER, BUTTON, SAMPLE = 60, 25, 60
NUMBERS = {INVITATION: 2, REMINDER: 2, RESULT: 2, STEP: 2, WORDS: 1}


def test_each_of_the_five_is_there_in_dutch_and_no_two_are_the_same() -> None:
    named = [(template.name, template.language) for template in TEMPLATES]
    assert len(set(named)) == len(named)
    assert {(name, "nl") for name in NUMBERS} <= set(named)
    assert {template.name for template in TEMPLATES} == set(NUMBERS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: f"{template.name}-{template.language}")
def test_it_keeps_to_metas_limits(template: Template) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,512}", template.name)
    assert re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", template.language)
    assert units(template.body) <= BODY - len(template.samples) * SAMPLE
    assert [int(gap) for gap in GAP.findall(template.body)] == list(range(1, NUMBERS[template.name] + 1))
    assert len(template.samples) == NUMBERS[template.name]
    assert all(template.samples)
    assert not GAP.match(template.body.strip())
    assert template.body == template.body.strip()
    assert not re.search(r"\}\}\W*$", template.body)  # Meta refuses one that ends with a gap
    assert not re.search(r"\}\}\s*\{\{", template.body)
    assert "\n\n\n" not in template.body
    assert 0 < units(template.footer) <= FOOTER
    assert 0 < units(template.button) <= BUTTON
    assert not GAP.search(template.footer + template.button)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: f"{template.name}-{template.language}")
def test_she_reads_who_sends_it_and_how_to_stop_it(template: Template) -> None:
    shown = template.filled(template.samples)
    assert "Stappenbot" in shown
    assert template.samples[0] in shown
    assert "STOP" in template.footer
    if template.language == "nl":
        assert not re.search(r"\b(u|uw)\b", shown, re.IGNORECASE)
        assert all(len(sentence.split()) <= SENTENCE for sentence in re.split(r"[.?!:\n]", shown))
