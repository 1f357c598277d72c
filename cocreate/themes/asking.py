"""What the answers of a theme ask for, and why: found by the reading, shown to analysts and in the team's report."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, delete, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from cocreate.analysis.text.asking import classify, proposals
from cocreate.analysis.text.language import LanguageSpan, spoken_in, spoken_spans
from cocreate.analysis.text.marking import marked_phrases
from cocreate.analysis.text.statements import Statement as Found
from cocreate.survey.models import Answer, Submission
from cocreate.survey.personal.gate import is_in_sight, public_answers
from cocreate.themes.models import AnalysisRun, CampaignCopy, Request, Theme, ThemeAnswer
from cocreate.themes.rules import ThemeState

PART = 400  # keys of one statement


def requests_in(texts: Iterable[tuple[str, str, str]]) -> dict[str, list[dict[str, Any]]]:
    """For each text (answer's key, words, language) what it asks for, ready to be stored; nothing for most.

    Of an answer in two languages each part is read in its own.
    """
    return {key: list(_requests(key, text, language)) for key, text, language in texts}


def _requests(key: str, text: str, language: str) -> Iterator[dict[str, Any]]:
    for span in spoken_spans(text, language):
        for found in proposals(text[span.start : span.stop], span.language):
            part = _told(text, found.part, span)
            yield {
                "answer_id": key,
                "start": part[0],
                "stop": part[1],
                "words": part[2],
                "reasons": [_told(text, why, span) for why in found.reasons],
            }


def _told(text: str, part: Found, span: LanguageSpan) -> list[Any]:
    """Where a part of a span stands in the text, and the words that tell what it does."""
    start, stop = span.start + part.start, span.start + part.stop
    return [start, stop, list(classify(text[start:stop], span.language).words)]


def store_requests(session: Session, found: dict[str, list[dict[str, Any]]]) -> None:
    """Keep what some answers ask for in the place of what was kept of them. All of them must still be there."""
    keys = sorted(found)
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        session.execute(delete(Request).where(Request.answer_id.in_(part)))
        rows = [row for key in part for row in found[key]]
        if rows:
            session.execute(insert(Request), rows)


PAGE = 25
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Statement:
    """Words of an answer, the language that they are in, and those that tell what they do."""

    text: str
    language: str
    words: Sequence[str]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut into pieces, each with whether it decided."""
        return marked_phrases(self.text, self.words)


@dataclass(frozen=True)
class Asked:
    """What an answer asks for, and why."""

    answer: Answer
    proposal: Statement
    reasons: Sequence[Statement]


@dataclass(frozen=True)
class AskedCount:
    """Of the answers of a theme that count, how many ask for something."""

    asking: int
    answers: int


def is_known(session: Session, run: AnalysisRun) -> bool:
    """Whether a consultation was read since proposals are looked for, and something was found."""
    mine = select(Request.answer_id).join(Answer, Request.answer_id == Answer.id).join(Submission)
    return session.scalar(mine.where(Submission.consultation_id == run.consultation_id).limit(1)) is not None


def count_asking(session: Session, theme: Theme) -> AskedCount:
    """How many of a theme's answers ask for something, on the same base as every other number of the theme."""
    base = select(func.count()).select_from(_answers_of(select(Answer.id).join(Submission), theme).subquery())
    asking = _asked_in(theme, select(func.count(Request.answer_id.distinct())))
    return AskedCount(session.scalar(asking) or 0, session.scalar(base) or 0)


def asked_page(session: Session, theme: Theme, page: int, size: int = PAGE) -> tuple[list[Asked], int]:
    """For the team: one page of what a theme's answers ask for, the most typical answers first; the number of pages."""
    total = session.scalar(_asked_in(theme, select(func.count(Request.answer_id)))) or 0
    rows = session.execute(_ordered(_asked_in(theme, select(Request, Answer))).limit(size).offset((page - 1) * size))
    return [_asked(request, answer) for request, answer in rows], max(1, -(-total // size))


def quotable(session: Session, theme: Theme, most: int | None = None) -> list[Asked]:
    """What may be quoted of it: of those who agreed, where nothing in the answer tells who somebody is.

    Of an answer that everybody reads with passages left out no part is quoted, as the places in it are no longer these.
    """
    agreed = _asked_in(theme, select(Request, Answer)).where(Submission.may_quote, is_in_sight())
    found = []
    for rows in session.execute(_ordered(agreed)).partitions(200):
        shown = public_answers(session, {answer.id: answer for _request, answer in rows}.values())
        for request, answer in rows:
            if answer.id in shown and shown[answer.id].text == answer.text:
                found.append(_asked(request, answer))
                if len(found) == most:
                    return found
    return found


def _asked_in(theme: Theme, what: Rows) -> Rows:
    """The requests in the answers whose main theme it is, without those that speak of another theme."""
    other, elsewhere = aliased(ThemeAnswer), aliased(Theme)
    stands = (elsewhere.run_id == theme.run_id, elsewhere.state != ThemeState.MERGED, elsewhere.id != theme.id)
    passing = (
        exists()
        .where(other.answer_id == Request.answer_id, other.is_main.is_(False), other.theme_id == elsewhere.id, *stands)
        .where(other.start <= Request.start, other.stop > Request.start)
    )
    joined = what.select_from(Request).join(Answer, Request.answer_id == Answer.id).join(Submission)
    return _answers_of(joined, theme).where(~passing)


def _answers_of(rows: Rows, theme: Theme) -> Rows:
    copy = exists().where(CampaignCopy.run_id == theme.run_id, CampaignCopy.answer_id == Answer.id)
    return (
        rows.join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.is_main)
        .where(Submission.left_out == "", ~copy)
    )


def _ordered(rows: Rows) -> Rows:
    return rows.order_by(ThemeAnswer.strength.desc(), Request.answer_id, Request.start)


def _asked(request: Request, answer: Answer) -> Asked:
    reasons = [_statement(answer, *reason) for reason in request.reasons]
    return Asked(answer, _statement(answer, request.start, request.stop, request.words), reasons)


def _statement(answer: Answer, start: int, stop: int, words: Sequence[str]) -> Statement:
    said = answer.text[start:stop]
    return Statement(said, spoken_in(said, answer.text_language), words)
