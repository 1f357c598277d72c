"""A candidate's dossier for the committee, with its threads and single posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.core.db import begin_reading, db
from cocreate.core.ids import form_public_id
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.selection import queries as selection
from cocreate.selection import views as selection_views
from cocreate.selection.evidence import Evidence, evidence_of, quotes_behind
from cocreate.selection.models import CriteriaSet, Criterion, Sid
from cocreate.selection.queries import Line
from cocreate.selection.record.queries import respondents_of
from cocreate.selection.record.rules import respondents_order
from cocreate.selection.room import queries, threads
from cocreate.selection.room.forms import HideForm, PostForm, at_spot
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting, Motion, RoomPost
from cocreate.selection.room.pages import candidate_of_address, post_of_address, refusal_of
from cocreate.selection.routes import pages
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in


@dataclass(frozen=True)
class Audience:
    """How one audience ranked the candidate on one dimension."""

    dimension: str
    group: str  # "" for all
    ballots: int
    share: float | None  # of comparisons won
    place: int | None  # of all; families have a share only


@dataclass(frozen=True)
class Thread:
    """The posts about the candidate as a whole (criterion None) or on one criterion, each with its answers."""

    criterion: Criterion | None
    posts: list[tuple[RoomPost, list[RoomPost]]]

    @property
    def spot(self) -> str:
        """Its name on the page."""
        return self.criterion.public_id if self.criterion is not None else "all"

    @property
    def size(self) -> int:
        """How many posts and answers there are."""
        return sum(1 + len(answers) for _post, answers in self.posts)


@dataclass(frozen=True)
class Dossier:
    """All of it."""

    sid: Sid
    evidence: Evidence
    quotes: dict[int, list[PublicAnswer]]
    line: Line | None  # once scoring is closed
    places: int  # candidates in the proposal
    criteria: CriteriaSet | None
    audiences: list[Audience]
    respondents: Audience | None  # of the consultation, who ranked the challenges that it serves
    threads: list[Thread]
    points: list[tuple[CommitteeMeeting, AgendaItem]]
    motions: list[Motion]


def dossier_of(session: Session, process: Process, sid: Sid) -> Dossier:
    """Everything the committee reads about one candidate. Scores are those of the proposal, so none before it."""
    evidence = evidence_of(session, process, [sid])
    lines, criteria = selection.score_table(session, process), selection.criteria_of(session, process)
    latest, posts = selection.latest_results(session, process), queries.threads_about(session, sid)
    known: list[Criterion | None] = [None, *(criteria.criteria if criteria is not None else [])]
    return Dossier(
        sid=sid,
        evidence=evidence[sid.id],
        quotes=quotes_behind(session, evidence.values()),
        line=next((line for line in lines if line.sid.id == sid.id), None),
        places=len(lines),
        criteria=criteria,
        audiences=audiences(latest[1], sid.public_id) if latest is not None else [],
        respondents=_respondents(session, process, sid),
        threads=[Thread(one, posts.get(one.id if one is not None else None, [])) for one in known],
        points=_points(session, process, sid),
        motions=[motion for motion in queries.motions_of(session, process) if sid.public_id in motion.sids],
    )


def audiences(results: Mapping[str, Any], sid: str) -> list[Audience]:
    """All ballots together, then the families large enough to be shown, on each dimension of a closed round."""
    found = []
    for dimension, told in results.items():
        row = told["rows"].get(sid)
        if row is None or not told["ballots"]:
            continue
        found.append(Audience(dimension, "", told["ballots"], row["borda"], row["place"]))
        found += [
            Audience(dimension, group, size, told["group_shares"][group].get(sid), None)
            for group, size in told["groups"].items()
        ]
    return found


def _respondents(session: Session, process: Process, sid: Sid) -> Audience | None:
    found = respondents_of(session, process, selection.candidates(session, process))
    order = respondents_order(found.answered, found.shares, found.links)
    score = order.scores.get(sid.public_id)
    return None if score is None else Audience("", "", order.base, score, order.places[sid.public_id])


def _points(session: Session, process: Process, sid: Sid) -> list[tuple[CommitteeMeeting, AgendaItem]]:
    return [
        (meeting, item)
        for meeting in queries.meetings_of(session, process)
        for item in queries.agenda_of(session, meeting)
        if sid.public_id in item.sids
    ]


@pages.get("/room/candidates/<sid_id>")
@requires("selection:room:view")
def dossier(sid_id: str) -> Any:
    """One candidate as the committee reads it."""
    return _dossier_page(sid_id)


def _dossier_page(sid_id: str, typed: Any = None, spot: str = "", problem: str = "", status: int = 200) -> Any:
    """`typed`: a form that was refused, at its place on the page (`spot`)."""
    begin_reading()
    session, sid = db.session(), candidate_of_address(sid_id)

    def form_at(name: str) -> Any:
        return typed if typed is not None and name == spot else at_spot(PostForm(formdata=None), name)

    return (
        render_template(
            "selection/room/dossier.html",
            dossier=dossier_of(session, g.process, sid),
            sid=sid,
            me=current_actor().user_id,
            form_at=form_at,
            spot=spot,
            form=typed,
            problem=problem,
            number=selection_views.number,
            share=selection_views.share,
        ),
        status,
    )


@pages.post("/room/candidates/<sid_id>/posts")
@requires("selection:post:write")
def write_post(sid_id: str) -> Any:
    """Write in a thread, or answer."""
    form = PostForm()
    spot = form.answers.data or form.criterion.data or "all"
    candidate_of_address(sid_id)
    if not form.validate():
        return _dossier_page(sid_id, at_spot(form, spot), spot, status=422)

    def work(session: Session) -> None:
        threads.write_post(
            session,
            current_actor(),
            g.process,
            candidate_of_address(sid_id),
            form.text.data or "",
            criterion=_criterion_named(form.criterion.data or ""),
            answers=_post_named(form.answers.data or ""),
            form_id=form_public_id(form.form_id.data),
        )

    refused = refusal_of(work)
    if refused is not None:
        return _dossier_page(sid_id, at_spot(form, spot), spot, *refused)
    return redirect(url_for("selection.dossier", sid_id=sid_id) + f"#post-{form.form_id.data}", 303)


def _criterion_named(public_id: str) -> Criterion | None:
    """The criterion of a thread; None for the candidate as a whole."""
    if not public_id:
        return None
    criteria = selection.criteria_of(db.session(), g.process)
    found = next((row for row in criteria.criteria if row.public_id == public_id), None) if criteria else None
    if found is None:
        raise NotFound()
    return found


def _post_named(public_id: str) -> RoomPost | None:
    return post_of_address(public_id[:16]) if public_id else None


@pages.get("/room/posts/<post_id>")
@requires("selection:room:view")
def post(post_id: str) -> Any:
    """One post: its earlier wordings, and what its author and moderators can do with it."""
    return _post_page(post_id)


def _post_page(post_id: str, form: Any = None, hide: Any = None, problem: str = "", status: int = 200) -> Any:
    begin_reading()
    found = post_of_address(post_id)
    data = {"text": found.text, "version": str(found.version)}
    is_own = found.author_id is not None and found.author_id == current_actor().user_id
    return (
        render_template(
            "selection/room/post.html",
            post=found,
            form=form or PostForm(formdata=None, data=data),
            hide=hide or HideForm(formdata=None),
            problem=problem,
            me=current_actor().user_id,
            is_own=is_own,
        ),
        status,
    )


@pages.post("/room/posts/<post_id>")
@requires("selection:post:write")
def change_post(post_id: str) -> Any:
    """Another wording of one's own."""
    post_of_address(post_id)
    form = PostForm()
    if not form.validate():
        return _post_page(post_id, form, status=422)
    text, version = form.text.data or "", number_in(form.version.data)

    def work(session: Session) -> None:
        threads.change_post(session, current_actor(), g.process, post_of_address(post_id), text, version=version)

    refused = refusal_of(work)
    if refused is not None:
        form.version.data = str(post_of_address(post_id).version)
        return _post_page(post_id, form, None, *refused)
    return _to_thread(post_id)


