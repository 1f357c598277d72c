"""Reads of the analysis, named for what a screen needs."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from cocreate.analysis.text.language import spoken_in
from cocreate.core.db import Translated
from cocreate.errors import NotFound
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.personal.gate import PublicAnswer, is_in_sight, public_answers
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.rules import Belonging, ThemeState


@dataclass(frozen=True)
class FreeText:
    """One free answer, as the machine gets it."""

    id: str
    question_id: int
    text: str
    language: str  # "" when not yet known
    interface_language: str
    helix: str


def free_texts(session: Session, consultation: Consultation) -> list[FreeText]:
    """All free answers of a consultation."""
    rows = session.execute(
        select(Answer.id, Answer.question_id, Answer.text, Answer.text_language, Submission.language, Submission.helix)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Submission.consultation_id == consultation.id, Submission.left_out == "", Answer.has_text)
        .order_by(Answer.id)
    )
    return [FreeText(*row) for row in rows]


def count_free_texts(session: Session, consultation: Consultation) -> int:
    """How many free answers there are."""
    mine = select(func.count()).select_from(Answer).join(Submission, Answer.submission_id == Submission.id)
    counted = (Submission.consultation_id == consultation.id, Submission.left_out == "", Answer.has_text)
    return session.scalar(mine.where(*counted)) or 0


def consultations_of(session: Session, process: Process) -> list[Consultation]:
    """The consultations of a process, newest first."""
    rows = select(Consultation).where(Consultation.process_id == process.id).order_by(Consultation.id.desc())
    return list(session.scalars(rows))


def latest_run(session: Session, consultation: Consultation) -> AnalysisRun | None:
    """The run asked for last, finished or not."""
    return session.scalar(
        select(AnalysisRun)
        .where(AnalysisRun.consultation_id == consultation.id)
        .order_by(AnalysisRun.id.desc())
        .limit(1)
        .options(joinedload(AnalysisRun.job))
    )


def current_run(session: Session, consultation: Consultation) -> AnalysisRun | None:
    """The run whose themes are shown."""
    mine = AnalysisRun.consultation_id == consultation.id
    return session.scalar(select(AnalysisRun).where(mine, AnalysisRun.is_current))


def questions_by_id(session: Session, consultation: Consultation) -> dict[int, Question]:
    """The questions of a consultation."""
    return {q.id: q for q in session.scalars(select(Question).where(Question.consultation_id == consultation.id))}


def standing_themes(session: Session, run: AnalysisRun) -> list[Theme]:
    """The themes of a run that were not merged into another, largest first."""
    mine = (Theme.run_id == run.id, Theme.state != ThemeState.MERGED)
    return list(session.scalars(select(Theme).where(*mine).order_by(Theme.size.desc(), Theme.id)))


def themes_by_question(session: Session, run: AnalysisRun) -> list[tuple[Question, list[Theme]]]:
    """The same, question by question."""
    grouped: dict[int, list[Theme]] = {}
    for theme in standing_themes(session, run):
        grouped.setdefault(theme.question_id, []).append(theme)
    questions = questions_by_id(session, run.consultation)
    ordered = sorted(grouped, key=lambda key: questions[key].position)
    return [(questions[key], grouped[key]) for key in ordered]


def accepted_themes(session: Session, process: Process, *only: ColumnElement[bool]) -> list[Theme]:
    """The accepted themes of a process's current runs, largest first: what cards may cite.

    `only` are conditions on their consultations; what everybody may see is in `publishing`.
    """
    return list(
        session.scalars(
            select(Theme)
            .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
            .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
            .where(Consultation.process_id == process.id, AnalysisRun.is_current, Theme.state == ThemeState.ACCEPTED)
            .where(*only)
            .order_by(Theme.size.desc(), Theme.id)
        )
    )


def accepted_by_question(session: Session, consultation: Consultation) -> dict[int, list[Theme]]:
    """Number of a question -> the accepted themes of its answers, largest first."""
    rows = (
        select(Theme)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .where(AnalysisRun.consultation_id == consultation.id, AnalysisRun.is_current)
        .where(Theme.state == ThemeState.ACCEPTED)
        .order_by(Theme.size.desc(), Theme.id)
    )
    found: dict[int, list[Theme]] = {}
    for theme in session.scalars(rows):
        found.setdefault(theme.question_id, []).append(theme)
    return found


def questions_with_texts(session: Session, consultation: Consultation) -> list[Question]:
    """The questions that somebody answered in own words, in their order."""
    answered = select(Answer.question_id).join(Submission)
    answered = answered.where(Submission.consultation_id == consultation.id, Answer.has_text)
    rows = select(Question).where(Question.consultation_id == consultation.id, Question.id.in_(answered))
    return list(session.scalars(rows.order_by(Question.position)))


def languages_of(session: Session, consultation: Consultation) -> list[str]:
    """The languages that a consultation's answers are in, as far as the machine could tell."""
    mine = select(Answer.text_language).join(Submission)
    rows = mine.where(Submission.consultation_id == consultation.id, Answer.has_text, Answer.text_language != "")
    return sorted(session.scalars(rows.distinct()))


