"""Making a consultation, the words at its top and end, its rules; and the versions that people may have answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.settings import LANGUAGES
from cocreate.survey import questionnaire, tallies
from cocreate.survey.models import Consultation, Document, Question, Revision
from cocreate.survey.questionnaire import QuestionDraft, QuestionnaireDraft, with_documents
from cocreate.survey.revisions import content_of
from cocreate.survey.rules import Access, ConsultationState, Paging, ResultsRule, clean_text
from cocreate.survey.tallies import keys_of, version_of
from cocreate.survey.wording import missing_in, wordings_of

LONGEST_REASON = 300


def keep_revision(session: Session, actor: Actor, consultation: Consultation, reason: str = "") -> Revision | None:
    """Store the questionnaire as it is now, if it differs from what was stored last; a draft has no versions."""
    if consultation.opened_at is None:
        return None
    last = session.scalar(
        select(Revision).where(Revision.consultation_id == consultation.id).order_by(Revision.number.desc()).limit(1)
    )
    content = content_of(consultation)
    if last is not None and last.content == content:
        return None
    number = last.number + 1 if last is not None else 1
    made = Revision(
        consultation_id=consultation.id,
        number=number,
        made_at=clock.now(),
        content=content,
        reason=clean_text(reason)[:LONGEST_REASON],
    )
    consultation.revision = number
    if last is not None and keys_of(version_of(last.content)) != keys_of(version_of(content)):
        tallies.start_over(session, consultation)
    session.add(made)
    session.flush()
    if number > 1:  # of the first one the opening tells
        process = consultation.process.public_id
        audit.record(session, actor, "survey:revision:make", consultation.ref, process=process, number=number)
    return made


def require_reason(consultation: Consultation, reason: str) -> None:
    """People are answering: whoever changes what is asked says why. Mending words needs no reason."""
    if consultation.state == ConsultationState.OPEN and not clean_text(reason):
        raise Invalid("survey.revision.no_reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("survey.option.too_long", limit=LONGEST_REASON)


def create_consultation(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: Mapping[str, str] | None = None,
    introduction: Mapping[str, str] | None = None,
    questions: Sequence[QuestionDraft] = questionnaire.RIS3,
    form_token: str = "",
) -> Consultation:
    """A new draft, with the questionnaire of a regional innovation strategy unless told otherwise.

    The same `form_token` again (a double click, a page sent twice) gives the consultation already made.
    """
    if form_token:
        asked = select(Consultation).where(Consultation.process_id == process.id, Consultation.form_token == form_token)
        if (known := session.scalar(asked)) is not None:
            return known
    made = Consultation(
        process=process,
        form_token=form_token or None,
        title=dict(title or questionnaire.TITLE),
        introduction=dict(questionnaire.INTRODUCTION if introduction is None else introduction),
        is_demo=process.is_demo,
        questions=[question_from(draft, position) for position, draft in enumerate(questions, start=1)],
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "survey:consultation:create", made.ref, process=process.public_id, questions=len(questions)
    )
    return made


def question_from(draft: QuestionDraft, position: int) -> Question:
    """A draft at its place in a questionnaire."""
    return Question(
        key=draft.key,
        kind=draft.kind.value,
        title=dict(draft.title),
        help=dict(draft.help),
        is_required=draft.is_required,
        is_soft=draft.is_soft,
        condition=dict(draft.condition),
        options=dict(draft.options),
        is_active=draft.is_active,
        position=position,
    )


def update_consultation(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    *,
    title: Mapping[str, str],
    introduction: Mapping[str, str],
    version: int | None = None,
    reason: str = "",
) -> Consultation:
    """New words for the top of the page, also while it is open: a mistake in a translation must be mendable."""
    refuse_if_closed(consultation)
    refuse_if_changed(consultation.version, version)
    if not title:
        raise Invalid("survey.consultation.untitled")
    changed = [
        name
        for name, before, after in (
            ("title", consultation.title, title),
            ("introduction", consultation.introduction, introduction),
        )
        if before != after
    ]
    consultation.title, consultation.introduction = dict(title), dict(introduction)
    record(session, actor, "survey:consultation:edit", consultation, consultation.ref, changed)
    keep_revision(session, actor, consultation, reason)
    return consultation


def refuse_if_closed(consultation: Consultation) -> None:
    """A closed consultation stays as people saw it."""
    if consultation.state == ConsultationState.CLOSED:
        raise Closed("survey.consultation.closed_for_edits")


def refuse_if_changed(present: int, seen: int | None) -> None:
    """Somebody else was quicker."""
    if seen is not None and seen != present:
        raise Conflict("changed_meanwhile")


def record(
    session: Session, actor: Actor, verb: str, consultation: Consultation, subject: tuple[str, str], changed: list[str]
) -> None:
    """Write to the database, and an audit line if anything changed."""
    session.flush()
    if changed:
        process = consultation.process.public_id
        audit.record(session, actor, verb, subject, process=process, fields=changed, state=consultation.state)


def create_from_draft(session: Session, actor: Actor, process: Process, draft: QuestionnaireDraft) -> Consultation:
    """A new draft with the title, settings, documents and questions of a questionnaire."""
    ids = {document.id: public_id() for document in draft.documents}
    made = create_consultation(
        session,
        actor,
        process,
        title=draft.title,
        introduction=draft.introduction,
        questions=[replace(each, options=with_documents(each.options, ids)) for each in draft.questions],
    )
    made.thanks, made.closing = dict(draft.thanks), dict(draft.closing)
    made.languages = list(draft.languages)
    for name, value in draft.settings.items():
        setattr(made, name, value)
    for document in draft.documents:
        session.add(
            Document(
                public_id=ids[document.id],
                consultation_id=made.id,
                name=document.name,
                title=dict(document.title),
                media_type=document.media_type,
                size=len(document.content),
                content=document.content,
            )
        )
        session.flush()  # one by one: their numbers keep their order
    session.flush()
    return made


def say_farewell(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    *,
    thanks: Mapping[str, str],
    closing: Mapping[str, str],
    version: int | None = None,
) -> Consultation:
    """New words of thanks, and new words for the time after the close; an empty one leaves the usual sentence alone."""
    refuse_if_changed(consultation.version, version)
    told = {"thanks": dict(thanks), "closing": dict(closing)}
    changed = [name for name, words in told.items() if getattr(consultation, name) != words]
    for name in changed:
        setattr(consultation, name, told[name])
    record(session, actor, "survey:consultation:farewell", consultation, consultation.ref, changed)
    return consultation


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
