"""Tables of the selection: candidates and moves, rankings, criteria and weights, score sheets, the shortlist."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.camp.models import Camp
from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Challenge, Process, SentOnce


class Sid(SentOnce, HasPublicId, Base):
    """A candidate strategic innovation domain, or a transversal lever."""

    __tablename__ = "sid"
    ref_type = "sid"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default="sid")  # rules.CandidateKind: sid | lever
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    sub_domains: Mapped[list[Any]] = mapped_column(default=list)  # list of translated texts
    position: Mapped[int]
    is_reconstructed: Mapped[bool] = mapped_column(default=False)  # demonstration: not named by the source
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    withdrawal_reason: Mapped[str] = mapped_column(String(1000), default="")
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship()

    __mapper_args__ = {"version_id_col": version}


class RankingRound(HasPublicId, Base):
    """Participants order the candidates on each dimension; candidates and counting rule are fixed at the opening."""

    __tablename__ = "ranking_round"
    ref_type = "ranking_round"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12), default="draft")  # rules.RoundState: draft open closed
    dimensions: Mapped[list[str]] = mapped_column(default=list)  # rules.Dimension keys
    counting_rule: Mapped[str] = mapped_column(String(16), default="kemeny")
    weighting: Mapped[str] = mapped_column(String(12), default="raw")  # rankings.terms.Weighting
    targets: Mapped[dict[str, int]] = mapped_column(default=dict)  # wanted share per family of the helix, per cent
    places: Mapped[int] = mapped_column(default=0)  # how many are looked at as chosen, fixed at the opening
    seed: Mapped[int] = mapped_column(default=1)  # of what is drawn in the checks, fixed at the opening
    opens_ballots: Mapped[bool] = mapped_column(default=False)  # people were told that anybody may count again
    shown: Mapped[list[str]] = mapped_column(default=list)  # public ids of the candidates, fixed at the opening
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    results: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reports.ranking_report per dimension, at closing
    camp: Mapped[Camp] = relationship()


class RankingBallot(Base):
    """One participant's order of the candidates on one dimension; sending again replaces it while the round is open.

    A participant is a seat of the camp, or a signed-in person without one.
    """

    __tablename__ = "ranking_ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "seat_id", "dimension"),
        UniqueConstraint("round_id", "user_id", "dimension"),
        CheckConstraint("(seat_id IS NULL) <> (user_id IS NULL)", name="one_voter"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("ranking_round.id", ondelete="CASCADE"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    dimension: Mapped[str] = mapped_column(String(24))
    order: Mapped[list[Any]] = mapped_column("ballot_order")  # groups best first: [[public id, …], …]
    points: Mapped[dict[str, int]] = mapped_column(default=dict)  # given, in a round of points
    shown: Mapped[list[str]] = mapped_column(
        default=list
    )  # what the person could rank, as listed; []: all, unknown how
    helix: Mapped[str] = mapped_column(String(16), default="")


class CriteriaSet(HasPublicId, Base):
    """The criteria of one selection with their weights; frozen once the first score is given.

    Members score between `scoring_opened_at` and `scoring_closed_at`, blind: until then each sees only their own.
    """

    __tablename__ = "criteria_set"
    ref_type = "criteria_set"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), unique=True)
    frozen_at: Mapped[datetime | None]
    scoring_opened_at: Mapped[datetime | None]
    scoring_closed_at: Mapped[datetime | None]
    shortlist_size: Mapped[int] = mapped_column(default=6)
    # What the public record says of conflicts of interest (sheets.rules.ConflictRule).
    conflict_rule: Mapped[str] = mapped_column(String(8), default="count")
    # Rankings that count as a criterion: {"criterion": key, "round": public id, "dimension": key}; {}: evidence only.
    crowd: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    criteria: Mapped[list["Criterion"]] = relationship(order_by="Criterion.position", back_populates="criteria_set")

    __mapper_args__ = {"version_id_col": version}

    @property
    def judged(self) -> list["Criterion"]:
        """The criteria that the committee marks: all but the one that the participants' rankings mark."""
        return [criterion for criterion in self.criteria if criterion.key != self.crowd.get("criterion")]


class Criterion(HasPublicId, Base):
    """One ground for choosing; the weights of a set add up to 100."""

    __tablename__ = "criterion"
    __table_args__ = (UniqueConstraint("criteria_set_id", "key"),)
    ref_type = "criterion"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    questions: Mapped[list[Any]] = mapped_column(default=list)  # translated texts that help to judge
    rubric: Mapped[list[Any]] = mapped_column(default=list)  # what each mark from 0 to 4 means, translated; or empty
    evidence_expected: Mapped[dict[str, str]] = mapped_column(default=dict)
    weight: Mapped[int]
    position: Mapped[int]
    criteria_set: Mapped[CriteriaSet] = relationship(back_populates="criteria")


class Score(Base):
    """A committee member's score of a candidate on a criterion in one round, 0 to 4.

    Without a value the member cannot judge it, or abstained (`is_abstained`).
    """

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("sid_id", "criterion_id", "member_id", "round"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    round: Mapped[int] = mapped_column(default=1)  # ScoringRound.number
    value: Mapped[int | None]
    is_abstained: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[str] = mapped_column(String(8), default="")  # sheets.rules.Confidence
    reason: Mapped[str] = mapped_column(String(1000), default="")
    evidence: Mapped[list[str]] = mapped_column(default=list)  # "type:public id" of each piece (sheets.attaching)
    at: Mapped[datetime]


class Shortlist(HasPublicId, Base):
    """The machine's proposal, kept whole, and the moment at which the committee's decision was published."""

    __tablename__ = "shortlist"
    ref_type = "shortlist"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), unique=True)
    proposal: Mapped[dict[str, Any]]  # report of analysis.choice: totals, ranks, proposed ids, margin, robustness, seed
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]  # set once: the decision is then public and final
    decision_hash: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of what was published
    version: Mapped[int] = mapped_column(default=1)
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.position", back_populates="shortlist")

    __mapper_args__ = {"version_id_col": version}


