"""The results of every kind of question, from the demonstration's tour of them: shown, counted alike, and protected."""

import json
import random
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.paths import PACKAGE
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.process.rules import HelixCategory
from cocreate.survey import queries, tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.consultations import create_consultation
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.cuts import Cut, sheets_in
from cocreate.survey.kinds import KINDS, kind_of
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.models import Consultation, Question, Tally
from cocreate.survey.part_counts import count_now
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind
from tests.factories.process import make_process

GALLERY = PACKAGE / "demo" / "data" / "gallery.json"


def gallery(session: Session, process: Process) -> Consultation:
    """The tour as an open consultation, everything optional and always asked."""
    drafts = [
        QuestionDraft(
            key=each["key"],
            kind=QuestionKind(each["kind"]),
            title=each["title"],
            help=each.get("help", {}),
            options={key: value for key, value in each.get("options", {}).items() if key != "filter"},
        )
        for each in json.loads(GALLERY.read_text(encoding="utf-8"))["questions"]
        if each["kind"] in KINDS
    ]
    made = create_consultation(session, SYSTEM, process, title={"en": "Every kind"}, questions=drafts)
    return open_consultation(session, SYSTEM, made)


def any_answers(chance: random.Random, question: Question, consultation: Consultation) -> list[AnswerGiven]:
    """What somebody might say to a question."""
    key, options, ground = question.key, question.options, consultation.process.challenges
    if chance.random() < 0.15:
        return []
    kind = QuestionKind(question.kind)
    challenges = [challenge.public_id for challenge in ground]
    if kind is QuestionKind.HELIX:
        weights = (30, 20, 15, 20, 10, 5)
        return [AnswerGiven(key, {"choice": chance.choices([c.value for c in HelixCategory], weights)[0]})]
    if kind is QuestionKind.SINGLE_CHOICE:
        return [AnswerGiven(key, {"choice": chance.choice([c for c in choices_of(question) if c != "other"])})]
    if kind is QuestionKind.MULTIPLE_CHOICE:
        exclusive = {c["key"] for c in options.get("choices", []) if c.get("is_exclusive")}
        known = [c for c in choices_of(question) if c not in {*exclusive, "other"}]
        low, high = options.get("min") or 1, options.get("max") or len(known)
        return [AnswerGiven(key, {"choices": chance.sample(known, chance.randint(low, min(high, len(known))))})]
    if kind is QuestionKind.SCALE:
        return [AnswerGiven(key, {"number": min(options["to"], options["from"] + int(chance.triangular(0, 5, 4)))})]
    if kind is QuestionKind.MATRIX:
        columns = [column["key"] for column in options["columns"]]
        return [AnswerGiven(key, {"cells": {row["key"]: [chance.choice(columns)] for row in options["rows"]}})]
    if kind in (QuestionKind.RANKING, QuestionKind.RANK_CHALLENGES):
        known = challenges if kind is QuestionKind.RANK_CHALLENGES else list(choices_of(question))
        top = options.get("top") or len(known)
        order = sorted(known, key=lambda item: known.index(item) + chance.gauss(0, 1.5))
        return [AnswerGiven(key, {"order": order[: chance.randint(1, min(top, len(known)))], "shown": known})]
    if kind is QuestionKind.POINTS:
        known = challenges if options.get("about") == "challenges" else list(choices_of(question))
        total = options["total"]
        cuts = sorted(chance.randint(0, total) for _ in known[1:])
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
        return [AnswerGiven(key, {"points": {k: n for k, n in zip(known, parts, strict=True) if n}})]
    if kind is QuestionKind.SHORT_TEXT:
        return [AnswerGiven(key, {"text": "somebody@example.org" if options.get("format") == "email" else "1000"})]
    if kind is QuestionKind.SHORT_TEXTS:
        rows = [row["key"] for row in options["rows"]]
        return [AnswerGiven(key, {"texts": dict.fromkeys(chance.sample(rows, chance.randint(1, len(rows))), "words")})]
    if kind is QuestionKind.LONG_TEXT:
        return [AnswerGiven(key, text="The city is loud, and water is short in summer in every district of it.")]
    if kind is QuestionKind.TEXT_PER_CHALLENGE:
        return [AnswerGiven(key, text="A lab", item=c) for c in chance.sample(challenges, 2)]
    if kind is QuestionKind.COMPLETE_LIST:
        entries = [c.sub_challenges[0].public_id for c in ground]
        marked = zip(ground, entries, strict=True)
        return [
            AnswerGiven(key, {"marked": [e], "added": []}, item=c.public_id) for c, e in marked if chance.random() < 0.6
        ]
    if kind is QuestionKind.PROJECT:
        return [AnswerGiven(key, {"title": "A hub", "actors": []}, "A hub")]
    if kind is QuestionKind.NUMBER:
        low, high = options.get("min") or 0, options.get("max") or 100
        return [AnswerGiven(key, {"number": round(chance.triangular(low, high))})]
    if kind is QuestionKind.DATE:
        return [AnswerGiven(key, {"date": options.get("min") or "2026-11-24"})]
    if kind is QuestionKind.MAP_POINT:
        return [
            AnswerGiven(key, {"lat": round(chance.gauss(50.85, 0.012), 5), "lon": round(chance.gauss(4.36, 0.015), 5)})
        ]
    if kind is QuestionKind.CONSENT:
        return [AnswerGiven(key, {"given": True})]
    return []


