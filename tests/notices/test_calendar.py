"""Calendar files as calendar programs want them: folded, escaped, with ids that stay and numbers that grow."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.core.permissions import SYSTEM, Role
from cocreate.notices import calendar as notices_calendar
from cocreate.notices.calendar import LONGEST, Entry, calendar, escaped, folded
from cocreate.process.models import Process
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.camp import make_camp
from tests.factories.process import make_process
from tests.factories.room import make_meeting

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def unfolded(content: bytes) -> list[str]:
    """The lines as they were before folding; every line must end as the format says."""
    text = content.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= LONGEST for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def read(text: str) -> str:
    """A value as a calendar program reads it."""
    signs = iter(text)
    return "".join({"n": "\n"}.get(nxt := next(signs), nxt) if sign == "\\" else sign for sign in signs)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    entry = Entry("a@b", text, NOW, stamp=NOW)
    (line,) = [one for one in unfolded(calendar("x", "nl", [entry], NOW)) if one.startswith("SUMMARY")]
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    assert read(line.split(":", 1)[1]) == "".join(s for s in wanted if s in "\n\t" or (s >= " " and s != "\x7f"))


@given(st.text(max_size=400).filter(lambda text: "\n" not in text and "\r" not in text))
def test_folding_cuts_no_character_and_loses_none(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    pieces = list(folded(text))
    assert all(len(piece.encode()) <= LONGEST for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text


def test_moments_are_in_utc_and_days_end_with_the_day_after() -> None:
    summer = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    entries = [
        Entry("1@x", "Camp", summer, summer + timedelta(hours=8), sequence=3),
        Entry("2@x", "Phase", date(2026, 1, 1), date(2026, 1, 31)),
    ]
    lines = unfolded(calendar("All", "en", entries, NOW))
    assert "DTSTART:20260701T070000Z" in lines and "DTEND:20260701T150000Z" in lines and "SEQUENCE:3" in lines
    assert "DTSTART;VALUE=DATE:20260101" in lines and "DTEND;VALUE=DATE:20260201" in lines
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR" and lines.count("BEGIN:VEVENT") == 2
    assert all(f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}" in lines for _entry in entries)


def test_signs_with_a_meaning_are_marked() -> None:
    assert escaped("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d\\ne"


def test_the_calendar_of_a_process_tells_what_is_public(
    client: FlaskClient, session: Session, process: Process
) -> None:
    camp, trial = make_camp(session, process), make_camp(session, process)
    camp.starts_at = trial.starts_at = clock.now() + timedelta(days=2)
    trial.is_rehearsal = True
    told = NewsTold({"en": "An evening; of questions"}, {}, clock.now() + timedelta(days=3), "Town hall, Brussels")
    news.publish_news(session, SYSTEM, process, told)
    make_meeting(session, process, title="Behind doors", starts_at=clock.now() + timedelta(days=1))
    session.commit()
    answer = client.get(f"/en/p/{process.public_id}/calendar.ics")
    lines = unfolded(answer.data)
    assert answer.mimetype == "text/calendar"
    assert f"UID:camp-{camp.public_id}@cocreate" in lines and f"UID:camp-{trial.public_id}@cocreate" not in lines
    assert "LOCATION;LANGUAGE=en:Town hall\\, Brussels" in lines
    assert "Behind doors" not in answer.text
    assert sum(line.startswith("UID:phase-") for line in lines) == len(process.phases)


def test_a_camp_that_moves_keeps_its_id_and_counts_up(client: FlaskClient, session: Session, process: Process) -> None:
    camp = make_camp(session, process)
    seen = []
    for days in (2, 5):
        camp.starts_at = clock.now() + timedelta(days=days)
        session.commit()
        lines = unfolded(client.get(f"/en/p/{process.public_id}/calendar.ics").data)
        start = lines.index(f"UID:camp-{camp.public_id}@cocreate")
        seen.append(int(lines[start + 2].removeprefix("SEQUENCE:")))
    assert seen[1] > seen[0]


def test_ones_own_calendar_has_the_meetings_and_ends_with_its_link(
    client: FlaskClient, session: Session, process: Process
) -> None:
    member = make_member(session, process, Role.COMMITTEE_MEMBER)
    make_meeting(session, process, title="Behind doors", starts_at=clock.now() + timedelta(days=1))
    make_process(session, title="Not mine")
    session.commit()
    path = "/en" + notices_calendar.own_path(session, member)
    told = client.get(path)
    assert "Behind doors" in told.text and "Not mine" not in told.text and "private" in told.headers["Cache-Control"]
    accounts.revoke_role(session, SYSTEM, process, member, Role.COMMITTEE_MEMBER)
    session.commit()
    assert "Behind doors" not in client.get(path).text
    sign_in(client, member)
    assert path in client.get("/en/account/calendar").text
    client.submit("/en/account/calendar")
    assert client.get(path).status_code == 404
    assert client.get("/en" + notices_calendar.own_path(session, member)).status_code == 200


def test_a_hidden_process_has_no_calendar_for_strangers(client: FlaskClient, session: Session) -> None:
    hidden = make_process(session, is_public=False)
    session.commit()
    assert client.get(f"/en/p/{hidden.public_id}/calendar.ics").status_code == 404
    sign_in(client, make_user(session))
    session.commit()
    assert client.get(f"/en/p/{hidden.public_id}/calendar.ics").status_code == 404
