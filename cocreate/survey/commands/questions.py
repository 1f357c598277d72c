"""Questions of a questionnaire: added, reworded, moved, kept, translated, taken away, without breaking an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, provenance
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Ref, Relation
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey import queries
from cocreate.survey.checking.questions import lacks_outline
from cocreate.survey.commands.consultations import (
    keep_revision,
    question_from,
    record,
    refuse_if_changed,
    refuse_if_closed,
    require_reason,
)
from cocreate.survey.making.options import frozen_changes, lost_keys
from cocreate.survey.making.parts import KEY, key_from
from cocreate.survey.models import BankQuestion, Consultation, Question
from cocreate.survey.outlining import Outline
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.revisions import question_content
from cocreate.survey.rules import ConsultationState, QuestionKind, clean_text
from cocreate.survey.wording import options_with, said, wordings_of

MOST_QUESTIONS = 300
TOKEN = re.compile(r"[a-z0-9]{12,16}")  # what `core.ids.public_id` looks like


@dataclass(frozen=True)
class QuestionChanges:
    """How a question is to be; what is None stays as it is."""

    title: Mapping[str, str]
    help: Mapping[str, str]
    is_required: bool
    is_active: bool
    is_soft: bool = False
    key: str | None = None
    options: Mapping[str, Any] | None = None


def add_question(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    draft: QuestionDraft,
    *,
    after: Question | None = None,
    reason: str = "",
    token: str = "",
) -> Question:
    """A new question, at the end or after another. Its key is made unlike those that there are.

    `token` is a public id that its form came with: the same form again gives the question already made.
    """
    if TOKEN.fullmatch(token) and (known := session.scalar(select(Question).where(Question.public_id == token))):
        if known.consultation is not consultation:
            raise Conflict("changed_meanwhile")
        return known
    _check_new(consultation, draft, reason)
    order = sorted(consultation.questions, key=lambda each: each.position)
    made = question_from(draft, len(order) + 1)
    made.key = _free_key(consultation, draft.key)
    if TOKEN.fullmatch(token):
        made.public_id = token
    order.insert(order.index(after) + 1 if after in order else len(order), made)
    consultation.questions = _numbered(order)
    session.flush()
    audit.record(
        session,
        actor,
        "survey:question:add",
        made.ref,
        process=consultation.process.public_id,
        kind=made.kind,
        state=consultation.state,
    )
    keep_revision(session, actor, consultation, reason)
    return made


def _check_new(consultation: Consultation, draft: QuestionDraft, reason: str) -> None:
    refuse_if_closed(consultation)
    require_reason(consultation, reason)
    if len(consultation.questions) >= MOST_QUESTIONS:
        raise Invalid("survey.question.too_many", limit=MOST_QUESTIONS)
    if draft.kind not in (QuestionKind.PAGE, QuestionKind.INFORMATION) and not any(draft.title.values()):
        raise Invalid("survey.question.untitled")
    if consultation.opened_at is not None and lacks_outline(draft):
        raise Invalid("survey.question.no_outline")


def update_question(
    session: Session,
    actor: Actor,
    question: Question,
    changes: QuestionChanges,
    *,
    version: int | None = None,
    reason: str = "",
) -> Question:
    """How a question is asked; while people answer, nothing may change that stored answers rely on."""
    consultation = question.consultation
    refuse_if_closed(consultation)
    refuse_if_changed(question.version, version)
    if question.kind not in (QuestionKind.PAGE, QuestionKind.INFORMATION) and not any(changes.title.values()):
        raise Invalid("survey.question.untitled")
    after: dict[str, Any] = {
        "title": dict(changes.title),
        "help": dict(changes.help),
        "is_required": changes.is_required,
        "is_soft": changes.is_soft,
        "is_active": changes.is_active,
        "key": question.key if changes.key is None else changes.key,
        "options": dict(question.options if changes.options is None else changes.options),
    }
    changed = [name for name, value in after.items() if getattr(question, name) != value]
    _check_key(consultation, question, after["key"])
    if consultation.opened_at is not None:
        _protect_answers(question, after)
    if set(changed) - {"title", "help"}:
        require_reason(consultation, reason)
    for name in changed:
        setattr(question, name, after[name])
    record(session, actor, "survey:question:edit", consultation, question.ref, changed)
    keep_revision(session, actor, consultation, reason)
    return question


def set_condition(
    session: Session,
    actor: Actor,
    question: Question,
    condition: Mapping[str, Any],
    *,
    choice: str = "",
    version: int | None = None,
    reason: str = "",
) -> Question:
    """When a question, or one of its choices, is shown."""
    consultation = question.consultation
    refuse_if_closed(consultation)
    refuse_if_changed(question.version, version)
    require_reason(consultation, reason)
    if choice:
        rows = [dict(row) for row in question.options.get("choices", ())]
        for row in [row for row in rows if row["key"] == choice]:
            row.pop("condition", None)
            row |= {"condition": dict(condition)} if condition else {}
        question.options = {**question.options, "choices": rows}
    else:
        question.condition = dict(condition)
    record(session, actor, "survey:question:edit", consultation, question.ref, ["condition"])
    keep_revision(session, actor, consultation, reason)
    return question


def duplicate_question(
    session: Session, actor: Actor, question: Question, *, reason: str = "", token: str = ""
) -> Question:
    """The same question once more, right after it; the same token again gives the copy already made."""
    draft = QuestionDraft(
        key=question.key,
        kind=QuestionKind(question.kind),
        title=question.title,
        help=question.help,
        is_required=question.is_required,
        is_soft=question.is_soft,
        condition=question.condition,
        options=question.options,
    )
    made = add_question(session, actor, question.consultation, draft, after=question, reason=reason, token=token)
    process = question.consultation.process.public_id
    provenance.link(
        session, actor, source=question.ref, target=made.ref, relation=Relation.COPIED_FROM, process=process
    )
    return made


def remove_question(session: Session, actor: Actor, question: Question) -> None:
    """Take a question out of a draft; one that was ever put to people is switched off instead."""
    consultation = question.consultation
    if consultation.opened_at is not None or consultation.state != ConsultationState.DRAFT:
        raise Closed("survey.question.only_in_draft")
    ref, kind = question.ref, question.kind
    consultation.questions = _numbered([each for each in consultation.questions if each is not question])
    session.delete(question)
    session.flush()
    audit.record(session, actor, "survey:question:remove", ref, process=consultation.process.public_id, kind=kind)


def move_question(session: Session, actor: Actor, question: Question, places: int) -> Question:
    """Up (negative) or down in the questionnaire of a draft; at the end it stays where it is."""
    consultation = question.consultation
    if consultation.state != ConsultationState.DRAFT:
        raise Closed("survey.question.only_in_draft")
    order = sorted(consultation.questions, key=lambda each: each.position)
    before = order.index(question)
    after = max(0, min(len(order) - 1, before + places))
    order.insert(after, order.pop(before))
    _numbered(order)
    if before != after:
        record(session, actor, "survey:question:move", consultation, question.ref, ["position"])
    return question


def _numbered(order: list[Question]) -> list[Question]:
    for position, each in enumerate(order, start=1):
        each.position = position
    return order


def _free_key(consultation: Consultation, wanted: str) -> str:
    taken = {question.key for question in consultation.questions}
    return wanted if KEY.fullmatch(wanted) and wanted not in taken else key_from(wanted, taken)


def _check_key(consultation: Consultation, question: Question, key: str) -> None:
    if not KEY.fullmatch(key):
        raise Invalid("survey.option.key")
    if any(each.key == key for each in consultation.questions if each is not question):
        raise Invalid("survey.option.key_twice", key=key)


def _protect_answers(question: Question, after: Mapping[str, Any]) -> None:
    """What was ever put to people keeps its key and settings; choices are added or switched off, never taken away."""
    if after["key"] != question.key or frozen_changes(question.kind, question.options, after["options"]):
        raise Closed("survey.question.only_in_draft")
    if gone := lost_keys(question.options, after["options"]):
        raise Invalid("survey.question.used_key", keys=", ".join(gone[:5]))


def keep_question(session: Session, actor: Actor, question: Question) -> BankQuestion:
    """Put a copy of a question into the bank, without its condition, which is about its neighbours.

    One that is there already, word for word, is not kept twice.
    """
    process = question.consultation.process
    content = {**question_content(question), "condition": {}, "is_active": True}
    for known in queries.bank_of(session, process):
        if known.content == content:
            return known
    kept = BankQuestion(
        process_id=process.id,
        kind=question.kind,
        title=dict(question.title),
        content=content,
        kept_at=clock.now(),
    )
    session.add(kept)
    session.flush()
    _copied(session, actor, question.ref, kept.ref, process.public_id)
    audit.record(session, actor, "survey:bank:keep", kept.ref, process=process.public_id, kind=kept.kind)
    return kept


def take_question(
    session: Session,
    actor: Actor,
    kept: BankQuestion,
    consultation: Consultation,
    *,
    after: Question | None = None,
    reason: str = "",
    token: str = "",
) -> Question:
    """Add a copy of a kept question to a consultation; the same token again gives the copy already made."""
    content = kept.content
    draft = QuestionDraft(
        key=content["key"],
        kind=QuestionKind(content["kind"]),
        title=content["title"],
        help=content["help"],
        is_required=content["requirement"] == "required",
        is_soft=content["requirement"] == "soft",
        options=content["options"],
    )
    made = add_question(session, actor, consultation, draft, after=after, reason=reason, token=token)
    _copied(session, actor, kept.ref, made.ref, consultation.process.public_id)
    return made


def drop_question(session: Session, actor: Actor, kept: BankQuestion, process: str) -> None:
    """Take a question out of the bank; consultations keep their copies."""
    ref, kind = kept.ref, kept.kind
    session.delete(kept)
    session.flush()
    audit.record(session, actor, "survey:bank:drop", ref, process=process, kind=kind)


def _copied(session: Session, actor: Actor, source: Ref, target: Ref, process: str) -> None:
    provenance.link(session, actor, source=source, target=target, relation=Relation.COPIED_FROM, process=process)


LONGEST_ATTRIBUTION = 300


def bring_outline(
    session: Session,
    actor: Actor,
    question: Question,
    outline: Outline | None,
    attribution: str,
    *,
    version: int | None = None,
) -> Question:
    """Keep an outline with its question, so that it goes wherever the question goes; None keeps the one there is.

    The answers rely on it: what was ever put to people stays.
    """
    consultation = question.consultation
    refuse_if_closed(consultation)
    refuse_if_changed(question.version, version)
    if consultation.opened_at is not None:
        raise Closed("survey.question.only_in_draft")
    areas = outline.areas if outline else question.options.get("outline", {}).get("areas")
    if not areas:
        raise Invalid("survey.outline.none")
    if len(attribution) > LONGEST_ATTRIBUTION:
        raise Invalid("survey.option.too_long", limit=LONGEST_ATTRIBUTION)
    kept = {"areas": areas, "attribution": clean_text(attribution)}
    question.options = {**question.options, "region": "own", "outline": kept}
    session.flush()
    audit.record(
        session,
        actor,
        "survey:question:outline",
        question.ref,
        process=consultation.process.public_id,
        areas=len(areas),
        points=sum(len(ring) // 2 for area in areas for ring in area["rings"]),
        is_new=outline is not None,
    )
    return question


def translate_texts(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    language: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
) -> list[str]:
    """Put texts into one language, by their names (`wording.Wording`); those that say what they said are left.

    `seen` is what stood there when the page was opened. Returns the names of the texts that somebody else changed in
    the meantime; those are not touched.
    """
    refuse_if_closed(consultation)
    wordings = {wording.name: wording for wording in wordings_of(consultation, consultation.questions)}
    by_key = {question.key: question for question in consultation.questions}
    changed, refused = [], []
    for name, text in texts.items():
        stored = wordings[name].text.get(language, "") if name in wordings else ""
        if name not in wordings or text in (stored, seen.get(name, "")):
            continue
        if stored != seen.get(name, ""):
            refused.append(name)
            continue
        wording = wordings[name]
        if wording.question:
            _say_in_question(by_key[wording.question], wording.part, name.split(".")[-1], language, text)
        else:
            label = dict(getattr(consultation, wording.part))
            said(label, language, text)
            setattr(consultation, wording.part, label)
        changed.append(name)
    record(session, actor, "survey:consultation:translate", consultation, consultation.ref, changed[:50])
    if changed:
        keep_revision(session, actor, consultation, f"Translation: {language}")
    return refused


def _say_in_question(question: Question, part: str, key: str, language: str, text: str) -> None:
    if part in ("title", "help"):
        label = dict(getattr(question, part))
        said(label, language, text)
        setattr(question, part, label)
    else:
        question.options = options_with(question.options, part, key, language, text)
