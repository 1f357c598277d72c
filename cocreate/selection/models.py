"""Tables of the selection: candidates, participants' rankings, criteria, scores, the shortlist and the decision."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.camp.models import Camp
from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Process, SentOnce


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
