"""The whole questionnaire on paper: every question with boxes and lines, and its conditions as sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from flask import session as visit

from cocreate.core.db import db
from cocreate.errors import NotAllowed, NotFound
from cocreate.survey import logic_words, queries, sheets
from cocreate.survey.flow import choice_conditions
from cocreate.survey.inviting.way_in import way_in
from cocreate.survey.kinds import Ground
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.kinds.choices import in_order
from cocreate.survey.kinds.places import MapPoint
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address, pages, published_language
from cocreate.survey.rules import ConsultationState, QuestionKind
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import content_language, language_of, translate

# Kind of question -> the piece of paper on which it is answered (templates/survey/paper/); the rest is only to be read.
PIECES: Mapping[QuestionKind, str] = {
    QuestionKind.HELIX: "helix",
    QuestionKind.SINGLE_CHOICE: "choices",
    QuestionKind.MULTIPLE_CHOICE: "choices",
    QuestionKind.SCALE: "scale",
    QuestionKind.MATRIX: "matrix",
    QuestionKind.RANKING: "places",
    QuestionKind.RANK_CHALLENGES: "places",
    QuestionKind.POINTS: "places",
    QuestionKind.SHORT_TEXT: "line",
    QuestionKind.SHORT_TEXTS: "rows",
    QuestionKind.LONG_TEXT: "lines",
    QuestionKind.TEXT_PER_CHALLENGE: "per_challenge",
    QuestionKind.COMPLETE_LIST: "per_challenge",
    QuestionKind.PROJECT: "project",
    QuestionKind.NUMBER: "line",
    QuestionKind.DATE: "line",
    QuestionKind.FILES: "enclosed",
    QuestionKind.MAP_POINT: "map",
    QuestionKind.CONSENT: "consent",
}

MAP = MapPoint()


@dataclass(frozen=True)
class OnPaper:
    """A question as it is printed."""

    number: int
    question: QuestionLike
    piece: str  # the template of what is filled in, if anything
    only_if: str
    entries: Sequence[Mapping[str, Any]]  # what can be chosen: {label, only_if}

    @property
    def sketch(self) -> Mapping[str, Any]:
        """Of a question about a place: what its map is drawn from."""
        return MAP.sketch(self.question)

    @property
    def title(self) -> str:
        """The question, with a gap where an earlier answer would stand."""
        return logic_words.without_piping(translate(self.question.title))

    @property
    def help(self) -> str:
        """What helps to answer it."""
        return logic_words.without_piping(translate(self.question.help))


@pages.get("/<consultation_id>/print")
@requires("survey:consultation:view")
def print_form(consultation_id: str) -> Any:
    """The form to print, for those who answer on paper; before the opening only for those who prepare it."""
    consultation = consultation_of_address(consultation_id)
    if consultation.state == ConsultationState.DRAFT and not may("survey:consultation:preview"):
        raise NotFound()
    way = way_in(db.session(), consultation, current_actor(), visit)
    # Whoever has answered by their link may print it again; whoever has no way in sees no question.
    if way.is_stranger and not may("survey:consultation:preview"):
        raise NotAllowed(way.refusal)
    g.content_language = published_language(consultation)
    ground = queries.ground_for(db.session(), consultation)
    return render_template(
        "survey/print.html",
        consultation=consultation,
        printed=on_paper(consultation, ground, content_language()),
        ground=ground,
    )


def on_paper(consultation: Consultation, ground: Ground, language: str) -> list[OnPaper]:
    """All questions, whatever their conditions: paper cannot hide anything, so it says when to skip."""
    questions = consultation.active_questions
    return [
        OnPaper(
            number=each.number,
            question=each.question,
            piece=f"survey/paper/{PIECES[QuestionKind(each.question.kind)]}.html" if each.kind.asks else "",
            only_if=logic_words.sentence(each.question.condition, questions, language),
            entries=_entries(each, questions, ground, language),
        )
        for each in sheets.asked(consultation, ground)
    ]


def _entries(
    each: sheets.Asked, questions: Sequence[QuestionLike], ground: Ground, language: str
) -> list[dict[str, Any]]:
    conditions = choice_conditions(each.question, ground)
    return [
        {
            "label": logic_words.without_piping(translate(choice.label)),
            "lang": language_of(choice.label),
            "has_text": choice.has_text,
            "only_if": logic_words.sentence(conditions.get(choice.key, {}), questions, language),
        }
        for choice in in_order(each.question, each.choices, seed="", language=language)
    ]
