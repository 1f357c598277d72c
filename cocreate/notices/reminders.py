"""What is near in time: looked for every hour, told once however often that is, and told late where the machine stood.

The key of each notice names the thing and its moment: what is put off is told anew, what was told is not."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.accounts.mails import path_of
from cocreate.camp.models import Camp
from cocreate.core import jobs
from cocreate.core.telling import N_, Kind
from cocreate.notices.storing import COMMITTEE, EVERYBODY, GUESTS, WHOLE, News, tell_all, tell_people
from cocreate.process.models import Phase, Process
from cocreate.process.rules import PhaseKind
from cocreate.selection.queries import criteria_of
from cocreate.selection.room.models import CommitteeMeeting
from cocreate.selection.room.rules import MeetingState
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState

SOON, TOMORROW = timedelta(days=3), timedelta(days=1)


@jobs.hourly
def remind(session: Session) -> None:
    """Everything that is near now."""
    now = clock.now()
    for process, news in [*_consultations(session, now), *_camps(session, now)]:
        tell_all(session, process, news, GUESTS if news.kind is Kind.CONSULTATION else EVERYBODY, [WHOLE])
    for process, news in [*_meetings(session, now), *_scoring(session, now)]:
        tell_people(session, process, news, COMMITTEE)


def _consultations(session: Session, now: datetime) -> Iterator[tuple[Process, News]]:
    """Those that close soon. Who has answered is not asked: in most nobody may know."""
    open_now = select(Consultation).where(Consultation.state == ConsultationState.OPEN)
    for row in session.scalars(open_now.options(joinedload(Consultation.process))).all():
        if row.ends_at is None or not now < row.ends_at <= now + SOON or not row.is_taking_answers:
            continue
        said = N_("The consultation “%(title)s” takes answers until %(at)s.")
        path = path_of("survey.index", process_id=row.process.public_id)
        params = {"title": row.title, "at": {"at": row.ends_at.isoformat()}}
        key = f"consultation:{row.public_id}:{_at(row.ends_at)}"
        yield row.process, News(Kind.CONSULTATION, said, path, key, params)


def _camps(session: Session, now: datetime) -> Iterator[tuple[Process, News]]:
    near = (Camp.starts_at > now, Camp.starts_at <= now + TOMORROW, Camp.is_rehearsal.is_(False))
    for row in session.scalars(select(Camp).where(*near).options(joinedload(Camp.process))):
        assert row.starts_at is not None
        path = path_of("camp.show", process_id=row.process.public_id, camp_id=row.public_id)
        params = {"title": row.title, "at": {"at": row.starts_at.isoformat()}}
        key = f"camp:{row.public_id}:{_at(row.starts_at)}"
        yield row.process, News(Kind.CAMP, N_("“%(title)s” begins on %(at)s."), path, key, params)


def _meetings(session: Session, now: datetime) -> Iterator[tuple[Process, News]]:
    row = CommitteeMeeting
    near = (row.state == MeetingState.PLANNED, row.starts_at > now, row.starts_at <= now + TOMORROW)
    for one in session.scalars(select(row).where(*near).options(joinedload(row.process))):
        assert one.starts_at is not None
        path = path_of("selection.meeting", process_id=one.process.public_id, meeting_id=one.public_id)
        params = {"title": one.title, "at": {"at": one.starts_at.isoformat()}}
        key = f"meeting:{one.public_id}:{_at(one.starts_at)}:soon"
        yield one.process, News(Kind.MEETING, N_("Soon: “%(title)s”, on %(at)s."), path, key, params)


def _scoring(session: Session, now: datetime) -> Iterator[tuple[Process, News]]:
    """The phase in which the committee scores ends soon."""
    near = (Phase.kind == PhaseKind.SELECTION, Phase.ends_at > now, Phase.ends_at <= now + SOON)
    for phase in session.scalars(select(Phase).where(*near).options(joinedload(Phase.process))).all():
        criteria = criteria_of(session, phase.process)
        if criteria is None or criteria.scoring_opened_at is None or criteria.scoring_closed_at is not None:
            continue
        path = path_of("selection.scores", process_id=phase.process.public_id)
        key = f"scoring:{phase.public_id}:{_at(phase.ends_at)}"
        said, params = N_("Candidates can be scored until %(at)s."), {"at": {"at": phase.ends_at.isoformat()}}
        yield phase.process, News(Kind.SCORING, said, path, key, params)


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
