"""Texts that many handed in, and pairs that oppose each other: shown as such; people decide how copies count."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Question, Submission
from cocreate.themes.models import AnalysisRun, CampaignCopy, Theme, ThemeAnswer
from cocreate.themes.queries import questions_by_id
from cocreate.themes.rules import ThemeState
from cocreate.themes.steps.recording import lock, recount
from cocreate.themes.succession import succession

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
    key, campaign = _find_campaign(run, template)
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


def _find_campaign(run: AnalysisRun, template: str) -> tuple[str, dict[str, Any]]:
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
