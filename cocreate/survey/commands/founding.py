"""A consultation from a whole questionnaire that was written elsewhere: a file, or what an importer made of one."""

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.survey.commands.editing import create_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import QuestionnaireDraft


def create_from_draft(
    session: Session, actor: Actor, process: Process, draft: QuestionnaireDraft, *, form_token: str = ""
) -> Consultation:
    """A new draft with the title, settings, documents and questions of a questionnaire."""
    return create_consultation(
        session,
        actor,
        process,
        title=draft.title,
        introduction=draft.introduction,
        questions=draft.questions,
        languages=draft.languages,
        settings=draft.settings,
        documents=draft.documents,
        form_token=form_token,
    )
