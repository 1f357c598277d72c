"""Patterns that a new process may start from: which phases, how long, which questionnaire, validated or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.core import stages
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.process.commands import PhaseDates, create_process
from cocreate.process.evidence.contexts import start_from_the_reference
from cocreate.process.models import Process
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


@dataclass(frozen=True)
class Pattern:
    """A way to run a process, to begin with."""

    name: str  # in addresses
    label: Any
    help: Any
    weeks: Mapping[PhaseKind, int]
    questionnaire: str  # of those that a later stage has ready
    needs_validation: bool = False
    has_megatrends: bool = False
    titles: Mapping[PhaseKind, Translated] = field(default_factory=dict)  # where they are not the usual ones


MEETINGS = {"nl": "Bijeenkomsten van de jury", "fr": "Réunions du jury", "en": "Meetings of the jury"}
ADVICE = {"nl": "Advies", "fr": "Avis", "en": "Advice", "de": "Empfehlung"}
FOLLOW_UP = {"nl": "Gevolg", "fr": "Suites", "en": "Follow-up", "de": "Folgen"}
PATTERNS = {
    pattern.name: pattern
    for pattern in (
        Pattern(
            "ris3",
            _l("Regional innovation strategy (RIS3)"),
            _l(
                "Challenges, a consultation of the quadruple helix, an Innovation Camp, a selection and an action plan."
            ),
            WEEKS,
            "ris3",
            needs_validation=True,
            has_megatrends=True,
        ),
        Pattern(
            "consultation",
            _l("Simple consultation"),
            _l("One questionnaire for everybody, and what follows from it."),
            {PhaseKind.CONSULTATION: 4, PhaseKind.PLAN: 8},
            "poll",
            titles={PhaseKind.PLAN: FOLLOW_UP},
        ),
        Pattern(
            "jury",
            _l("Citizen jury"),
            _l("Questions for a jury, a questionnaire, meetings at live boards, and its advice."),
            {PhaseKind.CHALLENGES: 3, PhaseKind.CONSULTATION: 4, PhaseKind.CAMP: 6, PhaseKind.SELECTION: 4},
            "jury",
            titles={PhaseKind.CAMP: {**MEETINGS, "de": "Sitzungen der Jury"}, PhaseKind.SELECTION: ADVICE},
        ),
    )
}


def start_process(
    session: Session,
    actor: Actor,
    pattern: Pattern,
    *,
    organisation: Organisation,
    starts: datetime,
    needs_validation: bool,
    form_token: str = "",
    **told: Any,
) -> Process:
    """A process made of a pattern, with what later stages have ready for it; the same form again gives the one made."""
    known = session.scalar(select(Process).where(Process.form_token == form_token)) if form_token else None
    if known is not None and known.organisation_id == organisation.id:
        return known
    process = create_process(
        session,
        actor,
        organisation=organisation,
        phases=planned_phases(starts, pattern.weeks, {**PHASE_TITLES, **pattern.titles}),
        needs_validation=needs_validation,
        form_token=form_token,
        **told,
    )
    if pattern.has_megatrends:
        start_from_the_reference(session, actor, process)
    for stage in stages.announced():
        stage.set_up(session, actor, process, pattern.questionnaire)
    return process
