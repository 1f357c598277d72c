"""The timeline tells what happened by itself and what organisers write; the feed tells it to machines."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory.taking_part import set_setup
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from cocreate.public.news import commands
from cocreate.public.news.commands import NewsTold, news_of
from cocreate.public.news.pages import ATOM, Feed, Item, atom
from cocreate.public.news.timeline import calls_of, milestones_of, split, timeline_of
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.rules import Access, ConsultationState
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp
from tests.factories.process import close_phase, make_process
from tests.factories.survey import make_consultation

NS = {"a": ATOM}


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, title="Region 2030")


def write(session: Session, process: Process, title: str, **more: object) -> None:
    commands.publish_news(session, SYSTEM, process, NewsTold({"en": title}, {"en": "All about it"}, **more))  # type: ignore[arg-type]


def feed(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.mimetype == "application/atom+xml"
    return fromstring(answer.data)


def titles(found: Element) -> list[str]:
    return [str(title.text) for title in found.findall("a:entry/a:title", NS)]


def test_what_the_process_does_stands_in_the_timeline_by_itself(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.OPEN)
    close_consultation(session, SYSTEM, consultation)
    camp = make_camp(session, process)
    camp.starts_at = clock.now() + timedelta(days=1)
    rehearsal = make_camp(session, process)
    rehearsal.starts_at, rehearsal.is_rehearsal = camp.starts_at, True
    session.flush()
    coming, past = split(timeline_of(session, process), clock.now())
    assert [(one.kind, one.key) for one in coming if one.kind == "camp"] == [("camp", f"camp-{camp.public_id}")]
    assert "consultation" in {one.kind for one in past} and "phase" in {one.kind for one in past}
    assert [one.at for one in past] == sorted((one.at for one in past), reverse=True)


def test_an_event_stands_at_its_day_and_is_announced_at_once(session: Session, process: Process) -> None:
    day = clock.now() + timedelta(days=3)
    write(session, process, "Evening of questions", happens_at=day, place="Town hall")
    (event,) = [one for one in timeline_of(session, process) if one.kind == "event"]
    assert event.at == day and event.place == "Town hall"
    (announced,) = [one for one in milestones_of(session, process, clock.now()) if one.kind == "event"]
    assert announced.at <= clock.now()


def test_one_can_answer_while_people_are_asked_and_look_up_afterwards(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.OPEN)
    assert [call.endpoint for call in calls_of(session, process)] == ["survey.answer", "survey.receipt"]
    consultation.access = Access.LINK
    assert [call.endpoint for call in calls_of(session, process)] == ["survey.receipt"], "only those who were invited"
    consultation.access = Access.OPEN
    close_phase(session, process, PhaseKind.CONSULTATION)
    assert [call.endpoint for call in calls_of(session, process)] == ["survey.receipt"]
    camp = make_camp(session, process)
    camp.takes_registrations = True
    session.flush()
    assert "camp_registering.register" in [call.endpoint for call in calls_of(session, process)]


def test_whoever_wants_to_take_part_is_led_to_the_form_while_it_is_open(
    client: FlaskClient, session: Session, process: Process
) -> None:
    form, front = f"/en/p/{process.public_id}/take-part", f"/en/p/{process.public_id}"
    for is_open in (False, True):
        set_setup(session, SYSTEM, process, takes_requests=is_open, introduction={})
        session.commit()
        assert (form in client.get(front, follow_redirects=True).text) == is_open


def test_a_feed_tells_news_and_milestones_the_latest_first(
    client: FlaskClient, session: Session, process: Process
) -> None:
    make_consultation(session, process, state=ConsultationState.OPEN, title={"en": "What matters?"})
    write(session, process, "First <results> & more")
    session.commit()
    found = feed(client, f"/en/p/{process.public_id}/news.atom")
    assert titles(found)[0] == "First <results> & more"
    assert any(title.startswith("Begins:") for title in titles(found))
    moments = [str(one.text) for one in found.findall("a:entry/a:updated", NS)]
    assert moments == sorted(moments, reverse=True) and found.findtext("a:updated", "", NS) == moments[0]
    ids = [one.text for one in found.findall("a:entry/a:id", NS)]
    assert len(set(ids)) == len(ids)
    again = client.get(f"/en/p/{process.public_id}/news.atom")
    assert client.get(again.request.path, headers={"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_the_same_feed_is_there_as_rss(client: FlaskClient, session: Session, process: Process) -> None:
    write(session, process, "First <results> & more", happens_at=clock.now() + timedelta(days=3), place="Town hall")
    session.commit()
    answer = client.get(f"/en/p/{process.public_id}/news.rss")
    assert answer.status_code == 200 and answer.mimetype == "application/rss+xml"
    root = fromstring(answer.data)
    channel = root.find("channel")
    assert root.get("version") == "2.0" and channel is not None
    assert channel.findtext("title") == "Region 2030" and channel.findtext("language") == "en"
    own = channel.find(f"{{{ATOM}}}link")
    assert own is not None and str(own.get("href")).endswith(f"/en/p/{process.public_id}/news.rss")
    atom_ids = [one.text for one in feed(client, f"/en/p/{process.public_id}/news.atom").findall("a:entry/a:id", NS)]
    assert [item.findtext("guid") for item in channel.findall("item")] == atom_ids
    (item,) = [one for one in channel.findall("item") if one.findtext("title") == "First <results> & more"]
    assert item.findtext("description") == "All about it<br>Town hall"
    assert parsedate_to_datetime(str(item.findtext("pubDate"))).tzinfo is not None
    assert client.get("/en/news.rss").mimetype == "application/rss+xml"


def test_the_feed_of_all_tells_of_public_processes_only(client: FlaskClient, session: Session) -> None:
    seen, hidden = make_process(session, title="Seen"), make_process(session, title="Hidden", is_public=False)
    write(session, seen, "We begin")
    write(session, hidden, "Not yet for you")
    session.commit()
    found = titles(feed(client, "/en/news.atom"))
    assert "Seen: We begin" in found and not any("Not yet" in title or "Hidden" in title for title in found)
    assert client.get(f"/en/p/{hidden.public_id}/news.atom").status_code == 404


def test_a_feed_without_entries_is_as_old_as_the_process() -> None:
    began = datetime(2026, 3, 1, tzinfo=UTC)
    told = Feed("tag:x", "T", "A", "http://x/feed", "http://x/", "nl", began)
    assert fromstring(atom(told, [])).findtext("a:updated", "", NS) == began.isoformat()


def test_signs_that_no_reader_takes_leave_a_mark() -> None:
    told = Feed("tag:x", "T", "A", "http://x/feed", "http://x/", "nl", datetime(2026, 3, 1, tzinfo=UTC))
    (title,) = titles(fromstring(atom(told, [Item("tag:y", told.began, "a\x07b", "http://x/1")])))
    assert title == "a\ufffdb"


def test_an_organiser_writes_changes_and_removes_news(client: FlaskClient, session: Session, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    here = f"/en/p/{process.public_id}/manage/record/news/"
    told = {"form_id": "abcdefghijkl", "title-en": "We begin", "happens_at": "2026-12-24T18:00", "place": "Town hall"}
    for _time in range(2):  # a double click
        assert client.submit(here, told).status_code == 303
    (post,) = news_of(session, process)
    assert post.happens_at == datetime(2026, 12, 24, 17, tzinfo=UTC)
    page = client.get(f"{here}{post.public_id}").text
    assert 'value="2026-12-24T18:00"' in page and "Town hall" in page
    changed = {"version": str(post.version), "title-en": "We have begun", "happens_at": ""}
    assert client.submit(f"{here}{post.public_id}", changed).status_code == 303
    session.refresh(post)
    assert post.title == {"en": "We have begun"} and post.happens_at is None and post.place == ""
    stale = client.submit(f"{here}{post.public_id}", {**changed, "version": "1", "title-en": "Mine"})
    assert stale.status_code == 409 and "Mine" in stale.text
    assert client.submit(here, to=f"{here}{post.public_id}/remove").status_code in (302, 303)
    assert news_of(session, process) == []


def test_news_without_a_title_comes_back_with_what_was_typed(
    client: FlaskClient, session: Session, process: Process
) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    page = client.submit(f"/en/p/{process.public_id}/manage/record/news/", {"body-en": "Words of mine"})
    assert page.status_code == 422 and "Words of mine" in page.text and "in at least one language" in page.text
    assert news_of(session, process) == []
