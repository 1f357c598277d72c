"""What each mark from 0 to 4 means on the four criteria of the method, and the evidence that is expected for it."""

from collections.abc import Mapping

from cocreate.selection.rules import CriterionSpec

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


SHORTLIST_SIZE = 6
DEFAULT_CRITERIA = (
    CriterionSpec(
        "link",
        {
            "nl": "Verband met de maatschappelijke uitdagingen",
            "fr": "Lien avec les défis sociétaux",
            "en": "Link with the societal challenges",
            "de": "Bezug zu den gesellschaftlichen Herausforderungen",
        },
        25,
        {
            "nl": "Hoe rechtstreeks het domein helpt bij een of meer van de uitdagingen.",
            "fr": "Dans quelle mesure le domaine répond directement à un ou à plusieurs défis.",
            "en": "How directly the domain helps with one or more of the challenges.",
            "de": "Wie direkt der Bereich bei einer oder mehreren der Herausforderungen hilft.",
        },
        (
            {
                "nl": "Welke uitdagingen en subuitdagingen raakt dit domein?",
                "fr": "Quels défis et sous-défis ce domaine touche-t-il ?",
                "en": "Which challenges and sub-challenges does this domain address?",
                "de": "Welche Herausforderungen und Teilaspekte berührt dieser Bereich?",
            },
            {
                "nl": "Wie in de regio merkt het verschil?",
                "fr": "Qui, dans la région, verra la différence ?",
                "en": "Who in the region will notice the difference?",
                "de": "Wer in der Region wird den Unterschied merken?",
            },
        ),
        RUBRICS["link"],
        EVIDENCE["link"],
    ),
    CriterionSpec(
        "market",
        {
            "nl": "Huidig en toekomstig marktpotentieel",
            "fr": "Potentiel de marché actuel et futur",
            "en": "Current and future market potential",
            "de": "Heutiges und künftiges Marktpotenzial",
        },
        25,
        {
            "nl": "De mogelijke vraag, met de belangrijkste eindgebruikers.",
            "fr": "La demande potentielle et les principaux utilisateurs finaux.",
            "en": "The potential demand, main end users included.",
            "de": "Die mögliche Nachfrage, einschließlich der wichtigsten Nutzenden.",
        },
        (
            {
                "nl": "Wie zijn de eindgebruikers en willen zij dit?",
                "fr": "Qui sont les utilisateurs finaux et le veulent-ils ?",
                "en": "Who are the end users and do they want this?",
                "de": "Wer sind die Nutzenden und wollen sie das?",
            },
            {
                "nl": "Groeit de vraag de komende tien jaar?",
                "fr": "La demande va-t-elle croître dans les dix prochaines années ?",
                "en": "Will demand grow over the next ten years?",
                "de": "Wächst die Nachfrage in den nächsten zehn Jahren?",
            },
        ),
        RUBRICS["market"],
        EVIDENCE["market"],
    ),
    CriterionSpec(
        "business",
        {
            "nl": "Sterke punten van ondernemingen en industrie",
            "fr": "Forces des entreprises et de l’industrie",
            "en": "Strengths of companies and industry",
            "de": "Stärken von Unternehmen und Industrie",
        },
        25,
        {
            "nl": "Wat ondernemingen, ook sociale, vandaag kunnen en morgen willen.",
            "fr": "Ce que les entreprises, y compris sociales, savent faire aujourd’hui et veulent demain.",
            "en": "What companies, social enterprises included, can do today and want tomorrow.",
            "de": "Was Unternehmen, auch soziale, heute können und morgen wollen.",
        },
        (
            {
                "nl": "Welke ondernemingen en sociale ondernemingen zijn hier al actief?",
                "fr": "Quelles entreprises, y compris sociales, sont déjà actives ?",
                "en": "Which companies and social enterprises are already active?",
                "de": "Welche Unternehmen und Sozialunternehmen sind schon aktiv?",
            },
            {
                "nl": "Zijn er pioniers die anderen meenemen?",
                "fr": "Y a-t-il des pionniers qui entraînent les autres ?",
                "en": "Are there pioneers who take others along?",
                "de": "Gibt es Vorreiter, die andere mitziehen?",
            },
        ),
        RUBRICS["business"],
        EVIDENCE["business"],
    ),
    CriterionSpec(
        "research",
        {
            "nl": "Onderscheidende sterke punten in OOI",
            "fr": "Forces distinctives en RDI",
            "en": "Distinctive strengths in RDI",
            "de": "Besondere Stärken in der FEI",
        },
        25,
        {
            "nl": "Waarin onderzoek en innovatie in de regio uitblinken, sociale innovatie inbegrepen.",
            "fr": "Ce en quoi la recherche et l’innovation de la région excellent, innovation sociale comprise.",
            "en": "Where research and innovation in the region excel, social innovation included.",
            "de": "Worin Forschung und Innovation in der Region herausragen, soziale Innovation eingeschlossen.",
        },
        (
            {
                "nl": "Wat kan de regio hier beter dan andere?",
                "fr": "Que fait la région mieux que d’autres ?",
                "en": "What does the region do better here than others?",
                "de": "Was kann die Region hier besser als andere?",
            },
            {
                "nl": "Zijn er onderzoeksgroepen, proefomgevingen of sociale innovatoren?",
                "fr": "Y a-t-il des équipes de recherche, des lieux d’essai ou des innovateurs sociaux ?",
                "en": "Are there research groups, test environments or social innovators?",
                "de": "Gibt es Forschungsgruppen, Testumgebungen oder soziale Innovatoren?",
            },
        ),
        RUBRICS["research"],
        EVIDENCE["research"],
    ),
)
