"""What each mark from 0 to 4 means on the four criteria of the method, and the evidence that is expected for it."""

from collections.abc import Mapping

Words = dict[str, str]


def said(nl: str, fr: str, en: str, de: str) -> Words:
    """A text in the four languages."""
    return {"nl": nl, "fr": fr, "en": en, "de": de}


RUBRICS: Mapping[str, tuple[Words, ...]] = {
    "link": (
        said(
            "Geen van de uitdagingen is gebaat.",
            "Aucun défi n’en tire profit.",
            "None of the challenges is served.",
            "Keiner Herausforderung ist gedient.",
        ),
        said(
            "Raakt één uitdaging van ver, langs omwegen.",
            "Touche un défi de loin, par des détours.",
            "Touches one challenge from afar, by detours.",
            "Berührt eine Herausforderung von fern, auf Umwegen.",
        ),
        said(
            "Helpt bij één uitdaging, samen met andere maatregelen.",
            "Aide pour un défi, avec d’autres mesures.",
            "Helps with one challenge, together with other measures.",
            "Hilft bei einer Herausforderung, zusammen mit anderen Maßnahmen.",
        ),
        said(
            "Helpt rechtstreeks bij één uitdaging, of merkbaar bij meerdere.",
            "Aide directement pour un défi, ou sensiblement pour plusieurs.",
            "Helps directly with one challenge, or noticeably with several.",
            "Hilft unmittelbar bei einer Herausforderung oder spürbar bei mehreren.",
        ),
        said(
            "Beslissend voor een of meer uitdagingen; mensen merken het binnen enkele jaren.",
            "Décisif pour un ou plusieurs défis ; les gens le verront en quelques années.",
            "Decisive for one or more challenges; people notice within a few years.",
            "Entscheidend für eine oder mehrere Herausforderungen; man merkt es in wenigen Jahren.",
        ),
    ),
    "market": (
        said(
            "Geen vraag te verwachten.",
            "Aucune demande à attendre.",
            "No demand is to be expected.",
            "Es ist keine Nachfrage zu erwarten.",
        ),
        said(
            "Een kleine of krimpende vraag; eindgebruikers onbekend.",
            "Une demande faible ou en recul ; utilisateurs finaux inconnus.",
            "A small or shrinking demand; end users unknown.",
            "Eine kleine oder schrumpfende Nachfrage; Nutzende unbekannt.",
        ),
        said(
            "Een stabiele vraag bij bekende eindgebruikers.",
            "Une demande stable, des utilisateurs finaux connus.",
            "A steady demand from known end users.",
            "Eine stabile Nachfrage bekannter Nutzender.",
        ),
        said(
            "Een groeiende vraag; eindgebruikers zijn betrokken.",
            "Une demande en croissance ; les utilisateurs finaux sont associés.",
            "A growing demand; end users are involved.",
            "Eine wachsende Nachfrage; Nutzende sind beteiligt.",
        ),
        said(
            "Een sterk groeiende vraag, ook buiten de regio; eindgebruikers vragen erom.",
            "Une demande en forte croissance, aussi hors de la région ; les utilisateurs finaux la réclament.",
            "A fast-growing demand, also outside the region; end users ask for it.",
            "Eine stark wachsende Nachfrage, auch außerhalb der Region; Nutzende fordern sie.",
        ),
    ),
    "business": (
        said(
            "Niemand in de regio is hierin actief.",
            "Personne n’y est actif dans la région.",
            "Nobody in the region is active in it.",
            "Niemand in der Region ist darin tätig.",
        ),
        said(
            "Enkele losse ondernemingen, zonder plannen.",
            "Quelques entreprises isolées, sans projets.",
            "A few separate companies, without plans.",
            "Einzelne Unternehmen ohne Pläne.",
        ),
        said(
            "Een groep ondernemingen, ook sociale, met eerste projecten.",
            "Un groupe d’entreprises, y compris sociales, avec de premiers projets.",
            "A group of companies, social ones included, with first projects.",
            "Eine Gruppe von Unternehmen, auch sozialen, mit ersten Projekten.",
        ),
        said(
            "Een sterke groep die samenwerkt en investeert.",
            "Un groupe solide qui coopère et investit.",
            "A strong group that works together and invests.",
            "Eine starke Gruppe, die zusammenarbeitet und investiert.",
        ),
        said(
            "Pioniers met naam in Europa, die anderen meenemen.",
            "Des pionniers reconnus en Europe, qui entraînent les autres.",
            "Pioneers known across Europe who take others along.",
            "In Europa bekannte Vorreiter, die andere mitziehen.",
        ),
    ),
    "research": (
        said(
            "Geen onderzoek of innovatie in de regio.",
            "Ni recherche ni innovation dans la région.",
            "No research or innovation in the region.",
            "Weder Forschung noch Innovation in der Region.",
        ),
        said(
            "Enkele onderzoekers, geen eigen profiel.",
            "Quelques chercheurs, sans profil propre.",
            "A few researchers, no profile of their own.",
            "Einige Forschende, kein eigenes Profil.",
        ),
        said(
            "Goede teams of sociale innovatoren, zoals elders.",
            "De bonnes équipes ou des innovateurs sociaux, comme ailleurs.",
            "Good teams or social innovators, as elsewhere.",
            "Gute Teams oder soziale Innovatoren, wie anderswo.",
        ),
        said(
            "Sterke teams met proefomgevingen; de regio valt op.",
            "Des équipes fortes avec des lieux d’essai ; la région se distingue.",
            "Strong teams with test environments; the region stands out.",
            "Starke Teams mit Testumgebungen; die Region fällt auf.",
        ),
        said(
            "Bij de besten van Europa, en anderen bouwen erop voort.",
            "Parmi les meilleurs d’Europe, et d’autres s’appuient dessus.",
            "Among the best in Europe, and others build on it.",
            "Unter den Besten Europas, und andere bauen darauf auf.",
        ),
    ),
}
EVIDENCE: Mapping[str, Words] = {
    "link": said(
        "Thema’s van de raadpleging en kaarten van de camp die de uitdaging noemen; indicatoren van de uitdaging.",
        "Thèmes de la consultation et cartes du camp qui nomment le défi ; indicateurs du défi.",
        "Themes of the consultation and cards of the camp that name the challenge; indicators of the challenge.",
        "Themen der Konsultation und Karten des Camps, die die Herausforderung nennen; ihre Indikatoren.",
    ),
    "market": said(
        "Marktstudies of cijfers over de vraag; eindgebruikers die zich uitspraken.",
        "Études de marché ou chiffres de la demande ; utilisateurs finaux qui se sont exprimés.",
        "Market studies or figures on demand; end users who spoke up.",
        "Marktstudien oder Zahlen zur Nachfrage; Nutzende, die sich geäußert haben.",
    ),
    "business": said(
        "Troeven op de informatiefiche: ondernemingen, clusters, sociale ondernemingen; werkgelegenheid.",
        "Atouts de la fiche d’information : entreprises, clusters, entreprises sociales ; emploi.",
        "Assets on the information sheet: companies, clusters, social enterprises; employment.",
        "Stärken im Informationsblatt: Unternehmen, Cluster, Sozialunternehmen; Beschäftigung.",
    ),
    "research": said(
        "Onderzoeksgroepen, projecten en publicaties; proefomgevingen; sociale innovaties die werken.",
        "Équipes, projets et publications ; lieux d’essai ; innovations sociales qui fonctionnent.",
        "Research groups, projects and publications; test environments; social innovations that work.",
        "Forschungsgruppen, Projekte und Veröffentlichungen; Testumgebungen; soziale Innovationen, die wirken.",
    ),
}
