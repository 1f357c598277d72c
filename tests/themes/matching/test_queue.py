"""The queue: what the machine says, who has which statement, what is decided, taken back and learnt."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import provenance
from cocreate.core.audit import AuditEntry, verify
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.errors import Conflict, Invalid
from cocreate.survey.models import Answer, Consultation
from cocreate.themes.matching import commands, queries
from cocreate.themes.matching.jobs import cut, say_again
from cocreate.themes.matching.models import MatchDecision, Statement
from cocreate.themes.matching.rules import LEARN_EVERY, Choice, Verdict
from cocreate.themes.queries import FreeText
from tests.factories.accounts import make_user
from tests.factories.matching import matched_consultation, places, waiting
from tests.factories.survey import make_consultation
from tests.factories.themes import SAID

NEW = Choice(Verdict.NEW)


def analyst(session: Session, name: str) -> Actor:
    user = make_user(session, email=f"{name}@example.org")
    return Actor(ref=user.public_id, user_id=user.id, roles=frozenset({Role.ANALYST}))


def say(session: Session, consultation: Consultation, row: Statement, choice: Choice, actor: Actor = SYSTEM) -> None:
    commands.decide(
        session, actor, consultation.process, row, choice, places(session, consultation), version=row.version
    )


def test_each_statement_of_an_answer_in_two_languages_is_read_in_its_own() -> None:
    dutch = "Wij vragen meer groen in de straten van de wijk, want in de zomer is het er veel te warm voor ouderen."
    french = "Il faudrait aussi des bancs publics dans notre quartier, pour que les aînés puissent se reposer."
    pieces = cut([FreeText("a", 1, f"{dutch} {dutch}\n{french}", "nl", "nl", "")])
    assert [(piece.language, piece.text) for piece in pieces] == [("nl", dutch), ("nl", dutch), ("fr", french)]
    said = [Statement(answer=Answer(text=text, text_language="nl"), start=0, stop=90) for text in (dutch, french)]
    assert [one.language for one in said] == ["nl", "fr"]


def test_every_statement_is_set_against_challenges_sub_challenges_and_assets(session: Session) -> None:
    consultation = matched_consultation(session)
    rows = waiting(session, consultation)
    assert len(rows) == 18  # nineteen answers, of which one says nothing
    titles = {key: place.title["en"] for key, place in places(session, consultation).all.items()}
    assert {near["kind"] for row in rows for near in row.near} == {"challenge", "sub_challenge", "asset"}
    doctors = [row for row in rows if row.text in SAID["doctors"]]
    right = [row for row in doctors if "Family doctors" in titles[row.near[0]["id"]]]
    assert len(right) >= 5
    assert all(0 <= row.confidence <= 1 and not row.verdict for row in rows)
    assert queries.latest_run(session, consultation).statements == 18


def test_without_free_answers_there_is_nothing_to_read(session: Session) -> None:
    consultation = make_consultation(session)
    with pytest.raises(Invalid, match=r"themes\.run\.nothing_to_read"):
        commands.start_reading(session, SYSTEM, consultation.process, consultation)


def test_two_analysts_at_once_never_get_the_same_statement(session: Session) -> None:
    consultation = matched_consultation(session)
    ada, ben = analyst(session, "ada"), analyst(session, "ben")
    hers, his = commands.hold_next(session, ada, consultation), commands.hold_next(session, ben, consultation)
    assert hers is not None and his is not None and hers.id != his.id
    again = commands.hold_next(session, ada, consultation)
    assert again is not None and again.id == hers.id  # what she has on the screen stays hers
    with pytest.raises(Conflict, match=r"themes\.match\.held"):
        say(session, consultation, hers, NEW, ben)


def test_a_statement_that_somebody_left_open_goes_to_others_after_a_while(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = matched_consultation(session)
    ada, ben = analyst(session, "ada"), analyst(session, "ben")
    hers = commands.hold_next(session, ada, consultation)
    assert hers is not None
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    his = commands.hold_next(session, ben, consultation)
    assert his is not None and his.id == hers.id
    with pytest.raises(Conflict, match=r"themes\.match\.held"):
        say(session, consultation, hers, NEW, ada)


def test_a_decision_on_an_old_page_overwrites_nothing(session: Session) -> None:
    consultation = matched_consultation(session)
    row = waiting(session, consultation)[0]
    seen = row.version
    say(session, consultation, row, NEW)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        commands.decide(
            session,
            SYSTEM,
            consultation.process,
            row,
            Choice(Verdict.TRANSVERSAL),
            places(session, consultation),
            version=seen,
        )
    assert row.verdict == Verdict.NEW


def test_the_machines_word_stays_beside_peoples(session: Session) -> None:
    consultation = matched_consultation(session)
    row = waiting(session, consultation)[0]
    before = (row.machine_verdict, row.machine_entry, row.near, row.confidence)
    say(session, consultation, row, Choice(Verdict.BELONGS, row.near[2]["id"]))
    assert (row.verdict, row.entry, row.rank) == (Verdict.BELONGS, row.near[2]["id"], 3)
    assert (row.machine_verdict, row.machine_entry, row.near, row.confidence) == before
    commands.start_reading(session, SYSTEM, consultation.process, consultation)
    session.commit()
    session.expire_all()
    row = session.get_one(Statement, row.id)
    assert row.verdict == Verdict.BELONGS and row.rank == 3
    assert (row.machine_verdict, row.machine_entry, row.near, row.confidence) == before


def test_what_fits_nowhere_is_refused(session: Session) -> None:
    consultation = matched_consultation(session)
    row = waiting(session, consultation)[0]
    part = consultation.process.challenges[0].sub_challenges[0]
    with pytest.raises(Invalid, match=r"themes\.match\.needs_entry"):
        say(session, consultation, row, Choice(Verdict.BELONGS, "elsewhere"))
    with pytest.raises(Invalid, match=r"themes\.match\.completes_challenge"):
        say(session, consultation, row, Choice(Verdict.COMPLETES, part.public_id))


def test_a_decision_is_taken_back_to_what_stood_before(session: Session) -> None:
    consultation = matched_consultation(session)
    ada = analyst(session, "ada")
    row = commands.hold_next(session, ada, consultation)
    assert row is not None
    say(session, consultation, row, NEW, ada)
    say(session, consultation, row, Choice(Verdict.TRANSVERSAL), ada)
    assert commands.undo(session, ada, consultation.process, consultation).verdict == Verdict.NEW
    undone = commands.undo(session, ada, consultation.process, consultation)
    assert (undone.id, undone.verdict, undone.decided_at, undone.held_by_id) == (row.id, "", None, ada.user_id)
    with pytest.raises(Conflict, match=r"themes\.match\.nothing_to_undo"):
        commands.undo(session, ada, consultation.process, consultation)
    assert len(session.scalars(select(MatchDecision)).all()) == 2  # the history keeps both


def test_nobody_takes_back_what_another_decided_since(session: Session) -> None:
    consultation = matched_consultation(session)
    ada, ben = analyst(session, "ada"), analyst(session, "ben")
    row = waiting(session, consultation)[0]
    say(session, consultation, row, NEW, ada)
    say(session, consultation, row, Choice(Verdict.TRANSVERSAL), ben)
    with pytest.raises(Conflict, match=r"themes\.match\.nothing_to_undo"):
        commands.undo(session, ada, consultation.process, consultation)
    assert row.verdict == Verdict.TRANSVERSAL


def test_where_a_colleague_decided_since_the_decision_before_is_taken_back(session: Session) -> None:
    consultation = matched_consultation(session)
    ada, ben = analyst(session, "ada"), analyst(session, "ben")
    first, second = waiting(session, consultation)[:2]
    say(session, consultation, first, NEW, ada)
    say(session, consultation, second, NEW, ada)
    say(session, consultation, second, Choice(Verdict.TRANSVERSAL), ben)
    assert commands.undo(session, ada, consultation.process, consultation).id == first.id
    assert (first.verdict, second.verdict) == ("", Verdict.TRANSVERSAL)
    commands.undo(session, ben, consultation.process, consultation)
    assert second.verdict == NEW.verdict, "what she had said before him stands again"
    assert commands.undo(session, ada, consultation.process, consultation).id == second.id


def let_the_machine_learn(session: Session, consultation: Consultation) -> None:
    """People decide about some statements, so that the machine says other things of the rest, and it reads again."""
    for row in waiting(session, consultation)[-6:]:
        say(session, consultation, row, Choice(Verdict.BELONGS, row.near[2]["id"]))
    commands.start_reading(session, SYSTEM, consultation.process, consultation)
    session.commit()
    session.expire_all()


def test_what_somebody_has_on_the_screen_is_not_changed_under_their_hands(session: Session) -> None:
    consultation = matched_consultation(session)
    ada = analyst(session, "ada")
    hers = commands.hold_next(session, ada, consultation)
    assert hers is not None
    seen, said = hers.version, (hers.near, hers.confidence, hers.novelty)
    let_the_machine_learn(session, consultation)
    hers = session.get_one(Statement, hers.id)
    assert (hers.near, hers.confidence, hers.novelty) == said
    others = [row for row in waiting(session, consultation) if not row.verdict and row.id != hers.id]
    assert {row.version for row in others} - {1}, "the machine says other things of the others now"
    where = places(session, consultation)
    commands.decide(session, ada, consultation.process, hers, NEW, where, version=seen)
    assert hers.verdict == NEW.verdict


def test_a_statement_left_on_the_screen_for_long_is_read_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = matched_consultation(session)
    hers = commands.hold_next(session, analyst(session, "ada"), consultation)
    assert hers is not None
    seen, later = hers.version, clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    let_the_machine_learn(session, consultation)
    assert session.get_one(Statement, hers.id).version > seen


def test_what_is_decided_while_the_machine_stores_stays_decided(session: Session) -> None:
    consultation = matched_consultation(session)
    row = waiting(session, consultation)[0]
    before = (row.near, row.version)
    say(session, consultation, row, NEW)
    say_again(session, {row.id: {"near": [], "confidence": 0.1}})  # it had read the row before the decision
    session.commit()
    session.expire_all()
    assert (row.verdict, row.near, row.version) == (NEW.verdict, before[0], before[1] + 1)


def test_a_skipped_statement_comes_again_after_the_others(session: Session) -> None:
    consultation = matched_consultation(session)
    ada = analyst(session, "ada")
    first = commands.hold_next(session, ada, consultation)
    assert first is not None
    seen = [first]
    for _turn in range(17):
        commands.skip(session, ada, seen[-1])
        following = commands.hold_next(session, ada, consultation, after=seen[-1])
        assert following is not None
        seen.append(following)
    assert len({row.id for row in seen}) == 18
    commands.skip(session, ada, seen[-1])
    back = commands.hold_next(session, ada, consultation, after=seen[-1])
    assert back is not None and back.id == first.id


def test_after_twenty_decisions_the_machine_reads_again(session: Session) -> None:
    consultation = matched_consultation(session)
    rows = waiting(session, consultation)
    for number in range(LEARN_EVERY - 1):
        say(session, consultation, rows[number % 18], Choice(Verdict.BELONGS, rows[number % 18].near[0]["id"]))
    run = queries.latest_run(session, consultation)
    assert not commands.learn_if_due(session, SYSTEM, consultation.process, consultation)  # eighteen are decided
    run.decisions = 18 - LEARN_EVERY
    session.flush()
    assert commands.learn_if_due(session, SYSTEM, consultation.process, consultation)
    session.commit()
    session.expire_all()
    assert queries.latest_run(session, consultation).decisions == 18


def test_only_the_first_decision_about_a_statement_tests_the_machine(session: Session) -> None:
    consultation = matched_consultation(session)
    one, two = waiting(session, consultation)[:2]
    say(session, consultation, one, Choice(Verdict(one.machine_verdict), one.machine_entry))
    say(session, consultation, one, Choice(Verdict.TRANSVERSAL))
    say(session, consultation, two, Choice(Verdict.BELONGS, two.near[1]["id"]))
    assert queries.ranks(session, consultation) == [1, 2]


def test_an_answer_that_was_changed_is_a_new_statement(session: Session) -> None:
    consultation = matched_consultation(session)
    row = waiting(session, consultation)[0]
    say(session, consultation, row, NEW)
    answer = session.get_one(Answer, row.answer_id)
    answer.text = "Libraries should open on Sunday."
    session.flush()
    commands.start_reading(session, SYSTEM, consultation.process, consultation)
    session.commit()
    session.expire_all()
    rows = {r.answer_id: r for r in waiting(session, consultation)}
    assert rows[answer.id].text == "Libraries should open on Sunday."
    assert rows[answer.id].verdict == "" and len(rows) == 18


def test_statements_that_complete_a_challenge_become_its_sub_challenge(session: Session) -> None:
    consultation = matched_consultation(session)
    process = consultation.process
    challenge = process.challenges[0]
    chosen = [row for row in waiting(session, consultation) if row.text in SAID["buses"]]
    for row in chosen:
        say(session, consultation, row, Choice(Verdict.COMPLETES, challenge.public_id))
    assert list(queries.completing(session, consultation)) == [challenge.public_id]
    with pytest.raises(Invalid, match=r"themes\.match\.needs_title"):
        commands.make_sub_challenge(session, SYSTEM, process, challenge, chosen, title={})
    part = commands.make_sub_challenge(session, SYSTEM, process, challenge, chosen[:4], title={"en": "Evening buses"})
    assert {row.entry for row in chosen[:4]} == {part.public_id}
    assert {row.verdict for row in chosen} == {Verdict.BELONGS, Verdict.COMPLETES}
    assert set(provenance.walk_back(session, part.ref).of_type("answer")) == {row.answer_id for row in chosen[:4]}
    with pytest.raises(Invalid, match=r"themes\.match\.needs_statements"):
        commands.make_sub_challenge(session, SYSTEM, process, challenge, chosen[:1], title={"en": "Again"})


def test_the_audit_trail_tells_of_decisions_without_peoples_words(session: Session) -> None:
    consultation = matched_consultation(session)
    row = waiting(session, consultation)[0]
    say(session, consultation, row, NEW)
    commands.undo(session, SYSTEM, consultation.process, consultation)
    session.commit()
    lines = session.scalars(select(AuditEntry)).all()
    assert {"themes:match:start", "themes:match:store", "themes:match:decide", "themes:match:undo"} <= {
        line.verb for line in lines
    }
    assert row.text not in str([line.details for line in lines])
    assert verify(session).is_intact
