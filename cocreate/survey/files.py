"""A questionnaire as a file of our own format (docs/questionnaire.md): out, and in again, byte for byte."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import object_session, undefer

from cocreate.errors import Invalid
from cocreate.settings import LANGUAGES
from cocreate.survey import schema
from cocreate.survey.kinds import QuestionLike
from cocreate.survey.models import Consultation, Document
from cocreate.survey.questionnaire import DocumentDraft, QuestionDraft, QuestionnaireDraft, with_documents
from cocreate.survey.rules import Access, Paging, QuestionKind, ResultsRule
from cocreate.survey.schema import wrong

FORMAT, VERSION = "cocreate-questionnaire", 1
SETTINGS: dict[str, schema.Rule] = {
    "paging": schema.one_of(*Paging),
    "access": schema.one_of(*Access),
    "is_anonymous": schema.flag,
    "results_rule": schema.one_of(*ResultsRule),
    "allows_editing": schema.flag,
    "needs_proof_of_work": schema.flag,
}
QUESTION: dict[str, schema.Rule] = {
    "key": schema.key,
    "kind": schema.one_of(*QuestionKind),
    "title": schema.some_texts,
    "help": schema.texts,
    "requirement": schema.one_of("optional", "soft", "required"),
    "is_active": schema.flag,
    "condition": schema.condition,
    "options": lambda value, where: value,  # by kind, below
}


def question_value(value: Any, where: str) -> dict[str, Any]:
    """One question in canonical form, with the options of its kind."""
    found: dict[str, Any] = schema.record(QUESTION, "key", "kind", "title")(value, where)
    options = schema.OPTIONS[QuestionKind(found["kind"])](found.get("options", {}), f"{where}.options")
    defaults = {"help": {}, "requirement": "optional", "is_active": True, "condition": {}}
    merged = {**defaults, **found, "options": options}
    return {name: merged[name] for name in QUESTION}


def base64_text(value: Any, where: str) -> str:
    """Bytes, written in letters; as long as they are, since the size of the whole file is limited already."""
    try:
        if isinstance(value, str):
            return base64.b64encode(base64.b64decode(value, validate=True)).decode()
    except (binascii.Error, ValueError):
        pass
    raise wrong(where, "no_base64")


WHOLE = schema.record(
    {
        "format": schema.one_of(FORMAT),
        "version": schema.whole,
        "title": schema.some_texts,
        "introduction": schema.texts,
        "thanks": schema.texts,
        "closing": schema.texts,
        "languages": schema.list_of(schema.one_of(*LANGUAGES)),
        "settings": schema.record(SETTINGS),
        "documents": schema.list_of(
            schema.record(
                {
                    "id": schema.key,
                    "name": schema.short(200),
                    "title": schema.texts,
                    "media_type": schema.short(100),
                    "content": base64_text,
                },
                "id",
                "name",
                "media_type",
                "content",
            )
        ),
        "questions": schema.list_of(question_value),
    },
    "format",
    "version",
    "title",
    "questions",
)


def to_json(consultation: Consultation) -> str:
    """A consultation's questionnaire as a file."""
    return written(as_value(consultation))


def written(value: Mapping[str, Any]) -> str:
    """Canonical text of a questionnaire that is in canonical form."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_value(consultation: Consultation) -> dict[str, Any]:
    """The questionnaire as one value; documents are numbered, so that the file is the same wherever it is made."""
    session = object_session(consultation)
    found = select(Document).where(Document.consultation_id == consultation.id).order_by(Document.id)
    documents = list(session.scalars(found.options(undefer(Document.content)))) if session else []
    numbers = {document.public_id: f"d{number}" for number, document in enumerate(documents, start=1)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": schema.texts(consultation.title, "title"),
        "introduction": schema.texts(consultation.introduction, "introduction"),
        # Left out where they are empty: a file from before there were such words stays the same, byte for byte.
        **{name: schema.texts(words, name) for name, words in _farewell(consultation).items() if words},
        "languages": list(consultation.languages),
        "settings": {name: getattr(consultation, name) for name in SETTINGS},
        "documents": [
            {
                "id": numbers[document.public_id],
                "name": document.name,
                "title": schema.texts(document.title, "documents"),
                "media_type": document.media_type,
                "content": base64.b64encode(document.content).decode(),
            }
            for document in documents
        ],
        "questions": [
            question_as_value(question, numbers)
            for question in sorted(consultation.questions, key=lambda each: each.position)
        ],
    }


def _farewell(consultation: Consultation) -> dict[str, Mapping[str, str]]:
    return {"thanks": consultation.thanks, "closing": consultation.closing}


def question_as_value(question: QuestionLike, documents: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One question in canonical form; `documents` gives the ids of files in the file."""
    requirement = "soft" if question.is_soft else "required" if question.is_required else "optional"
    value = {
        "key": question.key,
        "kind": question.kind,
        "title": dict(question.title),
        "help": dict(question.help),
        "requirement": requirement,
        "is_active": getattr(question, "is_active", True),
        "condition": dict(question.condition),
        "options": with_documents(question.options, documents or {}),
    }
    return question_value(value, f"questions.{question.key}")


