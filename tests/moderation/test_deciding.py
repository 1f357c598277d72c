"""Reports, decisions and their undoing: what everybody reads follows, the sums stay right, and the trail tells it."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.moderation import commands
from cocreate.moderation.models import ModerationReport
from cocreate.moderation.rules import Kind, Outcome, Verdict
from cocreate.notices.models import Notice
from cocreate.public.fates.counting import count_contributions, whole_of
from cocreate.public.fates.rules import FateKind, Reason
from cocreate.selection import commands as selection
from cocreate.survey.models import Answer, NamedSheet
from tests.factories.accounts import make_member, make_user
from tests.factories.camp import guest, make_camp, make_card, make_seat
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process
from tests.moderation.conftest import Scene


def test_a_report_hides_nothing_and_waits_for_a_person(scene: Scene, client: FlaskClient) -> None:
    case = scene.report()
    scene.session.commit()
    assert case.is_waiting and scene.answers[0].text in unescape(
        client.get(f"{scene.base}/answers/{scene.answers[0].id}").text
    )


def test_one_account_reports_once_and_others_are_counted(scene: Scene) -> None:
    user = make_user(scene.session)
    actor = Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
    case = scene.report(actor=actor)
    assert scene.report(actor=actor) is case and scene.report() is case
    assert len(scene.session.scalars(select(ModerationReport)).all()) == 2


def test_nobody_reports_what_nobody_reads(scene: Scene) -> None:
    elsewhere = next(
        answer for answer in scene.session.scalars(select(Answer).where(Answer.has_text)) if answer not in scene.answers
    )
    told = {"reason": "insult"}
    with pytest.raises(NotFound):
        commands.report(scene.session, Actor(), scene.process, Kind.ANSWER, elsewhere.id, **told)
    with pytest.raises(NotFound):
        commands.report(scene.session, Actor(), make_process(scene.session), Kind.ANSWER, scene.answers[0].id, **told)
    with pytest.raises(Invalid):
        scene.report(reason="no such reason")


def test_what_is_hidden_leaves_every_page_and_comes_back(scene: Scene, client: FlaskClient) -> None:
    words, key = scene.answers[0].text, scene.answers[0].id
    scene.process.minimum_cell = 1  # else a theme of six tells nobody's words
    scene.session.commit()
    pages = (
        "/themes/",
        f"/themes/{scene.theme.public_id}",
        f"/answers/{key}",
        f"/fates/chain?at=answer-{key}",
        f"/fates/chain?at=theme-{scene.theme.public_id}",
        f"/fates/chain.json?at=theme-{scene.theme.public_id}",
        f"/manage/../themes/{scene.theme.public_id}",
    )
    before = [words in unescape(client.get(scene.base + page).text) for page in pages]
    assert before[1] and before[2] and before[3]
    case = scene.report()
    scene.decide(Verdict.HIDE, case)
    scene.session.commit()
    assert not any(words in unescape(client.get(scene.base + page).text) for page in pages)
    assert client.get(f"{scene.base}/answers/{key}").status_code == 404
    with pytest.raises(NotFound):
        scene.report()  # it is out of sight
    scene.decide(Verdict.RESTORE, case)
    scene.session.commit()
    assert [words in unescape(client.get(scene.base + page).text) for page in pages] == before


def test_the_sums_stay_right_and_tell_what_is_hidden(scene: Scene) -> None:
    total = whole_of(scene.session, scene.process).total
    case = scene.report()
    scene.decide(Verdict.HIDE, case)
    whole = whole_of(scene.session, scene.process)
    assert whole.total == total == count_contributions(scene.session, scene.process, whole.cards)
    assert (Reason.MODERATED, 1) in whole.reasons
    (row,) = scene.decide(Verdict.RESTORE, case)
    assert row.verdict == Verdict.RESTORE
    assert Reason.MODERATED not in dict(whole_of(scene.session, scene.process).reasons)


def test_many_are_decided_at_once_and_taken_back_at_once(scene: Scene, client: FlaskClient) -> None:
    cases = [scene.report(number) for number in range(3)]
    made = scene.decide(Verdict.HIDE, *cases)
    assert len({row.batch for row in made}) == 1 and not any(case.is_waiting for case in cases)
    assert commands.undo(scene.session, SYSTEM, scene.process, made[0].batch) == 3
    assert commands.undo(scene.session, SYSTEM, scene.process, made[0].batch) == 0  # twice is once
    scene.session.commit()
    assert all(case.is_waiting and case.standing == "shown" for case in cases)
    for answer in scene.answers[:3]:
        assert client.get(f"{scene.base}/answers/{answer.id}").status_code == 200


def test_what_was_decided_since_is_not_taken_back(scene: Scene) -> None:
    case = scene.report()
    (first,) = scene.decide(Verdict.HIDE, case)
    scene.decide(Verdict.RESTORE, case)
    with pytest.raises(Conflict):
        commands.undo(scene.session, SYSTEM, scene.process, first.batch)


def test_two_people_never_decide_over_each_other(scene: Scene) -> None:
    case = scene.report()
    seen = commands.Wanted(case, case.version)
    scene.decide(Verdict.KEEP, case)
    with pytest.raises(Conflict):
        commands.decide(scene.session, SYSTEM, scene.process, commands.Told(Verdict.HIDE, "insult"), [seen])


def test_hiding_needs_a_reason_of_the_list(scene: Scene) -> None:
    case = scene.report()
    with pytest.raises(Invalid):
        scene.decide(Verdict.HIDE, case, reason="")


def test_words_that_were_taken_out_are_kept_nowhere(scene: Scene, client: FlaskClient) -> None:
    answer = scene.answers[0]
    secret = answer.text.split()[0]
    case = scene.report(reason="personal")
    told, seen = commands.Told(Verdict.EDIT, "personal"), commands.Wanted(case, case.version)
    row = commands.take_out(scene.session, SYSTEM, scene.process, told, seen, [secret])
    scene.session.commit()
    assert secret not in answer.text and row.hash_before != row.hash_after
    shown = client.get(f"{scene.base}/answers/{answer.id}").text
    assert "…" in shown and f"<p>{secret}" not in shown
    said = [entry for entry in scene.session.scalars(select(AuditEntry)) if entry.verb == "moderation:case:decide"]
    assert said[-1].details["hash_before"] == row.hash_before and secret not in str(said[-1].details)
    with pytest.raises(Conflict):
        commands.undo(scene.session, SYSTEM, scene.process, row.batch)


def test_a_card_leaves_the_record_and_its_author_is_told_why(
    session: Session, scene: Scene, client: FlaskClient
) -> None:
    camp = make_camp(session, scene.process)
    seat, _token = make_seat(session, camp)
    card = make_card(
        session, camp.groups[0].board, "A night network", actor=guest(seat), themes=(scene.theme.public_id,)
    )
    sid = selection.promote_card(session, SYSTEM, scene.process, card, title={"en": "Night mobility"})
    session.commit()
    pages = (f"{scene.base}/sids/{sid.public_id}", f"{scene.base}/fates/chain")
    assert all("A night network" in client.get(page).text for page in pages)
    case = commands.report(session, Actor(), scene.process, Kind.CARD, card.public_id, reason="insult").case
    scene.decide(Verdict.HIDE, case, note="It calls somebody names")
    session.commit()
    assert not any("A night network" in client.get(page).text for page in pages)
    whole = whole_of(session, scene.process)
    (told,) = [each for each in whole.cards if each.card.id == card.id]
    assert (told.fate.kind, told.fate.reason) == (FateKind.OUT_OF_SCOPE, Reason.MODERATED)
    scene.decide(Verdict.RESTORE, case)
    session.commit()
    assert all("A night network" in client.get(page).text for page in pages)


def test_an_actor_leaves_the_public_register(session: Session, scene: Scene, client: FlaskClient) -> None:
    row = make_actor(session, scene.process, "Fake Works")
    session.commit()
    pages = (
        f"{scene.base}/ecosystem",
        f"{scene.base}/ecosystem/actors/{row.public_id}",
        f"{scene.base}/ecosystem/actors.csv",
        f"{scene.base}/ecosystem/actors.json",
    )
    assert all("Fake Works" in client.get(page).text for page in pages)
    case = commands.report(session, Actor(), scene.process, Kind.ACTOR, row.public_id, reason="advertising").case
    scene.decide(Verdict.HIDE, case, reason="advertising")
    session.commit()
    assert not any("Fake Works" in client.get(page).text for page in pages)
    scene.decide(Verdict.RESTORE, case)
    session.commit()
    assert all("Fake Works" in client.get(page).text for page in pages)


def test_an_appeal_is_answered_by_somebody_else_and_once(scene: Scene) -> None:
    first, second = (
        Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
        for user in (make_user(scene.session), make_user(scene.session))
    )
    case = scene.report()
    (decision,) = scene.decide(Verdict.HIDE, case, actor=first)
    asked = commands.appeal(scene.session, Actor(), scene.process, decision, "It is only a joke", by_code=True)
    again = commands.appeal(scene.session, Actor(), scene.process, decision, "Please", by_code=True)
    assert again is asked and (asked.made_at.hour, asked.made_at.minute) == (0, 0)
    with pytest.raises(Conflict):
        commands.answer_appeal(scene.session, first, scene.process, asked, Outcome.REJECTED, "No")
    with pytest.raises(Invalid):
        commands.answer_appeal(scene.session, second, scene.process, asked, Outcome.UPHELD, " ")
    commands.answer_appeal(scene.session, second, scene.process, asked, Outcome.UPHELD, "You are right")
    commands.answer_appeal(scene.session, second, scene.process, asked, Outcome.UPHELD, "You are right")
    assert case.standing == "shown" and asked.answer == "You are right"
    with pytest.raises(Conflict):
        commands.answer_appeal(scene.session, second, scene.process, asked, Outcome.REJECTED, "After all, no")


def heard(session: Session, user_id: int) -> list[str]:
    session.commit()
    session.expire_all()
    rows = session.scalars(select(Notice).where(Notice.user_id == user_id, Notice.kind == "moderation"))
    return [row.text for row in rows.all()]


def test_whoever_has_an_account_hears_of_it_and_who_decided_does_not_hear_the_appeal(scene: Scene) -> None:
    session, users = scene.session, [make_member(scene.session, scene.process, Role.FACILITATOR) for _ in range(2)]
    first, second = (Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id) for user in users)
    author = make_user(session)
    session.add(NamedSheet(submission_id=scene.answers[0].submission_id, user_id=author.id))
    case = scene.report()
    assert scene.report() is case
    assert [len(heard(session, user.id)) for user in users] == [1, 1], "two reports of one thing are told once"
    (decision,) = scene.decide(Verdict.HIDE, case, actor=first)
    assert len(heard(session, author.id)) == 1
    asked = commands.appeal(session, Actor(), scene.process, decision, "Please", by_code=False)
    assert [len(heard(session, user.id)) for user in users] == [1, 2]
    commands.answer_appeal(session, second, scene.process, asked, Outcome.REJECTED, "It stays hidden")
    assert len(heard(session, author.id)) == 2
