"""Passages are taken out of an answer: all that was found in its words keeps to the words that are left."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.analysis.text.vectors import text_key
from cocreate.core.ids import digest
from cocreate.core.permissions import SYSTEM
from cocreate.ecosystem.commands import suggesting as ecosystem
from cocreate.ecosystem.models import ActorSuggestion
from cocreate.moderation.kinds import AnswerKind
from cocreate.moderation.rules import Verdict
from cocreate.survey.kinds.project import title_of
from cocreate.survey.models import Answer, AnswerFlag
from cocreate.survey.personal.moderating import blanked, blanked_copy
from cocreate.survey.personal.rules import FlagState
from cocreate.themes.matching.models import Statement
from cocreate.themes.models import Request, ThemeAnswer
from tests.factories.ecosystem import propose
from tests.factories.process import make_process
from tests.factories.survey import make_consultation
from tests.moderation.conftest import Scene

WORDS = ("bus", "Ada", "needs", "we", "ÉTÉ", "😀", "02", "call", "a", ".", "\n", "straße", "tel. 0475 12 34 56", "aa")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join).filter(str.strip)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[str]]:
    """A text, parts of it that follow one another, and passages to take out."""
    text = draw(TEXTS)
    places = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=9)))
    parts = [(start, stop) for start, stop in pairwise(places) if draw(st.booleans())]
    wanted = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)), min_size=1, max_size=3))
    said = [text[start : start + size].strip() for start, size in wanted]
    return text, parts, [passage for passage in said if passage] or [text.strip()]


def put(session: Session, answer: Answer, text: str, parts: list[tuple[int, int]], consultation: int) -> None:
    """The answer says this now, and these parts of it are statements and ask for something."""
    for table in (Statement, Request, AnswerFlag):
        session.execute(delete(table).where(table.answer_id == answer.id))
    session.expire_all()
    answer.text, told = text, {"machine_verdict": "new", "confidence": 0.5, "raw": 0.5, "novelty": 0.5, "turn": 1}
    for start, stop in parts:
        words = text[start:stop].split()[:2]
        place = {"answer_id": answer.id, "start": start, "stop": stop, "words": words}
        session.add(Statement(consultation_id=consultation, key=text_key(text[start:stop]), **place, **told))
        session.add(Request(reasons=[[*each, text[each[0] : each[1]].split()] for each in parts], **place))
    session.flush()


def has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def stand_in(words: list[str], text: str) -> bool:
    """Whether all words are in a text, in whatever letters: those of the machine may be small."""
    return all(word.casefold() in text.casefold() for word in words)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts())
def test_every_part_that_stays_reads_the_same_words(
    scene: Scene, said: tuple[str, list[tuple[int, int]], list[str]]
) -> None:
    text, parts, passages = said
    session, answer = scene.session, scene.answers[0]
    put(session, answer, text, parts, scene.theme.run.consultation_id)
    before, after = AnswerKind().edit(session, scene.process, answer.id, passages)
    assert (before, len(after)) == (text, len(text)) and not any(passage in after for passage in passages)
    kept = [place for place in range(len(text)) if after[place] == text[place]]
    assert all(after[place] in "[…]" for place in set(range(len(text))) - set(kept))
    session.expire_all()
    left = [(start, stop) for start, stop in parts if has_words(after[start:stop])]
    rows = session.scalars(select(Statement).where(Statement.answer_id == answer.id).order_by(Statement.start)).all()
    assert [(row.start, row.stop) for row in rows] == left
    for row in rows:
        assert row.key == text_key(after[row.start : row.stop]) and stand_in(row.words, row.text)
        if after[row.start : row.stop] == text[row.start : row.stop]:
            assert (row.text, row.words) == (text[row.start : row.stop], text[row.start : row.stop].split()[:2])
    for asked in session.scalars(select(Request).where(Request.answer_id == answer.id)):
        assert (asked.start, asked.stop) in left
        assert stand_in(asked.words, after[asked.start : asked.stop])
        assert [(start, stop) for start, stop, _words in asked.reasons] == left
        assert all(stand_in(words, after[start:stop]) for start, stop, words in asked.reasons)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.data())
def test_passages_that_reach_into_one_another_leave_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    middle, stop = (data.draw(st.integers(start + 1, len(text))) for _ in range(2))
    passages = [text[start : max(middle, stop)], text[min(middle, stop) - 1 :]]
    assert all(sign in "[…]" for sign in blanked(text, passages)[start:])


def test_a_statement_keeps_what_people_decided_when_words_beside_it_go(scene: Scene) -> None:
    session, answer = scene.session, scene.answers[0]
    text = "Call Ada Byron. We need more buses."
    put(session, answer, text, [(0, 15), (16, len(text))], scene.theme.run.consultation_id)
    for row in session.scalars(select(Statement).where(Statement.answer_id == answer.id)):
        row.verdict = "new"
    AnswerKind().edit(session, scene.process, answer.id, ["Call Ada Byron."])
    (row,) = session.scalars(select(Statement).where(Statement.answer_id == answer.id))
    assert (row.text, row.verdict) == ("We need more buses.", "new")
    assert "Ada" not in str([(each.words, each.reasons) for each in session.scalars(select(Request))])


def test_hiding_and_showing_again_moves_nothing(scene: Scene) -> None:
    session, answer = scene.session, scene.answers[0]
    put(session, answer, "Call Ada. We need buses.", [(0, 9), (10, 24)], scene.theme.run.consultation_id)
    AnswerKind().edit(session, scene.process, answer.id, ["Ada"])
    case = scene.report()
    (hidden,) = scene.decide(Verdict.HIDE, case)
    scene.decide(Verdict.RESTORE, case)
    session.expire_all()
    rows = session.scalars(select(Statement).where(Statement.answer_id == answer.id).order_by(Statement.start))
    assert [row.text for row in rows] == ["Call […].", "We need buses."] and hidden.before.get("state") is None


def test_an_answer_of_which_nothing_is_left_is_no_quote(scene: Scene) -> None:
    session, answer = scene.session, scene.answers[0]
    row = session.scalars(select(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id, ThemeAnswer.is_main)).one()
    row.quote_rank = 1
    AnswerKind().edit(session, scene.process, answer.id, [answer.text])
    assert (row.quote_rank, row.theme_id) == (None, scene.theme.id)


def test_what_was_looked_at_is_looked_at_again(scene: Scene) -> None:
    session, answer = scene.session, scene.answers[0]
    put(session, answer, "Call me on 0475 12 34 56 or 0499 98 76 54.", [], scene.theme.run.consultation_id)
    flag = AnswerFlag(answer_id=answer.id, consultation_id=scene.theme.run.consultation_id, spans=[], text_hash="")
    flag.state = FlagState.REDACTED.value
    session.add(flag)
    AnswerKind().edit(session, scene.process, answer.id, ["0475 12 34 56"])
    assert [answer.text[start:stop] for start, stop, _kind in flag.spans] == ["0499 98 76 54"]
    assert flag.text_hash == digest(answer.text)


@pytest.mark.parametrize(
    ("passage", "title", "key"), [("Ada", "Bikes by […]", "laboratory"), ("Lab", "Bikes by Ada", "[…]")]
)
def test_what_was_read_from_a_project_loses_the_words_too(session: Session, passage: str, title: str, key: str) -> None:
    process = make_process(session)
    consultation = make_consultation(session, process)
    propose(session, consultation, "Bikes by Ada", "Lab", description="With the Lab in the street.")
    ecosystem.gather(session, SYSTEM, process)
    answer = session.scalars(select(Answer).where(Answer.has_text)).one()
    AnswerKind().edit(session, process, answer.id, [passage])
    assert title_of(answer) == title and answer.text.startswith(title)
    rows = {row.kind: row for row in session.scalars(select(ActorSuggestion))}
    assert rows["project"].details["title"] == title and rows["actor"].key == key
    assert passage not in str([(row.text, row.key.replace(answer.id, ""), row.details) for row in rows.values()])


def test_names_of_actors_in_an_older_sheet_go_too(scene: Scene) -> None:
    session, answer = scene.session, scene.answers[0]
    put(session, answer, "Bikes\n\nAsk Ada Byron.", [], scene.theme.run.consultation_id)
    answer.value = {"title": "Bikes", "actors": ["Ada Byron", "The Lab"]}
    AnswerKind().edit(session, scene.process, answer.id, ["Ada Byron"])
    assert answer.value == {"title": "Bikes", "actors": ["[…………………]", "The Lab"]}


@pytest.mark.parametrize(
    ("copy", "passage", "before", "left"),
    [
        ("Ann", "Ann Peeters", "Ann Peeters wrote the Annual report.", "[…]"),
        ("Ann", "Ann Peeters", "Ann Peeters and Ann wrote it.", "Ann"),
        ("Lab", "Ann", "The Labs of Ann.", "Lab"),
        ("Lab", "Labs", "The Labs of Ann.", "[…]"),
    ],
)
def test_a_copied_name_goes_unless_it_still_stands_as_a_word(copy: str, passage: str, before: str, left: str) -> None:
    assert blanked_copy(copy, [passage], before) == left
