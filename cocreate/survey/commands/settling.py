"""The rules of a consultation: chosen before the opening, and kept once people have relied on them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Invalid
from cocreate.settings import LANGUAGES
from cocreate.survey.commands.editing import record, refuse_if_changed, refuse_if_closed
from cocreate.survey.models import Consultation
from cocreate.survey.rules import Access, Paging, ResultsRule
from cocreate.survey.wording import missing_in, wordings_of


@dataclass(frozen=True)
class ConsultationRules:
    """Who may answer, how, and who sees what comes of it."""

    access: Access
    is_anonymous: bool
    results_rule: ResultsRule
    paging: Paging
    allows_editing: bool
    needs_proof_of_work: bool
    closes_on: date | None = None  # the last day for answers; none: as long as the phase lasts
    languages: Sequence[str] = ()  # none: every language of the interface


def rules_of(consultation: Consultation) -> ConsultationRules:
    """The rules as they are."""
    return ConsultationRules(
        access=Access(consultation.access),
        is_anonymous=consultation.is_anonymous,
        results_rule=ResultsRule(consultation.results_rule),
        paging=Paging(consultation.paging),
        allows_editing=consultation.allows_editing,
        needs_proof_of_work=consultation.needs_proof_of_work,
        closes_on=consultation.closes_on,
        languages=tuple(consultation.languages),
    )


def settle_rules(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    rules: ConsultationRules,
    *,
    version: int | None = None,
) -> Consultation:
    """New rules, as far as they may still change; the audit trail names those that did."""
    refuse_if_closed(consultation)
    refuse_if_changed(consultation.version, version)
    before = rules_of(consultation)
    if consultation.opened_at is not None:
        _keep_promises(before, rules)
    if rules.closes_on != before.closes_on and rules.closes_on is not None and rules.closes_on < clock.today():
        raise Invalid("survey.rules.past_day")
    if rules.results_rule is ResultsRule.LIVE and consultation.late_until is not None:
        raise Closed("survey.late.live")
    if rules.closes_on != before.closes_on:
        _keep_late_days(consultation, rules.closes_on)
    _check_languages(consultation, rules.languages, before.languages)
    changed = [field.name for field in fields(rules) if getattr(rules, field.name) != getattr(before, field.name)]
    for name in changed:
        value = getattr(rules, name)
        setattr(consultation, name, list(value) if name == "languages" else getattr(value, "value", value))
    record(session, actor, "survey:consultation:settle", consultation, consultation.ref, changed)
    return consultation


def _keep_late_days(consultation: Consultation, closes_on: date | None) -> None:
    """The last day for answers stays before that on which helpers enter what came by post, or none would be left."""
    phase, until = consultation.phase_ends_at, consultation.late_until
    last = closes_on or (clock.last_day(phase) if phase else None)
    if until is not None and last is not None and last >= until:
        raise Invalid("survey.late.would_end", day=until.isoformat())


def _keep_promises(before: ConsultationRules, after: ConsultationRules) -> None:
    """What people were told when they answered stays true."""
    if after.access != before.access or after.is_anonymous != before.is_anonymous:
        raise Closed("survey.rules.fixed")
    if not before.results_rule.may_become(after.results_rule):
        raise Closed("survey.rules.only_stricter")
    if before.allows_editing and not after.allows_editing:
        raise Closed("survey.rules.editing_promised")


def _check_languages(consultation: Consultation, wanted: Sequence[str], before: Sequence[str]) -> None:
    """A language is published once every text is there in it."""
    if not set(wanted) <= set(LANGUAGES):
        raise Invalid("survey.answer.unknown_choice")
    wordings = wordings_of(consultation, consultation.active_questions)
    for language in [code for code in wanted if code not in before]:
        if missing := missing_in(wordings, language):
            raise Invalid("survey.rules.language_incomplete", language=language.upper(), count=len(missing))
