"""Questionnaires to begin with, each complete in four languages; an organiser chooses one and makes it their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.survey import questionnaire as ris3
from cocreate.survey.kinds import KINDS
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.questionnaires import camp, jury, poll, satisfaction
from cocreate.survey.questionnaires.words import QUOTE


@dataclass(frozen=True)
class Ready:
    """A questionnaire to begin with."""

    name: str  # in the address
    label: Any
    explanation: Any
    title: Mapping[str, str] = field(default_factory=dict)
    introduction: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[QuestionDraft, ...] = ()


READY = (
    Ready(
        "ris3",
        _l("Consultation of a regional innovation strategy"),
        _l("Order the challenges, complete them, name assets, propose projects: the six questions of the method."),
        ris3.TITLE,
        ris3.INTRODUCTION,
        (*ris3.RIS3, QUOTE),
    ),
    Ready(
        "poll",
        _l("Quick poll"),
        _l("One choice and a comment: two minutes."),
        poll.TITLE,
        poll.INTRODUCTION,
        poll.QUESTIONS,
    ),
    Ready(
        "camp",
        _l("Ranking at an Innovation Camp"),
        _l("The participants of a camp order the challenges and divide points among criteria."),
        camp.TITLE,
        camp.INTRODUCTION,
        camp.QUESTIONS,
    ),
    Ready(
        "jury",
        _l("Evaluation by a jury"),
        _l("A proposal is judged by criteria, with reasons and a recommendation."),
        jury.TITLE,
        jury.INTRODUCTION,
        jury.QUESTIONS,
    ),
    Ready(
        "satisfaction",
        _l("Satisfaction"),
        _l("After an event or a service: what was good, what was missing, would you come again?"),
        satisfaction.TITLE,
        satisfaction.INTRODUCTION,
        satisfaction.QUESTIONS,
    ),
    Ready("empty", _l("Empty questionnaire"), _l("Nothing in it yet: you add every question yourself.")),
)


def ready_questionnaires() -> tuple[Ready, ...]:
    """Those of which this installation knows every kind of question."""
    return tuple(each for each in READY if all(question.kind in KINDS for question in each.questions))


def ready_named(name: str) -> Ready:
    """The one of a name; of an unknown name, the method's own."""
    return next((each for each in ready_questionnaires() if each.name == name), READY[0])