def draft_of(text: str) -> QuestionnaireDraft:
    """What a file says, or Invalid with the place and the reason; nothing in it is passed over."""
    return draft_of_value(read_json(text))


def read_json(text: str) -> Any:
    """JSON in which no name comes twice and every number is one."""
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Invalid("survey.file.no_json", line=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:  # nested without end, or a number of thousands of digits
        raise Invalid("survey.file.no_json", line=1, column=1) from error


def draft_of_value(value: Any) -> QuestionnaireDraft:
    """The same, of a value that was read already."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Invalid("survey.file.other_format")
    if value.get("version") != VERSION:
        raise Invalid("survey.file.other_version", version=str(value.get("version"))[:20])
    found = WHOLE(value, "")
    questions = tuple(draft_of_question(each) for each in found["questions"])
    documents = tuple(
        DocumentDraft(
            each["id"], each["name"], each.get("title", {}), each["media_type"], base64.b64decode(each["content"])
        )
        for each in found.get("documents", [])
    )
    _check_names(questions, documents)
    return QuestionnaireDraft(
        title=found["title"],
        introduction=found.get("introduction", {}),
        thanks=found.get("thanks", {}),
        closing=found.get("closing", {}),
        languages=tuple(found.get("languages", [])),
        settings=found.get("settings", {}),
        documents=documents,
        questions=questions,
    )


def draft_of_question(value: Mapping[str, Any]) -> QuestionDraft:
    """A question in canonical form, as a draft."""
    return QuestionDraft(
        key=value["key"],
        kind=QuestionKind(value["kind"]),
        title=value["title"],
        help=value["help"],
        is_required=value["requirement"] != "optional",
        is_soft=value["requirement"] == "soft",
        condition=value["condition"],
        options=value["options"],
        is_active=value["is_active"],
    )


def _check_names(questions: tuple[QuestionDraft, ...], documents: tuple[DocumentDraft, ...]) -> None:
    """Every name once, and every name that is used is there."""
    keys: set[str] = set()
    for question in questions:
        if question.key in keys:
            raise wrong("questions", "same_key", value=question.key)
        keys.add(question.key)
    ids: set[str] = set()
    for document in documents:
        if document.id in ids:
            raise wrong("documents", "same_key", value=document.id)
        ids.add(document.id)
    for number, question in enumerate(questions, start=1):
        where = f"questions[{number}]"
        for name in sorted(_facts(question.condition) | _facts(question.options)):
            if name.split(".")[0] not in keys:
                raise wrong(where, "unknown_fact", value=name)
        for name in [*question.options.get("documents", []), *filter(None, [question.options.get("image")])]:
            if name not in ids:
                raise wrong(where, "unknown_document", value=name)


def _facts(value: Any) -> set[str]:
    """The facts that a condition, or a filter of options, asks for."""
    if isinstance(value, Mapping):
        own = {value["fact"]} if isinstance(value.get("fact"), str) else set()
        return own.union(*(_facts(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(_facts(each) for each in value))
    return set()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise wrong("–", "same_key", value=next(name for name in names if names.count(name) > 1)[:60])
    return found


def _no_number(word: str) -> Any:
    raise wrong(word, "no_number")
