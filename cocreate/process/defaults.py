"""What a new process starts from: the five phases of the reference, one after the other."""

from datetime import UTC, datetime, timedelta

from cocreate.core.db import Translated
from cocreate.process.commands import PhaseDates
from cocreate.process.rules import PhaseKind

PHASE_TITLES: dict[PhaseKind, Translated] = {
    PhaseKind.CHALLENGES: {"nl": "Uitdagingen", "fr": "Défis", "en": "Challenges", "de": "Herausforderungen"},
    PhaseKind.CONSULTATION: {"nl": "Raadpleging", "fr": "Consultation", "en": "Consultation", "de": "Konsultation"},
    PhaseKind.CAMP: {
        "nl": "Innovation Camp",
        "fr": "Innovation Camp",
        "en": "Innovation Camp",
        "de": "Innovation Camp",
    },
    PhaseKind.SELECTION: {"nl": "Selectie", "fr": "Sélection", "en": "Selection", "de": "Auswahl"},
    PhaseKind.PLAN: {"nl": "Actieplan", "fr": "Plan d’action", "en": "Action plan", "de": "Aktionsplan"},
}
WEEKS: dict[PhaseKind, int] = {
    PhaseKind.CHALLENGES: 4,
    PhaseKind.CONSULTATION: 6,
    PhaseKind.CAMP: 2,
    PhaseKind.SELECTION: 6,
    PhaseKind.PLAN: 12,
}


def default_phases(start: datetime) -> list[PhaseDates]:
    """The five phases from midnight of a first day on; midnight of its zone, also across a change of clocks."""
    planned, moment = [], start.replace(hour=0, minute=0, second=0, microsecond=0)
    for kind, weeks in WEEKS.items():
        end = moment + timedelta(weeks=weeks)  # a wall clock's weeks, since the moment knows its zone
        starts_at, ends_at = moment.astimezone(UTC), end.astimezone(UTC)
        planned.append(PhaseDates(kind=kind, title=PHASE_TITLES[kind], starts_at=starts_at, ends_at=ends_at))
        moment = end
    return planned
