"""Long tasks and regular work of the whole installation, and its check-up."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration.models import Report
from cocreate.core import chores, jobs
from cocreate.core.chores import ChoreRun
from cocreate.core.jobs import Job, JobState
from tests.factories.process import make_process


def make_job(session: Session, state: JobState, **values: object) -> Job:
    arguments = {"actor": {"kind": "system", "ref": "system", "user_id": None, "roles": []}, "given": {}}
    made = Job(kind="administration:health", state=state.value, arguments=arguments, asked_at=clock.now(), **values)
    session.add(made)
    session.flush()
    return made


def test_a_failed_task_is_shown_with_its_reason_and_tried_again(admin: FlaskClient, session: Session) -> None:
    process = make_process(session, title="Airport")
    failed = make_job(session, JobState.FAILED, error="job_failed", ended_at=clock.now(), process_id=process.id)
    listed = admin.get("/en/admin/jobs?state=failed").text
    assert "Airport" in listed and "stopped because of a fault" in listed
    page = f"/en/admin/jobs/{failed.public_id}"
    assert admin.submit(page, to=f"{page}/retry").status_code == 302
    session.refresh(failed)
    assert (failed.state, failed.attempts) == ("done", 1)


def test_a_waiting_task_is_stopped(admin: FlaskClient, session: Session) -> None:
    waiting = make_job(session, JobState.QUEUED)
    page = f"/en/admin/jobs/{waiting.public_id}"
    admin.submit(page, to=f"{page}/cancel")
    session.refresh(waiting)
    assert waiting.state == "cancelled"
    assert admin.get(f"{page}.json").json == {
        "state": "cancelled",
        "percent": 0,
        "message": "Stopped on request",
        "is_over": True,
    }


def test_regular_work_is_listed_with_its_last_time_and_outcome(admin: FlaskClient, session: Session) -> None:
    def good(session: Session) -> None:
        session.scalar(select(Job.id).limit(1))

    def bad(session: Session) -> None:
        raise RuntimeError("broken on purpose")

    session.commit()
    chores.do_each([bad, good], "minute")
    assert [(run.name.rsplit(".", 1)[1], run.is_good) for run in chores.runs(session)] == [
        ("bad", False),
        ("good", True),
    ]
    page = admin.get("/en/admin/jobs").text
    assert "every minute" in page and page.count("failed") >= 1


def test_what_was_noted_of_work_that_stands_elsewhere_since_an_update_is_forgotten(session: Session) -> None:
    for rhythm in ("minute", "hour"):
        session.add(ChoreRun(name=f"old.place.of_{rhythm}", rhythm=rhythm, ended_at=clock.now(), is_good=False))
    session.commit()
    jobs.do_the_hourly()
    kept = [run.name for run in chores.runs(session) if not run.is_good]
    assert kept == ["old.place.of_minute"]


def test_the_regular_work_of_all_stages_is_done_and_noted(session: Session) -> None:
    jobs.do_the_minutely()
    jobs.do_the_hourly()
    runs = chores.runs(session)
    assert {"minute", "hour"} == {run.rhythm for run in runs}
    assert all(run.is_good for run in runs)


def test_a_check_up_is_made_once_per_wish_and_says_what_to_mend(admin: FlaskClient, session: Session) -> None:
    for _ in range(2):
        admin.submit("/en/admin/health")
    report = session.scalars(select(Report)).one()
    page = admin.get("/en/admin/health").text
    assert {finding["about"] for finding in report.content["findings"]} >= {"data folder", "database", "mail"}
    assert "No letter is sent" in page
    assert "What was found" in page
    dutch = admin.get("/nl/admin/health").text
    assert "Gegevensmap" in dutch
    assert f"In {report.content['findings'][0]['params']['folder']} kan worden geschreven." in dutch


def test_the_first_page_tells_of_what_went_wrong_lately_and_not_of_what_is_long_ago(
    admin: FlaskClient, session: Session
) -> None:
    old = clock.now() - timedelta(days=8)
    make_job(session, JobState.FAILED, error="job_failed", ended_at=old)
    assert "failed in the last seven days" not in admin.get("/en/admin/").text
    make_job(session, JobState.FAILED, error="job_failed", ended_at=clock.now())
    page = admin.get("/en/admin/").text
    assert "1 task failed in the last seven days." in page
    assert "There is only one administrator" in page