class Decision(HasPublicId, Base):
    """What the committee decides on one candidate; a difference from the proposal carries a written reason.

    A draft that the committee can still change, until the shortlist's `decided_at` makes it the decision.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("shortlist_id", "sid_id"),)
    ref_type = "decision"
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    is_kept: Mapped[bool]
    was_proposed: Mapped[bool]
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    final_title: Mapped[dict[str, str]] = mapped_column(default=dict)  # the name under which it was adopted
    is_transversal: Mapped[bool] = mapped_column(default=False)  # kept as a domain that serves all the others
    taken_up_in: Mapped[list[str]] = mapped_column(default=list)  # public ids of candidates in which it lives on
    position: Mapped[int] = mapped_column(default=0)  # order on the shortlist
    note: Mapped[str] = mapped_column(Text, default="")
    shortlist: Mapped[Shortlist] = relationship(back_populates="decisions")
    sid: Mapped[Sid] = relationship()


class ScoringRound(HasPublicId, Base):
    """A time in which members score; a second one follows a discussion and begins with everybody's own marks."""

    __tablename__ = "scoring_round"
    __table_args__ = (UniqueConstraint("criteria_set_id", "number"),)
    ref_type = "scoring_round"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"))
    number: Mapped[int]  # from 1 on; `Score.round` is this number
    purpose: Mapped[dict[str, str]] = mapped_column(default=dict)  # why there is another round
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reports.proposal_report, at closing
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # closing.facts_of, at closing: sheets, confidence


class ScoreSheet(Base):
    """That a member handed in a sheet in a round; empty again when the member took it back."""

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("round_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("scoring_round.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    submitted_at: Mapped[datetime | None]


class ConflictOfInterest(HasPublicId, Base):
    """A member's conflict of interest with a candidate: while it stands, the member's marks of it do not count."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("sid_id", "member_id"),)
    ref_type = "conflict"
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.ConflictKind
    words: Mapped[str] = mapped_column(String(1000), default="")
    is_own: Mapped[bool]  # declared by the member, not by an organiser
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # declared by mistake, and taken back
    sid: Mapped[Sid] = relationship()
    member: Mapped[User] = relationship()


class PrivateNote(Base):
    """A member's own words on a candidate and a criterion, shown to nobody else, ever."""

    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("sid_id", "criterion_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(2000))


class CriteriaVersion(HasPublicId, Base):
    """The criteria with their words and weights as they were from one moment on; never changed."""

    __tablename__ = "criteria_version"
    __table_args__ = (UniqueConstraint("criteria_set_id", "number"),)
    ref_type = "criteria_version"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"))
    number: Mapped[int]  # 1 for the first
    at: Mapped[datetime]
    said: Mapped[dict[str, Any]]  # versions.snapshot
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of `said`


class Weighing(HasPublicId, Base):
    """The committee says what the criteria weigh, each member alone and unseen until it is closed."""

    __tablename__ = "weighing"
    __table_args__ = (UniqueConstraint("criteria_set_id", "number"),)
    ref_type = "weighing"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"))
    number: Mapped[int]  # the one with the highest counts
    method: Mapped[str] = mapped_column(String(8))  # rules.WeighMethod: direct | points | swing
    keys: Mapped[list[str]]  # of the criteria, fixed at the opening
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(8), default="")  # rules.Outcome: pooled | other, once decided
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # why other weights than the members'


class MemberWeighing(Base):
    """One member's weights; sending again replaces them while the weighing is open."""

    __tablename__ = "member_weighing"
    __table_args__ = (UniqueConstraint("weighing_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    weighing_id: Mapped[int] = mapped_column(ForeignKey("weighing.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    given: Mapped[dict[str, Any]]  # criterion key -> [weight, lowest, highest that the member could live with]
    at: Mapped[datetime]


class SidChallenge(Base):
    """How strongly a candidate serves a challenge, as a person confirmed it; 0 says that it does not."""

    __tablename__ = "sid_challenge"
    __table_args__ = (UniqueConstraint("sid_id", "challenge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    strength: Mapped[int]  # rules.STRENGTHS
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship()
    sid: Mapped[Sid] = relationship()


class SelectionMove(HasPublicId, Base):
    """A candidate was excluded, merged, split or made transversal, with a reason; taking it back leaves the row."""

    __tablename__ = "selection_move"
    ref_type = "selection_move"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.MoveKind
    is_in_decision: Mapped[bool] = mapped_column(default=False)  # made in the draft of the decision, after scoring
    sources: Mapped[list[str]] = mapped_column(default=list)  # public ids of the candidates that were moved
    targets: Mapped[list[str]] = mapped_column(default=list)  # public ids of those that they became or went into
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # by language; "und" where nobody said which
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)  # in the decision: the sources' choices until then
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    @property
    def said(self) -> dict[str, str] | str:
        """The reason as a page shows it: in its languages, or as it was written."""
        return self.reason.get("und") or self.reason

    @property
    def is_into_others(self) -> bool:
        """Whether its targets are candidates that were there before, rather than what the move made."""
        return self.is_in_decision and self.kind == "merge"
