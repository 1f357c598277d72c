"""Two analysts really at once: each statement is decided once, whoever is faster."""

from collections import Counter
from pathlib import Path
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select

from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor, Role
from cocreate.survey.models import Consultation
from cocreate.themes.matching import commands
from cocreate.themes.matching.models import MatchDecision, Statement
from cocreate.themes.matching.rules import Choice, Verdict
from tests.factories.accounts import make_user
from tests.factories.matching import matched_consultation, places
from tests.whole.world import make_app


def work_through(app: Flask, actor: Actor, consultation_id: int, begin: Barrier, problems: list[Exception]) -> None:
    """Take one statement after another and decide, until none waits."""
    begin.wait(30)
    try:
        while True:
            with app.app_context(), transaction() as session:
                consultation = session.get_one(Consultation, consultation_id)
                row = commands.hold_next(session, actor, consultation)
            if row is None:
                return
            with app.app_context(), transaction() as session:
                consultation = session.get_one(Consultation, consultation_id)
                mine = session.get_one(Statement, row.id)
                choice, where = Choice(Verdict.NEW), places(session, consultation)
                commands.decide(session, actor, consultation.process, mine, choice, where, version=mine.version)
    except Exception as problem:
        problems.append(problem)


def test_two_analysts_who_hurry_decide_each_statement_once(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    with app.app_context():
        db.create_all()
        consultation_id = matched_consultation(db.session()).id
        users = [make_user(db.session(), email=f"{name}@example.org") for name in ("ada", "ben")]
        db.session.commit()
        actors = [Actor(ref=u.public_id, user_id=u.id, roles=frozenset({Role.ANALYST})) for u in users]
        db.session.remove()
    begin, problems = Barrier(2), list[Exception]()
    threads = [Thread(target=work_through, args=(app, actor, consultation_id, begin, problems)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not problems
    with app.app_context():
        made = Counter(db.session.scalars(select(MatchDecision.statement_id)))
        assert len(made) == 18 and set(made.values()) == {1}
        db.session.remove()
        db.engine.dispose()
