"""Four brochures of women's organisations, each as it is meant and as it may come out of a file."""

from textwrap import dedent

from content.brochures.draft import Draft
from content.brochures.making import drafted
from content.brochures.text import read_text

GARDEN = dedent(
    """\
    Hoe houden we samen een buurttuin?

    1. De uitdaging

    Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen.
    Hoe zorgen jullie dat iedereen meedoet?

    2. Ervaringen

    • Samen oogsten: Wie samen oogst, komt ook terug om te wieden.
    • Kleine stukjes grond: Een eigen stukje maakt vrouwen trots en
      zuinig op de hele tuin.

    3. Hulpvragen

    1. Wie werkt er in de tuin?
       - Hoeveel vrouwen komen elke week?
       - Hoeveel vrouwen komen soms?
    2. Zijn er regels voor water? Wie heeft ze gemaakt?
    3. Wat groeit er al?

    4. Stappen

    1. Kijk wat er is: Loop samen door de tuin. Schrijf op wat je ziet.
    2. Verdeel het werk: Maak een rooster met de hele groep.
    3. Zoek hulp: Vraag de gemeente om zaden en gereedschap.
    4. Vier de oogst: Kook samen van wat er groeit.

    5. Do's en don'ts

    Do's
    • Begin klein: Een paar bakken zijn genoeg voor het eerste jaar.
    • Deel de oogst: Iedereen die helpt, neemt iets mee.

    Don'ts
    • Wacht niet op geld: Met oude emmers kun je ook beginnen.
    • Doe niet alles zelf: Laat anderen ook iets kiezen.
    """
)

COOKING = dedent(
    """\
    STAPPENPLAN 7
    Hoe koken we voor de hele wijk?

    Deel 1: De uitdaging
    Koken voor veel mensen kost kracht.
    Soms ko\u00admen er te weinig handen.
    Soms komen er te weinig handen.
    Hoe blijft koken leuk voor iedereen?

    Deel 2: Ervaringen van anderen
    ▪ Een vaste avond. Dan weet de wijk wanneer er eten is.
    ▪ Eén baas in de keuken. Dat geeft rust, ook als er veel vrouwen zijn.

    Deel 3: H U L P V R A G E N
    a) Met hoeveel vrouwen koken jullie?
    b) Wie doet de boodschappen? En wie betaalt ze?

    Deel 4: STAPPEN
    3) Ruim samen op. Niemand gaat naar huis voor de keuken schoon is.
    1) Kies een menu. Neem een gerecht dat ieder\u00adeen kent.
    2) Schrijf een lijst. Zet erop wie wat meebrengt.

    Deel 5: Wel en niet
    ✓ Proef samen. Zo leer je van elkaar.
    ✗ Kook niet te veel. Weggooien is zonde.
    ✓ Vraag naar allergie. Doe dat voor je boodschappen doet.
    """
)

LESSONS = dedent(
    """\
    Hoe geven we taalles aan elkaar?

    DE UITDAGING
    Veel vrouwen willen Nederlands leren.        ERVARINGEN
    De wachtlijst van de school is lang.         * Leer bij een kop thee. Dat is
    Hoe leren jullie van elkaar?                   minder eng dan in een klas.
                                                 * Kinderen mogen mee. Zo kan
                                                   iedere moeder komen.

    HULPVRAGEN
    * Wie kan goed Nederlands?
    * Wanneer hebben vrouwen tijd?
    STAPPEN
    1. Zoek een plek. Een keuken is genoeg.
    2. Vraag een buurvrouw. Zij hoeft geen juf te zijn.

    Wel                              Niet
    Oefen kort. Een half uur         Lach niemand uit. Wie fouten
    is genoeg.                       maakt, leert.
    Praat over je dag. Dat zijn      Geef geen huiswerk. Thuis is er
    de woorden die je nodig hebt.    vaak geen rust.
    """
)

MONEY = dedent(
    """\
    1. Uitdaging
    Zonder geld kan een groep weinig doen. Subsidie vragen is moeilijk.
    Hoe komen jullie aan geld?
    2. Lessen
    - Begin bij de buurt. Een winkel geeft vaak graag iets.
    - Schrijf kort. Een fonds leest honderd brieven.
    3. Vragen
    1. Hoeveel geld is er nodig?
    2. Wie kan goed rekenen?
    4. Stappenplan
    Stap 1: Maak een begroting. Schrijf op wat alles kost.
    Stap 2: Zoek een fonds. De bibliotheek helpt daarbij.
    Stap 4: Schrijf een brief. Laat hem nalezen.
    5. Tips
    Wel: Bewaar alle bonnen. Het fonds vraagt ernaar.
    Niet: Vraag te weinig. Dan lukt het plan niet.
    Contact
    Bel het buurthuis.
    """
)


def made(text: str) -> Draft:
    """The draft of a brochure that is plain text."""
    draft = drafted(read_text(text.encode()), "brochure")
    assert draft, "no part was found"
    return draft


def plain(draft: Draft) -> tuple[object, ...]:
    """What the draft says, without its notes."""
    return (
        draft.title,
        draft.challenge and (draft.challenge.text, draft.challenge.ask),
        [(one.title, one.text) for one in draft.experiences],
        [(one.title, [prompt.text for prompt in one.prompts]) for one in draft.questions],
        [(one.title, one.text) for one in draft.steps],
        [(one.side, one.title, one.text) for one in draft.tips],
    )


def told(draft: Draft) -> list[str]:
    """All notes, and all that was not placed."""
    return [*map(str, draft.all_notes), *(f"{one.where}: {one.why}: {one.text}" for one in draft.loose)]


GARDEN_PLAN = (
    "Hoe houden we samen een buurttuin?",
    ("Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen.", "Hoe zorgen jullie dat iedereen meedoet?"),
    [
        ("Samen oogsten", "Wie samen oogst, komt ook terug om te wieden."),
        ("Kleine stukjes grond", "Een eigen stukje maakt vrouwen trots en zuinig op de hele tuin."),
    ],
    [
        ("Wie werkt er in de tuin?", ["Hoeveel vrouwen komen elke week?", "Hoeveel vrouwen komen soms?"]),
        ("Zijn er regels voor water?", ["Zijn er regels voor water?", "Wie heeft ze gemaakt?"]),
        ("Wat groeit er al?", ["Wat groeit er al?"]),
    ],
    [
        ("Kijk wat er is", "Loop samen door de tuin. Schrijf op wat je ziet."),
        ("Verdeel het werk", "Maak een rooster met de hele groep."),
        ("Zoek hulp", "Vraag de gemeente om zaden en gereedschap."),
        ("Vier de oogst", "Kook samen van wat er groeit."),
    ],
    [
        ("do", "Begin klein", "Een paar bakken zijn genoeg voor het eerste jaar."),
        ("do", "Deel de oogst", "Iedereen die helpt, neemt iets mee."),
        ("dont", "Wacht niet op geld", "Met oude emmers kun je ook beginnen."),
        ("dont", "Doe niet alles zelf", "Laat anderen ook iets kiezen."),
    ],
)