def any_sheets(consultation: Consultation, count: int, seed: int = 1) -> list[AnswerSheet]:
    """Many people's answers to all questions."""
    chance = random.Random(seed)
    return [
        AnswerSheet(
            language=chance.choice(["nl", "fr", "fr", "en"]),
            answers=tuple(
                given
                for question in consultation.active_questions
                for given in any_answers(chance, question, consultation)
            ),
        )
        for _ in range(count)
    ]


@pytest.fixture
def filled(session: Session) -> Consultation:
    consultation = gallery(session, make_process(session))
    import_submissions(session, SYSTEM, consultation, any_sheets(consultation, 120))
    close_consultation(session, SYSTEM, consultation)
    return consultation


def test_every_kind_shows_results_raw_and_balanced(client: FlaskClient, session: Session, filled: Consultation) -> None:
    page = f"/en/p/{filled.process.public_id}/consultations/{filled.public_id}/results"
    shown = client.get(page)
    assert shown.status_code == 200
    assert {question.kind for question in filled.questions} == set(KINDS)
    sections = shown.text.split('<section class="section">')
    asked = [q for q in filled.active_questions if kind_of(q).asks and q.kind != QuestionKind.HELIX]
    assert len(sections) - 1 == len(asked)
    for question, section in zip(asked, sections[1:], strict=True):
        assert question.title["en"] in section
        if question.kind != QuestionKind.FILES:  # nobody handed one in
            assert "of 120 respondents" in section or 'class="chart' in section, question.key


def test_an_order_is_shown_for_each_group_and_language_and_as_places(
    client: FlaskClient, session: Session, filled: Consultation
) -> None:
    page = client.get(f"/en/p/{filled.process.public_id}/consultations/{filled.public_id}/results").text
    question = next(q for q in filled.active_questions if q.kind == QuestionKind.RANK_CHALLENGES)
    section = next(part for part in page.split('<section class="section">') if question.title["en"] in part)
    assert "chart-cell chart-cell--" in section
    table = re.search(r"Comparisons won by group.*?</table>", section, re.S)
    assert table is not None
    heads = re.findall(r"<th[^>]*scope=\"col\"[^>]*>\s*([^<]+?)\s*</th>", table[0])
    groups = {row.helix for row in queries.counted(session, filled).rows[question.id]}
    assert 2 <= len(heads) - 1 <= len(groups) + 1
    assert "Comparisons won by language" in section


def test_the_tallies_hold_no_words_that_people_typed(session: Session, filled: Consultation) -> None:
    while tallies.fold(session, filled):
        pass
    kept = json.dumps(session.scalars(select(Tally.value)).all())
    for words in ("somebody@example.org", "A hub", "A lab", "city is loud"):
        assert words not in kept


def test_counting_sheets_anew_gives_what_the_tallies_hold(session: Session, filled: Consultation) -> None:
    while tallies.fold(session, filled):
        pass
    everybody = count_now(session, filled, Cut(helix=("business", "research"), languages=("fr",)))
    from_tallies = queries.counted(session, filled, Cut(helix=("business", "research"), languages=("fr",)))
    assert everybody.people.cells == from_tallies.people.cells
    assert everybody.reach == from_tallies.reach

    def told(rows: Any) -> Any:
        return {key: sorted(map(repr, found)) for key, found in rows.items()}

    assert told(everybody.rows) == told(from_tallies.rows)
    assert session.scalars(sheets_in(filled, Cut(languages=("de",)))).all() == []
