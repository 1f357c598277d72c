"""Whether people were content with an event or a service, and what was missing."""

from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.questionnaires.words import HELIX, QUOTE, four
from cocreate.survey.rules import QuestionKind

TITLE = four("How was it for you?", "Hoe was het voor u?", "Comment était-ce pour vous ?", "Wie war es für Sie?")
INTRODUCTION = four(
    "Three minutes that help to make it better next time. You need no account.",
    "Drie minuten die helpen om het de volgende keer beter te doen. U hebt geen account nodig.",
    "Trois minutes pour faire mieux la prochaine fois. Aucun compte n’est nécessaire.",
    "Drei Minuten, damit es nächstes Mal besser wird. Sie brauchen kein Konto.",
)
LOW = four("Not at all content", "Helemaal niet tevreden", "Pas du tout satisfait", "Gar nicht zufrieden")
HIGH = four("Very content", "Heel tevreden", "Très satisfait", "Sehr zufrieden")
QUESTIONS = (
    QuestionDraft(
        key="overall",
        kind=QuestionKind.SCALE,
        title=four(
            "How content are you as a whole?",
            "Hoe tevreden bent u over het geheel?",
            "Dans l’ensemble, êtes-vous satisfait ?",
            "Wie zufrieden sind Sie insgesamt?",
        ),
        options={"from": 1, "to": 5, "labels": {"1": LOW, "5": HIGH}, "no_opinion": True, "display": "buttons"},
    ),
    QuestionDraft(
        key="why_not",
        kind=QuestionKind.LONG_TEXT,
        title=four("What was not good?", "Wat was niet goed?", "Qu’est-ce qui n’allait pas ?", "Was war nicht gut?"),
        condition={"fact": "overall", "at_most": 2},
    ),
    QuestionDraft(
        key="aspects",
        kind=QuestionKind.MULTIPLE_CHOICE,
        title=four("What was good?", "Wat was goed?", "Qu’est-ce qui était bien ?", "Was war gut?"),
        options={
            "choices": [
                {
                    "key": "information",
                    "label": four(
                        "The information beforehand",
                        "De informatie vooraf",
                        "L’information préalable",
                        "Die Information im Voraus",
                    ),
                },
                {
                    "key": "place",
                    "label": four(
                        "The place and the time", "De plaats en het tijdstip", "Le lieu et l’heure", "Ort und Zeit"
                    ),
                },
                {
                    "key": "content",
                    "label": four("What it was about", "Waar het over ging", "Le contenu", "Der Inhalt"),
                },
                {
                    "key": "listening",
                    "label": four(
                        "People listened to me", "Er werd naar mij geluisterd", "On m’a écouté", "Man hat mir zugehört"
                    ),
                },
                {
                    "key": "nothing",
                    "label": four("None of these", "Niets hiervan", "Rien de tout cela", "Nichts davon"),
                    "is_exclusive": True,
                },
            ],
            "other": True,
        },
    ),
    QuestionDraft(
        key="missing",
        kind=QuestionKind.LONG_TEXT,
        title=four("What was missing?", "Wat ontbrak er?", "Qu’est-ce qui manquait ?", "Was hat gefehlt?"),
    ),
    QuestionDraft(
        key="again",
        kind=QuestionKind.SINGLE_CHOICE,
        title=four(
            "Would you take part again?",
            "Zou u opnieuw meedoen?",
            "Participeriez-vous à nouveau ?",
            "Würden Sie wieder mitmachen?",
        ),
        options={
            "choices": [
                {"key": "yes", "label": four("Yes", "Ja", "Oui", "Ja")},
                {"key": "perhaps", "label": four("Perhaps", "Misschien", "Peut-être", "Vielleicht")},
                {"key": "no", "label": four("No", "Nee", "Non", "Nein")},
            ]
        },
    ),
    HELIX,
    QUOTE,
)
