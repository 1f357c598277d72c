"""A process to test with: published, with challenges, and with the phases that a test needs open."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Organisation
from cocreate.accounts.organisations.commands import ensure_organisation
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Asset, Challenge, Phase, Process, SubChallenge
from cocreate.process.rules import PhaseKind


def make_organisation(session: Session, short_name: str = "testland", title: str = "") -> Organisation:
    """The organisation of that short name, made when it is first asked for."""
    shown = title or f"Agency of {short_name.title()}"
    return ensure_organisation(session, SYSTEM, short_name=short_name, title={"en": shown})


def make_process(
    session: Session,
    *,
    organisation: Organisation | None = None,
    title: str = "Region 2030",
    challenges: Iterable[str] = ("Climate", "Mobility", "Health"),
    open_phases: Iterable[PhaseKind] = tuple(PhaseKind),
    is_public: bool = True,
    minimum_cell: int = 5,
) -> Process:
    """A process whose every phase exists: those named are open for another week, the others lie in the past. Without an
    organisation it belongs to the one that most tests share."""
    now = clock.now()
    wanted = set(open_phases)
    process = Process(
        organisation=organisation or make_organisation(session),
        title={"en": title, "nl": f"{title} (nl)", "fr": f"{title} (fr)", "de": f"{title} (de)"},
        region="Testland",
        is_public=is_public,
        minimum_cell=minimum_cell,
        created_at=now,
        phases=[
            Phase(
                kind=kind.value,
                title={"en": kind.value.title()},
                position=position,
                starts_at=now - timedelta(days=7),
                ends_at=now + timedelta(days=7 if kind in wanted else -1),
            )
            for position, kind in enumerate(PhaseKind, start=1)
        ],
        challenges=[
            Challenge(
                title={"en": name, "nl": f"{name} (nl)", "fr": f"{name} (fr)", "de": f"{name} (de)"},
                position=position,
                sub_challenges=[SubChallenge(title={"en": f"{name} in the city"}, position=1)],
                assets=[Asset(title={"en": f"{name} lab"}, position=1)],
            )
            for position, name in enumerate(challenges, start=1)
        ],
    )
    session.add(process)
    session.flush()
    return process


def close_phase(session: Session, process: Process, kind: PhaseKind) -> None:
    """End a phase now."""
    for phase in process.phases:
        if phase.kind == kind:
            phase.ends_at = clock.now() - timedelta(seconds=1)
    session.flush()
