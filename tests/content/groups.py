"""Plausible groups: what each answers to plan 3, and what a sensible person would tell her."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """The chosen options by prompt, and what must be in the advice."""

    name: str
    chosen: Mapping[str, tuple[str, ...]]
    first_step: str
    expected: frozenset[str]


def _group(name: str, answers: str, first_step: str, expected: str) -> Group:
    """Answers are written as 'regels.zijn-er=nee regels.wat-klopt=niets', one or more options after each '='."""
    chosen = {key: tuple(options.split(",")) for key, _, options in (answer.partition("=") for answer in answers.split())}
    return Group(name, chosen, first_step, frozenset(expected.split()))


GROUPS = (
    _group(
        "a young group without rules",
        """grootte.vrijwilligers=gemiddeld grootte.bezoekers=gemiddeld diversiteit.verschillen=cultuur,migratie
        spanningen.waarover=omgang spanningen.oorzaak=onbekend spanningen.omgaan=apart spanningen.oplossen=samen
        regels.zijn-er=nee regels.wat-klopt=niets communicatie.manier=whatsapp communicatie.persoon=onduidelijk
        gezien-gehoord.gevoel=soms hulp.wie=buurthuis""",
        "afspraken",
        "steps.relaties tips.samen-regels-maken tips.opleggen experiences.samen-regels",
    ),
    _group(
        "a big centre where one group dominates",
        """grootte.vrijwilligers=heel-veel grootte.bezoekers=heel-veel diversiteit.verschillen=cultuur,taal,opleiding
        spanningen.waarover=groepjes,overhand spanningen.oorzaak=aandacht spanningen.omgaan=apart spanningen.oplossen=regels
        regels.zijn-er=ja regels.wat-klopt=omgang,bezoekers,vrijwilligers communicatie.manier=groot communicatie.persoon=ja
        gezien-gehoord.gevoel=weinig hulp.wie=welzijn,gemeente""",
        "analyseren",
        "steps.rekening-houden tips.een-groep tips.visie experiences.overhand",
    ),
    _group(
        "a group that cannot solve its conflict",
        """grootte.vrijwilligers=gemiddeld grootte.bezoekers=gemiddeld diversiteit.verschillen=leeftijd
        spanningen.waarover=omgang spanningen.oorzaak=regels spanningen.omgaan=weg spanningen.oplossen=lukt-niet
        regels.zijn-er=ja regels.wat-klopt=samen,omgang communicatie.manier=whatsapp communicatie.persoon=nee
        gezien-gehoord.gevoel=soms hulp.wie=niemand""",
        "bemiddelaar",
        "steps.communiceren tips.handhaver tips.loslaten",
    ),
    _group(
        "a calm group for which all goes well",
        """grootte.vrijwilligers=gemiddeld grootte.bezoekers=weinig diversiteit.verschillen=leeftijd
        spanningen.waarover=geen spanningen.oorzaak=niets spanningen.omgaan=samen spanningen.oplossen=geen
        regels.zijn-er=ja regels.wat-klopt=samen,omgang,bezoekers,vrijwilligers communicatie.manier=whatsapp,klein
        communicatie.persoon=ja gezien-gehoord.gevoel=altijd hulp.wie=buurthuis""",
        "evalueren",
        "tips.visie tips.loslaten experiences.regels-helpen",
    ),
    _group(
        "a language cafe where many do not follow the talk",
        """grootte.vrijwilligers=gemiddeld grootte.bezoekers=veel diversiteit.verschillen=cultuur,migratie,taal,opleiding
        spanningen.waarover=gewoontes spanningen.oorzaak=taal spanningen.omgaan=samen spanningen.oplossen=samen
        regels.zijn-er=ja regels.wat-klopt=samen,omgang,bezoekers,vrijwilligers communicatie.manier=klein
        communicatie.persoon=ja gezien-gehoord.gevoel=weinig hulp.wie=welzijn""",
        "rekening-houden",
        "steps.analyseren tips.aansluiten experiences.niveaus",
    ),
    _group(
        "a group that leans on its founder",
        """grootte.vrijwilligers=weinig grootte.bezoekers=gemiddeld diversiteit.verschillen=gelijk
        spanningen.waarover=taken spanningen.oorzaak=werk,rommelig spanningen.omgaan=een spanningen.oplossen=baas
        regels.zijn-er=beetje regels.wat-klopt=bezoekers,vrijwilligers communicatie.manier=groot communicatie.persoon=een
        gezien-gehoord.gevoel=meestal hulp.wie=weet-niet""",
        "evalueren",
        "steps.communiceren steps.afspraken tips.structuur tips.een-persoon tips.te-groot",
    ),
    _group(
        "newcomers in circles of their own",
        """grootte.vrijwilligers=gemiddeld grootte.bezoekers=gemiddeld diversiteit.verschillen=leeftijd
        spanningen.waarover=groepjes spanningen.oorzaak=onbekend spanningen.omgaan=zwijgen spanningen.oplossen=wachten
        regels.zijn-er=ja regels.wat-klopt=samen,omgang communicatie.manier=weinig communicatie.persoon=ja
        gezien-gehoord.gevoel=soms hulp.wie=bekende""",
        "relaties",
        "steps.communiceren tips.rustig-opbouwen tips.loslaten experiences.overhand",
    ),
    _group(
        "a group whose rules are on paper only",
        """grootte.vrijwilligers=gemiddeld grootte.bezoekers=veel diversiteit.verschillen=opleiding
        spanningen.waarover=taken spanningen.oorzaak=regels spanningen.omgaan=samen spanningen.oplossen=samen
        regels.zijn-er=weet-niet regels.wat-klopt=samen,omgang communicatie.manier=mail communicatie.persoon=onduidelijk
        gezien-gehoord.gevoel=meestal hulp.wie=groep""",
        "evalueren",
        "tips.handhaver tips.structuur steps.afspraken experiences.regels-helpen",
    ),
)
