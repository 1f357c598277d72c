"""What a new process starts from: the five phases of the reference, one after the other."""

from collections.abc import Mapping
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


def planned_phases(
    start: datetime, weeks: Mapping[PhaseKind, int], titles: Mapping[PhaseKind, Translated]
) -> list[PhaseDates]:
    """Phases one after the other from midnight of a first day on; midnight of its zone, also when clocks change."""
    planned, moment = [], start.replace(hour=0, minute=0, second=0, microsecond=0)
    for kind, count in weeks.items():
        end = moment + timedelta(weeks=count)  # a wall clock's weeks, since the moment knows its zone
        starts_at, ends_at = moment.astimezone(UTC), end.astimezone(UTC)
        planned.append(PhaseDates(kind=kind, title=titles[kind], starts_at=starts_at, ends_at=ends_at))
        moment = end
    return planned
