"""What people do to themes is recorded, can be undone in order, and leaves every answer in exactly one place."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.analysis.text.unplaced import Unplaced
from cocreate.core import provenance
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.survey.models import Answer, Consultation
from cocreate.themes import commands, queries
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, ThemeStep, UnplacedAnswer
from cocreate.themes.rules import Belonging, ThemeState
from cocreate.themes.steps import history, moving
from tests.factories.camp import make_camp, make_card
from tests.factories.themes import read_consultation


def state_of(session: Session, run: AnalysisRun) -> dict[str, Any]:
    """All that the steps may change, in words that do not depend on row numbers."""
    session.flush()
    session.expire_all()
    themes = session.scalars(select(Theme).where(Theme.run_id == run.id).order_by(Theme.id)).all()
    rows = session.execute(
        select(
            Theme.public_id, ThemeAnswer.answer_id, ThemeAnswer.strength, ThemeAnswer.quote_rank, ThemeAnswer.is_main
        )
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(Theme.run_id == run.id)
    ).all()
    unplaced = session.execute(
        select(UnplacedAnswer.answer_id, UnplacedAnswer.reason).where(UnplacedAnswer.run_id == run.id)
    ).all()
    links = provenance.origins(session, *[theme.ref for theme in themes])
    decision = ("state", "labels", "belongs_to", "challenge_id", "reason", "merged_into_id", "size", "also", "by_helix")
    return {
        "themes": {t.public_id: [getattr(t, name) for name in (*decision, "by_language")] for t in themes},
        "rows": sorted(map(tuple, rows), key=str),
        "unplaced": sorted(map(tuple, unplaced)),
        "links": sorted((link.source, link.target, link.relation) for link in links),
        "coverage": run.coverage,
    }


def adds_up(session: Session, run: AnalysisRun) -> bool:
    """Whether every answer has one main theme or one class, and the counts say so."""
    session.flush()
    standing = select(Theme).where(Theme.run_id == run.id, Theme.state != ThemeState.MERGED)
    themes = session.scalars(standing).all()
    members = queries.members_of(session, list(themes))
    main = Counter(row.answer_id for rows in members.values() for row in rows if row.is_main)
    out = session.scalars(select(UnplacedAnswer.answer_id).where(UnplacedAnswer.run_id == run.id)).all()
    told = run.coverage["new_challenge"]
    return (
        set(main.values()) <= {1}
        and not set(main) & set(out)
        and len(main) + len(out) == told["answers"] == 19
        and sum(theme.size for theme in themes) == len(main) == told["placed"]
        and sum(told["unplaced"].values()) == len(out)
        and all(sum(theme.by_helix.values()) == theme.size for theme in themes)
    )


@pytest.fixture
def ground(session: Session) -> tuple[Consultation, AnalysisRun, list[Theme]]:
    consultation, themes = read_consultation(session)
    run = queries.current_run(session, consultation)
    assert run is not None
    return consultation, run, themes


Ground = tuple[Consultation, AnalysisRun, list[Theme]]


def last_step(session: Session, run: AnalysisRun) -> ThemeStep:
    return session.scalars(
        select(ThemeStep).where(ThemeStep.run_id == run.id).order_by(ThemeStep.number.desc())
    ).first()  # type: ignore[return-value]


def undo(session: Session, ground: Ground, step: ThemeStep) -> None:
    history.undo_step(session, SYSTEM, ground[0].process, ground[1], step)


def answers_of(session: Session, theme: Theme) -> list[str]:
    return [row.answer_id for row in queries.members_of(session, [theme])[theme.id] if row.is_main]


def do(session: Session, ground: Ground, kind: str) -> None:
    """One step of each kind."""
    consultation, run, themes = ground
    process, first, second = consultation.process, themes[0], themes[1]
    if kind == "rename":
        commands.rename_theme(session, SYSTEM, process, first, labels={"en": "Ours"}, version=first.version)
    elif kind == "accept":
        commands.accept_theme(session, SYSTEM, process, first, belongs_to=Belonging.NEW, version=first.version)
    elif kind == "reject":
        commands.reject_theme(session, SYSTEM, process, first, reason="Another matter", version=first.version)
    elif kind == "merge":
        commands.merge_themes(session, SYSTEM, process, [first, second], labels={"en": "Both"})
    elif kind == "split":
        some = answers_of(session, first)[:2]
        moving.split_theme(session, SYSTEM, process, first, some, labels={"en": "Part"}, version=first.version)
    elif kind == "move":
        some = answers_of(session, first)[:2]
        moving.move_answers(session, SYSTEM, process, first, some, second, run=run, version=first.version)
    elif kind == "into none":
        some = answers_of(session, first)[:1]
        moving.move_answers(session, SYSTEM, process, first, some, Unplaced.OTHER, run=run, version=first.version)
    else:
        out = session.scalars(select(UnplacedAnswer.answer_id).where(UnplacedAnswer.run_id == run.id)).all()
        moving.move_answers(session, SYSTEM, process, None, out, second, run=run)
    session.flush()


KINDS = ("rename", "accept", "reject", "merge", "split", "move", "into none", "out of none")


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_changes_something_adds_up_and_comes_back_whole(session: Session, ground: Ground, kind: str) -> None:
    run = ground[1]
    before = state_of(session, run)
    do(session, ground, kind)
    assert state_of(session, run) != before
    assert adds_up(session, run)
    undo(session, ground, last_step(session, run))
    assert state_of(session, run) == before
    assert adds_up(session, run)


def test_several_steps_come_back_in_their_order_only(session: Session, ground: Ground) -> None:
    run = ground[1]
    before = state_of(session, run)
    for kind in ("rename", "move", "split", "merge"):
        do(session, ground, kind)
    steps = session.scalars(select(ThemeStep).where(ThemeStep.run_id == run.id).order_by(ThemeStep.number)).all()
    with pytest.raises(Conflict, match=r"themes\.step\.followed"):
        undo(session, ground, steps[1])
    for step in reversed(steps):
        undo(session, ground, step)
    assert state_of(session, run) == before
    with pytest.raises(Conflict, match=r"themes\.step\.undone"):
        undo(session, ground, steps[0])


def test_steps_about_other_themes_do_not_stand_in_the_way(session: Session, ground: Ground) -> None:
    consultation, run, themes = ground
    do(session, ground, "rename")
    first = last_step(session, run)
    other = themes[2]
    commands.rename_theme(session, SYSTEM, consultation.process, other, labels={"en": "X"}, version=other.version)
    undo(session, ground, first)
    assert themes[0].labels == {} and other.labels == {"en": "X"}


def test_a_theme_on_which_a_card_rests_has_to_stand(session: Session, ground: Ground) -> None:
    consultation, run, themes = ground
    do(session, ground, "accept")
    session.commit()
    camp = make_camp(session, consultation.process)
    make_card(session, camp.groups[0].board, "Night buses", themes=(themes[0].public_id,))
    with pytest.raises(Conflict, match=r"themes\.step\.cited"):
        undo(session, ground, last_step(session, run))
    assert themes[0].state == ThemeState.ACCEPTED


def test_answers_that_came_into_a_merged_theme_are_not_lost_with_it(session: Session, ground: Ground) -> None:
    _consultation, run, themes = ground
    do(session, ground, "merge")
    merged = session.get_one(Theme, themes[0].merged_into_id)
    late = session.scalars(select(UnplacedAnswer).where(UnplacedAnswer.run_id == run.id)).one()
    answer = late.answer_id
    session.delete(late)
    session.add(ThemeAnswer(theme_id=merged.id, answer_id=answer, strength=0.5, came_by="joined"))
    session.flush()
    undo(session, ground, last_step(session, run))
    assert answer in answers_of(session, max(themes[:2], key=lambda theme: theme.size))


def test_a_move_from_an_old_page_is_refused(session: Session, ground: Ground) -> None:
    consultation, run, (first, second, *_rest) = ground
    seen, some = first.version, answers_of(session, first)[:1]
    commands.rename_theme(session, SYSTEM, consultation.process, first, labels={"en": "X"}, version=seen)
    session.commit()
    with pytest.raises(Conflict, match="changed_meanwhile"):
        moving.move_answers(session, SYSTEM, consultation.process, first, some, second, run=run, version=seen)


def test_an_answer_that_somebody_else_moved_is_not_moved_again(session: Session, ground: Ground) -> None:
    consultation, run, (first, second, third) = ground
    some = answers_of(session, first)[:1]
    moving.move_answers(session, SYSTEM, consultation.process, first, some, second, run=run, version=first.version)
    session.commit()
    with pytest.raises(Conflict, match="changed_meanwhile"):
        moving.move_answers(session, SYSTEM, consultation.process, first, some, third, run=run, version=first.version)


def test_the_chain_of_evidence_follows_a_moved_answer(session: Session, ground: Ground) -> None:
    consultation, run, (first, second, *_rest) = ground
    some = answers_of(session, first)[:1]
    moving.move_answers(session, SYSTEM, consultation.process, first, some, second, run=run, version=first.version)
    found_in = [
        link for link in provenance.outcomes(session, ("answer", some[0])) if link.relation == Relation.FOUND_IN
    ]
    assert [link.target for link in found_in] == [second.ref]


def test_a_whole_theme_cannot_be_split_off_and_nothing_moves_to_where_it_is(session: Session, ground: Ground) -> None:
    consultation, run, (first, *_rest) = ground
    process, everything = consultation.process, answers_of(session, first)
    with pytest.raises(Invalid, match=r"themes\.split\.needs_rest"):
        moving.split_theme(session, SYSTEM, process, first, everything, labels={"en": "All"}, version=first.version)
    with pytest.raises(Invalid, match=r"themes\.move\.same_theme"):
        moving.move_answers(session, SYSTEM, process, first, everything, first, run=run, version=first.version)


def test_the_proposed_parts_are_the_theme_and_always_the_same(session: Session, ground: Ground) -> None:
    consultation, _run, (first, second, *_rest) = ground
    merged = commands.merge_themes(session, SYSTEM, consultation.process, [first, second], labels={"en": "Both"})
    parts = moving.propose_parts(session, merged, seed=3)
    again = moving.propose_parts(session, merged, seed=3)
    assert parts is not None and again is not None
    assert [part.answers for part in parts] == [part.answers for part in again]
    assert sorted([*parts[0].answers, *parts[1].answers]) == sorted(answers_of(session, merged))
    origins = [set(answers_of(session, theme)) for theme in (first, second)]
    assert {frozenset(part.answers) for part in parts} == {frozenset(origin) for origin in origins}


def test_steps_hold_no_words_of_answers_and_the_audit_trail_names_each(session: Session, ground: Ground) -> None:
    run = ground[1]
    for kind in ("split", "move"):
        do(session, ground, kind)
    undo(session, ground, last_step(session, run))
    kept = str([(step.before, step.after) for step in session.scalars(select(ThemeStep))])
    assert not [text for text in session.scalars(select(Answer.text)) if len(text) > 12 and text in kept]
    verbs = [line.verb for line in session.scalars(select(AuditEntry)) if line.verb.startswith("themes:")]
    assert verbs[-3:] == ["themes:theme:split", "themes:answer:move", "themes:step:undo"]
