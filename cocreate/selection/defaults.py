"""What a selection starts from: the four criteria on which the steering committee of the reference chose."""

from cocreate.selection.grounds.rubrics import EVIDENCE, RUBRICS
from cocreate.selection.rules import CriterionSpec

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
