"""How far the sheets of a process have come, for one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cocreate.information import queries
from cocreate.information.composing import Draft
from cocreate.information.material import material_of, surroundings_of
from cocreate.information.models import SheetVersion
from cocreate.process.models import Challenge, Process
from cocreate.web.language import current_language


@dataclass(frozen=True)
class SheetLine:
    """One challenge: its versions, and what waits for somebody."""

    challenge: Challenge
    versions: Sequence[SheetVersion]
    changed: int  # figures in own words that are not what they were
    comments: int

    @property
    def published(self) -> SheetVersion | None:
        """What everybody reads now."""
        return next((row for row in self.versions if row.published_at is not None), None)


def overview_of(session: Session, process: Process) -> list[SheetLine]:
    """A line a challenge, in their order."""
    around, sheets = surroundings_of(session, process), queries.sheets_of(session, process)
    lines = []
    for challenge in around.challenges:
        sheet = sheets.get(challenge.id)
        texts = queries.texts_of(session, sheet)
        changed = 0
        if any(row.figures for row in texts):
            changed = len(Draft(material_of(session, around, challenge), texts, current_language()).changed)
        waiting = sum(row.settled_at is None for row in queries.comments_of(session, sheet))
        lines.append(SheetLine(challenge, queries.versions_of(session, sheet), changed, waiting))
    return lines
