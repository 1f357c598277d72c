"""Answers between being read and what was found in them being stored: people erase and change some meanwhile."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.ids import digest
from cocreate.survey.models import Answer, Submission

PART = 400  # keys of one statement: SQLite takes few parameters


def still_said(session: Session, read: Mapping[str, str]) -> set[str]:
    """Of answers with the hash of the words that were read (`core.ids.digest`), those that say just this now.

    They do so until the transaction ends. Whoever changes or erases a sheet holds its row first. So a sheet that is
    being changed at this moment is not waited for (its answers count as changed), and whoever comes later waits for us.
    """
    keys, found = sorted(read), set[str]()
    for start in range(0, len(keys), PART):
        rows = session.execute(
            select(Answer.id, Answer.text)
            .join(Submission, Answer.submission_id == Submission.id)
            .where(Answer.id.in_(keys[start : start + PART]))
            .with_for_update(read=True, key_share=True, skip_locked=True, of=Submission)
        )
        found |= {row.id for row in rows if digest(row.text) == read[row.id]}
    return found
