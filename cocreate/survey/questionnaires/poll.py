"""A quick poll: one choice, a comment, and who answers."""

from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.questionnaires.words import HELIX, QUOTE, four
from cocreate.survey.rules import QuestionKind

TITLE = four("A quick question", "Een snelle vraag", "Une question rapide", "Eine kurze Frage")
INTRODUCTION = four(
    "It takes two minutes. You need no account.",
    "Het duurt twee minuten. U hebt geen account nodig.",
    "Cela prend deux minutes. Aucun compte n’est nécessaire.",
    "Es dauert zwei Minuten. Sie brauchen kein Konto.",
)
QUESTIONS = (
    QuestionDraft(
        key="choice",
        kind=QuestionKind.SINGLE_CHOICE,
        title=four(
            "Do you agree with the proposal?",
            "Gaat u akkoord met het voorstel?",
            "Êtes-vous d’accord avec la proposition ?",
            "Sind Sie mit dem Vorschlag einverstanden?",
        ),
        options={
            "choices": [
                {"key": "yes", "label": four("Yes", "Ja", "Oui", "Ja")},
                {
                    "key": "with_changes",
                    "label": four(
                        "Yes, with changes", "Ja, met wijzigingen", "Oui, avec des changements", "Ja, mit Änderungen"
                    ),
                },
                {"key": "no", "label": four("No", "Nee", "Non", "Nein")},
                {"key": "no_opinion", "label": four("No opinion", "Geen mening", "Sans opinion", "Keine Meinung")},
            ]
        },
    ),
    QuestionDraft(
        key="why",
        kind=QuestionKind.LONG_TEXT,
        title=four(
            "Why, or what would you change?",
            "Waarom, of wat zou u veranderen?",
            "Pourquoi, ou que changeriez-vous ?",
            "Warum, oder was würden Sie ändern?",
        ),
        help=four(
            "A few words are enough.", "Enkele woorden volstaan.", "Quelques mots suffisent.", "Ein paar Worte genügen."
        ),
    ),
    HELIX,
    QUOTE,
)
