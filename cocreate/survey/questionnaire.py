"""The questionnaire that a regional innovation strategy starts with: six questions, written in four languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cocreate.survey.rules import QuestionKind


@dataclass(frozen=True)
class QuestionDraft:
    """A question before it belongs to a consultation."""

    key: str
    kind: QuestionKind
    title: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False
    is_soft: bool = False
    condition: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    is_active: bool = True


@dataclass(frozen=True)
class DocumentDraft:
    """A file offered to respondents, before it belongs to a consultation; options name it by its id."""

    id: str
    name: str
    title: Mapping[str, str]
    media_type: str
    content: bytes


@dataclass(frozen=True)
class QuestionnaireDraft:
    """All of a questionnaire before it is a consultation; settings are columns of it, those left out as by default."""

    title: Mapping[str, str]
    introduction: Mapping[str, str] = field(default_factory=dict)
    thanks: Mapping[str, str] = field(default_factory=dict)
    closing: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    documents: tuple[DocumentDraft, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()


def with_documents(options: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Options whose documents have other ids."""
    found = dict(options)
    if "documents" in found:
        found["documents"] = [ids.get(each, each) for each in found["documents"]]
    if "image" in found:
        found["image"] = ids.get(found["image"], found["image"])
    return found


TITLE = {
    "en": "Which challenges should innovation take on?",
    "nl": "Welke uitdagingen moet innovatie aanpakken?",
    "fr": "À quels défis l’innovation doit-elle répondre ?",
    "de": "Welchen Herausforderungen soll sich Innovation stellen?",
}
INTRODUCTION = {
    "en": "Your answers help to choose where the region puts its energy and its money for innovation. It takes five"
    " to ten minutes. You need no account, and you may skip any question.",
    "nl": "Uw antwoorden helpen kiezen waar het gewest zijn energie en zijn geld voor innovatie inzet. Het duurt "
    "vijf tot tien minuten. U hebt geen account nodig en u mag elke vraag overslaan.",
    "fr": "Vos réponses aident à choisir où la région met son énergie et ses moyens pour l’innovation. Comptez cinq"
    " à dix minutes. Aucun compte n’est nécessaire et vous pouvez passer toute question.",
    "de": "Ihre Antworten helfen zu wählen, wofür die Region ihre Kraft und ihr Geld für Innovation einsetzt. Es "
    "dauert fünf bis zehn Minuten. Sie brauchen kein Konto und dürfen jede Frage überspringen.",
}

