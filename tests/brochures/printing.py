"""Brochures as files: PDFs by typst, Word files by python-docx."""

import io

import docx
import typst
from docx.document import Document

GARDEN = r"""
#let title = [Hoe houden we samen een buurttuin?]
#set text(lang: "nl", size: 11pt)
SETTINGS
TITLE

= 1. De uitdaging
Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen. Hoe zorgen jullie dat iedereen meedoet?

= 2. Ervaringen
- *Samen oogsten:* Wie samen oogst, komt ook terug om te wieden.
- *Kleine stukjes grond:* Een eigen stukje maakt vrouwen trots en zuinig op de hele tuin.

= 3. Hulpvragen
+ Wie werkt er in de tuin?
  - Hoeveel vrouwen komen elke week?
  - Hoeveel vrouwen komen soms?
+ Zijn er regels voor water? Wie heeft ze gemaakt?
+ Wat groeit er al?
BREAK
= 4. Stappen
1. *Kijk wat er is:* Loop samen door de tuin. Schrijf op wat je ziet.
2. *Verdeel het werk:* Maak een rooster met de hele groep.
3. *Zoek hulp:* Vraag de gemeente om zaden en gereedschap.
4. *Vier de oogst:* Kook samen van wat er groeit.

= 5. Do's en don'ts
TIPS
"""
BELOW = """
== Do's
- *Begin klein:* Een paar bakken zijn genoeg voor het eerste jaar.
- *Deel de oogst:* Iedereen die helpt, neemt iets mee.
== Don'ts
- *Wacht niet op geld:* Met oude emmers kun je ook beginnen.
- *Doe niet alles zelf:* Laat anderen ook iets kiezen.
"""
BESIDE = """
#grid(columns: (1fr, 1fr), gutter: 1cm, [
*Wel*
- *Begin klein:* Een paar bakken zijn genoeg voor het eerste jaar.
- *Deel de oogst:* Iedereen die helpt, neemt iets mee.
], [
*Niet*
- *Wacht niet op geld:* Met oude emmers kun je ook beginnen.
- *Doe niet alles zelf:* Laat anderen ook iets kiezen.
])
"""


def printed(settings: str = "", *, tips: str = BELOW, title: str = "#strong(text(16pt, title))", pause: str = "") -> bytes:
    """The brochure of the garden as PDF."""
    source = GARDEN.replace("SETTINGS", settings).replace("TITLE", title).replace("BREAK", pause).replace("TIPS", tips)
    return pdf(source)


def pdf(source: str) -> bytes:
    """What typst prints."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def garden_in_word() -> Document:
    """The brochure of the garden with Word's own lists."""
    made = docx.Document()
    made.add_heading("Hoe houden we samen een buurttuin?", 0)
    made.add_heading("1. De uitdaging")
    made.add_paragraph("Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen.")
    made.add_paragraph("Hoe zorgen jullie dat iedereen meedoet?")
    made.add_heading("2. Ervaringen")
    made.add_paragraph("Samen oogsten: Wie samen oogst, komt ook terug om te wieden.", "List Bullet")
    made.add_paragraph("Kleine stukjes grond: Een eigen stukje maakt vrouwen trots en zuinig op de hele tuin.", "List Bullet")
    made.add_heading("3. Hulpvragen")
    made.add_paragraph("Wie werkt er in de tuin?", "List Number")
    made.add_paragraph("Hoeveel vrouwen komen elke week?", "List Bullet 2")
    made.add_paragraph("Hoeveel vrouwen komen soms?", "List Bullet 2")
    made.add_paragraph("Zijn er regels voor water? Wie heeft ze gemaakt?", "List Number")
    made.add_paragraph("Wat groeit er al?", "List Number")
    made.add_heading("4. Stappen")
    steps = made.add_table(rows=0, cols=2)
    for number, step in enumerate(
        (
            "Kijk wat er is: Loop samen door de tuin. Schrijf op wat je ziet.",
            "Verdeel het werk: Maak een rooster met de hele groep.",
            "Zoek hulp: Vraag de gemeente om zaden en gereedschap.",
            "Vier de oogst: Kook samen van wat er groeit.",
        ),
        1,
    ):
        row = steps.add_row().cells
        row[0].text, row[1].text = str(number), step
    made.add_heading("5. Do's en don'ts")
    tips = made.add_table(rows=0, cols=2)
    for left, right in (
        ("Wel", "Niet"),
        ("Begin klein: Een paar bakken zijn genoeg voor het eerste jaar.", "Wacht niet op geld: Met oude emmers kun je ook beginnen."),
        ("Deel de oogst: Iedereen die helpt, neemt iets mee.", "Doe niet alles zelf: Laat anderen ook iets kiezen."),
    ):
        row = tips.add_row().cells
        row[0].text, row[1].text = left, right
    return made


def saved(document: Document) -> bytes:
    """The bytes of a Word file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
