"""Reads about campaigns and pairs that oppose each other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.db import Translated
from cocreate.survey.models import Answer, Question, Submission
from cocreate.themes.campaigns.models import CampaignCopy
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.queries import questions_by_id

PART = 400


@dataclass(frozen=True)
class Campaign:
    """A text that many handed in."""

    template: Answer
    members: int
    exact: int  # letter for letter the template
    filled: int  # with something of their own in it
    by_helix: Sequence[tuple[str, int]]
    is_once: bool
    who: str  # decided how it counts; "" where nobody did
    is_carried: bool  # the decision is of a reading before


@dataclass(frozen=True)
class Pair:
    """Two answers that seem to oppose each other."""

    theme: Translated
    theme_id: str  # "" where it is gone
    in_favour: Answer
    against: Answer
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Voices:
    """What was found of one question."""

    question: Question
    campaigns: Sequence[Campaign]
    pairs: Sequence[Pair]


def found_in(session: Session, run: AnalysisRun) -> list[Voices]:
    """Campaigns and pairs of a run, question by question; answers that were erased since are passed over."""
    questions = sorted(questions_by_id(session, run.consultation).values(), key=lambda question: question.position)
    found = []
    for question in questions:
        campaigns = [_campaign(session, each) for each in run.campaigns.get(question.key, [])]
        pairs = _pairs(session, run, question)
        known = [campaign for campaign in campaigns if campaign is not None]
        if known or pairs:
            found.append(Voices(question, known, pairs))
    return found


def copies_left_out(session: Session, run: AnalysisRun) -> int:
    """How many answers the numbers of a run leave out because their campaign counts once."""
    return session.scalar(select(func.count()).select_from(CampaignCopy).where(CampaignCopy.run_id == run.id)) or 0


def copies_behind(session: Session, themes: Sequence[Theme]) -> int:
    """The same for a list of themes: of the questions and readings that they come from."""
    runs, questions = {theme.run_id for theme in themes}, {theme.question_id for theme in themes}
    mine = select(func.count()).select_from(CampaignCopy).join(Answer, CampaignCopy.answer_id == Answer.id)
    return session.scalar(mine.where(CampaignCopy.run_id.in_(runs), Answer.question_id.in_(questions))) or 0


def _campaign(session: Session, told: dict[str, object]) -> Campaign | None:
    template = session.get(Answer, str(told["template"]))
    if template is None:
        return None
    members = [str(key) for key in told["members"]]  # type: ignore[attr-defined]
    helix: Counter[str] = Counter()
    for start in range(0, len(members), PART):
        rows = session.scalars(
            select(Submission.helix)
            .join(Answer, Answer.submission_id == Submission.id)
            .where(Answer.id.in_(members[start : start + PART]))
        )
        helix.update(rows)
    by = session.get(User, told["by"]) if told.get("by") else None
    return Campaign(
        template=template,
        members=helix.total(),
        exact=int(str(told["exact"])),
        filled=int(str(told["filled"])),
        by_helix=sorted(((key, count) for key, count in helix.items() if key), key=lambda item: (-item[1], item[0])),
        is_once=bool(told.get("is_once")),
        who=(by.name or by.email) if by is not None else "",
        is_carried=bool(told.get("carried_from")),
    )


def _pairs(session: Session, run: AnalysisRun, question: Question) -> list[Pair]:
    themes = session.scalars(select(Theme).where(Theme.run_id == run.id, Theme.question_id == question.id))
    titles = {theme.key: theme for theme in themes if theme.key}
    found = []
    for told in run.oppositions.get(question.key, []):
        one, other = session.get(Answer, told["in_favour"]), session.get(Answer, told["against"])
        if one is None or other is None:
            continue
        theme = titles.get(told["theme"])
        words = [(pair[0], pair[1]) for pair in told["words"]]
        found.append(Pair(theme.title if theme else {}, theme.public_id if theme else "", one, other, words))
    return found
