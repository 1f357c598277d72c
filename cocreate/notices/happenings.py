"""What happens in a process, told to whom it concerns once it is committed, in a transaction of its own."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.accounts.mails import path_of
from cocreate.core import events, jobs
from cocreate.core.db import transaction
from cocreate.core.jobs import JobEnded, JobState
from cocreate.core.permissions import Role
from cocreate.core.telling import N_, Kind, Telling
from cocreate.directory.taking_part import RequestConfirmed
from cocreate.ecosystem.events import ChangeAsked
from cocreate.information.commands import SheetKept, SheetPublished
from cocreate.information.models import InformationSheet
from cocreate.notices.rules import Item
from cocreate.notices.storing import (
    COMMITTEE,
    EVERYBODY,
    GUESTS,
    RUNNING,
    STUDYING,
    WHOLE,
    News,
    store,
    tell_all,
    tell_people,
)
from cocreate.process.events import ValidationAsked, ValidationDecided, ValidationRemarked
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import find_process
from cocreate.process.rules import ChallengeState
from cocreate.public.fates.commands import ThemeAnswered
from cocreate.public.models import NewsPost
from cocreate.public.news.commands import NewsPublished
from cocreate.selection.events import DecisionPublished, MeetingChanged, RoundOpened, ScoringOpened
from cocreate.selection.models import Sid
from cocreate.selection.room.models import CommitteeMeeting
from cocreate.selection.room.rules import MeetingState
from cocreate.survey.events import ConsultationClosed, ConsultationOpened
from cocreate.survey.models import Consultation
from cocreate.themes.models import Theme

E = TypeVar("E")
WORTH_TELLING = timedelta(minutes=1)  # somebody who waited less long saw the task end


def hears(kind: type[E]) -> Callable[[Callable[[Session, E], None]], Callable[[Session, E], None]]:
    """Decorator: called with a session of its own; the one that announced the event has just committed."""

    def register(tell: Callable[[Session, E], None]) -> Callable[[Session, E], None]:
        def listener(happened: E) -> None:
            with current_app.app_context(), transaction() as session:
                tell(session, happened)

        events.on(kind)(listener)
        return tell

    return register


@hears(ValidationAsked)
def challenge_laid_before(session: Session, happened: ValidationAsked) -> None:
    """The committee is asked about a challenge."""
    said, key = N_("The challenge “%(title)s” lies before the committee."), f"validation:{happened.validation}:asked"
    _tell_of_challenge(session, happened.process, happened.challenge, said, key, COMMITTEE)


@hears(ValidationRemarked)
def challenge_remarked(session: Session, happened: ValidationRemarked) -> None:
    """A remark waits for an answer."""
    said, key = N_("A member remarks on the challenge “%(title)s”."), f"remark:{happened.remark}"
    _tell_of_challenge(session, happened.process, happened.challenge, said, key, RUNNING)


@hears(ValidationDecided)
def challenge_decided(session: Session, happened: ValidationDecided) -> None:
    """The committee knows what it decided; organisers go on with it, and whoever follows the challenge hears of it."""
    process, challenge = find_process(session, happened.process), _challenge(session, happened.challenge)
    if process is None or challenge is None:
        return
    said, key = N_("It is decided about the challenge “%(title)s”."), f"validation:{happened.validation}:decided"
    _tell_of_challenge(session, happened.process, happened.challenge, said, key, (*RUNNING, *COMMITTEE))
    if challenge.state == ChallengeState.LISTED:
        path = path_of("fiche.show", process_id=process.public_id, challenge_id=challenge.public_id)
        news = News(Kind.CHALLENGE, said, path, key, {"title": challenge.title})
        tell_all(session, process, news, (), [(Item.CHALLENGE, challenge.public_id)])


def _challenge(session: Session, public_id: str) -> Challenge | None:
    return session.scalar(select(Challenge).where(Challenge.public_id == public_id))


def _tell_of_challenge(
    session: Session, process_id: str, challenge_id: str, said: str, key: str, roles: Iterable[Role]
) -> None:
    process, challenge = find_process(session, process_id), _challenge(session, challenge_id)
    if process is not None and challenge is not None:
        path = path_of("validation.show", process_id=process_id, challenge_id=challenge_id)
        tell_people(session, process, News(Kind.CHALLENGE, said, path, key, {"title": challenge.title}), roles)


@hears(RequestConfirmed)
def registration_waits(session: Session, happened: RequestConfirmed) -> None:
    """Somebody wants to take part. Who it is stands on the page only."""
    said, key = N_("Somebody registered and waits for a decision."), f"request:{happened.request}"
    _tell_what_waits(session, happened.process, said, key, "directory_participants.index")


@hears(ChangeAsked)
def change_waits(session: Session, happened: ChangeAsked) -> None:
    """An actor asks for another entry, or for none."""
    said, key = N_("An actor asks for a change of its entry."), f"change:{happened.change}"
    _tell_what_waits(session, happened.process, said, key, "ecosystem_manage.changes")


def _tell_what_waits(session: Session, process_id: str, said: str, key: str, endpoint: str) -> None:
    process = find_process(session, process_id)
    if process is not None:
        news = News(Kind.WAITING, said, path_of(endpoint, process_id=process_id), key)
        tell_people(session, process, news, RUNNING)


@hears(ConsultationOpened)
def consultation_opened(session: Session, happened: ConsultationOpened) -> None:
    """Everybody is asked."""
    said = N_("The consultation “%(title)s” is open.")
    _tell_of_consultation(session, happened.consultation_id, said, lambda row: ("open", row.opened_at), GUESTS)


@hears(ConsultationClosed)
def consultation_closed(session: Session, happened: ConsultationClosed) -> None:
    """Those who run it go on with it; the others may look at what was said."""
    said = N_("The consultation “%(title)s” is closed.")
    _tell_of_consultation(session, happened.consultation_id, said, lambda row: ("end", row.closed_at), STUDYING)


def _tell_of_consultation(
    session: Session,
    consultation_id: int,
    said: str,
    when: Callable[[Consultation], tuple[str, datetime | None]],
    roles: Iterable[Role],
) -> None:
    asked = select(Consultation).where(Consultation.id == consultation_id).options(joinedload(Consultation.process))
    row = session.scalar(asked)
    if row is None:
        return
    what, at = when(row)
    path, key = path_of("survey.index", process_id=row.process.public_id), f"consultation:{row.public_id}:{what}:"
    news = News(Kind.CONSULTATION, said, path, key + _moment(at), {"title": row.title})
    tell_all(session, row.process, news, roles)


@hears(RoundOpened)
def ranking_opened(session: Session, happened: RoundOpened) -> None:
    """Participants can rank."""
    process = find_process(session, happened.process)
    if process is not None:
        path = path_of("selection.ranking", process_id=process.public_id, round_id=happened.round)
        news = News(Kind.SCORING, N_("You can rank the candidates from now on."), path, f"ranking:{happened.round}")
        tell_people(session, process, news, (Role.PARTICIPANT,))


@hears(ScoringOpened)
def scoring_opened(session: Session, happened: ScoringOpened) -> None:
    """The committee can score."""
    process = find_process(session, happened.process)
    if process is not None:
        path = path_of("selection.scores", process_id=process.public_id)
        news = News(Kind.SCORING, N_("You can score the candidates from now on."), path, f"scoring:{happened.round}")
        tell_people(session, process, news, COMMITTEE)


@hears(MeetingChanged)
def meeting_called(session: Session, happened: MeetingChanged) -> None:
    """A meeting has a day now, or another one."""
    row = session.scalar(
        select(CommitteeMeeting)
        .where(CommitteeMeeting.public_id == happened.meeting)
        .options(joinedload(CommitteeMeeting.process))
    )
    if row is None or row.state != MeetingState.PLANNED or row.starts_at is None or row.starts_at < clock.now():
        return
    path = path_of("selection.meeting", process_id=row.process.public_id, meeting_id=row.public_id)
    said = N_("The committee meets on %(at)s: %(title)s")
    params = {"title": row.title, "at": {"at": row.starts_at.isoformat()}}
    key = f"meeting:{row.public_id}:{_moment(row.starts_at)}"
    tell_people(session, row.process, News(Kind.MEETING, said, path, key, params), COMMITTEE)


@hears(DecisionPublished)
def decision_published(session: Session, happened: DecisionPublished) -> None:
    """The shortlist is public; whoever follows one candidate only hears of that one."""
    process = find_process(session, happened.process)
    if process is None:
        return
    path = path_of("selection.index", process_id=process.public_id)
    key = f"decision:{happened.shortlist}"
    news = News(Kind.DECISION, N_("The committee's decision is published."), path, key)
    tell_all(session, process, news, EVERYBODY)
    for sid in session.scalars(select(Sid).where(Sid.process_id == process.id, Sid.is_withdrawn.is_(False))):
        there = path_of("public.sid", process_id=process.public_id, sid_id=sid.public_id)
        said = N_("It is decided about “%(title)s”.")
        one = News(Kind.DECISION, said, there, key, {"title": sid.title})  # the same key: once for each person
        tell_all(session, process, one, (), [(Item.SID, sid.public_id)])


@hears(ThemeAnswered)
def theme_answered(session: Session, happened: ThemeAnswered) -> None:
    """Organisers replied to what a theme says."""
    theme = session.scalar(select(Theme).where(Theme.public_id == happened.theme))
    process = find_process(session, happened.process)
    if theme is None or process is None:
        return
    path = path_of("themes.show", process_id=process.public_id, theme_id=theme.public_id)
    params, key = {"title": theme.labels or theme.machine_labels}, f"reply:{happened.decision}"
    news = News(Kind.REPLY, N_("The organisers reply to the theme “%(title)s”."), path, key, params)
    tell_all(session, process, news, (), [(Item.THEME, theme.public_id)])


def _sheet(session: Session, public_id: str) -> InformationSheet | None:
    return session.scalar(select(InformationSheet).where(InformationSheet.public_id == public_id))


@hears(SheetKept)
def sheet_waits(session: Session, happened: SheetKept) -> None:
    """A version waits for approval."""
    process, sheet = find_process(session, happened.process), _sheet(session, happened.sheet)
    if process is None or sheet is None:
        return
    names = {"process_id": process.public_id, "challenge_id": sheet.challenge.public_id}
    said = N_("Version %(number)s of the information sheet “%(title)s” waits for approval.")
    params = {"title": sheet.challenge.title, "number": happened.number}
    path, key = path_of("information_manage.versions", **names), f"sheet:{happened.sheet}:{happened.number}:kept"
    tell_people(session, process, News(Kind.SHEET, said, path, key, params), RUNNING)


@hears(SheetPublished)
def sheet_published(session: Session, happened: SheetPublished) -> None:
    """Everybody can read it."""
    process, sheet = find_process(session, happened.process), _sheet(session, happened.sheet)
    if process is None or sheet is None:
        return
    path = path_of("information.newest", process_id=process.public_id, information_sheet_id=sheet.public_id)
    said, params = N_("The information sheet “%(title)s” is published."), {"title": sheet.challenge.title}
    news = News(Kind.SHEET, said, path, f"sheet:{happened.sheet}:{happened.number}", params)
    about = [WHOLE, (Item.SHEET, sheet.public_id), (Item.CHALLENGE, sheet.challenge.public_id)]
    tell_all(session, process, news, GUESTS, about)


@hears(NewsPublished)
def news_published(session: Session, happened: NewsPublished) -> None:
    """Organisers have something to say."""
    process = find_process(session, happened.process)
    post = session.scalar(select(NewsPost).where(NewsPost.public_id == happened.news))
    if process is not None and post is not None:
        path = path_of("news.index", process_id=process.public_id)
        news = News(Kind.NEWS, N_("News: %(title)s"), path, f"news:{post.public_id}", {"title": post.title})
        tell_all(session, process, news, GUESTS)


@hears(JobEnded)
def task_ended(session: Session, happened: JobEnded) -> None:
    """Whoever started a long task hears that it ended; of reading the answers, all who work on themes do."""
    row = session.get(jobs.Job, happened.job_id)
    process = session.get(Process, row.process_id) if row is not None and row.process_id is not None else None
    if row is None or process is None:
        return
    is_done, key = row.state == JobState.DONE, f"task:{row.public_id}:{row.attempts}"
    if row.kind == "themes:analyse" and is_done:
        path = path_of("themes_manage.index", process_id=process.public_id)
        news = News(Kind.THEMES, N_("The answers are read: themes are ready to be looked through."), path, key)
        tell_people(session, process, news, STUDYING)
        return
    user_id: Any = row.arguments["actor"]["user_id"]
    if user_id is None or (is_done and clock.now() - row.asked_at < WORTH_TELLING):
        return
    said = N_("A task that you started is finished.") if is_done else N_("A task that you started stopped: a fault.")
    path = path_of("jobs.show", process_id=process.public_id, job_id=row.public_id)
    store(session, [Telling(user_id, Kind.TASK, said, path, process.id, {}, key)])


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at is not None else ""
