"""What the participants of an Innovation Camp are asked at its end: an order, and what weighs in it."""

from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.questionnaires.words import HELIX, QUOTE, four
from cocreate.survey.rules import QuestionKind

TITLE = four(
    "Which challenges come first?",
    "Welke uitdagingen komen eerst?",
    "Quels défis viennent en premier ?",
    "Welche Herausforderungen kommen zuerst?",
)
INTRODUCTION = four(
    "You have worked on the challenges today. Your order, and your reasons, go into the long list.",
    "U hebt vandaag aan de uitdagingen gewerkt. Uw volgorde en uw redenen komen in de lange lijst.",
    "Vous avez travaillé aujourd’hui sur les défis. Votre ordre et vos raisons entrent dans la longue liste.",
    "Sie haben heute an den Herausforderungen gearbeitet. Ihre Reihenfolge und Ihre Gründe kommen in die lange Liste.",
)
QUESTIONS = (
    QuestionDraft(
        key="order",
        kind=QuestionKind.RANK_CHALLENGES,
        title=four(
            "Put the challenges in your order, the most important first",
            "Zet de uitdagingen in uw volgorde, de belangrijkste eerst",
            "Classez les défis dans votre ordre, le plus important d’abord",
            "Ordnen Sie die Herausforderungen, die wichtigste zuerst",
        ),
        options={"choose_first": True},
    ),
    QuestionDraft(
        key="weights",
        kind=QuestionKind.POINTS,
        title=four(
            "What weighed most when you put them in order?",
            "Wat woog het zwaarst toen u ze ordende?",
            "Qu’est-ce qui a le plus compté pour votre classement ?",
            "Was wog am schwersten, als Sie sie ordneten?",
        ),
        help=four(
            "Divide ten points; give none to what did not matter.",
            "Verdeel tien punten; geef er geen aan wat niet meetelde.",
            "Répartissez dix points ; n’en donnez pas à ce qui n’a pas compté.",
            "Verteilen Sie zehn Punkte; keine für das, was nicht zählte.",
        ),
        options={
            "choices": [
                {
                    "key": "urgency",
                    "label": four("How urgent it is", "Hoe dringend het is", "L’urgence", "Wie dringend es ist"),
                },
                {
                    "key": "strengths",
                    "label": four(
                        "What the region is good at",
                        "Waar het gewest goed in is",
                        "Les points forts de la région",
                        "Was die Region gut kann",
                    ),
                },
                {
                    "key": "reach",
                    "label": four(
                        "How many people it helps",
                        "Hoeveel mensen het helpt",
                        "Le nombre de personnes aidées",
                        "Wie vielen Menschen es hilft",
                    ),
                },
                {
                    "key": "chance",
                    "label": four(
                        "How likely it is to succeed",
                        "Hoe groot de kans van slagen is",
                        "Les chances de réussite",
                        "Wie wahrscheinlich es gelingt",
                    ),
                },
            ],
            "total": 10,
            "exact": True,
        },
    ),
    QuestionDraft(
        key="reason",
        kind=QuestionKind.LONG_TEXT,
        title=four(
            "Why does your first choice come first?",
            "Waarom komt uw eerste keuze eerst?",
            "Pourquoi votre premier choix vient-il en premier ?",
            "Warum kommt Ihre erste Wahl zuerst?",
        ),
    ),
    HELIX,
    QUOTE,
)
