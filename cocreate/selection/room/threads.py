"""People write about candidates, change or withdraw what they wrote, and moderators hide what breaks the rules."""

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import path_of
from cocreate.core import audit, events
from cocreate.core.permissions import Actor, ActorKind
from cocreate.core.telling import N_, Kind, Telling, tell
from cocreate.errors import Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection.events import MeetingChanged
from cocreate.selection.models import Criterion, Sid
from cocreate.selection.room import queries
from cocreate.selection.room.models import RoomPost
from cocreate.selection.room.rules import TEXT_LIMIT


def write_post(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    text: str,
    *,
    criterion: Criterion | None = None,
    answers: RoomPost | None = None,
    form_id: str | None = None,
) -> RoomPost:
    """A post in the thread of a candidate or of one criterion; an answer stays in the thread of what it answers."""
    known = queries.find_post(session, process, form_id) if form_id else None
    if known is not None:
        return known
    if sid.process_id != process.id or (answers is not None and answers.sid_id != sid.id):
        raise Invalid("selection.post.other_thread")
    meeting = queries.meeting_now(session, process)
    post = RoomPost(
        sid_id=sid.id,
        criterion_id=answers.criterion_id if answers is not None else criterion.id if criterion is not None else None,
        meeting_id=meeting.id if meeting is not None else None,
        answers_id=(answers.answers_id or answers.id) if answers is not None else None,
        author_id=actor.user_id,
        text=_checked(text),
        at=clock.now(),
    )
    if form_id:
        post.public_id = form_id
    session.add(post)
    session.flush()
    _tell(session, actor, process, post, "write")
    if answers is not None and answers.author_id not in (None, actor.user_id):
        said = N_("Somebody answers what you wrote about “%(title)s”.")
        _tell_author(session, process, answers, Kind.REPLY, said)
    return post


def change_post(session: Session, actor: Actor, process: Process, post: RoomPost, text: str, *, version: int) -> None:
    """Another wording; the earlier one stays readable below it."""
    _check_own(actor, post)
    wanted = _checked(text)
    if wanted == post.text:
        return
    if post.version != version:
        raise Conflict("changed_meanwhile")
    post.earlier = [*post.earlier, {"text": post.text, "until": clock.now().isoformat()}]
    post.text = wanted
    _tell(session, actor, process, post, "change")


def withdraw_post(session: Session, actor: Actor, process: Process, post: RoomPost) -> None:
    """Take one's words back: they are erased, and that something stood there remains."""
    if post.withdrawn_at is not None:
        return
    _check_own(actor, post)
    post.withdrawn_at, post.text, post.earlier = clock.now(), "", []
    _tell(session, actor, process, post, "withdraw")


def hide_post(session: Session, actor: Actor, process: Process, post: RoomPost, reason: str) -> None:
    """Hide a post for a reason that everybody in the room reads; its author still reads the words."""
    if not reason.strip():
        raise Invalid("selection.post.needs_reason")
    if post.withdrawn_at is not None or post.hidden_at is not None:
        return
    post.hidden_at, post.hidden_reason = clock.now(), reason.strip()
    _tell(session, actor, process, post, "hide")
    if post.author_id not in (None, actor.user_id):
        _tell_author(session, process, post, Kind.MODERATION, N_("What you wrote about “%(title)s” was hidden."))


def show_post(session: Session, actor: Actor, process: Process, post: RoomPost) -> None:
    """Show it again."""
    if post.hidden_at is None:
        return
    post.hidden_at, post.hidden_reason = None, ""
    _tell(session, actor, process, post, "show")


def _checked(text: str) -> str:
    if not text.strip():
        raise Invalid("selection.post.empty")
    if len(text) > TEXT_LIMIT:
        raise Invalid("too_long", limit=TEXT_LIMIT)
    return text.strip()


def _check_own(actor: Actor, post: RoomPost) -> None:
    if actor.kind is not ActorKind.SYSTEM and (actor.user_id is None or actor.user_id != post.author_id):
        raise NotAllowed("selection.post.not_yours")
    if post.withdrawn_at is not None:
        raise Conflict("selection.post.withdrawn")
    if post.hidden_at is not None:
        raise Conflict("selection.post.hidden")


def _tell_author(session: Session, process: Process, post: RoomPost, kind: Kind, said: str) -> None:
    assert post.author_id is not None
    path = path_of("selection.dossier", process_id=process.public_id, sid_id=post.sid.public_id)
    tell(session, Telling(post.author_id, kind, said, path, process.id, {"title": post.sid.title}))


def _tell(session: Session, actor: Actor, process: Process, post: RoomPost, verb: str) -> None:
    audit.record(session, actor, f"selection:post:{verb}", post.ref, process=process.public_id)
    meeting = queries.meeting_now(session, process)
    if meeting is not None:
        events.announce(session, MeetingChanged(meeting.public_id))
    session.flush()
