"""Sets of criteria to begin with: the four of the method, and those by which projects are evaluated."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.selection.grounds.defaults import DEFAULT_CRITERIA, said
from cocreate.selection.rules import CriterionSpec


@dataclass(frozen=True)
class Template:
    """A set of criteria with a name, and where it comes from."""

    key: str
    title: Any
    source: Any
    criteria: tuple[CriterionSpec, ...]


PROJECTS = (
    CriterionSpec(
        "social",
        said("Sociale impact", "Impact social", "Social impact", "Soziale Wirkung"),
        34,
        said(
            "Werk, gelijkheid, rechten en onderwijs voor de inwoners van de regio.",
            "Emploi, égalité, droits et enseignement pour les habitants de la région.",
            "Work, equality, rights and education for the people of the region.",
            "Arbeit, Gleichheit, Rechte und Bildung für die Menschen der Region.",
        ),
        (
            said(
                "Hoeveel goede banen komen of blijven er, ook voor minder geschoolden?",
                "Combien de bons emplois sont créés ou maintenus, aussi pour les moins qualifiés ?",
                "How many good jobs come or stay, also for people with fewer qualifications?",
                "Wie viele gute Arbeitsplätze entstehen oder bleiben, auch für weniger Qualifizierte?",
            ),
            said(
                "Wie wordt er minder ongelijk, veiliger of beter opgeleid van?",
                "Pour qui y aura-t-il moins d’inégalités, plus de sécurité, un meilleur enseignement ?",
                "For whom will there be less inequality, more safety, better education?",
                "Für wen gibt es weniger Ungleichheit, mehr Sicherheit, bessere Bildung?",
            ),
        ),
        (
            said(
                "Geen of een schadelijk effect.",
                "Effet nul ou nuisible.",
                "No effect, or a harmful one.",
                "Keine oder eine schädliche Wirkung.",
            ),
            said(
                "Goede wil, zonder plan.",
                "De la bonne volonté, sans plan.",
                "Good will, without a plan.",
                "Guter Wille ohne Plan.",
            ),
            said(
                "Een plan met een doelgroep.",
                "Un plan et un groupe cible.",
                "A plan with a target group.",
                "Ein Plan mit einer Zielgruppe.",
            ),
            said(
                "Een plan met doelen die gemeten worden.",
                "Un plan avec des objectifs mesurés.",
                "A plan with goals that are measured.",
                "Ein Plan mit Zielen, die gemessen werden.",
            ),
            said(
                "Gemeten doelen, samen met de betrokkenen opgesteld, en een groot bereik.",
                "Des objectifs mesurés, fixés avec les personnes concernées, et une large portée.",
                "Measured goals, set together with the people concerned, and a wide reach.",
                "Gemessene Ziele, mit den Betroffenen gesetzt, und eine große Reichweite.",
            ),
        ),
        said(
            "Aantal en soort banen; doelgroepen; partners uit het middenveld.",
            "Nombre et type d’emplois ; groupes cibles ; partenaires associatifs.",
            "Number and kind of jobs; target groups; partners from civil society.",
            "Zahl und Art der Arbeitsplätze; Zielgruppen; Partner aus der Zivilgesellschaft.",
        ),
    ),
    CriterionSpec(
        "ecosystem",
        said(
            "Impact op het OOI-ecosysteem",
            "Impact sur l’écosystème de RDI",
            "Impact on the RDI ecosystem",
            "Wirkung auf das FEI-Ökosystem",
        ),
        33,
        said(
            "Samenwerking met anderen in de regio en groei van haar deskundigheid.",
            "Coopération avec d’autres acteurs de la région et croissance de son expertise.",
            "Cooperation with others in the region and growth of its expertise.",
            "Zusammenarbeit mit anderen in der Region und Wachstum ihrer Fachkenntnis.",
        ),
        (
            said(
                "Met wie in de regio wordt samengewerkt?",
                "Avec qui coopère-t-on dans la région ?",
                "Who in the region works together on it?",
                "Wer in der Region arbeitet daran zusammen?",
            ),
            said(
                "Welke deskundigheid van de regio wordt gebruikt of versterkt?",
                "Quelle expertise de la région est utilisée ou renforcée ?",
                "Which expertise of the region is used or strengthened?",
                "Welche Fachkenntnis der Region wird genutzt oder gestärkt?",
            ),
        ),
        (
            said("Los van de regio.", "Sans lien avec la région.", "Apart from the region.", "Ohne Bezug zur Region."),
            said(
                "Uitgevoerd in de regio, zonder partners.",
                "Réalisé dans la région, sans partenaires.",
                "Carried out in the region, without partners.",
                "In der Region ausgeführt, ohne Partner.",
            ),
            said(
                "Eén partner in de regio.",
                "Un partenaire dans la région.",
                "One partner in the region.",
                "Ein Partner in der Region.",
            ),
            said(
                "Meerdere partners, en deskundigheid die blijft.",
                "Plusieurs partenaires, et une expertise qui reste.",
                "Several partners, and expertise that stays.",
                "Mehrere Partner, und Fachkenntnis, die bleibt.",
            ),
            said(
                "Een keten van partners; de regio wordt hierin een referentie.",
                "Une chaîne de partenaires ; la région y devient une référence.",
                "A chain of partners; the region becomes a reference in it.",
                "Eine Kette von Partnern; die Region wird darin zur Referenz.",
            ),
        ),
        said(
            "Overeenkomsten met partners; octrooien, opleidingen, publicaties.",
            "Accords avec des partenaires ; brevets, formations, publications.",
            "Agreements with partners; patents, training, publications.",
            "Vereinbarungen mit Partnern; Patente, Ausbildungen, Veröffentlichungen.",
        ),
    ),
    CriterionSpec(
        "environment",
        said("Milieu-impact", "Impact environnemental", "Environmental impact", "Umweltwirkung"),
        33,
        said(
            "Ecologisch ontwerp, behoud van ecosystemen, duurzaam gedrag, minder en hernieuwbare energie.",
            "Écoconception, préservation des écosystèmes, comportements durables, énergie économisée et renouvelable.",
            "Ecological design, ecosystems kept, sustainable behaviour, less energy and from renewable sources.",
            "Ökologische Gestaltung, Erhalt der Ökosysteme, nachhaltiges Verhalten, weniger und erneuerbare Energie.",
        ),
        (
            said(
                "Wat spaart het aan energie, grondstoffen en uitstoot?",
                "Qu’économise-t-il en énergie, en matières et en émissions ?",
                "What does it save in energy, materials and emissions?",
                "Was spart es an Energie, Rohstoffen und Emissionen?",
            ),
            said(
                "Wat gebeurt er na gebruik?",
                "Que devient-il après usage ?",
                "What happens to it after use?",
                "Was geschieht damit nach dem Gebrauch?",
            ),
        ),
        (
            said(
                "Schadelijk voor het milieu.",
                "Nuisible à l’environnement.",
                "Harmful to the environment.",
                "Schädlich für die Umwelt.",
            ),
            said("Neutraal.", "Neutre.", "Neutral.", "Neutral."),
            said(
                "Enkele besparingen, niet gemeten.",
                "Quelques économies, non mesurées.",
                "Some savings, not measured.",
                "Einige Einsparungen, nicht gemessen.",
            ),
            said(
                "Gemeten besparingen over de hele levensloop.",
                "Des économies mesurées sur tout le cycle de vie.",
                "Savings measured over the whole life cycle.",
                "Über den ganzen Lebenszyklus gemessene Einsparungen.",
            ),
            said(
                "Gemeten, groot, en elders over te nemen.",
                "Mesurées, importantes, et reproductibles ailleurs.",
                "Measured, large, and fit to be copied elsewhere.",
                "Gemessen, groß und anderswo übertragbar.",
            ),
        ),
        said(
            "Berekening van energie en uitstoot; levenscyclusanalyse; keurmerken.",
            "Calcul de l’énergie et des émissions ; analyse du cycle de vie ; labels.",
            "Calculation of energy and emissions; life-cycle assessment; labels.",
            "Berechnung von Energie und Emissionen; Ökobilanz; Siegel.",
        ),
    ),
)
TEMPLATES = {
    template.key: template
    for template in (
        Template(
            "method",
            _l("The four criteria of the method"),
            _l("The Brussels regional innovation plan 2021–2027, section 2.3: how the steering committee chose."),
            DEFAULT_CRITERIA,
        ),
        Template(
            "projects",
            _l("Evaluation of projects: social, ecosystem and environmental impact"),
            _l("The Brussels ordinances of 27 July 2017 on aid for research, development and innovation."),
            PROJECTS,
        ),
    )
}
