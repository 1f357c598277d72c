"""The demonstration begins where the reference does: megatrends, priorities, evidence, matrix, and a committee."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.process.evidence.queries import by_kind, is_public, library
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.fiches import links_of
from cocreate.process.matrix import matrix_of
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.process.validations import decided, not_validated


def process_of(session: Session) -> Process:
    return session.scalars(select(Process).where(Process.is_demo)).one()


def test_the_library_holds_studies_figures_and_the_twelve_institutions(demo_session: Session) -> None:
    shelves = by_kind(library(demo_session, process_of(demo_session)))
    assert {kind: len(rows) for kind, rows in shelves.items()} == {
        EvidenceKind.DOCUMENT: 7,
        EvidenceKind.INDICATOR: 7,
        EvidenceKind.INTERVIEW: 12,
    }
    assert not any(is_public(row) for row in shelves[EvidenceKind.INTERVIEW]), "nothing that they said is known"


def test_every_challenge_came_from_cells_and_hangs_together_with_another(demo_session: Session) -> None:
    process = process_of(demo_session)
    matrix = matrix_of(demo_session, process)
    assert (len(matrix.megatrends), matrix.size) == (8, 8 * 17)
    for challenge in challenges_of(demo_session, process):
        assert len(matrix.behind(challenge)) >= 3
        assert links_of(demo_session, challenge)
        assert challenge.tags
    assert len(matrix.unused) == 1, "one cell that led to no challenge"


def test_the_committee_validated_all_six_before_the_consultation(demo_session: Session) -> None:
    process = process_of(demo_session)
    assert process.needs_validation and not_validated(demo_session, process) == []
    found = decided(demo_session, process)
    assert [row.outcome for row in found.values()] == ["validated"] * 6
    consultation = next(phase for phase in process.phases if phase.kind == "consultation")
    assert all(row.day is not None and row.day < consultation.starts_at.date() for row in found.values())
