"""The seven questions of plan 3, one choice each: titles, texts and labels as our own bot shows them."""

from typing import NamedTuple


class Question(NamedTuple):
    """One question with its options."""

    title: str
    text: str
    labels: tuple[str, ...]

    @property
    def shown(self) -> str:
        return f"<b>{self.title}</b>\n\n{self.text}"


HELLO = "start"  # the command that begins a conversation
THANKS = "Dank je wel. Je antwoorden zijn bewaard."
QUESTIONS = (
    Question("Hoe groot is de groep?", "Hoeveel vrijwilligers helpen mee?", ("0 tot 3", "4 tot 10", "11 tot 25", "Meer dan 25")),
    Question(
        "Wie komen er?",
        "Waarin zijn jullie verschillend?",
        (
            "Afkomst, cultuur, geloof",
            "Jong en oud",
            "Waarom we hier kwamen",
            "Nederlands spreken",
            "School en opleiding",
            "We lijken op elkaar",
        ),
    ),
    Question(
        "Is er soms spanning?",
        "Wat doen jullie als er spanning is? Kies wat het meest past.",
        (
            "We praten er samen over",
            "We praten met twee mensen",
            "Eén persoon lost het op",
            "We zeggen er niets over",
            "Iemand komt niet meer",
            "Er is geen spanning",
        ),
    ),
    Question("Hebben jullie regels?", "Zijn er regels voor de groep?", ("Ja", "Een paar", "Nee", "Weet ik niet")),
    Question(
        "Hoe praten jullie samen?",
        "Is er een duidelijke persoon naar wie je toe kunt bij ruzie?",
        ("Ja, meer dan één persoon", "Ja, één vaste persoon", "Het is niet duidelijk", "Nee"),
    ),
    Question(
        "Gezien en gehoord",
        "Voelt iedereen in de groep zich gezien en gehoord?",
        ("Nee, helemaal niet", "Niet zo", "Een beetje", "Ja, meestal", "Ja, altijd"),
    ),
    Question(
        "Wie kan jullie helpen?",
        "Wie zou jullie kunnen helpen?",
        (
            "Het buurthuis",
            "Het welzijnswerk",
            "De gemeente",
            "Een andere organisatie",
            "Iemand uit de wijk",
            "Weet ik niet",
            "Niemand",
        ),
    ),
)
