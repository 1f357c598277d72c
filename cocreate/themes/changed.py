"""Answers change, lose passages or are erased: what was found in the old words goes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.core.ids import digest
from cocreate.survey.models import Answer, Consultation
from cocreate.survey.personal.commands import still_said
from cocreate.themes.matching.models import Statement
from cocreate.themes.models import AnalysisRun, CampaignCopy, Request, TextVector, Theme, ThemeAnswer
from cocreate.themes.queries import FreeText, questions_by_id
from cocreate.themes.steps import recording
from cocreate.themes.steps.recording import lock

if TYPE_CHECKING:  # scikit-learn takes a second and 100 MB: only the worker loads it, when it computes
    from cocreate.analysis.report import ThemeReport, ThemeResult


def let_go(session: Session, consultation: Consultation, before: Mapping[str, str]) -> None:
    """Take answers (with what they said before) out of all that was made of their words; the counts follow.

    Later they join the themes as late answers do. The history still tells that people had moved them; undoing such a
    step does not bring them back. Statements of which the words are still there stay, with what people decided.
    """
    keys = sorted(before)
    mine = select(AnalysisRun).where(
        AnalysisRun.consultation_id == consultation.id, AnalysisRun.finished_at.is_not(None)
    )
    for run in session.scalars(mine.order_by(AnalysisRun.id)).all():
        _leave(session, run, keys)
    session.execute(delete(Request).where(Request.answer_id.in_(keys)))
    session.execute(delete(TextVector).where(TextVector.answer_id.in_(keys)))
    for statement in session.scalars(select(Statement).where(Statement.answer_id.in_(keys))).all():
        if statement.text != before[statement.answer_id][statement.start : statement.stop]:
            session.delete(statement)
    session.flush()


def _leave(session: Session, run: AnalysisRun, keys: list[str]) -> None:
    lock(session, run)
    session.refresh(run)
    counting = [*keys, *_leave_campaigns(session, run, set(keys))]
    copies = (CampaignCopy.run_id == run.id, CampaignCopy.answer_id.in_(counting))
    session.execute(delete(CampaignCopy).where(*copies))
    held = select(Theme).join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
    held = held.where(Theme.run_id == run.id, ThemeAnswer.answer_id.in_(counting)).distinct()
    themes = session.scalars(held, execution_options={"populate_existing": True}).all()
    places = recording.places_of(session, run, keys)
    recording.clear_places(session, run, keys)
    also_merged = ThemeAnswer.theme_id.in_([theme.id for theme in themes])  # into others: undoing brings them back
    session.execute(delete(ThemeAnswer).where(ThemeAnswer.answer_id.in_(keys), also_merged))
    recording.recount(session, themes)
    placed = {key: place for key, place in places.items() if place["rows"] or place["reason"] is not None}
    _count_without(session, run, placed)
    run.oppositions = {
        question: [pair for pair in pairs if not {pair["in_favour"], pair["against"]} & set(keys)]
        for question, pairs in run.oppositions.items()
    }


def _count_without(session: Session, run: AnalysisRun, placed: dict[str, Any]) -> None:
    """These answers came after the reading from now on: its counts are those of the others."""
    asked = select(Answer.id, Answer.question_id).where(Answer.id.in_(list(placed)))
    about = {row.id: row.question_id for row in session.execute(asked)}
    for number, question in questions_by_id(session, run.consultation).items():
        mine = {key: place for key, place in placed.items() if about[key] == number}
        told = run.coverage.get(question.key)
        if mine and told:
            run.coverage = {**run.coverage, question.key: {**told, "answers": told["answers"] - len(mine)}}
            recording.recount_coverage(session, run, mine, {}, question.key)


def _leave_campaigns(session: Session, run: AnalysisRun, keys: set[str]) -> list[str]:
    """Whoever writes own words is no copy any more; returns the answers that stand for a campaign in their place."""
    found, promoted = {}, list[str]()
    for question, campaigns in run.campaigns.items():
        found[question] = list[dict[str, Any]]()
        for each in campaigns:
            members = [key for key in each["members"] if key not in keys]
            template = each["template"]
            if template in keys:
                template = session.scalar(select(Answer.id).where(Answer.id.in_(members)).order_by(Answer.id).limit(1))
                promoted += [template] if template else []
            if template and len(members) > 1:
                found[question].append(each | {"template": template, "members": members})
    run.campaigns = found
    return promoted


def keep_to_what_is_left(session: Session, answer: Answer, before: str) -> None:
    """Parts of which no word is left are no statements, no proposals and no quotes; the others keep their decisions.

    In its themes the answer stays, as people and the machine placed it: what it said was counted.
    """
    session.execute(delete(TextVector).where(TextVector.answer_id == answer.id))
    _keep_statements(session, answer, before)
    _keep_requests(session, answer, before)
    for row in session.scalars(select(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id)):
        if not _has_words(answer.text[row.start : row.stop]):
            row.quote_rank = row.dissent_rank = None
    session.flush()


def _keep_statements(session: Session, answer: Answer, before: str) -> None:
    from cocreate.analysis.text.vectors import text_key  # brings what reckons with vectors: loaded once it is needed

    for row in session.scalars(select(Statement).where(Statement.answer_id == answer.id)).all():
        part = answer.text[row.start : row.stop]
        if not _has_words(part):
            session.delete(row)
        elif part != before[row.start : row.stop]:
            row.key, row.words = text_key(part), _left(row.words, part)


def _keep_requests(session: Session, answer: Answer, before: str) -> None:
    for row in session.scalars(select(Request).where(Request.answer_id == answer.id)).all():
        part, words = answer.text[row.start : row.stop], row.words
        if part != before[row.start : row.stop]:
            words = _left(row.words, part)
        if not _has_words(part) or (row.words and not words):
            session.delete(row)
            continue
        row.words, row.reasons = words, _reasons_left(row.reasons, answer.text, before)


def _reasons_left(reasons: Iterable[Any], text: str, before: str) -> list[Any]:
    """Those of which something is left, with the words that are left of each."""
    found = []
    for start, stop, words in reasons:
        part = text[start:stop]
        if _has_words(part):
            found.append([start, stop, words if part == before[start:stop] else _left(words, part)])
    return found


def _left(words: Iterable[Any], part: str) -> list[Any]:
    """The words that still stand in a part, in whatever letters: those of the machine may be small."""
    return [word for word in words if str(word).casefold() in part.casefold()]


def _has_words(part: str) -> bool:
    return any(sign.isalnum() for sign in part)


def still_there(session: Session, texts: Sequence[FreeText]) -> list[FreeText]:
    """Of the answers that were read, those that stand as they were read; they do so until the transaction ends."""
    here = still_said(session, {text.id: digest(text.text) for text in texts})
    return [text for text in texts if text.id in here]


def only_of(report: "ThemeReport", here: Mapping[str, str]) -> "ThemeReport":
    """A report as it is stored, of some answers only, given with their helix categories.

    Names, places on the map and shares stay as they were computed; a theme of which no answer is left is gone.
    """
    gone = (report.languages.keys() | report.unplaced.keys()) - here.keys()
    if not gone:
        return report
    themes = (_theme_of(theme, report.languages, here) for theme in report.themes)
    return replace(
        report,
        answers=report.answers - len(gone),
        themes=tuple(theme for theme in themes if theme.size),
        languages={key: language for key, language in report.languages.items() if key in here},
        unplaced={key: reason for key, reason in report.unplaced.items() if key in here},
        campaigns=tuple(
            replace(each, members=_of(each.members, here.keys()))
            for each in report.campaigns
            if each.template_id in here
        ),
        oppositions=tuple(pair for pair in report.oppositions if {pair.in_favour, pair.against} <= here.keys()),
    )


def _theme_of(theme: "ThemeResult", languages: Mapping[str, str], here: Mapping[str, str]) -> "ThemeResult":
    members = tuple(member for member in theme.members if member.answer_id in here)
    main = [member.answer_id for member in members if member.is_main]
    return replace(
        theme,
        size=len(main),
        also=len(members) - len(main),
        members=members,
        quotes=_of(theme.quotes, here.keys()),
        dissent=_of(theme.dissent, here.keys()),
        by_helix=_counted(here[key] for key in main),
        by_language=_counted(languages[key] for key in main),
    )


def _of(answers: Sequence[str], here: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(key for key in answers if key in here)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(value for value in values if value).items()))