RIS3 = (
    QuestionDraft(
        key="rank_challenges",
        kind=QuestionKind.RANK_CHALLENGES,
        title={
            "en": "Which challenges matter most to you?",
            "nl": "Welke uitdagingen vindt u het belangrijkst?",
            "fr": "Quels défis sont les plus importants pour vous ?",
            "de": "Welche Herausforderungen sind Ihnen am wichtigsten?",
        },
        help={
            "en": "Put them in order, the most important first. You need not order them all. Two may share a place,"
            " and it does not matter if a number is left out.",
            "nl": "Zet ze in volgorde, de belangrijkste eerst. U hoeft ze niet allemaal te ordenen. Twee mogen een "
            "plaats delen, en het geeft niet als een nummer ontbreekt.",
            "fr": "Mettez-les dans l’ordre, le plus important d’abord. Vous n’êtes pas obligé de les classer tous. "
            "Deux défis peuvent partager une place, et un numéro peut manquer.",
            "de": "Ordnen Sie sie, die wichtigste zuerst. Sie müssen nicht alle ordnen. Zwei dürfen sich einen "
            "Platz teilen, und es macht nichts, wenn eine Zahl fehlt.",
        },
    ),
    QuestionDraft(
        key="fit",
        kind=QuestionKind.SINGLE_CHOICE,
        title={
            "en": "Does this list of challenges fit the region?",
            "nl": "Past deze lijst van uitdagingen bij het gewest?",
            "fr": "Cette liste de défis convient-elle à la région ?",
            "de": "Passt diese Liste von Herausforderungen zur Region?",
        },
        options={
            "comment": True,
            "choices": [
                {"key": "yes", "label": {"en": "Yes", "nl": "Ja", "fr": "Oui", "de": "Ja"}},
                {
                    "key": "partly",
                    "label": {"en": "Partly", "nl": "Gedeeltelijk", "fr": "En partie", "de": "Teilweise"},
                },
                {"key": "no", "label": {"en": "No", "nl": "Nee", "fr": "Non", "de": "Nein"}},
            ],
        },
    ),
    QuestionDraft(
        key="new_challenge",
        kind=QuestionKind.LONG_TEXT,
        title={
            "en": "Which challenge, or which part of a challenge, is missing?",
            "nl": "Welke uitdaging, of welk deel van een uitdaging, ontbreekt?",
            "fr": "Quel défi, ou quelle partie d’un défi, manque ?",
            "de": "Welche Herausforderung oder welcher Teil einer Herausforderung fehlt?",
        },
        help={
            "en": "Name it and say in a few words why it matters here.",
            "nl": "Noem ze en zeg in enkele woorden waarom ze hier belangrijk is.",
            "fr": "Nommez-le et dites en quelques mots pourquoi il compte ici.",
            "de": "Nennen Sie ihn und sagen Sie in wenigen Worten, warum er hier wichtig ist.",
        },
    ),
    QuestionDraft(
        key="assets",
        kind=QuestionKind.TEXT_PER_CHALLENGE,
        title={
            "en": "Who or what in the region can already help with these challenges?",
            "nl": "Wie of wat in het gewest kan nu al helpen bij deze uitdagingen?",
            "fr": "Qui ou quoi, dans la région, peut déjà aider à relever ces défis ?",
            "de": "Wer oder was in der Region kann bei diesen Herausforderungen schon helfen?",
        },
        help={
            "en": "A company, a research group, an association, a place, an initiative. Only for the challenges "
            "that you know.",
            "nl": "Een bedrijf, een onderzoeksgroep, een vereniging, een plek, een initiatief. Alleen voor de "
            "uitdagingen die u kent.",
            "fr": "Une entreprise, un groupe de recherche, une association, un lieu, une initiative. Seulement pour"
            " les défis que vous connaissez.",
            "de": "Ein Unternehmen, eine Forschungsgruppe, ein Verein, ein Ort, eine Initiative. Nur für die "
            "Herausforderungen, die Sie kennen.",
        },
    ),
    QuestionDraft(
        key="project",
        kind=QuestionKind.PROJECT,
        title={
            "en": "Which innovative project would you start?",
            "nl": "Welk innovatief project zou u starten?",
            "fr": "Quel projet innovant lanceriez-vous ?",
            "de": "Welches innovative Projekt würden Sie beginnen?",
        },
        help={
            "en": "An idea is enough. Name the people and organisations to involve, if you know them.",
            "nl": "Een idee volstaat. Noem de mensen en organisaties die erbij horen, als u ze kent.",
            "fr": "Une idée suffit. Nommez les personnes et organisations à associer, si vous les connaissez.",
            "de": "Eine Idee genügt. Nennen Sie die Menschen und Organisationen, die dazugehören, wenn Sie sie kennen.",
        },
    ),
    QuestionDraft(
        key="helix",
        kind=QuestionKind.HELIX,
        title={
            "en": "In which role do you answer?",
            "nl": "In welke rol antwoordt u?",
            "fr": "À quel titre répondez-vous ?",
            "de": "In welcher Rolle antworten Sie?",
        },
        help={
            "en": "It shows whether all groups are heard. Choose the one that fits best.",
            "nl": "Zo zien we of alle groepen gehoord worden. Kies wat het best past.",
            "fr": "Cela montre si tous les groupes sont entendus. Choisissez ce qui convient le mieux.",
            "de": "So sieht man, ob alle Gruppen gehört werden. Wählen Sie, was am besten passt.",
        },
    ),
)
