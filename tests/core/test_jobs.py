"""Long tasks: shown as they go, stopped on request, tried again, and never lost with their worker."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.db import db
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process

done: list[str] = []


@jobs.job("test:count")
def count(context: JobContext, name: str) -> None:
    """Three steps, then a word that it is done."""
    for step in range(3):
        context.advance(step / 3, "themes:reading")
    done.append(name)


@jobs.job("test:refuse")
def refuse(context: JobContext) -> None:
    """Something the method does not allow."""
    raise Invalid("themes.run.nothing_to_read")


@jobs.job("test:break")
def fall_over(context: JobContext) -> None:
    """A fault of ours."""
    raise ZeroDivisionError


@jobs.job("test:stopped")
def stopped(context: JobContext, job_id: int) -> None:
    """Somebody asks to stop after the first step."""
    context.advance(0.1)
    db.session.get_one(Job, job_id).cancel_requested = True
    db.session.commit()
    context.advance(0.5)
    done.append("never")


def ended(session: Session, job: Job) -> Job:
    session.commit()
    session.refresh(job)
    return job


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def test_a_job_starts_once_its_transaction_commits(session: Session) -> None:
    job = jobs.enqueue(session, SYSTEM, "test:count", name="one")
    assert done == []
    assert ended(session, job).state == JobState.DONE
    assert (done, job.percent) == (["one"], 100)


def test_a_job_of_a_rolled_back_transaction_never_runs(session: Session) -> None:
    jobs.enqueue(session, SYSTEM, "test:count", name="one")
    session.rollback()
    session.commit()
    assert done == []


@pytest.mark.parametrize(
    ("kind", "code"), [("test:refuse", "themes.run.nothing_to_read"), ("test:break", "job_failed")]
)
def test_a_failure_is_told_by_its_code(session: Session, kind: str, code: str) -> None:
    job = ended(session, jobs.enqueue(session, SYSTEM, kind))
    assert (job.state, job.error) == (JobState.FAILED, code)


def test_a_running_job_stops_at_its_next_sign_of_progress(session: Session) -> None:
    job = jobs.enqueue(session, SYSTEM, "test:stopped", job_id=1)
    assert ended(session, job).state == JobState.CANCELLED
    assert done == []


def test_a_failed_job_can_be_tried_again(session: Session) -> None:
    job = ended(session, jobs.enqueue(session, SYSTEM, "test:break"))
    jobs.retry(session, SYSTEM, job)
    assert ended(session, job).attempts == 2


def test_two_workers_with_the_same_number_do_it_once(app: Flask, session: Session) -> None:
    job = ended(session, jobs.enqueue(session, SYSTEM, "test:count", name="one"))
    session.commit()
    with app.app_context():
        jobs.run(job.id)
    assert done == ["one"]


def test_a_job_whose_worker_died_waits_again(session: Session) -> None:
    job = ended(session, jobs.enqueue(session, SYSTEM, "test:count", name="one"))
    job.state, job.sign_of_life_at = JobState.RUNNING.value, clock.now() - timedelta(minutes=5)
    fresh = ended(session, jobs.enqueue(session, SYSTEM, "test:count", name="two"))
    fresh.state, fresh.sign_of_life_at = JobState.RUNNING.value, clock.now()
    session.commit()
    assert jobs.requeue_abandoned(session) == [job.id]
    session.rollback()


def test_the_progress_bar_belongs_to_the_team_of_the_process(session: Session, client: FlaskClient) -> None:
    process, other = make_process(session), make_process(session, title="Elsewhere")
    job = ended(session, jobs.enqueue(session, SYSTEM, "test:count", process=process, name="one"))
    address = f"manage/jobs/{job.public_id}.json"
    assert client.get(f"/en/p/{process.public_id}/{address}").status_code == 302
    sign_in(client, make_member(session, process, Role.ANALYST))
    assert client.get(f"/en/p/{process.public_id}/{address}").json["state"] == "done"
    assert client.get(f"/en/p/{other.public_id}/{address}").status_code == 403


def test_a_task_that_is_over_says_how_it_ended_rather_than_its_last_step(session: Session, client: FlaskClient) -> None:
    process = make_process(session)
    job = ended(session, jobs.enqueue(session, SYSTEM, "test:count", process=process, name="one"))
    job.message = "stale_form"  # any step that has a sentence
    session.commit()
    sign_in(client, make_member(session, process, Role.ANALYST))
    shown = client.get(f"/en/p/{process.public_id}/manage/jobs/{job.public_id}.json").json
    assert (shown["state"], shown["message"]) == ("done", "Finished")
