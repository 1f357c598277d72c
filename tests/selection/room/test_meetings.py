"""Meetings: agenda, who is here, whose turn it is, and the clock."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.selection.room import commands, queries
from cocreate.selection.room.models import AgendaItem
from tests.factories.process import make_process
from tests.factories.room import Held, hold_meeting, make_meeting
from tests.factories.selection import ORGANISER, acting, make_member


def add_items(session: Session, held: Held, *titles: str, minutes: int = 10) -> list[AgendaItem]:
    return [
        commands.add_item(session, SYSTEM, held.process, held.meeting, title={"en": title}, minutes=minutes)
        for title in titles
    ]


def titles(session: Session, held: Held) -> list[str]:
    return [item.title["en"] for item in queries.agenda_of(session, held.meeting)]


def test_an_agenda_is_written_ordered_and_shortened(session: Session) -> None:
    held = hold_meeting(session)
    first, second, third = add_items(session, held, "Welcome", "Scores", "Vote")
    commands.move_item(session, SYSTEM, held.process, third, up=True)
    commands.move_item(session, SYSTEM, held.process, first, up=True)  # it is the first already
    assert titles(session, held) == ["Welcome", "Vote", "Scores"]
    commands.describe_item(
        session, SYSTEM, held.process, second, title={"en": "Marks"}, minutes=30, sids=[held.sids[0].public_id]
    )
    commands.remove_item(session, SYSTEM, held.process, first)
    assert titles(session, held) == ["Vote", "Marks"]
    assert (second.minutes, second.sids) == (30, [held.sids[0].public_id])


@pytest.mark.parametrize(
    "wrong", [{"title": {}}, {"minutes": 0}, {"minutes": 241}, {"sids": ["nosuchsid123"]}], ids=lambda wrong: str(wrong)
)
def test_a_point_needs_a_title_minutes_and_known_candidates(session: Session, wrong: dict[str, object]) -> None:
    held = hold_meeting(session)
    with pytest.raises(Invalid):
        commands.add_item(
            session,
            SYSTEM,
            held.process,
            held.meeting,
            **{"title": {"en": "A"}, "minutes": 5, **wrong},  # type: ignore[arg-type]
        )


def test_what_was_dealt_with_stays_on_the_agenda(session: Session) -> None:
    held = hold_meeting(session)
    (item,) = add_items(session, held, "Welcome")
    commands.start_item(session, SYSTEM, held.process, item, seen="")
    with pytest.raises(Conflict, match="item_began"):
        commands.remove_item(session, SYSTEM, held.process, item)


def test_one_point_runs_at_a_time_and_a_double_click_starts_it_once(session: Session) -> None:
    held = hold_meeting(session)
    first, second = add_items(session, held, "Welcome", "Scores")
    commands.start_item(session, SYSTEM, held.process, first, seen="")
    ends = first.ends_at
    commands.start_item(session, SYSTEM, held.process, first, seen="")
    commands.start_item(session, SYSTEM, held.process, second, seen="")  # from a page that is older than the first
    assert (queries.running_item(session, held.meeting), first.ends_at) == (first, ends)
    commands.start_item(session, SYSTEM, held.process, second, seen=first.public_id)
    assert queries.running_item(session, held.meeting) is second
    assert first.ended_at is not None


def test_the_clock_is_stopped_goes_on_and_gets_more_minutes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold_meeting(session)
    (item,) = add_items(session, held, "Scores", minutes=10)
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began)

    def turn(do: str) -> None:
        commands.turn_clock(session, SYSTEM, held.process, held.meeting, do, seen=queries.clock_mark(item))

    commands.start_item(session, SYSTEM, held.process, item, seen="")
    assert item.ends_at == began + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=4))
    turn("pause")
    assert item.paused_left == 360
    turn("one-more")
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=20))
    turn("resume")
    assert (item.ends_at, item.paused_left) == (began + timedelta(minutes=27), None)
    mark = queries.clock_mark(item)
    for _ in range(2):  # a double click gives five minutes, not ten
        commands.turn_clock(session, SYSTEM, held.process, held.meeting, "five-more", seen=mark)
    assert item.ends_at == began + timedelta(minutes=32)
    turn("end")
    assert queries.running_item(session, held.meeting) is None


def test_members_come_and_go_and_the_chair_may_note_it(session: Session) -> None:
    held = hold_meeting(session, here=0)
    ada, ben = held.members[:2]
    held.meeting.chair_id = ben.id
    for _ in range(2):
        commands.attend(session, acting(ada), held.process, held.meeting, ada.id, is_here=True)
    with pytest.raises(NotAllowed, match="not_chair"):
        commands.attend(session, acting(ada), held.process, held.meeting, ben.id, is_here=True)
    commands.attend(session, acting(ben), held.process, held.meeting, held.members[2].id, is_here=True)
    assert queries.present_members(session, held.meeting) == {ada.id, held.members[2].id}
    commands.attend(session, acting(ada), held.process, held.meeting, ada.id, is_here=False)
    assert queries.present_members(session, held.meeting) == {held.members[2].id}
    commands.attend(session, acting(ada), held.process, held.meeting, ada.id, is_here=True)
    assert ada.id in queries.present_members(session, held.meeting)
    observer = make_member(session, held.process, role=Role.OBSERVER)
    with pytest.raises(NotAllowed, match="not_on_committee"):
        commands.attend(session, ORGANISER, held.process, held.meeting, observer.id, is_here=True)


def names(held: Held, session: Session) -> tuple[str, list[str]]:
    floor = queries.floor_of(session, held.meeting)
    return floor.speaking.member.name if floor.speaking else "", [turn.member.name for turn in floor.waiting]


def test_hands_are_heard_in_order_and_who_spoke_less_comes_first(session: Session) -> None:
    held = hold_meeting(session)
    ada, ben, cleo = (acting(member) for member in held.members)

    def go_on() -> None:
        speaking = queries.floor_of(session, held.meeting).speaking
        seen = speaking.public_id if speaking else ""
        for _ in range(2):  # pressed twice, one person is passed over otherwise
            commands.next_speaker(session, SYSTEM, held.process, held.meeting, seen=seen)

    for actor in (ada, ada, ben):
        commands.raise_hand(session, actor, held.process, held.meeting)
    assert names(held, session) == ("", ["Ada", "Ben"])
    go_on()
    assert names(held, session) == ("Ada", ["Ben"])
    go_on()
    commands.raise_hand(session, ada, held.process, held.meeting)
    commands.raise_hand(session, cleo, held.process, held.meeting)
    assert names(held, session) == ("Ben", ["Cleo", "Ada"])
    commands.lower_hand(session, cleo, held.process, held.meeting, held.members[2].id)
    go_on()
    assert names(held, session) == ("Ada", [])
    go_on()
    assert names(held, session) == ("", [])


def test_whoever_leaves_waits_no_longer_and_nobody_lowers_anothers_hand(session: Session) -> None:
    held = hold_meeting(session)
    ada, ben = held.members[:2]
    commands.raise_hand(session, acting(ada), held.process, held.meeting)
    with pytest.raises(NotAllowed, match="not_chair"):
        commands.lower_hand(session, acting(ben), held.process, held.meeting, ada.id)
    commands.attend(session, acting(ada), held.process, held.meeting, ada.id, is_here=False)
    assert names(held, session) == ("", [])
    with pytest.raises(Conflict, match="not_present"):
        commands.raise_hand(session, acting(ada), held.process, held.meeting)


def test_before_and_after_a_meeting_nothing_happens_in_it(session: Session) -> None:
    held = hold_meeting(session)
    ada = held.members[0]
    commands.raise_hand(session, acting(ada), held.process, held.meeting)
    commands.next_speaker(session, SYSTEM, held.process, held.meeting, seen="")
    for _ in range(2):
        commands.close_meeting(session, SYSTEM, held.process, held.meeting)
    assert names(held, session) == ("", []), "the last word is spoken"
    planned = make_meeting(session, held.process, title="Second meeting")
    for meeting in (held.meeting, planned):
        with pytest.raises(Closed, match="not_open"):
            commands.attend(session, acting(ada), held.process, meeting, ada.id, is_here=False)
    with pytest.raises(Closed, match="closed"):
        commands.open_meeting(session, SYSTEM, held.process, held.meeting)
    with pytest.raises(Conflict, match="not_open"):
        commands.close_meeting(session, SYSTEM, held.process, planned)


def test_the_quorum_is_known_before_a_meeting_opens(session: Session) -> None:
    held = hold_meeting(session, quorum=2)
    with pytest.raises(Closed, match="quorum_fixed"):
        commands.describe_meeting(
            session, SYSTEM, held.process, held.meeting, title={"en": "A"}, quorum=1, version=held.meeting.version
        )


def test_an_old_page_does_not_overwrite_what_somebody_changed(session: Session) -> None:
    process = make_process(session)
    meeting = make_meeting(session, process)
    old = meeting.version
    commands.describe_meeting(session, SYSTEM, process, meeting, title={"en": "New"}, version=old)
    session.flush()
    with pytest.raises(Conflict, match="changed_meanwhile"):
        commands.describe_meeting(session, SYSTEM, process, meeting, title={"en": "Old"}, version=old)


def test_only_members_chair_and_a_form_sent_twice_makes_one_meeting(session: Session) -> None:
    process = make_process(session)
    observer = make_member(session, process, role=Role.OBSERVER)
    with pytest.raises(NotAllowed, match="not_on_committee"):
        make_meeting(session, process, chair_id=observer.id)
    first, second = (make_meeting(session, process, form_id="abcdefghijkl") for _ in range(2))
    assert first is second


def test_all_that_happens_is_in_the_audit_trail(session: Session) -> None:
    held = hold_meeting(session)
    commands.close_meeting(session, SYSTEM, held.process, held.meeting)
    assert audit.verify(session).is_intact
