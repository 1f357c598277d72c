"""The one write about campaigns: whether a text that many handed in counts once or as often as it came."""

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.models import Answer
from cocreate.themes.campaigns.models import CampaignCopy
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.rules import ThemeState
from cocreate.themes.steps.pictures import recount
from cocreate.themes.steps.recording import lock

PART = 400  # keys of one statement


def count_campaign(
    session: Session,
    actor: Actor,
    process: Process,
    run: AnalysisRun,
    template: str,
    *,
    is_once: bool,
    seen: bool,
) -> int:
    """Count a campaign once (its template stands for all) or many times; returns how many copies that concerns.

    Answers stay in their themes and everybody can read them; only the numbers change, and the pages say so.
    """
    lock(session, run)
    session.refresh(run, ["campaigns"])
    key, campaign = _campaign(run, template)
    if campaign.get("is_once", False) != seen:
        raise Conflict("changed_meanwhile")
    copies = [answer for answer in campaign["members"] if answer != template]
    for start in range(0, len(copies), PART):
        part = copies[start : start + PART]
        session.execute(delete(CampaignCopy).where(CampaignCopy.run_id == run.id, CampaignCopy.answer_id.in_(part)))
        if is_once:
            there = session.scalars(select(Answer.id).where(Answer.id.in_(part)).order_by(Answer.id))
            session.execute(insert(CampaignCopy), [{"run_id": run.id, "answer_id": answer} for answer in there])
    decided = campaign | {"is_once": is_once, "by": actor.user_id, "at": clock.now().isoformat()}
    run.campaigns = run.campaigns | {
        key: [decided if each["template"] == template else each for each in run.campaigns[key]]
    }
    session.flush()
    recount(session, _themes_of(session, run, copies))
    audit.record(
        session, actor, "themes:campaign:count", run.ref, process=process.public_id, copies=len(copies), is_once=is_once
    )
    session.flush()
    return len(copies)


def _campaign(run: AnalysisRun, template: str) -> tuple[str, dict[str, Any]]:
    for key, campaigns in run.campaigns.items():
        for campaign in campaigns:
            if campaign["template"] == template:
                return key, campaign
    raise Invalid("unknown")


def _themes_of(session: Session, run: AnalysisRun, answers: list[str]) -> list[Theme]:
    found: dict[int, Theme] = {}
    for start in range(0, len(answers), PART):
        rows = session.scalars(
            select(Theme)
            .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
            .where(Theme.run_id == run.id, Theme.state != ThemeState.MERGED)
            .where(ThemeAnswer.answer_id.in_(answers[start : start + PART]))
            .distinct()
        )
        found |= {theme.id: theme for theme in rows}
    return [found[key] for key in sorted(found)]
