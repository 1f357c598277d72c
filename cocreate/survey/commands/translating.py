"""Translating: many texts of a questionnaire at once, each only where it still says what the translator saw."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.survey.commands.editing import record, refuse_if_closed
from cocreate.survey.commands.revising import keep_revision
from cocreate.survey.models import Consultation, Question
from cocreate.survey.wording import options_with, said, wordings_of


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
