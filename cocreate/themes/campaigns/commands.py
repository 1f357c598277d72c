"""The writes about campaigns: whether a text that many handed in counts once or as often as it came."""

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
from cocreate.themes.succession import succession

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
    copies = _copies(campaign)
    _leave_out(session, run, copies, is_once=is_once)
    own = {name: value for name, value in campaign.items() if name != "carried_from"}
    decided = own | {"is_once": is_once, "by": actor.user_id, "at": clock.now().isoformat()}
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


def keep_campaigns(session: Session, actor: Actor, process: Process, before: AnalysisRun, run: AnalysisRun) -> int:
    """A campaign of the reading before that counts once does so in this one too; returns how many did.

    It is the same campaign when at least half of its answers are (as with themes), whoever joined it since.
    """
    kept, copies = {}, list[str]()
    for key, campaigns in run.campaigns.items():
        once = {old["template"]: old for old in before.campaigns.get(key, []) if old.get("is_once")}
        old_members = {template: old["members"] for template, old in once.items()}
        heirs = succession(old_members, {each["template"]: each["members"] for each in campaigns}).heirs
        heritage = {new: once[old] for old, new in heirs.items()}
        kept[key] = [_carried(each, heritage.get(each["template"]), before) for each in campaigns]
        copies += [answer for new in kept[key] if new["template"] in heritage for answer in _copies(new)]
    if not copies:
        return 0
    run.campaigns = kept
    _leave_out(session, run, copies, is_once=True)
    recount(session, _themes_of(session, run, copies))
    count = sum(each.get("carried_from") == before.public_id for campaigns in kept.values() for each in campaigns)
    told = {"before": before.public_id, "campaigns": count, "copies": len(copies)}
    audit.record(session, actor, "themes:campaign:keep", run.ref, process=process.public_id, **told)
    session.flush()
    return count


def _carried(new: dict[str, Any], old: dict[str, Any] | None, before: AnalysisRun) -> dict[str, Any]:
    if old is None:
        return new
    return new | {"is_once": True, "by": old["by"], "at": old["at"], "carried_from": before.public_id}


def _copies(campaign: dict[str, Any]) -> list[str]:
    return [answer for answer in campaign["members"] if answer != campaign["template"]]


def _leave_out(session: Session, run: AnalysisRun, copies: list[str], *, is_once: bool) -> None:
    for start in range(0, len(copies), PART):
        part = copies[start : start + PART]
        session.execute(delete(CampaignCopy).where(CampaignCopy.run_id == run.id, CampaignCopy.answer_id.in_(part)))
        there = list(session.scalars(select(Answer.id).where(Answer.id.in_(part)).order_by(Answer.id)))
        if is_once and there:
            session.execute(insert(CampaignCopy), [{"run_id": run.id, "answer_id": answer} for answer in there])


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