def stamp_of(session: Session, run: AnalysisRun) -> str:
    """Differs whenever somebody changed the themes of a run, or another reading took its place."""
    mine = select(func.count(), func.max(Theme.id), func.sum(Theme.version)).where(Theme.run_id == run.id)
    return "-".join(str(part) for part in (run.id, *session.execute(mine).one()))


def find_theme(session: Session, process: Process, public_id: str) -> Theme:
    """The theme of an address, of this process only."""
    found = session.scalar(
        select(Theme)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, Theme.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def quotes_of(session: Session, themes: list[Theme], most: int = 3) -> dict[int, list[PublicAnswer]]:
    """The best quotes of each theme, best first, of those who agreed to be quoted, as everybody may read them."""
    return _quoted(session, themes, most, ThemeAnswer.quote_rank)


def dissent_of(session: Session, themes: list[Theme], most: int = 3) -> dict[int, list[PublicAnswer]]:
    """The same of the answers that go most clearly against what their theme says."""
    return _quoted(session, themes, most, ThemeAnswer.dissent_rank)


def _quoted(
    session: Session, themes: list[Theme], most: int, rank: InstrumentedAttribute[int | None]
) -> dict[int, list[PublicAnswer]]:
    found: dict[int, list[PublicAnswer]] = {theme.id: [] for theme in themes}
    rows = session.execute(
        select(ThemeAnswer.theme_id, Answer)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(ThemeAnswer.theme_id.in_(found), rank.is_not(None))
        .where(Submission.may_quote, Submission.left_out == "", is_in_sight())
        .order_by(ThemeAnswer.theme_id, rank, Answer.id)
    ).all()
    shown = public_answers(session, (answer for _theme, answer in rows))
    for theme_id, answer in rows:
        if answer.id in shown and len(found[theme_id]) < most:
            found[theme_id].append(shown[answer.id])
    return found


def answers_page(session: Session, theme: Theme, page: int, size: int = 25) -> tuple[list[Answer], int]:
    """For the team: one page of the answers whose main theme it is, the strongest first, and the number of pages."""
    return _page_of(session, _answers_in(theme), page, size)


def public_answers_page(session: Session, theme: Theme, page: int, size: int = 25) -> tuple[list[PublicAnswer], int]:
    """The same for everybody's eyes: of those whose writers agreed to be quoted, as everybody may read them."""
    agreed = _answers_in(theme).where(Submission.may_quote, is_in_sight())
    rows, pages = _page_of(session, agreed, page, size)
    shown = public_answers(session, rows)
    return [shown[row.id] for row in rows if row.id in shown], pages


def _answers_in(theme: Theme) -> Select[Answer]:
    return (
        select(Answer)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.is_main, Submission.left_out == "")
    )


def _page_of(session: Session, mine: Select[Answer], page: int, size: int) -> tuple[list[Answer], int]:
    total = session.scalar(mine.with_only_columns(func.count()).order_by(None)) or 0
    rows = session.scalars(mine.order_by(ThemeAnswer.strength.desc(), Answer.id).limit(size).offset((page - 1) * size))
    return list(rows), max(1, -(-total // size))


def also_said(session: Session, theme: Theme, most: int = 10) -> list[tuple[Answer, str, str]]:
    """Answers of other themes that speak of this one too, nearest first; the part of each that does, its language."""
    rows = session.execute(
        select(Answer, ThemeAnswer.start, ThemeAnswer.stop)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.is_main.is_(False), Submission.left_out == "")
        .order_by(ThemeAnswer.strength.desc(), Answer.id)
        .limit(most)
    )
    said = [(answer, answer.text[start:stop]) for answer, start, stop in rows]
    return [(answer, part, spoken_in(part, answer.text_language)) for answer, part in said]


def members_of(session: Session, themes: list[Theme]) -> dict[int, list[ThemeAnswer]]:
    """All memberships of some themes."""
    found: dict[int, list[ThemeAnswer]] = {theme.id: [] for theme in themes}
    for row in session.scalars(select(ThemeAnswer).where(ThemeAnswer.theme_id.in_(found)).order_by(ThemeAnswer.id)):
        found[row.theme_id].append(row)
    return found


@dataclass(frozen=True)
class Places:
    """Where themes can belong: the challenges with their sub-challenges, and their titles by key."""

    challenges: list[Challenge]
    titles: dict[int, Translated]
    sub_titles: dict[int, Translated]

    def title_of(self, theme: Theme) -> Translated | None:
        """The title of the challenge or sub-challenge that a theme belongs to."""
        if theme.belongs_to == Belonging.SUB_CHALLENGE and theme.sub_challenge_id:
            return self.sub_titles.get(theme.sub_challenge_id)
        if theme.belongs_to == Belonging.CHALLENGE and theme.challenge_id:
            return self.titles.get(theme.challenge_id)
        return None

    def find(self, ref: str) -> Challenge | SubChallenge | None:
        """The challenge or sub-challenge with a public id."""
        for challenge in self.challenges:
            places: list[Challenge | SubChallenge] = [challenge, *challenge.sub_challenges]
            for place in places:
                if place.public_id == ref:
                    return place
        return None


def places_of(challenges: list[Challenge]) -> Places:
    """From challenges with their sub-challenges loaded."""
    return Places(
        challenges,
        {c.id: c.title for c in challenges},
        {s.id: s.title for c in challenges for s in c.sub_challenges},
    )
