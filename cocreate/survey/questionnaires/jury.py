"""How a jury judges a proposal: criteria on one scale, a recommendation, and its reasons."""

from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.questionnaires.words import QUOTE, four
from cocreate.survey.rules import QuestionKind

TITLE = four(
    "Your judgement as a member of the jury",
    "Uw oordeel als jurylid",
    "Votre avis comme membre du jury",
    "Ihr Urteil als Mitglied der Jury",
)
INTRODUCTION = four(
    "Please judge the proposal by each criterion, then say what you recommend.",
    "Beoordeel het voorstel per criterium en zeg dan wat u aanbeveelt.",
    "Jugez la proposition selon chaque critère, puis dites ce que vous recommandez.",
    "Beurteilen Sie den Vorschlag nach jedem Kriterium und sagen Sie dann, was Sie empfehlen.",
)
GRADES = (
    ("weak", four("Weak", "Zwak", "Faible", "Schwach")),
    ("fair", four("Fair", "Redelijk", "Moyen", "Mäßig")),
    ("good", four("Good", "Goed", "Bon", "Gut")),
    ("excellent", four("Excellent", "Uitstekend", "Excellent", "Ausgezeichnet")),
)
CRITERIA = (
    (
        "need",
        four(
            "It answers a real need",
            "Het beantwoordt aan een echte nood",
            "Elle répond à un vrai besoin",
            "Er antwortet auf einen echten Bedarf",
        ),
    ),
    ("new", four("It brings something new", "Het brengt iets nieuws", "Elle apporte du neuf", "Er bringt etwas Neues")),
    ("feasible", four("It can be done", "Het is haalbaar", "Elle est réalisable", "Er ist machbar")),
    (
        "together",
        four(
            "The right people work together",
            "De juiste mensen werken samen",
            "Les bonnes personnes collaborent",
            "Die richtigen Leute arbeiten zusammen",
        ),
    ),
)
QUESTIONS = (
    QuestionDraft(
        key="proposal",
        kind=QuestionKind.SHORT_TEXT,
        title=four(
            "Which proposal do you judge?",
            "Welk voorstel beoordeelt u?",
            "Quelle proposition jugez-vous ?",
            "Welchen Vorschlag beurteilen Sie?",
        ),
        is_required=True,
    ),
    QuestionDraft(
        key="criteria",
        kind=QuestionKind.MATRIX,
        title=four("How good is it?", "Hoe goed is het?", "Quelle est sa qualité ?", "Wie gut ist er?"),
        is_required=True,
        options={
            "rows": [{"key": key, "label": label} for key, label in CRITERIA],
            "columns": [{"key": key, "label": label} for key, label in GRADES],
        },
    ),
    QuestionDraft(
        key="recommendation",
        kind=QuestionKind.SINGLE_CHOICE,
        title=four("What do you recommend?", "Wat beveelt u aan?", "Que recommandez-vous ?", "Was empfehlen Sie?"),
        is_required=True,
        options={
            "choices": [
                {"key": "accept", "label": four("Accept it", "Aanvaarden", "L’accepter", "Annehmen")},
                {
                    "key": "change",
                    "label": four(
                        "Accept it with changes",
                        "Aanvaarden met wijzigingen",
                        "L’accepter avec des changements",
                        "Mit Änderungen annehmen",
                    ),
                },
                {
                    "key": "refuse",
                    "label": four("Do not accept it", "Niet aanvaarden", "Ne pas l’accepter", "Nicht annehmen"),
                },
            ]
        },
    ),
    QuestionDraft(
        key="changes",
        kind=QuestionKind.LONG_TEXT,
        title=four("What has to change?", "Wat moet er veranderen?", "Que faut-il changer ?", "Was muss sich ändern?"),
        condition={"fact": "recommendation", "has": "change"},
    ),
    QuestionDraft(
        key="reasons",
        kind=QuestionKind.LONG_TEXT,
        title=four(
            "What are your reasons?", "Wat zijn uw redenen?", "Quelles sont vos raisons ?", "Was sind Ihre Gründe?"
        ),
        is_soft=True,
    ),
    QUOTE,
)
