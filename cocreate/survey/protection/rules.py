"""Closed lists and pure rules of data protection, and the notice that holds until somebody writes another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cocreate.survey.rules import QuestionKind

PURPOSE = {
    "en": "We ask to know what people and organisations think, so that public choices can take it into account.",
    "nl": "Wij vragen dit om te weten wat mensen en organisaties denken, zodat publieke keuzes er rekening mee houden.",
    "fr": "Nous posons ces questions pour savoir ce que pensent les personnes et les organisations, afin que les choix"
    " publics en tiennent compte.",
    "de": "Wir fragen, um zu wissen, was Menschen und Organisationen denken, damit öffentliche Entscheidungen es"
    " berücksichtigen.",
}
RECIPIENTS = {
    "en": "The team of the process reads all answers. Everybody can see the results in numbers, without small groups."
    " Nobody else gets your answers, and none of them leave our server for another company.",
    "nl": "Het team van het proces leest alle antwoorden. Iedereen kan de resultaten in cijfers zien, zonder kleine"
    " groepen. Niemand anders krijgt uw antwoorden; ze gaan niet van onze server naar een ander bedrijf.",
    "fr": "L’équipe du processus lit toutes les réponses. Chacun peut voir les résultats en chiffres, sans les petits"
    " groupes. Personne d’autre ne reçoit vos réponses, et aucune ne quitte notre serveur pour une autre entreprise.",
    "de": "Das Team des Prozesses liest alle Antworten. Alle können die Ergebnisse in Zahlen sehen, ohne kleine"
    " Gruppen. Niemand sonst bekommt Ihre Antworten, und keine verlässt unseren Server zu einem anderen Unternehmen.",
}
RIGHTS_ANONYMOUS = {
    "en": "We do not know which answers are yours; only your receipt code does. With it you can see, download and erase"
    " them yourself, without asking us. You may also complain to your data protection authority.",
    "nl": "Wij weten niet welke antwoorden van u zijn; alleen uw ontvangstcode weet dat. Daarmee kunt u ze zelf"
    " bekijken, downloaden en wissen, zonder het ons te vragen. U kunt ook klacht indienen bij uw"
    " gegevensbeschermingsautoriteit.",
    "fr": "Nous ne savons pas quelles réponses sont les vôtres; seul votre code de réception le sait. Avec lui vous"
    " pouvez les voir, les télécharger et les effacer vous-même, sans nous le demander. Vous pouvez aussi vous"
    " plaindre auprès de votre autorité de protection des données.",
    "de": "Wir wissen nicht, welche Antworten Ihre sind; nur Ihr Empfangscode weiß es. Mit ihm können Sie sie selbst"
    " ansehen, herunterladen und löschen, ohne uns zu fragen. Sie können sich auch bei Ihrer Datenschutzbehörde"
    " beschweren.",
}
RIGHTS_NAMED = {
    "en": "You may see, download and erase your answers with your receipt code, or ask us to do it, to correct them or"
    " to stop using them. You may also complain to your data protection authority.",
    "nl": "U kunt uw antwoorden met uw ontvangstcode bekijken, downloaden en wissen, of ons vragen dat te doen, ze te"
    " verbeteren of niet meer te gebruiken. U kunt ook klacht indienen bij uw gegevensbeschermingsautoriteit.",
    "fr": "Vous pouvez voir, télécharger et effacer vos réponses avec votre code de réception, ou nous demander de le"
    " faire, de les corriger ou de ne plus les utiliser. Vous pouvez aussi vous plaindre auprès de votre autorité de"
    " protection des données.",
    "de": "Sie können Ihre Antworten mit Ihrem Empfangscode ansehen, herunterladen und löschen, oder uns bitten, es zu"
    " tun, sie zu berichtigen oder nicht mehr zu verwenden. Sie können sich auch bei Ihrer Datenschutzbehörde"
    " beschweren.",
}


WARN_DAYS = (30, 7)  # before answers are erased


class LegalBasis(StrEnum):
    """Why answers may be processed at all (GDPR, article 6)."""

    PUBLIC_TASK = "public_task"
    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class DataKind(StrEnum):
    """What is kept of people (GDPR, article 30)."""

    OPINIONS = "opinions"
    GROUP = "group"
    CONTACTS = "contacts"
    FILES = "files"
    PLACE = "place"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Notice:
    """What people are told before they answer."""

    controller: str = ""
    contact: str = ""
    officer: str = ""  # how to reach the data protection officer
    basis: LegalBasis = LegalBasis.PUBLIC_TASK
    purpose: Mapping[str, str] = field(default_factory=dict)
    recipients: Mapping[str, str] = field(default_factory=dict)
    rights: Mapping[str, str] = field(default_factory=dict)
    erases_results: bool = False  # whether the counts go with the answers
    about_person: tuple[str, ...] = ()  # keys of questions by which somebody could be found

    def packed(self) -> dict[str, Any]:
        """As it is stored: what is as in the default texts is left out, so that better default texts reach it."""
        return {
            "controller": self.controller,
            "contact": self.contact,
            "officer": self.officer,
            "basis": self.basis.value,
            "purpose": _own(self.purpose, PURPOSE),
            "recipients": _own(self.recipients, RECIPIENTS),
            "rights": _own(self.rights, RIGHTS_ANONYMOUS, RIGHTS_NAMED),
            "erases_results": self.erases_results,
            "about_person": list(self.about_person),
        }


def _own(text: Mapping[str, str], *defaults: Mapping[str, str]) -> dict[str, str]:
    return {} if dict(text) in [dict(default) for default in defaults] else dict(text)


def notice_of(stored: Mapping[str, Any], *, is_anonymous: bool) -> Notice:
    """A consultation's notice, with default words where nothing else was written."""
    basis = stored.get("basis", "")
    return Notice(
        controller=stored.get("controller", ""),
        contact=stored.get("contact", ""),
        officer=stored.get("officer", ""),
        basis=LegalBasis(basis) if basis in set(LegalBasis) else LegalBasis.PUBLIC_TASK,
        purpose=stored.get("purpose") or PURPOSE,
        recipients=stored.get("recipients") or RECIPIENTS,
        rights=stored.get("rights") or (RIGHTS_ANONYMOUS if is_anonymous else RIGHTS_NAMED),
        erases_results=bool(stored.get("erases_results", False)),
        about_person=tuple(stored.get("about_person", [])),
    )