@pages.post("/room/posts/<post_id>/withdraw")
@requires("selection:post:write")
def withdraw_post(post_id: str) -> Any:
    """Take one's words back."""
    return _do(post_id, threads.withdraw_post)


@pages.post("/room/posts/<post_id>/hide")
@requires("selection:post:moderate")
def hide_post(post_id: str) -> Any:
    """Hide a post, with a reason."""
    post_of_address(post_id)
    form = HideForm()
    if not form.validate():
        return _post_page(post_id, hide=form, status=422)
    reason = form.reason.data or ""

    def work(session: Session) -> None:
        threads.hide_post(session, current_actor(), g.process, post_of_address(post_id), reason)

    refused = refusal_of(work)
    if refused is not None:
        return _post_page(post_id, None, form, *refused)
    flash(_("The post is hidden; everybody in the room reads why."), "success")
    return _to_thread(post_id)


@pages.post("/room/posts/<post_id>/show")
@requires("selection:post:moderate")
def show_post(post_id: str) -> Any:
    """Show it again."""
    return _do(post_id, threads.show_post)


def _do(post_id: str, do: Any) -> Any:
    def work(session: Session) -> None:
        do(session, current_actor(), g.process, post_of_address(post_id))

    refused = refusal_of(work)
    if refused is not None:
        return _post_page(post_id, None, None, *refused)
    return _to_thread(post_id)


def _to_thread(post_id: str) -> Any:
    sid = post_of_address(post_id).sid
    return redirect(url_for("selection.dossier", sid_id=sid.public_id) + f"#post-{post_id}", 303)
