"""Tables of the analysis: a run of the machine, the themes it proposes, and what people decide about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import NO_ORDER, Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.survey.models import Answer, Consultation, Question
from cocreate.themes.rules import CameBy


class AnalysisRun(HasPublicId, Base):
    """One reading of a consultation's free texts, with all that is needed to repeat it."""

    __tablename__ = "analysis_run"
    ref_type = "analysis_run"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    seed: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    versions: Mapped[dict[str, str]] = mapped_column(default=dict)
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    # Per question key: {"answers": n, "placed": n, "unplaced": {class: n}, "language_nmi": x}
    coverage: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Per question key: [[left, right, height, key, labels], …] over the keys of themes, lowest first
    trees: Mapped[dict[str, Any]] = mapped_column(default=dict)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what became of the themes of the run before
    campaigns: Mapped[dict[str, Any]] = mapped_column(default=dict)  # per question key: copies of a template
    oppositions: Mapped[dict[str, Any]] = mapped_column(default=dict)  # per question key: pairs that oppose each other
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    is_current: Mapped[bool] = mapped_column(default=False)  # the run whose themes are shown
    consultation: Mapped[Consultation] = relationship()
    job: Mapped[Job | None] = relationship()
    themes: Mapped[list["Theme"]] = relationship(back_populates="run", order_by="Theme.id")


class Theme(HasPublicId, Base):
    """What several answers have in common. The machine's words and people's decision are separate columns."""

    __tablename__ = "theme"
    ref_type = "theme"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    # Its leaf in the run's tree; what people make of themes keeps the leaf of the theme that most of it came from.
    key: Mapped[str] = mapped_column(String(16), default="")
    # the machine's proposal, never changed afterwards
    machine_labels: Mapped[dict[str, str]]
    size: Mapped[int]  # answers whose main theme it is: these add up
    also: Mapped[int] = mapped_column(default=0)  # answers of other themes that speak of it too
    by_helix: Mapped[dict[str, int]] = mapped_column(default=dict)
    by_language: Mapped[dict[str, int]] = mapped_column(default=dict)
    stability: Mapped[float | None]
    stability_level: Mapped[str] = mapped_column(String(12), default="")
    voices: Mapped[dict[str, Any]] = mapped_column(default=dict)  # helix category -> what it says more than the others
    suggestion: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # {"target": [type, id] | None, "score": x, "others": […]}
    # the human decision
    labels: Mapped[dict[str, str]] = mapped_column(default=dict)  # empty: the machine's labels stand
    state: Mapped[str] = mapped_column(String(12), default="proposed")  # rules.ThemeState
    belongs_to: Mapped[str] = mapped_column(
        String(16), default=""
    )  # rules.Belonging: "", challenge, sub_challenge, new, transversal
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id", ondelete="SET NULL"))
    sub_challenge_id: Mapped[int | None] = mapped_column(ForeignKey("sub_challenge.id", ondelete="SET NULL"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    run: Mapped[AnalysisRun] = relationship(back_populates="themes")
    question: Mapped[Question] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> dict[str, str]:
        """The labels shown: people's, completed by the machine's."""
        return {**self.machine_labels, **self.labels}


class ThemeAnswer(Base):
    """An answer in a theme, with the strength of its belonging; quotes are the answers that show the theme best.

    An answer has one main theme at most in a run; it is also in others when a part of it (start to stop) speaks of
    them.
    """

    __tablename__ = "theme_answer"
    __table_args__ = (UniqueConstraint("theme_id", "answer_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    strength: Mapped[float]
    quote_rank: Mapped[int | None]  # 1 = best quote; None = not a quote
    is_main: Mapped[bool] = mapped_column(default=True)
    start: Mapped[int] = mapped_column(default=0)  # the statement that belongs, as a part of the answer's text
    stop: Mapped[int | None]  # None: to the end
    x: Mapped[float | None]  # place on the map, -1 to 1
    y: Mapped[float | None]
    dissent_rank: Mapped[int | None]  # 1 = the answer that disagrees most with its theme; None = it does not
    came_by: Mapped[str] = mapped_column(String(8), default=CameBy.RUN.value)
    answer: Mapped[Answer] = relationship()


class UnplacedAnswer(Base):
    """An answer that a run left in no theme, and why; with the main answers of the themes these are all answers."""

    __tablename__ = "unplaced_answer"
    __table_args__ = (NO_ORDER,)
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(String(16))  # empty, no_opinion, other, not_processed
    answer: Mapped[Answer] = relationship()


class TextVector(Base):
    """What the encoder makes of an answer or of a part of it, by its hash; erased with the answer it came from."""

    __tablename__ = "text_vector"
    __table_args__ = (NO_ORDER,)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)  # encoder's name and the text's hash
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)  # little-endian float16
