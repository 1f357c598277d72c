"""Somebody writes other words: what was found in the old ones goes, and the answer is new to the themes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer, Consultation
from cocreate.themes.asking.models import Request
from cocreate.themes.campaigns.models import CampaignCopy
from cocreate.themes.matching.models import Statement
from cocreate.themes.models import AnalysisRun, TextVector, Theme, ThemeAnswer
from cocreate.themes.queries import questions_by_id
from cocreate.themes.steps import pictures
from cocreate.themes.steps.recording import lock


def let_go(session: Session, consultation: Consultation, before: Mapping[str, str]) -> None:
    """Take answers (with what they said before) out of all that was made of their words; the counts follow.

    Later they join the themes as late answers do. The history still tells that people had moved them; undoing such a
    step does not bring them back. Statements of which the words are still there stay, with what people decided.
    """
    keys = sorted(before)
    mine = select(AnalysisRun).where(
        AnalysisRun.consultation_id == consultation.id, AnalysisRun.finished_at.is_not(None)
    )
    for run in session.scalars(mine.order_by(AnalysisRun.id)).all():
        _leave(session, run, keys)
    session.execute(delete(Request).where(Request.answer_id.in_(keys)))
    session.execute(delete(TextVector).where(TextVector.answer_id.in_(keys)))
    for statement in session.scalars(select(Statement).where(Statement.answer_id.in_(keys))).all():
        if statement.text != before[statement.answer_id][statement.start : statement.stop]:
            session.delete(statement)
    session.flush()


def _leave(session: Session, run: AnalysisRun, keys: list[str]) -> None:
    lock(session, run)
    session.refresh(run)
    counting = [*keys, *_leave_campaigns(session, run, set(keys))]
    copies = (CampaignCopy.run_id == run.id, CampaignCopy.answer_id.in_(counting))
    session.execute(delete(CampaignCopy).where(*copies))
    held = select(Theme).join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
    held = held.where(Theme.run_id == run.id, ThemeAnswer.answer_id.in_(counting)).distinct()
    themes = session.scalars(held, execution_options={"populate_existing": True}).all()
    places = pictures.places_of(session, run, keys)
    pictures.clear_places(session, run, keys)
    also_merged = ThemeAnswer.theme_id.in_([theme.id for theme in themes])  # into others: undoing brings them back
    session.execute(delete(ThemeAnswer).where(ThemeAnswer.answer_id.in_(keys), also_merged))
    pictures.recount(session, themes)
    placed = {key: place for key, place in places.items() if place["rows"] or place["reason"] is not None}
    _count_without(session, run, placed)
    run.oppositions = {
        question: [pair for pair in pairs if not {pair["in_favour"], pair["against"]} & set(keys)]
        for question, pairs in run.oppositions.items()
    }


def _count_without(session: Session, run: AnalysisRun, placed: dict[str, Any]) -> None:
    """These answers came after the reading from now on: its counts are those of the others."""
    asked = select(Answer.id, Answer.question_id).where(Answer.id.in_(list(placed)))
    about = {row.id: row.question_id for row in session.execute(asked)}
    for number, question in questions_by_id(session, run.consultation).items():
        mine = {key: place for key, place in placed.items() if about[key] == number}
        told = run.coverage.get(question.key)
        if mine and told:
            run.coverage = {**run.coverage, question.key: {**told, "answers": told["answers"] - len(mine)}}
            pictures.recount_coverage(session, run, mine, {}, question.key)


def _leave_campaigns(session: Session, run: AnalysisRun, keys: set[str]) -> list[str]:
    """Whoever writes own words is no copy any more; returns the answers that stand for a campaign in their place."""
    found, promoted = {}, list[str]()
    for question, campaigns in run.campaigns.items():
        found[question] = list[dict[str, Any]]()
        for each in campaigns:
            members = [key for key in each["members"] if key not in keys]
            template = each["template"]
            if template in keys:
                template = session.scalar(select(Answer.id).where(Answer.id.in_(members)).order_by(Answer.id).limit(1))
                promoted += [template] if template else []
            if template and len(members) > 1:
                found[question].append(each | {"template": template, "members": members})
    run.campaigns = found
    return promoted
