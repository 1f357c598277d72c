"""Tables of the analysis: runs of the machine, what it found, and what people decide about it."""

from datetime import datetime
from enum import StrEnum
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


class StepKind(StrEnum):
    """What people do to themes."""

    RENAME = "rename"
    ACCEPT = "accept"
    REJECT = "reject"
    REOPEN = "reopen"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


class ThemeStep(HasPublicId, Base):
    """One step of one person, with what it touched before and after; texts of answers are not in it."""

    __tablename__ = "theme_step"
    __table_args__ = (UniqueConstraint("run_id", "number"),)
    ref_type = "theme_step"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    number: Mapped[int]  # within the run, in the order in which they were made
    kind: Mapped[str] = mapped_column(String(12))  # StepKind
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    # {"themes": {id: decision}, "answers": {id: {"rows": […], "reason": …, "found_in": […]}}}
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made: Mapped[int | None]  # number of the theme that the step made
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    @property
    def touched(self) -> set[str]:
        """Numbers of the themes and keys of the answers that it changed or made."""
        return {*self.after.get("themes", {}), *self.after.get("answers", {})}


class Request(Base):
    """A part of an answer that asks for something, with the parts of the same answer that say why; erased with it."""

    __tablename__ = "answer_request"
    __table_args__ = (NO_ORDER,)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)  # characters of the answer's text
    stop: Mapped[int]
    words: Mapped[list[str]]  # the words by which it shows that it asks
    reasons: Mapped[list[Any]]  # [[start, stop, words], …] in their order


class CampaignCopy(Base):
    """An answer that the numbers of a run leave out, as an analyst decided that its campaign counts once."""

    __tablename__ = "campaign_copy"
    __table_args__ = (NO_ORDER,)
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True, index=True)


NONE = "none"  # the choice "in none of these"


class CodingRound(HasPublicId, Base):
    """A sample of answers to one question, and the list of themes as it was when the sample was drawn."""

    __tablename__ = "coding_round"
    ref_type = "coding_round"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    seed: Mapped[int]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    categories: Mapped[list[Any]]  # [public id of a theme, its labels then], largest first
    run: Mapped[AnalysisRun] = relationship()
    question: Mapped[Question] = relationship(lazy="joined")

    @property
    def titles(self) -> dict[str, dict[str, str]]:
        """Public id of a theme -> its labels when the sample was drawn."""
        return dict(self.categories)


class CodingUnit(Base):
    """An answer of a sample, where the machine had put it, and what people settled on where they disagreed."""

    __tablename__ = "coding_unit"
    __table_args__ = (UniqueConstraint("round_id", "answer_id"), UniqueConstraint("round_id", "number"))
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("coding_round.id", ondelete="CASCADE"))
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  # its random place in the sample
    machine: Mapped[str] = mapped_column(String(16))  # public id of a theme, or NONE
    settled: Mapped[str] = mapped_column(String(16), default="")  # what people agreed on after they had disagreed
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answer: Mapped[Answer] = relationship()


class CodingChoice(Base):
    """What one person said an answer belongs to."""

    __tablename__ = "coding_choice"
    __table_args__ = (UniqueConstraint("unit_id", "coder_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("coding_unit.id", ondelete="CASCADE"))
    coder_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    choice: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class OpinionReading(HasPublicId, Base):
    """Who votes alike on a question's statements, with all that is needed to repeat it. The latest one is shown."""

    __tablename__ = "opinion_reading"
    ref_type = "opinion_reading"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    seed: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    # Groups, statements and counts as `jobs.stored` makes them; nothing in it says which sheet stands where.
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_public: Mapped[bool] = mapped_column(default=False)  # people decided to show it with the results
    question: Mapped[Question] = relationship()
    job: Mapped[Job | None] = relationship()


class AnswerSearch(HasPublicId, Base):
    """What somebody looked for, and the answers nearest to it; kept for a day."""

    __tablename__ = "answer_search"
    ref_type = "answer_search"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(String(300))
    found: Mapped[list[Any]] = mapped_column(default=list)  # [[answer, nearness], …], nearest first
    at: Mapped[datetime]
    consultation: Mapped[Consultation] = relationship()
    job: Mapped[Job | None] = relationship(lazy="joined")


class NameAsking(HasPublicId, Base):
    """One time that a language model was asked for names of a reading's themes. The latest finished one is shown."""

    __tablename__ = "name_asking"
    ref_type = "name_asking"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    model: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(300))  # where the quotes went
    prompt_version: Mapped[str] = mapped_column(String(12), default="")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)  # themes
    sent: Mapped[int] = mapped_column(default=0)  # quotes
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)  # public id of a theme -> {language: name}
    warnings: Mapped[dict[str, int]] = mapped_column(default=dict)  # code -> themes
    run: Mapped[AnalysisRun] = relationship()
    job: Mapped[Job | None] = relationship(lazy="joined")
