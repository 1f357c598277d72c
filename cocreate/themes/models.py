"""Tables of the analysis: a run of the machine, the themes it proposes, and what people decide about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.survey.models import Answer, Consultation, Question


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
    # the machine's proposal, never changed afterwards
    machine_labels: Mapped[dict[str, str]]
    size: Mapped[int]
    by_helix: Mapped[dict[str, int]] = mapped_column(default=dict)
    by_language: Mapped[dict[str, int]] = mapped_column(default=dict)
    stability: Mapped[float | None]
    stability_level: Mapped[str] = mapped_column(String(12), default="")
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
    """An answer in a theme, with the strength of its belonging; quotes are the answers that show the theme best."""

    __tablename__ = "theme_answer"
    __table_args__ = (UniqueConstraint("theme_id", "answer_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    strength: Mapped[float]
    quote_rank: Mapped[int | None]  # 1 = best quote; None = not a quote
    answer: Mapped[Answer] = relationship()
