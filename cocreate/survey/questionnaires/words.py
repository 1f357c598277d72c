"""Words that several of the ready questionnaires share."""

from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind


def four(en: str, nl: str, fr: str, de: str) -> dict[str, str]:
    """A text in the four languages."""
    return {"en": en, "nl": nl, "fr": fr, "de": de}


QUOTE = QuestionDraft(
    key="quote",
    kind=QuestionKind.CONSENT,
    title=four(
        "May your words be quoted?",
        "Mogen uw woorden geciteerd worden?",
        "Vos propos peuvent-ils être cités ?",
        "Dürfen Ihre Worte zitiert werden?",
    ),
    options={
        "statement": four(
            "What I wrote may be quoted in public, without my name.",
            "Wat ik schreef, mag in het openbaar geciteerd worden, zonder mijn naam.",
            "Ce que j’ai écrit peut être cité publiquement, sans mon nom.",
            "Was ich geschrieben habe, darf öffentlich zitiert werden, ohne meinen Namen.",
        ),
        "role": "quote",
    },
)
HELIX = QuestionDraft(
    key="helix",
    kind=QuestionKind.HELIX,
    title=four(
        "In which role do you answer?",
        "In welke rol antwoordt u?",
        "À quel titre répondez-vous ?",
        "In welcher Rolle antworten Sie?",
    ),
    help=four(
        "It shows whether all groups are heard. Choose the one that fits best.",
        "Zo zien we of alle groepen gehoord worden. Kies wat het best past.",
        "Cela montre si tous les groupes sont entendus. Choisissez ce qui convient le mieux.",
        "So sieht man, ob alle Gruppen gehört werden. Wählen Sie, was am besten passt.",
    ),
)
