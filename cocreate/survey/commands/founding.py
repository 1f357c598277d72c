"""A consultation from a whole questionnaire that was written elsewhere: a file, or what an importer made of one."""

from dataclasses import replace

from sqlalchemy.orm import Session

from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.survey.commands.editing import create_consultation
from cocreate.survey.models import Consultation, Document
from cocreate.survey.questionnaire import QuestionnaireDraft, with_documents


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
