"""Closed lists and pure rules of data protection."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cocreate.survey.protection import texts
from cocreate.survey.rules import QuestionKind

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
            "purpose": _own(self.purpose, texts.PURPOSE),
            "recipients": _own(self.recipients, texts.RECIPIENTS),
            "rights": _own(self.rights, texts.RIGHTS_ANONYMOUS, texts.RIGHTS_NAMED),
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
        purpose=stored.get("purpose") or texts.PURPOSE,
        recipients=stored.get("recipients") or texts.RECIPIENTS,
        rights=stored.get("rights") or (texts.RIGHTS_ANONYMOUS if is_anonymous else texts.RIGHTS_NAMED),
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
