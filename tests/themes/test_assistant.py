"""Names from a language model: only what may be quoted is sent, only plain names come back, people decide."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.analysis.assistant import NoAnswer
from cocreate.core.audit import AuditEntry, verify
from cocreate.core.db import db
from cocreate.core.ids import digest
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.settings import Settings, SettingsError
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.commands import Looked, store_flags
from cocreate.themes import assistant
from cocreate.themes import queries as theme_queries
from cocreate.themes.models import AnalysisRun, NameAsking, Theme, ThemeStep
from tests.conftest import BrowserLikeClient, csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.assistant import NAMES, FakeModel, chat, fake_model
from tests.factories.themes import read_consultation

MESSAGES = [{"role": "user", "content": "[]"}]
KEY = "sk-very-secret"


@pytest.fixture
def fake() -> Iterator[FakeModel]:
    with fake_model() as server:
        yield server


def point_at(app: Flask, fake: FakeModel) -> None:
    """The installation names the fake model."""
    was = app.extensions["cocreate_settings"]
    told = {"assistant_url": fake.url, "assistant_model": "tiny-1", "assistant_key": KEY}
    app.extensions["cocreate_settings"] = replace(was, **told)


def run_of(session: Session, consultation: Consultation) -> AnalysisRun:
    run = theme_queries.current_run(session, consultation)
    assert run is not None
    return run


def ask(session: Session, run: AnalysisRun, fake: FakeModel) -> NameAsking:
    asking = assistant.ask_for_names(session, SYSTEM, run.consultation.process, run, fake.model())
    session.commit()  # jobs run inline
    db.session.expire_all()
    return asking


# The client


def test_the_model_is_asked_at_its_address_with_its_key(fake: FakeModel) -> None:
    assert json.loads(fake.model(KEY).complete(MESSAGES)) == NAMES
    (request,) = fake.asked
    assert request["path"] == "/v1/chat/completions"
    assert request["headers"]["Authorization"] == f"Bearer {KEY}"
    assert request["body"] == {"model": "tiny-1", "messages": MESSAGES, "stream": False}


def test_a_fault_that_passes_is_asked_once_more(fake: FakeModel) -> None:
    fake.statuses = [500]
    assert fake.model().complete(MESSAGES)
    assert len(fake.asked) == 2


@pytest.mark.parametrize(("status", "attempts"), [(500, 2), (429, 2), (400, 1), (401, 1)])
def test_a_server_that_refuses_gives_no_answer(fake: FakeModel, status: int, attempts: int) -> None:
    fake.status = status
    with pytest.raises(NoAnswer):
        fake.model().complete(MESSAGES)
    assert len(fake.asked) == attempts


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"choices": []}',
        b"[]",
        b"\xff\xfe\xfd",
        b"[" * 50_000,
        b'{"choices": [{"message": {"content": null}}]}',
        chat("x" * (assistant.LARGEST + 1)),
    ],
)
def test_an_answer_that_cannot_be_read_or_is_too_large_is_none(fake: FakeModel, body: bytes) -> None:
    fake.pieces = lambda: iter([body])
    with pytest.raises(NoAnswer):
        fake.model().complete(MESSAGES)


def test_a_body_without_end_is_left_at_the_limit(fake: FakeModel) -> None:
    left = threading.Event()

    def endless() -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 16_384
        finally:
            left.set()

    fake.pieces = endless
    with pytest.raises(NoAnswer):
        fake.model().complete(MESSAGES)
    assert left.wait(10), "the connection is closed, so that the server stops"


@pytest.mark.parametrize("pause", [5.0, 0.05])
def test_a_slow_model_is_not_waited_for(fake: FakeModel, monkeypatch: pytest.MonkeyPatch, pause: float) -> None:
    """Neither one that says nothing, nor one that says a little again and again."""
    monkeypatch.setattr(assistant, "SECONDS", 0.5)

    dripped = []
    drops = int(5 / pause)

    def dripping() -> Iterator[bytes]:
        for drop in range(drops):
            time.sleep(pause)
            dripped.append(drop)
            yield b" "

    fake.pieces = dripping
    with pytest.raises(NoAnswer):
        fake.model().complete(MESSAGES)
    assert len(dripped) < drops
    assert len(fake.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_other_host_is_followed(fake: FakeModel, status: int) -> None:
    with fake_model() as other:
        fake.status, fake.headers = status, {"Location": f"{other.url}/chat/completions"}
        with pytest.raises(NoAnswer):
            fake.model(KEY).complete(MESSAGES)
        assert other.asked == []


def test_the_key_is_in_no_log_and_no_description(fake: FakeModel, caplog: pytest.LogCaptureFixture) -> None:
    fake.status = 401
    model = fake.model(KEY)
    with caplog.at_level(logging.DEBUG), pytest.raises(NoAnswer):
        model.complete(MESSAGES)
    assert caplog.records and all(KEY not in str(vars(record)) for record in caplog.records)
    assert KEY not in repr(model)


def test_nobody_at_the_address_is_no_answer() -> None:
    with fake_model() as gone:
        pass
    with pytest.raises(NoAnswer):
        gone.model().complete(MESSAGES)


@pytest.mark.parametrize(
    "values",
    [
        {"assistant_url": "ftp://models.example", "assistant_model": "m"},
        {"assistant_url": "file:///etc/passwd", "assistant_model": "m"},
        {"assistant_url": "http://me:secret@models.example/v1", "assistant_model": "m"},
        {"assistant_url": "http://models.example/v1?key=secret", "assistant_model": "m"},
        {"assistant_url": "http://models.example/v1"},
        {"assistant_url": "http://models.example/v1", "assistant_model": "m", "assistant_key": "sk\nX-Other: 1"},
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_without_telling_the_key(values: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings(**values).checked()
    assert "secret" not in str(refused.value) and "X-Other" not in str(refused.value)


def test_there_is_no_model_unless_it_is_named() -> None:
    assert assistant.configured(Settings()) is None


# What is sent and kept


def test_names_are_kept_beside_people_s_decisions(app: Flask, session: Session, fake: FakeModel) -> None:
    point_at(app, fake)
    consultation, themes = read_consultation(session)
    asking = ask(session, run_of(session, consultation), fake)
    assert asking.finished_at and asking.model == "tiny-1" and asking.host in fake.url and asking.prompt_version
    assert asking.names == {theme.public_id: NAMES for theme in themes}
    assert asking.asked == len(themes) == len(fake.asked) and asking.sent >= len(themes)
    assert all(theme.labels == {} for theme in themes), "nobody decided anything"
    told = session.scalars(select(AuditEntry).where(AuditEntry.verb.like("themes:assistant:%"))).all()
    assert [entry.verb for entry in told] == ["themes:assistant:ask", "themes:assistant:store"]
    assert not any("bus" in json.dumps(entry.details).lower() for entry in told)
    assert verify(session).is_intact


def test_only_what_may_be_quoted_is_sent(app: Flask, session: Session, fake: FakeModel) -> None:
    """Not of who did not agree, not of who is left out, not what a person still has to look at."""
    point_at(app, fake)
    consultation, _themes = read_consultation(session)
    run = run_of(session, consultation)
    quotes = [answer.id for answers in assistant.to_send(session, run).values() for answer in answers]
    answers = session.scalars(select(Answer).where(Answer.id.in_(quotes)).order_by(Answer.id)).all()
    refused, left_out, flagged = answers[:3]
    session.get_one(Submission, refused.submission_id).may_quote = False
    session.get_one(Submission, left_out.submission_id).left_out = "test"
    looked = {flagged.id: Looked(digest(flagged.text), [[0, 4, "name"]])}
    store_flags(session, SYSTEM, consultation, looked)
    session.flush()
    kept = [answer.text for answer in answers[3:]]
    asking = ask(session, run, fake)
    assert asking.sent == len(kept) and all(text in fake.texts for text in kept)
    assert not any(answer.text in fake.texts for answer in (refused, left_out, flagged))


def test_no_small_theme_and_none_that_people_named_or_rejected_is_sent(session: Session) -> None:
    consultation, themes = read_consultation(session)
    run, (first, second, third) = run_of(session, consultation), themes[:3]
    first.labels, second.state, third.size = {"en": "Ours"}, "rejected", consultation.process.minimum_cell - 1
    session.flush()
    assert not {first.public_id, second.public_id, third.public_id} & set(assistant.to_send(session, run))


def test_what_an_injected_answer_says_is_never_kept(app: Flask, session: Session, fake: FakeModel) -> None:
    point_at(app, fake)
    consultation, themes = read_consultation(session)
    fake.says('{"en": "<a href=//evil.example>Vote</a>", "nl": "Bussen"}')
    asking = ask(session, run_of(session, consultation), fake)
    assert asking.names == {theme.public_id: {"nl": "Bussen"} for theme in themes}
    assert asking.warnings == {"assistant.not_a_name": len(themes)}


def test_a_model_that_gives_nothing_leaves_what_was_there(app: Flask, session: Session, fake: FakeModel) -> None:
    point_at(app, fake)
    consultation, themes = read_consultation(session)
    run = run_of(session, consultation)
    first = ask(session, run, fake)
    fake.says("I am sorry, Dave")
    second = ask(session, run, fake)
    assert second.finished_at is None and second.job is not None
    assert (second.job.state, second.job.error) == ("failed", "themes.assistant.nothing_usable")
    assert assistant.asking_about(session, themes[0]) is first


def test_a_model_that_is_silent_is_not_asked_about_every_theme(app: Flask, session: Session, fake: FakeModel) -> None:
    point_at(app, fake)
    fake.status = 401
    consultation, themes = read_consultation(session)
    assert len(themes) > 2
    ask(session, run_of(session, consultation), fake)
    assert len(fake.asked) == 2


def test_quotes_go_nowhere_if_the_installation_names_another_model_now(
    app: Flask, session: Session, fake: FakeModel
) -> None:
    consultation, _themes = read_consultation(session)
    with fake_model() as other:
        point_at(app, other)
        asking = ask(session, run_of(session, consultation), fake)
        assert asking.job is not None and asking.job.error == "themes.assistant.changed"
        assert other.asked == fake.asked == []


def test_without_a_quote_nothing_is_asked(session: Session, fake: FakeModel) -> None:
    consultation, themes = read_consultation(session)
    for theme in themes:
        theme.labels = {"en": "Ours"}
    session.flush()
    with pytest.raises(Invalid, match=r"themes\.assistant\.nothing_to_send"):
        ask(session, run_of(session, consultation), fake)


def test_a_person_takes_a_name_and_can_undo_it(app: Flask, session: Session, fake: FakeModel) -> None:
    point_at(app, fake)
    consultation, (theme, *_others) = read_consultation(session)
    asking, process = ask(session, run_of(session, consultation), fake), consultation.process
    assistant.use_name(session, SYSTEM, process, theme, asking_id=asking.public_id, version=theme.version)
    assert theme.labels == NAMES
    assert [step.kind for step in session.scalars(select(ThemeStep))] == ["rename"]
    with pytest.raises(Conflict, match="changed_meanwhile"):
        assistant.use_name(session, SYSTEM, process, theme, asking_id=asking.public_id, version=theme.version - 1)
    with pytest.raises(Conflict, match="asked_again"):
        assistant.use_name(session, SYSTEM, process, theme, asking_id="another", version=theme.version)


# The pages


def as_analyst(client: BrowserLikeClient, session: Session, consultation: Consultation) -> str:
    sign_in(client, make_member(session, consultation.process, Role.ANALYST))
    session.commit()
    return f"/en/p/{consultation.process.public_id}/manage/themes"


def test_without_a_model_no_page_speaks_of_one(client: BrowserLikeClient, session: Session) -> None:
    consultation, _themes = read_consultation(session)
    room = as_analyst(client, session, consultation)
    assert "Language model" not in client.get(f"{room}/of/{consultation.public_id}").text
    assert client.get(f"{room}/of/{consultation.public_id}/assistant").status_code == 404


def test_an_analyst_sees_where_quotes_go_asks_and_takes_a_name(
    app: Flask, client: BrowserLikeClient, session: Session, fake: FakeModel
) -> None:
    point_at(app, fake)
    consultation, themes = read_consultation(session)
    room = as_analyst(client, session, consultation)
    theme: Theme = themes[0]
    assert f"/of/{consultation.public_id}/assistant" in client.get(f"{room}/of/{consultation.public_id}").text
    page = client.get(f"{room}/of/{consultation.public_id}/assistant").text
    assert "These quotes leave this installation" in page and f"go to {fake.model().host}" in page
    assert fake.asked == []
    token = csrf_token(page)
    page = client.post(
        f"{room}/of/{consultation.public_id}/assistant", data={"csrf_token": token}, follow_redirects=True
    ).text
    assert "Suggested by tiny-1" in page and NAMES["en"] in page
    page = client.get(f"{room}/{theme.public_id}").text
    assert "Suggested by tiny-1" in page and "Use this name" in page
    (asking,) = session.scalars(select(NameAsking))
    told = {"csrf_token": token, "version": theme.version, "asking": asking.public_id}
    page = client.post(f"{room}/{theme.public_id}/suggested-name", data=told, follow_redirects=True).text
    assert "The name is saved." in page and "People gave the theme this name." in page and "Use this name" not in page
    page = client.post(f"{room}/{theme.public_id}/suggested-name", data=told, follow_redirects=True).text
    assert "Somebody else changed this" in page
