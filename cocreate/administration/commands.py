"""Writes of whoever runs the installation: people, features, maintenance, and reports that are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.accounts.models import User
from cocreate.administration.models import Report
from cocreate.administration.rules import JUST_NOW, KEPT_REPORTS, ReportKind, UserAct
from cocreate.api.tokens import end_token, tokens_of
from cocreate.core import audit, features, jobs
from cocreate.core.db import Translated
from cocreate.core.installation import InstallationSetting, Maintenance, announce_change
from cocreate.core.permissions import Actor, Role
from cocreate.errors import Invalid


def make_account(session: Session, actor: Actor, *, email: str, name: str, language: str) -> User:
    """An account, and a letter with a link to come in."""
    made = accounts.create_user(session, actor, email=email, name=name, language=language)
    send_link(session, actor, made)
    return made


def send_link(session: Session, actor: Actor, user: User) -> None:
    """A letter with a link that signs in once."""
    accounts.send_sign_in_link(session, user.email, language=user.language)
    audit.record(session, actor, "administration:sign_in_link:send", user.ref)


def is_done(user: User, act: UserAct) -> bool:
    """Whether there is nothing left to do: somebody clicked twice, or a colleague was faster."""
    is_administrator = any(role.name == Role.ADMINISTRATOR.value for role in user.roles)
    return {
        UserAct.FORGET_SECOND_STEP: not user.has_second_factor,
        UserAct.MAKE_ADMINISTRATOR: is_administrator,
        UserAct.NO_ADMINISTRATOR: not is_administrator,
        UserAct.CLOSE: user.is_closed,
    }[act]


def change_user(session: Session, actor: Actor, user: User, act: UserAct) -> None:
    """Do it, unless it is done."""
    if is_done(user, act):
        return
    match act:
        case UserAct.FORGET_SECOND_STEP:
            accounts.forget_second_factor(session, actor, user)
        case UserAct.MAKE_ADMINISTRATOR:
            accounts.grant_site_role(session, actor, user)
        case UserAct.NO_ADMINISTRATOR:
            accounts.revoke_site_role(session, actor, user)
        case UserAct.CLOSE:
            for token in tokens_of(session, user):
                end_token(session, actor, token)
            accounts.close_user(session, actor, user)


def change_features(session: Session, actor: Actor, wanted: Mapping[str, Any]) -> list[str]:
    """Store what differs from what holds; returns the names of what changed."""
    read = {name: features.FEATURES[name].read(value) for name, value in wanted.items()}
    told = {name: read.get(name, features.value(name)) for name in features.FEATURES}
    if told["default_language"] not in told["languages"]:
        raise Invalid("administration.features.default_language")
    changed = [name for name in read if read[name] != features.value(name)]
    for name in changed:
        _store(session, name, read[name])
        audit.record(session, actor, "administration:feature:change", ("installation_setting", name), value=read[name])
    if changed:
        announce_change(session)
    return changed


def _store(session: Session, name: str, value: Any) -> None:
    """What is as the environment says needs no row, and follows the environment from then on."""
    row = session.get(InstallationSetting, name)
    if value == features.default_of(features.FEATURES[name]):
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(InstallationSetting(name=name, content={"value": value}, changed_at=clock.now()))
    else:
        row.content, row.changed_at = {"value": value}, clock.now()
    session.flush()


@dataclass(frozen=True)
class Told:
    """What is announced."""

    text: Translated
    shown_from: datetime
    ends_at: datetime
    read_only_from: datetime | None = None


def announce(session: Session, actor: Actor, told: Told, *, public_id: str | None = None) -> Maintenance:
    """A new one; the same form again gives the one already made."""
    known = session.scalar(select(Maintenance).where(Maintenance.public_id == public_id)) if public_id else None
    if known is not None:
        return known
    _check(told)
    made = Maintenance(
        text=told.text, shown_from=told.shown_from, ends_at=told.ends_at, read_only_from=told.read_only_from
    )
    if public_id:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "administration:maintenance:announce", made.ref, read_only=told.read_only_from is not None
    )
    announce_change(session)
    return made


def change(session: Session, actor: Actor, row: Maintenance, told: Told) -> None:
    """Other words or another time."""
    _check(told)
    row.text, row.shown_from, row.ends_at, row.read_only_from = (
        told.text,
        told.shown_from,
        told.ends_at,
        told.read_only_from,
    )
    session.flush()
    audit.record(
        session, actor, "administration:maintenance:change", row.ref, read_only=told.read_only_from is not None
    )
    announce_change(session)


def end(session: Session, actor: Actor, row: Maintenance) -> None:
    """Over before its time, or not to come; ending it twice changes nothing."""
    if row.is_ended:
        return
    row.is_ended = True
    session.flush()
    audit.record(session, actor, "administration:maintenance:end", row.ref)
    announce_change(session)


def _check(told: Told) -> None:
    if not told.text:
        raise Invalid("required")
    if told.ends_at <= told.shown_from or told.ends_at <= clock.now():
        raise Invalid("administration.maintenance.ends_first")
    if told.read_only_from is not None and told.read_only_from >= told.ends_at:
        raise Invalid("administration.maintenance.read_only_late")


def ask_once(session: Session, actor: Actor, kind: str) -> jobs.Job:
    """Queue a task of the installation; while one waits, is under way or has just ended, that one."""
    under_way = jobs.Job.state.in_((jobs.JobState.QUEUED.value, jobs.JobState.RUNNING.value))
    known = session.scalar(
        select(jobs.Job)
        .where(jobs.Job.kind == kind, or_(under_way, jobs.Job.asked_at > clock.now() - JUST_NOW))
        .order_by(jobs.Job.id.desc())
        .limit(1)
    )
    return known or jobs.enqueue(session, actor, kind)


def store_report(session: Session, kind: ReportKind, *, is_good: bool, content: Mapping[str, Any]) -> Report:
    """Keep what was found; the oldest go."""
    made = Report(kind=kind.value, made_at=clock.now(), is_good=is_good, content=dict(content))
    session.add(made)
    session.flush()
    newest = select(Report.id).where(Report.kind == kind.value).order_by(Report.id.desc()).limit(KEPT_REPORTS)
    kept = list(session.scalars(newest))
    session.execute(delete(Report).where(Report.kind == kind.value, Report.id.not_in(kept)))
    return made
