"""A candidate's dossier for the committee: what it rests on, how it was ranked and scored, what was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cocreate.process.models import Process
from cocreate.selection import queries as selection
from cocreate.selection.evidence import Evidence, evidence_of, quotes_behind
from cocreate.selection.models import CriteriaSet, Criterion, Sid
from cocreate.selection.queries import Line
from cocreate.selection.record.orders import respondents_order
from cocreate.selection.record.queries import respondents_of
from cocreate.selection.room import queries
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting, Motion, RoomPost
from cocreate.survey.personal.gate import PublicAnswer


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