def warning_due(erase_on: date | None, today: date, sent: Iterable[int]) -> int | None:
    """Which warning is to be sent now: 30 or 7 (days before), or None. `sent`: those sent for this very day.

    >>> christmas = date(2026, 12, 24)
    >>> warning_due(christmas, date(2026, 11, 24), []), warning_due(christmas, date(2026, 11, 25), [30])
    (30, None)
    >>> warning_due(christmas, date(2026, 12, 20), [30]), warning_due(christmas, date(2026, 12, 20), [7])
    (7, None)
    """
    if erase_on is None:
        return None
    days, told = (erase_on - today).days, min(sent, default=None)
    due = [limit for limit in WARN_DAYS if 0 < days <= limit and (told is None or told > limit)]
    return min(due, default=None)


_KEEPS: dict[str, DataKind] = {
    QuestionKind.HELIX: DataKind.GROUP,
    QuestionKind.FILES: DataKind.FILES,
    QuestionKind.MAP_POINT: DataKind.PLACE,
    QuestionKind.SHORT_TEXT: DataKind.CONTACTS,
    QuestionKind.PROJECT: DataKind.CONTACTS,
}
_NOTHING = frozenset({QuestionKind.PAGE, QuestionKind.INFORMATION, QuestionKind.CONSENT})


def data_kinds(kinds: Iterable[str], *, is_anonymous: bool) -> list[DataKind]:
    """What a consultation keeps of people, from the kinds of its questions."""
    found = {_KEEPS.get(kind, DataKind.OPINIONS) for kind in kinds if kind not in _NOTHING}
    if not is_anonymous:
        found.add(DataKind.IDENTITY)
    return [kind for kind in DataKind if kind in found]
